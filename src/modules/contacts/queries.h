// Whom people call about a unit: what pages and other modules ask.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/describe.h"
#include "db/database.h"
#include "spine/units/model.h"

namespace gulou::contacts {

// The hotline of the governments, the same everywhere (国办发〔2020〕53号).
inline constexpr std::string_view government_hotline = "12345";

// Whom people call about a unit.
struct Telephone {
  std::string number;                // as it is dialled within the country: "0855-1234567", "13812341234", "12345"
  std::string hours;                 // may be empty
  std::string unit_code, unit_name;  // who answers; empty for the government's hotline
};

constexpr auto describe(Tag<Telephone>) {
  return object("Telephone", "Whom people call about a unit",
                field<&Telephone::number>("number", "As it is dialled within the country"),
                field<&Telephone::hours>("hours", "When somebody answers; may be empty"),
                field<&Telephone::unit_code>("unit_code", "Who answers; empty for the hotline 12345"),
                field<&Telephone::unit_name>("unit_name", "Its name; empty for the hotline 12345"));
}

struct CreditCodeNote {
  std::string rule;
  std::string zh;
  std::string en;
};

constexpr auto describe(Tag<CreditCodeNote>) {
  return object("CreditCodeNote", "Something about a credit code that is worth a second look",
                field<&CreditCodeNote::rule>("rule", "Which rule"), field<&CreditCodeNote::zh>("zh", "In Chinese"),
                field<&CreditCodeNote::en>("en", "In English"));
}

// Under which code a unit is registered, if that is known.
struct UnitCreditCode {
  std::string code;
  std::vector<CreditCodeNote> notes;
};

constexpr auto describe(Tag<UnitCreditCode>) {
  return object("UnitCreditCodeAnswer", "The unified social credit code of a unit",
                field<&UnitCreditCode::code>("code", "18 characters; empty if not known"),
                field<&UnitCreditCode::notes>("notes", "What is worth a second look"));
}

Result<UnitCreditCode> credit_code_of(db::Reader& reader, const units::UnitSummary& unit);

// The unit's own number, or that of the nearest unit above, or the government's hotline.
Result<Telephone> telephone_for(db::Reader& reader, const units::UnitSummary& unit);

}  // namespace gulou::contacts
