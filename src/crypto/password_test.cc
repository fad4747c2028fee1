#include "crypto/password.h"

#include <gtest/gtest.h>

namespace gulou::crypto {
namespace {

TEST(Password, HashesVerifyAndCarryTheirParameters) {
  const auto hash = hash_password("金银花 honeysuckle");
  ASSERT_TRUE(hash);
  EXPECT_TRUE(hash->starts_with("$argon2id$v=19$m=19456,t=2,p=1$")) << *hash;
  EXPECT_TRUE(verify_password(*hash, "金银花 honeysuckle"));
  EXPECT_FALSE(verify_password(*hash, "金银花 honeysuckl"));
  EXPECT_FALSE(verify_password(*hash, ""));
  EXPECT_FALSE(is_outdated(*hash));
}

TEST(Password, EqualPasswordsHaveDifferentHashes) {
  EXPECT_NE(hash_password("the same").value(), hash_password("the same").value());
}

TEST(Password, MalformedHashesVerifyNothing) {
  for (const auto* bad : {"", "plain", "$argon2id$", "$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$"})
    EXPECT_FALSE(verify_password(bad, "plain")) << bad;
}

TEST(Password, AHashOfLowerCostVerifiesAndIsOutdated) {
  // argon2 -id -t 1 -k 1024 -p 1
  const std::string old =
      "$argon2id$v=19$m=1024,t=1,p=1$MDEyMzQ1Njc4OWFiY2RlZg$+I4zegghzHqIATCkLgEawjqFPxE0oTkkxdr8ARw+mnY";
  EXPECT_TRUE(verify_password(old, "password of old"));
  EXPECT_TRUE(is_outdated(old));
}

TEST(Password, NobodysHashIsLikeAnyOther) {
  EXPECT_FALSE(is_outdated(hash_of_nobody()));
  EXPECT_FALSE(verify_password(hash_of_nobody(), ""));
}

}  // namespace
}  // namespace gulou::crypto
