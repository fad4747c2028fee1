#include "spine/measures/period.h"

#include <gtest/gtest.h>

namespace gulou::measures {
namespace {

TEST(Period, ReadsYearsQuartersAndMonthsAndWritesThemBack) {
  for (const std::string text : {"2016", "2016-Q1", "2016-Q4", "2016-01", "2016-12", "0001", "9999-12"}) {
    const auto period = Period::parse(text);
    ASSERT_TRUE(period) << text;
    EXPECT_EQ(period->text(), text);
  }
}

TEST(Period, RefusesEverythingElse) {
  for (const std::string text : {"", "16", "0000", "2016-", "2016-Q0", "2016-Q5", "2016-00", "2016-13", "2016-1",
                                 "2016Q3", "2016-q3", "2016-Q33", "+016", "201６", " 2016", "2016-07-01"})
    EXPECT_FALSE(Period::parse(text)) << text;
}

TEST(Period, KnowsItsFirstAndLastDay) {
  const auto days = [](std::string_view text) {
    const auto period = Period::parse(text);
    return period->first_day().text() + " " + period->last_day().text();
  };
  EXPECT_EQ(days("2016"), "2016-01-01 2016-12-31");
  EXPECT_EQ(days("2016-Q1"), "2016-01-01 2016-03-31");
  EXPECT_EQ(days("2016-Q3"), "2016-07-01 2016-09-30");
  EXPECT_EQ(days("2016-02"), "2016-02-01 2016-02-29");
  EXPECT_EQ(days("2015-02"), "2015-02-01 2015-02-28");
}

TEST(Period, LiesInTheLongerOnes) {
  const auto month = *Period::parse("2016-07");
  const auto containing = month.containing();
  ASSERT_EQ(containing.size(), 2u);
  EXPECT_EQ(containing[0].text(), "2016-Q3");
  EXPECT_EQ(containing[1].text(), "2016");
  EXPECT_TRUE(Period::parse("2016-Q3")->contains(month));
  EXPECT_FALSE(Period::parse("2016-Q2")->contains(month));
  EXPECT_FALSE(Period::parse("2015")->contains(month));
  EXPECT_FALSE(month.contains(Period::of_year(2016)));
  EXPECT_TRUE(Period::of_year(2016).containing().empty());
}

}  // namespace
}  // namespace gulou::measures
