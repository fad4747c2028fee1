#include "modules/plan/module.h"

#include "modules/plan/api.h"
#include "modules/plan/circular.h"
#include "modules/plan/comment.h"
#include "modules/plan/draft.h"
#include "modules/plan/measures.h"
#include "modules/plan/news.h"
#include "modules/plan/press.h"
#include "modules/plan/report.h"
#include "modules/plan/store.h"

namespace gulou::plan {
namespace {

std::vector<access::Permission> all_permissions() {
  auto all = permissions();
  for (const auto& more :
       {report_permissions(), press_permissions(), comment_permissions(), draft_permissions(), circular_permissions()})
    all.insert(all.end(), more.begin(), more.end());
  return all;
}

void register_all_routes(net::Router& router, const ModuleContext& context) {
  register_routes(router, context.database, context.catalogue, context.clock);
  register_report_routes(router, context);
  register_press_routes(router, context);
  register_comment_routes(router, context);
  register_draft_routes(router, context);
  register_news_routes(router, context);
  register_circular_routes(router, context);
}

}  // namespace

Module module() {
  return {.name = "plan",
          .migrations = migrations(),
          .measures = declared_measures(),
          .permissions = all_permissions(),
          .attachment_owners = {report_attachments()},
          .machines = {&report_machine(), &press_machine(), &comment_machine(), &draft_machine()},
          .register_routes = &register_all_routes};
}

}  // namespace gulou::plan
