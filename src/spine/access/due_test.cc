// SEC-18: accounts that nobody uses are locked after 90 days, leavers at once; on both databases.
#include "spine/access/due.h"

#include <chrono>

#include "spine/access/test_access.h"

namespace gulou::access {
namespace {

using namespace std::chrono_literals;
using enum Role;

class SEC18_Accounts : public testing::Test, protected TestAccess {
 protected:
  void pass(std::chrono::milliseconds span) { clock.set(Instant(clock.now().ms() + span.count())); }
  Account stored(const Id& id) {
    return must(database->read([&](db::Reader& reader) { return account(reader, id); }));
  }
  std::int64_t locks() { return count("SELECT count(*) FROM journal_entry WHERE action = 'account.lock'"); }
  std::string sign_in(std::string_view name) {
    TestBrowser browser(router);
    return code_of(browser.sign_in(name, std::string(name) + "-password"));
  }
};

TEST_F(SEC18_Accounts, ThatNobodyUsesAreLockedAfter90Days) {
  const auto unused = person("unused", kaili, {{county_bureau, kaili}});
  const auto used = person("used", kaili, {{county_bureau, kaili}});
  pass(std::chrono::days(60));
  EXPECT_EQ(sign_in("used"), "");
  pass(std::chrono::days(30));
  must(run_due(context));
  EXPECT_EQ(stored(unused).state, AccountState::active);  // on the dot
  pass(1ms);
  EXPECT_EQ(must(run_due(context)),
            "access: 1 unused and 0 leavers' accounts locked, 0 counts of wrong tries forgotten");
  EXPECT_EQ(stored(unused).state, AccountState::locked);
  EXPECT_EQ(stored(unused).locked_why, "stale");
  EXPECT_EQ(stored(used).state, AccountState::active);
  EXPECT_EQ(last_entry().action, "account.lock");
  EXPECT_EQ(last_entry().actor, "system");
  EXPECT_EQ(last_entry().object_id, unused.text());
  EXPECT_EQ(must(run_due(context)), "");  // each once
  EXPECT_EQ(locks(), 1);
  EXPECT_EQ(sign_in("unused"), "account_locked");
  pass(std::chrono::days(60));
  must(run_due(context));
  EXPECT_EQ(stored(used).state, AccountState::locked);
}

TEST_F(SEC18_Accounts, ThatASuperiorUnlocksRestAnewFromThen) {
  const auto id = person("yang", chengxi, {{village_committee, jinjing}});
  pass(std::chrono::days(91));
  must(run_due(context));
  auto town = desk(township, chengxi);
  const auto path = "/api/accounts/" + id.text();
  EXPECT_EQ(read<AccountAnswer>(town.get(path)).locked_why, "stale");
  EXPECT_EQ(town.post(path + "/unlock").status, 200);
  EXPECT_EQ(read<AccountAnswer>(town.get(path)).locked_why, "");
  must(run_due(context));
  EXPECT_EQ(stored(id).state, AccountState::must_change_password);
  pass(std::chrono::days(90) + 1ms);
  must(run_due(context));
  EXPECT_EQ(stored(id).state, AccountState::locked);
}

TEST_F(SEC18_Accounts, OfLeaversAreLockedWithTheirLastPost) {
  const auto id = person("yang", chengxi, {{village_committee, jinjing}, {volunteer, ximen}});
  auto town = desk(township, chengxi);
  const auto path = "/api/accounts/" + id.text();
  const auto revoke = [&](Role role) {
    for (const auto& post : read<AccountAnswer>(town.get(path)).posts)
      if (post.role == role) return code_of(town.del("/api/posts/" + post.id.text()));
    return std::string("no such post");
  };
  EXPECT_EQ(revoke(village_committee), "");
  EXPECT_EQ(stored(id).state, AccountState::active);
  const auto before = count("SELECT count(*) FROM journal_entry");
  EXPECT_EQ(revoke(volunteer), "");
  EXPECT_EQ(count("SELECT count(*) FROM journal_entry"), before + 1);
  EXPECT_NE(last_entry().detail.find("\"locked\":true"), std::string::npos);
  EXPECT_EQ(stored(id).state, AccountState::locked);
  EXPECT_EQ(stored(id).locked_why, "left");
  EXPECT_EQ(sign_in("yang"), "account_locked");
  // Who comes back is granted a post, and chooses a new password.
  EXPECT_EQ(code_of(town.post(path + "/posts", R"({"role":"volunteer","unit":"522601001006"})")), "");
  EXPECT_EQ(stored(id).state, AccountState::must_change_password);
  EXPECT_EQ(sign_in("yang"), "");
  // Whom a superior has locked does not come back that way.
  EXPECT_EQ(town.post(path + "/lock").status, 200);
  EXPECT_EQ(code_of(town.post(path + "/posts", R"({"role":"volunteer","unit":"522601001007"})")), "account_locked");
}

TEST_F(SEC18_Accounts, OfWhomTheLastPostRunsOutAreLockedThatDay) {
  const auto id = person("yang", chengxi, {{village_committee, jinjing}});
  const auto none = person("none", chengxi, {});
  const auto later = person("later", chengxi, {{volunteer, jinjing}});
  execute("UPDATE post SET valid_to = '2016-07-03' WHERE account_id = $1", id);
  execute("UPDATE post SET valid_from = '2016-09-01' WHERE account_id = $1", later);
  clock.set(Instant(Date::of(2016, 7, 3)->start().ms() - 1));
  EXPECT_EQ(must(run_due(context)), "");
  clock.set(Date::of(2016, 7, 3)->start());
  EXPECT_EQ(must(run_due(context)),
            "access: 0 unused and 1 leavers' accounts locked, 0 counts of wrong tries forgotten");
  EXPECT_EQ(stored(id).locked_why, "left");
  EXPECT_EQ(stored(none).state, AccountState::active);   // never held one: waits for its first
  EXPECT_EQ(stored(later).state, AccountState::active);  // is to begin
}

TEST_F(SEC18_Accounts, OfResidentsRestAsLongAsTheyLike) {
  const auto villager = person("villager", jinjing, {{resident, jinjing}});
  const auto both = person("both", jinjing, {{resident, jinjing}, {volunteer, jinjing}});
  const auto empty = person("empty", jinjing, {});
  pass(std::chrono::days(91));
  must(run_due(context));
  EXPECT_EQ(stored(villager).state, AccountState::active);
  EXPECT_EQ(stored(both).state, AccountState::locked);
  EXPECT_EQ(stored(empty).state, AccountState::locked);
}

TEST_F(SEC18_Accounts, OfADemoAreNotForgotten) {
  person("yang", kaili, {{county_bureau, kaili}});
  execute("INSERT INTO setting (name, value) VALUES ('demo.people', 'yes')");
  pass(std::chrono::days(1000));
  EXPECT_EQ(must(run_due(context)), "");
}

}  // namespace
}  // namespace gulou::access
