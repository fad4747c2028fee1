#include "modules/notices/module.h"

#include <fmt/format.h>

#include "db/schema.h"
#include "modules/notices/api.h"
#include "modules/notices/recording.h"

namespace gulou::notices {
namespace {

std::vector<db::Migration> migrations() {
  return {{.module = "notices",
           .number = 1,
           .description = "notices and their recordings",
           .steps = {db::CreateTable{&notice_table}, db::CreateTable{&recording_table}}}};
}

Result<std::string> take_down(const ModuleContext& context) {
  const auto ended = TRY(expire_notices(context));
  return ended == 0 ? std::string() : fmt::format("notices: {} taken down at their end", ended);
}

}  // namespace

Module module() {
  return {.name = "notices",
          .migrations = migrations(),
          .permissions = notice_permissions(),
          .attachment_owners = {notice_attachments()},
          .machines = {&notice_machine()},
          .register_routes = &register_routes,
          .run_due = &take_down};
}

}  // namespace gulou::notices
