// The calendar against known notices, and every count against an oracle that goes day by day.
#include "spine/calendar/calendar.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <set>
#include <sstream>

namespace gulou::calendar {
namespace {

std::string file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  EXPECT_TRUE(in) << path;
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

const std::string csv_path = GULOU_SOURCE_DIR "/data/calendar-cn.csv";

const Calendar& calendar() {
  static const Calendar made = [] {
    auto read = Calendar::built_in();
    EXPECT_TRUE(read) << describe_error(read.error());
    return read.value_or(Calendar{});
  }();
  return made;
}

Date day(const char* text) { return *Date::parse(text); }

TEST(Calendar, TheOneCompiledInIsTheFileThatShips) {
  const auto from_file = Calendar::read(file(csv_path));
  ASSERT_TRUE(from_file) << describe_error(from_file.error());
  EXPECT_EQ(from_file->sha256(), calendar().sha256());
  EXPECT_EQ(calendar().known_from(), day("2004-01-01"));
  EXPECT_EQ(calendar().known_until(), day("2026-12-28"));
}

TEST(Calendar, KnowsHolidaysAndMakeUpDays) {
  EXPECT_TRUE(calendar().is_working_day(day("2016-10-08")));   // a Saturday, made up for National Day
  EXPECT_TRUE(calendar().is_working_day(day("2016-10-09")));   // the Sunday after it
  EXPECT_FALSE(calendar().is_working_day(day("2016-10-07")));  // a Friday of the holiday
  EXPECT_FALSE(calendar().is_working_day(day("2016-10-15")));  // an ordinary Saturday
  EXPECT_TRUE(calendar().is_working_day(day("2016-10-17")));
  ASSERT_NE(calendar().named(day("2016-10-08")), nullptr);
  EXPECT_EQ(calendar().named(day("2016-10-08"))->name, "国庆节");
  EXPECT_EQ(calendar().named(day("2016-10-17")), nullptr);
}

TEST(Calendar, TheDayOfTheEventDoesNotCount) {
  EXPECT_EQ(calendar().add(day("2016-03-01"), 3, DayUnit::natural_day), (Due{day("2016-03-04")}));
  EXPECT_EQ(calendar().add(day("2016-03-01"), 3, DayUnit::working_day), (Due{day("2016-03-04")}));
  // Friday: the weekend does not count in working days.
  EXPECT_EQ(calendar().add(day("2016-03-04"), 1, DayUnit::working_day), (Due{day("2016-03-07")}));
}

TEST(Calendar, ATermThatEndsOnAFreeDayEndsOnTheNextWorkingDay) {
  // Served on 2024-09-20, 15 days: 10-05 lies in the holiday of 10-01 to 10-07.
  EXPECT_EQ(calendar().add(day("2024-09-20"), 15, DayUnit::natural_day), (Due{day("2024-10-08"), true}));
  // 2016-10-08 and 09 are made-up working days, so a term ending there stays there.
  EXPECT_EQ(calendar().add(day("2016-09-28"), 10, DayUnit::natural_day), (Due{day("2016-10-08")}));
  EXPECT_EQ(calendar().add(day("2016-09-27"), 10, DayUnit::natural_day), (Due{day("2016-10-08"), true}));
  EXPECT_EQ(calendar().add(day("2016-10-01"), 0, DayUnit::working_day), (Due{day("2016-10-08"), true}));
}

TEST(Calendar, WhatTheLawProtectsIsNotCutShort) {
  // A list "20 days before election day": the day of posting does not count, and a holiday does not move it.
  EXPECT_EQ(calendar().before(day("2016-10-21"), 20, DayUnit::natural_day), (Due{day("2016-10-01")}));
  EXPECT_EQ(calendar().before(day("2016-10-10"), 2, DayUnit::working_day), (Due{day("2016-10-08")}));
}

TEST(Calendar, BeyondTheNoticesItIsProvisional) {
  EXPECT_FALSE(calendar().add(day("2026-12-18"), 10, DayUnit::natural_day).provisional);  // ends on 2026-12-28
  EXPECT_TRUE(calendar().add(day("2026-12-18"), 11, DayUnit::natural_day).provisional);
  EXPECT_FALSE(calendar().add(day("2026-12-18"), 6, DayUnit::working_day).provisional);
  EXPECT_TRUE(calendar().add(day("2026-12-18"), 7, DayUnit::working_day).provisional);
  EXPECT_TRUE(calendar().add(day("2003-12-30"), 3, DayUnit::working_day).provisional);
  EXPECT_FALSE(calendar().add(day("2003-12-30"), 6, DayUnit::natural_day).provisional);  // only its end decides
  // A Sunday before the end is known, yet the next working day is not.
  const auto until_sunday = Calendar::read("date,kind,name_zh\n2022-10-01,holiday,国庆节\n");
  ASSERT_TRUE(until_sunday);
  EXPECT_FALSE(until_sunday->add(day("2022-12-20"), 8, DayUnit::natural_day).provisional);
  EXPECT_TRUE(until_sunday->before(day("2023-01-05"), 3, DayUnit::working_day).provisional);
  EXPECT_FALSE(until_sunday->before(day("2022-12-20"), 3, DayUnit::working_day).provisional);
}

// The slow way: a map of the file's days, and one day after the other.
struct Oracle {
  std::map<Date, bool> named;  // is it a working day?
  Oracle() {
    std::istringstream lines(file(csv_path));
    std::string line;
    std::getline(lines, line);
    while (std::getline(lines, line)) named[*Date::parse(line.substr(0, 10))] = line.find("workday") != line.npos;
  }
  bool works(Date at) const {
    if (const auto it = named.find(at); it != named.end()) return it->second;
    const auto since_monday = at.days_until(*Date::of(2001, 1, 1)) % 7;  // 2001-01-01 was a Monday
    const auto weekday = (7 - since_monday) % 7;
    return weekday != 5 && weekday != 6;
  }
  static bool knows(Date at) { return at >= *Date::of(2004, 1, 1) && at <= *Date::of(2026, 12, 28); }
};

TEST(Calendar, CountsAsTheOracleDoes) {
  const Oracle oracle;
  const char* given = std::getenv("GULOU_SEED");
  const auto seed = given ? std::strtoull(given, nullptr, 10) : std::random_device()();
  SCOPED_TRACE("GULOU_SEED=" + std::to_string(seed));
  std::mt19937_64 random(seed);
  const Date start = *Date::of(2003, 6, 1);
  for (int round = 0; round < 4000; ++round) {
    const Date event = start.plus_days(static_cast<int>(random() % 9000));  // until 2028
    const auto count = static_cast<std::int64_t>(random() % 70);
    for (const DayUnit unit : {DayUnit::natural_day, DayUnit::working_day}) {
      Date end = event;
      bool known = true;
      for (std::int64_t counted = 0; counted < count;) {
        end = end.plus_days(1);
        if (unit == DayUnit::natural_day || oracle.works(end)) ++counted;
        if (unit == DayUnit::working_day) known = known && Oracle::knows(end);
      }
      known = known && Oracle::knows(end);
      const Date last = end;
      while (!oracle.works(end)) end = end.plus_days(1);
      known = known && Oracle::knows(end);
      ASSERT_EQ(calendar().add(event, count, unit), (Due{end, end != last, !known}))
          << event.text() << " + " << count << " " << name_of(unit);
      ASSERT_EQ(calendar().count(event, last, unit), count) << event.text() << " to " << last.text();
      ASSERT_EQ(calendar().count(last, event, unit), 0);

      // `before` is the latest day from which the count still reaches `event`.
      const Date latest = calendar().before(event, count, unit).on;
      std::int64_t days = 0;
      for (Date at = latest; at < event; at = at.plus_days(1)) days += unit == DayUnit::natural_day || oracle.works(at);
      ASSERT_EQ(days, count);
      if (count > 0) {
        ASSERT_TRUE(unit == DayUnit::natural_day || oracle.works(latest));
      }
    }
  }
}

TEST(Calendar, EveryBadFileIsRefusedAtItsLine) {
  const std::map<std::string, std::pair<std::string, std::string>> bad = {
      {"format-date", {"/2", "format"}},          {"format-kind", {"/2", "format"}},
      {"missing-cell", {"/2", "format"}},         {"out-of-order", {"/3", "out_of_order"}},
      {"not-a-weekend", {"/2", "not_a_weekend"}}, {"no-whole-year", {"", "too_short"}}};
  const std::string folder = GULOU_SOURCE_DIR "/src/spine/calendar/testdata/bad";
  for (const auto& [name, expected] : bad) {
    const auto read = Calendar::read(file(folder + "/" + name + ".csv"));
    ASSERT_FALSE(read) << name;
    ASSERT_EQ(read.error().fields.size(), 1u) << name;
    EXPECT_EQ(read.error().fields[0].pointer, expected.first) << name;
    EXPECT_EQ(read.error().fields[0].rule, expected.second) << name;
  }
  EXPECT_FALSE(Calendar::read(file(folder + "/wrong-header.csv")));
  std::set<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) files.insert(entry.path().stem());
  EXPECT_EQ(files.size(), bad.size() + 1);
}

}  // namespace
}  // namespace gulou::calendar
