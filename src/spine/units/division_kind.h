// What kind of place a division code stands for, by the ranges its digits lie in. Pure.
//
// Sources: digits 3 to 6 by GB/T 2260-2007, digits 7 to 9 by GB/T 10114-2003, digits 10 to 12 and the classes of town
// and country by 国家统计局《统计用区划代码和城乡划分代码编制规则》（国统字〔2009〕91号）. The text of the standards
// was read in copies, not in the originals; the release of 2023 (665,000 places) has no code outside these ranges.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "spine/units/model.h"

namespace gulou::units {

enum class DivisionKind {
  province,
  city,                  // 地级市: 01–20, 51–70
  prefecture,            // 地区、自治州、盟: 21–50
  counties_of_province,  // 省直辖县级行政区划: 90, no place of its own
  district,              // 市辖区、地区辖县级市: 01–20
  county,                // 县、自治县、旗: 21–80
  city_of_province,      // 省直辖县级市: 81–99
  subdistrict,           // 街道: 001–099
  town,                  // 镇: 100–199
  township,              // 乡、民族乡: 200–399
  like_township,         // 类似乡级单位（农场、开发区）: 400–599
  residents,             // 居民委员会: 001–199
  villagers,             // 村民委员会: 200–399
  like_residents,        // 类似居民委员会: 400–499
  like_villagers         // 类似村民委员会: 500–599
};

// nullopt: no code of this level, or digits outside every range. Only province to village have codes.
std::optional<DivisionKind> kind_of_code(std::string_view code, Level level);

// "乡" and "township": for messages and lists.
Text words_of(DivisionKind kind);

// What is wrong with a code of this level, or only odd about it.
struct CodeFinding {
  std::string rule;
  Text message;
  bool refused = false;  // otherwise worth a second look: real lists hold such places
};

// Refused: "format:division_code", "level_of_code" (the trailing zeros say another level), "division_kind" (outside
// every range). Worth a second look: "name_and_kind" (the name says a village, the code a residents' committee, and so
// on: often a village that became a community and kept its code). At most one finding.
std::optional<CodeFinding> check_division(std::string_view code, std::string_view name, Level level);

// 城乡分类代码, the last three of the 17 digits: seven classes; the first digit says town (1) or country (2).
enum class Settlement { town, country };
// nullopt for what is none of the seven.
std::optional<Settlement> settlement_of_class(std::string_view urban_rural_class);

}  // namespace gulou::units
