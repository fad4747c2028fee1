// Import of a plan document into the tables.
#include <fmt/format.h>

#include <map>

#include "base/json.h"
#include "crypto/hash.h"
#include "modules/plan/circular.h"
#include "modules/plan/comment.h"
#include "modules/plan/draft.h"
#include "modules/plan/press.h"
#include "modules/plan/report.h"
#include "modules/plan/rows.h"
#include "modules/plan/store.h"
#include "spine/units/queries.h"

namespace gulou::plan {
namespace {

const db::Table plan_table{.name = "plan",
                           .row = &type_of<PlanRow>,
                           .primary_key = "id",
                           .foreign_keys = {{"division_id", "unit(id)"}},
                           .indexes = {{"plan_of_year", "division_id, year", true}}};
const db::Table section_table{.name = "plan_section",
                              .row = &type_of<SectionRow>,
                              .primary_key = "plan_id, number",
                              .foreign_keys = {{"plan_id", "plan(id)"}}};
const db::Table clause_table{.name = "plan_clause",
                             .row = &type_of<ClauseRow>,
                             .primary_key = "plan_id, code",
                             .foreign_keys = {{"plan_id", "plan(id)"}}};
const db::Table task_table{.name = "plan_task",
                           .row = &type_of<TaskRow>,
                           .primary_key = "plan_id, code",
                           .foreign_keys = {{"plan_id", "plan(id)"}}};
const db::Table named_table{.name = "plan_named_unit",
                            .row = &type_of<NamedUnitRow>,
                            .primary_key = "plan_id, clause, position",
                            .foreign_keys = {{"plan_id", "plan(id)"}, {"unit_id", "unit(id)"}}};
const db::Table target_table{.name = "plan_target",
                             .row = &type_of<TargetRow>,
                             .primary_key = "plan_id, clause, position",
                             .foreign_keys = {{"plan_id", "plan(id)"}}};

// The units a document speaks of, by code.
class UnitsOfDocument {
 public:
  explicit UnitsOfDocument(db::Reader& reader) : reader_(reader) {}

  Result<void> find(const std::string& code, const std::string& pointer) {
    if (by_code_.contains(code)) return {};
    auto unit = units::by_code(reader_, code);
    if (!unit && unit.error().kind == ErrorKind::not_found) {
      errors_.push_back({pointer,
                         "unknown_unit",
                         {fmt::format("没有代码为 {} 的单位。", code), fmt::format("No unit has the code {}.", code)}});
      return {};
    }
    by_code_.emplace(code, TRY(std::move(unit)));
    return {};
  }

  void expect_within(const std::string& code, const std::string& division, const std::string& pointer) {
    const auto unit = by_code_.find(code);
    const auto whole = by_code_.find(division);
    if (unit == by_code_.end() || whole == by_code_.end()) return;  // reported already
    if (units::within(unit->second.path, whole->second.path)) return;
    errors_.push_back({pointer, "outside_division", {"不在本计划的辖区内。", "Lies outside the plan's division."}});
  }

  const Id& id(const std::string& code) const { return by_code_.at(code).id; }
  std::vector<FieldError>& errors() { return errors_; }

