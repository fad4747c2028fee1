#include "modules/plan/tasked.h"

#include <fmt/format.h>

#include "modules/plan/rows.h"
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
