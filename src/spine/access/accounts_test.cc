// Accounts and posts through the router: who may do what to whom, own, parent, sibling and foreign. On both databases.
#include "spine/access/accounts.h"

#include <map>

#include "spine/access/test_access.h"

namespace gulou::access {
namespace {

using enum Role;

class Accounts : public testing::Test, protected TestAccess {
 protected:
  static std::string new_account(std::string_view name, std::string_view unit) {
    return json::write(NewAccount{std::string(name), "演示", std::string(unit)});
  }
  static std::string new_post(Role role, std::string_view unit) {
    return R"({"role":")" + std::string(name_of(role)) + R"(","unit":")" + std::string(unit) +
           R"(","valid_from":null,"valid_to":null})";
  }
  // The code of the answer. A success has written one entry, a refusal none.
  std::string post(TestBrowser& browser, const std::string& path, std::string body) {
    const auto before = entries();
    const auto code = code_of(browser.post(path, std::move(body)));
    EXPECT_EQ(entries(), before + (code.empty() ? 1 : 0)) << path << code;
    return code;
  }
  std::string create(TestBrowser& browser, std::string_view name, std::string_view unit) {
    return post(browser, "/api/accounts", new_account(name, unit));
  }
  std::string grant(TestBrowser& browser, const Id& account, Role role, std::string_view unit) {
    return post(browser, "/api/accounts/" + account.text() + "/posts", new_post(role, unit));
  }
  std::string act(TestBrowser& browser, const Id& account, std::string_view what) {
    return post(browser, "/api/accounts/" + account.text() + "/" + std::string(what), "{}");
  }
  // The first field error of a refusal: "/unit wrong_level".
  static std::string field_of(const net::Response& response) {
    const auto document = must(json::parse(response.body));
    const auto* errors = document.find("errors");
    if (!errors || !errors->as_list() || errors->as_list()->empty()) return "none: " + response.body;
    const auto& first = errors->as_list()->front();
    return *first.find("field")->as_text() + " " + *first.find("rule")->as_text();
  }
  std::int64_t entries() { return count("SELECT count(*) FROM journal_entry"); }
};

TEST_F(Accounts, ASuperiorMakesAnAccountAndHandsOutItsPassword) {
  auto county = desk(county_bureau, kaili);
  const auto made = read<CreatedAccount>(county.post("/api/accounts", new_account("Yang.Demo", chengxi)));
  EXPECT_EQ(made.account.name, "Yang.Demo");
  EXPECT_EQ(made.account.unit.code, chengxi);
  EXPECT_EQ(made.account.state, AccountState::must_change_password);
  EXPECT_TRUE(made.account.posts.empty());
  const auto entry = last_entry();
  EXPECT_EQ(entry.action, "account.create");
  EXPECT_EQ(entry.object_id, made.account.id.text());
  EXPECT_EQ(entry.unit_id, unit_id(chengxi).text());
  EXPECT_EQ(entry.county_id, unit_id(kaili).text());
  EXPECT_EQ(entry.post, "县（市）民政局（凯里市 522601000000）");
  EXPECT_EQ(entry.detail.find("Yang"), std::string::npos);
  EXPECT_EQ(entry.detail.find("演示"), std::string::npos);
  EXPECT_EQ(count("SELECT count(*) FROM account WHERE password_hash LIKE '$argon2id$%'"),
            count("SELECT count(*) FROM account"));
  TestBrowser browser(router);
  EXPECT_EQ(browser.sign_in("yang.demo", made.one_time_password).status, 200);
}

TEST_F(Accounts, SEC01_NamesAreOneWhateverTheirCaseAndWidth) {
  auto county = desk(county_bureau, kaili);
  EXPECT_EQ(create(county, "zhang", kaili), "");
  for (const auto* same : {"zhang", "ZHANG", "Zhang", "ｚｈａｎｇ"}) {
    const auto before = entries();
    const auto response = county.post("/api/accounts", new_account(same, chengxi));
    EXPECT_EQ(response.status, 409) << same;
    EXPECT_EQ(code_of(response), "name_taken");
    EXPECT_EQ(field_of(response), "/name unique");
    EXPECT_EQ(entries(), before);
  }
  EXPECT_EQ(create(county, "zhang2", kaili), "");
  for (const auto* bad : {"a", "with blank", "with\ttab", "with\u3000blank", ""})
    EXPECT_EQ(create(county, bad, kaili), "invalid_fields") << bad;
}

