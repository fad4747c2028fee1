// Recovery codes: ten for each second factor, on paper, for whoever has lost the telephone. Each opens once.
//
// A code is 16 characters in four groups, like a password that is handed out. The first group is kept as it is and says
// which of the ten it is; of the whole only an Argon2id hash is kept, which ASVS 5.0 (V6.5.2) wants for fewer than 112
// random bits.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/describe.h"
#include "base/time.h"
#include "db/database.h"

namespace gulou::access {

inline constexpr std::size_t recovery_codes = 10;

// A row of `recovery_code`.
struct RecoveryCode {
  Id id;
  Id account_id;
  std::string first_group;
  std::string code_hash;
  std::optional<Instant> used_at;
};

constexpr auto describe(Tag<RecoveryCode>) {
  return object("RecoveryCode", "A recovery code as stored", field<&RecoveryCode::id>("id", "Id"),
                field<&RecoveryCode::account_id>("account_id", "Account"),
                field<&RecoveryCode::first_group>("first_group", "Which one it is"),
                field<&RecoveryCode::code_hash>("code_hash", "Argon2id, with parameters and salt"),
                field<&RecoveryCode::used_at>("used_at", "When it was used"));
}

extern const db::Table recovery_code_table;

// Ten codes as they are shown, and their rows; made outside a transaction, because hashing takes long.
struct RecoverySet {
  std::vector<std::string> codes;
  std::vector<RecoveryCode> rows;
};
Result<RecoverySet> make_recovery_set(const Id& account, Instant now);
// These take the place of all that the account had.
Result<void> store_recovery_set(db::Transaction& tx, const Id& account, const std::vector<RecoveryCode>& rows);

// The code of the account that is meant, used or not, and whether it is right. Takes as long for a code that is none.
// Call it outside a write.
Result<std::optional<Id>> recovery_code_of(db::Reader& reader, const Id& account, std::string_view typed);
// Uses it; false if it was used before.
Result<bool> use_recovery_code(db::Transaction& tx, const Id& code, Instant now);

// What the account has of them.
struct RecoveryCodesKept {
  std::int64_t left = 0;           // not used yet
  std::optional<Instant> made_at;  // the set; as its ids say
};
Result<RecoveryCodesKept> recovery_codes_kept(db::Reader& reader, const Id& account);

}  // namespace gulou::access
