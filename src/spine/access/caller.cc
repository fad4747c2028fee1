#include "spine/access/caller.h"

#include <fmt/format.h>

#include "spine/access/store.h"
#include "spine/units/queries.h"

namespace gulou::access {
namespace {

Error forbidden(std::string code, Text message) {
  return {.kind = ErrorKind::forbidden, .code = std::move(code), .message = std::move(message)};
}

}  // namespace

Error outside_subtree() {
  return forbidden("outside_subtree", {"不在您的管辖范围内。", "This lies outside the unit of your post."});
}

Error not_permitted() {
  return forbidden("not_permitted", {"您当前的岗位没有这项权限。", "Your current post does not permit this."});
}

Error post_wanted() {
  return forbidden("post_wanted", {"请先选择岗位。", "Please choose the post in which you act first."});
}

const Caller& caller_of(const net::Request& request) {
  static const Caller visitor;
  const auto* caller = dynamic_cast<const Caller*>(request.caller.get());
  return caller ? *caller : visitor;
}

Caller operator_on_shell(const Clock& clock) {
  Caller caller;
  caller.kind = journal::ActorKind::operator_;
  caller.post = "shell";
  caller.on_shell = true;
  caller.today = clock.today();
  return caller;
}

journal::Actor actor_of(const Caller& caller) {
  journal::Actor actor{.kind = caller.kind,
                       .account_id = caller.account_id,
                       .post = caller.post,
                       .post_id = {},
                       .post_unit_id = {},
                       .request = caller.request};
  if (caller.acting) {
    actor.post_id = caller.acting->id;
    actor.post_unit_id = caller.acting->unit.id;
  }
  return actor;
}

journal::Actor actor_of(const net::Request& request) {
  auto actor = actor_of(caller_of(request));
  actor.request = request.id;
  return actor;
}

Result<std::string> allowed_subtree(db::Reader& reader, const Caller& caller, std::string_view permission) {
  if (caller.on_shell) return std::string();
  if (!caller.permissions) return fail(not_permitted());
  if (caller.kind == journal::ActorKind::operator_) {
    if (!caller.permissions->allows_programs(permission)) return fail(not_permitted());
    return std::string();
  }
  if (!caller.acting) return fail(post_wanted());
  if (!caller.permissions->allows(permission, caller.acting->role)) return fail(not_permitted());
  const auto post = TRY(held_post(reader, caller.acting->id));
  if (!post || post->account_id != caller.account_id || !is_in_force(*post, caller.today)) return fail(post_wanted());
  return post->unit_path;
}

Result<void> require(db::Reader& reader, const Caller& caller, std::string_view permission,
                     const units::UnitSummary& unit) {
  const auto subtree = TRY(allowed_subtree(reader, caller, permission));
  if (!units::within(unit.path, subtree)) return fail(outside_subtree());
  return {};
}

}  // namespace gulou::access
