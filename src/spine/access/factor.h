// The second factor: codes of an authenticator app (TOTP, crypto/totp.h) beside the password, and recovery codes.
//
// Its key is sealed (spine/vault). A session that was opened with the password alone wants the code before it is a full
// one; an official without a second factor gets a session in which one can be set up, and nothing else.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/describe.h"
#include "base/time.h"
#include "db/database.h"
#include "net/http.h"
#include "spine/access/caller.h"
#include "spine/access/model.h"
#include "spine/access/sessions.h"
#include "spine/module.h"
#include "spine/vault/columns.h"

namespace gulou::access {

// A row of `second_factor`; its id is the account's. Account::second_factor_since says whether it is in use.
struct SecondFactor {
  Id id;
  std::optional<std::string> secret_sealed;   // the key in use
  std::int64_t used_step = -1;                // steps up to this one are spent
  std::optional<std::string> pending_sealed;  // a key that was shown and not confirmed yet
  std::optional<Instant> pending_at;
};

constexpr auto describe(Tag<SecondFactor>) {
  return object("SecondFactor", "The key of an authenticator", field<&SecondFactor::id>("id", "The account"),
                field<&SecondFactor::secret_sealed>("secret_sealed", "The key in use"),
                field<&SecondFactor::used_step>("used_step", "Steps up to this one are spent"),
                field<&SecondFactor::pending_sealed>("pending_sealed", "A key that is not confirmed yet"),
                field<&SecondFactor::pending_at>("pending_at", "When it was shown"));
}

extern const db::Table second_factor_table;
std::vector<vault::SealedColumn> sealed_columns();

// A key to take into an app, and what it is shown as.
struct Enrolment {
  std::string key;      // base32, in groups of four
  std::string address;  // otpauth://…
  std::string qr;       // an SVG of that address
};
constexpr auto describe(Tag<Enrolment>) {
  return object("Enrolment", "A key to take into an authenticator app, good for 15 minutes",
                field<&Enrolment::key>("key", "To type in by hand, in groups of four"),
                field<&Enrolment::address>("address", "otpauth://…"),
                field<&Enrolment::qr>("qr", "The address as a QR code (SVG)").max_length(100'000));
}
// Makes a key; what was in use stays so until the new one is confirmed. Journal: "factor.begin". Errors: forbidden
// "code_wanted"; refused_by_rule "not_for_residents".
Result<Enrolment> begin_enrolment(const ModuleContext& context, const Caller& caller);

struct CodeGiven {
  std::string code;
};
constexpr auto describe(Tag<CodeGiven>) {
  return object("CodeGiven", "A code of the second factor",
                field<&CodeGiven::code>("code", "Six digits, or a recovery code").max_length(100));
}

// The token of the session from now on, and the recovery codes, which nothing shows again.
struct Enrolled {
  std::string token;
  std::vector<std::string> recovery_codes;
};
// The key is in use from now on; all other sessions of the account end. Journal: "factor.confirm". Errors:
// refused_by_rule "no_enrolment" (none begun, or more than 15 minutes ago); rate_limited "too_many_tries";
// invalid_fields (/code "wrong"; journal: "session.code_refused"); forbidden "code_wanted".
Result<Enrolled> confirm_enrolment(const ModuleContext& context, const Caller& caller, const CodeGiven& given);

// The second step of signing in: gives the tokens of the full session. The step of a code, and a recovery code, are
// spent with it. Five wrong ones pause (tries.h). Journal: "session.code" with `how` ("totp", "recovery"), or
// "session.code_refused". Errors: conflict "no_code_wanted"; rate_limited "too_many_tries"; invalid_fields (/code
// "wrong"), the same for a wrong code and for one that is spent.
Result<SignedIn> give_code(const ModuleContext& context, const net::Request& request, const CodeGiven& given);

// The same inside a session, as a proof of identity (sessions.h, `prove`).
Result<void> prove_by_code(const ModuleContext& context, const Caller& caller, const std::string& code);

// Ten new recovery codes; those before are void. Journal: "factor.codes". Error refused_by_rule "no_second_factor".
Result<std::vector<std::string>> renew_recovery_codes(const ModuleContext& context, const Caller& caller);
// Goes back to the password alone. Journal: "factor.remove". Errors refused_by_rule "second_factor_demanded",
// "no_second_factor".
Result<void> remove_factor(db::Transaction& tx, const Clock& clock, const Caller& caller);
// Forgets key and recovery codes and ends the account's sessions; the journal is the caller's business.
Result<void> forget_factor(db::Transaction& tx, const Id& account);

}  // namespace gulou::access
