#include "spine/journal/journal.h"

#include "spine/journal/chain.h"
#include "spine/journal/commitments.h"
#include "spine/journal/head.h"

namespace gulou::journal {
namespace {

const db::Table entry_table{.name = "journal_entry",
                            .row = &type_of<JournalEntry>,
                            .primary_key = "number",
                            .indexes = {{"journal_entry_at", "at"},
                                        {"journal_entry_account", "account_id, number"},
                                        {"journal_entry_object", "object_id, number"},
                                        {"journal_entry_unit", "unit_id, number"}}};
const db::Table head_table{.name = "journal_head", .row = &type_of<Head>, .primary_key = "id"};
const db::Table salt_table{.name = "journal_salt",
                           .row = &type_of<Salt>,
                           .primary_key = "number, name",
                           .foreign_keys = {{"number", "journal_entry(number)"}}};

constexpr std::string_view first_head =
    "INSERT INTO journal_head (id, number, hash) VALUES "
    "(1, 0, '0000000000000000000000000000000000000000000000000000000000000000')";

std::optional<std::string> text_of(const std::optional<Id>& id) {
  return id ? std::optional(id->text()) : std::nullopt;
}

// The head as it becomes with one entry more. Moving it comes before the entry is inserted: on PostgreSQL two processes
// then meet at this row, and the one that lost is told to run again (40001), not that the number is taken.
Result<void> move_head(db::Transaction& tx, const JournalEntry& entry) {
  const auto moved = TRY(tx.execute("UPDATE journal_head SET number = $1, hash = $2 WHERE id = 1 AND number = $3",
                                    entry.number, entry.hash, entry.number - 1));
  if (moved != 1) return fail(internal_error("the journal's head moved within a transaction"));
  return {};
}

}  // namespace

std::vector<db::Migration> migrations() {
  return {{.module = "journal",
           .number = 1,
           .description = "the journal, its head and its salts",
           .steps = {db::CreateTable{&entry_table}, db::CreateTable{&head_table}, db::CreateTable{&salt_table},
                     db::Statement{first_head}}}};
}

Result<std::optional<Head>> head(db::Reader& reader) {
  return reader.first<Head>("SELECT id, number, hash FROM journal_head WHERE id = 1");
}

Result<std::int64_t> record(db::Transaction& tx, const Clock& clock, const Actor& actor, const Entry& entry) {
  const auto last = TRY(head(tx));
  if (!last) return fail(internal_error("the journal has lost its head; gulou verify says more"));
  const std::int64_t number = last->number + 1;

  auto detail = entry.detail.is_null() ? json::Value::object() : entry.detail;
  std::vector<Salt> salts;
  auto committed = json::Value::object();
  for (const auto& each : entry.personal) {
    salts.push_back(make_salt(number, each.name));
    committed.set(each.name, commitment(salts.back(), each.value));
  }
  if (!salts.empty()) detail.set("committed", std::move(committed));

  JournalEntry row{.number = number,
                   .at = clock.now(),
                   .actor = std::string(name_of(actor.kind)),
                   .account_id = text_of(actor.account_id),
                   .post = actor.post,
                   .post_id = text_of(actor.post_id),
                   .post_unit_id = text_of(actor.post_unit_id),
                   .action = entry.action,
                   .object_kind = entry.object_kind,
                   .object_id = entry.object_id,
                   .unit_id = text_of(entry.unit_id),
                   .county_id = text_of(entry.county_id),
                   .detail = canonical(detail),
                   .request = actor.request,
                   .previous = last->hash,
                   .hash = {}};
  row.hash = hash_of(row);
  TRY(move_head(tx, row));
  TRY(tx.insert(entry_table, row));
  if (!salts.empty()) TRY(tx.insert_rows(salt_table, std::span<const Salt>(salts)));
  return number;
}

}  // namespace gulou::journal
