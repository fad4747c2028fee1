// What is owed, by when, on whose desk it comes, and every refusal.
#include "spine/obligations/obligations.h"

#include <gtest/gtest.h>

#include <thread>

#include "spine/obligations/queries.h"
#include "spine/obligations/store.h"
#include "spine/obligations/test_house.h"

namespace gulou::obligations {
namespace {

using calendar::DayUnit;
using units::Level;

Date day(const char* text) { return *Date::parse(text); }

class Obligations : public testing::Test {
 protected:
  Obligations() : house(day("2016-03-01")) { house.go_to(day("2016-03-01")); }

  Obligation owed(const Id& unit_id, std::string object, std::int64_t days, DayUnit unit = DayUnit::natural_day) {
    return House::must(house.owe_it(unit_id, std::move(object), days, unit));
  }
  template <class F>
  Result<Obligation> act(F action, const Id& id) {
    return house.write([&](db::Transaction& tx) { return action(tx, house.context(), id); });
  }
  Result<Obligation> cancel_it(const Id& id) {
    return house.write([&](db::Transaction& tx) { return cancel(tx, house.context(), id, "不再需要"); });
  }
  std::vector<Step> steps_of(const Id& id) {
    return house.read([&](db::Reader& reader) { return steps(reader, id); });
  }
  std::vector<Line> listed(Filter filter) {
    return house.read([&](db::Reader& reader) { return list(reader, filter, house.today()); });
  }
  Counts counted(const units::UnitSummary& unit, bool subtree) {
    return house.read([&](db::Reader& reader) { return counts(reader, unit, subtree, house.today()); });
  }
  // "n/d" of a unit's own level in the first half of 2016, "" without a figure.
  std::string timely(const units::UnitSummary& unit, std::string_view measure, std::string_view period = "2016-Q1") {
    const auto value =
        house.read([&](db::Reader& reader) { return measures::value(reader, measure, unit.id, period); });
    return value ? std::to_string(value->n) + "/" + std::to_string(value->d.value_or(-1)) : "";
  }
  void expect_sound() {
    const auto faults = house.read([&](db::Reader& reader) { return verify(reader, house.context()); });
    EXPECT_TRUE(faults.empty()) << (faults.empty() ? "" : faults.front());
  }

