#include "spine/access/accounts.h"

#include <algorithm>

#include "base/fold.h"
#include "base/json.h"
#include "crypto/password.h"
#include "spine/access/passwords.h"
#include "spine/access/person.h"
#include "spine/access/tries.h"
#include "spine/journal/journal.h"
#include "spine/units/queries.h"

namespace gulou::access {
namespace {

Error refusal(ErrorKind kind, std::string code, Text message) {
  return {.kind = kind, .code = std::move(code), .message = std::move(message)};
}

Error not_to_oneself() {
  return refusal(ErrorKind::forbidden, "not_to_oneself",
                 {"不能对自己的账号这样做。", "Nobody does this to their own account."});
}

// The caller's own account, or another of the same person.
Result<bool> is_own(db::Reader& reader, const Caller& caller, const Id& account) {
  if (caller.kind != journal::ActorKind::account || !caller.account_id) return false;
  return is_same_person(reader, *caller.account_id, account);
}

bool is_strictly_below(const Caller& caller, std::string_view path) {
  return caller.acting && path.size() > caller.acting->unit.path.size();
}

Result<void> set_state(db::Transaction& tx, const Id& account, AccountState state, std::string_view why = {}) {
  TRY(tx.execute("UPDATE account SET state = $1, locked_why = $2 WHERE id = $3", state, why, account));
  return end_sessions(tx, account);
}

Error account_is_locked() {
  return refusal(ErrorKind::refused_by_rule, "account_locked",
                 {"账号已停用，请先启用。", "The account is locked; unlock it first."});
}

// May the caller grant (or take back) this role at this unit?
Result<void> check_may_grant(db::Reader& reader, const Caller& caller, Role role, const units::UnitSummary& unit) {
  TRY(require(reader, caller, posts_grant, unit));
  if (caller.on_shell) return {};
  if (caller.acting && may_grant(caller.acting->role, role, is_strictly_below(caller, unit.path))) return {};
  return fail(
      refusal(ErrorKind::forbidden, "role_not_grantable",
              {"您当前的岗位不能授予或收回这个角色。", "Your current post can neither grant nor revoke this role."}));
}

Result<void> check_place_and_time(const NewPost& wanted, const units::UnitSummary& unit, Date valid_from) {
  std::vector<FieldError> faults;
  const auto& levels = info_of(wanted.role).levels;
  if (unit.withdrawn_on) faults.push_back({"/unit", "withdrawn", {"该单位已撤销。", "The unit has been withdrawn."}});
  if (std::ranges::find(levels, unit.level) == levels.end())
    faults.push_back(
        {"/unit", "wrong_level", {"这一级单位没有这个角色。", "Units of this level do not have this role."}});
  if (wanted.valid_to && *wanted.valid_to <= valid_from)
    faults.push_back({"/valid_to", "out_of_range", {"应晚于起始日期。", "Must be after the first day."}});
  if (!faults.empty()) return fail(invalid_fields(std::move(faults)));
  return {};
}

Error administrators_apart() {
  return refusal(ErrorKind::refused_by_rule, "administrators_apart",
                 {"管理员账号不能兼任其他角色，本人的其他账号也不行。",
                  "Whoever is an administrator holds no other role, in other accounts neither."});
}

// Does a post go with those that the person holds in all their accounts?
Result<void> check_posts_together(db::Reader& reader, const Id& account, const NewPost& wanted,
                                  const units::UnitSummary& unit, Date today) {
  for (const auto& each : TRY(accounts_of_person(reader, account))) {
    for (const auto& post : TRY(posts_of(reader, each))) {
      if (!is_pending_or_in_force(post, today)) continue;
      if (post.role != wanted.role && (is_administrator(post.role) || is_administrator(wanted.role)))
        return fail(administrators_apart());
      if (post.account_id == account && post.role == wanted.role && post.unit_id == unit.id)
        return fail(
            refusal(ErrorKind::conflict, "post_held", {"该账号已有这个岗位。", "The account holds this post."}));
    }
  }
  return {};
}

Result<void> check_name_is_free(db::Reader& reader, std::string_view name) {
  if (!TRY(account_named(reader, name))) return {};
  Error taken = refusal(ErrorKind::conflict, "name_taken", {"登录名已被使用。", "The login name is taken."});
  taken.fields = {{"/name", "unique", {"登录名已被使用。", "The login name is taken."}}};
  return fail(std::move(taken));
}

}  // namespace

Result<Managed> managed(db::Transaction& tx, const Caller& caller, const Id& id) {
  Managed found{.account = TRY(account(tx, id)), .unit = {}};
  found.unit = TRY(units::by_id(tx, found.account.unit_id));
  if (caller.on_shell) return found;
  const auto subtree = TRY(allowed_subtree(tx, caller, accounts_manage));
  if (!units::within(found.unit.path, subtree)) return fail(outside_subtree());
  if (TRY(is_own(tx, caller, id))) return fail(not_to_oneself());
  for (const auto& post : TRY(posts_of(tx, id))) {
    if (!is_pending_or_in_force(post, caller.today)) continue;
    if (units::within(post.unit_path, subtree) && caller.acting &&
        may_manage(caller.acting->role, post.role, is_strictly_below(caller, post.unit_path)))
      continue;
    return fail(refusal(ErrorKind::forbidden, "not_the_superior",
                        {"该账号有您无权管理的岗位。", "The account holds a post that you are not the superior of."}));
  }
  return found;
}

journal::Entry entry_about(std::string action, const Account& account, const units::UnitSummary& unit) {
  return {.action = std::move(action),
          .object_kind = "account",
          .object_id = account.id.text(),
          .unit_id = unit.id,
          .county_id = unit.county_id};
}

// An administrator's account is for nothing else, so nobody holds two of the three either.
Result<void> check_roles_apart(const std::vector<HeldPost>& posts, Date today) {
  std::optional<Role> first;
  for (const auto& post : posts) {
    if (!is_pending_or_in_force(post, today)) continue;
    if (first && *first != post.role && (is_administrator(*first) || is_administrator(post.role)))
      return fail(administrators_apart());
    if (!first || is_administrator(post.role)) first = post.role;
  }
  return {};
}

std::vector<Permission> permissions() {
  const std::vector<Role> superiors = {Role::prefecture_bureau, Role::county_bureau, Role::township,
                                       Role::village_committee};
  const auto and_also = [&](std::vector<Role> more) {
    more.insert(more.begin(), superiors.begin(), superiors.end());
    return more;
  };
  return {{.name = std::string(accounts_read),
           .allows = {"查看辖区内的账号及其岗位", "See the accounts kept by units below, and their posts"},
           .roles = and_also({Role::system_administrator, Role::security_administrator})},
          {.name = std::string(accounts_manage),
           .allows = {"新建账号，停用、启用账号，重置密码", "Make, lock and unlock accounts, reset passwords"},
           .roles = and_also({Role::system_administrator})},
          {.name = std::string(posts_grant),
           .allows = {"授予和收回岗位", "Grant posts and take them back"},
           .roles = and_also({Role::security_administrator})},
          {.name = std::string(factors_reset),
           .allows = {"申请重置二次验证，或确认别人的申请",
                      "Ask for a second factor to be reset, or confirm what another asked"},
           .roles = and_also({Role::system_administrator, Role::security_administrator})}};
}

Result<OneTimePassword> one_time_password() {
  OneTimePassword made{.plain = make_one_time_password(), .hash = {}};
  made.hash = TRY(crypto::hash_password(made.plain));
  return made;
}

bool is_login_name(std::string_view name) {
  if (!utf8::is_valid(name)) return false;
  const bool blank =
      std::ranges::any_of(name, [](char c) { return static_cast<unsigned char>(c) <= 0x20 || c == 0x7f; });
  return !blank && name.find("\u3000") == std::string_view::npos && utf8::length(fold_name(name)) >= 2;
}

Result<Account> create_account(db::Transaction& tx, const Clock& clock, const Caller& caller, const NewAccount& wanted,
                               const std::string& password_hash) {
  const auto unit = TRY(units::by_code(tx, wanted.unit));
  TRY(require(tx, caller, accounts_manage, unit));
  const std::string display_name(utf8::trim(wanted.display_name));
  if (display_name.empty())
    return fail(invalid_fields({{"/display_name", "required", {"请填写姓名。", "A name to show is required."}}}));
  TRY(check_name_is_free(tx, wanted.name));
  const Account made{.id = Id::make(clock.now().ms()),
                     .name = wanted.name,
                     .folded_name = fold_name(wanted.name),
                     .display_name = display_name,
                     .unit_id = unit.id,
                     .password_hash = password_hash,
                     .state = AccountState::must_change_password,
                     .created_at = clock.now()};
  TRY(tx.insert(account_table, made));
  TRY(note_handed_out(tx, clock, made.id));
  auto entry = entry_about("account.create", made, unit);
  entry.personal = {{"name", made.name}, {"display_name", made.display_name}};
  TRY(journal::record(tx, clock, actor_of(caller), entry));
  return made;
}

Result<void> reset_password(db::Transaction& tx, const Clock& clock, const Caller& caller, const Id& id,
                            const std::string& password_hash) {
  const auto found = TRY(managed(tx, caller, id));
  if (found.account.state == AccountState::locked) return fail(account_is_locked());
  // A password that its owner never chose is not one that could come again.
  if (found.account.state == AccountState::active)
    TRY(remember_password(tx, id, found.account.password_hash,
                          password_rules(TRY(policy(tx)), TRY(posts_of(tx, id)), clock.today()), clock.now()));
  TRY(tx.execute("UPDATE account SET password_hash = $1 WHERE id = $2", password_hash, id));
  TRY(note_handed_out(tx, clock, id));
  TRY(set_state(tx, id, AccountState::must_change_password));
  // What was counted were guesses of the password that is gone.
  TRY(release_name(tx, found.account.folded_name));
  TRY(journal::record(tx, clock, actor_of(caller), entry_about("account.reset_password", found.account, found.unit)));
  return {};
}

Result<void> lock_account(db::Transaction& tx, const Clock& clock, const Caller& caller, const Id& id) {
  const auto found = TRY(managed(tx, caller, id));
  if (found.account.state == AccountState::locked)
    return fail(
        refusal(ErrorKind::refused_by_rule, "locked_already", {"账号已停用。", "The account is locked already."}));
  TRY(set_state(tx, id, AccountState::locked));
  TRY(journal::record(tx, clock, actor_of(caller), entry_about("account.lock", found.account, found.unit)));
  return {};
}

Result<void> unlock_account(db::Transaction& tx, const Clock& clock, const Caller& caller, const Id& id) {
  const auto found = TRY(managed(tx, caller, id));
  if (found.account.state != AccountState::locked)
    return fail(refusal(ErrorKind::refused_by_rule, "not_locked", {"账号没有停用。", "The account is not locked."}));
  TRY(set_state(tx, id, AccountState::must_change_password));
  TRY(tx.execute("UPDATE account SET unlocked_at = $1 WHERE id = $2", clock.now(), id));
  TRY(journal::record(tx, clock, actor_of(caller), entry_about("account.unlock", found.account, found.unit)));
  return {};
}

Result<void> end_sessions_of(db::Transaction& tx, const Clock& clock, const Caller& caller, const Id& id) {
  const auto found = TRY(managed(tx, caller, id));
  TRY(end_sessions(tx, id));
  TRY(journal::record(tx, clock, actor_of(caller), entry_about("account.end_sessions", found.account, found.unit)));
  return {};
}

Result<void> release_account(db::Transaction& tx, const Clock& clock, const Caller& caller, const Id& id) {
  const auto found = TRY(managed(tx, caller, id));
  const auto pause = TRY(pause_of(tx, TRY(policy(tx)), found.account.folded_name, clock.now()));
  if (!pause.until)
    return fail(refusal(ErrorKind::refused_by_rule, "not_paused",
                        {"账号没有暂停登录。", "The account takes sign-ins; it is not paused."}));
  TRY(release_name(tx, found.account.folded_name));
  TRY(journal::record(tx, clock, actor_of(caller), entry_about("account.release", found.account, found.unit)));
  return {};
}

Result<HeldPost> grant_post(db::Transaction& tx, const Clock& clock, const Caller& caller, const Id& id,
                            const NewPost& wanted) {
  const auto holder = TRY(account(tx, id));
  const auto home = TRY(units::by_id(tx, holder.unit_id));
  TRY(require(tx, caller, posts_grant, home));
  const auto unit = TRY(units::by_code(tx, wanted.unit));
  TRY(check_may_grant(tx, caller, wanted.role, unit));
  if (TRY(is_own(tx, caller, id))) return fail(not_to_oneself());
  const auto valid_from = wanted.valid_from.value_or(clock.today());
  TRY(check_place_and_time(wanted, unit, valid_from));
  const bool comes_back = holder.state == AccountState::locked && holder.locked_why == why_left;
  if (holder.state == AccountState::locked && !comes_back) return fail(account_is_locked());
  TRY(check_posts_together(tx, id, wanted, unit, clock.today()));
  const Post post{.id = Id::make(clock.now().ms()),
                  .account_id = id,
                  .role = wanted.role,
                  .unit_id = unit.id,
                  .valid_from = valid_from,
                  .valid_to = wanted.valid_to,
                  .granted_by = caller.account_id,
                  .granted_at = clock.now(),
                  .revoked_by = {}};
  TRY(tx.insert(post_table, post));
  journal::Entry entry{.action = "post.grant",
                       .object_kind = "post",
                       .object_id = post.id.text(),
                       .unit_id = unit.id,
                       .county_id = unit.county_id};
  entry.detail.set("account", id.text()).set("role", name_of(post.role)).set("valid_from", post.valid_from.text());
  if (post.valid_to) entry.detail.set("valid_to", post.valid_to->text());
  if (comes_back) {
    TRY(set_state(tx, id, AccountState::must_change_password));
    TRY(tx.execute("UPDATE account SET unlocked_at = $1 WHERE id = $2", clock.now(), id));
    entry.detail.set("unlocked", true);
  }
  TRY(journal::record(tx, clock, actor_of(caller), entry));
  const auto held = TRY(held_post(tx, post.id));
  if (!held) return fail(internal_error("the post just granted is not there"));
  return *held;
}

Result<void> revoke_post(db::Transaction& tx, const Clock& clock, const Caller& caller, const Id& id) {
  const auto post = TRY(held_post(tx, id));
  if (!post) return fail(not_found_error({"没有这个岗位。", "There is no such post."}));
  TRY(check_may_grant(tx, caller, post->role, unit_of(*post)));
  if (TRY(is_own(tx, caller, post->account_id))) return fail(not_to_oneself());
  if (!is_pending_or_in_force(*post, clock.today()))
    return fail(refusal(ErrorKind::conflict, "post_over", {"这个岗位已经终止。", "The post is over already."}));
  // A post that has not begun ends on the day it would have: it is never in force.
  const auto over = std::max(clock.today(), post->valid_from);
  TRY(tx.execute("UPDATE post SET valid_to = $1, revoked_by = $2 WHERE id = $3", over, caller.account_id, id));
  TRY(end_sessions(tx, post->account_id));
  journal::Entry entry{.action = "post.revoke",
                       .object_kind = "post",
                       .object_id = id.text(),
                       .unit_id = post->unit_id,
                       .county_id = post->county_id};
  entry.detail.set("account", post->account_id.text()).set("role", name_of(post->role));
  const bool locked = TRY(account(tx, post->account_id)).state == AccountState::locked;
  if (!locked && TRY(has_left(tx, post->account_id, clock.today()))) {
    TRY(set_state(tx, post->account_id, AccountState::locked, why_left));
    entry.detail.set("locked", true);
  }
  TRY(journal::record(tx, clock, actor_of(caller), entry));
  return {};
}

Result<Account> join(db::Transaction& tx, const Clock& clock, const net::Request& request, const NewAccount& wanted,
                     const std::string& password_hash, const LetIn& let_in) {
  const auto unit = TRY(units::by_code(tx, wanted.unit));
  TRY(check_name_is_free(tx, wanted.name));
  const Account made{.id = Id::make(clock.now().ms()),
                     .name = wanted.name,
                     .folded_name = fold_name(wanted.name),
                     .display_name = wanted.display_name,
                     .unit_id = unit.id,
                     .password_hash = password_hash,
                     .state = AccountState::active,
                     .created_at = clock.now(),
                     .password_set_at = clock.now()};
  TRY(tx.insert(account_table, made));
  const Post post{.id = Id::make(clock.now().ms()),
                  .account_id = made.id,
                  .role = let_in.role,
                  .unit_id = unit.id,
                  .valid_from = clock.today(),
                  .valid_to = {},
                  .granted_by = let_in.by,
                  .granted_at = clock.now(),
                  .revoked_by = {}};
  TRY(tx.insert(post_table, post));
  auto entry = entry_about("account.join", made, unit);
  entry.personal = {{"name", made.name}, {"display_name", made.display_name}};
  entry.detail.set("role", name_of(post.role)).set("let_in_by", let_in.by.text());
  TRY(journal::record(tx, clock, {.kind = journal::ActorKind::account, .account_id = made.id, .request = request.id},
                      entry));
  return made;
}

Result<bool> has_left(db::Reader& reader, const Id& id, Date today) {
  const auto posts = TRY(posts_of(reader, id));
  return !posts.empty() &&
         std::ranges::none_of(posts, [&](const HeldPost& post) { return is_pending_or_in_force(post, today); });
}

}  // namespace gulou::access
