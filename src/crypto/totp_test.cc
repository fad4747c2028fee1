// SEC-06: the vectors of RFC 4226, RFC 6238 and RFC 4648, and what they leave open.
#include "crypto/totp.h"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "crypto/hash.h"

namespace gulou::crypto {
namespace {

constexpr std::string_view rfc_key = "12345678901234567890";

TEST(SEC06_Totp, CountersGiveTheCodesOfRfc4226) {
  constexpr std::array<std::string_view, 10> codes = {"755224", "287082", "359152", "969429", "338314",
                                                      "254676", "287922", "162583", "399871", "520489"};
  for (std::size_t i = 0; i < codes.size(); ++i) EXPECT_EQ(hotp(rfc_key, i), codes[i]) << i;
}

TEST(SEC06_Totp, InstantsGiveTheCodesOfRfc6238) {
  const std::vector<std::pair<std::int64_t, std::string_view>> vectors = {{59, "94287082"},
                                                                          {1'111'111'109, "07081804"},
                                                                          {1'111'111'111, "14050471"},
                                                                          {1'234'567'890, "89005924"},
                                                                          {2'000'000'000, "69279037"},
                                                                          {20'000'000'000, "65353130"}};
  for (const auto& [seconds, code] : vectors) {
    const auto step = totp_step_at(Instant(seconds * 1000));
    EXPECT_EQ(step, seconds / 30);
    EXPECT_EQ(hotp(rfc_key, static_cast<std::uint64_t>(step), 8), code) << seconds;
    EXPECT_EQ(hotp(rfc_key, static_cast<std::uint64_t>(step)), code.substr(2)) << seconds;
  }
}

TEST(SEC06_Totp, OneStepBeforeAndAfterAreTakenAndNoMore) {
  const Instant now(1'111'111'111'000);
  const auto present = totp_step_at(now);
  for (std::int64_t off = -3; off <= 3; ++off) {
    const auto code = hotp(rfc_key, static_cast<std::uint64_t>(present + off));
    const auto step = totp_step_of(rfc_key, code, now, 0);
    EXPECT_EQ(step.has_value(), off >= -1 && off <= 1) << off;
    EXPECT_EQ(step.value_or(present + off), present + off);
  }
}

TEST(SEC06_Totp, AStepThatIsSpentMatchesNothing) {
  const Instant now(1'111'111'111'000);
  const auto present = totp_step_at(now);
  const auto code = hotp(rfc_key, static_cast<std::uint64_t>(present));
  EXPECT_TRUE(totp_step_of(rfc_key, code, now, present - 1));
  EXPECT_FALSE(totp_step_of(rfc_key, code, now, present));
  EXPECT_FALSE(totp_step_of(rfc_key, code, now, present + 1));
  // The next one still does, also when it comes early.
  EXPECT_TRUE(totp_step_of(rfc_key, hotp(rfc_key, static_cast<std::uint64_t>(present + 1)), now, present));
}

TEST(SEC06_Totp, AClockThatWasAheadLocksNobodyOutOnceItIsRight) {
  const Instant now(1'111'111'111'000);
  const auto present = totp_step_at(now);
  const auto code = hotp(rfc_key, static_cast<std::uint64_t>(present));
  EXPECT_FALSE(is_ahead(present + 1, now)) << "a phone's clock may be a step off";
  EXPECT_TRUE(is_ahead(present + 2, now));
  EXPECT_EQ(totp_step_of(rfc_key, code, now, present + 2880), present);
}

TEST(SEC06_Totp, WhatIsNoCodeMatchesNothing) {
  const Instant now(59'000);
  const auto good = hotp(rfc_key, 1);
  ASSERT_TRUE(totp_step_of(rfc_key, good, now, -1));
  for (const auto& bad :
       {std::string(), good.substr(1), good + "0", " " + good, std::string("abcdef"), good.substr(0, 5) + '\0'})
    EXPECT_FALSE(totp_step_of(rfc_key, bad, now, -1)) << bad;
  EXPECT_FALSE(totp_step_of("another key of 20 by", good, now, -1));
  // At the beginning of time there is no step before.
  EXPECT_TRUE(totp_step_of(rfc_key, hotp(rfc_key, 0), Instant(0), -1));
}

TEST(SEC06_Totp, Base32IsThatOfRfc4648) {
  const std::vector<std::pair<std::string_view, std::string_view>> vectors = {{"", ""},
                                                                              {"f", "MY"},
                                                                              {"fo", "MZXQ"},
                                                                              {"foo", "MZXW6"},
                                                                              {"foob", "MZXW6YQ"},
                                                                              {"fooba", "MZXW6YTB"},
                                                                              {"foobar", "MZXW6YTBOI"}};
  for (const auto& [bytes, text] : vectors) {
    EXPECT_EQ(base32(bytes), text);
    EXPECT_EQ(from_base32(text), bytes);
  }
  EXPECT_EQ(base32(rfc_key), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
  EXPECT_EQ(from_base32("gezd gnbv gy3t qojq gezd gnbv gy3t qojq"), rfc_key);
  EXPECT_EQ(from_base32("MZXW6==="), "foo");
  for (const auto* bad : {"MZXW1", "MZXW0", "MZXW8", "MZ+W", "字"}) EXPECT_FALSE(from_base32(bad)) << bad;
  for (int i = 0; i < 200; ++i) {
    const auto bytes = random_bytes(static_cast<std::size_t>(i % 41));
    EXPECT_EQ(from_base32(base32(bytes)), bytes);
  }
}

TEST(SEC06_Totp, AppsReadItsAddress) {
  EXPECT_EQ(totp_address(rfc_key, "鼓楼", "li.wei@x y"),
            "otpauth://totp/%E9%BC%93%E6%A5%BC:li.wei%40x%20y?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
            "&issuer=%E9%BC%93%E6%A5%BC&algorithm=SHA1&digits=6&period=30");
}

}  // namespace
}  // namespace gulou::crypto
