#include "modules/contacts/credit_code.h"

#include <fmt/format.h>

#include "modules/contacts/telephone.h"
#include "spine/access/gate.h"
#include "spine/journal/journal.h"
#include "spine/units/division_kind.h"

namespace gulou::contacts {
namespace {

constexpr std::string_view residents_committee = "54";
constexpr std::string_view villagers_committee = "55";

Result<void> keep_code(db::Transaction& tx, const CreditCodeRow& row) {
  const auto others =
      TRY(tx.integer("SELECT count(*) FROM unit_credit_code WHERE code = $1 AND unit_id <> $2", row.code, row.unit_id));
  if (others.value_or(0) > 0)
    return fail(invalid_fields({{"/code",
                                 "credit_code.taken",
                                 {"这个代码已经登记给另一个单位，请核对证书。",
                                  "Another unit has this code; compare it with the certificate."}}}));
  TRY(
      tx.execute("INSERT INTO unit_credit_code (unit_id, code, set_at) VALUES ($1, $2, $3) "
                 "ON CONFLICT (unit_id) DO UPDATE SET code = excluded.code, set_at = excluded.set_at",
                 row.unit_id, row.code, row.set_at));
  return {};
}

}  // namespace

const db::Table credit_code_table{.name = "unit_credit_code",
                                  .row = &type_of<CreditCodeRow>,
                                  .primary_key = "unit_id",
                                  .foreign_keys = {{"unit_id", "unit(id)"}},
                                  .indexes = {{"unit_credit_code_once", "code", true}}};

std::vector<people::Finding> oddities_of(const people::CreditCode& code, const units::UnitSummary& unit) {
  std::vector<people::Finding> out;
  const std::string_view text = code.text;
  if (!code.inner_check_fits)
    out.push_back({"credit_code.inner_check",
                   {"第9至17位（组织机构代码）的校验位对不上，个别早年的证书如此，请再核对证书。",
                    "The check of characters 9 to 17 does not fit, as on some early certificates; compare it again."}});
  const bool below_county = unit.level >= units::Level::county && !unit.code.empty();
  if (below_county && text.substr(2, 6) != std::string_view(unit.code).substr(0, 6))
    out.push_back({"credit_code.elsewhere",
                   {"代码第3至8位不是本县的区划代码，请再核对证书。",
                    "Characters 3 to 8 are not of this county; compare it with the certificate again."}});
  const auto kind = units::kind_of_code(unit.code, unit.level);
  const bool other_kind = (kind == units::DivisionKind::residents && text.starts_with(villagers_committee)) ||
                          (kind == units::DivisionKind::villagers && text.starts_with(residents_committee));
  if (other_kind)
    out.push_back({"credit_code.other_kind",
                   {"54开头的是居民委员会，55开头的是村民委员会，与本单位的区划代码不符，请再核对证书。",
                    "54 begins the code of a residents' committee, 55 that of a villagers' committee; this unit's "
                    "division code says the other."}});
  return out;
}

Result<void> set_credit_code(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller,
                             const units::UnitSummary& unit, const SetCreditCode& wanted) {
  TRY(access::require(tx, caller, write_permission, unit));
  const bool removes = wanted.code.find_first_not_of(' ') == std::string::npos;
  journal::Entry entry{.action = removes ? "contacts.credit_code_removed" : "contacts.credit_code_set",
                       .object_kind = "unit",
                       .object_id = unit.id.text(),
                       .unit_id = unit.id,
                       .county_id = unit.county_id};
  if (removes) {
    if (TRY(tx.execute("DELETE FROM unit_credit_code WHERE unit_id = $1", unit.id)) == 0)
      return fail(not_found_error(
          {"这个单位没有登记统一社会信用代码。", "This unit has no unified social credit code to remove."}));
  } else {
    const auto code = people::read_credit_code(wanted.code);
    if (!code) return fail(invalid_fields({{"/code", code.error().rule, code.error().message}}));
    TRY(keep_code(tx, {.unit_id = unit.id, .code = code->text, .set_at = context.clock.now()}));
    entry.detail.set("code", code->text);
  }
  tx.touch(db::Topic::units);
  TRY(journal::record(tx, context.clock, access::actor_of(caller), entry));
  return {};
}

}  // namespace gulou::contacts
