// Head and spouse of a household, by the law of marriage: one husband and one wife. Pure; how many and of which sexes
// the rules people.marriage.spouses and people.marriage.two_sexes say (Civil Code Art. 1041, 1042, 1046).
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/error.h"
#include "base/result.h"
#include "base/time.h"
#include "spine/people/model.h"
#include "spine/rules/library.h"

namespace gulou::people {

inline constexpr std::string_view spouses_rule = "people.marriage.spouses";
inline constexpr std::string_view two_sexes_rule = "people.marriage.two_sexes";

struct MarriageRule {
  std::int64_t spouses = 1;
  bool two_sexes = true;
};

// As it holds on a day in the country. Errors: those of rules::Library::resolve.
Result<MarriageRule> marriage_rule(const rules::Library& library, Date on);

// Who is head or spouse in a household now: living there in the register, not dead, not left, and not divorced from the
// head (the caller leaves these out).
struct Partner {
  Kinship kinship = Kinship::spouse;
  Sex sex = Sex::unknown;
};

enum class CoupleFault { spouse_taken, same_sex };

// What is wrong when somebody joins `others` as head or spouse. Kinship is to the head, so a household that has none at
// the moment has no spouses either: its head may change from one to the other. A sex that is not known differs from
// none. Of any other kinship: nothing.
std::optional<CoupleFault> couple_fault(const MarriageRule& rule, const Partner& joining,
                                        std::span<const Partner> others);

// Rules "spouse_taken" ("/kinship") and "spouse_same_sex" ("/kinship").
FieldError said_of(CoupleFault fault, const std::string& at);

}  // namespace gulou::people
