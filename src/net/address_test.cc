#include "net/address.h"

#include <gtest/gtest.h>

namespace gulou::net {
namespace {

using Headers = std::vector<std::pair<std::string, std::string>>;

TEST(Address, CanonicalForms) {
  EXPECT_EQ(canonical_address("10.0.0.1"), "10.0.0.1");
  EXPECT_EQ(canonical_address("::ffff:10.0.0.1"), "10.0.0.1");
  EXPECT_EQ(canonical_address("2001:DB8:0:0::1"), "2001:db8::1");
  for (const auto* bad : {"", "unknown", "10.0.0", "10.0.0.1:80", "[::1]", "fe80::1%1", "10.0.0.1 "})
    EXPECT_EQ(canonical_address(bad), std::nullopt) << bad;
}

TEST(Address, Loopback) {
  for (const auto* yes : {"127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"}) EXPECT_TRUE(is_loopback(yes)) << yes;
  for (const auto* no : {"", "localhost", "10.0.0.1", "0.0.0.0", "::"}) EXPECT_FALSE(is_loopback(no)) << no;
}

TEST(Origination, AStrangerIsNotBelieved) {
  const auto from =
      origination("8.8.8.8", {{"x-forwarded-for", "1.1.1.1"}, {"x-forwarded-proto", "https"}}, {"10.0.0.1"});
  EXPECT_EQ(from.client, "8.8.8.8");
  EXPECT_FALSE(from.secure);
  EXPECT_EQ(origination("127.0.0.1", {{"x-forwarded-for", "1.1.1.1"}}, {}).client, "127.0.0.1");
}

TEST(Origination, OfATrustedProxyTheRightmostUntrustedAddressCounts) {
  const auto client = [](std::string_view list) {
    return origination("10.0.0.1", {{"x-forwarded-for", std::string(list)}}, {"10.0.0.1", "10.0.0.2"}).client;
  };
  EXPECT_EQ(client("1.1.1.1"), "1.1.1.1");
  EXPECT_EQ(client("6.6.6.6, 1.1.1.1"), "1.1.1.1");  // the client made up the first
  EXPECT_EQ(client("6.6.6.6, 1.1.1.1 ,10.0.0.2"), "1.1.1.1");
  EXPECT_EQ(client("10.0.0.2"), "10.0.0.2");
  EXPECT_EQ(client("1.1.1.1, unknown"), "10.0.0.1");
  EXPECT_EQ(client("1.1.1.1, unknown, 10.0.0.2"), "10.0.0.2");
  EXPECT_EQ(client(""), "10.0.0.1");
  EXPECT_EQ(client("::ffff:1.1.1.1"), "1.1.1.1");
  const Headers lines = {{"x-forwarded-for", "6.6.6.6"}, {"accept", "x"}, {"x-forwarded-for", "1.1.1.1"}};
  EXPECT_EQ(origination("10.0.0.1", lines, {"10.0.0.1"}).client, "1.1.1.1");
  EXPECT_EQ(origination("10.0.0.1", {}, {"10.0.0.1"}).client, "10.0.0.1");
}

TEST(Origination, ATrustedProxySaysWhetherItWasTls) {
  const auto secure = [](std::string_view scheme) {
    return origination("10.0.0.1", {{"x-forwarded-proto", std::string(scheme)}}, {"10.0.0.1"}).secure;
  };
  EXPECT_TRUE(secure("https"));
  EXPECT_TRUE(secure("http, https"));
  EXPECT_FALSE(secure("https, http"));
  EXPECT_FALSE(secure("http"));
  EXPECT_FALSE(secure(""));
}

}  // namespace
}  // namespace gulou::net
