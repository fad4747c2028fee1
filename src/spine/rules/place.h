// The place of a unit, for asking rules.
#pragma once

#include "db/database.h"
#include "spine/rules/library.h"
#include "spine/units/model.h"

namespace gulou::rules {

// The codes of the unit and of all above it, from the province down; units below the village have none of their own.
Result<Place> place_of(db::Reader& reader, const units::UnitSummary& unit);

}  // namespace gulou::rules
