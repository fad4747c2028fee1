#include "spine/calendar/calendar.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/csv.h"
#include "crypto/hash.h"

namespace gulou::calendar {
namespace {

bool is_weekend(Date day) {
  const std::chrono::weekday weekday(day.days());
  return weekday == std::chrono::Saturday || weekday == std::chrono::Sunday;
}

// The notice for a year (it comes in November or so of the year before) has also moved days from this one on.
constexpr unsigned first_open_day_of_december = 29;

FieldError wrong(std::size_t line, std::string rule, Text message) {
  return {fmt::format("/{}", line), std::move(rule), std::move(message)};
}

// One row, or what is wrong with it.
std::expected<NamedDay, FieldError> read_row(const csv::Row& row, const std::vector<NamedDay>& before) {
  if (row.cells.size() != 3)
    return std::unexpected(wrong(row.line, "format", {"应有三栏。", "There should be three cells."}));
  const auto date = Date::parse(row.cells[0]);
  const auto kind = enum_named<DayKind>(row.cells[1]);
  if (!date || !kind) {
    return std::unexpected(wrong(row.line, "format",
                                 {"应为日期（如 2026-10-01）与 holiday 或 workday。",
                                  "Expected a date such as 2026-10-01, and holiday or workday."}));
  }
  if (!before.empty() && *date <= before.back().on)
    return std::unexpected(wrong(row.line, "out_of_order", {"日期应递增。", "The dates should rise."}));
  if (*kind == DayKind::workday && !is_weekend(*date)) {
    return std::unexpected(wrong(row.line, "not_a_weekend",
                                 {"调休上班日只能是周六或周日。", "A make-up working day can only be a weekend."}));
  }
  return NamedDay{*date, *kind, std::string(row.cells[2])};
}

// Every year's notice frees its National Day.
bool is_national_day(const NamedDay& day) {
  return day.kind == DayKind::holiday && day.on.month() == 10 && day.on.day() == 1;
}

}  // namespace

Result<Calendar> Calendar::read(std::string_view csv) {
  csv::Reader reader(csv);
  TRY(csv::expect_header(reader, "calendar-cn.csv", {"date", "kind", "name_zh"}));
  Calendar calendar;
  std::vector<FieldError> errors;
  csv::Row row;
  while (TRY(reader.next(row))) {
    auto day = read_row(row, calendar.days_);
    if (day)
      calendar.days_.push_back(std::move(*day));
    else
      errors.push_back(std::move(day).error());
  }
  const auto first = std::ranges::find_if(calendar.days_, is_national_day);
  const auto last = std::find_if(calendar.days_.rbegin(), calendar.days_.rend(), is_national_day);
  if (errors.empty() && first == calendar.days_.end())
    errors.push_back({"", "too_short", {"没有一整年的安排。", "It covers no whole year."}});
  if (!errors.empty()) return fail(invalid_fields(std::move(errors)));
  calendar.known_from_ = *Date::of(first->on.year(), 1, 1);
  calendar.known_until_ = *Date::of(last->on.year(), 12, first_open_day_of_december - 1);
  calendar.sha256_ = crypto::sha256_hex(csv);
  return calendar;
}

Result<Calendar> Calendar::built_in() { return read(built_in_files().front().text); }

const NamedDay* Calendar::named(Date day) const {
  const auto found = std::ranges::lower_bound(days_, day, {}, &NamedDay::on);
  return found != days_.end() && found->on == day ? &*found : nullptr;
}

bool Calendar::is_working_day(Date day) const {
  if (const NamedDay* special = named(day)) return special->kind == DayKind::workday;
  return !is_weekend(day);
}

Due Calendar::add(Date event, std::int64_t count, DayUnit unit) const {
  Date day = event;
  for (std::int64_t left = count; left > 0;) {
    day = day.plus_days(1);
    if (unit == DayUnit::natural_day || is_working_day(day)) --left;
  }
  // All days of a term of working days decide where it ends; of one of natural days only the last.
  bool provisional = !knows(day) || (unit == DayUnit::working_day && count > 0 && !knows(event.plus_days(1)));
  bool moved = false;
  for (; !is_working_day(day); moved = true) day = day.plus_days(1);
  provisional = provisional || !knows(day);
  return {day, moved, provisional};
}

Due Calendar::before(Date day, std::int64_t count, DayUnit unit) const {
  if (unit == DayUnit::natural_day) return {day.plus_days(-static_cast<int>(count))};
  Date at = day;
  for (std::int64_t left = count; left > 0;) {
    at = at.plus_days(-1);
    if (is_working_day(at)) --left;
  }
  return {at, false, count > 0 && (!knows(at) || !knows(day.plus_days(-1)))};
}

std::int64_t Calendar::count(Date after, Date until, DayUnit unit) const {
  if (until <= after) return 0;
  if (unit == DayUnit::natural_day) return after.days_until(until);
  std::int64_t days = 0;
  for (Date day = after.plus_days(1); day <= until; day = day.plus_days(1)) days += is_working_day(day);
  return days;
}

}  // namespace gulou::calendar
