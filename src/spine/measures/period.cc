#include "spine/measures/period.h"

#include <fmt/format.h>

namespace gulou::measures {
namespace {

// Digits only, no sign; -1 for anything else.
int digits(std::string_view text) {
  int number = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return -1;
    number = number * 10 + (c - '0');
  }
  return text.empty() ? -1 : number;
}

}  // namespace

std::optional<Period> Period::parse(std::string_view text) {
  if (text.size() != 4 && text.size() != 7) return std::nullopt;
  const int year = digits(text.substr(0, 4));
  if (year < 1) return std::nullopt;
  if (text.size() == 4) return of_year(year);
  if (text[4] != '-') return std::nullopt;
  if (text[5] == 'Q') {
    const int quarter = digits(text.substr(6));
    if (quarter < 1 || quarter > 4) return std::nullopt;
    return Period(PeriodKind::quarter, year, quarter);
  }
  const int month = digits(text.substr(5));
  if (month < 1 || month > 12) return std::nullopt;
  return Period(PeriodKind::month, year, month);
}

std::string Period::text() const {
  switch (kind_) {
    case PeriodKind::year:
      return fmt::format("{:04}", year_);
    case PeriodKind::quarter:
      return fmt::format("{:04}-Q{}", year_, part_);
    case PeriodKind::month:
      return fmt::format("{:04}-{:02}", year_, part_);
  }
  return {};
}

int Period::first_month() const {
  switch (kind_) {
    case PeriodKind::year:
      return 1;
    case PeriodKind::quarter:
      return part_ * 3 - 2;
    case PeriodKind::month:
      return part_;
  }
  return 1;
}

int Period::last_month() const {
  switch (kind_) {
    case PeriodKind::year:
      return 12;
    case PeriodKind::quarter:
      return part_ * 3;
    case PeriodKind::month:
      return part_;
  }
  return 12;
}

Date Period::first_day() const {
  return Date(std::chrono::year_month_day(
      std::chrono::year(year_), std::chrono::month(static_cast<unsigned>(first_month())), std::chrono::day(1)));
}

Date Period::last_day() const {
  return Date(std::chrono::sys_days(std::chrono::year_month_day_last(
      std::chrono::year(year_), std::chrono::month_day_last(std::chrono::month(static_cast<unsigned>(last_month()))))));
}

std::vector<Period> Period::containing() const {
  switch (kind_) {
    case PeriodKind::year:
      return {};
    case PeriodKind::quarter:
      return {of_year(year_)};
    case PeriodKind::month:
      return {Period(PeriodKind::quarter, year_, (part_ + 2) / 3), of_year(year_)};
  }
  return {};
}

bool Period::contains(const Period& other) const {
  return year_ == other.year_ && first_month() <= other.first_month() && other.last_month() <= last_month();
}

}  // namespace gulou::measures
