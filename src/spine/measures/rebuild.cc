// The roll-up once more from the values, measure by measure, compared with the totals kept.
#include <map>

#include "spine/measures/rollup.h"
#include "spine/measures/store.h"
#include "spine/measures/totals.h"
#include "spine/units/queries.h"

namespace gulou::measures {
namespace {

struct PlacedValue {
  std::string path;
  std::string period;
  std::int64_t n = 0;
  std::optional<std::int64_t> d;
};

constexpr auto describe(Tag<PlacedValue>) {
  return object("PlacedValue", "A value and where its unit lies now", field<&PlacedValue::path>("path", "Path"),
                field<&PlacedValue::period>("period", "Period"), field<&PlacedValue::n>("n", "Numerator"),
                field<&PlacedValue::d>("d", "Denominator"));
}

struct PlacedTotal {
  std::string path;
  std::string period;
  std::int64_t n = 0;
  std::int64_t d = 0;
  std::int64_t reported = 0;
};

constexpr auto describe(Tag<PlacedTotal>) {
  return object("PlacedTotal", "A total and where its unit lies now", field<&PlacedTotal::path>("path", "Path"),
                field<&PlacedTotal::period>("period", "Period"), field<&PlacedTotal::n>("n", "Numerator"),
                field<&PlacedTotal::d>("d", "Denominator"), field<&PlacedTotal::reported>("reported", "Units"));
}

struct IdAndLevel {
  Id id;
  units::Level level = units::Level::village;
};

constexpr auto describe(Tag<IdAndLevel>) {
  return object("IdAndLevel", "A unit", field<&IdAndLevel::id>("id", "Id"),
                field<&IdAndLevel::level>("level", "Level"));
}

using Sums = std::map<std::pair<std::string, std::string>, Share>;  // by path and period

// Adds what one unit's values amount to, to all units above.
void add_unit(Sums& sums, const std::string& path, const std::vector<PeriodValue>& values, Aggregate aggregate) {
  std::map<std::string, Period> periods;
  for (const auto& each : values) {
    const auto period = Period::parse(each.period);
    if (!period) continue;
    for (const Period& containing : with_containing(*period)) periods.emplace(containing.text(), containing);
  }
  for (const auto& [text, period] : periods) {
    const Share share = share_of_unit(values, period, aggregate);
    for (const std::string& above : units::paths_down_to(path)) sums[{above, text}] += share;
  }
}

Result<Sums> computed_sums(db::Reader& reader, const Measure& measure) {
  const auto rows = TRY(reader.all<PlacedValue>(
      "SELECT u.path, v.period, v.n, v.d FROM measure_value v JOIN unit u ON u.id = v.unit_id WHERE v.measure = $1 "
      "ORDER BY u.path",
      measure.code));
  Sums sums;
  std::vector<PeriodValue> of_one_unit;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    of_one_unit.push_back({rows[i].period, rows[i].n, rows[i].d});
    if (i + 1 < rows.size() && rows[i + 1].path == rows[i].path) continue;
    add_unit(sums, rows[i].path, of_one_unit, measure.aggregate);
    of_one_unit.clear();
  }
  return sums;
}

Result<void> compare(db::Reader& reader, const Measure& measure, std::vector<Difference>& differences) {
  const Sums computed = TRY(computed_sums(reader, measure));
  const auto rows = TRY(reader.all<PlacedTotal>(
      "SELECT u.path, t.period, t.n, t.d, t.reported FROM measure_total t JOIN unit u ON u.id = t.unit_id "
      "WHERE t.measure = $1",
      measure.code));
  std::map<std::pair<std::string, std::string>, std::pair<Share, Share>> both;  // stored and computed
  for (const auto& row : rows) both[{row.path, row.period}].first = {row.n, row.d, row.reported};
  for (const auto& [key, share] : computed) both[key].second = share;
  for (const auto& [key, shares] : both) {
    const auto& [stored, right] = shares;
    if (stored == right) continue;
    const auto unit = TRY(reader.first<IdAndLevel>("SELECT id, level FROM unit WHERE path = $1", key.first));
    if (!unit) return fail(internal_error("no unit at path " + key.first));
    const auto total = [&](const Share& share) {
      return Total{unit->id, key.second, measure.code, share.n, share.d, share.reported};
    };
    differences.push_back({unit->level, total(stored), total(right)});
  }
  return {};
}

}  // namespace

Result<std::vector<Difference>> verify(db::Reader& reader, const Catalogue& catalogue) {
  std::vector<Difference> differences;
  for (const Measure& measure : catalogue.all()) TRY(compare(reader, measure, differences));
  return differences;
}

Result<std::int64_t> rebuild(db::Transaction& tx, const Catalogue& catalogue, const Clock& clock) {
  const auto differences = TRY(verify(tx, catalogue));
  TotalChanges changes;
  for (const Difference& each : differences) {
    const Share change = Share{each.computed.n, each.computed.d, each.computed.reported} -
                         Share{each.stored.n, each.stored.d, each.stored.reported};
    changes.add(each.stored.unit_id, each.level, each.stored.measure, each.stored.period, change);
  }
  TRY(changes.write(tx, clock.today()));
  if (!differences.empty()) tx.touch(db::Topic::measures);
  return static_cast<std::int64_t>(differences.size());
}

}  // namespace gulou::measures
