// Signing in and out. A session is a random token in the browser's cookie; the database knows its SHA-256 only.
//
// A session ends 30 minutes after the last request, 12 hours after it began, on sign-out, when the password changes,
// when the account is locked and when a post of the account is taken back. Setting the clock back lengthens none.
// Not here yet: delays for repeated wrong passwords (sign_in has the one place for them), a second factor.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "db/database.h"
#include "net/http.h"
#include "spine/access/caller.h"
#include "spine/access/model.h"
#include "spine/access/store.h"

namespace gulou::access {

inline constexpr std::chrono::milliseconds idle_limit = std::chrono::minutes(30);
inline constexpr std::chrono::milliseconds absolute_limit = std::chrono::hours(12);
// `seen_at` is written at most this often.
inline constexpr std::chrono::milliseconds seen_step = std::chrono::minutes(1);

struct SignIn {
  std::string name;
  std::string password;
};

constexpr auto describe(Tag<SignIn>) {
  return object("SignIn", "Name and password", field<&SignIn::name>("name", "Login name").max_length(100),
                field<&SignIn::password>("password", "Password").max_length(1000));
}

// Gives the token of a new session. Journal: "session.open" or "session.refused". Errors: unauthenticated
// "sign_in_refused" for an unknown name or a wrong password, which take equally long and cannot be told apart;
// forbidden "account_locked", only with the right password.
Result<std::string> sign_in(db::Database& database, const Clock& clock, const net::Request& request,
                            const SignIn& wanted);

// A session that has not ended, its account, and the account's posts that are in force.
struct OpenSession {
  Session session = {};
  Account account = {};
  std::vector<HeldPost> posts = {};

  // The post that was chosen, if it is in force.
  const HeldPost* acting() const;
};
Result<std::optional<OpenSession>> open_session(db::Reader& reader, const Clock& clock, std::string_view token);

// Each gives the token that takes the place of the caller's: what a session may do has changed.
// Errors: not_found if it is not a post of the account that is in force. Journal: "session.post".
Result<std::string> choose_post(db::Transaction& tx, const Clock& clock, const Caller& caller, const Id& post);
// Ends all other sessions of the account. Errors: invalid_fields (/current "wrong"; /new: see password_policy.h, and
// "unchanged"). Journal: "account.password".
struct PasswordChange {
  std::string current;
  std::string wanted;
};
constexpr auto describe(Tag<PasswordChange>) {
  return object("PasswordChange", "The old password and the new one",
                field<&PasswordChange::current>("current", "The password so far").max_length(1000),
                field<&PasswordChange::wanted>("new", "The new one").max_length(1000));
}
Result<std::string> change_password(db::Database& database, const Clock& clock, const Caller& caller,
                                    const PasswordChange& change);

// Journal: "session.close".
Result<void> sign_out(db::Transaction& tx, const Clock& clock, const Caller& caller);

}  // namespace gulou::access
