// Names of people: Chinese characters of every plane (GB 18030-2022), the interpunct of Miao, Dong and other names, and
// Latin letters. Pure.
#pragma once

#include <string>
#include <string_view>

#include "spine/people/finding.h"

namespace gulou::people {

inline constexpr std::size_t longest_person_name = 50;  // code points

// The name as it is kept: trimmed, without blanks between Chinese characters, every dot that stands for the interpunct
// (• ・ ‧ ．and others) as · U+00B7. Findings: "name.empty", "name.length", "name.private_use" (characters that only
// one computer knows), "name.characters" (digits, signs, control characters), "name.interpunct" (at an end, or twice).
Checked<std::string> read_person_name(std::string_view typed);

}  // namespace gulou::people
