#include "crypto/hash.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <set>

namespace gulou::crypto {
namespace {

TEST(Hash, KnownVectors) {  // FIPS 180-4 examples
  EXPECT_EQ(hex(sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(hex(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(hex(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(hex(sha256(std::string(1'000'000, 'a'))),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Hash, FilesAreReadInBlocks) {
  const std::string path = testing::TempDir() + "/gulou_hash_test";
  std::ofstream(path, std::ios::binary) << std::string(1'000'000, 'a');
  const auto hash = sha256_of_file(path);
  ASSERT_TRUE(hash);
  EXPECT_EQ(*hash, sha256(std::string(1'000'000, 'a')));
  std::remove(path.c_str());
  const auto missing = sha256_of_file(path);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, "file_unreadable");
  EXPECT_FALSE(sha256_of_file(testing::TempDir()));  // a folder
}

TEST(Hash, Hex) { EXPECT_EQ(hex(std::string_view("\x00\xff\x1a", 3)), "00ff1a"); }

TEST(Hash, RandomBytesDiffer) {
  std::set<std::vector<std::uint8_t>> seen;
  for (int i = 0; i < 100; ++i) seen.insert(random_bytes(16));
  EXPECT_EQ(seen.size(), 100u);
  EXPECT_TRUE(random_bytes(0).empty());
  EXPECT_EQ(random_bytes(1000).size(), 1000u);
}

TEST(Hash, ConstantTimeEqual) {
  EXPECT_TRUE(constant_time_equal("", ""));
  EXPECT_TRUE(constant_time_equal("abc", "abc"));
  EXPECT_FALSE(constant_time_equal("abc", "abd"));
  EXPECT_FALSE(constant_time_equal("abc", "abcd"));
}

}  // namespace
}  // namespace gulou::crypto
