#include "modules/contacts/queries.h"

#include <fmt/format.h>

#include <algorithm>

#include "modules/contacts/credit_code.h"
#include "modules/contacts/telephone.h"
#include "spine/people/phone.h"
#include "spine/units/queries.h"

namespace gulou::contacts {
namespace {

constexpr std::string_view country = "+86";

Result<std::optional<Telephone>> own_number(db::Reader& reader, const units::UnitSummary& unit) {
  const auto row = TRY(reader.first<TelephoneRow>(
      "SELECT unit_id, number, hours, set_at FROM unit_telephone WHERE unit_id = $1", unit.id));
  if (!row) return std::optional<Telephone>();
  return std::optional(
      Telephone{.number = dialled(row->number), .hours = row->hours, .unit_code = unit.code, .unit_name = unit.name});
}

}  // namespace

std::string dialled(std::string_view e164) {
  if (!e164.starts_with(country) || people::is_mobile(e164)) {
    return std::string(e164.starts_with(country) ? e164.substr(country.size()) : e164);
  }
  const auto digits = e164.substr(country.size());
  // The largest cities have area codes of two digits: 10 and those that begin with 2.
  const std::size_t area = digits.starts_with("10") || digits.starts_with('2') ? 2 : 3;
  return fmt::format("0{}-{}", digits.substr(0, area), digits.substr(area));
}

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
