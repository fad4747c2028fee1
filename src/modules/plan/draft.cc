#include "modules/plan/draft.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>

#include "base/json.h"
#include "modules/plan/document.h"
#include "modules/plan/store.h"
#include "spine/units/queries.h"

namespace gulou::plan {
namespace {

void replace_all(std::string& text, const std::string& from, const std::string& to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

// The same day of another year; 29 February becomes the 28th where there is none.
Date in_year(Date day, std::int64_t year) {
  const std::string rest = day.text().substr(4);
  if (const auto same = Date::parse(fmt::format("{}{}", year, rest))) return *same;
  return *Date::of(static_cast<int>(year), 2, 28);
}

template <class Row>
Result<PlanDocument> document_of(const Row& row) {
  return json::read<PlanDocument>(row.document);
}

struct Code {
  std::string code;
};

constexpr auto describe(Tag<Code>) { return object("Code", "A code", field<&Code::code>("code", "Code")); }

Result<std::set<std::string>> codes(db::Reader& reader, std::string_view sql, const Id& plan) {
  std::set<std::string> found;
  for (auto& row : TRY(reader.all<Code>(sql, plan))) found.insert(std::move(row.code));
  return found;
}

// The year of the division's latest plan that is not after `year`.
Result<std::optional<std::int64_t>> year_before(db::Reader& reader, const std::string& division, std::int64_t year) {
  const auto unit = TRY(units::by_code(reader, division));
  return reader.integer("SELECT year FROM plan WHERE division_id = $1 AND year <= $2 ORDER BY year DESC LIMIT 1",
                        unit.id, year);
}

}  // namespace

Result<DraftRow> find_draft(db::Reader& reader, const Id& id) {
  auto row = TRY(reader.first<DraftRow>(
      "SELECT id, unit_id, year, state, version, document, saved_at FROM plan_draft WHERE id = $1", id));
  if (!row) return fail(not_found_error({"没有这个草案。", "There is no such draft."}));
  return std::move(*row);
}

const db::Table draft_table{.name = "plan_draft",
                            .row = &type_of<DraftRow>,
                            .primary_key = "id",
                            .foreign_keys = {{"unit_id", "unit(id)"}},
                            // One draft of a year in the making.
                            .indexes = {{"plan_draft_editing", "unit_id, year", true, "state = 'editing'"}}};
const db::Table version_table{.name = "plan_version",
                              .row = &type_of<VersionRow>,
                              .primary_key = "plan_id, number",
                              .foreign_keys = {{"plan_id", "plan(id)"}}};

const workflow::Machine& draft_machine() {
  static const workflow::Machine machine{.object_kind = "plan.draft",
                                         .name = {"要点草案", "draft of a plan"},
                                         .table = "plan_draft",
                                         .initial = "editing",
                                         .states = {{"editing", {"编辑中", "Being edited"}},
                                                    {"published", {"已发布", "Published"}},
                                                    {"discarded", {"已放弃", "Discarded"}}},
                                         .actions = {{.name = "save",
                                                      .label = {"保存", "Save"},
                                                      .done = {"保存了草案", "saved the draft"},
                                                      .from = {"editing"},
                                                      .to = "",
                                                      .permission = "plan.edit"},
                                                     {.name = "publish",
                                                      .label = {"发布", "Publish"},
                                                      .done = {"发布了工作要点", "published the plan"},
                                                      .from = {"editing"},
                                                      .to = "published",
                                                      .permission = "plan.edit"},
                                                     {.name = "discard",
                                                      .label = {"放弃", "Discard"},
                                                      .done = {"放弃了草案", "discarded the draft"},
                                                      .from = {"editing"},
                                                      .to = "discarded",
                                                      .permission = "plan.edit"}}};
  return machine;
}

std::vector<access::Permission> draft_permissions() {
  return {{.name = "plan.edit",
           .allows = {"编辑、发布本单位的工作要点", "Edit and publish the own unit's plan"},
           .roles = {access::Role::prefecture_bureau}}};
}

Result<void> keep_version(db::Transaction& tx, const Clock& clock, const Id& plan_id, const std::string& content_hash,
                          const std::string& document) {
  const auto latest =
      TRY(tx.integer("SELECT number FROM plan_version WHERE plan_id = $1 ORDER BY number DESC LIMIT 1", plan_id));
  return tx.insert(version_table, VersionRow{.plan_id = plan_id,
                                             .number = latest.value_or(0) + 1,
                                             .content_hash = content_hash,
                                             .document = document,
                                             .published_at = clock.now()});
}

PlanDocument moved_to_year(PlanDocument document, std::int64_t year) {
  const std::string from = std::to_string(document.year);
  const std::string to = std::to_string(year);
  replace_all(document.title_zh, from, to);
  replace_all(document.title_en, from, to);
  for (Section& section : document.sections) {
    for (Clause& clause : section.clauses) {
      for (Target& target : clause.targets) {
        if (target.period.starts_with(from)) target.period.replace(0, from.size(), to);
        if (target.due) target.due = in_year(*target.due, year);
      }
    }
  }
  document.year = year;
  return document;
}

Result<Id> copy_plan(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller, int year,
                     const CopyPlan& wanted) {
  const Plan plan = TRY(load(tx, year));
  TRY(workflow::permit(tx, caller, "plan.edit", workflow::Where::own, plan.division));
  const DraftRow row{.id = Id::make(context.clock.now().ms()),
                     .unit_id = plan.division.id,
                     .year = wanted.to_year,
                     .state = draft_machine().initial,
                     .document = json::write(moved_to_year(plan.document, wanted.to_year)),
                     .saved_at = context.clock.now()};
  const auto editing = TRY(tx.integer("SELECT 1 FROM plan_draft WHERE unit_id = $1 AND year = $2 AND state = 'editing'",
                                      row.unit_id, row.year));
  if (editing)
    return fail(invalid_fields({{"/to_year",
                                 "draft_exists",
                                 {fmt::format("{} 年的草案已经在编辑中。", row.year),
                                  fmt::format("A draft for {} is being edited already.", row.year)}}}));
  TRY(tx.insert(draft_table, row));
  json::Value detail;
  detail.set("from", std::int64_t{year}).set("year", row.year);
  TRY(workflow::created(tx, context.clock, caller, draft_machine(), {row.id, row.state, row.version, row.unit_id},
                        std::move(detail)));
  return row.id;
}

Result<void> save_draft(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller, const Id& id,
                        const SaveDraft& wanted) {
  const auto change = [&](db::Transaction&, const workflow::Subject& subject) -> Result<json::Value> {
    const auto before = TRY(document_of(TRY(find_draft(tx, subject.id))));
    std::vector<FieldError> errors;
    const Text fixed{"草案的年份和单位不能改。", "A draft's year and unit stay as they are."};
    if (wanted.document.year != before.year) errors.push_back({"/document/year", "fixed", fixed});
    if (wanted.document.division != before.division) errors.push_back({"/document/division", "fixed", fixed});
    if (!errors.empty()) return fail(invalid_fields(std::move(errors)));
    TRY(tx.execute("UPDATE plan_draft SET document = $2, saved_at = $3 WHERE id = $1", subject.id,
                   json::write(wanted.document), context.clock.now()));
    return json::Value();
  };
  TRY(workflow::perform(tx, context.clock, caller, draft_machine(),
                        {.action = "save", .id = id, .version = wanted.version}, change));
  return {};
}

Result<VersionRow> find_version(db::Reader& reader, const Id& plan_id, std::int64_t number) {
  auto row = TRY(reader.first<VersionRow>(
      "SELECT plan_id, number, content_hash, document, published_at FROM plan_version WHERE plan_id = $1 AND number = "
      "$2",
      plan_id, number));
  if (!row) return fail(not_found_error({"没有这个版本。", "There is no such version."}));
  return std::move(*row);
}

Result<std::vector<FieldError>> stands_against(db::Reader& reader, const measures::Catalogue& catalogue,
                                               const PlanDocument& document) {
  auto errors = check_document(document, catalogue);
  std::ranges::move(TRY(check_units(reader, document)), std::back_inserter(errors));
  if (TRY(year_before(reader, document.division, document.year)) != document.year) return errors;
  const Plan plan = TRY(load(reader, static_cast<int>(document.year), document.division));
  const auto tasks = TRY(codes(reader,
                               "SELECT task AS code FROM plan_report WHERE plan_id = $1 UNION SELECT task AS code FROM "
                               "plan_press WHERE plan_id = $1",
                               plan.id));
  const auto clauses = TRY(
      codes(reader, "SELECT DISTINCT clause AS code FROM plan_comment WHERE plan_id = $1 AND clause <> ''", plan.id));
  std::ranges::move(renumbered(plan.document, document, tasks, clauses), std::back_inserter(errors));
  return errors;
}

Result<PlanChanges> changes_of(db::Reader& reader, const PlanDocument& document) {
  const auto year = TRY(year_before(reader, document.division, document.year));
  if (!year) return PlanChanges{};
  const Plan plan = TRY(load(reader, static_cast<int>(*year), document.division));
  const auto version =
      TRY(reader.integer("SELECT number FROM plan_version WHERE plan_id = $1 ORDER BY number DESC LIMIT 1", plan.id));
  return PlanChanges{.against_year = year,
                     .against_version = version,
                     .changes = compare(moved_to_year(plan.document, document.year), document)};
}

Result<PlanChanges> changes_of_version(db::Reader& reader, const Plan& plan, std::int64_t number) {
  const auto after = TRY(document_of(TRY(find_version(reader, plan.id, number))));
  if (number == 1) return PlanChanges{};
  const auto before = TRY(document_of(TRY(find_version(reader, plan.id, number - 1))));
  return PlanChanges{.against_year = after.year, .against_version = number - 1, .changes = compare(before, after)};
}

Result<void> end_draft(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller, const Id& id,
                       std::string_view action, const ActOn& act) {
  const auto change = [&](db::Transaction&, const workflow::Subject& subject) -> Result<json::Value> {
    json::Value detail;
    if (action != "publish") return detail;
    const auto document = TRY(document_of(TRY(find_draft(tx, subject.id))));
    if (auto errors = TRY(stands_against(tx, context.catalogue, document)); !errors.empty())
      return fail(invalid_fields(std::move(errors)));
    const auto report = TRY(import_plan(tx, context.clock, document));
    detail.set("year", document.year).set("outcome", name_of(report.outcome));
    return detail;
  };
  TRY(workflow::perform(tx, context.clock, caller, draft_machine(),
                        {.action = action, .id = id, .version = act.version}, change));
  return {};
}

}  // namespace gulou::plan
