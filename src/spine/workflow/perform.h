// Doing an action of a declared machine: one order of checks for all, and everything in the caller's transaction.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/time.h"
#include "db/database.h"
#include "spine/access/caller.h"
#include "spine/units/model.h"
#include "spine/workflow/machine.h"

namespace gulou::workflow {

// What every object of a machine has: the columns of these names in its table.
struct Subject {
  Id id;
  std::string state;
  std::int64_t version = 0;  // rises with every action
  Id unit_id;
};

constexpr auto describe(Tag<Subject>) {
  return object("WorkflowSubject", "What every object of a machine has", field<&Subject::id>("id", "Id"),
                field<&Subject::state>("state", "State"),
                field<&Subject::version>("version", "Rises with every action"),
                field<&Subject::unit_id>("unit_id", "The unit it belongs to"));
}

struct Call {
  std::string_view action;
  Id id;
  std::int64_t version = 0;  // that the person saw
  std::string reason = {};
};

// Changes what is the module's own in the object's row, and gives what the journal should know of it (an object, or
// nothing). Guards stand first in it. State and version are not its business.
using Change = std::function<Result<json::Value>(db::Transaction&, const Subject&)>;

// In this order: the object is there (not_found); the caller may do this there (forbidden "not_permitted",
// "outside_subtree", "own_wanted", "above_wanted") and is another person than the action wants (forbidden
// "other_person_wanted"); nobody else was faster (conflict "version_changed"); it is in a
// state for it (conflict "wrong_state"); a reason is given if one is asked (field "/reason"); the change. Then state,
// version, step and journal. Gives the object as it is now.
Result<Subject> perform(db::Transaction& tx, const Clock& clock, const access::Caller& caller, const Machine& machine,
                        const Call& call, const Change& change);

// Enters a new object, whose row is stored already, in its history and the journal, as "<kind>.create".
Result<void> created(db::Transaction& tx, const Clock& clock, const access::Caller& caller, const Machine& machine,
                     const Subject& subject, json::Value detail = {});

// May the caller do this to an object of that unit, its state aside?
Result<void> permit(db::Reader& reader, const access::Caller& caller, std::string_view permission, Where where,
                    const units::UnitSummary& unit);

// A button.
struct OfferedAction {
  std::string name;
  std::string label_zh;
  std::string label_en;
  bool asks_reason = false;
  std::optional<std::string> other_than = {};
  std::optional<std::string> refused_zh = {};
  std::optional<std::string> refused_en = {};
};

constexpr auto describe(Tag<OfferedAction>) {
  return object(
      "OfferedAction", "What the caller may do now", field<&OfferedAction::name>("name", "Last part of the route"),
      field<&OfferedAction::label_zh>("label_zh", "Label in Chinese"),
      field<&OfferedAction::label_en>("label_en", "Label in English"),
      field<&OfferedAction::asks_reason>("asks_reason", "A reason has to be given"),
      field<&OfferedAction::other_than>("other_than", "Another person must do it than who did this action before"),
      field<&OfferedAction::refused_zh>("refused_zh", "Why the caller cannot be that person, in Chinese"),
      field<&OfferedAction::refused_en>("refused_en", "The same in English"));
}

// What the caller may do to an object in that state, in the order of the declaration.
std::vector<OfferedAction> offered(const access::Caller& caller, const Machine& machine, std::string_view state,
                                   const units::UnitSummary& unit);

// Says with each of them that wants another person whether the caller is the one who may not.
Result<void> mark_own_steps(db::Reader& reader, const access::Caller& caller, const Machine& machine, const Id& object,
                            std::vector<OfferedAction>& actions);

struct HistoryLine {
  Instant at;
  std::string post;
  std::string done_zh;
  std::string done_en;
  std::string state;
  std::string reason;
  std::int64_t entry = 0;
};

constexpr auto describe(Tag<HistoryLine>) {
  return object("HistoryLine", "What was done to an object", field<&HistoryLine::at>("at", "When"),
                field<&HistoryLine::post>("post", "In which post"),
                field<&HistoryLine::done_zh>("done_zh", "What, in Chinese"),
                field<&HistoryLine::done_en>("done_en", "What, in English"),
                field<&HistoryLine::state>("state", "State afterwards"), field<&HistoryLine::reason>("reason", "Why"),
                field<&HistoryLine::entry>("entry", "Number in the journal"));
}

// How often an action was done to an object.
Result<std::int64_t> times_done(db::Reader& reader, const Id& object, std::string_view action);

// Oldest first.
Result<std::vector<HistoryLine>> history(db::Reader& reader, const Machine& machine, const Id& object);

}  // namespace gulou::workflow
