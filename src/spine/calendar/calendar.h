// The working days of China, and how a term of days is counted. Pure: no clock, no database.
//
// Days are civil dates in Asia/Shanghai (UTC+8, no daylight saving since 1992). A Saturday or Sunday is free unless a
// notice of the State Council (国务院办公厅关于节假日安排的通知) makes it a working day, any other day is a working day
// unless a notice frees it. Where no notice reaches, weekends alone decide, and what was counted so is provisional.
//
// The law behind a count (Civil Code 民法典 of 2020; the rules stand in data/rules/calendar.json):
//   calendar.first_day  Art. 201: the day of the event does not count (开始的当日不计入).
//   calendar.last_day   Art. 203: a term whose last day is free ends on the next working day, also one of natural days.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/describe.h"
#include "base/embedded.h"
#include "base/result.h"
#include "base/time.h"

namespace gulou::calendar {

inline constexpr std::string_view first_day_rule = "calendar.first_day";
inline constexpr std::string_view last_day_rule = "calendar.last_day";

enum class DayUnit { natural_day, working_day };

constexpr auto describe(Tag<DayUnit>) {
  return enumeration("DayUnit", "What a term counts: 自然日, 工作日", named(DayUnit::natural_day, "natural_day"),
                     named(DayUnit::working_day, "working_day"));
}

// The longest term that is counted, in days.
inline constexpr std::int64_t longest_term = 10'000;

// Where a count ends.
struct Due {
  Date on;
  bool moved = false;        // by calendar.last_day: the last day was free
  bool provisional = false;  // a day that decided is one that no notice covers
  bool operator==(const Due&) const = default;
};

enum class DayKind { holiday, workday };

constexpr auto describe(Tag<DayKind>) {
  return enumeration("DayKind", "What a notice makes of a day", named(DayKind::holiday, "holiday"),
                     named(DayKind::workday, "workday"));
}

// A day that a notice names.
struct NamedDay {
  Date on;
  DayKind kind = DayKind::holiday;
  std::string name;  // 春节
};

class Calendar {
 public:
  // Reads calendar-cn.csv. Errors (invalid_fields; pointers "/<line>"): "format" for a malformed date or kind,
  // "out_of_order", "not_a_weekend" for a make-up working day that is a working day anyway, "too_short" for a file that
  // covers no whole year.
  static Result<Calendar> read(std::string_view csv);
  // The one that ships.
  static Result<Calendar> built_in();

  bool is_working_day(Date day) const;
  // What the notices say of a day, null for an ordinary one.
  const NamedDay* named(Date day) const;
  // The days the notices cover. The last days of December are still open until the next year's notice has come.
  Date known_from() const { return known_from_; }
  Date known_until() const { return known_until_; }
  // Differs for calendars that differ.
  const std::string& sha256() const { return sha256_; }

  // The last day of a term of `count` days (0 to longest_term) from an event, by calendar.first_day and
  // calendar.last_day. 0 days: the day of the event, or the next working day.
  Due add(Date event, std::int64_t count, DayUnit unit) const;
  // The latest day that lies at least `count` days before another (选举日的二十日前). A free day does not move it: that
  // would cut short the time which the rule protects.
  Due before(Date day, std::int64_t count, DayUnit unit) const;
  // How many days that count lie after `after`, up to and including `until`; 0 if there are none.
  std::int64_t count(Date after, Date until, DayUnit unit) const;

 private:
  bool knows(Date day) const { return known_from_ <= day && day <= known_until_; }

  std::vector<NamedDay> days_;  // by date
  Date known_from_;
  Date known_until_;
  std::string sha256_;
};

// calendar-cn.csv, as compiled in.
std::span<const EmbeddedFile> built_in_files();

}  // namespace gulou::calendar
