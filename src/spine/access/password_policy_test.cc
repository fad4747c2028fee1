#include "spine/access/password_policy.h"

#include <gtest/gtest.h>

#include <set>

namespace gulou::access {
namespace {

std::string rules(std::string_view password, std::string_view name = "yang.demo") {
  std::string all;
  for (const auto& fault : password_faults("/new", password, name)) {
    EXPECT_EQ(fault.pointer, "/new");
    all += (all.empty() ? "" : " ") + fault.rule;
  }
  return all;
}

TEST(PasswordPolicy, NamesEveryRuleThatIsBroken) {
  EXPECT_EQ(rules("侗寨鼓楼里的牛腿琴声"), "");  // ten characters, whatever their bytes
  EXPECT_EQ(rules("correct horse"), "");
  EXPECT_EQ(rules("short"), "too_short");
  EXPECT_EQ(rules("侗寨鼓楼里的牛腿琴"), "too_short");
  EXPECT_EQ(rules(std::string(199, 'a') + "bcd"), "too_long");
  EXPECT_EQ(rules("password123"), "common");
  EXPECT_EQ(rules("PassWord123"), "common");
  EXPECT_EQ(rules("ｐａｓｓｗｏｒｄ１２３"), "common");
  EXPECT_EQ(rules("aaaaaaaaaaaa"), "common");
  EXPECT_EQ(rules("ababababccab"), "common");
  EXPECT_EQ(rules("aaaa"), "too_short common");
  EXPECT_EQ(rules(""), "too_short common");
}

TEST(PasswordPolicy, TheLoginNameIsNoPassword) {
  EXPECT_EQ(rules("longloginname", "LongLoginName"), "login_name");
  EXPECT_EQ(rules("yang.demo2016!", "yang.demo"), "login_name");
  EXPECT_EQ(rules("2016-yang.demo", "yang.demo"), "login_name");
  EXPECT_EQ(rules("yang.demo sings well", "yang.demo"), "");
}

TEST(PasswordPolicy, OneTimePasswordsAreLongReadableAndDifferent) {
  std::set<std::string> seen;
  for (int i = 0; i < 200; ++i) {
    const auto password = make_one_time_password();
    EXPECT_EQ(password.size(), 19u);
    EXPECT_EQ(password.find_first_not_of("23456789abcdefghjkmnpqrstuvwxyz-"), std::string::npos) << password;
    EXPECT_EQ(rules(password), "");
    seen.insert(password);
  }
  EXPECT_EQ(seen.size(), 200u);
}

}  // namespace
}  // namespace gulou::access