 private:
  db::Reader& reader_;
  std::map<std::string, units::UnitSummary> by_code_;
  std::vector<FieldError> errors_;
};

Result<void> find_units(const PlanDocument& document, UnitsOfDocument& units) {
  TRY(units.find(document.division, "/division"));
  for (std::size_t s = 0; s < document.sections.size(); ++s) {
    const auto& clauses = document.sections[s].clauses;
    for (std::size_t c = 0; c < clauses.size(); ++c) {
      for (std::size_t n = 0; n < clauses[c].named.size(); ++n) {
        const std::string pointer = fmt::format("/sections/{}/clauses/{}/named/{}/unit", s, c, n);
        TRY(units.find(clauses[c].named[n].unit, pointer));
        units.expect_within(clauses[c].named[n].unit, document.division, pointer);
      }
    }
  }
  return {};
}

// Everything of one plan as rows; each table is filled in one go.
struct Rows {
  std::vector<SectionRow> sections;
  std::vector<ClauseRow> clauses;
  std::vector<TaskRow> tasks;
  std::vector<NamedUnitRow> named;
  std::vector<TargetRow> targets;
};

void add_clause(Rows& rows, const Id& plan, const Section& section, std::int64_t position, const Clause& clause,
                const UnitsOfDocument& units) {
  rows.clauses.push_back(
      {plan, clause.code, section.number, position, clause.text, clause.short_zh, clause.short_en, clause.gloss_en});
  std::int64_t at = 0;
  for (const Task& each : clause.tasks) rows.tasks.push_back({plan, clause.code, at++, each.code, each.quote, each.en});
  at = 0;
  for (const NamedUnit& each : clause.named)
    rows.named.push_back({plan, clause.code, at++, units.id(each.unit), each.role, each.words, each.task});
  at = 0;
  for (const Target& each : clause.targets)
    rows.targets.push_back({plan, clause.code, at++, each.task, each.measure, each.comparison, each.part, each.of,
                            each.period, each.due, each.owed_by, each.headline, each.confidence, each.note_zh,
                            each.note_en});
}

Rows rows_of(const Id& plan, const PlanDocument& document, const UnitsOfDocument& units) {
  Rows rows;
  for (const Section& section : document.sections) {
    rows.sections.push_back({plan, section.number, section.heading, section.heading_en});
    std::int64_t position = 0;
    for (const Clause& clause : section.clauses) add_clause(rows, plan, section, position++, clause, units);
  }
  return rows;
}

// The plan's own row stays when its content is replaced: reports, presses and comments belong to it.
Result<void> store_plan(db::Transaction& tx, const PlanRow& plan, bool known) {
  if (!known) return tx.insert(plan_table, plan);
  TRY(
      tx.execute("UPDATE plan SET title_zh = $2, title_en = $3, heading = $4, heading_en = $5, pace_part = $6, "
                 "pace_of = $7, content_hash = $8, imported_at = $9 WHERE id = $1",
                 plan.id, plan.title_zh, plan.title_en, plan.heading, plan.heading_en, plan.pace_part, plan.pace_of,
                 plan.content_hash, plan.imported_at));
  return {};
}

Result<void> insert(db::Transaction& tx, const Rows& rows) {
  TRY(tx.insert_rows(section_table, std::span<const SectionRow>(rows.sections)));
  TRY(tx.insert_rows(clause_table, std::span<const ClauseRow>(rows.clauses)));
  TRY(tx.insert_rows(task_table, std::span<const TaskRow>(rows.tasks)));
  TRY(tx.insert_rows(named_table, std::span<const NamedUnitRow>(rows.named)));
  TRY(tx.insert_rows(target_table, std::span<const TargetRow>(rows.targets)));
  return {};
}

Result<void> remove_content(db::Transaction& tx, const Id& plan) {
  TRY(tx.execute("DELETE FROM plan_target WHERE plan_id = $1", plan));
  TRY(tx.execute("DELETE FROM plan_named_unit WHERE plan_id = $1", plan));
  TRY(tx.execute("DELETE FROM plan_task WHERE plan_id = $1", plan));
  TRY(tx.execute("DELETE FROM plan_clause WHERE plan_id = $1", plan));
  TRY(tx.execute("DELETE FROM plan_section WHERE plan_id = $1", plan));
  return {};
}

struct KnownPlan {
  Id id;
  std::string content_hash;
};

constexpr auto describe(Tag<KnownPlan>) {
  return object("KnownPlan", "A plan that is there", field<&KnownPlan::id>("id", "Id"),
                field<&KnownPlan::content_hash>("content_hash", "Hash"));
}

}  // namespace

std::vector<db::Migration> migrations() {
  return {
      {.module = "plan",
       .number = 1,
       .description = "plans with their sections, clauses, tasks, named units and targets",
       .steps = {db::CreateTable{&plan_table}, db::CreateTable{&section_table}, db::CreateTable{&clause_table},
                 db::CreateTable{&task_table}, db::CreateTable{&named_table}, db::CreateTable{&target_table}}},
      {.module = "plan",
       .number = 2,
       .description = "progress reports, presses, comments, drafts and versions",
       .steps = {db::CreateTable{&report_table}, db::CreateTable{&press_table}, db::CreateTable{&comment_table},
                 db::CreateTable{&draft_table}, db::CreateTable{&version_table}}},
      {.module = "plan", .number = 3, .description = "issued circulars", .steps = {db::CreateTable{&circular_table}}}};
}

Result<std::vector<FieldError>> check_units(db::Reader& reader, const PlanDocument& document) {
  UnitsOfDocument units(reader);
  TRY(find_units(document, units));
  return std::move(units.errors());
}

Result<ImportReport> import_plan(db::Transaction& tx, const Clock& clock, const PlanDocument& document) {
  UnitsOfDocument units(tx);
  TRY(find_units(document, units));
  if (!units.errors().empty()) return fail(invalid_fields(std::move(units.errors())));
  const std::string text = json::write(document);
  const std::string hash = crypto::sha256_hex(text);
  const Id division = units.id(document.division);
  const auto known = TRY(tx.first<KnownPlan>("SELECT id, content_hash FROM plan WHERE division_id = $1 AND year = $2",
                                             division, document.year));
  const Id id = known ? known->id : Id::make(clock.now().ms());
  const Rows rows = rows_of(id, document, units);
  ImportReport report{.clauses = static_cast<std::int64_t>(rows.clauses.size()),
                      .tasks = static_cast<std::int64_t>(rows.tasks.size()),
                      .targets = static_cast<std::int64_t>(rows.targets.size())};
  if (known && known->content_hash == hash) return report;
  report.outcome = known ? ImportOutcome::changed : ImportOutcome::added;
  if (known) TRY(remove_content(tx, id));
  const PlanRow plan{.id = id,
                     .division_id = division,
                     .year = document.year,
                     .title_zh = document.title_zh,
                     .title_en = document.title_en,
                     .heading = document.heading,
                     .heading_en = document.heading_en,
                     .pace_part = document.pace.part,
                     .pace_of = document.pace.of,
                     .content_hash = hash,
                     .imported_at = clock.now()};
  TRY(store_plan(tx, plan, known.has_value()));
  TRY(insert(tx, rows));
  TRY(keep_version(tx, clock, id, hash, text));
  tx.touch(db::Topic::plan);
  return report;
}

}  // namespace gulou::plan
