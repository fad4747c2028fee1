#include "spine/workflow/machine.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace gulou::workflow {
namespace {

template <class Named>
const Named* find(const std::vector<Named>& all, std::string_view name) {
  const auto found = std::ranges::find(all, name, &Named::name);
  return found == all.end() ? nullptr : &*found;
}

bool is_said(const Text& text) { return !text.zh.empty() && !text.en.empty(); }

class Check {
 public:
  explicit Check(const Machine& machine) : machine_(machine) {}

  std::vector<std::string> run() {
    if (!is_said(machine_.name)) add("has no name in both languages");
    if (machine_.table.empty()) add("has no table");
    states();
    for (const Action& each : machine_.actions) action(each);
    reachable();
    return std::move(mistakes_);
  }

 private:
  void add(std::string_view what) { mistakes_.push_back(fmt::format("{} {}", machine_.object_kind, what)); }

  void states() {
    std::set<std::string_view> seen;
    for (const State& each : machine_.states) {
      if (!seen.insert(each.name).second) add(fmt::format("declares the state {} twice", each.name));
      if (!is_said(each.label)) add(fmt::format("has no label for the state {}", each.name));
    }
    known(machine_.initial, "starts in");
  }

  void known(std::string_view state, std::string_view where) {
    if (!machine_.state(state)) add(fmt::format("{} the unknown state '{}'", where, state));
  }

  void action(const Action& action) {
    if (!names_.insert(action.name).second) add(fmt::format("declares the action {} twice", action.name));
    if (!is_said(action.label) || !is_said(action.done))
      add(fmt::format("does not say the action {} in both languages", action.name));
    if (action.permission.empty()) add(fmt::format("lets anyone {}", action.name));
    if (action.from.empty()) add(fmt::format("has no state from which one may {}", action.name));
    for (const std::string& each : action.from) known(each, action.name + " leaves");
    if (!action.to.empty()) known(action.to, action.name + " leads to");
    other_person(action);
  }

  void other_person(const Action& action) {
    if (action.other_than.empty() || action.other_than == created_action) return;
    if (!machine_.action(action.other_than))
      add(fmt::format("wants another person for {} than for the unknown action {}", action.name, action.other_than));
    if (action.other_than == action.name) add(fmt::format("wants another person for {} than for itself", action.name));
  }

  void reachable() {
    std::set<std::string> reached{machine_.initial};
    for (std::size_t before = 0; before != reached.size();) {
      before = reached.size();
      for (const Action& each : machine_.actions)
        if (!each.to.empty() &&
            std::ranges::any_of(each.from, [&](const std::string& from) { return reached.contains(from); }))
          reached.insert(each.to);
    }
    for (const State& each : machine_.states)
      if (!reached.contains(each.name)) add(fmt::format("never reaches the state {}", each.name));
  }

  const Machine& machine_;
  std::set<std::string_view> names_;
  std::vector<std::string> mistakes_;
};

}  // namespace

const State* Machine::state(std::string_view wanted) const { return find(states, wanted); }
const Action* Machine::action(std::string_view wanted) const { return find(actions, wanted); }

Text Machine::label_of(std::string_view wanted) const {
  const State* found = state(wanted);
  return found ? found->label : Text{std::string(wanted), std::string(wanted)};
}

std::vector<std::string> mistakes(const Machine& machine) { return Check(machine).run(); }

std::string diagram(const Machine& machine) {
  std::string out = "stateDiagram-v2\n";
  for (const State& each : machine.states) out += fmt::format("  {}: {}\n", each.name, each.label.zh);
  out += fmt::format("  [*] --> {}\n", machine.initial);
  for (const Action& each : machine.actions)
    for (const std::string& from : each.from)
      out += fmt::format("  {} --> {}: {}\n", from, each.to.empty() ? from : each.to, each.label.zh);
  for (const State& each : machine.states) {
    const bool leaves = std::ranges::any_of(machine.actions, [&](const Action& action) {
      return std::ranges::find(action.from, each.name) != action.from.end();
    });
    if (!leaves) out += fmt::format("  {} --> [*]\n", each.name);
  }
  return out;
}

}  // namespace gulou::workflow
