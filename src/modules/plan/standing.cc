#include "modules/plan/standing.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "modules/plan/figures.h"
#include "modules/plan/reported.h"
#include "spine/measures/store.h"
#include "spine/settings/settings.h"
#include "spine/units/queries.h"

namespace gulou::plan {
namespace {

UnitRef ref(const units::UnitSummary& unit) { return {unit.code, unit.name, unit.level}; }

std::vector<UnitRef> refs(const std::vector<units::UnitSummary>& all) {
  std::vector<UnitRef> out;
  out.reserve(all.size());
  for (const auto& each : all) out.push_back(ref(each));
  return out;
}

bool is_measured(const Clause& clause, const Task& task) {
  return std::ranges::find(clause.targets, task.code, &Target::task) != clause.targets.end();
}

// Judges targets from figures, and tasks that nothing measures from reports. Both were loaded before.
class Judge {
 public:
  static Result<Judge> load(db::Reader& reader, const measures::Catalogue& catalogue, const Plan& plan,
                            const units::UnitSummary& at, const AsOf& as_of) {
    return Judge(catalogue, plan, TRY(Figures::load(reader, plan, at)), TRY(Reported::load(reader, plan, at)), as_of);
  }

  FigureCell figure_cell(const Clause& clause, const Target& target, const units::UnitSummary& unit) const {
    const Asking asking = asking_of(clause, target, unit);
    const auto period = measures::Period::parse(target.period);
    Question question{.asked = asking.asked,
                      .figure = {},
                      .target = {target.part, target.of},
                      .pace = plan_.document.pace,
                      .first_day = period ? period->first_day() : Date(),
                      .due = target.due.value_or(period ? period->last_day() : Date()),
                      .today = as_of_.date};
    FigureCell cell;
    if (asking.asked == Asked::yes) {
      for (const Id& each : asking.units) {
        const measures::Total* total = figures_.find(each, target.period, target.measure);
        if (!total) continue;
        if (!question.figure) question.figure = Figure{};
        question.figure->n += total->n;
        question.figure->d += total->d;
        cell.reported += total->reported;
      }
    }
    Verdict verdict = judge(question);
    cell.state = verdict.state;
    if (question.figure) {
      cell.n = question.figure->n;
      cell.d = question.figure->d;
    }
    cell.needed = verdict.needed;
    cell.expected = verdict.expected;
    cell.why_zh = std::move(verdict.why.zh);
    cell.why_en = std::move(verdict.why.en);
    return cell;
  }

  ClauseCell clause_cell(const Clause& clause, const units::UnitSummary& unit) const {
    std::vector<FigureCell> cells;
    for (const Target& each : clause.targets) cells.push_back(figure_cell(clause, each, unit));
    ClauseCell cell = summary(cells);
    for (const Task& each : clause.tasks)
      if (!is_measured(clause, each)) add(cell, each, task_cell(each, unit));
    return cell;
  }

  TaskCell task_cell(const Task& task, const units::UnitSummary& unit) const {
    Verdict verdict = judge_word(reported_.find(unit.id, task.code));
    return {verdict.state, std::move(verdict.why.zh), std::move(verdict.why.en)};
  }

  TaskLine task_line(const Task& task, const units::UnitSummary& at,
                     const std::vector<units::UnitSummary>& children) const {
    TaskLine line{.task = task, .own = task_cell(task, at), .cells = {}};
    for (const auto& each : children) line.cells.push_back(task_cell(task, each));
    return line;
  }

  ClauseLine clause_line(const Clause& clause, const units::UnitSummary& at,
                         const std::vector<units::UnitSummary>& children) const {
    ClauseLine line{.code = clause.code,
                    .short_zh = clause.short_zh,
                    .short_en = clause.short_en,
                    .own = clause_cell(clause, at),
                    .cells = {}};
    line.cells.reserve(children.size());
    for (const auto& each : children) line.cells.push_back(clause_cell(clause, each));
    return line;
  }

