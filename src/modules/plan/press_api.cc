// 督办 over HTTP.
#include "base/json.h"
#include "modules/plan/press.h"
#include "modules/plan/tasked.h"
#include "spine/units/queries.h"
#include "spine/workflow/once.h"

namespace gulou::plan {
namespace {

constexpr std::int64_t presses_per_answer = 200;

Result<Press> press_of(const PressRow& row, TaskedReading& reading, const ModuleContext& context,
                       const access::Caller& caller) {
  const auto& unit = *TRY(reading.unit(row.unit_id));
  const auto& by = *TRY(reading.unit(row.by_unit_id));
  const Text state = press_machine().label_of(row.state);
  const auto year = TRY(reading.year(row.plan_id));
  auto quote = TRY(reading.quote(row.plan_id, row.task));
  return Press{.id = row.id,
               .year = year,
               .clause = row.clause,
               .task = row.task,
               .quote = std::move(quote),
               .unit = {unit.code, unit.name, unit.level},
               .by = {by.code, by.name, by.level},
               .due_on = row.due_on,
               .text = row.text,
               .state = row.state,
               .state_zh = state.zh,
               .state_en = state.en,
               .late = row.state == "open" && context.clock.today() > row.due_on,
               .version = row.version,
               .reply = row.reply,
               .pressed_at = row.pressed_at,
               .closed_at = row.closed_at,
               .actions = workflow::offered(caller, press_machine(), row.state, unit)};
}

Result<PressDetail> press_detail(db::Reader& reader, const ModuleContext& context, const access::Caller& caller,
                                 const Id& id) {
  const auto row =
      TRY(reader.first<PressRow>("SELECT id, plan_id, clause, task, unit_id, by_unit_id, county_id, due_on, text, "
                                 "state, version, reply, pressed_at, "
                                 "closed_at FROM plan_press WHERE id = $1",
                                 id));
  if (!row) return fail(not_found_error({"没有这个督办。", "There is no such pressed task."}));
  TaskedReading reading(reader);
  TRY(access::require(reader, caller, "plan.press.read", *TRY(reading.unit(row->unit_id))));
  auto press = TRY(press_of(*row, reading, context, caller));
  auto history = TRY(workflow::history(reader, press_machine(), id));
  return PressDetail{.press = std::move(press), .history = std::move(history)};
}

Result<net::Response> list(const ModuleContext& context, const net::Request& request) {
  return context.database.read([&](db::Reader& reader) -> Result<net::Response> {
    const auto& caller = access::caller_of(request);
    const std::string path = TRY(subtree_asked(reader, caller, request, "plan.press.read"));
    auto rows = TRY(reader.all<PressRow>(
        "SELECT p.id, p.plan_id, p.clause, p.task, p.unit_id, p.by_unit_id, p.county_id, p.due_on, p.text, p.state, "
        "p.version, p.reply, p.pressed_at, p.closed_at FROM plan_press p JOIN unit u ON u.id = p.unit_id "
        "WHERE u.path >= $1 AND u.path < $2 AND ($3 = '' OR p.state = $3) AND ($4 = '' OR p.clause = $4) "
        "ORDER BY CASE p.state WHEN 'open' THEN 0 ELSE 1 END, p.due_on, p.id LIMIT $5",
        path, units::subtree_end(path), request.query_value("state"), request.query_value("clause"),
        presses_per_answer + 1));
    PressList answer;
    answer.more = static_cast<std::int64_t>(rows.size()) > presses_per_answer;
    if (answer.more) rows.pop_back();
    TaskedReading reading(reader);
    for (const auto& row : rows) answer.presses.push_back(TRY(press_of(row, reading, context, caller)));
    return net::json_reply(json::write(answer));
  });
}

Result<net::Response> detail(const ModuleContext& context, const net::Request& request) {
  const Id id = TRY(id_in_path(request));
  return context.database.read([&](db::Reader& reader) -> Result<net::Response> {
    return net::json_reply(json::write(TRY(press_detail(reader, context, access::caller_of(request), id))));
  });
}

Result<net::Response> post(const ModuleContext& context, const net::Request& request) {
  const int year = TRY(year_in_path(request));
  const auto wanted = TRY(json::read<PressOn>(request.body));
  return workflow::write_once(context, request, [&](db::Transaction& tx) -> Result<net::Response> {
    const auto& caller = access::caller_of(request);
    const Id id = TRY(press(tx, context, caller, year, wanted));
    return net::json_reply(json::write(TRY(press_detail(tx, context, caller, id))), 201);
  });
}

Result<net::Response> reply(const ModuleContext& context, const net::Request& request) {
  const Id id = TRY(id_in_path(request));
  const auto written = TRY(json::read<ReplyToPress>(request.body));
  return workflow::write_once(context, request, [&](db::Transaction& tx) -> Result<net::Response> {
    const auto& caller = access::caller_of(request);
    TRY(reply_to_press(tx, context, caller, id, written));
    return net::json_reply(json::write(TRY(press_detail(tx, context, caller, id))));
  });
}

Result<net::Response> withdraw(const ModuleContext& context, const net::Request& request) {
  const Id id = TRY(id_in_path(request));
  const auto act = TRY(json::read<ActOn>(request.body));
  return workflow::write_once(context, request, [&](db::Transaction& tx) -> Result<net::Response> {
    const auto& caller = access::caller_of(request);
    TRY(withdraw_press(tx, context, caller, id, act));
    return net::json_reply(json::write(TRY(press_detail(tx, context, caller, id))));
  });
}

}  // namespace

void register_press_routes(net::Router& router, const ModuleContext& context) {
  const auto handler = [context](Result<net::Response> (*f)(const ModuleContext&, const net::Request&)) {
    return [context, f](const net::Request& request) { return f(context, request); };
  };
  router.add(net::Route{.pattern = "/api/presses",
                        .permission = "plan.press.read",
                        .summary = "What units are pressed on, open ones first",
                        .tags = {"plan"},
                        .gives = &type_of<PressList>(),
                        .query = {{"at", "12-digit code; without it all that the caller may see"},
                                  {"state", "open, replied or withdrawn"},
                                  {"clause", "Code of a clause"}},
                        .handler = handler(&list)});
  router.add(net::Route{.pattern = "/api/presses/{id}",
                        .permission = "plan.press.read",
                        .summary = "What a unit is pressed on, with its history",
                        .tags = {"plan"},
                        .gives = &type_of<PressDetail>(),
                        .handler = handler(&detail)});
  router.add(net::Route{.method = net::Method::post,
                        .pattern = "/api/plans/{year}/presses",
                        .permission = "plan.press",
                        .summary = "Press a unit on a task",
                        .tags = {"plan"},
                        .takes = &type_of<PressOn>(),
                        .gives = &type_of<PressDetail>(),
                        .success = 201,
                        .handler = handler(&post)});
  router.add(net::Route{.method = net::Method::post,
                        .pattern = "/api/presses/{id}/reply",
                        .permission = "plan.press.reply",
                        .summary = "Reply, which closes it",
                        .tags = {"plan"},
                        .takes = &type_of<ReplyToPress>(),
                        .gives = &type_of<PressDetail>(),
                        .handler = handler(&reply)});
  router.add(net::Route{.method = net::Method::post,
                        .pattern = "/api/presses/{id}/withdraw",
                        .permission = "plan.press",
                        .summary = "Withdraw it",
                        .tags = {"plan"},
                        .takes = &type_of<ActOn>(),
                        .gives = &type_of<PressDetail>(),
                        .handler = handler(&withdraw)});
}

}  // namespace gulou::plan
