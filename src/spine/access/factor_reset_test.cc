// SEC-07: whoever has lost telephone and recovery codes starts anew by two people; on both databases.
#include "spine/access/factor_reset.h"

#include "spine/access/due.h"
#include "spine/access/person.h"
#include "spine/access/test_factor.h"
#include "spine/workflow/machine.h"

namespace gulou::access {
namespace {

using namespace std::chrono_literals;
using enum Role;

class SEC07_ResetByTwo : public testing::Test, protected TestFactor {
 protected:
  SEC07_ResetByTwo() : yang(official("yang")) {}

  // Somebody who may sign in, and has a second factor if the role must.
  TestBrowser colleague(Role role, std::string_view unit) {
    auto browser = desk(role, unit);
    if (session(browser).second_factor.demanded) enrol(browser);
    return browser;
  }
  net::Response ask(TestBrowser& by, const Id& of, std::string_view reason = "本人持身份证到局里，当面核对") {
    return by.post("/api/accounts/" + of.text() + "/factor-reset", json::write(AskFactorReset{std::string(reason)}));
  }
  static net::Response decide(TestBrowser& by, const FactorResetAnswer& reset, std::string_view action,
                              std::int64_t version = 1) {
    return by.post("/api/factor-resets/" + reset.id.text() + "/" + std::string(action),
                   json::write(DecideFactorReset{version}));
  }
  void say_one_person(const Id& account, const std::string& also) {
    must(database->write(
        [&](db::Transaction& tx) { return set_person(tx, clock, operator_on_shell(clock), account, {also}); }));
  }
  std::int64_t entries() { return count("SELECT count(*) FROM journal_entry"); }

