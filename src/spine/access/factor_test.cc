// SEC-06: the second factor, from the first sign-in of an official to recovery codes, through the router and its gate;
// on both databases.
#include "spine/access/factor.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>
#include <set>
#include <thread>

#include "crypto/totp.h"
#include "spine/access/recovery.h"
#include "spine/access/test_access.h"
#include "spine/access/test_factor.h"

namespace gulou::access {
namespace {

using namespace std::chrono_literals;
using enum Role;

class SEC06_SecondFactor : public testing::Test, protected TestFactor {
 protected:
  SEC06_SecondFactor() {
    router.add(net::Route{.pattern = "/api/desk", .permission = "desk.write", .handler = [](const net::Request&) {
                            return Result<net::Response>(net::json_reply("{}"));
                          }});
  }
  Need wanted(TestBrowser& browser) { return session(browser).second_factor.wanted; }
};

TEST_F(SEC06_SecondFactor, AnOfficialWithoutOneCanDoNothingButSetItUp) {
  person("yang", kaili, {{county_bureau, kaili}});
  TestBrowser browser(router);
  const auto first = read<SessionAnswer>(browser.sign_in("yang", "yang-password"));
  EXPECT_EQ(first.second_factor.wanted, Need::enrolment);
  EXPECT_TRUE(first.second_factor.demanded);
  for (const auto* shut : {"/api/desk", "/api/accounts", "/api/sessions", "/api/roles", "/api/factor-resets"})
    EXPECT_EQ(code_of(browser.get(shut)), "enrolment_wanted") << shut;
  EXPECT_EQ(code_of(browser.post("/api/session/recovery-codes")), "enrolment_wanted");
  const auto enrolled = enrol(browser);
  EXPECT_EQ(wanted(browser), Need::nothing);
  EXPECT_EQ(browser.get("/api/desk").status, 200);
  EXPECT_EQ(session(browser).second_factor.recovery_codes_left, 10);
  EXPECT_EQ(std::set(enrolled.codes.begin(), enrolled.codes.end()).size(), 10u);
  EXPECT_EQ(last_entry().action, "factor.confirm");
  EXPECT_EQ(browser.del("/api/session").status, 204);
}

TEST_F(SEC06_SecondFactor, WhichRolesMustIsAMatterOfTheRole) {
  for (const auto& [role, unit, need] :
       std::vector<std::tuple<Role, std::string_view, Need>>{{prefecture_bureau, prefecture, Need::enrolment},
                                                             {county_bureau, kaili, Need::enrolment},
                                                             {township, chengxi, Need::enrolment},
                                                             {system_administrator, prefecture, Need::enrolment},
                                                             {security_administrator, prefecture, Need::enrolment},
                                                             {auditor, prefecture, Need::enrolment},
                                                             {village_committee, jinjing, Need::nothing},
                                                             {social_worker, chengxi, Need::nothing},
                                                             {resident, jinjing, Need::nothing}}) {
    auto browser = desk(role, unit);
    EXPECT_EQ(wanted(browser), need) << name_of(role);
  }
  setting("access.second_factor", "optional");
  auto browser = desk(county_bureau, kaili);
  EXPECT_EQ(wanted(browser), Need::nothing);
  // A demo is as if it were optional, until it is set.
  execute("DELETE FROM setting");
  EXPECT_EQ(wanted(browser), Need::enrolment);
  setting("demo.people", "yes");
  EXPECT_EQ(wanted(browser), Need::nothing);
  setting("access.second_factor", "officials");
  EXPECT_EQ(wanted(browser), Need::enrolment);
}

TEST_F(SEC06_SecondFactor, ThePasswordAloneNeverOpensAFullSession) {
  const auto yang = official("yang");
  TestBrowser browser(router);
  const auto first = read<SessionAnswer>(browser.sign_in("yang", "yang-password"));
  EXPECT_EQ(first.second_factor.wanted, Need::code);
  EXPECT_TRUE(first.posts.empty());
  EXPECT_TRUE(first.permissions.empty());
  const auto half = browser.cookie;
  // Every route there is, but those that lead in or out.
  int shut = 0;
  for (const auto& route : router.routes()) {
    if (route.permission == net::public_route || route.pattern.find("{code}") != std::string::npos) continue;
    std::string target = route.pattern;
    if (const auto at = target.find('{'); at != std::string::npos) target.replace(at, target.find('}') - at + 1, "0");
    if (route.permission == arriving) continue;
    EXPECT_EQ(code_of(browser.send(route.method, target, "{}")), "code_wanted") << target;
    ++shut;
  }
  EXPECT_GT(shut, 20);
  // Those that lead in lead no other way than by the code.
  EXPECT_EQ(code_of(browser.post("/api/session/factor")), "code_wanted");
  EXPECT_EQ(code_of(browser.post("/api/session/factor/confirm", R"({"code":"123456"})")), "code_wanted");
  EXPECT_EQ(code_of(browser.post("/api/session/proof", R"({"password":"yang-password"})")), "code_wanted");
  EXPECT_EQ(code_of(browser.post("/api/session/password", R"({"current":"yang-password","new":"quite another one"})")),
            "code_wanted");
  EXPECT_EQ(browser.cookie, half);
  pass(30s);
  const auto full = read<SessionAnswer>(browser.give_code(code(yang)));
  EXPECT_EQ(full.second_factor.wanted, Need::nothing);
  EXPECT_EQ(full.posts.size(), 1u);
  EXPECT_EQ(browser.get("/api/desk").status, 200);
  const auto entry = last_entry();
  EXPECT_EQ(entry.action, "session.code");
  EXPECT_NE(entry.detail.find("totp"), std::string::npos);
  // The token of the half session opens nothing any more.
  EXPECT_NE(browser.cookie, half);
  TestBrowser old(router);
  old.cookie = half;
  EXPECT_EQ(old.get("/api/session").status, 401);
}

TEST_F(SEC06_SecondFactor, AHalfSessionCanBeLeft) {
  official("yang");
  TestBrowser browser(router);
  browser.sign_in("yang", "yang-password");
  EXPECT_EQ(browser.del("/api/session").status, 204);
  EXPECT_EQ(code_of(browser.give_code("123456")), "session_wanted");
}

TEST_F(SEC06_SecondFactor, EachStepIsGoodOnceAndNoCodeIsGoodForLong) {
  const auto yang = official("yang");
  pass(5min);
  const auto now = code(yang);
  TestBrowser one(router);
  one.sign_in("yang", "yang-password");
  EXPECT_EQ(one.give_code(now).status, 200);
  TestBrowser two(router);
  two.sign_in("yang", "yang-password");
  EXPECT_EQ(code_of(two.give_code(now)), "invalid_fields");
  EXPECT_EQ(last_entry().action, "session.code_refused");
  EXPECT_EQ(wanted(two), Need::code);
  const auto later = code(yang, 30s);  // of the telephone whose clock is ahead
  EXPECT_EQ(two.give_code(later).status, 200);
  TestBrowser three(router);
  three.sign_in("yang", "yang-password");
  EXPECT_EQ(code_of(three.give_code(code(yang, 90s))), "invalid_fields");
  const auto old = code(yang);
  pass(91s);
  EXPECT_EQ(code_of(three.give_code(old)), "invalid_fields");
  pass(2s);  // the third try has to wait
  EXPECT_EQ(three.give_code(code(yang)).status, 200);
}

TEST_F(SEC06_SecondFactor, TheSameCodeAtOnceOpensOneSession) {
  const auto yang = official("yang");
  pass(5min);
  std::vector<TestBrowser> browsers;
  for (int i = 0; i < 4; ++i) {
    browsers.emplace_back(router);
    browsers.back().sign_in("yang", "yang-password");
    browsers.back().known.clear();
  }
  const auto now = code(yang);
  std::atomic<int> in = 0;
  std::vector<std::jthread> crowd;
  for (auto& browser : browsers) crowd.emplace_back([&, now] { in += browser.give_code(now).status == 200 ? 1 : 0; });
  crowd.clear();
  EXPECT_EQ(in, 1);
}

TEST_F(SEC06_SecondFactor, FiveWrongCodesPause) {
  const auto yang = official("yang");
  TestBrowser browser(router);
  browser.client = "10.0.0.9";
  browser.sign_in("yang", "yang-password");
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(code_of(browser.give_code("000000")), "invalid_fields") << i;
    pass(10s);
  }
  EXPECT_NE(last_entry().detail.find("paused"), std::string::npos);
  EXPECT_EQ(code_of(browser.give_code(code(yang))), "too_many_tries");
  // A new session of the same password is no way around it.
  TestBrowser again(router);
  again.sign_in("yang", "yang-password");
  EXPECT_EQ(code_of(again.give_code(code(yang))), "too_many_tries");
  // The owner's own browser has a count of its own, and the owner sees what was tried.
  yang_browser.cookie.clear();
  yang_browser.sign_in("yang", "yang-password");
  const auto own = read<SessionAnswer>(yang_browser.give_code(code(yang)));
  EXPECT_EQ(own.wrong_before, 5);
  pass(15min);
  again.sign_in("yang", "yang-password");
  EXPECT_EQ(again.give_code(code(yang)).status, 200);
}

TEST_F(SEC06_SecondFactor, WhoKnowsThePasswordAloneIsNoKnownBrowser) {
  official("yang");
  const auto before = count("SELECT count(*) FROM known_browser");
  TestBrowser thief(router);
  thief.client = "10.0.0.9";
  EXPECT_EQ(thief.sign_in("yang", "yang-password").status, 200);
  EXPECT_EQ(count("SELECT count(*) FROM known_browser"), before);
}

TEST_F(SEC06_SecondFactor, NothingOfTheKeyLiesOpenInTheDatabaseOrTheJournal) {
  const auto yang = official("yang");
  const auto base32 = crypto::base32(yang.key);
  const auto sealed = must(database->read([](db::Reader& reader) {
                        return reader.first<SecondFactor>(
                            "SELECT id, secret_sealed, used_step, pending_sealed, pending_at FROM second_factor");
                      })).value();
  ASSERT_TRUE(sealed.secret_sealed);
  EXPECT_FALSE(sealed.pending_sealed);
  EXPECT_TRUE(sealed.secret_sealed->starts_with("v1."));
  EXPECT_EQ(sealed.secret_sealed->find(base32), std::string::npos);
  EXPECT_EQ(must(vault->open({"second_factor", "secret_sealed", sealed.id.text()}, *sealed.secret_sealed)), yang.key);
  EXPECT_EQ(must(database->read([&](db::Reader& reader) {
              return reader.integer("SELECT count(*) FROM journal_entry WHERE detail LIKE $1", "%" + base32 + "%");
            })),
            0);
}

TEST_F(SEC06_SecondFactor, AKeyIsTakenOnlyWithARightCodeInTime) {
  person("yang", kaili, {{county_bureau, kaili}});
  TestBrowser browser(router);
  browser.sign_in("yang", "yang-password");
  EXPECT_EQ(code_of(browser.post("/api/session/factor/confirm", R"({"code":"123456"})")), "no_enrolment");
  const auto begun = read<Enrolment>(browser.post("/api/session/factor"));
  EXPECT_TRUE(begun.address.starts_with("otpauth://totp/"));
  EXPECT_TRUE(begun.qr.starts_with("<svg "));
  const auto key = crypto::from_base32(begun.key).value();
  EXPECT_EQ(key.size(), 20u);
  const auto confirm = [&](const std::string& given) {
    return browser.post("/api/session/factor/confirm", json::write(CodeGiven{given}));
  };
  EXPECT_EQ(code_of(confirm("000000")), "invalid_fields");
  EXPECT_EQ(wanted(browser), Need::enrolment);
  pass(14min);
  browser.get("/api/session");
  pass(2min);
  EXPECT_EQ(code_of(confirm(code_at(key))), "no_enrolment");
  // By now it wants a proof that it is still the owner.
  EXPECT_EQ(code_of(browser.post("/api/session/factor")), "step_up_required");
  EXPECT_EQ(code_of(browser.post("/api/session/proof", "{}")), "invalid_fields");
  EXPECT_EQ(browser.post("/api/session/proof", R"({"password":"yang-password"})").status, 200);
  enrol(browser);
  EXPECT_EQ(wanted(browser), Need::nothing);
}

TEST_F(SEC06_SecondFactor, FullWidthDigitsAndBlanksAreTakenAsMeant) {
  const auto yang = official("yang");
  pass(1min);
  TestBrowser browser(router);
  browser.sign_in("yang", "yang-password");
  std::string wide;
  for (const char c : code(yang)) {
    wide += "\xEF\xBC";
    wide += static_cast<char>(0x90 + (c - '0'));
    if (wide.size() == 9) wide += ' ';
  }
  EXPECT_EQ(browser.give_code(wide).status, 200);
}

TEST_F(SEC06_SecondFactor, ANewTelephoneTakesThePlaceOfTheOldAndEndsOtherSessions) {
  const auto old = official("yang");
  pass(1min);
  TestBrowser elsewhere(router);
  elsewhere.sign_in("yang", "yang-password");
  EXPECT_EQ(elsewhere.give_code(code(old)).status, 200);
  const auto fresh = enrol(yang_browser);
  EXPECT_EQ(elsewhere.get("/api/session").status, 401);
  pass(1min);
  TestBrowser browser(router);
  browser.sign_in("yang", "yang-password");
  EXPECT_EQ(code_of(browser.give_code(code(old))), "invalid_fields");
  EXPECT_EQ(code_of(browser.give_code(old.codes[0])), "invalid_fields");
  pass(2s);
  EXPECT_EQ(browser.give_code(code(fresh)).status, 200);
}

TEST_F(SEC06_SecondFactor, ItProvesIdentityInPlaceOfThePassword) {
  const auto yang = official("yang");
  EXPECT_EQ(session(yang_browser).proof_by, "code");
  pass(6min);
  EXPECT_EQ(code_of(yang_browser.post("/api/session/recovery-codes")), "step_up_required");
  EXPECT_EQ(code_of(yang_browser.post("/api/session/proof", R"({"password":"yang-password"})")), "invalid_fields");
  const auto prove = [&](const std::string& given) {
    return yang_browser.post("/api/session/proof", json::write(CodeGiven{given}));
  };
  EXPECT_EQ(code_of(prove("000000")), "invalid_fields");
  EXPECT_EQ(last_entry().action, "session.proof_refused");
  const auto now = code(yang);
  EXPECT_EQ(prove(now).status, 200);
  EXPECT_EQ(last_entry().action, "session.proof");
  EXPECT_EQ(code_of(prove(now)), "invalid_fields");
  EXPECT_EQ(yang_browser.post("/api/session/recovery-codes").status, 200);
}

TEST_F(SEC06_SecondFactor, WhoNeedNotHaveOneMayHaveItAndGiveItUp) {
  auto browser = desk(village_committee, jinjing);
  EXPECT_FALSE(session(browser).second_factor.demanded);
  EXPECT_EQ(code_of(browser.del("/api/session/factor")), "no_second_factor");
  enrol(browser);
  EXPECT_TRUE(session(browser).second_factor.since);
  EXPECT_EQ(browser.del("/api/session/factor").status, 200);
  EXPECT_EQ(last_entry().action, "factor.remove");
  EXPECT_FALSE(session(browser).second_factor.since);
  EXPECT_EQ(count("SELECT count(*) FROM recovery_code"), 0);
  EXPECT_EQ(count("SELECT count(*) FROM second_factor"), 0);
  official("yang");
  EXPECT_EQ(code_of(yang_browser.del("/api/session/factor")), "second_factor_demanded");
  auto villager = desk(resident, jinjing);
  EXPECT_EQ(code_of(villager.post("/api/session/factor")), "not_for_residents");
}

TEST_F(SEC06_SecondFactor, APasswordThatWasHandedOutIsChosenAnewOnlyAfterTheCode) {
  const auto yang = official("yang");
  auto superior = desk(prefecture_bureau, prefecture);
  enrol(superior);
  const auto handed =
      read<PasswordHandedOut>(superior.post("/api/accounts/" + yang.id.text() + "/reset-password")).one_time_password;
  pass(1min);
  TestBrowser browser(router);
  EXPECT_EQ(read<SessionAnswer>(browser.sign_in("yang", handed)).second_factor.wanted, Need::code);
  const auto change = json::write(PasswordChange{handed, "quite another one"});
  EXPECT_EQ(code_of(browser.post("/api/session/password", change)), "code_wanted");
  EXPECT_EQ(browser.give_code(code(yang)).status, 200);
  EXPECT_EQ(code_of(browser.get("/api/desk")), "password_must_change");
  EXPECT_EQ(browser.post("/api/session/password", change).status, 200);
  EXPECT_EQ(browser.get("/api/desk").status, 200);
}

TEST_F(SEC06_SecondFactor, EveryStepIsOneEntryAndARefusedOneNamesNoCode) {
  person("yang", kaili, {{village_committee, jinjing}});
  TestBrowser browser(router);
  browser.sign_in("yang", "yang-password");
  const auto expect_one = [&](std::string_view action, int status, const std::function<net::Response()>& act) {
    const auto before = count("SELECT count(*) FROM journal_entry");
    EXPECT_EQ(act().status, status) << action;
    EXPECT_EQ(count("SELECT count(*) FROM journal_entry"), before + 1) << action;
    EXPECT_EQ(last_entry().action, action);
    EXPECT_EQ(last_entry().detail.find("123123"), std::string::npos);
  };
  std::string key;
  expect_one("factor.begin", 200, [&] {
    auto begun = browser.post("/api/session/factor");
    key = crypto::from_base32(read<Enrolment>(begun).key).value();
    return begun;
  });
  const std::string wrong = R"({"code":"123123"})";
  expect_one("session.code_refused", 400, [&] { return browser.post("/api/session/factor/confirm", wrong); });
  expect_one("factor.confirm", 200,
             [&] { return browser.post("/api/session/factor/confirm", json::write(CodeGiven{code_at(key)})); });
  expect_one("factor.codes", 200, [&] { return browser.post("/api/session/recovery-codes"); });
  expect_one("session.proof_refused", 400, [&] { return browser.post("/api/session/proof", wrong); });
  pass(1min);
  expect_one("session.proof", 200,
             [&] { return browser.post("/api/session/proof", json::write(CodeGiven{code_at(key)})); });
  TestBrowser again(router);
  expect_one("session.open", 200, [&] { return again.sign_in("yang", "yang-password"); });
  expect_one("session.code_refused", 400, [&] { return again.give_code("123123"); });
  pass(1min);
  expect_one("session.code", 200, [&] { return again.give_code(code_at(key)); });
  expect_one("factor.remove", 200, [&] { return again.del("/api/session/factor"); });
}

class SEC07_RecoveryCodes : public SEC06_SecondFactor {};

TEST_F(SEC07_RecoveryCodes, EachOpensOnceAndNoneIsStoredAsItIs) {
  const auto yang = official("yang");
  for (const auto& each : yang.codes) {
    EXPECT_EQ(each.size(), 19u);
    const auto found = must(database->read([&](db::Reader& reader) {
      return reader.integer("SELECT count(*) FROM recovery_code WHERE code_hash LIKE $1", "%" + each + "%");
    }));
    EXPECT_EQ(found, 0);
  }
  EXPECT_EQ(count("SELECT count(*) FROM recovery_code WHERE code_hash LIKE '$argon2id$%'"), 10);
  TestBrowser browser(router);
  browser.sign_in("yang", "yang-password");
  const auto in = read<SessionAnswer>(browser.give_code(yang.codes[3]));
  EXPECT_EQ(in.second_factor.recovery_codes_left, 9);
  EXPECT_EQ(in.second_factor.recovery_codes_made_at, clock.now());
  EXPECT_NE(last_entry().detail.find("recovery"), std::string::npos);
  TestBrowser again(router);
  again.sign_in("yang", "yang-password");
  EXPECT_EQ(code_of(again.give_code(yang.codes[3])), "invalid_fields");
  EXPECT_EQ(wanted(again), Need::code);
  // As it may be typed in: capitals, no hyphens.
  std::string typed;
  for (const char c : yang.codes[4])
    if (c != '-') typed += static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  EXPECT_EQ(read<SessionAnswer>(again.give_code(typed)).second_factor.recovery_codes_left, 8);
}

TEST_F(SEC07_RecoveryCodes, ThoseOfOthersAndHalvesOfThemOpenNothing) {
  const auto yang = official("yang");
  auto pan = desk(county_bureau, kaili);
  const auto others = enrol(pan);
  TestBrowser browser(router);
  browser.sign_in("yang", "yang-password");
  for (const auto& bad : {others.codes[0], yang.codes[0].substr(0, 14), yang.codes[0] + "2",
                          yang.codes[0].substr(0, 5) + yang.codes[1].substr(5)}) {
    EXPECT_EQ(code_of(browser.give_code(bad)), "invalid_fields") << bad;
    pass(10s);
  }
}

TEST_F(SEC07_RecoveryCodes, ANewSetVoidsTheOld) {
  const auto yang = official("yang");
  const auto first = session(yang_browser).second_factor.recovery_codes_made_at;
  pass(90s);
  EXPECT_EQ(session(yang_browser).second_factor.recovery_codes_made_at, first);
  const auto fresh = read<RecoveryCodesAnswer>(yang_browser.post("/api/session/recovery-codes")).recovery_codes;
  EXPECT_EQ(session(yang_browser).second_factor.recovery_codes_made_at, clock.now());
  EXPECT_EQ(fresh.size(), 10u);
  EXPECT_EQ(last_entry().action, "factor.codes");
  TestBrowser browser(router);
  browser.sign_in("yang", "yang-password");
  EXPECT_EQ(code_of(browser.give_code(yang.codes[0])), "invalid_fields");
  EXPECT_EQ(browser.give_code(fresh[0]).status, 200);
}

}  // namespace
}  // namespace gulou::access
