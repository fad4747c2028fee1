#include "modules/contacts/module.h"

#include "modules/contacts/api.h"
#include "modules/contacts/credit_code.h"
#include "modules/contacts/telephone.h"

namespace gulou::contacts {

Module module() {
  return {.name = "contacts",
          .migrations = {{.module = "contacts",
                          .number = 1,
                          .description = "telephone numbers of units",
                          .steps = {db::CreateTable{&telephone_table}}},
                         {.module = "contacts",
                          .number = 2,
                          .description = "credit codes of units",
                          .steps = {db::CreateTable{&credit_code_table}}}},
          .permissions = permissions(),
          .register_routes = &register_routes};
}

}  // namespace gulou::contacts
