// Declared state machines: what an object may be, who may do what with it, and where that leads. The declaration drives
// the routes (perform.h), the buttons of the console, the object's history and its diagram in the docs.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace gulou::workflow {

struct State {
  std::string name;  // as stored and sent, e.g. "submitted"
  Text label;        // 已提交
};

// Where the post of whoever acts must stand, seen from the object's unit. The permission says which roles may act at
// all.
enum class Where {
  own,    // at the unit itself: a county writes its own report
  above,  // above it, not at it: nobody accepts their own report
  own_or_above,
};

struct Action {
  std::string name;  // last part of the route, e.g. "submit"
  Text label;        // on the button: 提交
  Text done;         // in the history: 提交了进展报告
  std::vector<std::string> from;
  std::string to;          // "": stays as it is
  std::string permission;  // "plan.report.submit"
  Where where = Where::own;
  bool asks_reason = false;  // the person must say why, and the reason is kept
  // Four eyes: an earlier action ("create" for the object's making); whoever did it last may not do this one. What
  // counts is the person: two accounts, or two posts, of one person are not two (access/person.h).
  std::string other_than = {};
};

// The name under which the making of an object stands in its history.
inline constexpr std::string_view created_action = "create";

struct Machine {
  std::string object_kind;  // "plan.report"; with an action's name it is the journal's action
  Text name;                // 进展报告
  std::string table;        // its rows have the columns id, state, version and unit_id
  std::string initial;
  std::vector<State> states;
  std::vector<Action> actions;

  const State* state(std::string_view name) const;    // null if there is none
  const Action* action(std::string_view name) const;  // null if there is none
  // The label of a stored state; the name itself if it is unknown.
  Text label_of(std::string_view state) const;
};

// Everything that is wrong with a declaration, in English; empty if it may start: names used twice, unknown states,
// states that no action reaches, missing labels or permissions.
std::vector<std::string> mistakes(const Machine& machine);

// The machine as a Mermaid state diagram, in Chinese.
std::string diagram(const Machine& machine);

}  // namespace gulou::workflow
