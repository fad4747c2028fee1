// Values that are kept sealed: ID numbers, telephone numbers, secrets of accounts. The keys are in a file outside the
// database (key_file.h); what the database holds of them is which exist and which one seals now (`vault_key`).
//
//   const auto sealer = TRY(context.vault.sealer(tx));
//   row.phone_sealed = sealer.seal({"person", "phone_sealed", row.id.text()}, phone);
//   row.phone_index = sealer.index("person.phone", phone);
//   …
//   const auto phone = TRY(context.vault.open({"person", "phone_sealed", row.id.text()}, row.phone_sealed));
//
// Every column that holds sealed values has a name that ends in `_sealed` and is declared (Module::sealed_columns,
// columns.h): so it is sealed anew when the key changes, and looked at before an old key is given up.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/describe.h"
#include "base/time.h"
#include "crypto/secret.h"
#include "db/database.h"
#include "spine/journal/model.h"
#include "spine/vault/key_file.h"

namespace gulou::vault {

// Where a sealed value stands. It opens nowhere else: two rows cannot swap their values.
struct Place {
  std::string_view table;
  std::string_view column;
  std::string row;  // the row's id
};

// A row of `vault_key`: a key that seals or sealed something here.
struct KeyRow {
  std::string id;
  std::int64_t number = 0;  // 1, 2, …: the greatest that is not retired seals
  Instant added_at;
  std::optional<Instant> retired_at;  // nothing is sealed under it any more
};

constexpr auto describe(Tag<KeyRow>) {
  return object("VaultKey", "A key of the vault", field<&KeyRow::id>("id", "Derived from the key"),
                field<&KeyRow::number>("number", "1, 2, …: the greatest in use seals"),
                field<&KeyRow::added_at>("added_at", "Since when it was used"),
                field<&KeyRow::retired_at>("retired_at", "Since when nothing is sealed under it"));
}

std::vector<db::Migration> migrations();
Result<std::vector<KeyRow>> key_rows(db::Reader& reader);

// What is derived from a master key.
struct WorkingKey {
  std::string id;
  crypto::Secret seal;
  crypto::Secret index;
};

// Seals under the key that seals now. Made for one transaction, and good in it alone.
class Sealer {
 public:
  explicit Sealer(std::shared_ptr<const WorkingKey> key) : key_(std::move(key)) {}
  const std::string& key_id() const { return key_->id; }
  // "v1.<key>.<base64url>": fit for a text column.
  std::string seal(const Place& place, std::string_view plain) const;
  // A keyed hash by which equal values are found: "<key>.<base64url>". Values of another purpose do not compare.
  std::string index(std::string_view purpose, std::string_view value) const;

 private:
  std::shared_ptr<const WorkingKey> key_;
};

class Vault {
 public:
  // Keys in that file; nothing is read before attach().
  explicit Vault(std::filesystem::path file);
  // Keys that are forgotten with this object: for tests, and for nothing that is to be read again.
  static std::unique_ptr<Vault> in_memory();

  // Reads the keys and compares them with the database, which must be migrated. The first time (no file, and no key
  // known to the database) makes both. Errors (unavailable) besides the file's own: "key_file_missing" where the
  // database knows of keys but there is no file; "key_missing" where the file lacks one that is in use.
  Result<void> attach(db::Database& database, const Clock& clock);

  // Unavailable "key_missing" if the file has not got the key that seals now.
  Result<Sealer> sealer(db::Reader& reader) const;
  // For one value.
  Result<std::string> seal(db::Reader& reader, const Place& place, std::string_view plain) const;
  // Unavailable "key_missing" if its key is not in the file (which is read again first: another process may have added
  // it); internal if it was altered, or stands at another place than where it was sealed.
  Result<std::string> open(const Place& place, std::string_view sealed) const;
  // The keyed hashes of a value under every key there is, the one that seals now first: while keys are being changed a
  // row may be found under any of them. Errors as for sealer().
  Result<std::vector<std::string>> indexes(db::Reader& reader, std::string_view purpose, std::string_view value) const;

  // Null in memory.
  const KeyFile* file() const { return file_ ? &*file_ : nullptr; }
  // Takes the keys as the file has them now.
  Result<void> reload() const;

 private:
  using Keys = std::vector<std::shared_ptr<const WorkingKey>>;  // oldest first
  Vault() = default;
  std::shared_ptr<const Keys> keys() const;
  void use(const std::vector<MasterKey>& keys) const;
  std::shared_ptr<const WorkingKey> known(std::string_view id) const;
  Result<std::shared_ptr<const WorkingKey>> key(std::string_view id) const;
  Result<void> first_key(db::Database& database, const Clock& clock);

  std::optional<KeyFile> file_;
  mutable std::mutex mutex_;
  mutable std::shared_ptr<const Keys> keys_ = std::make_shared<Keys>();
};

// The key under which a value was sealed; "" if it is none of ours.
std::string_view key_id_of(std::string_view sealed);
// Every value sealed under that key is in [begin, end).
std::string range_begin(std::string_view key_id);
std::string range_end(std::string_view key_id);

}  // namespace gulou::vault