  House house;
};

std::string code(const Result<Obligation>& outcome) {
  if (outcome) return "ok";
  return outcome.error().fields.empty() ? outcome.error().code
                                        : outcome.error().fields[0].pointer + " " + outcome.error().fields[0].rule;
}

TEST_F(Obligations, TakeTheirTermAndGroundFromARule) {
  const auto village = house.at(Level::village);
  const auto rule = *house.rules.resolve("elections.roll.decision", house.today(), {});
  const auto made = House::must(house.write([&](db::Transaction& tx) {
    return owe(tx, house.context(), House::duty(village.id, "a"), rule, day("2016-03-02"));
  }));
  EXPECT_EQ(made.due_on, day("2016-03-07"));  // the third day is a Saturday
  EXPECT_EQ(made.ground_rule, "elections.roll.decision");
  EXPECT_EQ(made.ground_article, "cwh-2010#14.2");
  EXPECT_EQ(made.county_id, village.county_id);
  EXPECT_EQ(made.state, State::open);
  EXPECT_EQ(house.read([&](db::Reader& reader) { return find(reader, made.id); }).due_on, made.due_on);
}

TEST_F(Obligations, ADaySetByAPersonIsNotMovedByAHoliday) {
  const auto county = house.at(Level::county);
  const auto ground = *house.rules.resolve("plan.supervise.answer", house.today(), {});
  const auto by = [&](const char* due) {
    return house.write([&](db::Transaction& tx) {
      return owe_by(tx, house.context(), House::duty(county.id, due), ground, day(due));
    });
  };
  EXPECT_EQ(by("2016-03-12")->due_on, day("2016-03-12"));  // a Saturday
  EXPECT_FALSE(by("2040-03-12")->provisional);
  EXPECT_EQ(code(by("2016-03-01")), "ok");
  EXPECT_EQ(code(by("2016-02-29")), "/due_on in_past");
}

TEST_F(Obligations, WarnAtFourFifthsAndEscalateOneLevelUpEachTime) {
  const auto village = house.at(Level::village);
  const Id id = owed(village.id, "a", 10).id;  // due on 2016-03-11, a Friday
  house.go_to(day("2016-03-08"));
  EXPECT_EQ(house.run().warned, 0);
  house.go_to(day("2016-03-09"));  // the eighth day of ten
  EXPECT_EQ(house.run().warned, 1);
  EXPECT_EQ(house.run().warned, 0);
  house.go_to(day("2016-03-11"));
  EXPECT_EQ(house.run().escalated, 0);
  house.go_to(day("2016-03-12"));
  EXPECT_EQ(house.run().escalated, 1);
  house.go_to(day("2016-03-21"));
  EXPECT_EQ(house.run().escalated, 0);
  house.go_to(day("2016-03-22"));  // ten days on
  EXPECT_EQ(house.run().escalated, 1);
  house.go_to(day("2016-12-31"));
  EXPECT_EQ(house.run().escalated, 1);  // the prefecture; nobody above it
  EXPECT_EQ(house.run().escalated, 0);

  const auto taken = steps_of(id);
  ASSERT_EQ(taken.size(), 4u);
  EXPECT_EQ(taken[0].to_unit_id, village.id);
  EXPECT_EQ(taken[1].to_unit_id, house.at(Level::township).id);
  EXPECT_EQ(taken[1].due_on, day("2016-03-12"));
  EXPECT_EQ(taken[2].to_unit_id, house.at(Level::county).id);
  EXPECT_EQ(taken[3].to_unit_id, house.at(Level::prefecture).id);
  EXPECT_EQ(taken[3].due_on, day("2016-04-01"));
  EXPECT_EQ(Date::of(taken[3].taken_at), day("2016-12-31"));
  EXPECT_EQ(taken[3].county_id, village.county_id);
  expect_sound();
}

TEST_F(Obligations, AfterALongStopEveryStepIsTakenOnce) {
  const Id id = owed(house.at(Level::village).id, "a", 10).id;
  house.go_to(day("2017-03-01"));
  const auto report = house.run();
  EXPECT_EQ(report.warned, 1);
  EXPECT_EQ(report.escalated, 3);
  EXPECT_EQ(steps_of(id).size(), 4u);
  EXPECT_EQ(house.run().escalated, 0);
}

TEST_F(Obligations, ThePrefectureItselfEscalatesToNobodyOnce) {
  const Id id = owed(house.at(Level::prefecture).id, "a", 5).id;
  house.go_to(day("2017-03-01"));
  house.run();
  const auto taken = steps_of(id);
  ASSERT_EQ(taken.size(), 2u);
  EXPECT_FALSE(taken[1].to_unit_id);
  expect_sound();
}

TEST_F(Obligations, SeveralAtOnceTakeEveryStepOnce) {
  for (int i = 0; i < 150; ++i) owed(house.at(Level::village).id, std::to_string(i), 1 + i % 20);
  house.go_to(day("2017-03-01"));
  // Another process: the same database, opened a second time.
  auto other = House::must(db::Database::open(db::location_of(*house.database)));
  RunReport reports[4];
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&, i] {
        auto context = house.context();
        const ModuleContext there{*other,           context.catalogue, context.clock, context.permissions,
                                  context.calendar, context.rules,     context.files, context.attachment_owners,
                                  context.vault};
        reports[i] = House::must(run_due(i % 2 ? there : context));
      });
    }
  }
  std::int64_t warned = 0, escalated = 0;
  for (const auto& each : reports) warned += each.warned, escalated += each.escalated;
  EXPECT_EQ(warned, 150);
  EXPECT_EQ(escalated, 450);
  expect_sound();
}

TEST_F(Obligations, APauseKeepsTheDaysThatAreLeft) {
  const Id id = owed(house.at(Level::village).id, "a", 10).id;
  house.go_to(day("2016-03-05"));  // three days have counted: 2, 3 and 4
  EXPECT_EQ(House::must(act(&pause, id)).days_left, 7);
  house.go_to(day("2016-06-01"));
  EXPECT_EQ(house.run().warned, 0);  // nothing runs meanwhile
  EXPECT_EQ(counted(house.at(Level::village), false).paused, 1);
  EXPECT_EQ(counted(house.at(Level::village), false).late, 0);
  const auto again = House::must(act(&resume, id));
  EXPECT_EQ(again.due_on, day("2016-06-07"));        // the seventh day, 1 June included
  EXPECT_EQ(again.next_step_on, day("2016-06-05"));  // the eighth of ten
  house.go_to(day("2016-06-08"));
  EXPECT_EQ(house.run().escalated, 1);
}

TEST_F(Obligations, APauseThatEndsOnItsDayChangesNothing) {
  for (const char* at : {"2016-03-01", "2016-03-05", "2016-03-11"}) {
    house.go_to(day("2016-03-01"));
    const auto made = owed(house.at(Level::village).id, at, 10);
    house.go_to(day(at));
    ASSERT_TRUE(act(&pause, made.id));
    EXPECT_EQ(House::must(act(&resume, made.id)).due_on, made.due_on) << at;
  }
}

