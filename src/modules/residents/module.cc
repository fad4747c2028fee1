#include "modules/residents/module.h"

#include "modules/residents/api.h"
#include "modules/residents/joined.h"
#include "modules/residents/own.h"
#include "modules/residents/slip.h"

namespace gulou::residents {

Module module() {
  return {.name = "residents",
          .migrations = {{.module = "residents",
                          .number = 1,
                          .description = "slips, and who has joined",
                          .steps = {db::CreateTable{&slip_table}, db::CreateTable{&resident_table}}}},
          .permissions = permissions(),
          .register_routes = &register_routes};
}

}  // namespace gulou::residents
