#include "spine/access/recovery.h"

#include <set>
#include <string>

#include "base/fold.h"
#include "crypto/password.h"
#include "spine/access/password_policy.h"

namespace gulou::access {

const db::Table recovery_code_table{.name = "recovery_code",
                                    .row = &type_of<RecoveryCode>,
                                    .primary_key = "id",
                                    .foreign_keys = {{"account_id", "account(id)"}},
                                    .indexes = {{"recovery_code_account", "account_id, first_group", true}}};

namespace {

constexpr std::size_t group_length = 4;
constexpr std::size_t code_length = 16;

// As it is hashed: small letters without hyphens and blanks.
std::string plain_of(std::string_view typed) {
  std::string plain;
  for (const char c : fold_name(typed))
    if (c != '-' && c != ' ') plain += c;
  return plain;
}

// A set has no date of its own; its ids are UUIDv7, whose first 48 bits are the milliseconds at which they were made.
Instant made_at(const Id& id) {
  const auto text = id.text();
  return Instant(std::stoll(text.substr(0, 8) + text.substr(9, 4), nullptr, 16));
}

}  // namespace

Result<RecoverySet> make_recovery_set(const Id& account, Instant now) {
  RecoverySet set;
  std::set<std::string> groups;
  while (set.codes.size() < recovery_codes) {
    auto code = make_one_time_password();
    const auto plain = plain_of(code);
    if (!groups.insert(plain.substr(0, group_length)).second) continue;
    auto code_hash = TRY(crypto::hash_password(plain));
    set.rows.push_back({.id = Id::make(now.ms()),
                        .account_id = account,
                        .first_group = plain.substr(0, group_length),
                        .code_hash = std::move(code_hash),
                        .used_at = {}});
    set.codes.push_back(std::move(code));
  }
  return set;
}

Result<void> store_recovery_set(db::Transaction& tx, const Id& account, const std::vector<RecoveryCode>& rows) {
  TRY(tx.execute("DELETE FROM recovery_code WHERE account_id = $1", account));
  for (const auto& row : rows) TRY(tx.insert(recovery_code_table, row));
  return {};
}

Result<std::optional<Id>> recovery_code_of(db::Reader& reader, const Id& account, std::string_view typed) {
  const auto plain = plain_of(typed);
  const auto found =
      TRY(reader.first<RecoveryCode>("SELECT id, account_id, first_group, code_hash, used_at FROM recovery_code "
                                     "WHERE account_id = $1 AND first_group = $2",
                                     account, plain.substr(0, group_length)));
  const bool right = crypto::verify_password(found ? found->code_hash : crypto::hash_of_nobody(), plain) &&
                     plain.size() == code_length;
  return right && found ? std::optional(found->id) : std::optional<Id>();
}

Result<bool> use_recovery_code(db::Transaction& tx, const Id& code, Instant now) {
  return TRY(tx.execute("UPDATE recovery_code SET used_at = $1 WHERE id = $2 AND used_at IS NULL", now, code)) == 1;
}

Result<RecoveryCodesKept> recovery_codes_kept(db::Reader& reader, const Id& account) {
  RecoveryCodesKept kept;
  for (const auto& code : TRY(reader.all<RecoveryCode>(
           "SELECT id, account_id, first_group, code_hash, used_at FROM recovery_code WHERE account_id = $1",
           account))) {
    if (!code.used_at) ++kept.left;
    kept.made_at = made_at(code.id);
  }
  return kept;
}

}  // namespace gulou::access
