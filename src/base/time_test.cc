#include "base/time.h"

#include <gtest/gtest.h>

namespace gulou {
namespace {

TEST(Date, ReadsOnlyRealDaysInTheExactForm) {
  EXPECT_EQ(Date::parse("2024-02-29")->text(), "2024-02-29");
  for (const auto bad :
       {"2023-02-29", "1900-02-29", "2024-13-01", "2024-00-10", "2024-1-01", "2024-01-01 ", "0000-01-01", ""})
    EXPECT_FALSE(Date::parse(bad)) << bad;
}

TEST(Date, EveryDayOfTwoCenturiesRoundTripsAndFollowsTheOneBefore) {
  Date day = *Date::of(1900, 1, 1);
  while (day < *Date::of(2100, 1, 1)) {
    ASSERT_EQ(Date::parse(day.text()), day);
    ASSERT_EQ(Date::of(day.start()), day);
    ASSERT_EQ(day.days_until(day.plus_days(1)), 1);
    day = day.plus_days(1);
  }
}

TEST(Instant, IsShownInShanghaiTimeAndReadInAny) {
  const auto instant = Instant::parse("2026-11-24T09:36:00Z");
  ASSERT_TRUE(instant);
  EXPECT_EQ(instant->text(), "2026-11-24T17:36:00+08:00");
  EXPECT_EQ(Instant::parse("2026-11-24T17:36:00+08:00"), instant);
  EXPECT_EQ(Instant(instant->ms() + 7).text(), "2026-11-24T17:36:00.007+08:00");
  EXPECT_EQ(Instant::parse("2026-11-24T17:36:00.007+08:00")->ms(), instant->ms() + 7);
  for (const auto bad : {"2026-11-24", "2026-11-24T24:00:00Z", "2026-11-24T09:36:00", "2026-11-24T09:36:00+8:00",
                         "2026-11-24 09:36:00Z"})
    EXPECT_FALSE(Instant::parse(bad)) << bad;
}

TEST(Instant, TheDateChangesAtMidnightInShanghai) {
  EXPECT_EQ(Date::of(*Instant::parse("2026-11-24T15:59:59Z")).text(), "2026-11-24");
  EXPECT_EQ(Date::of(*Instant::parse("2026-11-24T16:00:00Z")).text(), "2026-11-25");
  EXPECT_EQ(Date::of(Instant(-1)).text(), "1970-01-01");
}

}  // namespace
}  // namespace gulou
