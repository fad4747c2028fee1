// Officials of a village that is no more go on at its successor when a superior there says so; on both databases.
#include "spine/access/post_move.h"

#include "spine/access/due.h"
#include "spine/access/test_access.h"
#include "spine/units/use_cases.h"

namespace gulou::access {
namespace {

using enum Role;

// 金井社区 is merged into 西门社区; 车江村 into it too, from another county.
class PostMove : public testing::Test, protected TestAccess {
 protected:
  PostMove() : clerk_(person("yang", jinjing, {{village_committee, jinjing}})) {}

  void withdraw(std::string_view code) {
    execute("UPDATE unit SET withdrawn_on = $1 WHERE id = $2", clock.today(), unit_id(code));
  }
  void succeed(std::string_view code, std::string_view by) {
    must(database->write([&](db::Transaction& tx) {
      return units::name_successor(tx, clock, actor_of(operator_on_shell(clock)), code, {std::string(by)});
    }));
  }
  std::vector<LeftPost> left(TestBrowser& by) { return read<LeftPostList>(by.get("/api/posts/withdrawn")).posts; }
  net::Response move(TestBrowser& by, const Id& post) { return by.post("/api/posts/" + post.text() + "/move"); }
  Id post_of(const Id& account, std::string_view code) {
    for (const auto& post : must(database->read([&](db::Reader& reader) { return posts_of(reader, account); })))
      if (post.unit_code == code) return post.id;
    ADD_FAILURE() << "no post at " << code;
    return {};
  }
  std::int64_t entries() { return count("SELECT count(*) FROM journal_entry"); }

  Id clerk_;
};

TEST_F(PostMove, SEC18_OfAVillageThatIsNoMoreIsSeenAndMovedByASuperiorAtTheSuccessor) {
  auto town = desk(township, chengxi);
  auto foreign = desk(county_bureau, rongjiang);
  EXPECT_TRUE(left(town).empty());
  withdraw(jinjing);
  must(run_due(context));
  EXPECT_EQ(count("SELECT count(*) FROM account WHERE locked_why = 'left'"), 1) << "locked, as everybody who left";
  const auto seen = left(town);
  ASSERT_EQ(seen.size(), 1u);
  EXPECT_EQ(seen[0].account, clerk_);
  EXPECT_EQ(seen[0].unit.code, jinjing);
  EXPECT_EQ(seen[0].withdrawn_on, clock.today());
  EXPECT_FALSE(seen[0].successor);
  EXPECT_FALSE(seen[0].may_move);
  EXPECT_NE(seen[0].why_not_zh.find("承接"), std::string::npos);
  EXPECT_EQ(code_of(move(town, seen[0].id)), "no_successor");
  EXPECT_TRUE(left(foreign).empty());
  EXPECT_EQ(code_of(move(foreign, seen[0].id)), "outside_subtree");

  succeed(jinjing, ximen);
  const auto now = left(town).at(0);
  ASSERT_TRUE(now.successor);
  EXPECT_EQ(now.successor->code, ximen);
  EXPECT_TRUE(now.may_move);
  const auto before = entries();
  const auto moved = read<PostAnswer>(move(town, now.id));
  EXPECT_EQ(moved.unit.code, ximen);
  EXPECT_EQ(moved.role, village_committee);
  EXPECT_TRUE(moved.in_force);
  EXPECT_EQ(entries(), before + 2);
  EXPECT_EQ(last_entry().action, "post.grant");
  EXPECT_EQ(
      count("SELECT count(*) FROM journal_entry WHERE action = 'post.move' AND object_id = '" + now.id.text() + "'"),
      1);
  const auto account = read<AccountAnswer>(town.get("/api/accounts/" + clerk_.text()));
  EXPECT_EQ(account.unit.code, ximen) << "kept there too";
  EXPECT_EQ(account.state, AccountState::must_change_password) << "open again, for a new password";
  TestBrowser again(router);
  const auto in = read<SessionAnswer>(again.sign_in("yang", "yang-password"));
  ASSERT_EQ(in.posts.size(), 1u);
  EXPECT_EQ(in.posts[0].unit.code, ximen);
  EXPECT_TRUE(left(town).empty());
  EXPECT_EQ(code_of(move(town, now.id)), "post_over");
  EXPECT_EQ(must(run_due(context)), "");
}

TEST_F(PostMove, SEC14_OnlyWhoMayGrantItAtTheSuccessorMovesIt) {
  const auto far = person("long", chejiang, {{village_committee, chejiang}});
  auto colleague = desk(village_committee, ximen);
  auto old_town = desk(township, guzhou);
  auto new_town = desk(township, chengxi);
  auto auditing = desk(auditor, prefecture);
  withdraw(chejiang);
  succeed(chejiang, ximen);
  const auto post = post_of(far, chejiang);
  const auto before = entries();
  EXPECT_EQ(left(old_town).at(0).may_move, false) << "who saw it go sees where it is, and cannot move it";
  EXPECT_EQ(code_of(move(old_town, post)), "outside_subtree");
  EXPECT_EQ(left(colleague).at(0).may_move, false);
  EXPECT_EQ(code_of(move(colleague, post)), "role_not_grantable");
  EXPECT_EQ(code_of(move(auditing, post)), "not_permitted");
  EXPECT_EQ(auditing.get("/api/posts/withdrawn").status, 403);
  EXPECT_EQ(entries(), before);
  EXPECT_EQ(move(new_town, post).status, 201);
  EXPECT_EQ(read<AccountAnswer>(new_town.get("/api/accounts/" + far.text())).unit.code, ximen);
}

TEST_F(PostMove, WhatIsNotAtAUnitThatIsNoMoreStaysWhereItIs) {
  auto town = desk(township, chengxi);
  const auto before = entries();
  EXPECT_EQ(code_of(move(town, post_of(clerk_, jinjing))), "not_withdrawn");
  EXPECT_EQ(code_of(move(town, Id::make(1))), "not_found");
  EXPECT_EQ(entries(), before);
  // Who holds the same post at the successor already keeps the one.
  const auto both = person("wu", jinjing, {{village_committee, jinjing}, {village_committee, ximen}});
  withdraw(jinjing);
  succeed(jinjing, ximen);
  EXPECT_EQ(code_of(move(town, post_of(both, jinjing))), "post_held");
  EXPECT_EQ(count("SELECT count(*) FROM post WHERE valid_to IS NOT NULL"), 0) << "nothing of it stays";
  clock.set(Instant(clock.now().ms() + 6 * 60'000));
  EXPECT_EQ(code_of(move(town, post_of(clerk_, jinjing))), "step_up_required");
}

}  // namespace
}  // namespace gulou::access
