// How the plan stands: every clause against every child of a unit. Feeds the scoreboard, the clause pages and the API.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "db/database.h"
#include "modules/plan/rules.h"
#include "modules/plan/store.h"
#include "spine/measures/model.h"

namespace gulou::plan {

// The day that states are judged on, and whether the figures are made up. Pages of made-up figures say 截至 … 示例数据.
struct AsOf {
  Date date;
  bool demo = false;
};

// Today by the clock; in a data folder with demo data the day those stand for (setting "demo.as_of").
Result<AsOf> as_of(db::Reader& reader, const Clock& clock);

struct UnitRef {
  std::string code;
  std::string name;
  units::Level level = units::Level::county;
};

constexpr auto describe(Tag<UnitRef>) {
  return object("UnitRef", "A unit by code and name", field<&UnitRef::code>("code", "12-digit code"),
                field<&UnitRef::name>("name", "Official name"), field<&UnitRef::level>("level", "Level in the tree"));
}

// One target at one unit.
struct FigureCell {
  State state = State::not_measured;
  std::optional<std::int64_t> n;  // null: nothing was reported, or nothing is owed
  std::optional<std::int64_t> d;
  std::int64_t reported = 0;  // units that reported
  std::int64_t needed = 0;    // n that reaches the target
  std::int64_t expected = 0;  // n below which it counts as behind today
  std::string why_zh;
  std::string why_en;
};

constexpr auto describe(Tag<FigureCell>) {
  return object("FigureCell", "How one target stands at one unit", field<&FigureCell::state>("state", "State"),
                field<&FigureCell::n>("n", "Numerator; null if nothing was reported or asked"),
                field<&FigureCell::d>("d", "Denominator; null if nothing was reported or asked"),
                field<&FigureCell::reported>("reported", "Units that reported"),
                field<&FigureCell::needed>("needed", "Numerator that reaches the target"),
                field<&FigureCell::expected>("expected", "Numerator below which it counts as behind today"),
                field<&FigureCell::why_zh>("why_zh", "Why, in Chinese"),
                field<&FigureCell::why_en>("why_en", "Why, in English"));
}

// A task that nothing measures, at one unit: what its accepted progress report says.
struct TaskCell {
  State state = State::not_asked;
  std::string why_zh;
  std::string why_en;
};

constexpr auto describe(Tag<TaskCell>) {
  return object("TaskCell", "How a task that nothing measures stands at one unit, by its accepted progress report",
                field<&TaskCell::state>("state", "State"), field<&TaskCell::why_zh>("why_zh", "Why, in Chinese"),
                field<&TaskCell::why_en>("why_en", "Why, in English"));
}

// One clause at one unit: the worst of its targets and of its tasks that nothing measures (rules.h), and which one.
struct ClauseCell {
  State state = State::not_measured;
  std::optional<std::int64_t> target;  // index into the clause's targets of the deciding one
  std::optional<std::string> task;     // the deciding task, if it is one that nothing measures
  std::optional<std::int64_t> n;
  std::optional<std::int64_t> d;
  std::int64_t asked = 0;     // targets owed, and tasks asked about
  std::int64_t measured = 0;  // of those, with a figure or an accepted report
  std::int64_t reached = 0;   // of those, done
  std::string why_zh;
  std::string why_en;
};

constexpr auto describe(Tag<ClauseCell>) {
  return object(
      "ClauseCell", "How one clause stands at one unit: its worst target or task",
      field<&ClauseCell::state>("state", "State"),
      field<&ClauseCell::target>("target", "Which of the clause's targets decides, from 0; null if none does"),
      field<&ClauseCell::task>("task", "Code of the task that decides, if nothing measures it; else null"),
      field<&ClauseCell::n>("n", "Numerator of the deciding target"),
      field<&ClauseCell::d>("d", "Denominator of the deciding target"),
      field<&ClauseCell::asked>("asked", "Targets owed, and tasks asked about"),
      field<&ClauseCell::measured>("measured", "Of these, with a figure or an accepted report"),
      field<&ClauseCell::reached>("reached", "Of these, reached or done"),
      field<&ClauseCell::why_zh>("why_zh", "Why, in Chinese"), field<&ClauseCell::why_en>("why_en", "Why, in English"));
}

struct TargetLine {
  Target target;
  std::string measure_zh;
  std::string measure_en;
  FigureCell own;                 // of the unit itself: of those below it that owe the target
  std::vector<FigureCell> cells;  // of its children, in their order
};

constexpr auto describe(Tag<TargetLine>) {
  return object("TargetLine", "One target at a unit and its children",
                field<&TargetLine::target>("target", "The target"),
                field<&TargetLine::measure_zh>("measure_zh", "Name of the measure in Chinese"),
                field<&TargetLine::measure_en>("measure_en", "Name of the measure in English"),
                field<&TargetLine::own>("own", "At the unit itself"),
                field<&TargetLine::cells>("cells", "At its children, in their order").max_length(100'000));
}

struct TaskLine {
  Task task;
  TaskCell own;
  std::vector<TaskCell> cells;  // of the children, in their order
};

constexpr auto describe(Tag<TaskLine>) {
  return object("TaskLine", "A task that nothing measures, at a unit and its children",
                field<&TaskLine::task>("task", "The task"), field<&TaskLine::own>("own", "At the unit itself"),
                field<&TaskLine::cells>("cells", "At its children, in their order").max_length(100'000));
}

struct ClauseLine {
  std::string code;
  std::string short_zh;
  std::string short_en;
  ClauseCell own;
  std::vector<ClauseCell> cells;  // of the children, in their order
};

constexpr auto describe(Tag<ClauseLine>) {
  return object("ClauseLine", "One clause at a unit and its children", field<&ClauseLine::code>("code", "Clause"),
                field<&ClauseLine::short_zh>("short_zh", "Short title in Chinese"),
                field<&ClauseLine::short_en>("short_en", "Short title in English"),
                field<&ClauseLine::own>("own", "At the unit itself"),
                field<&ClauseLine::cells>("cells", "At its children, in their order").max_length(100'000));
}

struct Point {
  Date on_date;
  std::int64_t n = 0;
  std::int64_t d = 0;
};

constexpr auto describe(Tag<Point>) {
  return object("Point", "A figure on a day", field<&Point::on_date>("on_date", "The day"),
                field<&Point::n>("n", "Numerator"), field<&Point::d>("d", "Denominator"));
}

struct Headline {
  std::string clause;
  std::string measure;
  std::string zh;
  std::string en;
  FigureCell figure;
  std::vector<Point> history;  // the days on which it changed, oldest first; counties and above
};

constexpr auto describe(Tag<Headline>) {
  return object("Headline", "A figure above the scoreboard", field<&Headline::clause>("clause", "Its clause"),
                field<&Headline::measure>("measure", "Code of the measure"),
                field<&Headline::zh>("zh", "Name in Chinese"), field<&Headline::en>("en", "Name in English"),
                field<&Headline::figure>("figure", "How it stands"),
                field<&Headline::history>("history", "The days on which it changed").max_length(5000));
}

struct StateCount {
  State state = State::done;
  std::int64_t cells = 0;
};

constexpr auto describe(Tag<StateCount>) {
  return object("StateCount", "How many cells are in a state", field<&StateCount::state>("state", "State"),
                field<&StateCount::cells>("cells", "Cells"));
}

struct Scoreboard {
  std::int64_t year = 0;
  Date as_of;
  bool demo = false;
  UnitRef at;
  std::vector<UnitRef> children;
  std::vector<ClauseLine> clauses;
  std::vector<Headline> headlines;
  std::vector<StateCount> counts;  // of the children's cells, every state once
};

constexpr auto describe(Tag<Scoreboard>) {
  return object("Scoreboard", "Every clause at every child of a unit", field<&Scoreboard::year>("year", "Year"),
                field<&Scoreboard::as_of>("as_of", "The day that states are judged on"),
                field<&Scoreboard::demo>("demo", "The figures are made up"), field<&Scoreboard::at>("at", "The unit"),
                field<&Scoreboard::children>("children", "Its children").max_length(100'000),
                field<&Scoreboard::clauses>("clauses", "The clauses in their order"),
                field<&Scoreboard::headlines>("headlines", "Figures above the scoreboard"),
                field<&Scoreboard::counts>("counts", "How many of the children's cells are in each state"));
}

struct ClauseStanding {
  std::int64_t year = 0;
  Date as_of;
  bool demo = false;
  UnitRef at;
  std::vector<UnitRef> children;
  Clause clause;
  std::vector<UnitRef> named;  // the units that clause.named lists, in its order
  ClauseLine standing;
  std::vector<TargetLine> targets;
  std::vector<TaskLine> tasks;
};

constexpr auto describe(Tag<ClauseStanding>) {
  return object("ClauseStanding", "One clause with all its figures", field<&ClauseStanding::year>("year", "Year"),
                field<&ClauseStanding::as_of>("as_of", "The day that states are judged on"),
                field<&ClauseStanding::demo>("demo", "The figures are made up"),
                field<&ClauseStanding::at>("at", "The unit"),
                field<&ClauseStanding::children>("children", "Its children").max_length(100'000),
                field<&ClauseStanding::clause>("clause", "The clause"),
                field<&ClauseStanding::named>("named", "The units it names, in their order"),
                field<&ClauseStanding::standing>("standing", "How the clause stands"),
                field<&ClauseStanding::targets>("targets", "How each of its targets stands"),
                field<&ClauseStanding::tasks>("tasks", "How each of its tasks stands that nothing measures"));
}

// `at`: the unit whose children are shown; a village has none and is judged by itself. Few statements, none per cell.
Result<Scoreboard> scoreboard(db::Reader& reader, const measures::Catalogue& catalogue, const Plan& plan,
                              const units::UnitSummary& at, const AsOf& as_of);
// Every target of the plan at one unit, in the plan's order.
struct TargetHere {
  const Clause* clause = nullptr;  // of `plan`
  TargetLine line;                 // without children
};
Result<std::vector<TargetHere>> targets_at(db::Reader& reader, const measures::Catalogue& catalogue, const Plan& plan,
                                           const units::UnitSummary& at, const AsOf& as_of);
// Not found if the plan has no such clause.
Result<ClauseStanding> clause_standing(db::Reader& reader, const measures::Catalogue& catalogue, const Plan& plan,
                                       std::string_view clause, const units::UnitSummary& at, const AsOf& as_of);

}  // namespace gulou::plan
