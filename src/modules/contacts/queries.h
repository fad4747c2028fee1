// Whom people call about a unit: what pages and other modules ask.
#pragma once

#include <string>
#include <string_view>

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

// The unit's own number, or that of the nearest unit above, or the government's hotline.
Result<Telephone> telephone_for(db::Reader& reader, const units::UnitSummary& unit);

// "+868551234567" as people dial it: 0855-1234567; mobile numbers without +86.
std::string dialled(std::string_view e164);

}  // namespace gulou::contacts
