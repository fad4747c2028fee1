// The columns that hold sealed values, as their modules declare them (Module::sealed_columns).
#pragma once

#include <string>
#include <vector>

#include "db/database.h"
#include "spine/vault/vault.h"

namespace gulou::vault {

// Column `column` of `table` holds values sealed at {table, column, id of the row}. Its index, if it has one, is the
// keyed hash of the same value.
struct SealedColumn {
  std::string table;   // its rows are named by a column `id`
  std::string column;  // ends in "_sealed"; may be NULL
  std::string index_column = {};
  std::string purpose = {};  // of the index
};

class SealedColumns {
 public:
  SealedColumns() = default;
  // Fails (internal, naming it) on a column that a migration makes under a name in `_sealed` and nobody declares, and
  // on one that is declared and nobody makes.
  static Result<SealedColumns> make(std::vector<SealedColumn> declared, const std::vector<db::Migration>& migrations);
  const std::vector<SealedColumn>& all() const { return all_; }

 private:
  std::vector<SealedColumn> all_;
};

// How many values of all these columns are sealed under a key.
Result<std::int64_t> count_under(db::Reader& reader, const SealedColumns& columns, std::string_view key_id);

// One sentence per value that does not open, or whose index is not its own. Values never stand in it.
Result<std::vector<std::string>> verify(db::Reader& reader, const Vault& vault, const SealedColumns& columns);

// Seals anew what is not under the key that seals now: one column from a row on, at most `most` rows. Gives the last
// row it looked at, "" at the end of the table, and how many it sealed.
struct Batch {
  std::string last = {};
  std::int64_t sealed = 0;
};
Result<Batch> reseal_batch(db::Transaction& tx, const Vault& vault, const SealedColumn& column, std::string_view after,
                           std::int64_t most);

}  // namespace gulou::vault
