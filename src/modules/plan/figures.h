// Internal to plan: all totals that judging one unit and its children needs, loaded at once.
#pragma once

#include <map>
#include <string_view>
#include <tuple>
#include <vector>

#include "db/database.h"
#include "modules/plan/store.h"
#include "spine/measures/model.h"

namespace gulou::plan {

class Figures {
 public:
  // The totals of the unit, its children and the units that the plan names, in every period of a target: three
  // statements per period.
  static Result<Figures> load(db::Reader& reader, const Plan& plan, const units::UnitSummary& at);
  // Null if nothing was reported.
  const measures::Total* find(const Id& unit, std::string_view period, std::string_view measure) const;

 private:
  using Key = std::tuple<Id, std::string_view, std::string_view>;
  static Key key_of(const measures::Total& total) { return {total.unit_id, total.period, total.measure}; }
  std::vector<measures::Total> totals_;  // sorted by key, each once
};

}  // namespace gulou::plan
