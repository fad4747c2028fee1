#include "spine/vault/rotation.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "spine/journal/journal.h"

namespace gulou::vault {
namespace {

// Small enough that other writes hardly wait.
constexpr std::int64_t rows_per_batch = 200;

Result<std::vector<MasterKey>> keys_of(const RotationContext& context) {
  const auto* file = context.vault.file();
  if (!file) return fail(internal_error("keys in memory are not changed"));
  auto keys = TRY(file->read());
  if (!keys) return fail(internal_error("the key file is gone"));
  return std::move(*keys);
}

journal::Entry entry_of(std::string_view action, std::string_view key_id) {
  return {.action = std::string(action), .object_kind = "vault.key", .object_id = std::string(key_id)};
}

Result<void> add_to_database(const RotationContext& context, const journal::Actor& actor, const std::string& key_id) {
  return context.database.write([&](db::Transaction& tx) -> Result<void> {
    const auto last = TRY(tx.integer("SELECT max(number) FROM vault_key")).value_or(0);
    TRY(tx.execute("INSERT INTO vault_key (id, number, added_at) VALUES ($1, $2, $3)", key_id, last + 1,
                   context.clock.now()));
    TRY(journal::record(tx, context.clock, actor, entry_of("vault.rotate", key_id)));
    return {};
  });
}

Result<std::int64_t> reseal_column(const RotationContext& context, const SealedColumn& column) {
  std::int64_t sealed = 0;
  std::string after;
  do {
    const auto batch = TRY(context.database.write(
        [&](db::Transaction& tx) { return reseal_batch(tx, context.vault, column, after, rows_per_batch); }));
    sealed += batch.sealed;
    after = batch.last;
  } while (!after.empty());
  return sealed;
}

Error still_used(const std::vector<std::string>& ids) {
  return {.kind = ErrorKind::refused_by_rule,
          .code = "key_in_use",
          .message = {fmt::format("刚刚又有数据用密钥 {} 加密，请再执行一次。", fmt::join(ids, "、")),
                      fmt::format("Data were just sealed under {}: try again.", fmt::join(ids, ", "))}};
}

// The keys in the database that are neither given up nor the one that seals.
std::vector<std::string> older_keys(const std::vector<KeyRow>& rows) {
  std::vector<std::string> ids;
  for (const auto& row : rows)
    if (!row.retired_at) ids.push_back(row.id);
  if (!ids.empty()) ids.pop_back();
  return ids;
}

Result<std::vector<std::string>> retire_in_database(const RotationContext& context, const journal::Actor& actor) {
  return context.database.write([&](db::Transaction& tx) -> Result<std::vector<std::string>> {
    auto ids = older_keys(TRY(key_rows(tx)));
    std::vector<std::string> used;
    for (const auto& id : ids)
      if (TRY(count_under(tx, context.columns, id)) > 0) used.push_back(id);
    if (!used.empty()) return fail(still_used(used));
    for (const auto& id : ids) {
      TRY(tx.execute("UPDATE vault_key SET retired_at = $1 WHERE id = $2", context.clock.now(), id));
      TRY(journal::record(tx, context.clock, actor, entry_of("vault.prune", id)));
    }
    return ids;
  });
}

}  // namespace

Result<std::vector<KeyState>> key_states(const RotationContext& context) {
  const auto keys = TRY(keys_of(context));
  return context.database.read([&](db::Reader& reader) -> Result<std::vector<KeyState>> {
    const auto rows = TRY(key_rows(reader));
    std::vector<KeyState> states;
    for (const auto& key : keys) states.push_back({.id = key.id, .made_at = key.made_at, .in_file = true});
    for (const auto& row : rows) {
      auto found = std::ranges::find(states, row.id, &KeyState::id);
      if (found == states.end()) found = states.insert(states.end(), {.id = row.id, .made_at = row.added_at});
      found->in_database = true;
      found->retired = row.retired_at.has_value();
      found->values = TRY(count_under(reader, context.columns, row.id));
    }
    const auto current =
        std::ranges::find_if(rows.rbegin(), rows.rend(), [](const KeyRow& row) { return !row.retired_at; });
    if (current != rows.rend()) std::ranges::find(states, current->id, &KeyState::id)->seals = true;
    std::ranges::stable_sort(states, {}, &KeyState::made_at);
    return states;
  });
}

Result<Rotation> rotate(const RotationContext& context, const journal::Actor& actor) {
  Rotation rotation;
  {
    const auto* file = context.vault.file();
    if (!file) return fail(internal_error("keys in memory are not changed"));
    const auto lock = TRY(file->lock());
    auto keys = TRY(keys_of(context));
    keys.push_back(new_key(context.clock));
    rotation.key_id = keys.back().id;
    // The file first: nothing may be sealed under a key that a crash could lose.
    TRY(file->write(keys));
    TRY(add_to_database(context, actor, rotation.key_id));
  }
  rotation.sealed = TRY(reseal_all(context, actor));
  return rotation;
}

Result<std::int64_t> reseal_all(const RotationContext& context, const journal::Actor& actor) {
  std::int64_t sealed = 0;
  for (const auto& column : context.columns.all()) sealed += TRY(reseal_column(context, column));
  if (sealed == 0) return sealed;
  TRY(context.database.write([&](db::Transaction& tx) -> Result<void> {
    auto entry = entry_of("vault.reseal", TRY(context.vault.sealer(tx)).key_id());
    entry.detail = json::Value::object().set("values", sealed);
    TRY(journal::record(tx, context.clock, actor, entry));
    return {};
  }));
  return sealed;
}

Result<std::vector<std::string>> prune(const RotationContext& context, const journal::Actor& actor) {
  const auto* file = context.vault.file();
  if (!file) return fail(internal_error("keys in memory are not changed"));
  const auto lock = TRY(file->lock());
  TRY(reseal_all(context, actor));
  auto ids = TRY(retire_in_database(context, actor));
  const auto rows = TRY(context.database.read([](db::Reader& reader) { return key_rows(reader); }));
  auto keys = TRY(keys_of(context));
  std::erase_if(keys, [&](const MasterKey& key) {
    const auto row = std::ranges::find(rows, key.id, &KeyRow::id);
    // Given up now or before; a key that this database does not know may be another's.
    return row != rows.end() && row->retired_at.has_value();
  });
  TRY(file->write(keys));
  TRY(context.vault.reload());
  return ids;
}

}  // namespace gulou::vault
