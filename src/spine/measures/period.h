// The periods figures belong to: a civil year "2016", a quarter "2016-Q3", a month "2016-07".
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/describe.h"
#include "base/time.h"

namespace gulou::measures {

enum class PeriodKind { year, quarter, month };

constexpr auto describe(Tag<PeriodKind>) {
  return enumeration("PeriodKind", "How long a period is", named(PeriodKind::year, "year"),
                     named(PeriodKind::quarter, "quarter"), named(PeriodKind::month, "month"));
}

class Period {
 public:
  static Period of_year(int year) { return Period(PeriodKind::year, year, 1); }
  // Exactly "YYYY", "YYYY-Q1" to "YYYY-Q4", or "YYYY-01" to "YYYY-12"; years 1 to 9999.
  static std::optional<Period> parse(std::string_view text);

  PeriodKind kind() const { return kind_; }
  int year() const { return year_; }
  std::string text() const;
  Date first_day() const;
  Date last_day() const;
  // The longer periods that this one lies in: quarter and year of a month, year of a quarter.
  std::vector<Period> containing() const;
  bool contains(const Period& other) const;
  auto operator<=>(const Period&) const = default;

 private:
  Period(PeriodKind kind, int year, int part) : kind_(kind), year_(year), part_(part) {}
  int first_month() const;
  int last_month() const;
  PeriodKind kind_;
  int year_;
  int part_;  // quarter 1 to 4, month 1 to 12; 1 for a year
};

// The format "period" of described text fields.
inline bool is_period(std::string_view text) { return Period::parse(text).has_value(); }

}  // namespace gulou::measures
