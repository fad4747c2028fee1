#include "spine/people/couple.h"

#include <gtest/gtest.h>

#include <vector>

namespace gulou::people {
namespace {

constexpr Partner husband{Kinship::head, Sex::male}, wife{Kinship::spouse, Sex::female};

TEST(Couple, a_head_has_one_spouse_of_the_other_sex) {
  const MarriageRule rule;
  const auto fault = [&](Partner joining, std::vector<Partner> others) { return couple_fault(rule, joining, others); };
  EXPECT_EQ(fault(wife, {husband}), std::nullopt);
  EXPECT_EQ(fault(husband, {wife}), std::nullopt);
  EXPECT_EQ(fault(wife, {husband, wife}), CoupleFault::spouse_taken);
  EXPECT_EQ(fault(husband, {wife, wife}), CoupleFault::spouse_taken);
  EXPECT_EQ(fault({Kinship::spouse, Sex::male}, {husband}), CoupleFault::same_sex);
  EXPECT_EQ(fault({Kinship::head, Sex::female}, {wife}), CoupleFault::same_sex);
  EXPECT_EQ(fault({Kinship::son, Sex::male}, {husband, wife}), std::nullopt);
  for (const auto sex : {Sex::unknown, Sex::not_stated}) {
    EXPECT_EQ(fault({Kinship::spouse, sex}, {{Kinship::head, sex}}), std::nullopt) << "not known is not the same";
  }
}

TEST(Couple, kinship_is_to_the_head_so_that_heads_may_change) {
  // Husband becomes spouse, then wife becomes head.
  EXPECT_EQ(couple_fault({}, {Kinship::spouse, Sex::male}, std::vector<Partner>{wife}), std::nullopt);
  EXPECT_EQ(couple_fault({}, {Kinship::head, Sex::female}, std::vector<Partner>{{Kinship::spouse, Sex::male}}),
            std::nullopt);
}

TEST(Couple, what_the_law_says_is_a_dated_rule) {
  const auto library = rules::Library::built_in();
  ASSERT_TRUE(library);
  for (const auto on : {*Date::of(2016, 7, 1), *Date::of(2026, 11, 30)}) {
    const auto rule = marriage_rule(*library, on);
    ASSERT_TRUE(rule);
    EXPECT_EQ(rule->spouses, 1);
    EXPECT_TRUE(rule->two_sexes);
  }
  EXPECT_FALSE(marriage_rule(*library, *Date::of(1949, 10, 1)));
}

}  // namespace
}  // namespace gulou::people
