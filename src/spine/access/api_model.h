// What the routes of access take and give.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/describe.h"
#include "base/id.h"
#include "base/time.h"
#include "spine/access/model.h"
#include "spine/access/sessions.h"
#include "spine/access/store.h"
#include "spine/workflow/perform.h"

namespace gulou::access {

struct PostUnit {
  std::string code;
  std::string name;
  units::Level level = units::Level::village;
};

constexpr auto describe(Tag<PostUnit>) {
  return object("PostUnit", "A unit in short", field<&PostUnit::code>("code", "12-digit code; empty below the village"),
                field<&PostUnit::name>("name", "Name"), field<&PostUnit::level>("level", "Level"));
}

struct PostAnswer {
  Id id;
  Role role = Role::resident;
  PostUnit unit = {};
  Date valid_from;
  std::optional<Date> valid_to;
  bool in_force = false;
};

constexpr auto describe(Tag<PostAnswer>) {
  return object("PostAnswer", "A role at a unit, held by an account", field<&PostAnswer::id>("id", "Id"),
                field<&PostAnswer::role>("role", "Role"), field<&PostAnswer::unit>("unit", "At which unit"),
                field<&PostAnswer::valid_from>("valid_from", "First day"),
                field<&PostAnswer::valid_to>("valid_to", "First day on which it is over; null until taken back"),
                field<&PostAnswer::in_force>("in_force", "Begun, not over, and the unit exists"));
}

struct OtherAccount {
  Id id;
  std::string name;
};

constexpr auto describe(Tag<OtherAccount>) {
  return object("OtherAccount", "Another account of the same person", field<&OtherAccount::id>("id", "Id"),
                field<&OtherAccount::name>("name", "Login name"));
}

struct FactorResetAnswer {
  Id id;
  Id account;
  std::string name;
  std::string display_name;
  PostUnit unit = {};
  std::string reason;
  std::string state;
  std::string state_zh;
  std::string state_en;
  std::int64_t version = 0;
  Instant asked_at;
  std::optional<Instant> expires_at = {};
  std::string asked_by;
  std::vector<workflow::OfferedAction> actions = {};
};

constexpr auto describe(Tag<FactorResetAnswer>) {
  return object("FactorResetAnswer", "That a second factor is to be reset", field<&FactorResetAnswer::id>("id", "Id"),
                field<&FactorResetAnswer::account>("account", "Whose"),
                field<&FactorResetAnswer::name>("name", "Their login name"),
                field<&FactorResetAnswer::display_name>("display_name", "Their shown name"),
                field<&FactorResetAnswer::unit>("unit", "The unit that keeps the account"),
                field<&FactorResetAnswer::reason>("reason", "How whoever asked has seen who it is"),
                field<&FactorResetAnswer::state>("state", "State"),
                field<&FactorResetAnswer::state_zh>("state_zh", "State in Chinese"),
                field<&FactorResetAnswer::state_en>("state_en", "State in English"),
                field<&FactorResetAnswer::version>("version", "Send it back with an action"),
                field<&FactorResetAnswer::asked_at>("asked_at", "When it was asked for"),
                field<&FactorResetAnswer::expires_at>("expires_at", "Until when it may be decided; null: it is over"),
                field<&FactorResetAnswer::asked_by>("asked_by", "Who asked, by the shown name"),
                field<&FactorResetAnswer::actions>("actions", "What the caller may do now"));
}

struct FactorResetList {
  std::vector<FactorResetAnswer> resets;
};

constexpr auto describe(Tag<FactorResetList>) {
  return object("FactorResetList", "Resets of second factors that wait for another person",
                field<&FactorResetList::resets>("resets", "The oldest first, at most 200"));
}

struct AccountAnswer {
  Id id;
  std::string name;
  std::string display_name;
  AccountState state = AccountState::active;
  std::string locked_why = {};
  PostUnit unit = {};
  Instant created_at;
  std::optional<Instant> signed_in_at = {};
  std::int64_t wrong_tries = 0;
  std::optional<Instant> wrong_at = {};
  std::optional<Instant> paused_until = {};
  std::optional<Instant> password_until = {};
  bool password_lapsed = false;
  std::optional<Instant> second_factor_since = {};
  bool second_factor_demanded = false;
  std::optional<FactorResetAnswer> factor_reset = {};
  std::vector<OtherAccount> also = {};
  std::vector<PostAnswer> posts = {};
};

constexpr auto describe(Tag<AccountAnswer>) {
  return object(
      "AccountAnswer", "An account and its posts", field<&AccountAnswer::id>("id", "Id"),
      field<&AccountAnswer::name>("name", "Login name"),
      field<&AccountAnswer::display_name>("display_name", "Shown to colleagues"),
      field<&AccountAnswer::state>("state", "State"),
      field<&AccountAnswer::locked_why>(
          "locked_why", "Why Gulou locked it: `stale` (not used for long), `left` (the last post is over)"),
      field<&AccountAnswer::unit>("unit", "The unit that keeps it"),
      field<&AccountAnswer::created_at>("created_at", "When it was made"),
      field<&AccountAnswer::signed_in_at>("signed_in_at", "Last sign-in; null: never"),
      field<&AccountAnswer::wrong_tries>("wrong_tries", "Wrong tries since the last sign-in"),
      field<&AccountAnswer::wrong_at>("wrong_at", "The last of them"),
      field<&AccountAnswer::paused_until>("paused_until", "Takes no sign-in until then, because of wrong tries"),
      field<&AccountAnswer::password_until>("password_until",
                                            "Until when the password is good that was handed out; null: its owner's"),
      field<&AccountAnswer::password_lapsed>("password_lapsed", "That time is over: it opens nothing any more"),
      field<&AccountAnswer::second_factor_since>("second_factor_since",
                                                 "Since when it has a second factor; null: none"),
      field<&AccountAnswer::second_factor_demanded>("second_factor_demanded", "Its posts ask for one"),
      field<&AccountAnswer::factor_reset>("factor_reset",
                                          "A reset of it that waits for another person, or the last, if it lapsed"),
      field<&AccountAnswer::also>("also", "The other accounts of the same person"),
      field<&AccountAnswer::posts>("posts", "Oldest first, also those that are over"));
}

struct AccountList {
  std::vector<AccountAnswer> accounts;
  std::optional<std::string> next;
};

constexpr auto describe(Tag<AccountList>) {
  return object("AccountList", "Accounts in the order of their names",
                field<&AccountList::accounts>("accounts", "At most 100"),
                field<&AccountList::next>("next", "Pass it as `after` for the next ones; null: these were the last"));
}

struct CreatedAccount {
  AccountAnswer account;
  std::string one_time_password;
};

constexpr auto describe(Tag<CreatedAccount>) {
  return object("CreatedAccount", "A new account", field<&CreatedAccount::account>("account", "The account"),
                field<&CreatedAccount::one_time_password>(
                    "one_time_password", "Shown only now; its owner chooses another at the first sign-in"));
}

struct PasswordHandedOut {
  std::string one_time_password;
};

constexpr auto describe(Tag<PasswordHandedOut>) {
  return object("PasswordHandedOut", "A password for one sign-in",
                field<&PasswordHandedOut::one_time_password>("one_time_password", "Shown only now"));
}

// A reset of the second factor, as its owner sees it.
struct OwnFactorReset {
  std::string state;
  std::string reason;
  Instant asked_at;
  std::string asked_by;
  std::optional<Instant> decided_at = {};
  std::optional<std::string> decided_by = {};
};

constexpr auto describe(Tag<OwnFactorReset>) {
  return object("OwnFactorReset", "A reset of one's own second factor",
                field<&OwnFactorReset::state>("state", "`asked` or `done`"),
                field<&OwnFactorReset::reason>("reason", "How they say they have seen who it is"),
                field<&OwnFactorReset::asked_at>("asked_at", "When it was asked for"),
                field<&OwnFactorReset::asked_by>("asked_by", "Who asked"),
                field<&OwnFactorReset::decided_at>("decided_at", "When it was confirmed"),
                field<&OwnFactorReset::decided_by>("decided_by", "Who confirmed"));
}

struct OwnSecondFactor {
  Need wanted = Need::nothing;
  std::optional<Instant> since = {};
  bool demanded = false;
  std::int64_t recovery_codes_left = 0;
  std::optional<Instant> recovery_codes_made_at = {};
  std::optional<OwnFactorReset> reset = {};
};

constexpr auto describe(Tag<OwnSecondFactor>) {
  return object(
      "OwnSecondFactor", "How it stands with one's second factor",
      field<&OwnSecondFactor::wanted>("wanted", "What this session wants before it is a full one"),
      field<&OwnSecondFactor::since>("since", "Since when there is one; null: none"),
      field<&OwnSecondFactor::demanded>("demanded", "A post asks for it: it cannot be removed"),
      field<&OwnSecondFactor::recovery_codes_left>("recovery_codes_left", "Not used yet"),
      field<&OwnSecondFactor::recovery_codes_made_at>("recovery_codes_made_at", "When the set was made; null: none"),
      field<&OwnSecondFactor::reset>("reset", "One that somebody asks for, or that was done since the last sign-in"));
}

struct SessionAnswer {
  Id account;
  std::string name;
  std::string display_name;
  bool must_change_password = false;
  std::vector<PostAnswer> posts = {};
  std::optional<Id> post = {};
  std::vector<std::string> permissions = {};
  Instant ends_at;
  std::int64_t idle_minutes = 0;
  Instant proof_ends_at;
  std::string opened_by = {};
  std::int64_t wrong_before = 0;
  std::optional<Instant> wrong_before_at = {};
  std::string proof_by = {};
  OwnSecondFactor second_factor = {};
  bool password_expired = false;
  PasswordRules password_rules = {};
};

constexpr auto describe(Tag<SessionAnswer>) {
  return object(
      "SessionAnswer", "Who is signed in, and what they may do",
      field<&SessionAnswer::account>("account", "Id of the account"), field<&SessionAnswer::name>("name", "Login name"),
      field<&SessionAnswer::display_name>("display_name", "Shown name"),
      field<&SessionAnswer::must_change_password>("must_change_password", "Nothing else is allowed until then"),
      field<&SessionAnswer::posts>("posts", "Posts in force, to choose from"),
      field<&SessionAnswer::post>("post", "The post in which they act; null: choose one"),
      field<&SessionAnswer::permissions>("permissions", "What that post may do, at its unit and below"),
      field<&SessionAnswer::ends_at>("ends_at", "When the session ends even if it is used"),
      field<&SessionAnswer::idle_minutes>("idle_minutes", "Minutes without a request after which it ends"),
      field<&SessionAnswer::proof_ends_at>("proof_ends_at",
                                           "From then on, what wants a proof of identity (x-step-up) asks for one"),
      field<&SessionAnswer::opened_by>("opened_by",
                                       "`password`, or `demo`: such sessions prove by POST /api/demo/proof"),
      field<&SessionAnswer::wrong_before>("wrong_before", "Wrong tries between the sign-in before and this one"),
      field<&SessionAnswer::wrong_before_at>("wrong_before_at", "The last of them"),
      field<&SessionAnswer::proof_by>(
          "proof_by", "What proves identity (x-step-up): `code`, `password`, or `demo` (/api/demo/proof)"),
      field<&SessionAnswer::second_factor>("second_factor", "How it stands with the second factor"),
      field<&SessionAnswer::password_expired>("password_expired", "The password is too old; another is wanted"),
      field<&SessionAnswer::password_rules>("password_rules", "What a new password keeps to"));
}

struct EnrolledAnswer {
  SessionAnswer session;
  std::vector<std::string> recovery_codes;
};

constexpr auto describe(Tag<EnrolledAnswer>) {
  return object("EnrolledAnswer", "A second factor that is in use from now on",
                field<&EnrolledAnswer::session>("session", "The session, which is a full one"),
                field<&EnrolledAnswer::recovery_codes>("recovery_codes", "Ten, each good once; shown only now"));
}

struct RecoveryCodesAnswer {
  std::vector<std::string> recovery_codes;
};

constexpr auto describe(Tag<RecoveryCodesAnswer>) {
  return object("RecoveryCodesAnswer", "New recovery codes",
                field<&RecoveryCodesAnswer::recovery_codes>(
                    "recovery_codes", "Ten, each good once; shown only now. Older ones are void"));
}

struct OwnSessions {
  std::vector<OwnSession> sessions;
};

constexpr auto describe(Tag<OwnSessions>) {
  return object("OwnSessions", "Where one is signed in", field<&OwnSessions::sessions>("sessions", "The newest first"));
}

struct PostChoice {
  Id post_id;
};

constexpr auto describe(Tag<PostChoice>) {
  return object("PostChoice", "The post to act in", field<&PostChoice::post_id>("post_id", "One of one's own"));
}

struct PermissionAnswer {
  std::string name;
  std::string zh;
  std::string en;
};

constexpr auto describe(Tag<PermissionAnswer>) {
  return object("PermissionAnswer", "What a role may do", field<&PermissionAnswer::name>("name", "Stable name"),
                field<&PermissionAnswer::zh>("zh", "In Chinese"), field<&PermissionAnswer::en>("en", "In English"));
}

struct RoleAnswer {
  Role role = Role::resident;
  std::string zh;
  std::string en;
  bool administrator = false;
  std::vector<units::Level> levels = {};
  std::vector<Role> grants = {};
  std::vector<PermissionAnswer> permissions = {};
};

constexpr auto describe(Tag<RoleAnswer>) {
  return object("RoleAnswer", "A role", field<&RoleAnswer::role>("role", "The role"),
                field<&RoleAnswer::zh>("zh", "Name in Chinese"), field<&RoleAnswer::en>("en", "Name in English"),
                field<&RoleAnswer::administrator>("administrator", "One of the three that are kept apart"),
                field<&RoleAnswer::levels>("levels", "Levels of units that may have it"),
                field<&RoleAnswer::grants>("grants", "Roles its holder may grant, at and below the own unit"),
                field<&RoleAnswer::permissions>("permissions", "What its holder may do, at and below the own unit"));
}

struct RoleList {
  std::vector<RoleAnswer> roles;
};

constexpr auto describe(Tag<RoleList>) {
  return object("RoleList", "All roles", field<&RoleList::roles>("roles", "From the top down"));
}

PostAnswer answer_of(const HeldPost& post, Date today);
AccountAnswer answer_of(const Account& account, PostUnit unit, const std::vector<HeldPost>& posts, Date today);

}  // namespace gulou::access
