// SEC-02: forty passwords under each preset, and what `mlps3` adds over time; on both databases.
#include <array>
#include <chrono>

#include "spine/access/passwords.h"
#include "spine/access/test_factor.h"

namespace gulou::access {
namespace {

using namespace std::chrono_literals;
using enum Role;

struct Line {
  std::string_view password;
  std::string_view resident;  // asvs, ten characters
  std::string_view official;  // asvs, twelve
  std::string_view mlps3;
};

constexpr auto forty = std::to_array<Line>({
    {"", "too_short common", "too_short common", "too_short kinds common"},
    {"a", "too_short common", "too_short common", "too_short kinds common"},
    {"Ab1!", "too_short", "too_short", "too_short"},
    {"Ab1!xyz", "too_short", "too_short", "too_short"},
    {"Ab1!xyzw", "too_short", "too_short", ""},
    {"ab1!xyzw", "too_short", "too_short", ""},
    {"AB1!XYZW", "too_short", "too_short", ""},
    {"Abcxyzw!", "too_short", "too_short", ""},
    {"Abcxyzw7", "too_short", "too_short", ""},
    {"abcxyzw7", "too_short", "too_short", "kinds"},
    {"ABCXYZW7", "too_short", "too_short", "kinds"},
    {"abcxyzwq", "too_short", "too_short", "kinds"},
    {"48159263", "too_short", "too_short", "kinds"},
    {"!?#%&/=+", "too_short", "too_short", "kinds"},
    {"!?#%&/=7", "too_short", "too_short", "kinds"},
    {"侗寨鼓楼里的琴声", "too_short", "too_short", "kinds"},
    {"侗寨鼓楼里Ab", "too_short", "too_short", "too_short"},
    {"侗寨鼓楼里的A7", "too_short", "too_short", ""},
    {"侗寨鼓楼里的牛腿琴声", "", "too_short", "kinds"},
    {"侗寨鼓楼里的牛腿琴声长又长", "", "", "kinds"},
    {"bamboo7Rice", "", "too_short", ""},
    {"bamboo7Rices", "", "", ""},
    {"bamboo rice", "", "too_short", "kinds"},
    {"bamboo rice and fish", "", "", "kinds"},
    {"bamboo rice and 3 fish", "", "", ""},
    {"correct horse battery", "", "", "kinds"},
    {"P@ssw0rd", "too_short common", "too_short common", "common"},
    {"p@ssw0rd123", "common", "too_short common", "common"},
    {"Passw0rd!", "too_short common", "too_short common", "common"},
    {"Admin@123", "too_short common", "too_short common", "common"},
    {"Abc@12345", "too_short common", "too_short common", "common"},
    {"Aa123456", "too_short common", "too_short common", "common"},
    {"1qaz@WSX", "too_short common", "too_short common", "common"},
    {"password123", "common", "too_short common", "kinds common"},
    {"1314520woaini", "", "", "kinds"},
    {"woaini1314520", "common", "common", "kinds common"},
    {"ｐａｓｓｗｏｒｄ１２３", "common", "too_short common", "kinds common"},
    {"Aa1Aa1Aa1Aa1", "common", "common", "common"},
    {"Yang.Demo2016", "login_name", "login_name", "login_name"},
    {"2016-yang.demo!", "login_name", "login_name", "login_name"},
});
static_assert(forty.size() == 40);

std::string broken(std::string_view password, const PasswordRules& rules) {
  std::string all;
  for (const auto& fault : password_faults("/new", password, "yang.demo", rules)) {
    EXPECT_FALSE(fault.message.zh.empty() || fault.message.en.empty());
    all += (all.empty() ? "" : " ") + fault.rule;
  }
  return all;
}

TEST(SEC02_Passwords, FortyPasswordsUnderEachPreset) {
  const auto resident_rules = password_rules(PasswordPreset::asvs, {resident});
  const auto official_rules = password_rules(PasswordPreset::asvs, {county_bureau});
  const auto mlps3 = password_rules(PasswordPreset::mlps3, {county_bureau});
  for (const auto& line : forty) {
    EXPECT_EQ(broken(line.password, resident_rules), line.resident) << line.password;
    EXPECT_EQ(broken(line.password, official_rules), line.official) << line.password;
    EXPECT_EQ(broken(line.password, mlps3), line.mlps3) << line.password;
  }
}

TEST(SEC02_Passwords, TheTenThousandMostFrequentAreRefusedUnderEachPreset) {
  std::string_view rest = common_password_files().front().text;
  int lines = 0;
  for (auto end = rest.find('\n'); end != std::string_view::npos; end = rest.find('\n'), ++lines) {
    const auto password = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    for (const auto preset : {PasswordPreset::asvs, PasswordPreset::mlps3})
      EXPECT_NE(broken(password, password_rules(preset, {county_bureau})).find("common"), std::string::npos)
          << password;
  }
  EXPECT_EQ(lines, 10'000);
  EXPECT_TRUE(rest.empty());
}

TEST(SEC02_Passwords, RulesFollowThePostsAndThePreset) {
  EXPECT_EQ(password_rules(PasswordPreset::asvs, {}).least_length, 12);
  EXPECT_EQ(password_rules(PasswordPreset::asvs, {village_committee}).least_length, 10);
  EXPECT_EQ(password_rules(PasswordPreset::asvs, {village_committee, township}).least_length, 12);
  EXPECT_EQ(password_rules(PasswordPreset::asvs, {auditor}).days, 0);
  const auto committee = password_rules(PasswordPreset::mlps3, {village_committee});
  EXPECT_EQ(committee.least_length, 8);
  EXPECT_EQ(committee.kinds, 3);
  EXPECT_EQ(committee.days, 90);
  EXPECT_EQ(committee.remembered, 5);
  EXPECT_EQ(password_rules(PasswordPreset::mlps3, {resident}).kinds, 0);
  EXPECT_EQ(password_rules(PasswordPreset::mlps3, {resident}).days, 0);
}

class SEC02_OverTime : public testing::Test, protected TestFactor {
 protected:
  SEC02_OverTime() {
    setting("access.second_factor", "optional");
    router.add(net::Route{.pattern = "/api/desk", .permission = "desk.write", .handler = [](const net::Request&) {
                            return Result<net::Response>(net::json_reply("{}"));
                          }});
  }
  static net::Response change(TestBrowser& browser, std::string_view from, std::string_view to) {
    return browser.post("/api/session/password", json::write(PasswordChange{std::string(from), std::string(to)}));
  }
};

TEST_F(SEC02_OverTime, ThePresetIsASettingThatCountsAtOnce) {
  auto browser = desk(county_bureau, kaili);
  const auto own = session(browser).name + "-password";
  EXPECT_EQ(session(browser).password_rules.least_length, 12);
  EXPECT_EQ(change(browser, own, "Ab1!xyzw").status, 400);
  const auto actor = actor_of(operator_on_shell(clock));
  const auto set = [&](std::string_view value) {
    return database->write(
        [&](db::Transaction& tx) { return set_policy(tx, clock, actor, "access.passwords", value); });
  };
  const auto refused = set("weak");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fields.at(0).rule, "not_one_of");
  ASSERT_TRUE(set("mlps3"));
  EXPECT_EQ(last_entry().action, "settings.set");
  EXPECT_EQ(session(browser).password_rules.preset, PasswordPreset::mlps3);
  EXPECT_EQ(change(browser, own, "abcxyzw7").status, 400);
  EXPECT_EQ(change(browser, own, "Ab1!xyzw").status, 200);
}

TEST_F(SEC02_OverTime, After90DaysAnotherIsWantedBeforeAnythingElse) {
  setting("access.passwords", "mlps3");
  person("yang", kaili, {{county_bureau, kaili}});
  TestBrowser browser(router);
  browser.sign_in("yang", "yang-password");
  EXPECT_EQ(browser.get("/api/desk").status, 200);
  EXPECT_EQ(change(browser, "yang-password", "Zither 7 strings").status, 200);
  pass(std::chrono::hours(24 * 89 + 23));
  browser.sign_in("yang", "Zither 7 strings");
  EXPECT_FALSE(session(browser).password_expired);
  pass(1h);
  EXPECT_EQ(browser.sign_in("yang", "Zither 7 strings").status, 200);
  EXPECT_TRUE(session(browser).password_expired);
  EXPECT_TRUE(session(browser).must_change_password);
  EXPECT_EQ(code_of(browser.get("/api/desk")), "password_must_change");
  EXPECT_EQ(change(browser, "Zither 7 strings", "Zither 8 strings").status, 200);
  EXPECT_EQ(browser.get("/api/desk").status, 200);
  // Under asvs nothing grows old.
  setting("access.passwords", "asvs");
  execute("UPDATE account SET password_set_at = NULL, created_at = 0");
  EXPECT_FALSE(session(browser).password_expired);
}

TEST_F(SEC02_OverTime, TheLastFiveDoNotComeAgain) {
  setting("access.passwords", "mlps3");
  person("yang", kaili, {{county_bureau, kaili}});
  TestBrowser browser(router);
  browser.sign_in("yang", "yang-password");
  const auto named = [](int n) { return "Zither " + std::to_string(n) + " strings"; };
  std::string now = "yang-password";
  for (int n = 1; n <= 5; ++n) {
    pass(1min);
    ASSERT_EQ(change(browser, now, named(n)).status, 200) << n;
    now = named(n);
  }
  for (int n = 1; n <= 5; ++n) {
    const auto answer = change(browser, now, named(n));
    EXPECT_EQ(answer.status, 400) << n;
    EXPECT_NE(answer.body.find(n == 5 ? "unchanged" : "used_before"), std::string::npos) << answer.body;
  }
  pass(1min);
  EXPECT_EQ(change(browser, now, named(6)).status, 200);
  EXPECT_EQ(change(browser, named(6), named(2)).status, 400);
  pass(1min);
  EXPECT_EQ(change(browser, named(6), named(1)).status, 200);
  EXPECT_EQ(count("SELECT count(*) FROM former_password"), 4);
  // The other preset keeps none.
  setting("access.passwords", "asvs");
  pass(1min);
  EXPECT_EQ(change(browser, named(1), named(7)).status, 200);
  EXPECT_EQ(count("SELECT count(*) FROM former_password"), 0);
}

TEST_F(SEC02_OverTime, APauseComesAfterFiveTriesAtTheLatest) {
  setting("access.tries", "10");
  const auto tries = [&] { return must(database->read([](db::Reader& reader) { return policy(reader); })).tries; };
  EXPECT_EQ(tries(), 10);
  setting("access.passwords", "mlps3");
  EXPECT_EQ(tries(), 5);
  setting("access.tries", "3");
  EXPECT_EQ(tries(), 3);
}

}  // namespace
}  // namespace gulou::access