TEST_F(Accounts, EveryUseCaseStopsAtTheOwnSubtree) {
  auto county = desk(county_bureau, kaili);
  EXPECT_EQ(create(county, "own", kaili), "");
  EXPECT_EQ(create(county, "below", jinjing), "");
  EXPECT_EQ(create(county, "above", prefecture), "outside_subtree");
  EXPECT_EQ(create(county, "sibling", rongjiang), "outside_subtree");
  EXPECT_EQ(create(county, "foreign", chejiang), "outside_subtree");
  EXPECT_EQ(create(county, "nowhere", "522699000000"), "not_found");

  const std::map<std::string_view, std::string_view> verdicts = {
      {jinjing, ""}, {chengxi, ""}, {rongjiang, "outside_subtree"}, {chejiang, "outside_subtree"}};
  for (const auto& [home, verdict] : verdicts) {
    const auto id = person("at." + std::string(home), home, {});
    EXPECT_EQ(act(county, id, "reset-password"), verdict) << home;
    EXPECT_EQ(act(county, id, "lock"), verdict) << home;
    EXPECT_EQ(act(county, id, "unlock"), verdict.empty() ? "" : "outside_subtree") << home;
    EXPECT_EQ(code_of(county.get("/api/accounts/" + id.text())), verdict) << home;
    EXPECT_EQ(grant(county, id, resident, jinjing), verdict) << home;
  }
  const auto mine = person("mine", chengxi, {});
  EXPECT_EQ(grant(county, mine, township, guzhou), "outside_subtree");
  EXPECT_EQ(grant(county, mine, village_committee, chejiang), "outside_subtree");
  EXPECT_EQ(act(county, Id(), "lock"), "not_found");
  EXPECT_EQ(code_of(county.post("/api/accounts/xyz/lock")), "not_found");
  EXPECT_EQ(code_of(county.get("/api/accounts/xyz")), "not_found");
}

TEST_F(Accounts, GrantsFollowTheTableAndTheLevels) {
  auto county = desk(county_bureau, kaili);
  const auto id = person("yang", kaili, {});
  EXPECT_EQ(grant(county, id, township, chengxi), "");
  EXPECT_EQ(last_entry().action, "post.grant");
  EXPECT_EQ(last_entry().unit_id, unit_id(chengxi).text());
  EXPECT_EQ(grant(county, id, township, chengxi), "post_held");
  EXPECT_EQ(grant(county, id, village_committee, jinjing), "");
  EXPECT_EQ(grant(county, id, county_bureau, kaili), "role_not_grantable");  // one's equal
  EXPECT_EQ(grant(county, id, prefecture_bureau, kaili), "role_not_grantable");
  EXPECT_EQ(grant(county, id, auditor, kaili), "role_not_grantable");
  const auto refused = [&](Role role, std::string_view unit,
                           std::string extra = R"("valid_from":null,"valid_to":null)") {
    return field_of(county.post(
        "/api/accounts/" + id.text() + "/posts",
        R"({"role":")" + std::string(name_of(role)) + R"(","unit":")" + std::string(unit) + "\"," + extra + "}"));
  };
  EXPECT_EQ(refused(township, kaili), "/unit wrong_level");
  EXPECT_EQ(refused(village_committee, chengxi), "/unit wrong_level");
  EXPECT_EQ(refused(resident, jinjing, R"("valid_from":"2016-07-02","valid_to":"2016-07-02")"),
            "/valid_to out_of_range");
  execute("UPDATE unit SET withdrawn_on = '2016-01-01' WHERE id = $1", unit_id(ximen));
  EXPECT_EQ(refused(resident, ximen), "/unit withdrawn");
}