TEST_F(Obligations, OnTimeUntilTheEndOfTheLastDay) {
  const auto county = house.at(Level::county);
  const Id in_time = owed(county.id, "a", 10).id, late = owed(county.id, "b", 9).id, never = owed(county.id, "c", 9).id;
  const Id dropped = owed(county.id, "d", 9).id, open = owed(county.id, "e", 30).id;
  ASSERT_TRUE(cancel_it(dropped));
  house.go_to(day("2016-03-11"));
  EXPECT_EQ(House::must(act(&fulfil, in_time)).on_time, true);
  EXPECT_EQ(House::must(act(&fulfil, late)).on_time, false);
  EXPECT_EQ(timely(county, "obligations.timely"), "1/2");
  house.run();
  EXPECT_EQ(timely(county, "obligations.timely"), "1/3");  // `never` was escalated
  const Id prefecture = house.at(Level::prefecture).id;
  const auto above = house.read([&](db::Reader& reader) { return measures::totals(reader, prefecture, "2016"); });
  ASSERT_EQ(above.size(), 1u);
  EXPECT_EQ(above[0].n, 1);
  EXPECT_EQ(above[0].d, 3);
  EXPECT_TRUE(cancel_it(never));
  EXPECT_EQ(timely(county, "obligations.timely"), "1/2");
  EXPECT_EQ(steps_of(open).size(), 0u);
  expect_sound();
}

TEST_F(Obligations, EveryLevelHasItsOwnFigure) {
  for (const Level level : {Level::prefecture, Level::township, Level::village})
    ASSERT_TRUE(act(&fulfil, owed(house.at(level).id, "a", 10).id));
  EXPECT_EQ(timely(house.at(Level::township), "obligations.timely.township"), "1/1");
  EXPECT_EQ(timely(house.at(Level::village), "obligations.timely.village"), "1/1");
  EXPECT_EQ(timely(house.at(Level::county), "obligations.timely"), "");
  const auto only = House::must(house.owe_it(house.at(Level::village).id, "b", 400));
  ASSERT_TRUE(act(&fulfil, only.id));
  EXPECT_EQ(timely(house.at(Level::village), "obligations.timely.village", "2017-Q2"), "1/1");
  expect_sound();
}

TEST_F(Obligations, StandOnTheDesksTheyBelongTo) {
  const auto village = house.at(Level::village), township = house.at(Level::township), county = house.at(Level::county);
  const Id late = owed(village.id, "late", 2).id, todo = owed(village.id, "todo", 60).id;
  const Id own = owed(township.id, "own", 70).id;
  house.go_to(day("2016-03-10"));
  house.run();
  const auto ids = [&](Filter filter) {
    std::vector<Id> all;
    for (const auto& each : listed(filter)) all.push_back(each.id);
    return all;
  };
  EXPECT_EQ(ids({.unit = village}), (std::vector{late, todo}));
  EXPECT_EQ(ids({.unit = village, .which = Which::late}), std::vector{late});
  EXPECT_EQ(ids({.unit = township}), std::vector{own});
  EXPECT_EQ(ids({.unit = township, .subtree = true}), (std::vector{late, todo, own}));
  EXPECT_EQ(ids({.unit = township, .which = Which::escalated}), std::vector{late});
  EXPECT_EQ(ids({.unit = county, .which = Which::escalated}), std::vector<Id>());
  EXPECT_EQ(ids({.unit = county, .subtree = true, .which = Which::late}), std::vector{late});
  EXPECT_EQ(ids({.unit = township, .subtree = true, .role = "county"}), std::vector<Id>());
  EXPECT_EQ(ids({.unit = township, .subtree = true, .role = "committee", .kind = "test.duty"}).size(), 3u);
  EXPECT_EQ(ids({.unit = township, .subtree = true, .limit = 1}), std::vector{late});
  const auto first = listed({.unit = township, .subtree = true, .limit = 1}).front();
  EXPECT_EQ(ids({.unit = township, .subtree = true, .after_due = first.due_on, .after_id = first.id}),
            (std::vector{todo, own}));
  EXPECT_TRUE(first.late);
  EXPECT_EQ(first.steps_taken, 2);
  EXPECT_EQ(first.unit_name, village.name);

  const Counts here = counted(township, true);
  EXPECT_EQ(here.open, 3);
  EXPECT_EQ(here.late, 1);
  EXPECT_EQ(here.warned, 0);
  EXPECT_EQ(here.escalated, 1);
  EXPECT_EQ(counted(township, false).open, 1);
  ASSERT_TRUE(act(&fulfil, late));
  EXPECT_EQ(ids({.unit = township, .which = Which::escalated}), std::vector<Id>());
  EXPECT_EQ(counted(township, true).escalated, 0);
  EXPECT_EQ(house.read([&](db::Reader& reader) { return about(reader, "test.thing", "todo"); }).front().id, todo);
}

