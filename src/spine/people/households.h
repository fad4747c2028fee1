// Households and ties between people. Each change is one journal entry.
#pragma once

#include "spine/access/caller.h"
#include "spine/module.h"
#include "spine/people/api_model.h"
#include "spine/people/store.h"

namespace gulou::people {

// Who is a near relative by law.
inline constexpr std::string_view near_relatives_rule = "people.relatives.near";

// Is it no number of a household, but one of a person (base/personal_number.h)? Both stand in clear, the one also in
// the journal. Numbers that begin as the village's own code does are looked at behind it.
bool is_personal_number(const units::UnitSummary& village, std::string_view household_number);

// The number is kept as household_number() has it: 7, ７ and 7.0 are one.
//
// Journal: "household.add". Errors: as for people (register.h); invalid_fields "/number", "/address" "personal_number";
// conflict "number_taken" ("/number").

Result<Id> add_household(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller,
                         const NewHousehold& wanted, bool demo = false);
// Journal: "household.change". Errors as above, and conflict "version_changed".
Result<void> change_household(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller,
                              const Id& household, const ChangedHousehold& wanted);

struct HouseholdFilter {
  std::string subtree;
  // By the numbers of the households, 2 before 10: for one village. More than one is read as it comes, for sorting a
  // prefecture for each answer takes too long.
  bool by_number = false;
  std::optional<Id> group = {};
  std::optional<Id> household = {};
  std::optional<Id> after = {};
};
Result<HouseholdList> find_households(db::Reader& reader, const HouseholdFilter& filter);

// Records what two people are to each other. Both must have a record within the caller's unit, and neither have asked
// that the data be kept and not used (refused_by_rule "restricted", "erased"). Journal: "people.tie".
// Errors: invalid_fields "/other" "oneself", "too_old" (a child that is not younger than the parent); conflict
// "tie_known", "married_already", "two_parents" (a person has at most two).
Result<void> add_tie(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller, const Id& record,
                     const NewTie& wanted, bool demo = false);
// Ends a marriage, of two people as above. Journal: "people.untie". Errors: not_found; invalid_fields "/on".
Result<void> end_marriage(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller,
                          const Id& record, const EndedTie& wanted);

// Near relatives of a person: by the ties that are recorded, and by the households they are in. Names and records only
// of those within `subtree`.
Result<RelativeList> relatives_of(db::Reader& reader, const ModuleContext& context, const Id& person,
                                  const std::string& subtree);

}  // namespace gulou::people