TEST_F(Accounts, NobodyActsOnTheirOwnAccount) {
  auto county = desk(county_bureau, kaili);
  const auto self = last_account;
  const auto post = read<SessionAnswer>(county.get("/api/session")).posts[0].id;
  EXPECT_EQ(grant(county, self, township, chengxi), "not_to_oneself");
  EXPECT_EQ(act(county, self, "reset-password"), "not_to_oneself");
  EXPECT_EQ(act(county, self, "lock"), "not_to_oneself");
  auto security = desk(security_administrator, prefecture);
  EXPECT_EQ(grant(security, last_account, auditor, kaili), "not_to_oneself");
  EXPECT_EQ(code_of(county.del("/api/posts/" + post.text())), "role_not_grantable");
}

TEST_F(Accounts, OnlyTheSuperiorOfEveryPostManagesAnAccount) {
  auto county = desk(county_bureau, kaili);
  auto town = desk(township, chengxi);
  const auto official = person("official", chengxi, {{village_committee, jinjing}});
  EXPECT_EQ(act(town, official, "reset-password"), "");
  EXPECT_EQ(last_entry().action, "account.reset_password");
  const auto equal = person("equal", chengxi, {{township, chengxi}});
  EXPECT_EQ(act(town, equal, "reset-password"), "not_the_superior");
  EXPECT_EQ(act(county, equal, "reset-password"), "");
  // Someone who also holds a post elsewhere is not the township's alone.
  const auto both = person("both", chengxi, {{village_committee, jinjing}, {volunteer, chejiang}});
  EXPECT_EQ(act(town, both, "lock"), "not_the_superior");
  EXPECT_EQ(act(county, both, "lock"), "not_the_superior");
  auto bureau = desk(prefecture_bureau, prefecture);
  EXPECT_EQ(act(bureau, both, "lock"), "");
  // A post that is over no longer counts; one that is to begin does.
  execute("UPDATE post SET valid_to = '2016-06-30', valid_from = '2016-01-01' WHERE unit_id = $1", unit_id(chejiang));
  EXPECT_EQ(act(town, both, "unlock"), "");
  execute("UPDATE post SET valid_to = NULL, valid_from = '2017-01-01' WHERE unit_id = $1", unit_id(chejiang));
  EXPECT_EQ(act(town, both, "lock"), "not_the_superior");
}

TEST_F(Accounts, LockingResettingAndRevokingEndTheSessions) {
  auto town = desk(township, chengxi);
  const auto id = person("yang", chengxi, {{village_committee, jinjing}});
  TestBrowser yang(router);
  const auto sign_in = [&](std::string_view password) {
    const auto response = yang.sign_in("yang", password);
    EXPECT_EQ(response.status, 200) << response.body;
    EXPECT_EQ(yang.get("/api/session").status, 200);
  };
  sign_in("yang-password");
  EXPECT_EQ(act(town, id, "lock"), "");
  EXPECT_EQ(yang.get("/api/session").status, 401);
  EXPECT_EQ(act(town, id, "lock"), "locked_already");
  EXPECT_EQ(act(town, id, "reset-password"), "account_locked");
  EXPECT_EQ(grant(town, id, volunteer, jinjing), "account_locked");
  EXPECT_EQ(act(town, id, "unlock"), "");
  EXPECT_EQ(act(town, id, "unlock"), "not_locked");
  sign_in("yang-password");
  EXPECT_TRUE(read<SessionAnswer>(yang.get("/api/session")).must_change_password);

  const auto handed = read<PasswordHandedOut>(town.post("/api/accounts/" + id.text() + "/reset-password"));
  EXPECT_EQ(yang.get("/api/session").status, 401);
  EXPECT_EQ(yang.sign_in("yang", "yang-password").status, 401);
  sign_in(handed.one_time_password);

  const auto post = read<AccountAnswer>(town.get("/api/accounts/" + id.text())).posts.at(0);
  EXPECT_EQ(town.del("/api/posts/" + post.id.text()).status, 204);
  EXPECT_EQ(last_entry().action, "post.revoke");
  EXPECT_EQ(yang.get("/api/session").status, 401);
  const auto after = read<AccountAnswer>(town.get("/api/accounts/" + id.text())).posts.at(0);
  EXPECT_FALSE(after.in_force);
  EXPECT_EQ(after.valid_to, clock.today());
  EXPECT_EQ(code_of(town.del("/api/posts/" + post.id.text())), "post_over");
  EXPECT_EQ(code_of(town.del("/api/posts/" + Id().text())), "not_found");
}

