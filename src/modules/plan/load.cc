// Loading a plan whole: one statement per table.
#include <fmt/format.h>

#include <map>

#include "modules/plan/rows.h"
#include "modules/plan/store.h"
#include "spine/units/queries.h"

namespace gulou::plan {
namespace {

struct Year {
  std::int64_t year = 0;
};

constexpr auto describe(Tag<Year>) { return object("Year", "A year", field<&Year::year>("year", "Year")); }

struct Placed {
  std::string clause;
  Id unit_id;
  Role role = Role::pilot;
  std::string words;
  std::optional<std::string> task;
};

constexpr auto describe(Tag<Placed>) {
  return object("Placed", "A named unit", field<&Placed::clause>("clause", "Clause"),
                field<&Placed::unit_id>("unit_id", "Unit"), field<&Placed::role>("role", "Role"),
                field<&Placed::words>("words", "Words"), field<&Placed::task>("task", "Task"));
}

Result<std::optional<PlanRow>> find_row(db::Reader& reader, int year, std::string_view division) {
  if (division.empty())
    return reader.first<PlanRow>(
        "SELECT id, division_id, year, title_zh, title_en, heading, heading_en, pace_part, pace_of, content_hash, "
        "imported_at FROM plan WHERE year = $1 ORDER BY division_id LIMIT 1",
        year);
  const auto unit = TRY(units::by_code(reader, division));
  return reader.first<PlanRow>(
      "SELECT id, division_id, year, title_zh, title_en, heading, heading_en, pace_part, pace_of, content_hash, "
      "imported_at FROM plan WHERE year = $1 AND division_id = $2",
      year, unit.id);
}

Result<void> load_clauses(db::Reader& reader, Plan& plan, std::map<std::string, Clause*>& by_code) {
  const auto rows = TRY(reader.all<ClauseRow>(
      "SELECT plan_id, code, section, position, text, short_zh, short_en, gloss_en FROM plan_clause WHERE plan_id = $1 "
      "ORDER BY section, position",
      plan.id));
  std::map<std::int64_t, Section*> sections;
  for (Section& each : plan.document.sections) sections[each.number] = &each;
  for (const ClauseRow& row : rows) {
    const auto section = sections.find(row.section);
    if (section == sections.end()) return fail(internal_error("clause " + row.code + " has no section"));
    section->second->clauses.push_back({.code = row.code,
                                        .text = row.text,
                                        .short_zh = row.short_zh,
                                        .short_en = row.short_en,
                                        .gloss_en = row.gloss_en});
  }
  // Only now, because the vectors have stopped growing.
  for (Section& section : plan.document.sections)
    for (Clause& clause : section.clauses) by_code[clause.code] = &clause;
  return {};
}

Result<void> load_tasks(db::Reader& reader, const Id& plan, const std::map<std::string, Clause*>& clauses) {
  const auto rows = TRY(reader.all<TaskRow>(
      "SELECT plan_id, clause, position, code, quote, en FROM plan_task WHERE plan_id = $1 ORDER BY clause, position",
      plan));
  for (const TaskRow& row : rows) clauses.at(row.clause)->tasks.push_back({row.code, row.quote, row.en});
  return {};
}

Result<void> load_targets(db::Reader& reader, const Id& plan, const std::map<std::string, Clause*>& clauses) {
  const auto rows = TRY(reader.all<TargetRow>(
      "SELECT plan_id, clause, position, task, measure, comparison, part, whole, period, due, owed_by, headline, "
      "confidence, note_zh, note_en FROM plan_target WHERE plan_id = $1 ORDER BY clause, position",
      plan));
  for (const TargetRow& row : rows)
    clauses.at(row.clause)
        ->targets.push_back({row.task, row.measure, row.comparison, row.part, row.whole, row.period, row.due,
                             row.owed_by, row.headline, row.confidence, row.note_zh, row.note_en});
  return {};
}

Result<void> load_named(db::Reader& reader, Plan& plan, const std::map<std::string, Clause*>& clauses) {
  const auto rows = TRY(reader.all<Placed>(
      "SELECT clause, unit_id, role, words, task FROM plan_named_unit WHERE plan_id = $1 ORDER BY clause, position",
      plan.id));
  std::map<Id, units::UnitSummary> known;
  for (const Placed& row : rows) {
    if (!known.contains(row.unit_id)) known.emplace(row.unit_id, TRY(units::by_id(reader, row.unit_id)));
    const auto& unit = known.at(row.unit_id);
    clauses.at(row.clause)->named.push_back({unit.code, row.role, row.words, row.task});
    plan.named.push_back({unit, row.clause, row.role});
  }
  return {};
}

}  // namespace

Result<Plan> load(db::Reader& reader, int year, std::string_view division) {
  const auto row = TRY(find_row(reader, year, division));
  if (!row)
    return fail(
        not_found_error({fmt::format("没有 {} 年的工作要点。", year), fmt::format("There is no plan for {}.", year)}));
  Plan plan{.id = row->id, .imported_at = row->imported_at, .content_hash = row->content_hash};
  plan.division = TRY(units::by_id(reader, row->division_id));
  plan.document = {.year = row->year,
                   .division = plan.division.code,
                   .title_zh = row->title_zh,
                   .title_en = row->title_en,
                   .heading = row->heading,
                   .heading_en = row->heading_en,
                   .pace = {row->pace_part, row->pace_of}};
  const auto sections = TRY(reader.all<SectionRow>(
      "SELECT plan_id, number, heading, heading_en FROM plan_section WHERE plan_id = $1 ORDER BY number", plan.id));
  for (const auto& each : sections) plan.document.sections.push_back({each.number, each.heading, each.heading_en, {}});
  std::map<std::string, Clause*> clauses;
  TRY(load_clauses(reader, plan, clauses));
  TRY(load_tasks(reader, plan.id, clauses));
  TRY(load_targets(reader, plan.id, clauses));
  TRY(load_named(reader, plan, clauses));
  return plan;
}

Result<std::vector<std::int64_t>> years(db::Reader& reader) {
  const auto rows = TRY(reader.all<Year>("SELECT DISTINCT year FROM plan ORDER BY year DESC"));
  std::vector<std::int64_t> all;
  for (const Year& each : rows) all.push_back(each.year);
  return all;
}

}  // namespace gulou::plan
