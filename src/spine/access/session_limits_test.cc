// SEC-05, SEC-11 and SEC-12: when sessions end, and what asks for a proof of identity; on both databases.
#include <chrono>
#include <set>

#include "spine/access/browsers.h"
#include "spine/access/policy.h"
#include "spine/access/sessions.h"
#include "spine/access/test_access.h"

namespace gulou::access {
namespace {

using namespace std::chrono_literals;
using enum Role;

class SessionLimits : public testing::Test, protected TestAccess {
 protected:
  SessionLimits() {
    router.add(net::Route{.method = net::Method::post,
                          .pattern = "/api/key",
                          .permission = "desk.write",
                          .step_up = true,
                          .handler = [this](const net::Request&) -> Result<net::Response> {
                            ++turned;
                            return net::json_reply("{}");
                          }});
  }
  void pass(std::chrono::milliseconds span) { clock.set(Instant(clock.now().ms() + span.count())); }
  static bool is_in(TestBrowser& browser) { return browser.get("/api/session").status == 200; }
  std::string prove(TestBrowser& browser, std::string_view password) {
    return code_of(browser.post("/api/session/proof", json::write(Proof{std::string(password)})));
  }
  // The password that TestAccess gave the last desk.
  std::string own_password() {
    return must(database->read([&](db::Reader& reader) { return account(reader, last_account); })).name + "-password";
  }
  void set(std::string_view name, std::string_view value) {
    must(database->write(
        [&](db::Transaction& tx) { return set_policy(tx, clock, actor_of(operator_on_shell(clock)), name, value); }));
  }
  int turned = 0;
};

class SEC05_Sessions : public SessionLimits {};

TEST_F(SEC05_Sessions, OfOfficialsEndAfter15MinutesOfRest) {
  for (const auto& [role, unit] : std::vector<std::pair<Role, std::string_view>>{{prefecture_bureau, prefecture},
                                                                                 {county_bureau, kaili},
                                                                                 {township, chengxi},
                                                                                 {system_administrator, kaili},
                                                                                 {security_administrator, kaili},
                                                                                 {auditor, kaili}}) {
    auto browser = desk(role, unit);
    EXPECT_EQ(read<SessionAnswer>(browser.get("/api/session")).idle_minutes, 15) << name_of(role);
    pass(15min);
    EXPECT_TRUE(is_in(browser)) << name_of(role);
    pass(15min + 1ms);
    EXPECT_FALSE(is_in(browser)) << name_of(role);
  }
}

TEST_F(SEC05_Sessions, OfVillagersRolesEndAfter30MinutesOfRest) {
  for (const auto role : {village_committee, village_supervision, election_committee, resident, volunteer}) {
    auto browser = desk(role, jinjing);
    EXPECT_EQ(read<SessionAnswer>(browser.get("/api/session")).idle_minutes, 30) << name_of(role);
    pass(30min);
    EXPECT_TRUE(is_in(browser)) << name_of(role);
    pass(30min + 1ms);
    EXPECT_FALSE(is_in(browser)) << name_of(role);
  }
}

TEST_F(SEC05_Sessions, WhoeverAlsoHoldsAnOfficialsPostIsHeldToThatRule) {
  person("yang", chengxi, {{township, chengxi}, {volunteer, jinjing}});
  TestBrowser browser(router);
  browser.sign_in("yang", "yang-password");
  pass(15min + 1ms);
  EXPECT_FALSE(is_in(browser));
}

TEST_F(SEC05_Sessions, EndAfterTwelveHoursHoweverBusy) {
  auto browser = desk(village_committee, jinjing);
  for (int i = 0; i < 24; ++i) {
    EXPECT_TRUE(is_in(browser)) << i;
    pass(30min);
  }
  EXPECT_TRUE(is_in(browser));  // on the dot
  pass(1ms);
  EXPECT_FALSE(is_in(browser));
  desk(county_bureau, kaili);
  EXPECT_EQ(count("SELECT count(*) FROM session"), 1);  // what is over is swept out
}

TEST_F(SEC05_Sessions, TheLimitsAreSettings) {
  set("access.idle_minutes_official", "5");
  set("access.session_hours", "1");
  auto browser = desk(county_bureau, kaili);
  pass(5min + 1ms);
  EXPECT_FALSE(is_in(browser));
  auto village = desk(village_committee, jinjing);
  pass(29min);
  EXPECT_TRUE(is_in(village));
  pass(29min);
  EXPECT_TRUE(is_in(village));
  pass(2min + 1ms);
  EXPECT_FALSE(is_in(village));
}

class SEC11_Sessions : public SessionLimits {
 protected:
  TestBrowser another(const std::string& name, std::string agent = {}) {
    TestBrowser browser(router);
    if (!agent.empty()) browser.headers.emplace_back("user-agent", std::move(agent));
    EXPECT_EQ(browser.sign_in(name, name + "-password").status, 200);
    return browser;
  }
};

TEST_F(SEC11_Sessions, SigningOutEndsThemAll) {
  person("yang", kaili, {{county_bureau, kaili}});
  person("pan", kaili, {{county_bureau, kaili}});
  auto here = another("yang");
  auto there = another("yang");
  auto other = another("pan");
  EXPECT_EQ(here.del("/api/session").status, 204);
  EXPECT_FALSE(is_in(there));
  EXPECT_TRUE(is_in(other));
}

TEST_F(SEC11_Sessions, ANewPasswordEndsThemAllButTheOneThatChoseIt) {
  person("yang", kaili, {{county_bureau, kaili}});
  auto here = another("yang");
  auto there = another("yang");
  const auto old = here.cookie;
  EXPECT_EQ(here.post("/api/session/password", R"({"current":"yang-password","new":"an owned secret"})").status, 200);
  EXPECT_FALSE(is_in(there));
  EXPECT_TRUE(is_in(here));
  here.cookie = old;
  EXPECT_FALSE(is_in(here));
}

TEST_F(SEC11_Sessions, TheOwnerSeesThemAndEndsOneFromAnother) {
  person("yang", kaili, {{county_bureau, kaili}});
  auto there = another("yang", "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/120 Mobile MicroMessenger/8");
  pass(5min);
  auto here = another("yang", "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/120.0 Safari/537.36");
  const auto list = read<OwnSessions>(here.get("/api/sessions")).sessions;
  ASSERT_EQ(list.size(), 2u);
  EXPECT_TRUE(list[0].here);
  EXPECT_EQ(list[0].browser, "Chrome · Windows");
  EXPECT_FALSE(list[1].here);
  EXPECT_EQ(list[1].browser, "微信 · Android");
  const auto path = "/api/sessions/" + list[1].id.text();
  auto stranger = desk(county_bureau, kaili);
  EXPECT_EQ(stranger.del(path).status, 404);  // another's is not there
  EXPECT_TRUE(is_in(there));
  EXPECT_EQ(here.del(path).status, 204);
  EXPECT_EQ(last_entry().action, "session.end");
  EXPECT_FALSE(is_in(there));
  EXPECT_EQ(here.del(path).status, 404);
  EXPECT_EQ(here.del("/api/sessions/x").status, 404);
  pass(15min);
  EXPECT_EQ(read<OwnSessions>(here.get("/api/sessions")).sessions.size(), 1u);
}

TEST_F(SEC11_Sessions, ASuperiorEndsThemAndTheAccountStaysOpen) {
  const auto id = person("yang", chengxi, {{village_committee, jinjing}});
  auto yang = another("yang");
  const auto path = "/api/accounts/" + id.text() + "/end-sessions";
  auto equal = desk(village_committee, jinjing);
  EXPECT_EQ(code_of(equal.post(path)), "outside_subtree");
  auto town = desk(township, chengxi);
  EXPECT_EQ(town.post(path).status, 200);
  EXPECT_EQ(last_entry().action, "account.end_sessions");
  EXPECT_FALSE(is_in(yang));
  EXPECT_EQ(yang.sign_in("yang", "yang-password").status, 200);
  EXPECT_EQ(code_of(town.post("/api/accounts/" + last_account.text() + "/end-sessions")), "not_to_oneself");
}

TEST(SEC11_BrowserWords, NameWhatPeopleKnow) {
  EXPECT_EQ(browser_words("Mozilla/5.0 (Windows NT 10.0) Chrome/120 Safari/537 Edg/120"), "Edge · Windows");
  EXPECT_EQ(browser_words("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"), "Firefox · Linux");
  EXPECT_EQ(browser_words("Mozilla/5.0 (iPhone; CPU iPhone OS 17 like Mac OS X) Version/17 Safari/604"),
            "Safari · iPhone");
  EXPECT_EQ(browser_words("curl/8"), "");
  EXPECT_EQ(browser_words(""), "");
}

class SEC12_StepUp : public SessionLimits {
 protected:
  static std::string turn(TestBrowser& browser) { return code_of(browser.post("/api/key")); }
};

TEST_F(SEC12_StepUp, WantsAProofOfTheLastFiveMinutes) {
  auto browser = desk(county_bureau, kaili);
  const auto password = own_password();
  EXPECT_EQ(turn(browser), "");  // signing in was one
  pass(5min - 1ms);
  EXPECT_EQ(turn(browser), "");
  pass(1ms);
  const auto refused = browser.post("/api/key");
  EXPECT_EQ(refused.status, 403);
  EXPECT_EQ(code_of(refused), "step_up_required");
  EXPECT_EQ(turned, 2);
  const auto before = count("SELECT count(*) FROM journal_entry");
  EXPECT_EQ(prove(browser, "wrong"), "invalid_fields");
  EXPECT_EQ(last_entry().action, "session.proof_refused");
  EXPECT_EQ(turn(browser), "step_up_required");
  EXPECT_EQ(prove(browser, password), "");
  EXPECT_EQ(last_entry().action, "session.proof");
  EXPECT_EQ(count("SELECT count(*) FROM journal_entry"), before + 2);
  EXPECT_EQ(turn(browser), "");
  EXPECT_EQ(read<SessionAnswer>(browser.get("/api/session")).proof_ends_at.ms() - clock.now().ms(), 5 * 60'000);
  pass(5min);
  EXPECT_EQ(turn(browser), "step_up_required");
}

TEST_F(SEC12_StepUp, IsAskedOnlyOfWhoMayDoItAtAll) {
  auto browser = desk(township, chengxi);
  pass(6min);
  EXPECT_EQ(turn(browser), "not_permitted");
  TestBrowser nobody(router);
  EXPECT_EQ(turn(nobody), "session_wanted");
}

TEST_F(SEC12_StepUp, AProofIsForOneSession) {
  person("yang", kaili, {{county_bureau, kaili}});
  TestBrowser one(router);
  one.sign_in("yang", "yang-password");
  TestBrowser two(router);
  two.sign_in("yang", "yang-password");
  pass(6min);
  EXPECT_EQ(prove(one, "yang-password"), "");
  EXPECT_EQ(turn(one), "");
  EXPECT_EQ(turn(two), "step_up_required");
}

TEST_F(SEC12_StepUp, WrongProofsPauseProvingAndNothingElse) {
  auto browser = desk(county_bureau, kaili);
  const auto password = own_password();
  pass(6min);
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(prove(browser, "wrong"), "invalid_fields") << i;
    pass(10s);
  }
  EXPECT_NE(last_entry().detail.find("\"paused\":true"), std::string::npos);
  EXPECT_EQ(prove(browser, password), "too_many_tries");
  // Changing the password asks for it too, and is no way around.
  EXPECT_EQ(
      code_of(browser.post("/api/session/password", R"({"current":")" + password + R"(","new":"an owned secret"})")),
      "too_many_tries");
  EXPECT_TRUE(is_in(browser));
  TestBrowser elsewhere(router);
  EXPECT_EQ(elsewhere.sign_in(password.substr(0, password.size() - 9), password).status, 200);
}

TEST_F(SEC12_StepUp, AClockSetBackMakesNoProofFreshAgain) {
  auto browser = desk(county_bureau, kaili);
  pass(6min);
  EXPECT_EQ(turn(browser), "step_up_required");
  pass(-4min);
  EXPECT_TRUE(is_in(browser));
  EXPECT_EQ(turn(browser), "step_up_required");
}

TEST_F(SEC12_StepUp, HowLongAProofIsGoodIsASetting) {
  set("access.proof_minutes", "1");
  auto browser = desk(county_bureau, kaili);
  pass(1min - 1ms);
  EXPECT_EQ(turn(browser), "");
  pass(1ms);
  EXPECT_EQ(turn(browser), "step_up_required");
}

// Grants, role changes, passwords handed out, deletes: whoever adds one and forgets to declare it finds out here.
TEST_F(SEC12_StepUp, IsDeclaredForWhatGivesPowerAway) {
  std::set<std::string> declared;
  for (const auto& route : router.routes())
    if (route.step_up) declared.insert(std::string(net::name_of_method(route.method)) + " " + route.pattern);
  EXPECT_EQ(declared, (std::set<std::string>{"POST /api/key", "POST /api/accounts", "POST /api/accounts/{id}/posts",
                                             "POST /api/accounts/{id}/person", "POST /api/accounts/{id}/factor-reset",
                                             "POST /api/session/factor", "DELETE /api/session/factor",
                                             "POST /api/session/recovery-codes", "POST /api/factor-resets/{id}/confirm",
                                             "POST /api/accounts/{id}/release",
                                             "POST /api/accounts/{id}/reset-password", "POST /api/accounts/{id}/unlock",
                                             "DELETE /api/posts/{id}", "POST /api/posts/{id}/move"}));
}

}  // namespace
}  // namespace gulou::access
