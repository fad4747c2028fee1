// SEC-04: wrong tries are counted, delayed and paused; the rule alone, then the door over HTTP on both databases.
#include "spine/access/tries.h"

#include <atomic>
#include <thread>

#include "spine/access/due.h"
#include "spine/access/test_access.h"

namespace gulou::access {
namespace {

using namespace std::chrono_literals;
using enum Role;

constexpr std::int64_t minute = 60'000;

Tries tries(std::int64_t wrong, std::int64_t at_ms) {
  return {.key = "k", .name_key = "n", .wrong = wrong, .last_at = Instant(at_ms)};
}

TEST(SEC04_WaitAfter, GrowsAndThenPauses) {
  const Policy policy;
  const std::vector<std::pair<std::int64_t, std::int64_t>> expected = {
      {0, 0}, {1, 0}, {2, 1000}, {3, 2000}, {4, 4000}, {5, 15 * minute}, {6, 15 * minute}};
  for (const auto& [wrong, wait] : expected)
    EXPECT_EQ(wait_after(tries(wrong, 1'000'000), policy.tries, policy, Instant(1'000'000)), wait) << wrong;
  // It runs down, and is over on the dot.
  EXPECT_EQ(wait_after(tries(4, 0), 5, policy, Instant(3999)), 1);
  EXPECT_EQ(wait_after(tries(4, 0), 5, policy, Instant(4000)), 0);
  EXPECT_EQ(wait_after(tries(5, 0), 5, policy, Instant(15 * minute - 1)), 1);
  EXPECT_EQ(wait_after(tries(5, 0), 5, policy, Instant(15 * minute)), 0);
  // However many may be tried: no delay below the pause is longer than about a minute.
  EXPECT_EQ(wait_after(tries(49, 0), 50, policy, Instant(0)), 64'000);
}

TEST(SEC04_WaitAfter, WhatWasCountedBeforeTheClockWasSetBackKeepsNobodyOut) {
  const Policy policy;
  EXPECT_EQ(wait_after(tries(5, minute + 1), 5, policy, Instant(0)), 0);
  EXPECT_EQ(wait_at_address(tries(20, 24 * 60 * minute), policy, Instant(0)), 0);
  // A small correction forgets nothing.
  EXPECT_EQ(wait_after(tries(5, minute), 5, policy, Instant(0)), 15 * minute);
  EXPECT_EQ(wait_at_address(tries(20, minute), policy, Instant(0)), 2000);
}

TEST(SEC04_WaitAfter, AnAddressIsOnlySlowedDown) {
  const Policy policy;
  EXPECT_EQ(wait_at_address(tries(19, 0), policy, Instant(0)), 0);
  EXPECT_EQ(wait_at_address(tries(20, 0), policy, Instant(0)), 2000);
  EXPECT_EQ(wait_at_address(tries(100'000, 0), policy, Instant(1999)), 1);
  EXPECT_EQ(wait_at_address(tries(100'000, 0), policy, Instant(2000)), 0);
}

class SEC04_LockOut : public testing::Test, protected TestAccess {
 protected:
  void pass(std::chrono::milliseconds span) { clock.set(Instant(clock.now().ms() + span.count())); }
  // A browser that nobody has signed in with, at this address.
  TestBrowser stranger(std::string address = "10.0.0.1") {
    TestBrowser browser(router);
    browser.client = std::move(address);
    return browser;
  }
  // Wrong tries with enough rest between them that none is refused for coming too soon.
  void guess(TestBrowser& browser, const std::string& name, int times) {
    for (int i = 0; i < times; ++i) {
      EXPECT_EQ(code_of(browser.sign_in(name, "wrong")), "sign_in_refused") << name << i;
      pass(10s);
    }
  }
  static std::string retry_after(const net::Response& response) {
    for (const auto& [name, value] : response.headers)
      if (name == "Retry-After") return value;
    return "";
  }
};

TEST_F(SEC04_LockOut, FiveWrongPasswordsPauseFor15Minutes) {
  person("yang", kaili, {{county_bureau, kaili}});
  auto browser = stranger();
  guess(browser, "yang", 4);
  EXPECT_EQ(code_of(browser.sign_in("yang", "wrong")), "sign_in_refused");
  EXPECT_NE(last_entry().detail.find("\"paused\":true"), std::string::npos) << last_entry().detail;
  const auto paused = browser.sign_in("yang", "yang-password");  // right, and not even looked at
  EXPECT_EQ(paused.status, 429);
  EXPECT_EQ(code_of(paused), "too_many_tries");
  EXPECT_EQ(retry_after(paused), "900");
  pass(15min - 1ms);
  EXPECT_EQ(code_of(browser.sign_in("yang", "yang-password")), "too_many_tries");
  pass(1ms);
  EXPECT_EQ(browser.sign_in("yang", "yang-password").status, 200);
}

TEST_F(SEC04_LockOut, AClockThatIsPutRightLetsEverybodyInAgain) {
  person("yang", kaili, {{county_bureau, kaili}});
  auto browser = stranger();
  pass(24h);  // a day ahead
  guess(browser, "yang", 5);
  for (int i = 0; i < 30; ++i) guess(browser, "nobody" + std::to_string(i), 1);
  pass(-24h);
  EXPECT_EQ(browser.sign_in("yang", "yang-password").status, 200);
  EXPECT_EQ(code_of(stranger().sign_in("yang", "wrong")), "sign_in_refused");
}

TEST_F(SEC04_LockOut, TheDelayGrowsWithEachWrongPassword) {
  person("yang", kaili, {});
  auto browser = stranger();
  const auto wrong = [&] { return code_of(browser.sign_in("yang", "wrong")); };
  EXPECT_EQ(wrong(), "sign_in_refused");
  EXPECT_EQ(wrong(), "sign_in_refused");
  for (const auto delay : {1000ms, 2000ms, 4000ms}) {
    const auto refused = browser.sign_in("yang", "wrong");
    EXPECT_EQ(code_of(refused), "too_many_tries");
    EXPECT_EQ(retry_after(refused), std::to_string(delay.count() / 1000));
    pass(delay - 1ms);
    EXPECT_EQ(wrong(), "too_many_tries");  // asking too soon does not count
    pass(1ms);
    EXPECT_EQ(wrong(), "sign_in_refused");
  }
  EXPECT_EQ(wrong(), "too_many_tries");
}

TEST_F(SEC04_LockOut, NamesThatNobodyHasPauseLikeAnyOther) {
  person("yang", kaili, {});
  auto known = stranger("10.0.0.1");
  auto unknown = stranger("10.0.0.2");
  for (int i = 0; i < 9; ++i) {
    const auto a = known.sign_in("yang", "wrong");
    const auto b = unknown.sign_in("nobody", "wrong");
    EXPECT_EQ(a.status, b.status) << i;
    EXPECT_EQ(a.body, b.body) << i;
    EXPECT_EQ(a.headers, b.headers) << i;
    pass(i % 2 == 0 ? 500ms : 5s);
  }
  EXPECT_EQ(known.sign_in("yang", "wrong").status, 429);
  EXPECT_EQ(unknown.sign_in("nobody", "wrong").status, 429);
}

TEST_F(SEC04_LockOut, WrongTriesFromEverywhereAddUp) {
  person("yang", kaili, {});
  for (int i = 0; i < 10; ++i) {
    auto browser = stranger("10.0.1." + std::to_string(i));
    guess(browser, "yang", 1);
  }
  auto browser = stranger("10.0.2.1");
  EXPECT_EQ(code_of(browser.sign_in("yang", "yang-password")), "too_many_tries");
  pass(15min);
  EXPECT_EQ(browser.sign_in("yang", "yang-password").status, 200);
}

TEST_F(SEC04_LockOut, WhoeverGuessesElsewhereCannotKeepTheOwnerOut) {
  person("yang", kaili, {});
  auto own = stranger("10.0.0.1");
  EXPECT_EQ(own.sign_in("yang", "yang-password").status, 200);
  EXPECT_EQ(own.known.size(), std::string("gulou-browser=").size() + 64);
  for (int i = 0; i < 10; ++i) {
    auto browser = stranger("10.0.1." + std::to_string(i));
    guess(browser, "yang", 1);
  }
  EXPECT_EQ(own.sign_in("yang", "yang-password").status, 200);
  // The owner's browser has a count of its own, and no more tries than any.
  guess(own, "yang", 5);
  EXPECT_EQ(code_of(own.sign_in("yang", "yang-password")), "too_many_tries");
  // The token helps with no other name, and a made-up one with none.
  person("pan", kaili, {});
  for (int i = 0; i < 10; ++i) {
    auto browser = stranger("10.0.3." + std::to_string(i));
    guess(browser, "pan", 1);
  }
  EXPECT_EQ(code_of(own.sign_in("pan", "pan-password")), "too_many_tries");
  auto forged = stranger();
  forged.known = "gulou-browser=" + std::string(64, 'a');
  EXPECT_EQ(code_of(forged.sign_in("pan", "pan-password")), "too_many_tries");
}

TEST_F(SEC04_LockOut, AVillageBehindOneAddressKeepsWorking) {
  for (const auto* name : {"a1", "a2", "a3"}) person(name, jinjing, {{village_committee, jinjing}});
  auto office = stranger();
  EXPECT_EQ(office.sign_in("a1", "a1-password").status, 200);
  auto guesser = stranger();
  guess(guesser, "a2", 5);
  EXPECT_EQ(code_of(guesser.sign_in("a2", "a2-password")), "too_many_tries");
  // Only the one that was guessed at pauses.
  EXPECT_EQ(office.sign_in("a1", "a1-password").status, 200);
  EXPECT_EQ(stranger().sign_in("a3", "a3-password").status, 200);
}

TEST_F(SEC04_LockOut, SprayingFromOneAddressIsSlowedAndNobodyIsBlocked) {
  person("yang", jinjing, {});
  person("pan", jinjing, {});
  auto office = stranger();
  EXPECT_EQ(office.sign_in("pan", "pan-password").status, 200);
  auto sprayer = stranger();
  int wrong = 0;
  int refused = 0;
  for (int i = 0; i < 200; ++i) {  // ten names a second, for twenty seconds
    const auto code = code_of(sprayer.sign_in("name" + std::to_string(i), "spring2016"));
    code == "too_many_tries" ? ++refused : ++wrong;
    pass(100ms);
  }
  EXPECT_EQ(wrong + refused, 200);
  EXPECT_LE(wrong, 20 + 10);                                     // the twenty that are free, then one in two seconds
  EXPECT_EQ(office.sign_in("pan", "pan-password").status, 200);  // at once: a browser that is known
  pass(2s);
  EXPECT_EQ(stranger().sign_in("yang", "yang-password").status, 200);  // a turn later
}

TEST_F(SEC04_LockOut, AHundredTriesAtOnceAreAHundred) {
  person("yang", kaili, {});
  std::atomic<int> looked_at = 0;
  std::vector<std::jthread> crowd;
  for (int i = 0; i < 8; ++i)
    crowd.emplace_back([&] {
      auto browser = stranger();
      for (int n = 0; n < 5; ++n)
        if (browser.sign_in("yang", "wrong").status == 401) ++looked_at;
    });
  crowd.clear();
  EXPECT_EQ(looked_at, 2);  // the clock stands still: after two the third has to wait
}

TEST_F(SEC04_LockOut, SurvivesARestart) {
  person("yang", kaili, {});
  auto browser = stranger();
  guess(browser, "yang", 5);
  net::Router again;  // a new process over the same database
  register_session_routes(again, context);
  again.set_gate(make_gate(*database, clock, permissions));
  TestBrowser after(again);
  after.client = "10.0.0.1";
  EXPECT_EQ(code_of(after.sign_in("yang", "yang-password")), "too_many_tries");
}

TEST_F(SEC04_LockOut, TheOwnerSeesWhatWasTried) {
  person("yang", kaili, {{county_bureau, kaili}});
  auto other = stranger("10.0.9.9");
  guess(other, "yang", 3);
  const auto last = clock.now().ms() - 10'000;
  auto own = stranger();
  auto session = read<SessionAnswer>(own.sign_in("yang", "yang-password"));
  EXPECT_EQ(session.wrong_before, 3);
  EXPECT_EQ(session.wrong_before_at, Instant(last));
  session = read<SessionAnswer>(own.get("/api/session"));
  EXPECT_EQ(session.wrong_before, 3);
  session = read<SessionAnswer>(own.sign_in("yang", "yang-password"));
  EXPECT_EQ(session.wrong_before, 0);
  EXPECT_EQ(session.wrong_before_at, std::nullopt);
}

TEST_F(SEC04_LockOut, TheSuperiorSeesAPauseAndReleasesIt) {
  const auto id = person("yang", chengxi, {{village_committee, jinjing}});
  auto town = desk(township, chengxi);
  const auto path = "/api/accounts/" + id.text();
  const auto release = [&](TestBrowser& by) { return code_of(by.post(path + "/release")); };
  EXPECT_EQ(release(town), "not_paused");
  auto browser = stranger();
  guess(browser, "yang", 4);
  EXPECT_EQ(release(town), "not_paused");
  guess(browser, "yang", 1);
  auto seen = read<AccountAnswer>(town.get(path));
  EXPECT_EQ(seen.wrong_tries, 5);
  EXPECT_EQ(seen.paused_until, Instant(clock.now().ms() - 10'000 + 15 * minute));
  auto foreign = desk(township, guzhou);
  EXPECT_EQ(release(foreign), "outside_subtree");
  auto equal = desk(village_committee, jinjing);
  EXPECT_EQ(release(equal), "outside_subtree");
  const auto before = count("SELECT count(*) FROM journal_entry");
  EXPECT_EQ(release(town), "");
  EXPECT_EQ(count("SELECT count(*) FROM journal_entry"), before + 1);
  EXPECT_EQ(last_entry().action, "account.release");
  EXPECT_EQ(last_entry().object_id, id.text());
  EXPECT_EQ(read<AccountAnswer>(town.get(path)).paused_until, std::nullopt);
  EXPECT_EQ(browser.sign_in("yang", "yang-password").status, 200);
}

TEST_F(SEC04_LockOut, ANewPasswordHandedOutEndsThePauseToo) {
  const auto id = person("yang", chengxi, {{village_committee, jinjing}});
  auto town = desk(township, chengxi);
  auto browser = stranger();
  guess(browser, "yang", 5);
  const auto handed = read<PasswordHandedOut>(town.post("/api/accounts/" + id.text() + "/reset-password"));
  EXPECT_EQ(browser.sign_in("yang", handed.one_time_password).status, 200);
}

TEST_F(SEC04_LockOut, WhatWasTypedIsNotKept) {
  auto browser = stranger("203.0.113.77");
  guess(browser, "my-secret-in-the-wrong-field", 1);
  const auto rows = must(database->read(
      [](db::Reader& reader) { return reader.all<Tries>("SELECT key, name_key, wrong, last_at FROM sign_in_tries"); }));
  EXPECT_EQ(rows.size(), 3u);
  for (const auto& row : rows) {
    EXPECT_EQ(row.key.size(), 64u);
    EXPECT_EQ(row.key.find_first_not_of("0123456789abcdef"), std::string::npos);
  }
  EXPECT_EQ(last_entry().detail.find("secret"), std::string::npos);
  pass(15min - 10s);
  EXPECT_EQ(must(run_due(context)), "");
  pass(1ms);
  EXPECT_EQ(must(run_due(context)),
            "access: 0 unused and 0 leavers' accounts locked, 3 counts of wrong tries forgotten");
  EXPECT_EQ(count("SELECT count(*) FROM sign_in_tries"), 0);
}

TEST_F(SEC04_LockOut, ItsNumbersAreSettingsWithinLimits) {
  const auto set = [&](std::string_view name, std::string_view value) {
    const auto done = database->write(
        [&](db::Transaction& tx) { return set_policy(tx, clock, actor_of(operator_on_shell(clock)), name, value); });
    return done ? std::string() : done.error().code;
  };
  EXPECT_EQ(set("access.tries", "3"), "");
  EXPECT_EQ(last_entry().action, "settings.set");
  EXPECT_EQ(set("access.pause_minutes", "30"), "");
  EXPECT_EQ(set("access.tries", "2"), "invalid_fields");
  EXPECT_EQ(set("access.tries", "11"), "invalid_fields");
  EXPECT_EQ(set("access.tries", "5x"), "invalid_fields");
  EXPECT_EQ(set("access.tries", ""), "invalid_fields");
  EXPECT_EQ(set("access.pause_minutes", "14"), "invalid_fields");  // never shorter than a quarter of an hour
  EXPECT_EQ(set("demo.people", "yes"), "not_found");
  person("yang", kaili, {});
  auto browser = stranger();
  guess(browser, "yang", 3);
  EXPECT_EQ(retry_after(browser.sign_in("yang", "yang-password")), "1790");
  // What someone wrote past the limits into the table does not count.
  execute("UPDATE setting SET value = '1000000' WHERE name = 'access.tries'");
  EXPECT_EQ(must(database->read([](db::Reader& reader) -> Result<Policy> { return policy(reader); })).tries, 5);
}

}  // namespace
}  // namespace gulou::access
