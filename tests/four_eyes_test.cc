// SEC-17 and SEC-16: where two people are wanted, two accounts or posts of one person are not two.
#include "plan_desk.h"
#include "spine/access/api_model.h"
#include "spine/access/person.h"

namespace gulou {
namespace {

class SEC17_FourEyes : public PlanDesk {
 protected:
  Id account_of(TestBrowser& browser) { return read<access::SessionAnswer>(browser.get("/api/session")).account; }
  std::string name_of_account(TestBrowser& browser) {
    return read<access::SessionAnswer>(browser.get("/api/session")).name;
  }
  void give_post(const Id& account, Role role, std::string_view unit) {
    must(database().write([&](db::Transaction& tx) {
      return access::grant_post(tx, clock_, access::operator_on_shell(clock_), account,
                                {.role = role, .unit = std::string(unit)});
    }));
  }
  static void act_as(TestBrowser& browser, Role role) {
    const auto session = read<access::SessionAnswer>(browser.get("/api/session"));
    for (const auto& post : session.posts) {
      if (post.role != role) continue;
      EXPECT_EQ(browser.post("/api/session/post", json::write(access::PostChoice{post.id})).status, 200);
    }
  }
  std::int64_t entries() {
    return must(
               database().read([](db::Reader& reader) { return reader.integer("SELECT count(*) FROM journal_entry"); }))
        .value_or(0);
  }
};

TEST_F(SEC17_FourEyes, WhoeverSubmittedAReportDoesNotAcceptItInAnotherPost) {
  auto bureau = desk(Role::prefecture_bureau, prefecture);
  auto both = desk(Role::county_bureau, kaili);
  give_post(account_of(both), Role::prefecture_bureau, prefecture);
  const auto report = asked(bureau, kaili);
  act_as(both, Role::county_bureau);
  EXPECT_EQ(both.post(address(report, "submit"), written(1)).status, 200);
  act_as(both, Role::prefecture_bureau);
  const auto detail = read<plan::ReportDetail>(both.get(address(report)));
  ASSERT_FALSE(detail.report.actions.empty());
  for (const auto& action : detail.report.actions) {
    const bool decides = action.name == "accept" || action.name == "return";
    EXPECT_EQ(action.other_than.value_or(""), decides ? "submit" : "") << action.name;
    EXPECT_EQ(action.refused_zh.has_value(), decides) << action.name;
  }
  const auto before = entries();
  for (const auto* decision : {"accept", "return"}) {
    const auto refused = both.post(address(report, decision), act(2, "不合适"));
    EXPECT_EQ(refused.status, 403);
    EXPECT_EQ(code_of(refused), "other_person_wanted") << decision;
    EXPECT_NE(refused.body.find("要由另一个人来做"), std::string::npos) << refused.body;
  }
  EXPECT_EQ(entries(), before);
  const auto seen = read<plan::ReportDetail>(bureau.get(address(report)));
  for (const auto& action : seen.report.actions) EXPECT_FALSE(action.refused_zh) << action.name;
  EXPECT_EQ(bureau.post(address(report, "accept"), act(2)).status, 200);
}

TEST_F(SEC17_FourEyes, TwoAccountsOfOnePersonAreNotTwoPeople) {
  auto bureau = desk(Role::prefecture_bureau, prefecture);
  auto county = desk(Role::county_bureau, kaili);
  auto second = desk(Role::prefecture_bureau, prefecture);
  const auto report = asked(bureau, kaili);
  EXPECT_EQ(county.post(address(report, "submit"), written(1)).status, 200);
  const auto submitter = account_of(county);
  const auto other = name_of_account(second);
  const auto say = [&](const std::string& also) {
    must(database().write([&](db::Transaction& tx) {
      return access::set_person(tx, clock_, access::operator_on_shell(clock_), submitter, {also});
    }));
  };
  say(other);
  EXPECT_EQ(code_of(second.post(address(report, "accept"), act(2))), "other_person_wanted");
  say("");
  EXPECT_EQ(second.post(address(report, "accept"), act(2)).status, 200);
}

TEST_F(SEC17_FourEyes, WhatCountsIsWhoDidItLast) {
  auto bureau = desk(Role::prefecture_bureau, prefecture);
  auto both = desk(Role::county_bureau, kaili);
  auto colleague = desk(Role::county_bureau, kaili);
  give_post(account_of(both), Role::prefecture_bureau, prefecture);
  const auto report = asked(bureau, kaili);
  act_as(both, Role::county_bureau);
  EXPECT_EQ(both.post(address(report, "submit"), written(1)).status, 200);
  EXPECT_EQ(bureau.post(address(report, "return"), act(2, "请补充")).status, 200);
  EXPECT_EQ(colleague.post(address(report, "submit"), written(3)).status, 200);
  act_as(both, Role::prefecture_bureau);
  EXPECT_EQ(both.post(address(report, "accept"), act(4)).status, 200);
}

class SEC16_OnePerson : public PlanDesk {
 protected:
  Id account_named_by(TestBrowser& browser) { return read<access::SessionAnswer>(browser.get("/api/session")).account; }
  std::string login(TestBrowser& browser) { return read<access::SessionAnswer>(browser.get("/api/session")).name; }
  net::Response say(TestBrowser& by, const Id& account, std::string_view also) {
    return by.post("/api/accounts/" + account.text() + "/person", json::write(access::SamePerson{std::string(also)}));
  }
};

TEST_F(SEC16_OnePerson, ASuperiorSaysWhichAccountsAreOnePersons) {
  auto town = desk(Role::township, kaili_township);
  auto other = desk(Role::township, kaili_township);
  auto foreign = desk(Role::county_bureau, huangping);
  auto county = desk(Role::county_bureau, kaili);
  const auto id = account_named_by(town);
  EXPECT_EQ(say(county, id, "nobody").status, 400);
  EXPECT_EQ(say(county, id, login(foreign)).status, 400);  // as if it were not there
  EXPECT_EQ(say(county, id, login(town)).status, 400);
  EXPECT_EQ(code_of(say(foreign, id, login(other))), "outside_subtree");
  const auto said = read<access::AccountAnswer>(say(county, id, login(other)));
  ASSERT_EQ(said.also.size(), 1u);
  EXPECT_EQ(said.also[0].name, login(other));
  const auto seen = read<access::AccountAnswer>(county.get("/api/accounts/" + account_named_by(other).text()));
  ASSERT_EQ(seen.also.size(), 1u);
  EXPECT_EQ(seen.also[0].id, id);
  // A third joins both.
  auto third = desk(Role::township, kaili_township);
  EXPECT_EQ(read<access::AccountAnswer>(say(county, account_named_by(third), login(town))).also.size(), 2u);
  EXPECT_EQ(read<access::AccountAnswer>(say(county, id, "")).also.size(), 0u);
  EXPECT_EQ(read<access::AccountAnswer>(county.get("/api/accounts/" + account_named_by(other).text())).also.size(), 1u);
}

TEST_F(SEC16_OnePerson, NobodyIsTwoAdministratorsInTwoAccounts) {
  auto system = desk(Role::system_administrator, prefecture);
  auto audit = desk(Role::auditor, kaili);
  auto plain = desk(Role::county_bureau, kaili);
  const auto shell = access::operator_on_shell(clock_);
  const auto together = [&](TestBrowser& one, TestBrowser& two) {
    const auto id = account_named_by(one);
    const auto also = login(two);
    const auto said =
        database().write([&](db::Transaction& tx) { return access::set_person(tx, clock_, shell, id, {also}); });
    return said ? std::string() : said.error().code;
  };
  EXPECT_EQ(together(system, audit), "administrators_apart");
  EXPECT_EQ(together(plain, audit), "administrators_apart");
  auto spare = desk(Role::county_bureau, kaili);
  EXPECT_EQ(together(plain, spare), "");
  const auto name = login(plain);
  const auto granted = database().write([&](db::Transaction& tx) -> Result<void> {
    const auto made =
        TRY(access::create_account(tx, clock_, shell, {"empty", "测试甲", std::string(kaili)}, "no hash"));
    TRY(access::set_person(tx, clock_, shell, made.id, {name}));
    TRY(access::grant_post(tx, clock_, shell, made.id, {.role = Role::auditor, .unit = std::string(kaili)}));
    return {};
  });
  EXPECT_EQ(granted.error().code, "administrators_apart");
}

TEST_F(SEC16_OnePerson, NobodyActsOnTheirOwnOtherAccount) {
  auto county = desk(Role::county_bureau, kaili);
  auto town = desk(Role::township, kaili_township);
  const auto id = account_named_by(town);
  EXPECT_EQ(county.post("/api/accounts/" + id.text() + "/end-sessions").status, 200);
  const auto also = login(county);
  must(database().write([&](db::Transaction& tx) {
    return access::set_person(tx, clock_, access::operator_on_shell(clock_), id, {also});
  }));
  EXPECT_EQ(code_of(county.post("/api/accounts/" + id.text() + "/end-sessions")), "not_to_oneself");
  EXPECT_EQ(code_of(county.post("/api/accounts/" + id.text() + "/reset-password")), "not_to_oneself");
}

}  // namespace
}  // namespace gulou
