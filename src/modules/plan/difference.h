// What differs between two plans: shown before a draft is published, and between published versions. Pure.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "base/error.h"
#include "modules/plan/model.h"

namespace gulou::plan {

enum class ChangeKind { added, removed, moved, changed };

constexpr auto describe(Tag<ChangeKind>) {
  return enumeration("PlanChangeKind", "How a part of a plan differs from before", named(ChangeKind::added, "added"),
                     named(ChangeKind::removed, "removed"), named(ChangeKind::moved, "moved"),
                     named(ChangeKind::changed, "changed"));
}

enum class PlanPart { plan, section, clause, task, named, target };

constexpr auto describe(Tag<PlanPart>) {
  return enumeration("PlanPart", "A part of a plan", named(PlanPart::plan, "plan"), named(PlanPart::section, "section"),
                     named(PlanPart::clause, "clause"), named(PlanPart::task, "task"), named(PlanPart::named, "named"),
                     named(PlanPart::target, "target"));
}

struct PlanChange {
  PlanPart part = PlanPart::plan;
  ChangeKind kind = ChangeKind::changed;
  std::string at;       // number or code in the later plan; of what was removed, in the earlier one
  std::string subject;  // the unit that is named, the measure of a target; else ""
  std::string field;    // what was changed; "" for the whole part
  std::string before;   // its words, or for what moved its number
  std::string after;
};

constexpr auto describe(Tag<PlanChange>) {
  return object("PlanChange", "A difference between two plans", field<&PlanChange::part>("part", "Of what"),
                field<&PlanChange::kind>("kind", "How it differs"),
                field<&PlanChange::at>("at", "Its number in the later plan; of what was removed, in the earlier one"),
                field<&PlanChange::subject>("subject", "Unit that is named, measure of a target; else empty"),
                field<&PlanChange::field>("field", "Name of the field that was changed; empty for the whole part"),
                field<&PlanChange::before>("before", "Before; for what moved, its number"),
                field<&PlanChange::after>("after", "After; for what moved, its number"));
}

// In the order of the later plan, what was removed last. Parts are the same if their words are, wherever they stand
// now; else if they stand in the same place. A part that only follows what contains it has not moved.
std::vector<PlanChange> compare(const PlanDocument& before, const PlanDocument& after);

// Reports, presses and comments know their task or clause by its code, so these codes have to stay: field error
// "has_records" for each of `tasks` and `clauses` that is elsewhere or not at all in `after`.
std::vector<FieldError> renumbered(const PlanDocument& before, const PlanDocument& after,
                                   const std::set<std::string>& tasks, const std::set<std::string>& clauses);

}  // namespace gulou::plan
