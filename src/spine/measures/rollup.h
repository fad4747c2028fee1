// Internal to measures: what one unit's values of a year amount to in each period they touch.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/id.h"
#include "spine/measures/model.h"

namespace gulou::measures {

// A value without its unit and measure.
struct PeriodValue {
  std::string period;
  std::int64_t n = 0;
  std::optional<std::int64_t> d;
};

constexpr auto describe(Tag<PeriodValue>) {
  return object("PeriodValue", "A value of a known unit and measure", field<&PeriodValue::period>("period", "Period"),
                field<&PeriodValue::n>("n", "Numerator"), field<&PeriodValue::d>("d", "Denominator"));
}

// What a unit adds to a total.
struct Share {
  std::int64_t n = 0;
  std::int64_t d = 0;
  std::int64_t reported = 0;
  Share& operator+=(const Share& other) {
    n += other.n;
    d += other.d;
    reported += other.reported;
    return *this;
  }
  Share operator-(const Share& other) const { return {n - other.n, d - other.d, reported - other.reported}; }
  bool operator==(const Share&) const = default;
};

// What the values of one unit and measure (all of one period kind) amount to in `period`: their sum (flow) or the
// latest (stock). Nothing reported: all zeros with `reported` 0.
Share share_of_unit(std::span<const PeriodValue> values, const Period& period, Aggregate aggregate);

// The period itself and the longer ones it lies in.
std::vector<Period> with_containing(const Period& period);

}  // namespace gulou::measures
