#include "net/target.h"

#include <gtest/gtest.h>

namespace gulou::net {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

TEST(Target, DecodesOnce) {
  const auto target = read_target("/u/%E6%9D%91/x%2525?q=%E6%9D%91+a&empty=&flag&q=2");
  ASSERT_TRUE(target);
  EXPECT_EQ(target->path, "/u/村/x%25");
  EXPECT_EQ(target->query, (Pairs{{"q", "村 a"}, {"empty", ""}, {"flag", ""}, {"q", "2"}}));
  EXPECT_EQ(read_target("/a+b")->path, "/a+b");
  EXPECT_EQ(read_target("/")->path, "/");
  EXPECT_EQ(read_target("/u/")->path, "/u/");
  EXPECT_EQ(read_target("/?")->query, Pairs{});
  EXPECT_EQ(read_target("/?a=b=c&&")->query, (Pairs{{"a", "b=c"}}));
  EXPECT_EQ(read_target("/...")->path, "/...");
}

TEST(Target, RefusesWhatCanBeReadInTwoWays) {
  for (const auto bad : {"",
                         "*",
                         "u/1",
                         "http://example.org/",
                         "//evil/../x",
                         "/.",
                         "/..",
                         "/a/../b",
                         "/a/./b",
                         "/%2e%2e/x",
                         "/.%2E",
                         "/..%2f",
                         "/a%2Fb",
                         "/a%2fb",
                         "/a\\b",
                         "/a%5cb",
                         "/a%00b",
                         "/a%0ab",
                         "/a%7F",
                         "/%",
                         "/%1",
                         "/%zz",
                         "/%FF",
                         "/%C0%AF",
                         "/%ED%A0%80",
                         "/a b",
                         "/a#b",
                         "/a\tb",
                         "/a\x01",
                         "/\xFF",
                         "/?a=%00",
                         "/?a=%FF",
                         "/?a=%",
                         "/?a=%g1",
                         "/?\xFF=1",
                         "/?a b"})
    EXPECT_FALSE(read_target(bad)) << bad;
}

TEST(Target, ReadsForms) {
  EXPECT_EQ(read_form("a=1+2&b=%0A"), (Pairs{{"a", "1 2"}, {"b", "\n"}}));
  EXPECT_EQ(read_form(""), Pairs{});
  EXPECT_FALSE(read_form("a=%0"));
}

}  // namespace
}  // namespace gulou::net