  Official yang;
};

TEST_F(SEC07_ResetByTwo, OneAsksAnotherConfirmsAndTheOwnerSeesBoth) {
  auto one = colleague(prefecture_bureau, prefecture);
  auto other = colleague(prefecture_bureau, prefecture);
  pass(1min);
  const auto account = read<AccountAnswer>(ask(one, yang.id));
  ASSERT_TRUE(account.factor_reset);
  const auto& reset = *account.factor_reset;
  EXPECT_EQ(reset.state, "asked");
  const auto asked = last_entry();
  EXPECT_EQ(asked.action, "access.factor_reset.create");
  EXPECT_EQ(asked.account_id, session(one).account.text());
  // Until then nothing has changed, and the owner, who may have lost nothing, sees it.
  const auto own = session(yang_browser).second_factor;
  ASSERT_TRUE(own.reset);
  EXPECT_EQ(own.reset->state, "asked");
  EXPECT_TRUE(own.since);

  const auto before = entries();
  EXPECT_EQ(code_of(decide(one, reset, "confirm")), "other_person_wanted");
  EXPECT_EQ(entries(), before);
  EXPECT_TRUE(session(yang_browser).second_factor.since);

  const auto waiting = read<FactorResetList>(other.get("/api/factor-resets")).resets;
  ASSERT_EQ(waiting.size(), 1u);
  EXPECT_EQ(waiting[0].account, yang.id);
  EXPECT_EQ(read<FactorResetAnswer>(decide(other, reset, "confirm")).state, "done");
  const auto confirmed = last_entry();
  EXPECT_EQ(confirmed.action, "access.factor_reset.confirm");
  EXPECT_EQ(confirmed.account_id, session(other).account.text());
  EXPECT_NE(confirmed.account_id, asked.account_id);
  EXPECT_NE(confirmed.detail.find(*asked.account_id), std::string::npos);  // both actors in one entry

  EXPECT_EQ(yang_browser.get("/api/session").status, 401);
  EXPECT_EQ(count("SELECT count(*) FROM recovery_code WHERE account_id = '" + yang.id.text() + "'"), 0);
  TestBrowser again(router);
  const auto in = read<SessionAnswer>(again.sign_in("yang", "yang-password"));
  EXPECT_EQ(in.second_factor.wanted, Need::enrolment);
  ASSERT_TRUE(in.second_factor.reset);
  EXPECT_EQ(in.second_factor.reset->state, "done");
  EXPECT_EQ(in.second_factor.reset->asked_by, session(one).display_name);
  EXPECT_EQ(in.second_factor.reset->decided_by, session(other).display_name);
  enrol(again);
  EXPECT_TRUE(session(again).second_factor.reset) << "until the next sign-in";
  pass(1min);
  TestBrowser later(router);
  later.sign_in("yang", "yang-password");
  EXPECT_EQ(code_of(later.give_code(code(yang))), "invalid_fields") << "of the telephone that was lost";
}

TEST_F(SEC07_ResetByTwo, TwoAccountsOfOnePersonAreNotTwo) {
  auto one = colleague(prefecture_bureau, prefecture);
  auto other = colleague(prefecture_bureau, prefecture);
  say_one_person(session(one).account, session(other).name);
  const auto reset = *read<AccountAnswer>(ask(one, yang.id)).factor_reset;
  EXPECT_EQ(code_of(decide(other, reset, "confirm")), "other_person_wanted");
  const auto seen = read<FactorResetList>(other.get("/api/factor-resets")).resets.at(0);
  ASSERT_EQ(seen.actions.size(), 2u);
  EXPECT_TRUE(seen.actions[0].refused_zh);
}

TEST_F(SEC07_ResetByTwo, TheOwnerIsNeitherOfTheTwo) {
  auto one = colleague(prefecture_bureau, prefecture);
  EXPECT_EQ(code_of(ask(yang_browser, yang.id)), "not_to_oneself");
  const auto reset = *read<AccountAnswer>(ask(one, yang.id)).factor_reset;
  // Also with another account of the owner, in the office above.
  auto second = colleague(prefecture_bureau, prefecture);
  say_one_person(session(second).account, "yang");
  EXPECT_EQ(code_of(decide(second, reset, "confirm")), "not_to_oneself");
}

// The office has one official, so the second is one of the unit above.
TEST_F(SEC07_ResetByTwo, WhereAnOfficeHasOneOfficialTheUnitAboveIsTheSecond) {
  auto town = colleague(township, chengxi);
  const auto lost = session(town).account;
  auto colleague_below = colleague(village_committee, jinjing);
  auto foreign = colleague(county_bureau, rongjiang);
  auto above = colleague(prefecture_bureau, prefecture);
  EXPECT_EQ(code_of(ask(colleague_below, lost)), "outside_subtree");
  EXPECT_EQ(code_of(ask(foreign, lost)), "outside_subtree");
  const auto reset = *read<AccountAnswer>(ask(yang_browser, lost)).factor_reset;  // the county, which is above
  EXPECT_EQ(code_of(decide(foreign, reset, "confirm")), "outside_subtree");
  EXPECT_EQ(read<FactorResetAnswer>(decide(above, reset, "confirm")).state, "done");
  EXPECT_EQ(town.get("/api/session").status, 401);
}

// Of the same office, and no superior.
TEST_F(SEC07_ResetByTwo, AColleagueOfTheSamePostIsNoSuperior) {
  auto same = colleague(county_bureau, kaili);
  auto bureau = colleague(prefecture_bureau, prefecture);
  EXPECT_EQ(code_of(ask(same, yang.id)), "not_the_superior");
  const auto reset = *read<AccountAnswer>(ask(bureau, yang.id)).factor_reset;
  EXPECT_EQ(code_of(decide(same, reset, "confirm")), "not_the_superior");
  EXPECT_TRUE(read<FactorResetList>(same.get("/api/factor-resets")).resets.at(0).actions.empty());
}

TEST_F(SEC07_ResetByTwo, AdministratorsAreResetByTheOtherTwo) {
  auto system = colleague(system_administrator, prefecture);
  auto security = colleague(security_administrator, prefecture);
  auto audit = colleague(auditor, prefecture);
  auto bureau = colleague(prefecture_bureau, prefecture);
  const auto lost = session(audit).account;
  EXPECT_EQ(code_of(ask(bureau, lost)), "not_the_superior");
  EXPECT_EQ(ask(system, lost).status, 201);
  const auto reset = read<FactorResetList>(security.get("/api/factor-resets")).resets.at(0);
  EXPECT_EQ(read<FactorResetAnswer>(decide(security, reset, "confirm")).state, "done");
}

TEST_F(SEC07_ResetByTwo, ItCanBeRefusedAndAskedForAnew) {
  auto one = colleague(prefecture_bureau, prefecture);
  auto other = colleague(prefecture_bureau, prefecture);
  EXPECT_EQ(code_of(ask(one, yang.id, "  ")), "invalid_fields");
  const auto reset = *read<AccountAnswer>(ask(one, yang.id)).factor_reset;
  EXPECT_EQ(code_of(ask(other, yang.id)), "asked_already");
  EXPECT_EQ(code_of(decide(other, reset, "confirm", 7)), "version_changed");
  EXPECT_EQ(read<FactorResetAnswer>(decide(other, reset, "refuse")).state, "refused");
  EXPECT_TRUE(session(yang_browser).second_factor.since);
  EXPECT_FALSE(session(yang_browser).second_factor.reset);
  EXPECT_EQ(code_of(decide(other, reset, "confirm", 2)), "wrong_state");
  EXPECT_EQ(ask(one, yang.id).status, 201);
  auto village = colleague(village_committee, jinjing);
  EXPECT_EQ(code_of(ask(one, session(village).account)), "no_second_factor");
}

TEST_F(SEC07_ResetByTwo, WhatNobodyDecidesInTimeLapsesAndMayBeAskedForAnew) {
  setting("access.factor_reset_hours", "1");
  const auto term = std::chrono::milliseconds(1h).count();
  auto one = desk(prefecture_bureau, prefecture);
  const auto asker = enrol(one);
  auto other = colleague(prefecture_bureau, prefecture);
  const auto reset = *read<AccountAnswer>(ask(one, yang.id)).factor_reset;
  EXPECT_EQ(reset.expires_at->ms(), clock.now().ms() + term);
  for (int i = 0; i < 5; ++i) {
    pass(10min);
    for (auto* each : {&one, &other}) EXPECT_EQ(each->get("/api/session").status, 200);
  }
  pass(10min - 1ms);
  EXPECT_EQ(read<FactorResetList>(other.get("/api/factor-resets")).resets.size(), 1u);
  pass(1ms);
  EXPECT_TRUE(read<FactorResetList>(other.get("/api/factor-resets")).resets.empty());
  const auto shown = [&] { return *read<AccountAnswer>(one.get("/api/accounts/" + yang.id.text())).factor_reset; };
  EXPECT_EQ(shown().state, "lapsed") << "the account's page says what became of it";
  EXPECT_EQ(shown().state_zh, "已过期");
  EXPECT_TRUE(shown().actions.empty());
  EXPECT_FALSE(shown().expires_at);
  const auto before = entries();
  EXPECT_EQ(code_of(decide(other, reset, "refuse")), "lapsed");
  EXPECT_EQ(entries(), before);
  EXPECT_TRUE(must(run_due(context)).ends_with(", 1 resets of second factors lapsed"));
  EXPECT_EQ(last_entry().action, "access.factor_reset.lapse");
  EXPECT_EQ(shown().state, "lapsed");
  EXPECT_EQ(last_entry().actor, "system");
  EXPECT_EQ(must(run_due(context)), "");
  EXPECT_EQ(code_of(decide(other, reset, "refuse", 2)), "wrong_state");
  EXPECT_TRUE(session(one).second_factor.since);
  EXPECT_EQ(one.post("/api/session/proof", json::write(Proof{.code = code(asker)})).status, 200);
  EXPECT_EQ(ask(one, yang.id).status, 201);
  // Also before Gulou has written down that it lapsed.
  for (int i = 0; i < 6; ++i) {
    pass(10min);
    EXPECT_EQ(one.get("/api/session").status, 200);
  }
  EXPECT_EQ(one.post("/api/session/proof", json::write(Proof{.code = code(asker)})).status, 200);
  EXPECT_EQ(ask(one, yang.id).status, 201);
  EXPECT_EQ(count("SELECT count(*) FROM factor_reset WHERE state = 'lapsed'"), 2);
}

TEST_F(SEC07_ResetByTwo, AskingAndConfirmingWantAProof) {
  auto one = colleague(prefecture_bureau, prefecture);
  auto other = colleague(prefecture_bureau, prefecture);
  const auto reset = *read<AccountAnswer>(ask(one, yang.id)).factor_reset;
  pass(6min);
  EXPECT_EQ(code_of(ask(one, yang.id)), "step_up_required");
  EXPECT_EQ(code_of(decide(other, reset, "confirm")), "step_up_required");
}

TEST_F(SEC07_ResetByTwo, TheOperatorIsTheLastResort) {
  must(database->write(
      [&](db::Transaction& tx) { return reset_factor_on_shell(tx, clock, operator_on_shell(clock), yang.id); }));
  EXPECT_EQ(last_entry().action, "account.reset_factor");
  EXPECT_EQ(last_entry().actor, "operator");
  EXPECT_EQ(yang_browser.get("/api/session").status, 401);
  const auto again = database->write(
      [&](db::Transaction& tx) { return reset_factor_on_shell(tx, clock, operator_on_shell(clock), yang.id); });
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, "no_second_factor");
}

TEST(SEC07_Rules, WhoMayTakePartInAReset) {
  EXPECT_TRUE(may_reset_factor(county_bureau, township, true));
  EXPECT_FALSE(may_reset_factor(county_bureau, county_bureau, false));
  EXPECT_FALSE(may_reset_factor(township, county_bureau, true));
  EXPECT_FALSE(may_reset_factor(prefecture_bureau, auditor, true));
  for (const auto& info : all_roles()) {
    EXPECT_TRUE(may_reset_factor(system_administrator, info.role, false));
    EXPECT_TRUE(may_reset_factor(security_administrator, info.role, false));
    EXPECT_FALSE(may_reset_factor(auditor, info.role, true));
    EXPECT_FALSE(may_reset_factor(resident, info.role, true));
  }
  EXPECT_TRUE(workflow::mistakes(factor_reset_machine()).empty());
}

}  // namespace
}  // namespace gulou::access
