// For tests of the vault: a table with a sealed column and its index, in a fresh database, and a key file in a folder
// of its own.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <optional>
#include <string>

#include "crypto/hash.h"
#include "db/testing.h"
#include "spine/journal/journal.h"
#include "spine/vault/columns.h"
#include "spine/vault/rotation.h"
#include "spine/vault/vault.h"

namespace gulou::vault {

struct SecretRow {
  Id id;
  std::optional<std::string> number_sealed;
  std::optional<std::string> number_index;
};
constexpr auto describe(Tag<SecretRow>) {
  return object("SecretRow", "A row with a sealed value", field<&SecretRow::id>("id", "Id"),
                field<&SecretRow::number_sealed>("number_sealed", "Sealed"),
                field<&SecretRow::number_index>("number_index", "Its keyed hash"));
}
inline const db::Table secret_table{.name = "secret",
                                    .row = &type_of<SecretRow>,
                                    .primary_key = "id",
                                    .indexes = {{"secret_number", "number_index", true}}};
inline constexpr std::string_view purpose = "secret.number";

class TestVault {
 public:
  TestVault() : database(db::open_test_database()) {
    must(database->migrate(all_migrations()));
    columns = must(
        SealedColumns::make({{"secret", "number_sealed", "number_index", std::string(purpose)}}, all_migrations()));
  }
  ~TestVault() { std::filesystem::remove_all(folder); }

  static std::vector<db::Migration> all_migrations() {
    auto all = journal::migrations();
    for (const auto& more : vault::migrations()) all.push_back(more);
    all.push_back({.module = "secret", .number = 1, .description = "test", .steps = {db::CreateTable{&secret_table}}});
    return all;
  }
  template <class T>
  static T must(Result<T> result) {
    EXPECT_TRUE(result) << describe_error(result.error()) << result.error().internal.value;
    if (!result) std::abort();  // nothing after this could mean anything
    if constexpr (!std::is_void_v<T>) return std::move(*result);
  }
  std::filesystem::path file() const { return folder / "keys"; }
  // As a process that has just started would have it.
  std::unique_ptr<Vault> attached() {
    auto vault = std::make_unique<Vault>(file());
    must(vault->attach(*database, clock));
    return vault;
  }
  RotationContext context(const Vault& vault) { return {*database, vault, columns, clock}; }

  Id add(const Vault& vault, const std::string& number) { return must(try_add(vault, number)); }
  Result<Id> try_add(const Vault& vault, const std::string& number) {
    return database->write([&](db::Transaction& tx) -> Result<Id> {
      const Id id = Id::make(clock.now().ms());
      const auto sealer = TRY(vault.sealer(tx));
      TRY(tx.insert(secret_table, SecretRow{id, sealer.seal({"secret", "number_sealed", id.text()}, number),
                                            sealer.index(purpose, number)}));
      return id;
    });
  }
  std::optional<SecretRow> row(const Id& id) {
    return must(database->read([&](db::Reader& reader) {
      return reader.first<SecretRow>("SELECT id, number_sealed, number_index FROM secret WHERE id = $1", id);
    }));
  }
  Result<std::string> number_of(const Vault& vault, const Id& id) {
    return vault.open({"secret", "number_sealed", id.text()}, *row(id)->number_sealed);
  }
  // By its index.
  std::optional<Id> find(const Vault& vault, const std::string& number) {
    return must(database->read([&](db::Reader& reader) -> Result<std::optional<Id>> {
      for (const auto& index : TRY(vault.indexes(reader, purpose, number))) {
        const auto found = TRY(reader.first<SecretRow>(
            "SELECT id, number_sealed, number_index FROM secret WHERE number_index = $1", index));
        if (found) return std::optional(found->id);
      }
      return std::optional<Id>();
    }));
  }
  std::vector<std::string> faults(const Vault& vault) {
    return must(database->read([&](db::Reader& reader) { return verify(reader, vault, columns); }));
  }
  template <class... Args>
  void execute(std::string_view sql, const Args&... args) {
    must(database->write([&](db::Transaction& tx) { return tx.execute(sql, args...); }));
  }

  FixedClock clock{Instant(1'467'340'200'000)};
  std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("gulou_vault_" + crypto::hex(crypto::random_bytes(8)));
  std::unique_ptr<db::Database> database;
  SealedColumns columns;
};

}  // namespace gulou::vault
