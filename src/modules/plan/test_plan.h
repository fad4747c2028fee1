// For tests of plan: a database with the real tree and the real plan of 2016.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <memory>
#include <sstream>
#include <string>

#include "db/testing.h"
#include "modules/plan/demo.h"
#include "modules/plan/document.h"
#include "modules/plan/measures.h"
#include "modules/plan/standing.h"
#include "modules/plan/store.h"
#include "spine/access/store.h"
#include "spine/journal/journal.h"
#include "spine/measures/store.h"
#include "spine/settings/settings.h"
#include "spine/units/division_import.h"
#include "spine/units/queries.h"
#include "spine/units/store.h"

namespace gulou::plan {

class TestPlan {
 public:
  TestPlan() : catalogue(*measures::Catalogue::make(declared_measures())), database(db::open_test_database()) {
    auto all = units::migrations();
    for (const auto& more :
         {journal::migrations(), settings::migrations(), access::migrations(), measures::migrations(), migrations()})
      all.insert(all.end(), more.begin(), more.end());
    must(database->migrate(all));
    const auto source = must(units::read_divisions(GULOU_SOURCE_DIR "/data/divisions-qiandongnan.csv"));
    must(database->write([&](db::Transaction& tx) {
      return units::import_divisions(tx, clock, source, {.valid_from = *Date::of(2015, 1, 1)});
    }));
    std::ifstream in(GULOU_SOURCE_DIR "/data/plans/2016.json");
    std::stringstream text;
    text << in.rdbuf();
    document = must(read_document(text.str(), catalogue));
  }

  template <class T>
  static T must(Result<T> result) {
    EXPECT_TRUE(result) << describe_error(result.error()) << result.error().internal.value;
    if (!result) std::abort();  // nothing after this could mean anything
    return std::move(*result);
  }

  Result<ImportReport> import(const PlanDocument& plan) {
    return database->write([&](db::Transaction& tx) { return import_plan(tx, clock, plan); });
  }
  Plan load() {
    return must(database->read([](db::Reader& reader) { return plan::load(reader, 2016); }));
  }
  DemoReport add_demo() {
    must(import(document));
    return must(database->write([&](db::Transaction& tx) -> Result<DemoReport> {
      return load_demo(tx, clock, catalogue, TRY(plan::load(tx, 2016)));
    }));
  }
  units::UnitSummary unit(std::string_view code) {
    return must(database->read([&](db::Reader& reader) { return units::by_code(reader, code); }));
  }
  void record(const std::string& measure, std::string_view code, std::int64_t n, std::int64_t d) {
    const measures::Value value{
        .measure = measure, .unit_id = unit(code).id, .period = "2016", .n = n, .d = d, .source = "test"};
    auto stored = database->write([&](db::Transaction& tx) { return measures::record(tx, catalogue, clock, value); });
    EXPECT_TRUE(stored) << describe_error(stored.error());
  }
  Scoreboard board(std::string_view code) {
    return must(database->read([&](db::Reader& reader) -> Result<Scoreboard> {
      const Plan plan = TRY(plan::load(reader, 2016));
      const AsOf day = TRY(as_of(reader, clock));
      return scoreboard(reader, catalogue, plan, TRY(units::by_code(reader, code)), day);
    }));
  }
  ClauseStanding standing(std::string_view clause, std::string_view code) {
    return must(database->read([&](db::Reader& reader) -> Result<ClauseStanding> {
      const Plan plan = TRY(plan::load(reader, 2016));
      const AsOf day = TRY(as_of(reader, clock));
      return clause_standing(reader, catalogue, plan, clause, TRY(units::by_code(reader, code)), day);
    }));
  }

  FixedClock clock{*Date::of(2016, 7, 1)};
  measures::Catalogue catalogue;
  std::unique_ptr<db::Database> database;
  PlanDocument document;
};

// The state of a clause at a child, by the child's code.
inline State state_of(const ClauseLine& line, const std::vector<UnitRef>& children, std::string_view code) {
  for (std::size_t i = 0; i < children.size(); ++i)
    if (children[i].code == code) return line.cells.at(i).state;
  ADD_FAILURE() << "no child " << code;
  return State::not_measured;
}

}  // namespace gulou::plan