TEST_F(Accounts, PostsAreTakenBackByThoseWhoCouldHaveGrantedThem) {
  const auto id = person("yang", chengxi, {{village_committee, jinjing}});
  const auto post = must(database->read([&](db::Reader& reader) { return posts_of(reader, id); })).at(0).id;
  const auto path = "/api/posts/" + post.text();
  auto village = desk(village_committee, jinjing);
  EXPECT_EQ(code_of(village.del(path)), "role_not_grantable");
  auto elsewhere = desk(township, guzhou);
  EXPECT_EQ(code_of(elsewhere.del(path)), "outside_subtree");
  auto system = desk(system_administrator, kaili);
  EXPECT_EQ(code_of(system.del(path)), "not_permitted");
  auto security = desk(security_administrator, kaili);
  EXPECT_EQ(code_of(security.del(path)), "");
}

TEST_F(Accounts, APostThatHasNotBegunIsNeverInForceOnceRevoked) {
  auto town = desk(township, chengxi);
  const auto id = person("yang", chengxi, {});
  const auto granted = read<PostAnswer>(
      town.post("/api/accounts/" + id.text() + "/posts",
                R"({"role":"volunteer","unit":"522601001006","valid_from":"2016-08-01","valid_to":null})"));
  EXPECT_FALSE(granted.in_force);
  EXPECT_EQ(town.del("/api/posts/" + granted.id.text()).status, 204);
  clock.set(Date::of(2016, 8, 1)->start());
  const auto posts = must(database->read([&](db::Reader& reader) { return posts_of(reader, id); }));
  EXPECT_FALSE(is_in_force(posts.at(0), clock.today()));
}

TEST_F(Accounts, SEC16_TheThreeAdministratorsAreKeptApart) {
  auto security = desk(security_administrator, prefecture);
  const auto id = person("yang", prefecture, {});
  EXPECT_EQ(grant(security, id, system_administrator, prefecture), "");
  EXPECT_EQ(grant(security, id, auditor, prefecture), "administrators_apart");
  EXPECT_EQ(grant(security, id, security_administrator, kaili), "administrators_apart");
  EXPECT_EQ(grant(security, id, county_bureau, kaili), "administrators_apart");
  EXPECT_EQ(grant(security, id, system_administrator, kaili), "");  // the same, at another unit
  const auto official = person("official", prefecture, {{county_bureau, kaili}});
  EXPECT_EQ(grant(security, official, auditor, prefecture), "administrators_apart");
  // Not even the operator can put two together.
  const auto shell = database->write([&](db::Transaction& tx) {
    return grant_post(tx, clock, operator_on_shell(clock), official,
                      {.role = auditor, .unit = std::string(prefecture)});
  });
  EXPECT_EQ(shell.error().code, "administrators_apart");
  const auto other = person("other", prefecture, {});
  EXPECT_EQ(grant(security, other, security_administrator, prefecture), "role_not_grantable");
  EXPECT_EQ(grant(security, other, security_administrator, kaili), "");
}

