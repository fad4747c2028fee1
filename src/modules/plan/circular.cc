#include "modules/plan/circular.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/json.h"
#include "crypto/hash.h"
#include "spine/journal/journal.h"
#include "spine/units/queries.h"

namespace gulou::plan {
namespace {

struct DutyCount {
  Id county_id;
  std::int64_t asked = 0;
  std::int64_t closed = 0;
  std::int64_t overdue = 0;
};

constexpr auto describe(Tag<DutyCount>) {
  return object("CircularDutyCount", "What a county owed", field<&DutyCount::county_id>("county_id", "The county"),
                field<&DutyCount::asked>("asked", "Due"), field<&DutyCount::closed>("closed", "Closed"),
                field<&DutyCount::overdue>("overdue", "Still owed"));
}

struct Quarter {
  Date first;
  Date last;
};

Quarter quarter_of(int year, int number) {
  const unsigned month = static_cast<unsigned>(3 * number - 2);
  const Date after = number == 4 ? *Date::of(year + 1, 1, 1) : *Date::of(year, month + 3, 1);
  return {*Date::of(year, month, 1), after.plus_days(-1)};
}

using Counts = std::map<Id, CircularDuties>;

// `sql` selects county_id, asked, closed and overdue; $1 is the plan, $2 and $3 the days of the quarter, $4 the day
// that is judged on.
Result<Counts> counts(db::Reader& reader, std::string_view sql, const Id& plan, const Quarter& quarter,
                      Date judged_on) {
  Counts out;
  for (const auto& row : TRY(reader.all<DutyCount>(sql, plan, quarter.first, quarter.last, judged_on)))
    out[row.county_id] = {row.asked, row.closed, row.overdue};
  return out;
}

constexpr std::string_view select_reports =
    "SELECT county_id, count(*) AS asked, count(CASE WHEN state = 'accepted' THEN 1 END) AS closed, "
    "count(CASE WHEN state IN ('asked', 'returned') AND due_on < $4 THEN 1 END) AS overdue FROM plan_report "
    "WHERE plan_id = $1 AND due_on >= $2 AND due_on <= $3 AND state <> 'withdrawn' AND county_id IS NOT NULL "
    "GROUP BY county_id";
constexpr std::string_view select_presses =
    "SELECT county_id, count(*) AS asked, count(CASE WHEN state = 'replied' THEN 1 END) AS closed, "
    "count(CASE WHEN state = 'open' AND due_on < $4 THEN 1 END) AS overdue FROM plan_press "
    "WHERE plan_id = $1 AND due_on >= $2 AND due_on <= $3 AND state <> 'withdrawn' AND county_id IS NOT NULL "
    "GROUP BY county_id";

}  // namespace

const db::Table circular_table{.name = "plan_circular",
                               .row = &type_of<CircularRow>,
                               .primary_key = "id",
                               .foreign_keys = {{"plan_id", "plan(id)"}},
                               .indexes = {{"plan_circular_number", "number", true}}};

std::vector<access::Permission> circular_permissions() {
  using access::Role;
  return {{.name = "plan.circular.read",
           .allows = {"查看通报", "Read circulars"},
           .roles = {Role::prefecture_bureau, Role::county_bureau, Role::township}},
          {.name = "plan.circular.issue",
           .allows = {"编制和印发通报", "Make and issue circulars"},
           .roles = {Role::prefecture_bureau}}};
}

StateTally tally(const std::vector<State>& states) {
  StateTally out{};
  for (const State each : states) ++out.at(static_cast<std::size_t>(each));
  return out;
}

StateTally tally_of_county(const Circular& circular, std::size_t county) {
  StateTally out{};
  for (const auto& clause : circular.clauses) ++out.at(static_cast<std::size_t>(clause.states.at(county)));
  return out;
}

Result<Circular> make_circular(db::Reader& reader, const ModuleContext& context, const Plan& plan, int quarter) {
  const auto days = quarter_of(static_cast<int>(plan.document.year), quarter);
  AsOf day = TRY(as_of(reader, context.clock));
  if (day.date < days.first)
    return fail(invalid_fields(
        {{"/quarter",
          "in_future",
          {"这个季度还没有开始，请选择已经开始的季度。", "That quarter has not begun; choose one that has."}}}));
  Circular out{.year = plan.document.year,
               .quarter = quarter,
               .plan_title = plan.document.title_zh,
               .division = {plan.division.code, plan.division.name, plan.division.level},
               .judged_on = std::min(day.date, days.last),
               .made_on = day.date,
               .demo = day.demo,
               .counties = {},
               .clauses = {}};
  day.date = out.judged_on;
  const auto board = TRY(scoreboard(reader, context.catalogue, plan, plan.division, day));
  auto reports = TRY(counts(reader, select_reports, plan.id, days, out.judged_on));
  auto presses = TRY(counts(reader, select_presses, plan.id, days, out.judged_on));
  for (const auto& county : TRY(units::children(reader, plan.division.id)))
    out.counties.push_back({{county.code, county.name, county.level}, reports[county.id], presses[county.id]});
  for (const auto& clause : board.clauses) {
    CircularClause line{clause.code, clause.short_zh, {}};
    for (const auto& cell : clause.cells) line.states.push_back(cell.state);
    out.clauses.push_back(std::move(line));
  }
  return out;
}

Result<CircularRow> issue_circular(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller,
                                   int year, const IssueCircular& wanted) {
  const Plan plan = TRY(load(tx, year));
  TRY(access::require(tx, caller, "plan.circular.issue", plan.division));
  const auto used = TRY(tx.integer("SELECT count(*) FROM plan_circular WHERE number = $1", wanted.number));
  if (used.value_or(0) > 0)
    return fail(
        {.kind = ErrorKind::conflict,
         .code = "number_used",
         .message = {"这个文号已经用过了，请另编一个。", "This document number is in use already; choose another."}});
  const auto circular = TRY(make_circular(tx, context, plan, static_cast<int>(wanted.quarter)));
  CircularRow row{.id = Id::make(context.clock.now().ms()),
                  .plan_id = plan.id,
                  .quarter = wanted.quarter,
                  .number = wanted.number,
                  .content = json::write(circular),
                  .issued_at = context.clock.now()};
  TRY(tx.insert(circular_table, row));
  journal::Entry entry{.action = "plan.circular.issue",
                       .object_kind = "plan.circular",
                       .object_id = row.id.text(),
                       .unit_id = plan.division.id};
  entry.detail.set("year", plan.document.year)
      .set("quarter", wanted.quarter)
      .set("number", wanted.number)
      .set("sha256", crypto::sha256_hex(row.content));
  TRY(journal::record(tx, context.clock, access::actor_of(caller), entry));
  return row;
}

}  // namespace gulou::plan
