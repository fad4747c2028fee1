// Every number here is made up. A figure depends only on the codes of the unit and its county, the measure and the day,
// so that the same tree always gives the same demo.
#include "modules/plan/demo.h"

#include <algorithm>
#include <array>
#include <map>

#include "spine/measures/store.h"
#include "spine/settings/settings.h"
#include "spine/units/queries.h"

namespace gulou::plan {
namespace {

constexpr std::int64_t permille = 1000;

// 64 well-mixed bits of some texts: FNV-1a, finished as SplitMix64 does.
std::uint64_t draw(std::initializer_list<std::string_view> texts) {
  std::uint64_t hash = 0xcbf29ce484222325u;
  const auto mix = [&](unsigned char byte) { hash = (hash ^ byte) * 0x100000001b3u; };
  for (const std::string_view text : texts) {
    for (const char c : text) mix(static_cast<unsigned char>(c));
    mix(0);
  }
  hash = (hash ^ (hash >> 30)) * 0xbf58476d1ce4e5b9u;
  hash = (hash ^ (hash >> 27)) * 0x94d049bb133111ebu;
  return hash ^ (hash >> 31);
}

// A number from `least` to `greatest`.
std::int64_t between(std::uint64_t bits, std::int64_t least, std::int64_t greatest) {
  return least + static_cast<std::int64_t>(bits % static_cast<std::uint64_t>(greatest - least + 1));
}

enum class Shape {
  yes_or_no,    // a village has it or not
  items,        // a village has some of several, more with time
  rate,         // a village does a share of what is due in each quarter that has ended
  at_election,  // known once the village has voted
};

struct Recipe {
  std::string_view measure;
  Shape shape;
  std::int64_t least_d;  // the denominator lies between these
  std::int64_t greatest_d;
};

constexpr std::array recipes = {
    Recipe{"elections.completed", Shape::yes_or_no, 1, 1},
    Recipe{"elections.turnout", Shape::at_election, 300, 2400},
    Recipe{"elections.first_round", Shape::at_election, 1, 1},
    Recipe{"consultation.villages", Shape::yes_or_no, 1, 1},
    Recipe{"consultation.converted", Shape::items, 1, 6},
    Recipe{"microunits.groups", Shape::items, 3, 14},
    Recipe{"supervision.committees", Shape::yes_or_no, 1, 1},
    Recipe{"disclosure.on_time", Shape::rate, 8, 15},
    Recipe{"disclosure.online", Shape::yes_or_no, 1, 1},
    Recipe{"duties.lists", Shape::yes_or_no, 1, 1},
    Recipe{"duties.agreements", Shape::yes_or_no, 1, 1},
    Recipe{"burdens.cleared", Shape::items, 2, 9},
    Recipe{"burdens.inspected", Shape::yes_or_no, 1, 1},
    Recipe{"projects.delivered", Shape::items, 1, 5},
    Recipe{"projects.by_society", Shape::items, 1, 5},
    Recipe{"facilities.compliant", Shape::yes_or_no, 1, 1},
    Recipe{"services.one_stop", Shape::yes_or_no, 1, 1},
    Recipe{"stations.open", Shape::items, 5, 8},
    Recipe{"volunteers.matched", Shape::items, 3, 20},
    Recipe{"completeness.started", Shape::items, 4, 4},
    Recipe{"completeness.finished", Shape::items, 4, 4},
    Recipe{"pilots.demonstrations", Shape::items, 2, 8},
    Recipe{"pilots.group_autonomy", Shape::items, 2, 12},
    Recipe{"training.members", Shape::items, 3, 9},
    Recipe{"training.directors", Shape::yes_or_no, 1, 1},
    Recipe{"workforce.social_workers", Shape::items, 2, 9},
    Recipe{"workforce.certified", Shape::items, 2, 9},
};

// How far a county has come with a measure by the last day, in permille, and when.
struct Course {
  bool missing = false;  // the county reports nothing
  std::int64_t reached = 0;
  Date from;  // when it began, and when it had come as far as it would
  Date until;
};

Course course_of(const std::string& county, const Target& target, Date first_day, Date as_of) {
  const std::int64_t goal = target.part * permille / target.of;
  const std::int64_t fate = between(draw({"fate", county, target.measure}), 0, 99);
  const std::int64_t how_far = between(draw({"far", county, target.measure}), 0, 100);
  // Where the due date has passed, who was merely on track has finished.
  const bool is_due = target.due && *target.due < as_of;
  Course course{.from = first_day.plus_days(static_cast<int>(between(draw({"from", county, target.measure}), 20, 130))),
                .until = is_due ? *target.due : as_of};
  if (fate < 6) {
    course.missing = true;
  } else if (fate < 11) {
    course.reached = 0;
  } else if (fate < 24) {
    course.reached = goal * (300 + 4 * how_far) / permille;
  } else if (fate < 54 && !is_due) {
    course.reached = goal * (840 + how_far) / permille;
  } else {
    course.reached = std::min(permille, goal + (permille - goal) * (40 + how_far) / 100 + 20);
  }
  return course;
}

class Generator {
 public:
  Generator(const Plan& plan, Date first_day, Date as_of) : plan_(plan), first_day_(first_day), as_of_(as_of) {}

