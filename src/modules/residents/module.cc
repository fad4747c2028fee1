#include "modules/residents/module.h"

#include <fmt/format.h>

#include "modules/residents/api.h"
#include "modules/residents/joined.h"
#include "modules/residents/own.h"
#include "modules/residents/request.h"
#include "modules/residents/slip.h"

namespace gulou::residents {
namespace {

std::vector<access::Permission> all_permissions() {
  auto all = permissions();
  for (auto& more : request_permissions()) all.push_back(std::move(more));
  return all;
}

}  // namespace

Module module() {
  return {.name = "residents",
          .migrations = {{.module = "residents",
                          .number = 1,
                          .description = "slips, and who has joined",
                          .steps = {db::CreateTable{&slip_table}, db::CreateTable{&resident_table}}},
                         {.module = "residents",
                          .number = 2,
                          .description = "what residents ask",
                          .steps = {db::CreateTable{&request_table}}}},
          .permissions = all_permissions(),
          .sealed_columns = sealed_columns(),
          .machines = {&request_machine()},
          .register_routes = &register_routes,
          .run_due = [](const ModuleContext& context) -> Result<std::string> {
            const auto moved = TRY(follow_records(context));
            return moved == 0 ? std::string() : fmt::format("residents: {} followed their village's successor", moved);
          }};
}

}  // namespace gulou::residents
