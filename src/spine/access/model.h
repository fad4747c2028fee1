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

// Values of Account::locked_why.
inline constexpr std::string_view why_stale = "stale";
inline constexpr std::string_view why_left = "left";

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
  std::int64_t wrong_tries = 0;  // since the last sign-in, at most these were someone else's
  std::optional<Instant> wrong_at = {};
  std::optional<Instant> signed_in_at = {};  // last
  // Why it is locked, if Gulou did it: "stale" (not used for long) or "left" (the last post is over); "" else.
  std::string locked_why = {};
  std::optional<Instant> unlocked_at = {};          // last
  std::optional<Id> person_id = {};                 // the account that stands for its person; none: this one
  std::optional<Instant> second_factor_since = {};  // none: signs in with the password alone
  std::optional<Instant> password_set_at = {};      // when its owner last chose one
};

constexpr auto describe(Tag<Account>) {
  return object("StoredAccount", "An account as stored", field<&Account::id>("id", "Id"),
                field<&Account::name>("name", "Name"), field<&Account::folded_name>("folded_name", "The name, folded"),
                field<&Account::display_name>("display_name", "Shown name"),
                field<&Account::unit_id>("unit_id", "Unit"),
                field<&Account::password_hash>("password_hash", "Argon2id, with parameters and salt"),
                field<&Account::state>("state", "State"), field<&Account::created_at>("created_at", "Since when"),
                field<&Account::wrong_tries>("wrong_tries", "Wrong tries since the last sign-in").added_in(3),
                field<&Account::wrong_at>("wrong_at", "The last of them").added_in(3),
                field<&Account::signed_in_at>("signed_in_at", "Last sign-in").added_in(3),
                field<&Account::locked_why>("locked_why", "Why Gulou locked it").added_in(6),
                field<&Account::unlocked_at>("unlocked_at", "Last unlocked at").added_in(6),
                field<&Account::person_id>("person_id", "The account that stands for its person").added_in(5),
                field<&Account::second_factor_since>("second_factor_since", "Since when it has one").added_in(7),
                field<&Account::password_set_at>("password_set_at", "When its owner chose the password").added_in(7));
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
  std::int64_t wrong_before = 0;  // wrong tries between the sign-in before and this one, for the owner to see
  std::optional<Instant> wrong_before_at = {};
  Instant proved_at = {};      // when its owner last showed who they are: at the sign-in, and each time they are asked
  std::string opened_by = {};  // "password", or "demo" for whom demo data let in without one
  std::string browser = {};    // "Chrome · Windows", for the owner to know it by
  std::optional<Instant> code_at = {};           // when the code of the second factor was given
  std::optional<Instant> signed_in_before = {};  // the sign-in before this one
};

constexpr auto describe(Tag<Session>) {
  return object("StoredSession", "A session as stored", field<&Session::id>("id", "Id"),
                field<&Session::account_id>("account_id", "Account"),
                field<&Session::token_sha256>("token_sha256", "Hash of the token"),
                field<&Session::created_at>("created_at", "Signed in at"),
                field<&Session::seen_at>("seen_at", "Last seen at"), field<&Session::post_id>("post_id", "Post"),
                field<&Session::wrong_before>("wrong_before", "Wrong tries before this sign-in").added_in(3),
                field<&Session::wrong_before_at>("wrong_before_at", "The last of them").added_in(3),
                field<&Session::proved_at>("proved_at", "Last proof of identity").added_in(4),
                field<&Session::opened_by>("opened_by", "How it was opened").added_in(4),
                field<&Session::browser>("browser", "Browser and system, in short").added_in(4),
                field<&Session::code_at>("code_at", "When the second factor was given").added_in(7),
                field<&Session::signed_in_before>("signed_in_before", "The sign-in before this one").added_in(7));
}

}  // namespace gulou::access
