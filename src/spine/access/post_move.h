// Posts at units that are no more. Residents follow their village to its successor by themselves (decision 15); an
// official's post does not: who may grant it at the successor says whether it goes on there.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "spine/access/api_model.h"
#include "spine/access/caller.h"

namespace gulou::access {

struct LeftPost {
  Id id;
  Id account;
  std::string name;
  std::string display_name;
  Role role = Role::village_committee;
  PostUnit unit = {};
  Date withdrawn_on;
  std::optional<PostUnit> successor = {};
  bool may_move = false;
  std::string why_not_zh = {};
  std::string why_not_en = {};
};

constexpr auto describe(Tag<LeftPost>) {
  return object("LeftPost", "A post at a unit that is no more", field<&LeftPost::id>("id", "Id of the post"),
                field<&LeftPost::account>("account", "Who holds it"), field<&LeftPost::name>("name", "Login name"),
                field<&LeftPost::display_name>("display_name", "Shown name"), field<&LeftPost::role>("role", "Role"),
                field<&LeftPost::unit>("unit", "The unit that is no more"),
                field<&LeftPost::withdrawn_on>("withdrawn_on", "Since when"),
                field<&LeftPost::successor>("successor", "The unit that took over; null: nobody has named one"),
                field<&LeftPost::may_move>("may_move", "The caller may move it there"),
                field<&LeftPost::why_not_zh>("why_not_zh", "Why not, in Chinese"),
                field<&LeftPost::why_not_en>("why_not_en", "Why not, in English"));
}

struct LeftPostList {
  std::vector<LeftPost> posts;
};

constexpr auto describe(Tag<LeftPostList>) {
  return object("LeftPostList", "Posts at units that are no more",
                field<&LeftPostList::posts>("posts", "By unit, at most 200; residents' are not among them"));
}

// Those that are not over, of units in the caller's subtree or whose successor is. Permission posts.grant.
Result<LeftPostList> left_posts(db::Reader& reader, const Clock& clock, const Caller& caller);

// Ends the post and grants the same role at the unit's successor, from today on; an account that was kept at the old
// unit is kept there too, and opens again for a new password if it was locked because its last post was over. Journal:
// "post.move" for the old post, "post.grant" for the new one. Errors: not_found; forbidden "not_to_oneself",
// "role_not_grantable", "outside_subtree" (at the successor); refused_by_rule "not_withdrawn", "no_successor"; conflict
// "post_over"; those of grant_post.
Result<HeldPost> move_post(db::Transaction& tx, const Clock& clock, const Caller& caller, const Id& post);

}  // namespace gulou::access
