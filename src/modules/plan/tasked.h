// Internal to plan: what progress reports and presses have in common. Both belong to a task of a plan and to a unit.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "modules/plan/path.h"
#include "modules/plan/store.h"
#include "net/http.h"
#include "spine/access/caller.h"
#include "spine/module.h"
#include "spine/workflow/perform.h"

namespace gulou::plan {

struct FoundTask {
  const Clause* clause = nullptr;
  const Task* task = nullptr;
};
// Nothing if the plan has no such task.
std::optional<FoundTask> find_task(const Plan& plan, std::string_view code);

// Collects what is wrong with a request to units below, before anything is stored.
class TaskRequest {
 public:
  TaskRequest(db::Reader& reader, const access::Caller& caller, const Plan& plan, std::string permission)
      : reader_(reader), caller_(caller), plan_(plan), permission_(std::move(permission)) {}

  // "/task" "unknown_task"; gives the clause.
  const Clause* check_task(std::string_view code);
  // "/due_on" "due_in_the_past".
  void check_due(Date due_on, Date today);
  // "unknown_unit", "not_below" (it has to lie below the caller's unit), "outside_division".
  Result<std::optional<units::UnitSummary>> check_unit(const std::string& code, const std::string& pointer);
  void refuse(std::string pointer, std::string rule, Text message);
  // Fails with everything that was refused.
  Result<void> outcome();

  // The unit that asks; for programs, which have none, the plan's own.
  const Id& by_unit_id() const { return caller_.acting ? caller_.acting->unit.id : plan_.division.id; }

 private:
  db::Reader& reader_;
  const access::Caller& caller_;
  const Plan& plan_;
  const std::string permission_;
  std::vector<FieldError> errors_;
};

// Looks up what many rows share once.
class TaskedReading {
 public:
  explicit TaskedReading(db::Reader& reader) : reader_(reader) {}

  Result<const units::UnitSummary*> unit(const Id& id);
  Result<std::int64_t> year(const Id& plan_id);
  // The task's words; empty if the plan has it no more.
  Result<std::string> quote(const Id& plan_id, const std::string& task);

 private:
  struct PlanOfTask {
    std::int64_t year = 0;
    std::map<std::string, std::string> quotes;  // by task
  };
  Result<const PlanOfTask*> plan(const Id& id);

  db::Reader& reader_;
  std::map<Id, units::UnitSummary> units_;
  std::map<Id, PlanOfTask> plans_;
};

// What a unit owes for an object of the plan. The object's kind and the duty's are machine names, e.g. "plan.report".
struct Duty {
  const units::UnitSummary& unit;
  std::string kind;
  std::string object_kind;
  Id object;
  std::string title_zh;
  std::string rule;  // that gives the term, or the right to set a day
};
// By the rule's term; gives the last day.
Result<Date> owe(db::Transaction& tx, const ModuleContext& context, const Duty& duty);
// By a day that a person set.
Result<void> owe_by(db::Transaction& tx, const ModuleContext& context, const Duty& duty, Date due_on);
// Closes what is open; nothing happens if nothing is.
Result<void> fulfil(db::Transaction& tx, const ModuleContext& context, const Id& unit_id, std::string_view kind,
                    std::string_view object_kind, const Id& object);
Result<void> cancel(db::Transaction& tx, const ModuleContext& context, const Id& unit_id, std::string_view kind,
                    std::string_view object_kind, const Id& object, const std::string& why);

// The path of the part of the tree that is asked about (query parameter "at") and that the caller may see.
Result<std::string> subtree_asked(db::Reader& reader, const access::Caller& caller, const net::Request& request,
                                  std::string_view permission);

bool is_blank(std::string_view text);

}  // namespace gulou::plan
