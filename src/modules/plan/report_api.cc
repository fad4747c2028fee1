// Progress reports over HTTP: asking, listing, reading, and one route per action.
#include "base/json.h"
#include "modules/plan/report.h"
#include "modules/plan/tasked.h"
#include "spine/units/queries.h"
#include "spine/workflow/once.h"

namespace gulou::plan {
namespace {

constexpr std::int64_t reports_per_answer = 200;

// A row as people read it.
Result<Report> report_of(const ReportRow& row, TaskedReading& reading, const ModuleContext& context,
                         const access::Caller& caller) {
  const auto& unit = *TRY(reading.unit(row.unit_id));
  const auto& by = *TRY(reading.unit(row.by_unit_id));
  const Text state = report_machine().label_of(row.state);
  const bool owed = row.state == "asked" || row.state == "returned";
  const auto year = TRY(reading.year(row.plan_id));
  auto quote = TRY(reading.quote(row.plan_id, row.task));
  return Report{.id = row.id,
                .year = year,
                .clause = row.clause,
                .task = row.task,
                .quote = std::move(quote),
                .unit = {unit.code, unit.name, unit.level},
                .by = {by.code, by.name, by.level},
                .due_on = row.due_on,
                .note = row.note,
                .state = row.state,
                .state_zh = state.zh,
                .state_en = state.en,
                .late = owed && context.clock.today() > row.due_on,
                .version = row.version,
                .progress = row.progress,
                .text = row.text,
                .asked_at = row.asked_at,
                .submitted_at = row.submitted_at,
                .decided_at = row.decided_at,
                .actions = workflow::offered(caller, report_machine(), row.state, unit)};
}

Result<ReportRow> find_report(db::Reader& reader, const Id& id) {
  auto row = TRY(reader.first<ReportRow>(
      "SELECT id, plan_id, clause, task, unit_id, by_unit_id, county_id, due_on, note, state, version, text, progress, "
      "asked_at, submitted_at, decided_at FROM plan_report WHERE id = $1",
      id));
  if (!row) return fail(not_found_error({"没有这个进展报告。", "There is no such progress report."}));
  return std::move(*row);
}

Result<std::vector<documents::AttachmentSummary>> attached(db::Reader& reader, const Id& report) {
  std::vector<documents::AttachmentSummary> summaries;
  for (const auto& each : TRY(documents::attachments_of(reader, report_machine().object_kind, report)))
    summaries.push_back(documents::summary_of(each));
  return summaries;
}

Result<net::Response> list(const ModuleContext& context, const net::Request& request) {
  return context.database.read([&](db::Reader& reader) -> Result<net::Response> {
    const auto& caller = access::caller_of(request);
    const std::string path = TRY(subtree_asked(reader, caller, request, "plan.report.read"));
    // Owed first, then what waits for a decision, then what is over; within each the nearest date first.
    auto rows = TRY(reader.all<ReportRow>(
        "SELECT r.id, r.plan_id, r.clause, r.task, r.unit_id, r.by_unit_id, r.county_id, r.due_on, r.note, r.state, "
        "r.version, r.text, r.progress, r.asked_at, r.submitted_at, r.decided_at "
        "FROM plan_report r JOIN unit u ON u.id = r.unit_id "
        "WHERE u.path >= $1 AND u.path < $2 AND ($3 = '' OR r.state = $3) AND ($4 = '' OR r.task = $4) "
        "AND ($5 = '' OR r.clause = $5) "
        "ORDER BY CASE r.state WHEN 'asked' THEN 0 WHEN 'returned' THEN 0 WHEN 'submitted' THEN 1 ELSE 2 END, "
        "r.due_on, r.id "
        "LIMIT $6",
        path, units::subtree_end(path), request.query_value("state"), request.query_value("task"),
        request.query_value("clause"), reports_per_answer + 1));
    ReportList answer;
    answer.more = static_cast<std::int64_t>(rows.size()) > reports_per_answer;
    if (answer.more) rows.pop_back();
    TaskedReading reading(reader);
    for (const auto& row : rows) answer.reports.push_back(TRY(report_of(row, reading, context, caller)));
    return net::json_reply(json::write(answer));
  });
}

Result<net::Response> detail(const ModuleContext& context, const net::Request& request) {
  const Id id = TRY(id_in_path(request));
  return context.database.read([&](db::Reader& reader) -> Result<net::Response> {
    return net::json_reply(json::write(TRY(report_detail(reader, context, access::caller_of(request), id))));
  });
}

Result<net::Response> ask(const ModuleContext& context, const net::Request& request) {
  const int year = TRY(year_in_path(request));
  const auto wanted = TRY(json::read<AskReports>(request.body));
  return workflow::write_once(context, request, [&](db::Transaction& tx) -> Result<net::Response> {
    const auto& caller = access::caller_of(request);
    TaskedReading reading(tx);
    ReportList answer;
    for (const Id& id : TRY(ask_reports(tx, context, caller, year, wanted)))
      answer.reports.push_back(TRY(report_of(TRY(find_report(tx, id)), reading, context, caller)));
    return net::json_reply(json::write(answer), 201);
  });
}

Result<net::Response> write(const ModuleContext& context, const net::Request& request, bool submit) {
  const Id id = TRY(id_in_path(request));
  const auto written = TRY(json::read<WriteReport>(request.body));
  return workflow::write_once(context, request, [&](db::Transaction& tx) -> Result<net::Response> {
    const auto& caller = access::caller_of(request);
    TRY(write_report(tx, context, caller, id, written, submit));
    return net::json_reply(json::write(TRY(report_detail(tx, context, caller, id))));
  });
}

Result<net::Response> decide(const ModuleContext& context, const net::Request& request, std::string_view action) {
  const Id id = TRY(id_in_path(request));
  const auto act = TRY(json::read<ActOn>(request.body));
  return workflow::write_once(context, request, [&](db::Transaction& tx) -> Result<net::Response> {
    const auto& caller = access::caller_of(request);
    TRY(decide_report(tx, context, caller, id, action, act));
    return net::json_reply(json::write(TRY(report_detail(tx, context, caller, id))));
  });
}

}  // namespace

Result<ReportDetail> report_detail(db::Reader& reader, const ModuleContext& context, const access::Caller& caller,
                                   const Id& id) {
  const auto row = TRY(find_report(reader, id));
  TaskedReading reading(reader);
  TRY(access::require(reader, caller, "plan.report.read", *TRY(reading.unit(row.unit_id))));
  auto report = TRY(report_of(row, reading, context, caller));
  TRY(workflow::mark_own_steps(reader, caller, report_machine(), id, report.actions));
  auto history = TRY(workflow::history(reader, report_machine(), id));
  auto attachments = TRY(attached(reader, id));
  return ReportDetail{
      .report = std::move(report), .history = std::move(history), .attachments = std::move(attachments)};
}

void register_report_routes(net::Router& router, const ModuleContext& context) {
  const auto handler = [context](Result<net::Response> (*f)(const ModuleContext&, const net::Request&)) {
    return [context, f](const net::Request& request) { return f(context, request); };
  };
  router.add(net::Route{.pattern = "/api/reports",
                        .permission = "plan.report.read",
                        .summary = "Progress reports, most urgent first",
                        .tags = {"plan"},
                        .gives = &type_of<ReportList>(),
                        .query = {{"at", "12-digit code; without it all that the caller may see"},
                                  {"state", "asked, submitted, returned, accepted or withdrawn"},
                                  {"task", "Code of a task"},
                                  {"clause", "Code of a clause"}},
                        .handler = handler(&list)});
  router.add(net::Route{.pattern = "/api/reports/{id}",
                        .permission = "plan.report.read",
                        .summary = "A progress report with its history",
                        .tags = {"plan"},
                        .gives = &type_of<ReportDetail>(),
                        .handler = handler(&detail)});
  router.add(net::Route{.method = net::Method::post,
                        .pattern = "/api/plans/{year}/reports",
                        .permission = "plan.report.ask",
                        .summary = "Ask units for a report on a task",
                        .tags = {"plan"},
                        .takes = &type_of<AskReports>(),
                        .gives = &type_of<ReportList>(),
                        .success = 201,
                        .handler = handler(&ask)});
  for (const workflow::Action& action : report_machine().actions) {
    const bool writes = action.name == "write" || action.name == "submit";
    net::Route route{.method = net::Method::post,
                     .pattern = "/api/reports/{id}/" + action.name,
                     .permission = action.permission,
                     .summary = action.label.en,
                     .tags = {"plan"},
                     .takes = writes ? &type_of<WriteReport>() : &type_of<ActOn>(),
                     .gives = &type_of<ReportDetail>()};
    if (writes) {
      route.handler = [context, submit = action.name == "submit"](const net::Request& request) {
        return write(context, request, submit);
      };
    } else {
      route.handler = [context, name = action.name](const net::Request& request) {
        return decide(context, request, name);
      };
    }
    router.add(std::move(route));
  }
}

}  // namespace gulou::plan
