#include "spine/units/division_kind.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <span>

#include "spine/units/division_code.h"

namespace gulou::units {
namespace {

struct Range {
  int first;
  int last;
  DivisionKind kind;
};

constexpr std::array prefectures = {Range{1, 20, DivisionKind::city}, Range{21, 50, DivisionKind::prefecture},
                                    Range{51, 70, DivisionKind::city},
                                    Range{90, 90, DivisionKind::counties_of_province}};
// Many copies say 01–18; the districts 120119 蓟州区 and 500120 璧山区 are real.
constexpr std::array counties = {Range{1, 20, DivisionKind::district}, Range{21, 80, DivisionKind::county},
                                 Range{81, 99, DivisionKind::city_of_province}};
constexpr std::array townships = {Range{1, 99, DivisionKind::subdistrict}, Range{100, 199, DivisionKind::town},
                                  Range{200, 399, DivisionKind::township},
                                  Range{400, 599, DivisionKind::like_township}};
constexpr std::array villages = {Range{1, 199, DivisionKind::residents}, Range{200, 399, DivisionKind::villagers},
                                 Range{400, 499, DivisionKind::like_residents},
                                 Range{500, 599, DivisionKind::like_villagers}};

std::optional<DivisionKind> kind_in(std::span<const Range> ranges, std::string_view digits) {
  int number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  for (const auto& each : ranges)
    if (number >= each.first && number <= each.last) return each.kind;
  return std::nullopt;
}

struct NameEnding {
  std::string_view ending;
  DivisionKind kind;
};

// Endings that leave no doubt, the longer before those they end with. "社区" alone is left out: villagers' committees
// call themselves so too (农村社区).
constexpr std::array township_endings = {NameEnding{"街道", DivisionKind::subdistrict},
                                         NameEnding{"镇", DivisionKind::town},
                                         NameEnding{"乡", DivisionKind::township}};
constexpr std::array village_endings = {
    NameEnding{"居民委员会", DivisionKind::residents}, NameEnding{"居委会", DivisionKind::residents},
    NameEnding{"村民委员会", DivisionKind::villagers}, NameEnding{"村委会", DivisionKind::villagers},
    NameEnding{"村", DivisionKind::villagers}};

std::optional<DivisionKind> kind_of_name(std::string_view name, Level level) {
  const auto find = [&](std::span<const NameEnding> endings) -> std::optional<DivisionKind> {
    for (const auto& each : endings)
      if (name.ends_with(each.ending)) return each.kind;
    return std::nullopt;
  };
  if (level == Level::township) return find(township_endings);
  if (level == Level::village) return find(village_endings);
  return std::nullopt;
}

// A farm may call itself a town, and what is like a village bears a village's name.
bool goes_with(DivisionKind code, DivisionKind name) {
  if (code == DivisionKind::like_township) return true;
  if (code == DivisionKind::like_residents) return name == DivisionKind::residents;
  if (code == DivisionKind::like_villagers) return name == DivisionKind::villagers;
  return code == name;
}

CodeFinding refusal(std::string rule, std::string zh, std::string en) {
  return {.rule = std::move(rule), .message = {std::move(zh), std::move(en)}, .refused = true};
}

}  // namespace

std::optional<DivisionKind> kind_of_code(std::string_view code, Level level) {
  if (level_of_code(code) != level) return std::nullopt;
  switch (level) {
    case Level::province:
      return DivisionKind::province;
    case Level::prefecture:
      return kind_in(prefectures, code.substr(2, 2));
    case Level::county:
      return kind_in(counties, code.substr(4, 2));
    case Level::township:
      return kind_in(townships, code.substr(6, 3));
    case Level::village:
      return kind_in(villages, code.substr(9, 3));
    case Level::group:
    case Level::hamlet:
    case Level::compound:
    case Level::ten_households:
      break;
  }
  return std::nullopt;
}

Text words_of(DivisionKind kind) {
  switch (kind) {
    case DivisionKind::province:
      return {"省级", "province"};
    case DivisionKind::city:
      return {"地级市", "city"};
    case DivisionKind::prefecture:
      return {"地区、自治州", "prefecture"};
    case DivisionKind::counties_of_province:
      return {"省直辖县级行政区划", "counties of the province"};
    case DivisionKind::district:
      return {"市辖区、县级市", "district or county-level city"};
    case DivisionKind::county:
      return {"县", "county"};
    case DivisionKind::city_of_province:
      return {"省直辖县级市", "county-level city of the province"};
    case DivisionKind::subdistrict:
      return {"街道", "subdistrict"};
    case DivisionKind::town:
      return {"镇", "town"};
    case DivisionKind::township:
      return {"乡", "township"};
    case DivisionKind::like_township:
      return {"类似乡级单位", "like a township"};
    case DivisionKind::residents:
      return {"居民委员会", "residents' committee"};
    case DivisionKind::villagers:
      return {"村民委员会", "villagers' committee"};
    case DivisionKind::like_residents:
      return {"类似居民委员会", "like a residents' committee"};
    case DivisionKind::like_villagers:
      return {"类似村民委员会", "like a villagers' committee"};
  }
  return {};
}

std::optional<CodeFinding> check_division(std::string_view code, std::string_view name, Level level) {
  if (!is_division_code(code))
    return refusal("format:division_code", fmt::format("区划代码“{}”不是 12 位数字。", code),
                   fmt::format("The code \"{}\" is not 12 digits.", code));
  if (level_of_code(code) != level)
    return refusal("level_of_code",
                   fmt::format("区划代码 {} 末尾的 0 与这一级不符，“{}”放错了级别或代码有误。", code, name),
                   fmt::format("The zeros at the end of {} say another level.", code));
  const auto kind = kind_of_code(code, level);
  if (!kind)
    return refusal(
        "division_kind",
        fmt::format("区划代码 {} 不在国家标准的任何一段之内（地级 01–70、90，乡级 001–599，村级 001–599）。", code),
        fmt::format("The code {} lies outside every range of the standards.", code));
  const auto named = kind_of_name(name, level);
  if (!named || goes_with(*kind, *named)) return std::nullopt;
  const auto says = words_of(*kind);
  const auto sounds = words_of(*named);
  return CodeFinding{.rule = "name_and_kind",
                     .message = {fmt::format("“{}”像是{}，代码 {} 却在{}一段。", name, sounds.zh, code, says.zh),
                                 fmt::format("The name says {}, the code {} says {}.", sounds.en, code, says.en)}};
}

std::optional<Settlement> settlement_of_class(std::string_view urban_rural_class) {
  // 主城区, 城乡结合区, 镇中心区, 镇乡结合区, 特殊区域; 乡中心区, 村庄
  for (const std::string_view town : {"111", "112", "121", "122", "123"})
    if (urban_rural_class == town) return Settlement::town;
  for (const std::string_view country : {"210", "220"})
    if (urban_rural_class == country) return Settlement::country;
  return std::nullopt;
}

}  // namespace gulou::units
