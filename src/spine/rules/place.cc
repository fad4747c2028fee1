#include "spine/rules/place.h"

#include "spine/units/queries.h"

namespace gulou::rules {

Result<Place> place_of(db::Reader& reader, const units::UnitSummary& unit) {
  Place place;
  auto line = TRY(units::ancestors(reader, unit));
  line.push_back(unit);
  for (auto& each : line)
    if (!each.code.empty()) place.codes.push_back(std::move(each.code));
  return place;
}

}  // namespace gulou::rules
