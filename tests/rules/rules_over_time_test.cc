// Every rule that ships, from 2010 until ten years ahead (each month, and the days on both sides of every change), for
// the country, for every place that varies a rule and for Qiandongnan: exactly one value, save for the gaps that are
// declared here. It proves that nothing is missing or said twice in time, not that a value is right.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "spine/rules/library.h"

namespace gulou::rules {
namespace {

Date day(const char* text) { return *Date::parse(text); }

// Rules that begin later than their area does, with the reason.
const std::map<std::string, Date>& late_rules() {
  static const std::map<std::string, Date> all = {
      // The rules for electing villagers' committees (民发〔2013〕76号); before them the provinces had their own.
      {"elections.proxy.cap", day("2013-05-02")},
      {"elections.runoff.window", day("2013-05-02")},
      {"elections.close.least_filled", day("2013-05-02")},
      {"elections.women.reserved_first", day("2013-05-02")},
      // The interim measures on social assistance.
      {"disclosure.welfare.shown", day("2014-05-01")},
      // The guiding opinion on supervision committees.
      {"disclosure.supervision.least", day("2017-12-04")},
      {"disclosure.supervision.greatest", day("2017-12-04")},
      // The Civil Code; the property law before it is not modelled.
      {"consultation.owners.area_quorum", day("2021-01-01")},
      {"consultation.owners.heads_quorum", day("2021-01-01")},
      {"consultation.owners.area_pass", day("2021-01-01")},
      {"consultation.owners.heads_pass", day("2021-01-01")},
      {"consultation.owners.area_special", day("2021-01-01")},
      {"consultation.owners.heads_special", day("2021-01-01")},
      // The law on rural collective economic organisations is the first.
      {"consultation.collective.quorum", day("2025-05-01")},
      {"consultation.collective.pass", day("2025-05-01")},
      {"disclosure.collective.report_before", day("2025-05-01")},
      {"logs.kept", day("2017-06-01")},
  };
  return all;
}

// The first day of a rule: no text older than that of 2010 is modelled for villages; residents' committees and the
// counting of terms have older ones.
Date first_day(const Rule& rule) {
  if (const auto late = late_rules().find(rule.id); late != late_rules().end()) return late->second;
  if (rule.area == "plan" || rule.area == "obligations" || rule.area == "calendar") return day("2010-01-01");
  if (rule.id.find(".residents.") != rule.id.npos) return day("2010-01-01");
  return day("2010-10-28");
}

std::vector<Place> places_of(const Library& library) {
  std::set<std::string> codes = {"", "522631101201"};
  for (const Rule& rule : library.rules())
    for (const PlaceValues& place : rule.places) codes.insert(place.division);
  std::vector<Place> places;
  for (const auto& each : codes) places.push_back(*place_of_code(each));
  return places;
}

std::set<Date> days_of(const Rule& rule) {
  const Date start = day("2010-01-01");
  const Date end = SystemClock().today().plus_days(3653);
  std::set<Date> days = {start, end, first_day(rule).plus_days(-1), first_day(rule)};
  for (int year = start.year(); year <= end.year(); ++year)
    for (unsigned month = 1; month <= 12; ++month) days.insert(*Date::of(year, month, 1));
  for (const PlaceValues& place : rule.places)
    for (const DatedValue& value : place.values) days.insert({value.from.plus_days(-1), value.from});
  std::erase_if(days, [&](Date each) { return each < start || each > end; });
  return days;
}

TEST(RulesOverTime, EveryDayHasOneValueSaveDeclaredGaps) {
  const auto library = Library::built_in();
  ASSERT_TRUE(library) << describe_error(library.error());
  const auto places = places_of(*library);
  EXPECT_EQ(places.size(), 3u);  // the country, a village of Qiandongnan, Zhejiang
  for (const Rule& rule : library->rules()) {
    for (const Place& place : places) {
      for (const Date on : days_of(rule)) {
        const auto value = library->resolve(rule.id, on, place);
        ASSERT_EQ(value.has_value(), on >= first_day(rule)) << rule.id << " on " << on.text();
        if (!value) continue;
        ASSERT_LE(value->from, on);
        if (!place.codes.empty() && !value->division.empty()) {
          ASSERT_NE(std::ranges::find(place.codes, value->division), place.codes.end());
        }
      }
    }
  }
}

TEST(RulesOverTime, EveryDeclaredGapIsOne) {
  const auto library = Library::built_in();
  for (const auto& [id, from] : late_rules()) {
    ASSERT_NE(library->find(id), nullptr) << id;
    EXPECT_FALSE(library->resolve(id, from.plus_days(-1), {})) << id;
    EXPECT_TRUE(library->resolve(id, from, {})) << id;
  }
}

TEST(RulesOverTime, TheLawOf2016And2020AndToday) {
  const auto library = Library::built_in();
  const Place village = *place_of_code("522631101201");
  const auto term = [&](const char* on) { return *library->resolve("elections.term", day(on), village); };
  EXPECT_EQ(term("2016-11-20").value.number, 3);
  EXPECT_EQ(term("2018-12-28").value.number, 3);
  EXPECT_EQ(term("2018-12-29").value.number, 5);
  const auto turnout = [&](const char* on) { return *library->resolve("elections.valid.turnout", day(on), village); };
  EXPECT_TRUE(turnout("2016-11-20").binding());
  EXPECT_EQ(turnout("2025-12-31").article, "cwh-2018#15.2");
  EXPECT_EQ(turnout("2026-01-01").article, "cwh-2025#15.2");
  EXPECT_FALSE(turnout("2026-01-01").binding());
  const auto window = [&](const char* at) {
    return *library->resolve("elections.runoff.window", day("2021-06-01"), *place_of_code(at));
  };
  EXPECT_EQ(window("330000000000").value.number, 30);
  EXPECT_EQ(window("522600000000").value.number, 10);
}

}  // namespace
}  // namespace gulou::rules
