#include "modules/contacts/queries.h"

#include <fmt/format.h>

#include <algorithm>

#include "modules/contacts/credit_code.h"
#include "modules/contacts/telephone.h"
#include "spine/people/phone.h"
#include "spine/units/queries.h"

namespace gulou::contacts {
namespace {

Result<std::optional<Telephone>> own_number(db::Reader& reader, const units::UnitSummary& unit) {
  const auto row = TRY(reader.first<TelephoneRow>(
      "SELECT unit_id, number, hours, set_at FROM unit_telephone WHERE unit_id = $1", unit.id));
  if (!row) return std::optional<Telephone>();
  return std::optional(Telephone{
      .number = people::dialled(row->number), .hours = row->hours, .unit_code = unit.code, .unit_name = unit.name});
}

}  // namespace

Result<Telephone> telephone_for(db::Reader& reader, const units::UnitSummary& unit) {
  if (auto own = TRY(own_number(reader, unit))) return *own;
  auto above = TRY(units::ancestors(reader, unit));
  std::ranges::reverse(above);
  for (const auto& each : above)
    if (auto number = TRY(own_number(reader, each))) return *number;
  return Telephone{.number = std::string(government_hotline), .hours = {}, .unit_code = {}, .unit_name = {}};
}

Result<UnitCreditCode> credit_code_of(db::Reader& reader, const units::UnitSummary& unit) {
  UnitCreditCode out;
  const auto row = TRY(
      reader.first<CreditCodeRow>("SELECT unit_id, code, set_at FROM unit_credit_code WHERE unit_id = $1", unit.id));
  if (!row) return out;
  out.code = row->code;
  if (const auto code = people::read_credit_code(row->code))
    for (auto& each : oddities_of(*code, unit))
      out.notes.push_back({std::move(each.rule), std::move(each.message.zh), std::move(each.message.en)});
  return out;
}

}  // namespace gulou::contacts
