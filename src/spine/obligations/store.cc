#include "spine/obligations/store.h"

#include <fmt/format.h>

#include "spine/obligations/obligations.h"

namespace gulou::obligations {

const db::Table obligation_table{
    .name = "obligation",
    .row = &type_of<Obligation>,
    .primary_key = "id",
    .foreign_keys = {{"unit_id", "unit(id)"}, {"county_id", "unit(id)"}},
    .indexes = {{"obligation_next_step", "next_step_on, id", false, "next_step_on IS NOT NULL"},
                {"obligation_owed_once", "unit_id, kind, object_kind, object_id", true, "state = 'open'"},
                {"obligation_due", "unit_id, due_on"},
                {"obligation_object", "object_kind, object_id"}}};

const db::Table obligation_step_table{
    .name = "obligation_step",
    .row = &type_of<Step>,
    .primary_key = "obligation_id, step",
    .foreign_keys = {{"obligation_id", "obligation(id)"}, {"to_unit_id", "unit(id)"}, {"county_id", "unit(id)"}},
    .indexes = {{"obligation_step_desk", "to_unit_id"}}};

std::vector<db::Migration> migrations() {
  return {{"obligations",
           1,
           "what is owed, and the steps taken",
           {db::CreateTable{&obligation_table}, db::CreateTable{&obligation_step_table}}}};
}

std::string_view obligation_columns() {
  static const std::string columns = [] {
    std::string out;
    for (const auto& each : type_of<Obligation>().fields)
      out += fmt::format("{}o.{}", out.empty() ? "" : ", ", each.name);
    return out;
  }();
  return columns;
}

Result<Obligation> find(db::Reader& reader, const Id& id) {
  static const std::string sql = fmt::format("SELECT {} FROM obligation o WHERE o.id = $1", obligation_columns());
  auto found = TRY(reader.first<Obligation>(sql, id));
  if (!found) return fail(not_found_error({"没有这件应办事项。", "There is no such obligation."}));
  return std::move(*found);
}

Result<void> update(db::Transaction& tx, const Obligation& o) {
  const auto changed = TRY(tx.execute(
      "UPDATE obligation SET counted_from = $1, days_left = $2, due_on = $3, provisional = $4, paused_on = $5, "
      "state = $6, fulfilled_at = $7, on_time = $8, cancelled_at = $9, closing_note = $10, steps_taken = $11, "
      "next_step_on = $12 WHERE id = $13 AND state = 'open'",
      o.counted_from, o.days_left, o.due_on, o.provisional, o.paused_on, o.state, o.fulfilled_at, o.on_time,
      o.cancelled_at, o.closing_note, o.steps_taken, o.next_step_on, o.id));
  if (changed == 0) {
    return fail({.kind = ErrorKind::conflict,
                 .code = "not_open",
                 .message = {"这件事项已经办结或撤销。", "It is fulfilled or cancelled already."}});
  }
  tx.touch(db::Topic::obligations);
  return {};
}

}  // namespace gulou::obligations
