#include "modules/plan/comment.h"

#include <algorithm>

#include "modules/plan/tasked.h"
#include "net/rate_limit.h"

namespace gulou::plan {

namespace {

constexpr std::int64_t hour_ms = 3'600'000;
// A village often shares one address, so not few; a flood is stopped all the same.
constexpr std::int64_t comments_per_address_and_hour = 20;

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1));
}

bool has_clause(const Plan& plan, std::string_view code) {
  return std::ranges::any_of(plan.document.sections, [&](const Section& section) {
    return std::ranges::find(section.clauses, code, &Clause::code) != section.clauses.end();
  });
}

}  // namespace

const db::Table comment_table{.name = "plan_comment",
                              .row = &type_of<CommentRow>,
                              .primary_key = "id",
                              .foreign_keys = {{"plan_id", "plan(id)"}, {"unit_id", "unit(id)"}},
                              .indexes = {{"plan_comment_of_plan", "plan_id, state, sent_at"}}};

const workflow::Machine& comment_machine() {
  static const workflow::Machine machine{.object_kind = "plan.comment",
                                         .name = {"评论", "comment"},
                                         .table = "plan_comment",
                                         .initial = "waiting",
                                         .states = {{"waiting", {"待审核", "Waiting"}},
                                                    {"published", {"已公开", "Published"}},
                                                    {"refused", {"未通过", "Refused"}}},
                                         .actions = {{.name = "publish",
                                                      .label = {"公开", "Publish"},
                                                      .done = {"公开了评论", "published the comment"},
                                                      .from = {"waiting", "refused"},
                                                      .to = "published",
                                                      .permission = "plan.comment.moderate",
                                                      .where = workflow::Where::own_or_above},
                                                     {.name = "refuse",
                                                      .label = {"不通过", "Refuse"},
                                                      .done = {"没有通过评论", "refused the comment"},
                                                      .from = {"waiting", "published"},
                                                      .to = "refused",
                                                      .permission = "plan.comment.moderate",
                                                      .where = workflow::Where::own_or_above,
                                                      .asks_reason = true}}};
  return machine;
}

std::vector<access::Permission> comment_permissions() {
  return {{.name = "plan.comment.moderate",
           .allows = {"审核对工作要点的评论", "Moderate comments on the plan"},
           .roles = {access::Role::prefecture_bureau}}};
}

Result<Id> send_comment(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller,
                        const Plan& plan, const NewComment& wanted, bool is_demo) {
  const std::string clause = wanted.clause.value_or("");
  std::vector<FieldError> errors;
  if (!clause.empty() && !has_clause(plan, clause))
    errors.push_back({"/clause", "unknown_clause", {"工作要点没有这一条。", "The plan has no such clause."}});
  const std::string text = trimmed(wanted.text);
  if (text.empty()) errors.push_back({"/text", "required", {"请写下你的意见。", "Write what you think."}});
  if (!errors.empty()) return fail(invalid_fields(std::move(errors)));
  const CommentRow row{.id = Id::make(context.clock.now().ms()),
                       .plan_id = plan.id,
                       .unit_id = plan.division.id,
                       .clause = clause,
                       .name = trimmed(wanted.name.value_or("")),
                       .text = text,
                       .state = comment_machine().initial,
                       .sent_at = context.clock.now(),
                       .decided_at = {},
                       .is_demo = is_demo};
  TRY(tx.insert(comment_table, row));
  TRY(owe(tx, context,
          {.unit = plan.division,
           .kind = comment_machine().object_kind,
           .object_kind = comment_machine().object_kind,
           .object = row.id,
           .title_zh = "审核一条评论",
           .rule = "plan.comment.moderated"}));
  json::Value detail;
  detail.set("clause", row.clause);
  TRY(workflow::created(tx, context.clock, caller, comment_machine(), {row.id, row.state, row.version, row.unit_id},
                        std::move(detail)));
  return row.id;
}

Result<void> moderate_comment(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller,
                              const Id& id, std::string_view action, const ActOn& act) {
  const auto change = [&](db::Transaction&, const workflow::Subject& subject) -> Result<json::Value> {
    TRY(tx.execute("UPDATE plan_comment SET decided_at = $2 WHERE id = $1", subject.id, context.clock.now()));
    const auto& kind = comment_machine().object_kind;
    TRY(fulfil(tx, context, subject.unit_id, kind, kind, subject.id));
    return json::Value();
  };
  TRY(workflow::perform(tx, context.clock, caller, comment_machine(),
                        {.action = action, .id = id, .version = act.version, .reason = act.reason.value_or("")},
                        change));
  tx.touch(db::Topic::plan);
  return {};
}

Result<PublishedComments> published_comments(db::Reader& reader, const Id& plan_id, std::string_view clause) {
  PublishedComments out;
  out.count = TRY(reader.integer("SELECT count(*) FROM plan_comment WHERE plan_id = $1 AND state = 'published' AND ($2 "
                                 "= '' OR clause = $2)",
                                 plan_id, clause))
                  .value_or(0);
  out.comments = TRY(reader.all<PublishedComment>(
      "SELECT clause, name, text, sent_at, is_demo FROM plan_comment WHERE plan_id = $1 AND state = 'published' "
      "AND ($2 = '' OR clause = $2) ORDER BY sent_at DESC, id LIMIT 100",
      plan_id, clause));
  return out;
}

Result<void> admit_comment_from(const net::Request& request, const Clock& clock) {
  static net::RateLimit limit(comments_per_address_and_hour, hour_ms);
  if (limit.admit(request.client, clock.now())) return {};
  return fail({.kind = ErrorKind::rate_limited,
               .code = "too_many_comments",
               .message = {"这个网络一小时内发来的评论太多了，请过一会儿再发。",
                           "Too many comments came from this network within the hour; please try later."}});
}

}  // namespace gulou::plan
