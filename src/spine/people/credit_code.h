// Unified social credit codes of organisations: GB 32100-2015, with the organisation code of GB 11714 inside. Pure.
#pragma once

#include <string>
#include <string_view>

#include "spine/people/finding.h"

namespace gulou::people {

struct CreditCode {
  std::string text;  // 18 characters, upper case
  // Characters 9 to 17 are an organisation code whose own check fits. Some older registrars gave out codes for which it
  // does not: worth a second look, no reason to refuse.
  bool inner_check_fits = true;
};

// Findings, the first that applies: "credit_code.from_spreadsheet", "credit_code.length", "credit_code.characters" (I,
// O, S, V and Z are not used), "credit_code.department" (no known registering department), "credit_code.category" (none
// of its categories), "credit_code.division" (not six digits), "credit_code.check".
Checked<CreditCode> read_credit_code(std::string_view typed);

// The last character that belongs to the first 17, all of the alphabet.
char credit_check_character(std::string_view seventeen);
// The last character of an organisation code (GB 11714) that belongs to its first eight.
char organisation_check_character(std::string_view eight);

}  // namespace gulou::people