  // What `unit` reports on a day of the calendar below; nothing if it reported the same before.
  void report(const units::UnitSummary& unit, const std::string& county, const Recipe& recipe, const Target& target,
              const measures::Measure& measure, std::size_t day_index, Date day, std::vector<measures::Value>& out) {
    if (between(draw({"silent", unit.code, recipe.measure}), 0, 99) < 3) return;
    const Course course = course_of(county, target, first_day_, as_of_);
    if (course.missing) return;
    // Villages report in turn, so that the curves of the counties are smooth.
    const std::uint64_t turn = draw({"turn", unit.code}) + day_index;
    if (recipe.shape == Shape::items && turn % 4 != 0 && day != as_of_) return;
    if (recipe.shape == Shape::rate && ((turn % 3 != 0 && day.month() != 3) || day.month() > 9)) return;
    const std::int64_t d = between(draw({"d", unit.code, recipe.measure}), recipe.least_d, recipe.greatest_d);
    const auto n = numerator(unit.code, county, recipe, course, d, day);
    if (!n) return;
    const std::string period = period_of(measure, day);
    auto& reported = reported_[{unit.id, measure.code, period}];
    if (reported && *reported == *n) return;
    reported = *n;
    out.push_back({.measure = measure.code,
                   .unit_id = unit.id,
                   .period = period,
                   .n = *n,
                   .d = d,
                   .source = "示例数据",
                   .is_demo = true});
  }

 private:
  // How much of what is reached in the end is there on a day, in permille.
  std::int64_t ripeness(const Course& course, Date day) const {
    const std::int64_t whole = course.from.days_until(course.until);
    return std::clamp<std::int64_t>(course.from.days_until(day), 0, whole) * permille / whole;
  }

  bool has_it(const std::string& unit, std::string_view measure, const Course& course, Date day) const {
    return between(draw({"has", unit, measure}), 0, permille - 1) < course.reached * ripeness(course, day) / permille;
  }

  std::optional<std::int64_t> numerator(const std::string& unit, const std::string& county, const Recipe& recipe,
                                        const Course& course, std::int64_t d, Date day) const {
    switch (recipe.shape) {
      case Shape::yes_or_no:
        return has_it(unit, recipe.measure, course, day) ? 1 : 0;
      case Shape::at_election: {
        const Target* elections = target_of("elections.completed");
        if (!elections) return std::nullopt;
        const Course held = course_of(county, *elections, first_day_, as_of_);
        if (held.missing || !has_it(unit, "elections.completed", held, day)) return std::nullopt;
        const std::int64_t share = between(draw({"share", unit, recipe.measure}), 820, 980);
        if (d > 1) return d * share / permille;
        return between(draw({"first", unit}), 0, permille - 1) < share ? 1 : 0;
      }
      case Shape::items:
        return share_of(d, course.reached * ripeness(course, day) / permille, course, unit);
      case Shape::rate:
        return share_of(d, course.reached, course, unit);
    }
    return std::nullopt;
  }

  // So many permille of d, a little more or less in each village, rounded; everything where the county has everything.
  static std::int64_t share_of(std::int64_t d, std::int64_t share, const Course& course, const std::string& unit) {
    const std::int64_t swing = course.reached >= permille ? 0 : between(draw({"swing", unit}), -80, 80);
    return std::clamp<std::int64_t>((d * share * (permille + swing) / permille + permille / 2) / permille, 0, d);
  }

