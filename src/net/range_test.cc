// Parts of an answer.
#include "net/range.h"

#include <gtest/gtest.h>

namespace gulou::net {
namespace {

constexpr std::string_view content = "0123456789";

Response asked(std::vector<std::pair<std::string, std::string>> headers, std::string body = std::string(content)) {
  Request request;
  request.headers = std::move(headers);
  Response whole{.content_type = "audio/mpeg", .headers = {{"ETag", "\"v1\""}}, .body = std::move(body)};
  return in_parts(std::move(whole), request);
}

std::string header(const Response& response, std::string_view name) {
  for (const auto& [key, value] : response.headers)
    if (key == name) return value;
  return "";
}

// "206 2-4/10 234"
std::string part(const std::string& range) {
  const auto response = asked({{"range", range}});
  auto where = header(response, "Content-Range");
  if (where.starts_with("bytes ")) where = where.substr(6);
  return std::to_string(response.status) + " " + where + " " + response.body;
}

TEST(Range, OnePartIsSent) {
  EXPECT_EQ(part("bytes=2-4"), "206 2-4/10 234");
  EXPECT_EQ(part("bytes=0-0"), "206 0-0/10 0");
  EXPECT_EQ(part("bytes=9-9"), "206 9-9/10 9");
  EXPECT_EQ(part("bytes=0-"), "206 0-9/10 0123456789");
  EXPECT_EQ(part("bytes=7-"), "206 7-9/10 789");
  EXPECT_EQ(part("bytes=7-1000"), "206 7-9/10 789");
  EXPECT_EQ(part("bytes=-3"), "206 7-9/10 789");
  EXPECT_EQ(part("bytes=-1000"), "206 0-9/10 0123456789");
}

TEST(Range, BeyondTheEndIsSaidSo) {
  EXPECT_EQ(part("bytes=10-"), "416 */10 ");
  EXPECT_EQ(part("bytes=10-20"), "416 */10 ");
  EXPECT_EQ(part("bytes=-0"), "416 */10 ");
  EXPECT_EQ(asked({{"range", "bytes=0-"}}, "").status, 416);
}

TEST(Range, WhatIsNoRangeGetsTheWhole) {
  for (const auto* range : {"", "bytes=", "bytes=-", "bytes=a-b", "bytes=4-2", "bytes=1-2,4-5", "items=0-1",
                            "bytes 0-1", "bytes=+1-2", "bytes=0x1-2", "bytes=1-99999999999999999999999"})
    EXPECT_EQ(part(range), "200  0123456789") << range;
}

TEST(Range, APartOfAnotherVersionIsNotSent) {
  EXPECT_EQ(asked({{"range", "bytes=2-4"}, {"if-range", "\"v1\""}}).status, 206);
  EXPECT_EQ(asked({{"range", "bytes=2-4"}, {"if-range", "\"v0\""}}).status, 200);
  EXPECT_EQ(asked({{"range", "bytes=2-4"}, {"if-range", "Wed, 21 Oct 2015 07:28:00 GMT"}}).status, 200);
}

TEST(Range, WhoHasItGetsNothing) {
  const auto response = asked({{"if-none-match", "\"v1\""}, {"range", "bytes=2-4"}});
  EXPECT_EQ(response.status, 304);
  EXPECT_EQ(response.body, "");
  EXPECT_EQ(asked({{"if-none-match", "\"v0\""}}).status, 200);
}

TEST(Range, EveryAnswerSaysThatPartsMayBeAskedFor) {
  for (const auto* range : {"", "bytes=2-4", "bytes=99-"})
    EXPECT_EQ(header(asked({{"range", range}}), "Accept-Ranges"), "bytes");
}

}  // namespace
}  // namespace gulou::net
