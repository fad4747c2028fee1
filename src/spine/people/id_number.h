// Citizens' ID numbers: GB 11643-1999 (ISO 7064 MOD 11-2). Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/describe.h"
#include "base/time.h"
#include "spine/people/finding.h"

namespace gulou::people {

// GB/T 2261.1-2003.
enum class Sex { unknown = 0, male = 1, female = 2, not_stated = 9 };

constexpr auto describe(Tag<Sex>) {
  return enumeration("Sex", "GB/T 2261.1-2003：未知，男，女，未说明", named(Sex::unknown, "unknown"),
                     named(Sex::male, "male"), named(Sex::female, "female"), named(Sex::not_stated, "not_stated"));
}

Text label(Sex sex);

struct IdNumber {
  std::string text;  // 18 characters, upper case
  Date born;
  Sex sex = Sex::unknown;
  // Worth a second look, no reason to refuse: "id_number.odd_sequence" (000 is not given out), "id_number.permit" (81
  // to 83, 9…: of a residence permit), "id_number.address" (520000, 522600: of no county).
  std::vector<Finding> warnings = {};
};

// Reads a number as it was typed, with or without blanks in it. Where it was given out may be long dissolved or another
// province: only the two digits of the province are checked (81 to 83: residence permits; 9…: permanent residence of
// foreigners). `today` decides what a future birth is. Findings, the first that applies: "id_number.from_spreadsheet"
// (5.22601E+17), "id_number.old" (15 digits), "id_number.length", "id_number.characters", "id_number.region",
// "id_number.birth_date", "id_number.birth_year" (before 1880), "id_number.in_future", "id_number.check".
Checked<IdNumber> read_id_number(std::string_view typed, Date today);

// The last character that belongs to 17 digits.
char id_check_character(std::string_view seventeen_digits);

// 522601********0010; the whole of what is not an ID number is hidden.
std::string masked_id_number(std::string_view text);

}  // namespace gulou::people
