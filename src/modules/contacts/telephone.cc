#include "modules/contacts/telephone.h"

#include "modules/contacts/queries.h"
#include "spine/access/gate.h"
#include "spine/journal/journal.h"
#include "spine/people/phone.h"

namespace gulou::contacts {
namespace {

Result<bool> remove_number(db::Transaction& tx, const units::UnitSummary& unit) {
  return TRY(tx.execute("DELETE FROM unit_telephone WHERE unit_id = $1", unit.id)) != 0;
}

Result<void> keep_number(db::Transaction& tx, const TelephoneRow& row) {
  TRY(
      tx.execute("INSERT INTO unit_telephone (unit_id, number, hours, set_at) VALUES ($1, $2, $3, $4) "
                 "ON CONFLICT (unit_id) DO UPDATE SET number = excluded.number, hours = excluded.hours, "
                 "set_at = excluded.set_at",
                 row.unit_id, row.number, row.hours, row.set_at));
  return {};
}

}  // namespace

const db::Table telephone_table{.name = "unit_telephone",
                                .row = &type_of<TelephoneRow>,
                                .primary_key = "unit_id",
                                .foreign_keys = {{"unit_id", "unit(id)"}}};

std::vector<access::Permission> permissions() {
  using access::Role;
  return {{.name = std::string(write_permission),
           .allows = {"填写本单位和下级的公开电话、统一社会信用代码",
                      "Set the public telephone numbers and credit codes of the own unit and those below"},
           .roles = {Role::prefecture_bureau, Role::county_bureau, Role::township, Role::village_committee}}};
}

Result<void> set_telephone(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller,
                           const units::UnitSummary& unit, const SetTelephone& wanted) {
  TRY(access::require(tx, caller, write_permission, unit));
  const bool removes = wanted.number.find_first_not_of(' ') == std::string::npos;
  journal::Entry entry{.action = removes ? "contacts.removed" : "contacts.set",
                       .object_kind = "unit",
                       .object_id = unit.id.text(),
                       .unit_id = unit.id,
                       .county_id = unit.county_id};
  if (removes) {
    if (!TRY(remove_number(tx, unit)))
      return fail(not_found_error({"这个单位没有登记公开电话。", "This unit has no telephone number to remove."}));
  } else {
    const auto number = people::read_phone(wanted.number);
    if (!number) return fail(invalid_fields({{"/number", number.error().rule, number.error().message}}));
    TRY(keep_number(tx, {.unit_id = unit.id, .number = *number, .hours = wanted.hours, .set_at = context.clock.now()}));
    entry.detail.set("number", people::dialled(*number));
  }
  tx.touch(db::Topic::units);
  TRY(journal::record(tx, context.clock, access::actor_of(caller), entry));
  return {};
}

}  // namespace gulou::contacts
