// Every range of every level, the samples of the standards' notes, and the file that ships.
#include "spine/units/division_kind.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>
#include <map>
#include <random>

#include "spine/units/division_code.h"
#include "spine/units/division_source.h"

namespace gulou::units {
namespace {

using Kind = std::optional<DivisionKind>;

std::string rule_of(std::string_view code, std::string_view name, Level level) {
  const auto found = check_division(code, name, level);
  return found ? found->rule : "";
}

TEST(DivisionKind, AllHundredOfTheSecondPairSayWhatGB2260Says) {
  for (int n = 1; n < 100; ++n) {
    Kind expected;
    if (n <= 20 || (n > 50 && n <= 70)) expected = DivisionKind::city;
    if (n > 20 && n <= 50) expected = DivisionKind::prefecture;
    if (n == 90) expected = DivisionKind::counties_of_province;
    EXPECT_EQ(kind_of_code(fmt::format("52{:02}00000000", n), Level::prefecture), expected) << n;
  }
}

TEST(DivisionKind, AllHundredOfTheThirdPairSayWhatGB2260Says) {
  for (int n = 1; n < 100; ++n) {
    const auto expected = n <= 20   ? DivisionKind::district
                          : n <= 80 ? DivisionKind::county
                                    : DivisionKind::city_of_province;
    EXPECT_EQ(kind_of_code(fmt::format("5226{:02}000000", n), Level::county), expected) << n;
  }
}

TEST(DivisionKind, AllThousandOfTheTownshipSayWhatGB10114Says) {
  constexpr std::array<Kind, 10> by_hundred = {DivisionKind::subdistrict,
                                               DivisionKind::town,
                                               DivisionKind::township,
                                               DivisionKind::township,
                                               DivisionKind::like_township,
                                               DivisionKind::like_township,
                                               std::nullopt,
                                               std::nullopt,
                                               std::nullopt,
                                               std::nullopt};
  for (unsigned n = 1; n < 1000; ++n)
    EXPECT_EQ(kind_of_code(fmt::format("522601{:03}000", n), Level::township), by_hundred.at(n / 100U)) << n;
}

TEST(DivisionKind, AllThousandOfTheVillageSayWhatTheStatisticsBureauSays) {
  constexpr std::array<Kind, 10> by_hundred = {DivisionKind::residents,
                                               DivisionKind::residents,
                                               DivisionKind::villagers,
                                               DivisionKind::villagers,
                                               DivisionKind::like_residents,
                                               DivisionKind::like_villagers,
                                               std::nullopt,
                                               std::nullopt,
                                               std::nullopt,
                                               std::nullopt};
  for (unsigned n = 1; n < 1000; ++n)
    EXPECT_EQ(kind_of_code(fmt::format("522601001{:03}", n), Level::village), by_hundred.at(n / 100U)) << n;
}

TEST(DivisionKind, ACodeOfAnotherLevelHasNoKind) {
  EXPECT_EQ(kind_of_code("522601001000", Level::village), std::nullopt);
  EXPECT_EQ(kind_of_code("522601001001", Level::township), std::nullopt);
  EXPECT_EQ(kind_of_code("52260100100", Level::township), std::nullopt);
  EXPECT_EQ(kind_of_code("522601001001", Level::group), std::nullopt);
}

// Two villages of 梅河口市 with their classes, as the bureau lists them.
TEST(DivisionKind, TheSamplesAreGood) {
  EXPECT_EQ(kind_of_code("220581102001", Level::village), DivisionKind::residents);
  EXPECT_EQ(kind_of_code("220581102200", Level::village), DivisionKind::villagers);
  EXPECT_EQ(settlement_of_class("121"), Settlement::town);
  EXPECT_EQ(settlement_of_class("122"), Settlement::town);
  EXPECT_EQ(settlement_of_class("220"), Settlement::country);
}

TEST(DivisionKind, OnlySevenOfAThousandClassesAreTrue) {
  std::string good;
  for (int n = 0; n < 1000; ++n)
    if (const auto text = fmt::format("{:03}", n); settlement_of_class(text)) good += text + " ";
  EXPECT_EQ(good, "111 112 121 122 123 210 220 ");
  for (const auto* text : {"", "11", "1110", "１１１", "22 "}) EXPECT_FALSE(settlement_of_class(text)) << text;
}

TEST(DivisionKind, WhatTheNameSaysAndTheCodeDoesNotIsWorthASecondLook) {
  EXPECT_EQ(rule_of("522601001001", "清江社区居民委员会", Level::village), "");
  EXPECT_EQ(rule_of("522601001201", "清江社区居民委员会", Level::village), "name_and_kind");
  EXPECT_EQ(rule_of("522601001001", "清江村民委员会", Level::village), "name_and_kind") << "村改居";
  EXPECT_EQ(rule_of("522601001001", "清江社区村委会", Level::village), "name_and_kind");
  EXPECT_EQ(rule_of("522632210500", "摆拉村委会", Level::village), "") << "like a village";
  EXPECT_EQ(rule_of("522632210400", "摆拉村委会", Level::village), "name_and_kind");
  EXPECT_EQ(rule_of("522601001201", "乌宗布拉克农村社区", Level::village), "");
  EXPECT_EQ(rule_of("522601001000", "城西街道", Level::township), "");
  EXPECT_EQ(rule_of("522601101000", "城西街道", Level::township), "name_and_kind");
  EXPECT_EQ(rule_of("522601201000", "舟溪镇", Level::township), "name_and_kind");
  EXPECT_EQ(rule_of("522601101000", "舟溪乡", Level::township), "name_and_kind");
  EXPECT_EQ(rule_of("522601401000", "凯里开发区街道", Level::township), "");
  const auto odd = check_division("522601101000", "城西街道", Level::township);
  ASSERT_TRUE(odd);
  EXPECT_FALSE(odd->refused);
  EXPECT_EQ(odd->message.zh, "“城西街道”像是街道，代码 522601101000 却在镇一段。");
}

TEST(DivisionKind, WhatCannotBeIsRefused) {
  EXPECT_EQ(rule_of("5226", "黔东南州", Level::prefecture), "format:division_code");
  EXPECT_EQ(rule_of("52260100100x", "村", Level::village), "format:division_code");
  EXPECT_EQ(rule_of("522601001000", "清江村", Level::village), "level_of_code");
  EXPECT_EQ(rule_of("522601001201", "城西街道", Level::township), "level_of_code");
  EXPECT_EQ(rule_of("522601001600", "清江村", Level::village), "division_kind");
  EXPECT_EQ(rule_of("522601600000", "城西街道", Level::township), "division_kind");
  EXPECT_EQ(rule_of("527100000000", "某州", Level::prefecture), "division_kind");
  EXPECT_TRUE(check_division("522601001600", "清江村", Level::village)->refused);
}

// Any twelve digits have one level; there they are refused if and only if they have no kind. What stands above a place
// has no say in its kind.
TEST(DivisionKind, HoldsForAnyCode) {
  const auto seed = std::random_device{}();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  const auto digit = [&] { return static_cast<char>('0' + random() % 10); };
  for (int i = 0; i < 10'000; ++i) {
    std::string code(12, '0');
    const std::size_t said = std::array<std::size_t, 5>{2, 4, 6, 9, 12}.at(random() % 5);
    for (std::size_t at = 0; at < said; ++at) code[at] = digit();
    const auto level = level_of_code(code);
    if (!level) continue;
    const auto found = check_division(code, "", *level);
    EXPECT_EQ(found.has_value(), !kind_of_code(code, *level)) << code;
    auto elsewhere = code;
    const auto above = *level == Level::province ? 0 : *level == Level::village ? 9 : *level == Level::township ? 6 : 2;
    for (int at = 0; at < above; ++at) elsewhere[static_cast<std::size_t>(at)] = digit();
    if (level_of_code(elsewhere) == level && *level >= Level::township) {
      EXPECT_EQ(kind_of_code(elsewhere, *level), kind_of_code(code, *level)) << code << " " << elsewhere;
    }
    for (const auto other : {Level::province, Level::prefecture, Level::county, Level::township, Level::village})
      if (other != *level) {
        EXPECT_EQ(rule_of(code, "", other), "level_of_code") << code;
      }
  }
}

TEST(DivisionKind, TheShippedFileHasNothingOdd) {
  const auto source = read_divisions(GULOU_SOURCE_DIR "/data/divisions-qiandongnan.csv");
  ASSERT_TRUE(source);
  std::map<DivisionKind, int> counts;
  for (const auto& each : source->divisions) {
    EXPECT_FALSE(check_division(each.code, each.name, each.level)) << each.code << each.name;
    ++counts[kind_of_code(each.code, each.level).value_or(DivisionKind::province)];
  }
  EXPECT_TRUE(source->notes.empty());
  EXPECT_EQ(counts, (std::map<DivisionKind, int>{{DivisionKind::province, 1},
                                                 {DivisionKind::prefecture, 1},
                                                 {DivisionKind::district, 1},
                                                 {DivisionKind::county, 15},
                                                 {DivisionKind::subdistrict, 28},
                                                 {DivisionKind::town, 129},
                                                 {DivisionKind::township, 60},
                                                 {DivisionKind::residents, 282},
                                                 {DivisionKind::villagers, 2154},
                                                 {DivisionKind::like_villagers, 2}}));
}

}  // namespace
}  // namespace gulou::units
