// What of an account's passwords is kept beside the present one: how old that is, until when one is good that somebody
// else than its owner has made, and, where the preset `mlps3` wants it, the hashes of those before it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/describe.h"
#include "base/time.h"
#include "db/database.h"
#include "spine/access/model.h"
#include "spine/access/password_policy.h"
#include "spine/access/store.h"

namespace gulou::access {

// A row of `former_password`.
struct FormerPassword {
  Id id;
  Id account_id;
  std::string password_hash;
  Instant until;  // when another took its place
};

constexpr auto describe(Tag<FormerPassword>) {
  return object("FormerPassword", "A password that an account had", field<&FormerPassword::id>("id", "Id"),
                field<&FormerPassword::account_id>("account_id", "Account"),
                field<&FormerPassword::password_hash>("password_hash", "Argon2id, with parameters and salt"),
                field<&FormerPassword::until>("until", "When another took its place"));
}

extern const db::Table former_password_table;

// A row of `handed_out_password`: the present password was made by somebody else (a new account's, or a reset one).
struct HandedOut {
  Id account_id;
  Instant until;
};

constexpr auto describe(Tag<HandedOut>) {
  return object("HandedOutPassword", "That a password was handed out",
                field<&HandedOut::account_id>("account_id", "Account"),
                field<&HandedOut::until>("until", "Until when it opens the door"));
}

extern const db::Table handed_out_table;

// The account has just got such a password; its term (policy.h) begins.
Result<void> note_handed_out(db::Transaction& tx, const Clock& clock, const Id& account);
// Its owner has chosen another.
Result<void> forget_handed_out(db::Transaction& tx, const Id& account);
// None for a password that its owner chose.
Result<std::optional<Instant>> handed_out_until(db::Reader& reader, const Id& account);
// Handed out, and nobody chose another in time: it opens nothing any more.
bool is_lapsed(const Account& account, std::optional<Instant> until, Instant now);

// The rules that passwords of an account with these posts keep to, today.
PasswordRules password_rules(const Policy& policy, const std::vector<HeldPost>& posts, Date today);
// Has its owner had the password for longer than the rules allow? One that nobody has chosen counts from the account's
// making.
bool is_expired(const Account& account, const PasswordRules& rules, Instant now);
// The hashes of the passwords before the present one that may not come again, newest first.
Result<std::vector<FormerPassword>> former_passwords(db::Reader& reader, const Id& account, const PasswordRules& rules);
// Keeps this hash, which another takes the place of, and forgets what the rules do not ask for.
Result<void> remember_password(db::Transaction& tx, const Id& account, const std::string& hash,
                               const PasswordRules& rules, Instant now);

}  // namespace gulou::access
