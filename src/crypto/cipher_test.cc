// Against published vectors, and against whoever changes a bit.
#include "crypto/cipher.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

#include "crypto/hash.h"

namespace gulou::crypto {
namespace {

std::string from_hex(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); i += 2)
    out += static_cast<char>(std::stoi(std::string(text.substr(i, 2)), nullptr, 16));
  return out;
}

TEST(Cipher, opens_what_the_specification_of_gcm_sealed) {
  // McGrew and Viega, "The Galois/Counter Mode of Operation", test cases 13, 14 and 16.
  const Secret zero(std::string(32, '\0'));
  const std::string zero_nonce(12, '\0');
  EXPECT_EQ(open(zero, zero_nonce + from_hex("530f8afbc74536b9a963b4f1c4cb738b"), ""), "");
  EXPECT_EQ(open(zero, zero_nonce + from_hex("cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919"), ""),
            std::string(16, '\0'));
  const Secret key(from_hex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"));
  const auto sealed = from_hex("cafebabefacedbaddecaf888") +
                      from_hex(
                          "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1"
                          "056828838c5f61e6393ba7a0abcc9f662") +
                      from_hex("76fc6ece0f4e1768cddf8853bb2d551b");
  EXPECT_EQ(open(key, sealed, from_hex("feedfacedeadbeeffeedfacedeadbeefabaddad2")),
            from_hex("d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b"
                     "16aedf5aa0de657ba637b39"));
}

TEST(Cipher, derives_and_hashes_as_the_rfcs_say) {
  EXPECT_EQ(hex(derive(Secret(std::string(22, '\x0b')), from_hex("000102030405060708090a0b0c"),
                       from_hex("f0f1f2f3f4f5f6f7f8f9"), 42)
                    .bytes()),
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");  // RFC 5869, A.1
  EXPECT_EQ(hex(hmac_sha256(Secret(std::string(20, '\x0b')), "Hi There")),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");  // RFC 4231, 4.2
  EXPECT_EQ(base64url("foobar"), "Zm9vYmFy");                                     // RFC 4648, 10
  EXPECT_EQ(base64url("fooba"), "Zm9vYmE");
  EXPECT_EQ(base64url("foob"), "Zm9vYg");
  EXPECT_EQ(base64url("\xfb\xff"), "-_8");
}

TEST(Cipher, whatever_is_sealed_opens_again) {
  std::mt19937 random(20260101);
  for (int round = 0; round < 500; ++round) {
    const Secret key(random_bytes(32));
    const auto plain = random_bytes(random() % 200);
    const auto associated = random_bytes(random() % 40);
    const auto sealed = seal(key, plain, associated);
    EXPECT_EQ(open(key, sealed, associated), plain);
    EXPECT_EQ(from_base64url(base64url(sealed)), sealed);
  }
}

TEST(Cipher, a_single_flipped_bit_opens_nothing) {
  const Secret key(random_bytes(32));
  const auto sealed = seal(key, "522601199001010010", "person/id_number/1");
  for (std::size_t bit = 0; bit < sealed.size() * 8; ++bit) {
    auto flipped = sealed;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << bit % 8));
    EXPECT_FALSE(open(key, flipped, "person/id_number/1")) << bit;
  }
  for (std::size_t length = 0; length < sealed.size(); ++length)
    EXPECT_FALSE(open(key, sealed.substr(0, length), "person/id_number/1")) << length;
  EXPECT_FALSE(open(key, sealed + '\0', "person/id_number/1"));
  EXPECT_FALSE(open(key, sealed, "person/id_number/2"));
  EXPECT_FALSE(open(Secret(random_bytes(32)), sealed, "person/id_number/1"));
  EXPECT_FALSE(open(Secret("short"), sealed, "person/id_number/1"));
  EXPECT_TRUE(open(key, sealed, "person/id_number/1"));
}

TEST(Cipher, no_two_seals_of_one_value_are_alike) {
  const Secret key(random_bytes(32));
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) seen.insert(seal(key, "the same", ""));
  EXPECT_EQ(seen.size(), 1000u);
}

TEST(Cipher, base64url_takes_back_only_what_it_gave) {
  for (const auto* strange : {"Zm9v=", "Zm9vY", "Zm9vYh", "Zm 9v", "Zm9v+", "Zm9v/"})
    EXPECT_FALSE(from_base64url(strange)) << strange;
  EXPECT_EQ(from_base64url(""), "");
}

TEST(Cipher, what_is_wiped_is_gone) {
  std::string text = "522601199001010010";
  const char* const where = text.data();
  const auto size = text.size();
  wipe(text);
  EXPECT_TRUE(text.empty());
  EXPECT_EQ(std::string_view(where, size), std::string(size, '\0'));
}

}  // namespace
}  // namespace gulou::crypto
