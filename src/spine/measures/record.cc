// Recording values and taking them back. Totals change by differences: what the unit amounts to after, less before.
#include <fmt/format.h>

#include <map>

#include "spine/measures/store.h"
#include "spine/measures/totals.h"
#include "spine/units/queries.h"

namespace gulou::measures {
namespace {

// A unit and everything above it, itself last.
struct Place {
  units::UnitSummary unit;
  std::vector<units::LineUnit> line;
};

class Recorder {
 public:
  Recorder(db::Transaction& tx, const Catalogue& catalogue, const Clock& clock)
      : tx_(tx), catalogue_(catalogue), now_(clock.now()) {}

  Result<void> record(std::size_t index, const Value& value) {
    std::vector<FieldError> errors;
    const auto refuse = [&](std::string_view field, std::string rule, Text message) {
      errors.push_back({fmt::format("/{}/{}", index, field), std::move(rule), std::move(message)});
    };
    const Measure* measure = catalogue_.find(value.measure);
    const auto period = Period::parse(value.period);
    if (!measure) refuse("measure", "unknown_measure", {"没有这个指标。", "There is no such measure."});
    if (!period) {
      refuse("period", "format:period",
             {"期间应写作 2016、2016-Q3 或 2016-07。", "A period is written 2016, 2016-Q3 or 2016-07."});
    } else if (measure && period->kind() != measure->period) {
      refuse("period", "wrong_period",
             {"期间的长短与指标不符。", fmt::format("This measure is recorded by {}.", name_of(measure->period))});
    }
    check_figures(value, measure, refuse);
    const auto place = find_place(value.unit_id);
    if (!place && place.error().kind != ErrorKind::not_found) return fail(place.error());
    if (!place) {
      refuse("unit", "unknown_unit", {"没有这个单位。", "There is no such unit."});
    } else if (measure && (*place)->unit.level != measure->level) {
      refuse(
          "unit", "wrong_level",
          {"指标不在这一级记录。", fmt::format("This measure is recorded at the level {}.", name_of(measure->level))});
    }
    if (!errors.empty()) {
      errors_.insert(errors_.end(), errors.begin(), errors.end());
      return {};
    }
    return change(**place, *measure, *period, &value);
  }

  Result<void> retract(const Measure& measure, const Place& place, const Period& period) {
    return change(place, measure, period, nullptr);
  }

  Result<void> finish() {
    if (!errors_.empty()) return fail(invalid_fields(std::move(errors_)));
    TRY(changes_.write(tx_, Date::of(now_)));
    tx_.touch(db::Topic::measures);
    return {};
  }

  Result<const Place*> find_place(const Id& unit_id) {
    if (const auto known = places_.find(unit_id); known != places_.end()) return &known->second;
    Place place;
    place.unit = TRY(units::by_id(tx_, unit_id));
    place.line = TRY(units::line(tx_, place.unit));
    return &places_.emplace(unit_id, std::move(place)).first->second;
  }

 private:
  template <class Refuse>
  static void check_figures(const Value& value, const Measure* measure, const Refuse& refuse) {
    const Text beyond = {"应当是不太大的非负整数。", "Must be a whole number from 0 to 10^12."};
    if (value.n < 0 || value.n > greatest_figure) refuse("n", "out_of_range", beyond);
    if (value.d && (*value.d < 0 || *value.d > greatest_figure)) refuse("d", "out_of_range", beyond);
    if (value.d && value.n > *value.d)
      refuse("n", "out_of_range", {"分子不能大于分母。", "The numerator must not exceed the denominator."});
    if (!measure) return;
    if (measure->is_share() && !value.d) refuse("d", "required", {"需要分母。", "A denominator is needed."});
    if (!measure->is_share() && value.d)
      refuse("d", "not_a_share", {"这个指标没有分母。", "This measure has no denominator."});
  }

  // Stores the value (null: removes it) and notes what changes above.
  Result<void> change(const Place& place, const Measure& measure, const Period& period, const Value* value) {
    const std::string text = period.text();
    const std::string year = Period::of_year(period.year()).text();
    auto values = TRY(tx_.all<PeriodValue>(
        "SELECT period, n, d FROM measure_value WHERE unit_id = $1 AND measure = $2 AND period >= $3 AND period < $4",
        place.unit.id, measure.code, year, year + "~"));
    const auto periods = with_containing(period);
    std::vector<Share> before;
    for (const Period& each : periods) before.push_back(share_of_unit(values, each, measure.aggregate));

    const auto old = std::erase_if(values, [&](const PeriodValue& each) { return each.period == text; });
    if (value) {
      values.push_back({text, value->n, value->d});
      TRY(store(place, *value));
    } else {
      if (old == 0) return fail(not_found_error({"没有可撤回的数字。", "There is no figure to take back."}));
      TRY(tx_.execute("DELETE FROM measure_value WHERE unit_id = $1 AND measure = $2 AND period = $3", place.unit.id,
                      measure.code, text));
    }
    for (std::size_t i = 0; i < periods.size(); ++i) {
      const Share difference = share_of_unit(values, periods[i], measure.aggregate) - before[i];
      for (const auto& each : place.line)
        changes_.add(each.id, each.level, measure.code, periods[i].text(), difference);
    }
    return {};
  }

  Result<void> store(const Place& place, const Value& value) {
    TRY(tx_.execute(
        "INSERT INTO measure_value (unit_id, measure, period, n, d, county_id, recorded_at, source, is_demo) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (unit_id, measure, period) "
        "DO UPDATE SET n = excluded.n, d = excluded.d, county_id = excluded.county_id, "
        "recorded_at = excluded.recorded_at, source = excluded.source, is_demo = excluded.is_demo",
        place.unit.id, value.measure, value.period, value.n, value.d, place.unit.county_id, now_, value.source,
        value.is_demo));
    return {};
  }

  db::Transaction& tx_;
  const Catalogue& catalogue_;
  const Instant now_;
  std::map<Id, Place> places_;
  TotalChanges changes_;
  std::vector<FieldError> errors_;
};

}  // namespace

Result<void> record(db::Transaction& tx, const Catalogue& catalogue, const Clock& clock, const Value& value) {
  return record_many(tx, catalogue, clock, std::span<const Value>(&value, 1));
}

Result<void> record_many(db::Transaction& tx, const Catalogue& catalogue, const Clock& clock,
                         std::span<const Value> values) {
  Recorder recorder(tx, catalogue, clock);
  for (std::size_t i = 0; i < values.size(); ++i) TRY(recorder.record(i, values[i]));
  return recorder.finish();
}

Result<void> retract(db::Transaction& tx, const Catalogue& catalogue, const Clock& clock, std::string_view measure,
                     const Id& unit_id, std::string_view period) {
  const Measure* declared = catalogue.find(measure);
  const auto parsed = Period::parse(period);
  if (!declared || !parsed) return fail(not_found_error({"没有可撤回的数字。", "There is no figure to take back."}));
  Recorder recorder(tx, catalogue, clock);
  const Place* place = TRY(recorder.find_place(unit_id));
  TRY(recorder.retract(*declared, *place, *parsed));
  return recorder.finish();
}

}  // namespace gulou::measures
