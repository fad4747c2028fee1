// What people do to the tree by hand: units below the village, and saying who took over from a withdrawn unit.
#pragma once

#include <string>

#include "base/time.h"
#include "db/database.h"
#include "spine/journal/model.h"
#include "spine/units/model.h"

namespace gulou::units {

struct NewUnit {
  std::string parent_code;      // the village; or
  std::optional<Id> parent_id;  // any unit at or below a village
  Level level = Level::group;   // group, hamlet, compound or ten_households
  std::string name;
};

constexpr auto describe(Tag<NewUnit>) {
  return object("NewUnit", "A unit below the village",
                field<&NewUnit::parent_code>("parent_code", "12-digit code of the village; empty if parent_id is given")
                    .max_length(12),
                field<&NewUnit::parent_id>("parent_id", "Unit to hang it under, instead of parent_code"),
                field<&NewUnit::level>("level", "group, hamlet, compound or ten_households"),
                field<&NewUnit::name>("name", "Name, unique among its siblings").min_length(1).max_length(100));
}

// The unit it is to hang under. Error not_found if there is none.
Result<UnitSummary> parent_of(db::Reader& reader, const NewUnit& wanted);

// Journal: "units.add". Errors: invalid_fields for a level not below the village, a parent that is not at or below a
// village, not above the new unit's level, or withdrawn; conflict "name_taken" for a sibling of the same level and
// name.
Result<UnitSummary> add_unit(db::Transaction& tx, const Clock& clock, const journal::Actor& actor,
                             const NewUnit& wanted);

struct Succession {
  std::string successor_code;
};

constexpr auto describe(Tag<Succession>) {
  return object(
      "Succession", "Who took over from a withdrawn unit",
      field<&Succession::successor_code>("successor_code", "12-digit code of the unit that took over").max_length(12));
}

// Journal: "units.successor". Errors: not_found for unknown codes; refused_by_rule "not_withdrawn" if the unit still
// exists; invalid_fields if the successor is the unit itself or another level.
Result<UnitSummary> name_successor(db::Transaction& tx, const Clock& clock, const journal::Actor& actor,
                                   std::string_view withdrawn_code, const Succession& succession);

}  // namespace gulou::units
