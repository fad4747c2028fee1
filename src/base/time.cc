#include "base/time.h"

#include <fmt/format.h>

namespace gulou {
namespace {

constexpr std::int64_t day_ms = 86'400'000;
constexpr std::int64_t shanghai_offset_ms = 8 * 3'600'000;

std::int64_t floor_div(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

// Reads exactly `count` digits at `at`; -1 if there are not.
int digits(std::string_view text, std::size_t at, std::size_t count) {
  if (at + count > text.size()) return -1;
  int value = 0;
  for (std::size_t i = at; i < at + count; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

// The offset at the end of an RFC 3339 time, in milliseconds.
std::optional<std::int64_t> parse_offset(std::string_view text) {
  if (text == "Z") return 0;
  if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') return std::nullopt;
  const int hours = digits(text, 1, 2);
  const int minutes = digits(text, 4, 2);
  if (hours < 0 || hours > 14 || minutes < 0 || minutes > 59) return std::nullopt;
  const std::int64_t offset = (hours * 60 + minutes) * 60'000LL;
  return text[0] == '-' ? -offset : offset;
}

}  // namespace

std::optional<Instant> Instant::parse(std::string_view text) {
  if (text.size() < 20 || text[10] != 'T' || text[13] != ':' || text[16] != ':') return std::nullopt;
  const auto date = Date::parse(text.substr(0, 10));
  const int hour = digits(text, 11, 2);
  const int minute = digits(text, 14, 2);
  const int second = digits(text, 17, 2);
  if (!date || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return std::nullopt;
  std::size_t at = 19;
  int fraction = 0;
  if (text[at] == '.') {
    std::size_t count = 0;
    while (count < 3 && at + 1 + count < text.size() && digits(text, at + 1 + count, 1) >= 0) ++count;
    if (count == 0) return std::nullopt;
    fraction = digits(text, at + 1, count);
    for (std::size_t i = count; i < 3; ++i) fraction *= 10;
    at += 1 + count;
  }
  const auto offset = parse_offset(text.substr(at));
  if (!offset) return std::nullopt;
  const std::int64_t days = date->days().time_since_epoch().count();
  return Instant(days * day_ms + ((hour * 60 + minute) * 60 + second) * 1000LL + fraction - *offset);
}

std::string Instant::text() const {
  const std::int64_t local = ms_ + shanghai_offset_ms;
  const std::int64_t in_day = local - floor_div(local, day_ms) * day_ms;
  const auto second = in_day / 1000;
  auto out = fmt::format("{}T{:02}:{:02}:{:02}", Date::of(*this).text(), second / 3600, second / 60 % 60, second % 60);
  if (in_day % 1000 != 0) out += fmt::format(".{:03}", in_day % 1000);
  return out + "+08:00";
}

std::optional<Date> Date::parse(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const int year = digits(text, 0, 4);
  const int month = digits(text, 5, 2);
  const int day = digits(text, 8, 2);
  if (year < 0 || month < 0 || day < 0) return std::nullopt;
  return of(year, static_cast<unsigned>(month), static_cast<unsigned>(day));
}

std::optional<Date> Date::of(int year, unsigned month, unsigned day) {
  const std::chrono::year_month_day ymd{std::chrono::year(year), std::chrono::month(month), std::chrono::day(day)};
  if (year < 1 || year > 9999 || !ymd.ok()) return std::nullopt;
  return Date(ymd);
}

Date Date::of(Instant instant) {
  return Date(std::chrono::sys_days(std::chrono::days(floor_div(instant.ms() + shanghai_offset_ms, day_ms))));
}

std::string Date::text() const { return fmt::format("{:04}-{:02}-{:02}", year(), month(), day()); }

std::string Date::text_zh() const { return fmt::format("{}年{}月{}日", year(), month(), day()); }

Instant Date::start() const { return Instant(days_.time_since_epoch().count() * day_ms - shanghai_offset_ms); }

Instant SystemClock::now() const {
  const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
  return Instant(std::chrono::duration_cast<std::chrono::milliseconds>(since_epoch).count());
}

}  // namespace gulou
