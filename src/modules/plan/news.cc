#include "modules/plan/news.h"

#include <algorithm>
#include <map>

#include "base/json.h"
#include "modules/plan/press.h"
#include "modules/plan/report.h"
#include "modules/plan/tasked.h"
#include "spine/measures/store.h"
#include "spine/units/queries.h"

namespace gulou::plan {
namespace {

constexpr std::int64_t deeds_per_answer = 50;
constexpr int days_back = 7;
constexpr std::int64_t day_ms = 86'400'000;

struct StepRow {
  Instant at;
  std::string object_kind;
  Id object_id;
  std::string clause;
  std::string task;
  Id unit_id;
  std::string post;
  std::string action;
};

constexpr auto describe(Tag<StepRow>) {
  return object("StepRow", "A step with its task", field<&StepRow::at>("at", "When"),
                field<&StepRow::object_kind>("object_kind", "Kind"), field<&StepRow::object_id>("object_id", "Object"),
                field<&StepRow::clause>("clause", "Clause"), field<&StepRow::task>("task", "Task"),
                field<&StepRow::unit_id>("unit_id", "Unit"), field<&StepRow::post>("post", "Post"),
                field<&StepRow::action>("action", "Action"));
}

// Keeping a draft of a report is nobody else's business.
Result<std::vector<StepRow>> rows_since(db::Reader& reader, const Plan& plan, std::string_view path, Instant since) {
  return reader.all<StepRow>(
      "SELECT s.at, s.object_kind, s.object_id, o.clause, o.task, o.unit_id, s.post, s.action FROM "
      "(SELECT r.id, r.plan_id, r.clause, r.task, r.unit_id FROM plan_report r UNION ALL "
      "SELECT p.id, p.plan_id, p.clause, p.task, p.unit_id FROM plan_press p) o "
      "JOIN unit u ON u.id = o.unit_id JOIN workflow_step s ON s.object_id = o.id "
      "WHERE o.plan_id = $1 AND u.path >= $2 AND u.path < $3 AND s.at >= $4 AND s.action <> 'write' "
      "ORDER BY s.entry DESC LIMIT $5",
      plan.id, path, units::subtree_end(path), since, deeds_per_answer + 1);
}

Result<Deed> deed_of(const StepRow& row, TaskedReading& reading) {
  const bool press = row.object_kind == press_machine().object_kind;
  const auto* action = (press ? press_machine() : report_machine()).action(row.action);
  const Text asked =
      press ? Text{"发出了督办", "pressed the unit"} : Text{"布置了进展报告", "asked for a progress report"};
  const Text done = action ? action->done : asked;
  const auto& unit = *TRY(reading.unit(row.unit_id));
  return Deed{.at = row.at,
              .object_kind = row.object_kind,
              .object_id = row.object_id,
              .clause = row.clause,
              .task = row.task,
              .unit = {unit.code, unit.name, unit.level},
              .post = row.post,
              .done_zh = done.zh,
              .done_en = done.en};
}

// The last of the days up to `day`; nothing before the first.
const measures::Daily* last_until(const std::vector<measures::Daily>& days, std::string_view measure, Date day) {
  const measures::Daily* found = nullptr;
  for (const auto& each : days)
    if (each.measure == measure && each.on_date <= day) found = &each;
  return found;
}

Result<std::vector<FigureMove>> moves(db::Reader& reader, const Plan& plan, const units::UnitSummary& at, Date since,
                                      Date today) {
  std::vector<FigureMove> found;
  std::map<std::string, std::vector<measures::Daily>> histories;  // by period
  for (const Section& section : plan.document.sections) {
    for (const Clause& clause : section.clauses) {
      for (const Target& target : clause.targets) {
        if (!histories.contains(target.period))
          histories.emplace(target.period, TRY(measures::history(reader, at.id, target.period)));
        const auto& days = histories.at(target.period);
        const auto* now = last_until(days, target.measure, today);
        const auto* before = last_until(days, target.measure, since);
        if (!now || (before && before->n == now->n && before->d == now->d)) continue;
        // A clause may set several targets of one measure.
        if (std::ranges::any_of(found, [&](const FigureMove& each) {
              return each.clause == clause.code && each.measure == target.measure && each.period == target.period;
            }))
          continue;
        found.push_back({clause.code, target.measure, target.period, now->n, now->d, before ? before->n : 0,
                         before ? before->d : 0});
      }
    }
  }
  return found;
}

Result<units::UnitSummary> unit_asked(db::Reader& reader, const net::Request& request, const Plan& plan) {
  if (const auto code = request.query_value("at"); !code.empty()) return units::by_code(reader, code);
  const auto& acting = access::caller_of(request).acting;
  return acting ? acting->unit : plan.division;
}

Result<net::Response> news(const ModuleContext& context, const net::Request& request) {
  const int year = TRY(year_in_path(request));
  return context.database.read([&](db::Reader& reader) -> Result<net::Response> {
    const std::string path = TRY(subtree_asked(reader, access::caller_of(request), request, "plan.report.read"));
    const Plan plan = TRY(load(reader, year));
    const AsOf day = TRY(as_of(reader, context.clock));
    PlanNews answer{.figures_since = day.date.plus_days(-days_back), .deeds = {}, .figures = {}};
    auto rows = TRY(rows_since(reader, plan, path, Instant(context.clock.now().ms() - days_back * day_ms)));
    answer.more = static_cast<std::int64_t>(rows.size()) > deeds_per_answer;
    if (answer.more) rows.pop_back();
    TaskedReading reading(reader);
    for (const auto& row : rows) answer.deeds.push_back(TRY(deed_of(row, reading)));
    answer.figures = TRY(moves(reader, plan, TRY(unit_asked(reader, request, plan)), answer.figures_since, day.date));
    return net::json_reply(json::write(answer));
  });
}

}  // namespace

void register_news_routes(net::Router& router, const ModuleContext& context) {
  router.add(net::Route{.pattern = "/api/plans/{year}/news",
                        .permission = "plan.report.read",
                        .summary = "What changed in the last seven days",
                        .tags = {"plan"},
                        .gives = &type_of<PlanNews>(),
                        .query = {{"at", "12-digit code of a unit; without it all that the caller may see"}},
                        .handler = [context](const net::Request& request) { return news(context, request); }});
}

}  // namespace gulou::plan
