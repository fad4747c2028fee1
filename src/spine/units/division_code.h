// 12-digit statistical division codes: 2 province + 2 prefecture + 2 county + 3 township + 3 village.
// Source: 国家统计局《统计用区划代码和城乡划分代码编制规则》, first six digits by GB/T 2260-2007.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "spine/units/model.h"

namespace gulou::units {

bool is_division_code(std::string_view text);
// The level a code stands for by its trailing zeros; nullopt for 000000000000 and for text that is no code.
std::optional<Level> level_of_code(std::string_view code);
// The leading digits that say something at a level: 2, 4, 6, 9 or 12.
std::string_view significant_digits(std::string_view code, Level level);
// A shortened code (2, 4, 6 or 9 digits) filled up with zeros.
std::string full_code(std::string_view shortened);

}  // namespace gulou::units