  static std::string period_of(const measures::Measure& measure, Date day) {
    const std::string year = measures::Period::of_year(day.year()).text();
    switch (measure.period) {
      case measures::PeriodKind::year:
        return year;
      case measures::PeriodKind::quarter:
        return year + "-Q" + std::to_string((day.month() + 2) / 3);
      case measures::PeriodKind::month:
        return day.text().substr(0, 7);
    }
    return year;
  }

  const Target* target_of(std::string_view measure) const {
    for (const Section& section : plan_.document.sections)
      for (const Clause& clause : section.clauses)
        for (const Target& target : clause.targets)
          if (target.measure == measure) return &target;
    return nullptr;
  }

  const Plan& plan_;
  Date first_day_;
  Date as_of_;
  std::map<std::tuple<Id, std::string, std::string>, std::optional<std::int64_t>> reported_;
};

// The target a figure works towards, and the clause it belongs to; the one that everyone owes, if there is one.
struct Aim {
  const Target* target = nullptr;
  const Clause* clause = nullptr;
};

Aim aim_of(const Plan& plan, std::string_view measure) {
  Aim aim;
  for (const Section& section : plan.document.sections) {
    for (const Clause& clause : section.clauses) {
      for (const Target& target : clause.targets) {
        if (target.measure != measure) continue;
        if (!aim.target || !target.owed_by) aim = {&target, &clause};
      }
    }
  }
  return aim;
}

bool owes(const Plan& plan, const Aim& aim, const units::UnitSummary& unit) {
  if (!aim.target->owed_by) return true;
  return std::ranges::any_of(plan.named, [&](const NamedPlace& named) {
    return named.clause == aim.clause->code && named.role == *aim.target->owed_by &&
           units::within(unit.path, named.unit.path);
  });
}

// The tenth of every month from March, and the last day.
std::vector<Date> reporting_days(int year) {
  std::vector<Date> days;
  for (unsigned month = 3; month <= 10; ++month) days.push_back(Date::of(year, month, 10).value_or(Date()));
  days.push_back(Date::of(year, 10, 13).value_or(Date()));
  return days;
}

Result<void> refuse_if_filled(db::Reader& reader) {
  const auto refuse = [](std::string code, Text message) {
    return fail({.kind = ErrorKind::conflict, .code = std::move(code), .message = std::move(message)});
  };
  if (TRY(measures::has_real_values(reader)))
    return refuse("demo_over_real",
                  {"已有真实数据，不能再加示例数据。", "There are real figures; demo data must not mix with them."});
  if (TRY(settings::get(reader, "demo.as_of")))
    return refuse("demo_there_already", {"示例数据已经加载。", "The demo data are there already."});
  return {};
}

}  // namespace

Result<DemoReport> load_demo(db::Transaction& tx, const Clock& clock, const measures::Catalogue& catalogue,
                             const Plan& plan) {
  TRY(refuse_if_filled(tx));
  const auto days = reporting_days(static_cast<int>(plan.document.year));
  const Date first_day = measures::Period::of_year(days.back().year()).first_day();
  const auto counties = TRY(units::descendants(tx, plan.division, units::Level::county));
  std::map<Id, std::string> county_codes;
  for (const auto& each : counties) county_codes[each.id] = each.code;
  const auto villages = TRY(units::descendants(tx, plan.division, units::Level::village));

  DemoReport report{.as_of = days.back()};
  Generator generator(plan, first_day, report.as_of);
  for (std::size_t i = 0; i < days.size(); ++i) {
    std::vector<measures::Value> values;
    for (const Recipe& recipe : recipes) {
      const measures::Measure* measure = catalogue.find(recipe.measure);
      const Aim aim = aim_of(plan, recipe.measure);
      if (!measure || !aim.target) continue;
      const auto& units = measure->level == units::Level::county ? counties : villages;
      for (const auto& unit : units) {
        if (!owes(plan, aim, unit)) continue;
        const auto county = county_codes.find(unit.county_id.value_or(unit.id));
        if (county != county_codes.end())
          generator.report(unit, county->second, recipe, *aim.target, *measure, i, days[i], values);
      }
    }
    const FixedClock that_day(days[i]);
    TRY(measures::record_many(tx, catalogue, that_day, values));
    report.values += static_cast<std::int64_t>(values.size());
  }
  TRY(settings::set(tx, clock, journal::importer(), "demo.as_of", report.as_of.text()));
  tx.touch(db::Topic::plan);
  return report;
}

}  // namespace gulou::plan
