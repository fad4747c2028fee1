// 通报: the quarterly circular. How every county stood with every clause, and what became of progress reports and
// presses whose last day lay in the quarter. All of it is counted from what was recorded, nothing is typed; once issued
// it stays as it was issued.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "modules/plan/standing.h"
#include "net/router.h"
#include "spine/access/caller.h"
#include "spine/documents/paper.h"
#include "spine/documents/spreadsheet.h"
#include "spine/module.h"

namespace gulou::plan {

// Of those whose last day lay in the quarter and that were not withdrawn.
struct CircularDuties {
  std::int64_t asked = 0;
  std::int64_t closed = 0;   // reports accepted, presses replied to
  std::int64_t overdue = 0;  // still owed after the last day
};

constexpr auto describe(Tag<CircularDuties>) {
  return object("CircularDuties", "What became of what was owed in the quarter",
                field<&CircularDuties::asked>("asked", "How many were due"),
                field<&CircularDuties::closed>("closed", "Reports accepted, presses replied to"),
                field<&CircularDuties::overdue>("overdue", "Still owed after the last day"));
}

struct CircularCounty {
  UnitRef unit;
  CircularDuties reports;
  CircularDuties presses;
};

constexpr auto describe(Tag<CircularCounty>) {
  return object("CircularCounty", "What a county owed in the quarter", field<&CircularCounty::unit>("unit", "Who"),
                field<&CircularCounty::reports>("reports", "Progress reports"),
                field<&CircularCounty::presses>("presses", "What it was pressed on"));
}

struct CircularClause {
  std::string code;
  std::string short_zh;
  std::vector<State> states;  // of the counties, in their order
};

constexpr auto describe(Tag<CircularClause>) {
  return object("CircularClause", "How a clause stood in each county", field<&CircularClause::code>("code", "Clause"),
                field<&CircularClause::short_zh>("short_zh", "Short title"),
                field<&CircularClause::states>("states", "Of the counties, in their order").max_length(1000));
}

struct Circular {
  std::int64_t year = 0;
  std::int64_t quarter = 1;
  std::string plan_title;
  UnitRef division;
  Date judged_on;  // the quarter's last day, or the present one while the quarter lasts
  Date made_on;    // figures are those known on that day: what was recorded later than the quarter counts too
  bool demo = false;
  std::vector<CircularCounty> counties;
  std::vector<CircularClause> clauses;
};

constexpr auto describe(Tag<Circular>) {
  return object("Circular", "A quarterly circular", field<&Circular::year>("year", "Of the plan"),
                field<&Circular::quarter>("quarter", "1 to 4"),
                field<&Circular::plan_title>("plan_title", "Title of the plan"),
                field<&Circular::division>("division", "Whose plan it is"),
                field<&Circular::judged_on>("judged_on", "The day that states are judged on"),
                field<&Circular::made_on>("made_on", "The day up to which figures are known"),
                field<&Circular::demo>("demo", "The figures are made up"),
                field<&Circular::counties>("counties", "In the order of their codes").max_length(1000),
                field<&Circular::clauses>("clauses", "In the plan's order").max_length(1000));
}

// How many of some states are of each kind, in the order of the enumeration.
inline constexpr std::size_t state_count = 7;
using StateTally = std::array<std::int64_t, state_count>;
StateTally tally(const std::vector<State>& states);
// Of one county over all clauses.
StateTally tally_of_county(const Circular& circular, std::size_t county);

// Counts it. Errors: field "/quarter" "in_future" for a quarter that has not begun on the day that states are judged
// on.
Result<Circular> make_circular(db::Reader& reader, const ModuleContext& context, const Plan& plan, int quarter);

// On paper, in the layout of an official document. `number` is the document's; without it the paper says that it is a
// preview.
documents::Paper circular_paper(const Circular& circular, const std::string& number);
// Three sheets: by county, clause by county, by clause.
documents::Workbook circular_workbook(const Circular& circular);
// "2016年第三季度工作要点通报": the file's name, and what lists call it.
std::string circular_name(const Circular& circular);

// A row of `plan_circular`.
struct CircularRow {
  Id id;
  Id plan_id;
  std::int64_t quarter = 1;
  std::string number;
  std::string content;  // a Circular as JSON
  Instant issued_at;
};

constexpr auto describe(Tag<CircularRow>) {
  return object("CircularRow", "A circular as it was issued", field<&CircularRow::id>("id", "Id"),
                field<&CircularRow::plan_id>("plan_id", "The plan"), field<&CircularRow::quarter>("quarter", "1 to 4"),
                field<&CircularRow::number>("number", "Document number"),
                field<&CircularRow::content>("content", "The circular as JSON").max_length(1'000'000),
                field<&CircularRow::issued_at>("issued_at", "When"));
}

struct IssueCircular {
  std::int64_t quarter = 1;
  std::string number;
};

constexpr auto describe(Tag<IssueCircular>) {
  return object(
      "IssueCircular", "Issue the circular of a quarter",
      field<&IssueCircular::quarter>("quarter", "1 to 4").range(1, 4),
      field<&IssueCircular::number>("number", "Document number, e.g. 州民通〔2016〕12号").min_length(2).max_length(60));
}

extern const db::Table circular_table;
std::vector<access::Permission> circular_permissions();

// Counts, stores and journals it ("plan.circular.issue"). A quarter may have several, e.g. one that
// corrects another; numbers are used once (conflict "number_used").
Result<CircularRow> issue_circular(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller,
                                   int year, const IssueCircular& wanted);

void register_circular_routes(net::Router& router, const ModuleContext& context);

}  // namespace gulou::plan
