// Figures: "at this unit, in this period, n of d", rolled up the tree. Always numerator and denominator, never a bare
// percentage. Missing is not zero: where nothing was reported there is no row.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/describe.h"
#include "base/id.h"
#include "base/result.h"
#include "base/time.h"
#include "spine/measures/period.h"
#include "spine/units/model.h"

namespace gulou::measures {

// How the values of shorter periods make the figure of a longer one.
enum class Aggregate {
  flow,   // their sum: what happened
  stock,  // the latest: how things stand
};

constexpr auto describe(Tag<Aggregate>) {
  return enumeration("Aggregate", "How shorter periods make a longer one", named(Aggregate::flow, "flow"),
                     named(Aggregate::stock, "stock"));
}

// A measure as a module declares it.
struct Measure {
  std::string code;
  std::string zh;
  std::string en;
  std::string n_zh;  // what the numerator counts
  std::string n_en;
  std::string d_zh;  // what the denominator counts; empty for a plain count, which has none
  std::string d_en;
  units::Level level = units::Level::village;  // where values are recorded
  PeriodKind period = PeriodKind::year;        // the period that values are recorded for
  Aggregate aggregate = Aggregate::stock;

  bool is_share() const { return !d_zh.empty(); }
};

constexpr auto describe(Tag<Measure>) {
  return object("Measure", "What a figure counts",
                field<&Measure::code>("code", "Stable name, module first").min_length(3).max_length(64),
                field<&Measure::zh>("zh", "Name in Chinese").min_length(1).max_length(60),
                field<&Measure::en>("en", "Name in English").min_length(1).max_length(100),
                field<&Measure::n_zh>("n_zh", "What the numerator counts, in Chinese").min_length(1),
                field<&Measure::n_en>("n_en", "What the numerator counts, in English").min_length(1),
                field<&Measure::d_zh>("d_zh", "What the denominator counts, in Chinese; empty for a plain count"),
                field<&Measure::d_en>("d_en", "What the denominator counts, in English; empty for a plain count"),
                field<&Measure::level>("level", "Level of the units that values are recorded at"),
                field<&Measure::period>("period", "Length of the period that values are recorded for"),
                field<&Measure::aggregate>("aggregate", "How shorter periods make a longer one"));
}

// All measures that the modules declared.
class Catalogue {
 public:
  // Refuses (kind internal) two measures of one code, and one that is named in one language only.
  static Result<Catalogue> make(std::vector<Measure> measures);
  const Measure* find(std::string_view code) const;  // null if nothing declares it
  const std::vector<Measure>& all() const { return measures_; }

 private:
  std::vector<Measure> measures_;  // sorted by code
};

// One figure to be recorded; it replaces what the unit recorded before for the same measure and period.
struct Value {
  std::string measure;
  Id unit_id;
  std::string period;
  std::int64_t n = 0;
  std::optional<std::int64_t> d = {};  // exactly the measures that are shares have one
  std::string source;                  // on what ground: a report, a register, "demo"
  bool is_demo = false;
};

// The greatest n or d. With it, sums over a million units and the cross products in modules/plan/rules.cc stay exact.
inline constexpr std::int64_t greatest_figure = 1'000'000'000'000;

// A row of `measure_value`: the current figure of one unit.
struct ValueRow {
  Id unit_id;
  std::string measure;
  std::string period;
  std::int64_t n = 0;
  std::optional<std::int64_t> d;
  std::optional<Id> county_id;
  Instant recorded_at;
  std::string source;
  bool is_demo = false;
};

constexpr auto describe(Tag<ValueRow>) {
  return object("MeasureValue", "A figure that a unit recorded", field<&ValueRow::unit_id>("unit_id", "The unit"),
                field<&ValueRow::measure>("measure", "Code of the measure"),
                field<&ValueRow::period>("period", "Period, e.g. 2016 or 2016-Q3"),
                field<&ValueRow::n>("n", "Numerator"), field<&ValueRow::d>("d", "Denominator; null for plain counts"),
                field<&ValueRow::county_id>("county_id", "The county the unit is or lies in"),
                field<&ValueRow::recorded_at>("recorded_at", "When it was recorded"),
                field<&ValueRow::source>("source", "On what ground"),
                field<&ValueRow::is_demo>("is_demo", "Made-up data of the demo"));
}

// A row of `measure_total`: everything reported at or below a unit.
struct Total {
  Id unit_id;
  std::string period;
  std::string measure;
  std::int64_t n = 0;
  std::int64_t d = 0;         // 0 for plain counts
  std::int64_t reported = 0;  // units with a value; a total without any has no row
  bool operator==(const Total&) const = default;
};

constexpr auto describe(Tag<Total>) {
  return object("MeasureTotal", "A figure rolled up the tree", field<&Total::unit_id>("unit_id", "The unit"),
                field<&Total::period>("period", "Period, e.g. 2016 or 2016-Q3"),
                field<&Total::measure>("measure", "Code of the measure"), field<&Total::n>("n", "Sum of numerators"),
                field<&Total::d>("d", "Sum of denominators; 0 for plain counts"),
                field<&Total::reported>("reported", "How many units reported"));
}

// A row of `measure_daily`: a county's (or higher unit's) total at the end of a day on which it changed.
struct Daily {
  Id unit_id;
  std::string measure;
  std::string period;
  Date on_date;
  std::int64_t n = 0;
  std::int64_t d = 0;
  std::int64_t reported = 0;
};

constexpr auto describe(Tag<Daily>) {
  return object("MeasureDaily", "A total at the end of a day on which it changed",
                field<&Daily::unit_id>("unit_id", "The unit"), field<&Daily::measure>("measure", "Code of the measure"),
                field<&Daily::period>("period", "Period, e.g. 2016 or 2016-Q3"),
                field<&Daily::on_date>("on_date", "The day"), field<&Daily::n>("n", "Sum of numerators"),
                field<&Daily::d>("d", "Sum of denominators"),
                field<&Daily::reported>("reported", "How many units had reported"));
}

}  // namespace gulou::measures