TEST_F(Obligations, RefuseWhatCannotBe) {
  const auto village = house.at(Level::village);
  const Id id = owed(village.id, "a", 2).id;
  EXPECT_EQ(code(house.owe_it(village.id, "a", 5)), "already_owed");
  EXPECT_EQ(code(house.owe_it(Id::make(1), "b", 5)), "not_found");
  EXPECT_EQ(code(act(&resume, id)), "not_paused");
  ASSERT_TRUE(act(&pause, id));
  EXPECT_EQ(code(act(&pause, id)), "already_paused");
  ASSERT_TRUE(act(&resume, id));
  house.go_to(day("2016-04-01"));
  EXPECT_EQ(code(act(&pause, id)), "already_late");
  ASSERT_TRUE(act(&fulfil, id));
  for (const auto& outcome : {act(&fulfil, id), cancel_it(id), act(&pause, id), act(&resume, id)})
    EXPECT_EQ(code(outcome), "not_open");
  EXPECT_EQ(code(act(&fulfil, Id::make(1))), "not_found");
  EXPECT_EQ(code(house.owe_it(village.id, "a", 5)), "ok");  // again, now that the first is done
  ASSERT_TRUE(house.write([&](db::Transaction& tx) {
    return tx.execute("UPDATE unit SET withdrawn_on = $1 WHERE id = $2", day("2016-04-01"), village.id);
  }));
  EXPECT_EQ(code(house.owe_it(village.id, "c", 5)), "unit_withdrawn");
  const Id county = house.at(Level::county).id;
  const auto no_term = house.write([&](db::Transaction& tx) {
    return owe(tx, house.context(), House::duty(county, "d"),
               *house.rules.resolve("elections.term", house.today(), {}));
  });
  ASSERT_FALSE(no_term);
  EXPECT_EQ(no_term.error().kind, ErrorKind::internal);
}

TEST(ObligationCalendar, ProvisionalDaysAreCountedAgainWhenTheCalendarGrows) {
  const auto short_one = *calendar::Calendar::read("date,kind,name_zh\n2015-10-01,holiday,国庆节\n");
  House house(day("2016-09-28"), short_one);
  house.go_to(day("2016-09-28"));
  const auto made = House::must(house.owe_it(house.at(Level::village).id, "a", 5, DayUnit::working_day));
  EXPECT_EQ(made.due_on, day("2016-10-05"));  // National Day is not known yet
  EXPECT_EQ(made.next_step_on, day("2016-10-04"));
  EXPECT_TRUE(made.provisional);
  EXPECT_EQ(house.run().moved, 0);
  house.calendar = *calendar::Calendar::built_in();
  EXPECT_EQ(house.run().moved, 1);
  EXPECT_EQ(house.run().moved, 0);
  const auto now = house.read([&](db::Reader& reader) { return find(reader, made.id); });
  EXPECT_EQ(now.due_on, day("2016-10-10"));
  EXPECT_FALSE(now.provisional);
  EXPECT_EQ(now.next_step_on, day("2016-10-09"));  // the fourth working day, a Sunday made up
}

TEST(ObligationVerify, FindsWhatWasTamperedWith) {
  House house(day("2016-03-01"));
  const auto made = House::must(house.owe_it(house.at(Level::county).id, "a", 10));
  house.go_to(day("2016-04-01"));
  house.run();
  const auto faults_after = [&](std::string_view sql) {
    EXPECT_TRUE(house.write([&](db::Transaction& tx) { return tx.execute(sql); }));
    return house.read([&](db::Reader& reader) { return verify(reader, house.context()); }).size();
  };
  EXPECT_EQ(faults_after("UPDATE obligation SET role = 'other'"), 0u);
  EXPECT_EQ(faults_after("DELETE FROM obligation_step WHERE step = 0"), 1u);
  EXPECT_EQ(faults_after("UPDATE measure_value SET n = 1"), 2u);
  EXPECT_EQ(faults_after("DELETE FROM measure_value"), 2u);
  EXPECT_EQ(faults_after("UPDATE obligation SET due_on = '2016-03-12'"), 3u);
}

TEST(ObligationTree, TheCountyFollowsTheUnit) {
  House house(day("2016-03-01"));
  const auto village = house.at(Level::village);
  const auto made = House::must(house.owe_it(village.id, "a", 1));
  house.go_to(day("2016-04-01"));
  house.run();
  const Id other = house.unit(9).id;  // the second county
  EXPECT_EQ(house.unit(9).level, Level::county);
  ASSERT_TRUE(house.write([&](db::Transaction& tx) -> Result<void> {
    TRY(tx.execute("UPDATE unit SET county_id = $1 WHERE id = $2", other, village.id));
    return tree_changed(tx);
  }));
  EXPECT_EQ(house.read([&](db::Reader& reader) { return find(reader, made.id); }).county_id, other);
  EXPECT_EQ(house.read([&](db::Reader& reader) { return steps(reader, made.id); }).front().county_id, other);
}

}  // namespace
}  // namespace gulou::obligations
