#include "spine/units/use_cases.h"

#include "base/utf8.h"
#include "spine/journal/journal.h"
#include "spine/units/queries.h"
#include "spine/units/store.h"

namespace gulou::units {
namespace {

Failure refuse_field(std::string pointer, std::string rule, Text message) {
  return fail(invalid_fields({{std::move(pointer), std::move(rule), std::move(message)}}));
}

// Ten households may lie in a group, hamlet or compound; those three lie directly in a village.
bool may_lie_in(Level level, Level parent) {
  if (level <= Level::village || parent < Level::village) return false;
  if (level == Level::ten_households) return parent != Level::ten_households;
  return parent == Level::village;
}

Result<std::string> next_child_path(db::Reader& reader, const UnitSummary& parent) {
  // Withdrawn children keep their segments, so the largest ever used counts.
  const auto last = TRY(reader.first<Unit>(
      "SELECT id, parent_id, level, name, path, county_id, withdrawn_on FROM unit WHERE parent_id = $1 "
      "ORDER BY path DESC LIMIT 1",
      parent.id));
  const auto ordinal = last ? ordinal_of_segment(std::string_view(last->path).substr(parent.path.size())) + 1 : 0;
  return parent.path + path_segment_of(ordinal);
}

}  // namespace

Result<UnitSummary> parent_of(db::Reader& reader, const NewUnit& wanted) {
  return wanted.parent_id ? by_id(reader, *wanted.parent_id) : by_code(reader, wanted.parent_code);
}

Result<UnitSummary> add_unit(db::Transaction& tx, const Clock& clock, const journal::Actor& actor,
                             const NewUnit& wanted) {
  const auto parent = TRY(parent_of(tx, wanted));
  const std::string name(utf8::trim(wanted.name));
  if (name.empty()) return refuse_field("/name", "required", {"请填写名称。", "A name is required."});
  if (!may_lie_in(wanted.level, parent.level)) {
    return refuse_field(
        "/level", "not_below_parent",
        {"村民小组、自然寨、小区设在村（居）之下，十户单元设在其中之一或村（居）之下。",
         "Groups, hamlets and compounds lie in a village; ten households lie in one of them or in a village."});
  }
  if (parent.withdrawn_on)
    return refuse_field("/parent_code", "withdrawn", {"上级单位已撤销。", "The unit above has been withdrawn."});
  const auto taken = TRY(
      tx.integer("SELECT count(*) FROM unit WHERE parent_id = $1 AND level = $2 AND name = $3 AND withdrawn_on IS NULL",
                 parent.id, wanted.level, name));
  if (taken.value_or(0) > 0) {
    return fail({.kind = ErrorKind::conflict,
                 .code = "name_taken",
                 .message = {"同一上级之下已有这个名称。", "There is already one of this name below the same unit."},
                 .fields = {{"/name", "unique", {"名称已被使用。", "The name is taken."}}}});
  }
  auto path = TRY(next_child_path(tx, parent));
  const Unit unit{.id = Id::make(clock.now().ms()),
                  .parent_id = parent.id,
                  .level = wanted.level,
                  .name = name,
                  .path = std::move(path),
                  .county_id = parent.county_id,
                  .withdrawn_on = std::nullopt};
  TRY(tx.insert(unit_table, unit));
  TRY(journal::record(tx, clock, actor,
                      {.action = "units.add",
                       .object_kind = "unit",
                       .object_id = unit.id.text(),
                       .unit_id = parent.id,
                       .county_id = parent.county_id,
                       .detail = json::Value::object().set("level", name_of(unit.level)).set("name", unit.name)}));
  tx.touch(db::Topic::units);
  return by_id(tx, unit.id);
}

Result<UnitSummary> name_successor(db::Transaction& tx, const Clock& clock, const journal::Actor& actor,
                                   std::string_view withdrawn_code, const Succession& succession) {
  const auto unit = TRY(by_code(tx, withdrawn_code));
  if (!unit.withdrawn_on) {
    return fail(
        {.kind = ErrorKind::refused_by_rule,
         .code = "not_withdrawn",
         .message = {"这个单位没有撤销，不需要接续单位。", "The unit has not been withdrawn; it needs no successor."}});
  }
  const auto successor = TRY(by_code(tx, succession.successor_code));
  if (successor.id == unit.id || successor.level != unit.level) {
    return refuse_field("/successor_code", "not_a_successor",
                        {"接续单位必须是同级的另一个单位。", "The successor must be another unit of the same level."});
  }
  TRY(tx.execute("UPDATE unit_code SET successor_id = $1 WHERE unit_id = $2 AND code = $3", successor.id, unit.id,
                 withdrawn_code));
  TRY(journal::record(
      tx, clock, actor,
      {.action = "units.successor",
       .object_kind = "unit",
       .object_id = unit.id.text(),
       .unit_id = unit.id,
       .county_id = unit.county_id,
       .detail = json::Value::object().set("code", withdrawn_code).set("successor", successor.id.text())}));
  tx.touch(db::Topic::units);
  return successor;
}

}  // namespace gulou::units
