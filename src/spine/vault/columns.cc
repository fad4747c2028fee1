#include "spine/vault/columns.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "crypto/secret.h"

namespace gulou::vault {
namespace {

constexpr std::string_view ending = "_sealed";
constexpr std::int64_t rows_at_once = 1000;

struct SealedRow {
  std::string id;
  std::string sealed;
  std::optional<std::string> index;
};
constexpr auto describe(Tag<SealedRow>) {
  return object("SealedRow", "A sealed value", field<&SealedRow::id>("id", "Its row"),
                field<&SealedRow::sealed>("sealed", "The value"), field<&SealedRow::index>("index", "Its keyed hash"));
}

std::string name_of_column(std::string_view table, std::string_view column) {
  return fmt::format("{}.{}", table, column);
}

std::set<std::string> made_by(const std::vector<db::Migration>& migrations) {
  std::set<std::string> names;
  for (const auto& migration : migrations) {
    for (const auto& step : migration.steps) {
      const auto* made = std::get_if<db::CreateTable>(&step);
      if (!made) continue;
      // A column that a later migration adds is described with its table, too.
      for (const auto& field : made->table->row().fields)
        if (field.name.ends_with(ending)) names.insert(name_of_column(made->table->name, field.name));
    }
  }
  return names;
}

Result<std::vector<SealedRow>> rows_after(db::Reader& reader, const SealedColumn& column, std::string_view after,
                                          std::int64_t most) {
  const auto index = column.index_column.empty() ? "NULL" : column.index_column;
  return reader.all<SealedRow>(fmt::format("SELECT id, {0}, {1} FROM {2} WHERE id > $1 AND {0} IS NOT NULL ORDER BY id "
                                           "LIMIT $2",
                                           column.column, index, column.table),
                               after, most);
}

Result<void> store(db::Transaction& tx, const SealedColumn& column, const Sealer& sealer, const SealedRow& row,
                   std::string_view plain) {
  const auto sealed = sealer.seal({column.table, column.column, row.id}, plain);
  if (column.index_column.empty()) {
    TRY(tx.execute(fmt::format("UPDATE {} SET {} = $1 WHERE id = $2", column.table, column.column), sealed, row.id));
    return {};
  }
  TRY(tx.execute(
      fmt::format("UPDATE {} SET {} = $1, {} = $2 WHERE id = $3", column.table, column.column, column.index_column),
      sealed, sealer.index(column.purpose, plain), row.id));
  return {};
}

// What is wrong with one value; "" if nothing.
Result<std::string> fault_of(db::Reader& reader, const Vault& vault, const SealedColumn& column, const SealedRow& row) {
  const Place place{column.table, column.column, row.id};
  auto plain = vault.open(place, row.sealed);
  if (!plain) {
    const auto& error = plain.error();
    return error.kind == ErrorKind::internal
               ? error.internal.value
               : fmt::format("{} of row {}: {}", name_of_column(column.table, column.column), row.id, error.message.en);
  }
  std::string fault;
  if (!column.index_column.empty()) {
    const auto indexes = TRY(vault.indexes(reader, column.purpose, *plain));
    if (!row.index || std::ranges::find(indexes, *row.index) == indexes.end())
      fault = fmt::format("{} of row {} is not the index of its value",
                          name_of_column(column.table, column.index_column), row.id);
  }
  crypto::wipe(*plain);
  return fault;
}

}  // namespace

Result<SealedColumns> SealedColumns::make(std::vector<SealedColumn> declared,
                                          const std::vector<db::Migration>& migrations) {
  auto made = made_by(migrations);
  std::vector<std::string> mistakes;
  for (const auto& each : declared)
    if (made.erase(name_of_column(each.table, each.column)) == 0 || each.index_column.empty() != each.purpose.empty())
      mistakes.push_back(name_of_column(each.table, each.column));
  for (const auto& each : made) mistakes.push_back(each);
  if (!mistakes.empty())
    return fail(internal_error(fmt::format("columns of sealed values that are not both made and declared once: {}",
                                           fmt::join(mistakes, ", "))));
  SealedColumns columns;
  columns.all_ = std::move(declared);
  return columns;
}

Result<std::int64_t> count_under(db::Reader& reader, const SealedColumns& columns, std::string_view key_id) {
  std::int64_t count = 0;
  for (const auto& each : columns.all())
    count += TRY(reader.integer(
                     fmt::format("SELECT count(*) FROM {0} WHERE {1} >= $1 AND {1} < $2", each.table, each.column),
                     range_begin(key_id), range_end(key_id)))
                 .value_or(0);
  return count;
}

Result<std::vector<std::string>> verify(db::Reader& reader, const Vault& vault, const SealedColumns& columns) {
  std::vector<std::string> faults;
  for (const auto& column : columns.all()) {
    std::string after;
    for (;;) {
      const auto rows = TRY(rows_after(reader, column, after, rows_at_once));
      for (const auto& row : rows)
        if (auto fault = TRY(fault_of(reader, vault, column, row)); !fault.empty()) faults.push_back(std::move(fault));
      if (static_cast<std::int64_t>(rows.size()) < rows_at_once) break;
      after = rows.back().id;
    }
  }
  return faults;
}

Result<Batch> reseal_batch(db::Transaction& tx, const Vault& vault, const SealedColumn& column, std::string_view after,
                           std::int64_t most) {
  const auto sealer = TRY(vault.sealer(tx));
  const auto rows = TRY(rows_after(tx, column, after, most));
  Batch batch;
  for (const auto& row : rows) {
    if (key_id_of(row.sealed) == sealer.key_id()) continue;
    auto plain = TRY(vault.open({column.table, column.column, row.id}, row.sealed));
    TRY(store(tx, column, sealer, row, plain));
    crypto::wipe(plain);
    ++batch.sealed;
  }
  if (static_cast<std::int64_t>(rows.size()) == most) batch.last = rows.back().id;
  return batch;
}

}  // namespace gulou::vault
