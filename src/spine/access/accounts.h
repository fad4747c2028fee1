// What superiors and administrators do with accounts and posts. Every function is one use case: it checks what the
// caller may do at which unit, stores, and writes the journal. None of them lets a caller act on an account of their
// own.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/utf8.h"
#include "db/database.h"
#include "spine/access/caller.h"
#include "spine/access/model.h"
#include "spine/access/store.h"
#include "spine/units/division_code.h"

namespace gulou::access {

inline constexpr std::string_view accounts_read = "accounts.read";
inline constexpr std::string_view accounts_manage = "accounts.manage";
inline constexpr std::string_view posts_grant = "posts.grant";
inline constexpr std::string_view factors_reset = "factors.reset";

std::vector<Permission> permissions();

// A password to hand to its owner, and its hash; made before the transaction, because hashing takes long.
struct OneTimePassword {
  std::string plain;
  std::string hash;
};
Result<OneTimePassword> one_time_password();

// 2 to 64 characters, no white space, no control characters.
bool is_login_name(std::string_view name);

struct NewAccount {
  std::string name;
  std::string display_name;
  std::string unit;
};

constexpr auto describe(Tag<NewAccount>) {
  return object("NewAccount", "An account to be made",
                field<&NewAccount::name>("name", "To sign in with; upper and lower case are the same")
                    .min_length(2)
                    .max_length(64)
                    .format("login_name", &is_login_name),
                field<&NewAccount::display_name>("display_name", "Shown to colleagues").min_length(1).max_length(50),
                field<&NewAccount::unit>("unit", "12-digit code of the unit that keeps the account")
                    .format("division_code", &units::is_division_code));
}

struct NewPost {
  Role role = Role::resident;
  std::string unit;
  std::optional<Date> valid_from = {};
  std::optional<Date> valid_to = {};
};

constexpr auto describe(Tag<NewPost>) {
  return object(
      "NewPost", "A role at a unit", field<&NewPost::role>("role", "The role"),
      field<&NewPost::unit>("unit", "12-digit code of the unit").format("division_code", &units::is_division_code),
      field<&NewPost::valid_from>("valid_from", "First day; without it today"),
      field<&NewPost::valid_to>("valid_to", "First day on which it is over; without it until taken back"));
}

// An account that the caller may manage, and the unit that keeps it. Errors: forbidden "outside_subtree",
// "not_to_oneself", "not_the_superior".
struct Managed {
  Account account;
  units::UnitSummary unit;
};
Result<Managed> managed(db::Transaction& tx, const Caller& caller, const Id& account);
journal::Entry entry_about(std::string action, const Account& account, const units::UnitSummary& unit);
// Do these posts of one person keep the administrators apart? refused_by_rule "administrators_apart".
Result<void> check_roles_apart(const std::vector<HeldPost>& posts, Date today);

// Errors of all: forbidden (see caller.h), not_found.

// Journal: "account.create". Conflict "name_taken" if the name is the same after folding.
Result<Account> create_account(db::Transaction& tx, const Clock& clock, const Caller& caller, const NewAccount& wanted,
                               const std::string& password_hash);
// Journal: "account.reset_password", "account.lock", "account.unlock". All end the account's sessions; after a reset
// and after unlocking its owner must choose a new password. Forbidden "not_the_superior" unless the caller could have
// granted every post the account holds (see role.h); refused_by_rule "account_locked" (a reset), "not_locked",
// "locked_already".
Result<void> reset_password(db::Transaction& tx, const Clock& clock, const Caller& caller, const Id& account,
                            const std::string& password_hash);
Result<void> lock_account(db::Transaction& tx, const Clock& clock, const Caller& caller, const Id& account);
Result<void> unlock_account(db::Transaction& tx, const Clock& clock, const Caller& caller, const Id& account);
// Has the account held posts, all of which are over?
Result<bool> has_left(db::Reader& reader, const Id& account, Date today);

// Ends the account's sessions everywhere; its owner may sign in again. Journal: "account.end_sessions".
Result<void> end_sessions_of(db::Transaction& tx, const Clock& clock, const Caller& caller, const Id& account);
// Ends the pause after wrong tries (tries.h), for its owner has called and it was them. Journal: "account.release".
// refused_by_rule "not_paused" if it takes sign-ins.
Result<void> release_account(db::Transaction& tx, const Clock& clock, const Caller& caller, const Id& account);

// Grants a role at a unit in the caller's subtree. An account that was locked because its last post was over is open
// again, for a new password. Journal: "post.grant". Errors: invalid_fields (/unit "withdrawn",
// "wrong_level"; /valid_to "out_of_range"), forbidden "role_not_grantable", "not_to_oneself"; conflict "post_held";
// refused_by_rule "administrators_apart" (an administrator holds no other role), "account_locked".
Result<HeldPost> grant_post(db::Transaction& tx, const Clock& clock, const Caller& caller, const Id& account,
                            const NewPost& wanted);
// Ends a post today, and the sessions of the account; if it was the last, the account is locked (SEC-18: leavers at
// once). Journal: "post.revoke". The caller must be one who could have
// granted it; conflict "post_over".
Result<void> revoke_post(db::Transaction& tx, const Clock& clock, const Caller& caller, const Id& post);

// For somebody whom a superior let in beforehand, by a slip of paper (modules/residents): the account is active at
// once, has a post of that role at its unit, and a name that its owner chose. Journal: "account.join", by the new
// account. Conflict "name_taken" ("/name" "unique").
struct LetIn {
  Role role = Role::resident;
  Id by;  // the account that let them in
};
Result<Account> join(db::Transaction& tx, const Clock& clock, const net::Request& request, const NewAccount& wanted,
                     const std::string& password_hash, const LetIn& let_in);

}  // namespace gulou::access