  TargetLine target_line(const Clause& clause, const Target& target, const units::UnitSummary& at,
                         const std::vector<units::UnitSummary>& children) const {
    TargetLine line{
        .target = target, .measure_zh = {}, .measure_en = {}, .own = figure_cell(clause, target, at), .cells = {}};
    if (const auto* measure = catalogue_.find(target.measure)) {
      line.measure_zh = measure->zh;
      line.measure_en = measure->en;
    }
    for (const auto& each : children) line.cells.push_back(figure_cell(clause, target, each));
    return line;
  }

 private:
  struct Asking {
    Asked asked = Asked::yes;
    std::vector<Id> units;  // whose totals make the figure
  };

  // A target that names who owes it is asked of those units, of everything below them, and of everything above them;
  // above, the figure is that of the named units alone.
  Asking asking_of(const Clause& clause, const Target& target, const units::UnitSummary& unit) const {
    const auto* measure = catalogue_.find(target.measure);
    if (measure && unit.level > measure->level) return {Asked::kept_higher, {}};
    if (!target.owed_by) return {Asked::yes, {unit.id}};
    Asking asking{Asked::not_named, {}};
    for (const NamedPlace& named : plan_.named) {
      if (named.clause != clause.code || named.role != *target.owed_by) continue;
      if (units::within(unit.path, named.unit.path)) return {Asked::yes, {unit.id}};
      if (!units::within(named.unit.path, unit.path)) continue;
      asking.asked = Asked::yes;
      asking.units.push_back(named.unit.id);
    }
    return asking;
  }

  // A task that was asked about counts like a target, and decides where it is worse than all before it.
  static void add(ClauseCell& cell, const Task& task, TaskCell reported) {
    if (reported.state == State::not_asked) return;
    const bool first = cell.asked == 0;
    ++cell.asked;
    cell.measured += reported.state != State::not_measured;
    cell.reached += reported.state == State::done;
    if (!first && worst(std::array{cell.state, reported.state}) != 1u) return;
    cell.state = reported.state;
    cell.target = {};
    cell.task = task.code;
    cell.n = cell.d = {};
    cell.why_zh = std::move(reported.why_zh);
    cell.why_en = std::move(reported.why_en);
  }

  static ClauseCell summary(std::vector<FigureCell>& cells) {
    ClauseCell out;
    std::vector<State> states;
    for (const FigureCell& each : cells) {
      states.push_back(each.state);
      if (each.state == State::not_asked) continue;
      ++out.asked;
      out.measured += each.state != State::not_measured;
      out.reached += each.state == State::done;
    }
    if (cells.empty()) {
      out.why_zh = "本条还没有可以衡量的指标。";
      out.why_en = "Nothing measures this clause yet.";
      return out;
    }
    const auto deciding = worst(states);
    FigureCell& shown = cells[deciding.value_or(0)];
    out.state = shown.state;
    if (deciding) out.target = static_cast<std::int64_t>(*deciding);
    out.n = shown.n;
    out.d = shown.d;
    out.why_zh = std::move(shown.why_zh);
    out.why_en = std::move(shown.why_en);
    return out;
  }

  Judge(const measures::Catalogue& catalogue, const Plan& plan, Figures figures, Reported reported, const AsOf& as_of)
      : catalogue_(catalogue),
        plan_(plan),
        figures_(std::move(figures)),
        reported_(std::move(reported)),
        as_of_(as_of) {}

