// Instants (UTC milliseconds) and civil dates (of the calendar in Asia/Shanghai), and the clock that gives them.
// libstdc++ 12 has no time zones. China has kept UTC+8 without daylight saving since 1992; dates of birth are
// civil dates and never pass through an instant, so 1986-1991 (when there was daylight saving) does no harm.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gulou {

// A moment: milliseconds since 1970-01-01T00:00Z. In JSON "2026-11-24T17:36:00+08:00", in tables an integer.
class Instant {
 public:
  constexpr Instant() = default;
  constexpr explicit Instant(std::int64_t milliseconds) : ms_(milliseconds) {}
  // Reads RFC 3339 with a "Z" or "+hh:mm" offset and up to three decimals.
  static std::optional<Instant> parse(std::string_view text);
  constexpr std::int64_t ms() const { return ms_; }
  std::string text() const;  // RFC 3339 at +08:00; decimals only where there are any
  constexpr auto operator<=>(const Instant&) const = default;

 private:
  std::int64_t ms_ = 0;
};

// A civil date, proleptic Gregorian, years 1 to 9999. In JSON and tables "YYYY-MM-DD".
class Date {
 public:
  constexpr Date() = default;  // 1970-01-01
  constexpr Date(std::chrono::year_month_day ymd) : days_(std::chrono::sys_days(ymd)) {}
  constexpr explicit Date(std::chrono::sys_days days) : days_(days) {}
  static std::optional<Date> parse(std::string_view text);  // exactly YYYY-MM-DD
  static std::optional<Date> of(int year, unsigned month, unsigned day);
  static Date of(Instant instant);  // the date in Asia/Shanghai

  constexpr std::chrono::year_month_day ymd() const { return days_; }
  constexpr std::chrono::sys_days days() const { return days_; }
  int year() const { return static_cast<int>(ymd().year()); }
  unsigned month() const { return static_cast<unsigned>(ymd().month()); }
  unsigned day() const { return static_cast<unsigned>(ymd().day()); }
  Date plus_days(int n) const { return Date(days_ + std::chrono::days(n)); }
  // Whole days from this date to the other; negative if the other is earlier.
  std::int64_t days_until(Date other) const { return (other.days_ - days_).count(); }

  std::string text() const;     // 2026-11-24
  std::string text_zh() const;  // 2026年11月24日
  Instant start() const;        // midnight in Asia/Shanghai
  constexpr auto operator<=>(const Date&) const = default;

 private:
  std::chrono::sys_days days_{};
};

// The injected clock. Nothing else in the program asks the machine for the time of day.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
  Date today() const { return Date::of(now()); }
};

class SystemClock final : public Clock {
 public:
  Instant now() const override;
};

// A clock that tests (and demo data) set by hand.
class FixedClock final : public Clock {
 public:
  explicit FixedClock(Instant at) : at_(at) {}
  explicit FixedClock(Date day) : at_(day.start()) {}
  Instant now() const override { return at_; }
  void set(Instant at) { at_ = at; }

 private:
  Instant at_;
};

}  // namespace gulou
