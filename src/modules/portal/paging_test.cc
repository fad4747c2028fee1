#include "modules/portal/paging.h"

#include <gtest/gtest.h>

namespace gulou::portal {
namespace {

TEST(Paging, shows_six_at_a_time_and_every_entry_once) {
  for (std::size_t entries = 0; entries < 40; ++entries) {
    const auto all = turn_to("", entries);
    ASSERT_TRUE(all);
    EXPECT_EQ(all->page, 1u);
    std::size_t shown = 0;
    for (std::size_t page = 1; page <= all->of; ++page) {
      const auto turn = turn_to(std::to_string(page), entries);
      ASSERT_TRUE(turn) << page << " of " << entries;
      EXPECT_EQ(turn->first, shown);
      EXPECT_LE(turn->last - turn->first, entries_on_a_page);
      EXPECT_TRUE(turn->last > turn->first || entries == 0);
      shown = turn->last;
    }
    EXPECT_EQ(shown, entries);
    EXPECT_FALSE(turn_to(std::to_string(all->of + 1), entries));
  }
}

TEST(Paging, sixteen_counties_are_three_pages) {
  const auto last = turn_to("3", 16);
  ASSERT_TRUE(last);
  EXPECT_EQ(last->of, 3u);
  EXPECT_EQ(last->first, 12u);
  EXPECT_EQ(last->last, 16u);
}

TEST(Paging, what_is_no_page_is_none) {
  for (const std::string_view asked :
       {"0", "-1", "01", "+1", "1 ", " 1", "1.0", "x", "二", "4", "99999999999999999999"})
    EXPECT_FALSE(turn_to(asked, 18)) << asked;
}

}  // namespace
}  // namespace gulou::portal