  const measures::Catalogue& catalogue_;
  const Plan& plan_;
  Figures figures_;
  Reported reported_;
  const AsOf& as_of_;
};

std::vector<StateCount> counts_of(const std::vector<ClauseLine>& lines) {
  std::vector<StateCount> counts;
  for (const EnumName& each : type_of<State>().names) counts.push_back({static_cast<State>(each.value), 0});
  for (const ClauseLine& line : lines)
    for (const ClauseCell& cell : line.cells) ++counts[static_cast<std::size_t>(cell.state)].cells;
  return counts;
}

Result<std::vector<Headline>> headlines_of(db::Reader& reader, const measures::Catalogue& catalogue, const Plan& plan,
                                           const units::UnitSummary& at, const Judge& judge) {
  std::vector<Headline> headlines;
  std::map<std::string, std::vector<measures::Daily>> histories;  // by period
  for (const Section& section : plan.document.sections) {
    for (const Clause& clause : section.clauses) {
      for (const Target& target : clause.targets) {
        if (!target.headline) continue;
        const auto* measure = catalogue.find(target.measure);
        Headline line{.clause = clause.code,
                      .measure = target.measure,
                      .zh = measure ? measure->zh : target.measure,
                      .en = measure ? measure->en : target.measure,
                      .figure = judge.figure_cell(clause, target, at),
                      .history = {}};
        if (!histories.contains(target.period))
          histories.emplace(target.period, TRY(measures::history(reader, at.id, target.period)));
        for (const auto& day : histories.at(target.period))
          if (day.measure == target.measure) line.history.push_back({day.on_date, day.n, day.d});
        headlines.push_back(std::move(line));
      }
    }
  }
  return headlines;
}

}  // namespace

Result<AsOf> as_of(db::Reader& reader, const Clock& clock) {
  const auto setting = TRY(settings::get(reader, "demo.as_of"));
  if (!setting) return AsOf{clock.today(), false};
  const auto date = Date::parse(*setting);
  if (!date) return fail(internal_error("setting demo.as_of is no date: " + *setting));
  return AsOf{*date, true};
}

Result<Scoreboard> scoreboard(db::Reader& reader, const measures::Catalogue& catalogue, const Plan& plan,
                              const units::UnitSummary& at, const AsOf& as_of) {
  const auto children = TRY(units::children(reader, at.id));
  const Judge judge = TRY(Judge::load(reader, catalogue, plan, at, as_of));
  Scoreboard board{.year = plan.document.year,
                   .as_of = as_of.date,
                   .demo = as_of.demo,
                   .at = ref(at),
                   .children = refs(children),
                   .clauses = {},
                   .headlines = {},
                   .counts = {}};
  for (const Section& section : plan.document.sections)
    for (const Clause& clause : section.clauses) board.clauses.push_back(judge.clause_line(clause, at, children));
  board.headlines = TRY(headlines_of(reader, catalogue, plan, at, judge));
  board.counts = counts_of(board.clauses);
  return board;
}

Result<std::vector<TargetHere>> targets_at(db::Reader& reader, const measures::Catalogue& catalogue, const Plan& plan,
                                           const units::UnitSummary& at, const AsOf& as_of) {
  const Judge judge = TRY(Judge::load(reader, catalogue, plan, at, as_of));
  std::vector<TargetHere> out;
  for (const Section& section : plan.document.sections)
    for (const Clause& clause : section.clauses)
      for (const Target& target : clause.targets) out.push_back({&clause, judge.target_line(clause, target, at, {})});
  return out;
}

Result<ClauseStanding> clause_standing(db::Reader& reader, const measures::Catalogue& catalogue, const Plan& plan,
                                       std::string_view code, const units::UnitSummary& at, const AsOf& as_of) {
  const Clause* clause = nullptr;
  for (const Section& section : plan.document.sections)
    for (const Clause& each : section.clauses)
      if (each.code == code) clause = &each;
  if (!clause)
    return fail(not_found_error(
        {fmt::format("工作要点没有第 {} 条。", code), fmt::format("The plan has no clause {}.", code)}));
  const auto children = TRY(units::children(reader, at.id));
  const Judge judge = TRY(Judge::load(reader, catalogue, plan, at, as_of));
  ClauseStanding standing{.year = plan.document.year,
                          .as_of = as_of.date,
                          .demo = as_of.demo,
                          .at = ref(at),
                          .children = refs(children),
                          .clause = *clause,
                          .named = {},
                          .standing = judge.clause_line(*clause, at, children),
                          .targets = {},
                          .tasks = {}};
  for (const NamedPlace& each : plan.named)
    if (each.clause == clause->code) standing.named.push_back(ref(each.unit));
  for (const Target& each : clause->targets) standing.targets.push_back(judge.target_line(*clause, each, at, children));
  for (const Task& each : clause->tasks)
    if (!is_measured(*clause, each)) standing.tasks.push_back(judge.task_line(each, at, children));
  return standing;
}

}  // namespace gulou::plan
