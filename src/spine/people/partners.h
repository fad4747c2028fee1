// Internal to people: heads and spouses as the register has them, for the law of marriage (couple.h).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "db/database.h"
#include "spine/people/couple.h"
#include "spine/people/model.h"

namespace gulou::people {

// Who is head or spouse in a household now.
struct HouseholdPartner {
  Id household_id;
  Id record_id;
  Kinship kinship = Kinship::spouse;
  Sex sex = Sex::unknown;
  bool divorced = false;  // was married to the head of the household once, and is not
};

constexpr auto describe(Tag<HouseholdPartner>) {
  return object("HouseholdPartner", "Head or spouse in a household",
                field<&HouseholdPartner::household_id>("household_id", "Household"),
                field<&HouseholdPartner::record_id>("record_id", "Record"),
                field<&HouseholdPartner::kinship>("kinship", "Which of the two"),
                field<&HouseholdPartner::sex>("sex", "Sex"),
                field<&HouseholdPartner::divorced>("divorced", "Married to the head once, and not now"));
}

// Of one village, or of all: household by household, each with its head first.
Result<std::vector<HouseholdPartner>> household_partners(db::Reader& reader, const Id* village);

// The household would have more spouses of its head than the law knows, or head and spouse of one sex (couple.h). Who
// died or left does not count, nor who is divorced from the head. `person`: who is head or spouse, if known already;
// `except`: the record that is being changed.
Result<std::optional<FieldError>> refusal_of_couple(db::Reader& reader, const MarriageRule& rule,
                                                    const std::optional<Id>& household,
                                                    const std::optional<Kinship>& kinship, Sex sex, const Id* person,
                                                    const std::string& at, const Id* except);
}  // namespace gulou::people