// What each administrator may reach, and what not: the routes of access and journal, by role.
TEST_F(Accounts, EachRoleReachesOnlyItsRoutes) {
  const auto target = person("target", jinjing, {});
  const auto reach = [&](Role role) {
    auto browser = desk(role, info_of(role).levels.front() == units::Level::prefecture ? prefecture
                              : info_of(role).levels.front() == units::Level::county   ? kaili
                              : info_of(role).levels.front() == units::Level::township ? chengxi
                                                                                       : jinjing);
    std::string reached;
    const auto note = [&](char letter, const std::string& code) {
      if (code != "not_permitted") reached += letter;
    };
    note('r', code_of(browser.get("/api/accounts")));
    note('m', code_of(browser.post("/api/accounts", new_account("by." + std::string(name_of(role)), jinjing))));
    note('g', grant(browser, target, resident, jinjing));
    note('j', code_of(browser.get("/api/journal")));
    return reached;
  };
  const std::map<Role, std::string> expected = {{prefecture_bureau, "rmg"},
                                                {county_bureau, "rmg"},
                                                {township, "rmg"},
                                                {village_committee, "rmg"},
                                                {village_supervision, ""},
                                                {community_supervision, ""},
                                                {election_committee, ""},
                                                {resident, ""},
                                                {social_organisation, ""},
                                                {social_worker, ""},
                                                {station, ""},
                                                {volunteer, ""},
                                                {system_administrator, "rm"},
                                                {security_administrator, "rg"},
                                                {auditor, "j"}};
  ASSERT_EQ(expected.size(), all_roles().size());
  for (const auto& [role, routes] : expected) EXPECT_EQ(reach(role), routes) << name_of(role);
}

TEST_F(Accounts, SEC16_TheSystemAdministratorCannotTakeOverTheOthers) {
  auto system = desk(system_administrator, prefecture);
  EXPECT_EQ(act(system, person("auditor", prefecture, {{auditor, kaili}}), "reset-password"), "not_the_superior");
  EXPECT_EQ(act(system, person("security", prefecture, {{security_administrator, kaili}}), "reset-password"),
            "not_the_superior");
  EXPECT_EQ(act(system, person("equal", prefecture, {{system_administrator, prefecture}}), "lock"), "not_the_superior");
  EXPECT_EQ(act(system, person("below", prefecture, {{system_administrator, kaili}}), "lock"), "");
  EXPECT_EQ(act(system, person("bureau", prefecture, {{prefecture_bureau, prefecture}}), "reset-password"), "");
}

TEST_F(Accounts, ListsWhatIsKeptAtAndBelowInTheOrderOfNames) {
  auto county = desk(county_bureau, kaili);
  person("b", jinjing, {{village_committee, jinjing}});
  person("A", chengxi, {});
  person("c", chejiang, {});
  const auto names = [](const AccountList& list) {
    std::string all;
    for (const auto& each : list.accounts) all += each.name + " ";
    return all;
  };
  const auto all = read<AccountList>(county.get("/api/accounts"));
  EXPECT_EQ(names(all), "A b county_bureau.522601000000.1 ");
  EXPECT_EQ(all.accounts[1].posts.at(0).role, village_committee);
  EXPECT_EQ(all.next, std::nullopt);
  EXPECT_EQ(names(read<AccountList>(county.get("/api/accounts?unit=522601001006"))), "b ");
  EXPECT_EQ(names(read<AccountList>(county.get("/api/accounts?after=a"))), "b county_bureau.522601000000.1 ");
  EXPECT_EQ(code_of(county.get("/api/accounts?unit=522632000000")), "outside_subtree");
  EXPECT_EQ(county.get("/api/accounts").body.find("argon2"), std::string::npos);
  for (int i = 0; i < 100; ++i)
    execute(
        "INSERT INTO account (id, name, folded_name, display_name, unit_id, password_hash, state, created_at) "
        "VALUES ($1, $2, $2, 'x', $3, 'x', 'locked', 0)",
        Id::make(i), "many" + std::to_string(100 + i), unit_id(kaili));
  const auto first = read<AccountList>(county.get("/api/accounts"));
  EXPECT_EQ(first.accounts.size(), 100u);
  ASSERT_TRUE(first.next);
  const auto rest = read<AccountList>(county.get("/api/accounts?after=" + *first.next));
  EXPECT_EQ(rest.accounts.size(), 3u);
  EXPECT_EQ(rest.next, std::nullopt);
}

TEST_F(Accounts, TheJournalOfAllThisIsSound) {
  auto county = desk(county_bureau, kaili);
  create(county, "yang", chengxi);
  county.del("/api/session");
  const auto fault = must(database->read([](db::Reader& reader) { return journal::verify(reader); }));
  EXPECT_FALSE(fault) << fault->what.en;
}

}  // namespace
}  // namespace gulou::access
