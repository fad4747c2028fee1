// SEC-08: a password that somebody else has made is good for a term and no longer; on both databases.
#include <chrono>

#include "spine/access/policy.h"
#include "spine/access/test_access.h"

namespace gulou::access {
namespace {

using namespace std::chrono_literals;
using enum Role;

class SEC08_HandedOut : public testing::Test, protected TestAccess {
 protected:
  SEC08_HandedOut() : county_(desk(county_bureau, kaili)) {}

  void pass(std::chrono::milliseconds span) { clock.set(Instant(clock.now().ms() + span.count())); }
  // The county's official is back at the desk, however long it took.
  TestBrowser& county() {
    const auto name = "county_bureau." + std::string(kaili) + ".1";
    EXPECT_EQ(county_.sign_in(name, name + "-password").status, 200);
    return county_;
  }
  CreatedAccount made(std::string name) {
    return read<CreatedAccount>(
        county().post("/api/accounts", json::write(NewAccount{std::move(name), "演示", std::string(chengxi)})));
  }
  AccountAnswer shown(const Id& id) { return read<AccountAnswer>(county().get("/api/accounts/" + id.text())); }
  std::string reset(const Id& id) {
    return read<PasswordHandedOut>(county().post("/api/accounts/" + id.text() + "/reset-password")).one_time_password;
  }
  net::Response try_in(std::string_view name, std::string_view password) {
    TestBrowser browser(router);
    browser.client = "10.0.0." + std::to_string(++addresses_);
    return browser.sign_in(name, password);
  }
  std::string last_refusal() {
    const auto detail = must(json::parse(last_entry().detail));
    const auto* why = detail.find("why");
    return why && why->as_text() ? std::string(*why->as_text()) : std::string();
  }

  TestBrowser county_;
  int addresses_ = 0;
};

TEST_F(SEC08_HandedOut, AnInitialPasswordIsGoodForAWeekAndThenAWrongOne) {
  const auto account = made("yang");
  EXPECT_EQ(account.account.password_until->ms(), clock.now().ms() + 7 * 86'400'000);
  EXPECT_FALSE(account.account.password_lapsed);
  pass(24h * 7 - 1ms);
  EXPECT_EQ(try_in("yang", account.one_time_password).status, 200);
  pass(1ms);
  const auto late = try_in("yang", account.one_time_password);
  EXPECT_EQ(last_refusal(), "lapsed") << "the journal knows";
  const auto wrong = try_in("yang", "not-the-password");
  const auto nobody = try_in("nobody", "not-the-password");
  EXPECT_EQ(late.status, 401);
  EXPECT_EQ(late.status, wrong.status);
  const auto without_request = [](const net::Response& response) {
    return response.body.substr(0, response.body.find("\"request\""));
  };
  EXPECT_EQ(without_request(late), without_request(wrong)) << "the answer does not";
  EXPECT_EQ(without_request(late), without_request(nobody));
  const auto seen = shown(account.account.id);
  EXPECT_TRUE(seen.password_lapsed);
  EXPECT_EQ(seen.wrong_tries, 2) << "counted as any wrong one";
  EXPECT_EQ(count("SELECT count(*) FROM session WHERE account_id = '" + account.account.id.text() + "'"), 1)
      << "that of the day before";
}

TEST_F(SEC08_HandedOut, ANewOneHasATermOfItsOwnAndTheOwnersHasNone) {
  const auto account = made("yang");
  pass(24h * 8);
  EXPECT_TRUE(shown(account.account.id).password_lapsed);
  const auto password = reset(account.account.id);
  EXPECT_FALSE(shown(account.account.id).password_lapsed);
  pass(24h * 7);
  EXPECT_EQ(try_in("yang", password).status, 401);
  const auto another = reset(account.account.id);
  TestBrowser own(router);
  EXPECT_EQ(own.sign_in("yang", another).status, 200);
  EXPECT_EQ(own.post("/api/session/password", json::write(PasswordChange{another, "稻花香里说丰年 2016"})).status, 200);
  EXPECT_FALSE(shown(account.account.id).password_until);
  pass(24h * 60);
  EXPECT_EQ(try_in("yang", "稻花香里说丰年 2016").status, 200);
  EXPECT_FALSE(shown(account.account.id).password_lapsed);
}

TEST_F(SEC08_HandedOut, TheTermIsASettingWithinLimits) {
  const auto set = [&](std::string_view value) {
    return database->write([&](db::Transaction& tx) {
      return set_policy(tx, clock, actor_of(operator_on_shell(clock)), "access.handed_out_hours", value);
    });
  };
  EXPECT_FALSE(set("0"));
  EXPECT_FALSE(set("337"));
  must(set("24"));
  const auto account = made("yang");
  pass(24h);
  EXPECT_EQ(try_in("yang", account.one_time_password).status, 401);
}

// Locking and unlocking an account gives a password that has lapsed no new life.
TEST_F(SEC08_HandedOut, UnlockingLetsNoLapsedPasswordIn) {
  const auto account = made("yang");
  pass(24h * 8);
  for (const auto* deed : {"/lock", "/unlock"})
    EXPECT_EQ(county().post("/api/accounts/" + account.account.id.text() + deed).status, 200);
  EXPECT_EQ(try_in("yang", account.one_time_password).status, 401);
}

}  // namespace
}  // namespace gulou::access
