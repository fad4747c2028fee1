#include "spine/access/post_move.h"

#include <algorithm>

#include "spine/access/accounts.h"
#include "spine/access/person.h"
#include "spine/access/store.h"
#include "spine/journal/journal.h"
#include "spine/units/queries.h"

namespace gulou::access {
namespace {

struct PostId {
  Id id;
};
constexpr auto describe(Tag<PostId>) { return object("LeftPostId", "A post", field<&PostId::id>("id", "Id")); }

Error refused(ErrorKind kind, std::string code, Text message) {
  return {.kind = kind, .code = std::move(code), .message = std::move(message)};
}

Error no_successor() {
  return refused(ErrorKind::refused_by_rule, "no_successor",
                 {"还没有登记由哪个单位承接，请先登记。", "Nobody has named the unit that took over; name it first."});
}

PostUnit short_unit(const units::UnitSummary& unit) { return {unit.code, unit.name, unit.level}; }

bool is_over(const HeldPost& post, Date today) { return post.valid_to && *post.valid_to <= today; }

// Where the post goes on, if the caller may grant it there.
Result<units::UnitSummary> destination(db::Reader& reader, const Caller& caller, const HeldPost& post) {
  const auto successor = TRY(units::successor(reader, unit_of(post)));
  if (!successor) return fail(no_successor());
  TRY(require(reader, caller, posts_grant, *successor));
  const bool below = caller.acting && successor->path.size() > caller.acting->unit.path.size();
  const bool may = caller.on_shell || (caller.acting && may_grant(caller.acting->role, post.role, below));
  if (!may)
    return fail(refused(ErrorKind::forbidden, "role_not_grantable",
                        {"您当前的岗位不能在承接单位授予这个角色。",
                         "Your current post cannot grant this role at the unit that took over."}));
  if (caller.account_id && TRY(is_same_person(reader, *caller.account_id, post.account_id)))
    return fail(refused(ErrorKind::forbidden, "not_to_oneself",
                        {"不能对自己的账号这样做。", "Nobody does this to their own account."}));
  return *successor;
}

Result<LeftPost> shown(db::Reader& reader, const Caller& caller, const HeldPost& post) {
  const auto holder = TRY(account(reader, post.account_id));
  LeftPost out{.id = post.id,
               .account = holder.id,
               .name = holder.name,
               .display_name = holder.display_name,
               .role = post.role,
               .unit = short_unit(unit_of(post)),
               .withdrawn_on = *post.withdrawn_on};
  if (const auto successor = TRY(units::successor(reader, unit_of(post)))) out.successor = short_unit(*successor);
  const auto to = destination(reader, caller, post);
  out.may_move = to.has_value();
  if (to) return out;
  const auto& why = to.error();
  if (why.kind != ErrorKind::forbidden && why.kind != ErrorKind::refused_by_rule) return fail(why);
  out.why_not_zh = why.message.zh;
  out.why_not_en = why.message.en;
  return out;
}

// The old unit or the one that took over lies in the caller's subtree; to anybody else it says no more.
Result<void> check_in_sight(db::Reader& reader, const Caller& caller, const HeldPost& post) {
  const auto successor = TRY(units::successor(reader, unit_of(post)));
  if (successor && require(reader, caller, posts_grant, *successor)) return {};
  return require(reader, caller, posts_grant, unit_of(post));
}

}  // namespace

Result<LeftPostList> left_posts(db::Reader& reader, const Clock& clock, const Caller& caller) {
  const auto subtree = TRY(allowed_subtree(reader, caller, posts_grant));
  LeftPostList list;
  for (const auto& each : TRY(reader.all<PostId>(
           "SELECT p.id FROM post p JOIN unit u ON u.id = p.unit_id WHERE u.withdrawn_on IS NOT NULL "
           "AND p.role <> 'resident' AND (p.valid_to IS NULL OR p.valid_to > $1) "
           "AND ((u.path >= $2 AND u.path < $3) OR EXISTS (SELECT 1 FROM unit_code c JOIN unit s ON s.id = "
           "c.successor_id WHERE c.unit_id = u.id AND s.path >= $2 AND s.path < $3)) ORDER BY u.path, p.id LIMIT 200",
           clock.today(), subtree, units::subtree_end(subtree))))
    if (const auto post = TRY(held_post(reader, each.id))) list.posts.push_back(TRY(shown(reader, caller, *post)));
  return list;
}

Result<HeldPost> move_post(db::Transaction& tx, const Clock& clock, const Caller& caller, const Id& id) {
  const auto post = TRY(held_post(tx, id));
  if (!post) return fail(not_found_error({"没有这个岗位。", "There is no such post."}));
  TRY(check_in_sight(tx, caller, *post));
  if (!post->withdrawn_on)
    return fail(refused(ErrorKind::refused_by_rule, "not_withdrawn",
                        {"这个岗位所在的单位没有撤销。", "The unit of this post has not been withdrawn."}));
  const auto to = TRY(destination(tx, caller, *post));
  if (is_over(*post, clock.today()))
    return fail(refused(ErrorKind::conflict, "post_over", {"这个岗位已经终止。", "The post is over already."}));
  TRY(tx.execute("UPDATE post SET valid_to = $1, revoked_by = $2 WHERE id = $3",
                 std::max(clock.today(), post->valid_from), caller.account_id, post->id));
  TRY(tx.execute("UPDATE account SET unit_id = $1 WHERE id = $2 AND unit_id = $3", to.id, post->account_id,
                 post->unit_id));
  journal::Entry entry{.action = "post.move",
                       .object_kind = "post",
                       .object_id = post->id.text(),
                       .unit_id = post->unit_id,
                       .county_id = post->county_id};
  entry.detail.set("account", post->account_id.text()).set("role", name_of(post->role)).set("to", to.code);
  TRY(journal::record(tx, clock, actor_of(caller), entry));
  NewPost wanted;
  wanted.role = post->role;
  wanted.unit = to.code;
  wanted.valid_from = std::max(clock.today(), post->valid_from);
  wanted.valid_to = post->valid_to;
  return grant_post(tx, clock, caller, post->account_id, wanted);
}

}  // namespace gulou::access
