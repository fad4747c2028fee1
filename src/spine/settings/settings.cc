#include "spine/settings/settings.h"

#include "spine/journal/journal.h"

namespace gulou::settings {
namespace {

const db::Table setting_table{.name = "setting", .row = &type_of<Setting>, .primary_key = "name"};

}  // namespace

std::vector<db::Migration> migrations() {
  return {
      {.module = "settings", .number = 1, .description = "named settings", .steps = {db::CreateTable{&setting_table}}}};
}

Result<std::optional<std::string>> get(db::Reader& reader, std::string_view name) {
  const auto row = TRY(reader.first<Setting>("SELECT name, value FROM setting WHERE name = $1", name));
  if (!row) return std::optional<std::string>();
  return std::optional(row->value);
}

Result<void> set(db::Transaction& tx, const Clock& clock, const journal::Actor& actor, std::string_view name,
                 std::string_view value) {
  TRY(
      tx.execute("INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = "
                 "excluded.value",
                 name, value));
  TRY(journal::record(tx, clock, actor,
                      {.action = "settings.set",
                       .object_kind = "setting",
                       .object_id = std::string(name),
                       .detail = json::Value::object().set("value", value)}));
  return {};
}

}  // namespace gulou::settings
