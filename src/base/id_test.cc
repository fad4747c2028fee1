#include "base/id.h"

#include <gtest/gtest.h>

#include <set>

namespace gulou {
namespace {

TEST(Id, IsAUuidOfVersion7ThatSortsByTime) {
  const Id earlier = Id::make(1'700'000'000'000);
  const Id later = Id::make(1'700'000'000'001);
  EXPECT_LT(earlier.text(), later.text());
  EXPECT_EQ(earlier.text()[14], '7');
  EXPECT_NE(std::string("89ab").find(earlier.text()[19]), std::string::npos);
  EXPECT_EQ(earlier.text().substr(0, 13), "018bcfe5-6800");
}

TEST(Id, RoundTripsAndRefusesOtherForms) {
  const Id id = Id::make(1);
  EXPECT_EQ(Id::parse(id.text()), id);
  EXPECT_TRUE(Id().is_nil());
  for (const auto bad : {"", "01890a5d-ac96-774b-bcce-b302099a805", "01890a5d-ac96-774b-bcce-b302099a805g",
                         "01890a5dac96-774b-bcce-b302099a80577-", "{1890a5d-ac96-774b-bcce-b302099a8057"})
    EXPECT_FALSE(Id::parse(bad)) << bad;
}

TEST(Id, ManyMadeInOneMillisecondDiffer) {
  std::set<Id> seen;
  for (int i = 0; i < 10'000; ++i) seen.insert(Id::make(5));
  EXPECT_EQ(seen.size(), 10'000u);
}

}  // namespace
}  // namespace gulou
