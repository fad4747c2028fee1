// Accounts, posts and sessions as they are stored.
#pragma once

#include <optional>
#include <string>

#include "base/describe.h"
#include "base/id.h"
#include "base/time.h"
#include "spine/access/role.h"

namespace gulou::access {

// must_change_password: signed in with a password that someone else has made or seen; may do nothing but choose one.
enum class AccountState { active, locked, must_change_password };

constexpr auto describe(Tag<AccountState>) {
  return enumeration("AccountState", "State of an account", named(AccountState::active, "active"),
                     named(AccountState::locked, "locked"),
                     named(AccountState::must_change_password, "must_change_password"));
}

// A row of `account`.
struct Account {
  Id id;
  std::string name;          // to sign in with, as it was chosen
  std::string folded_name;   // unique: see fold_name
  std::string display_name;  // shown to colleagues
  Id unit_id;                // the unit that keeps the account; superiors there and above manage it
  std::string password_hash;
  AccountState state = AccountState::must_change_password;
  Instant created_at;
};

constexpr auto describe(Tag<Account>) {
  return object("StoredAccount", "An account as stored", field<&Account::id>("id", "Id"),
                field<&Account::name>("name", "Name"), field<&Account::folded_name>("folded_name", "The name, folded"),
                field<&Account::display_name>("display_name", "Shown name"),
                field<&Account::unit_id>("unit_id", "Unit"),
                field<&Account::password_hash>("password_hash", "Argon2id, with parameters and salt"),
                field<&Account::state>("state", "State"), field<&Account::created_at>("created_at", "Since when"));
}

// A row of `post`: a role at a unit, held by an account. Valid on the days [valid_from, valid_to).
struct Post {
  Id id;
  Id account_id;
  Role role = Role::resident;
  Id unit_id;
  Date valid_from;
  std::optional<Date> valid_to;
  std::optional<Id> granted_by;  // an account; none: the operator
  Instant granted_at;
  std::optional<Id> revoked_by;
};

constexpr auto describe(Tag<Post>) {
  return object("StoredPost", "A post as stored", field<&Post::id>("id", "Id"),
                field<&Post::account_id>("account_id", "Who holds it"), field<&Post::role>("role", "Role"),
                field<&Post::unit_id>("unit_id", "Unit"), field<&Post::valid_from>("valid_from", "First day"),
                field<&Post::valid_to>("valid_to", "First day on which it is over"),
                field<&Post::granted_by>("granted_by", "Who granted it"),
                field<&Post::granted_at>("granted_at", "When it was granted"),
                field<&Post::revoked_by>("revoked_by", "Who took it back"));
}

// A row of `session`. The token itself is with the browser alone.
struct Session {
  Id id;
  Id account_id;
  std::string token_sha256;
  Instant created_at;
  Instant seen_at;  // last request, to the minute
  std::optional<Id> post_id;
};

constexpr auto describe(Tag<Session>) {
  return object("StoredSession", "A session as stored", field<&Session::id>("id", "Id"),
                field<&Session::account_id>("account_id", "Account"),
                field<&Session::token_sha256>("token_sha256", "Hash of the token"),
                field<&Session::created_at>("created_at", "Signed in at"),
                field<&Session::seen_at>("seen_at", "Last seen at"), field<&Session::post_id>("post_id", "Post"));
}

}  // namespace gulou::access
