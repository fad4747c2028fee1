#include "modules/plan/tasked.h"

#include <fmt/format.h>

#include "modules/plan/rows.h"
#include "spine/obligations/obligations.h"
#include "spine/rules/place.h"
#include "spine/units/queries.h"

namespace gulou::plan {

std::optional<FoundTask> find_task(const Plan& plan, std::string_view code) {
  for (const Section& section : plan.document.sections)
    for (const Clause& clause : section.clauses)
      for (const Task& task : clause.tasks)
        if (task.code == code) return FoundTask{&clause, &task};
  return std::nullopt;
}

void TaskRequest::refuse(std::string pointer, std::string rule, Text message) {
  errors_.push_back({std::move(pointer), std::move(rule), std::move(message)});
}

const Clause* TaskRequest::check_task(std::string_view code) {
  if (const auto found = find_task(plan_, code)) return found->clause;
  refuse("/task", "unknown_task", {"工作要点里没有这项任务。", "The plan has no such task."});
  return nullptr;
}

void TaskRequest::check_due(Date due_on, Date today) {
  if (due_on < today) refuse("/due_on", "due_in_the_past", {"期限已经过去。", "That day is over."});
}

Result<std::optional<units::UnitSummary>> TaskRequest::check_unit(const std::string& code, const std::string& pointer) {
  auto unit = units::by_code(reader_, code);
  if (!unit && unit.error().kind != ErrorKind::not_found) return fail(std::move(unit).error());
  if (!unit) {
    refuse(pointer, "unknown_unit", unit.error().message);
    return std::optional<units::UnitSummary>();
  }
  if (const auto permitted = workflow::permit(reader_, caller_, permission_, workflow::Where::above, *unit);
      !permitted) {
    if (permitted.error().kind != ErrorKind::forbidden) return fail(permitted.error());
    refuse(pointer, "not_below",
           {fmt::format("{}不是你的下级。", unit->name), fmt::format("{} is not below you.", unit->name)});
  } else if (!units::within(unit->path, plan_.division.path)) {
    refuse(pointer, "outside_division", {"不在工作要点的辖区内。", "Lies outside the plan's division."});
  }
  return std::optional<units::UnitSummary>(std::move(*unit));
}

Result<void> TaskRequest::outcome() {
  if (errors_.empty()) return {};
  return fail(invalid_fields(std::move(errors_)));
}

Result<const units::UnitSummary*> TaskedReading::unit(const Id& id) {
  if (const auto known = units_.find(id); known != units_.end()) return &known->second;
  return &units_.emplace(id, TRY(units::by_id(reader_, id))).first->second;
}

Result<const TaskedReading::PlanOfTask*> TaskedReading::plan(const Id& id) {
  if (const auto known = plans_.find(id); known != plans_.end()) return &known->second;
  PlanOfTask found;
  found.year = TRY(reader_.integer("SELECT year FROM plan WHERE id = $1", id)).value_or(0);
  for (auto& task : TRY(reader_.all<TaskRow>(
           "SELECT plan_id, clause, position, code, quote, en FROM plan_task WHERE plan_id = $1", id)))
    found.quotes.emplace(std::move(task.code), std::move(task.quote));
  return &plans_.emplace(id, std::move(found)).first->second;
}

Result<std::int64_t> TaskedReading::year(const Id& plan_id) { return TRY(plan(plan_id))->year; }

Result<std::string> TaskedReading::quote(const Id& plan_id, const std::string& task) {
  const auto& quotes = TRY(plan(plan_id))->quotes;
  const auto found = quotes.find(task);
  return found == quotes.end() ? std::string() : found->second;
}

namespace {

Result<rules::Resolved> term_of(db::Reader& reader, const ModuleContext& context, const Duty& duty) {
  return context.rules.resolve(duty.rule, context.clock.today(), TRY(rules::place_of(reader, duty.unit)));
}

// The office that answers for the unit.
std::string role_at(const units::UnitSummary& unit) {
  switch (unit.level) {
    case units::Level::prefecture:
      return std::string(name_of(access::Role::prefecture_bureau));
    case units::Level::county:
      return std::string(name_of(access::Role::county_bureau));
    case units::Level::township:
      return std::string(name_of(access::Role::township));
    case units::Level::province:
    case units::Level::village:
    case units::Level::group:
    case units::Level::hamlet:
    case units::Level::compound:
    case units::Level::ten_households:
      break;
  }
  return std::string(name_of(access::Role::village_committee));
}

obligations::NewObligation obligation_of(const Duty& duty) {
  return {.unit_id = duty.unit.id,
          .role = role_at(duty.unit),
          .kind = duty.kind,
          .object_kind = duty.object_kind,
          .object_id = duty.object.text(),
          .title_zh = duty.title_zh};
}

}  // namespace

Result<Date> owe(db::Transaction& tx, const ModuleContext& context, const Duty& duty) {
  return TRY(obligations::owe(tx, context, obligation_of(duty), TRY(term_of(tx, context, duty)))).due_on;
}

Result<void> owe_by(db::Transaction& tx, const ModuleContext& context, const Duty& duty, Date due_on) {
  TRY(obligations::owe_by(tx, context, obligation_of(duty), TRY(term_of(tx, context, duty)), due_on));
  return {};
}

Result<void> fulfil(db::Transaction& tx, const ModuleContext& context, const Id& unit_id, std::string_view kind,
                    std::string_view object_kind, const Id& object) {
  const auto open = TRY(obligations::open_for(tx, unit_id, kind, object_kind, object.text()));
  if (open) TRY(obligations::fulfil(tx, context, open->id));
  return {};
}

Result<void> cancel(db::Transaction& tx, const ModuleContext& context, const Id& unit_id, std::string_view kind,
                    std::string_view object_kind, const Id& object, const std::string& why) {
  const auto open = TRY(obligations::open_for(tx, unit_id, kind, object_kind, object.text()));
  if (open) TRY(obligations::cancel(tx, context, open->id, why));
  return {};
}

Result<std::string> subtree_asked(db::Reader& reader, const access::Caller& caller, const net::Request& request,
                                  std::string_view permission) {
  const std::string allowed = TRY(access::allowed_subtree(reader, caller, permission));
  const auto code = request.query_value("at");
  if (code.empty()) return allowed;
  const auto unit = TRY(units::by_code(reader, code));
  if (!units::within(unit.path, allowed)) return fail(access::outside_subtree());
  return unit.path;
}

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

}  // namespace gulou::plan
