// Signing in and out. A session is a random token in the browser's cookie; the database knows its SHA-256 only.
//
// A session ends 15 minutes after the last request (30 where no post in force is an official's), 12 hours after it
// began, when its owner signs out anywhere or ends it, when the password changes, when a superior ends the account's
// sessions or locks it, and when a post of the account is taken back. Setting the clock back lengthens none. The
// numbers are settings (policy.h). Repeated wrong tries are delayed, then paused (tries.h). Who has a second factor, or
// must have one, gets a full session only with it (factor.h).
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
#include "spine/access/password_policy.h"
#include "spine/access/policy.h"
#include "spine/access/store.h"
#include "spine/module.h"

namespace gulou::access {

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

// The tokens of whoever has signed in: of the session, and of the browser (browsers.h).
struct SignedIn {
  std::string session;
  std::string browser;
};

// Journal: "session.open" or "session.refused"; nothing for a try that comes too soon. Errors: rate_limited
// "too_many_tries" (tries.h), before the password is looked at; unauthenticated "sign_in_refused" for an unknown name
// or a wrong password, which take equally long and cannot be told apart; forbidden "account_locked", only with the
// right password.
Result<SignedIn> sign_in(db::Database& database, const Clock& clock, const net::Request& request, const SignIn& wanted);

// Opens a session for an account whose owner has shown who they are, and gives its token. With a second factor it wants
// the code before it is a full one. Journal: "session.open" with
// `how` ("password", "demo").
Result<std::string> begin_session(db::Transaction& tx, const Clock& clock, const net::Request& request,
                                  const Account& account, std::string_view how);

// What a session still wants before it is a full one. Until then it reaches the routes `arriving` alone (permission.h).
enum class Need { nothing, code, enrolment };
constexpr auto describe(Tag<Need>) {
  return enumeration("SecondFactorWanted", "What a session wants before it is a full one",
                     named(Need::nothing, "nothing"), named(Need::code, "code"), named(Need::enrolment, "enrolment"));
}
// Must whoever holds these posts, which are in force, have a second factor?
bool is_second_factor_demanded(const Policy& policy, const std::vector<HeldPost>& in_force);

// A session that has not ended, its account, and the account's posts that are in force.
struct OpenSession {
  Session session = {};
  Account account = {};
  std::vector<HeldPost> posts = {};
  std::int64_t idle_minutes = 0;  // of rest that end it
  Instant ends_at = {};           // even if it is used
  Instant proof_ends_at = {};     // from then on what asks for a proof wants another
  Need need = Need::nothing;
  PasswordRules password_rules = {};
  bool password_expired = false;  // older than the rules allow

  bool must_change_password() const;

  // The post that was chosen, if it is in force.
  const HeldPost* acting() const;
};
Result<std::optional<OpenSession>> open_session(db::Reader& reader, const Clock& clock, std::string_view token);

// Whoever is signed in so, as the caller of this request.
Caller caller_in(const OpenSession& open, const net::Request& request, Date today);

// Each gives the token that takes the place of the caller's: what a session may do has changed.
// Errors: not_found if it is not a post of the account that is in force. Journal: "session.post".
Result<std::string> choose_post(db::Transaction& tx, const Clock& clock, const Caller& caller, const Id& post);
// Ends all other sessions of the account. Wrong passwords are counted as those of `prove`. Errors: rate_limited
// "too_many_tries"; invalid_fields (/current "wrong"; /new: see password_policy.h, and
// "unchanged", "used_before"); forbidden "code_wanted". Journal:
// "account.password", or "session.proof_refused".
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

// The owner shows once more who they are: by a code (of the authenticator, or a recovery code) who has a second factor,
// by the password who has none. A browser may have kept the password; the telephone is in the owner's hand. Wrong ones
// are counted and pause as at the door. Journal: "session.proof" or "session.proof_refused". Errors: rate_limited
// "too_many_tries"; invalid_fields (/password, /code "required", "wrong"); forbidden "code_wanted".
struct Proof {
  std::optional<std::string> password = {};
  std::optional<std::string> code = {};
};
constexpr auto describe(Tag<Proof>) {
  return object("Proof", "What shows that it is still the owner of the session: `proof_by` of the session says which",
                field<&Proof::password>("password", "The account's password, without a second factor").max_length(1000),
                field<&Proof::code>("code", "With one: a code of it, or a recovery code").max_length(100));
}
Result<void> prove(const ModuleContext& context, const Caller& caller, const Proof& proof);
// The same for a session of demo data, whose people have no password. `how`: "demo".
Result<void> note_proof(db::Transaction& tx, const Clock& clock, const Caller& caller, std::string_view how);

// A session as its owner sees it.
struct OwnSession {
  Id id;
  Instant created_at;
  Instant seen_at;
  std::string browser;
  bool here = false;
};
constexpr auto describe(Tag<OwnSession>) {
  return object("OwnSession", "Where one is signed in", field<&OwnSession::id>("id", "Id"),
                field<&OwnSession::created_at>("created_at", "Since when"),
                field<&OwnSession::seen_at>("seen_at", "Last request, to the minute"),
                field<&OwnSession::browser>("browser", "Browser and system, in short"),
                field<&OwnSession::here>("here", "The one that asks"));
}
// Those that have not ended, the newest first.
Result<std::vector<OwnSession>> own_sessions(db::Reader& reader, const Clock& clock, const Caller& caller);
// Ends one of them. Journal: "session.end". Error not_found if it is none of the caller's.
Result<void> end_session(db::Transaction& tx, const Clock& clock, const Caller& caller, const Id& session);

// Ends every session of the account, here and elsewhere. Journal: "session.close".
Result<void> sign_out(db::Transaction& tx, const Clock& clock, const Caller& caller);

}  // namespace gulou::access
