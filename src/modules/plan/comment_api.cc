// Comments over HTTP: anyone reads and sends, the bureau moderates. The page for people without script is the portal's.
#include "base/json.h"
#include "modules/plan/comment.h"
#include "modules/plan/tasked.h"
#include "spine/units/queries.h"
#include "spine/workflow/once.h"

namespace gulou::plan {
namespace {

constexpr std::int64_t comments_per_answer = 100;

Result<Comment> comment_of(db::Reader& reader, const CommentRow& row, TaskedReading& reading,
                           const access::Caller& caller) {
  const Text state = comment_machine().label_of(row.state);
  const auto year = TRY(reading.year(row.plan_id));
  const auto& unit = *TRY(reading.unit(row.unit_id));
  auto history = TRY(workflow::history(reader, comment_machine(), row.id));
  return Comment{.id = row.id,
                 .year = year,
                 .clause = row.clause,
                 .name = row.name,
                 .text = row.text,
                 .state = row.state,
                 .state_zh = state.zh,
                 .state_en = state.en,
                 .version = row.version,
                 .sent_at = row.sent_at,
                 .decided_at = row.decided_at,
                 .actions = workflow::offered(caller, comment_machine(), row.state, unit),
                 .history = std::move(history)};
}

Result<net::Response> read_published(const ModuleContext& context, const net::Request& request) {
  const int year = TRY(year_in_path(request));
  return context.database.read([&](db::Reader& reader) -> Result<net::Response> {
    const Plan plan = TRY(load(reader, year));
    return net::json_reply(json::write(TRY(published_comments(reader, plan.id, request.query_value("clause")))));
  });
}

Result<net::Response> send(const ModuleContext& context, const net::Request& request) {
  const int year = TRY(year_in_path(request));
  const auto wanted = TRY(json::read<NewComment>(request.body));
  TRY(admit_comment_from(request, context.clock));
  return workflow::write_once(context, request, [&](db::Transaction& tx) -> Result<net::Response> {
    const Plan plan = TRY(load(tx, year));
    TRY(send_comment(tx, context, access::caller_of(request), plan, wanted));
    return net::json_reply(json::write(Received{.received = true}), 202);
  });
}

Result<net::Response> list(const ModuleContext& context, const net::Request& request) {
  return context.database.read([&](db::Reader& reader) -> Result<net::Response> {
    const auto& caller = access::caller_of(request);
    const std::string path = TRY(subtree_asked(reader, caller, request, "plan.comment.moderate"));
    auto rows = TRY(
        reader.all<CommentRow>("SELECT c.id, c.plan_id, c.unit_id, c.clause, c.name, c.text, c.state, c.version, "
                               "c.sent_at, c.decided_at, c.is_demo "
                               "FROM plan_comment c JOIN unit u ON u.id = c.unit_id WHERE u.path >= $1 AND u.path < $2 "
                               "AND ($3 = '' OR c.state = $3) "
                               "ORDER BY CASE c.state WHEN 'waiting' THEN 0 ELSE 1 END, c.sent_at, c.id LIMIT $4",
                               path, units::subtree_end(path), request.query_value("state"), comments_per_answer + 1));
    CommentList answer;
    answer.more = static_cast<std::int64_t>(rows.size()) > comments_per_answer;
    if (answer.more) rows.pop_back();
    TaskedReading reading(reader);
    for (const auto& row : rows) answer.comments.push_back(TRY(comment_of(reader, row, reading, caller)));
    return net::json_reply(json::write(answer));
  });
}

Result<net::Response> moderate(const ModuleContext& context, const net::Request& request, std::string_view action) {
  const Id id = TRY(id_in_path(request));
  const auto act = TRY(json::read<ActOn>(request.body));
  return workflow::write_once(context, request, [&](db::Transaction& tx) -> Result<net::Response> {
    const auto& caller = access::caller_of(request);
    TRY(moderate_comment(tx, context, caller, id, action, act));
    const auto row =
        TRY(tx.first<CommentRow>("SELECT id, plan_id, unit_id, clause, name, text, state, version, sent_at, "
                                 "decided_at, is_demo FROM plan_comment "
                                 "WHERE id = $1",
                                 id));
    TaskedReading reading(tx);
    return net::json_reply(json::write(TRY(comment_of(tx, *row, reading, caller))));
  });
}

}  // namespace

void register_comment_routes(net::Router& router, const ModuleContext& context) {
  const auto handler = [context](Result<net::Response> (*f)(const ModuleContext&, const net::Request&)) {
    return [context, f](const net::Request& request) { return f(context, request); };
  };
  router.add(net::Route{.pattern = "/api/plans/{year}/comments",
                        .permission = std::string(net::public_route),
                        .summary = "What people say of the plan",
                        .tags = {"plan"},
                        .gives = &type_of<PublishedComments>(),
                        .query = {{"clause", "Code of a clause; without it all"}},
                        .handler = handler(&read_published)});
  router.add(net::Route{.method = net::Method::post,
                        .pattern = "/api/plans/{year}/comments",
                        .permission = std::string(net::public_route),
                        .summary = "Send a comment, to be moderated",
                        .tags = {"plan"},
                        .takes = &type_of<NewComment>(),
                        .gives = &type_of<Received>(),
                        .success = 202,
                        .handler = handler(&send)});
  router.add(net::Route{.pattern = "/api/comments",
                        .permission = "plan.comment.moderate",
                        .summary = "Comments to moderate, waiting ones first",
                        .tags = {"plan"},
                        .gives = &type_of<CommentList>(),
                        .query = {{"at", "12-digit code; without it all that the caller may see"},
                                  {"state", "waiting, published or refused"}},
                        .handler = handler(&list)});
  for (const workflow::Action& action : comment_machine().actions) {
    router.add(net::Route{.method = net::Method::post,
                          .pattern = "/api/comments/{id}/" + action.name,
                          .permission = action.permission,
                          .summary = action.label.en,
                          .tags = {"plan"},
                          .takes = &type_of<ActOn>(),
                          .gives = &type_of<Comment>(),
                          .handler = [context, name = action.name](const net::Request& request) {
                            return moderate(context, request, name);
                          }});
  }
}

}  // namespace gulou::plan
