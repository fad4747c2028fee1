#include "modules/plan/figures.h"

#include <algorithm>
#include <set>

#include "spine/measures/store.h"

namespace gulou::plan {

Result<Figures> Figures::load(db::Reader& reader, const Plan& plan, const units::UnitSummary& at) {
  std::set<std::string> periods;
  for (const Section& section : plan.document.sections)
    for (const Clause& clause : section.clauses)
      for (const Target& target : clause.targets) periods.insert(target.period);
  Figures figures;
  const auto add = [&](std::vector<measures::Total> totals) {
    std::ranges::move(totals, std::back_inserter(figures.totals_));
  };
  for (const std::string& period : periods) {
    add(TRY(measures::totals(reader, at.id, period)));
    add(TRY(measures::totals_of_children(reader, at.id, period)));
    add(TRY(reader.all<measures::Total>(
        "SELECT t.unit_id, t.period, t.measure, t.n, t.d, t.reported FROM measure_total t WHERE t.period = $2 AND "
        "t.unit_id IN (SELECT unit_id FROM plan_named_unit WHERE plan_id = $1)",
        plan.id, period)));
  }
  std::ranges::sort(figures.totals_, {}, key_of);
  const auto twice = std::ranges::unique(figures.totals_, {}, key_of);
  figures.totals_.erase(twice.begin(), twice.end());
  return figures;
}

const measures::Total* Figures::find(const Id& unit, std::string_view period, std::string_view measure) const {
  const Key key{unit, period, measure};
  const auto at = std::ranges::lower_bound(totals_, key, {}, key_of);
  return at != totals_.end() && key_of(*at) == key ? &*at : nullptr;
}

}  // namespace gulou::plan
