#include "spine/vault/vault.h"

#include <fmt/format.h>

#include "crypto/cipher.h"

namespace gulou::vault {
namespace {

constexpr std::string_view version = "v1.";
constexpr std::size_t id_length = 8;

const db::Table key_table{.name = "vault_key",
                          .row = &type_of<KeyRow>,
                          .primary_key = "id",
                          .indexes = {{"vault_key_number", "number", true}}};

Error missing_file(const KeyFile& file) {
  return {.kind = ErrorKind::unavailable,
          .code = "key_file_missing",
          .message = {fmt::format("数据库里有加密的数据，但密钥文件 {} 不在。请把另存的密钥文件放回原处（chmod 600）；"
                                  "没有它，这些数据谁也读不出来。",
                                  file.path().string()),
                      fmt::format("The database holds sealed data, but the key file {} is gone. Put back the copy that "
                                  "was kept of it (chmod 600); without it nobody can read these data.",
                                  file.path().string())}};
}

Error missing_key(std::string_view id) {
  return {.kind = ErrorKind::unavailable,
          .code = "key_missing",
          .message = {fmt::format("密钥文件里没有数据库所用的密钥 {}。请放回与这个数据库相配的密钥文件。", id),
                      fmt::format("The key file lacks key {}, which the database uses. Put back the key file that "
                                  "belongs to this database.",
                                  id)}};
}

std::string associated(const Place& place) {
  return fmt::format("gulou.seal.1\n{}\n{}\n{}", place.table, place.column, place.row);
}

std::shared_ptr<const WorkingKey> working(const MasterKey& key) {
  return std::make_shared<const WorkingKey>(WorkingKey{.id = key.id,
                                                       .seal = crypto::derive(key.bytes, "", "gulou.seal.1"),
                                                       .index = crypto::derive(key.bytes, "", "gulou.index.1")});
}

std::string index_under(const WorkingKey& key, std::string_view purpose, std::string_view value) {
  return fmt::format("{}.{}", key.id,
                     crypto::base64url(crypto::hmac_sha256(key.index, fmt::format("{}\n{}", purpose, value))));
}

}  // namespace

std::vector<db::Migration> migrations() {
  return {
      {.module = "vault", .number = 1, .description = "which keys are used", .steps = {db::CreateTable{&key_table}}}};
}

Result<std::vector<KeyRow>> key_rows(db::Reader& reader) {
  return reader.all<KeyRow>("SELECT id, number, added_at, retired_at FROM vault_key ORDER BY number");
}

std::string Sealer::seal(const Place& place, std::string_view plain) const {
  return fmt::format("{}{}.{}", version, key_->id,
                     crypto::base64url(crypto::seal(key_->seal, plain, associated(place))));
}

std::string Sealer::index(std::string_view purpose, std::string_view value) const {
  return index_under(*key_, purpose, value);
}

Vault::Vault(std::filesystem::path file) : file_(KeyFile(std::move(file))) {}

std::unique_ptr<Vault> Vault::in_memory() {
  std::unique_ptr<Vault> vault(new Vault());
  vault->use({new_key(SystemClock())});
  return vault;
}

std::shared_ptr<const Vault::Keys> Vault::keys() const {
  const std::lock_guard lock(mutex_);
  return keys_;
}

void Vault::use(const std::vector<MasterKey>& keys) const {
  auto made = std::make_shared<Keys>();
  for (const auto& key : keys) made->push_back(working(key));
  const std::lock_guard lock(mutex_);
  keys_ = std::move(made);
}

std::shared_ptr<const WorkingKey> Vault::known(std::string_view id) const {
  const auto held = keys();  // another thread may read the key file anew meanwhile
  for (const auto& each : *held)
    if (each->id == id) return each;
  return nullptr;
}

Result<void> Vault::reload() const {
  if (!file_) return {};
  const auto read = TRY(file_->read());
  if (!read) return fail(missing_file(*file_));
  use(*read);
  return {};
}

Result<std::shared_ptr<const WorkingKey>> Vault::key(std::string_view id) const {
  if (auto found = known(id)) return found;
  TRY(reload());
  if (auto found = known(id)) return found;
  return fail(missing_key(id));
}

Result<void> Vault::first_key(db::Database& database, const Clock& clock) {
  const auto lock = TRY(file_->lock());
  auto keys = TRY(file_->read());
  if (!keys) {
    keys.emplace().push_back(new_key(clock));
    TRY(file_->write(*keys));
  }
  // Of several processes that start for the first time at once, one is first here too.
  return database.write([&](db::Transaction& tx) -> Result<void> {
    if (TRY(tx.integer("SELECT count(*) FROM vault_key")).value_or(0) > 0) return {};
    return tx.insert(key_table, KeyRow{.id = keys->back().id, .number = 1, .added_at = clock.now(), .retired_at = {}});
  });
}

Result<void> Vault::attach(db::Database& database, const Clock& clock) {
  if (!file_) return {};
  auto rows = TRY(database.read([](db::Reader& reader) { return key_rows(reader); }));
  if (rows.empty()) {
    TRY(first_key(database, clock));
    rows = TRY(database.read([](db::Reader& reader) { return key_rows(reader); }));
  }
  TRY(reload());
  for (const auto& row : rows)
    if (!row.retired_at && !known(row.id)) return fail(missing_key(row.id));
  return {};
}

Result<Sealer> Vault::sealer(db::Reader& reader) const {
  if (!file_) return Sealer(keys()->back());
  const auto current = TRY(reader.first<KeyRow>(
      "SELECT id, number, added_at, retired_at FROM vault_key WHERE retired_at IS NULL ORDER BY number DESC LIMIT 1"));
  if (!current) return fail(internal_error("the vault was not attached to this database"));
  return Sealer(TRY(key(current->id)));
}

Result<std::string> Vault::seal(db::Reader& reader, const Place& place, std::string_view plain) const {
  return TRY(sealer(reader)).seal(place, plain);
}

Result<std::string> Vault::open(const Place& place, std::string_view sealed) const {
  const auto where = [&] { return fmt::format("{}.{} of row {}", place.table, place.column, place.row); };
  const auto id = key_id_of(sealed);
  if (id.empty()) return fail(internal_error(fmt::format("{} is not sealed", where())));
  const auto with = TRY(key(id));
  const auto bytes = crypto::from_base64url(sealed.substr(version.size() + id_length + 1));
  auto plain = bytes ? crypto::open(with->seal, *bytes, associated(place)) : std::nullopt;
  if (!plain) return fail(internal_error(fmt::format("{} was altered, or sealed for another place", where())));
  return std::move(*plain);
}

Result<std::vector<std::string>> Vault::indexes(db::Reader& reader, std::string_view purpose,
                                                std::string_view value) const {
  const auto current = TRY(sealer(reader));  // which another process may have added
  std::vector<std::string> out{current.index(purpose, value)};
  const auto held = keys();
  for (const auto& each : *held)
    if (each->id != current.key_id()) out.push_back(index_under(*each, purpose, value));
  return out;
}

std::string_view key_id_of(std::string_view sealed) {
  if (!sealed.starts_with(version) || sealed.size() <= version.size() + id_length ||
      sealed[version.size() + id_length] != '.')
    return {};
  return sealed.substr(version.size(), id_length);
}

std::string range_begin(std::string_view key_id) { return fmt::format("{}{}.", version, key_id); }
// '/' is the character behind '.'.
std::string range_end(std::string_view key_id) { return fmt::format("{}{}/", version, key_id); }

}  // namespace gulou::vault
