// For tests: a small tree in a fresh database, with all that the engine needs.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "db/testing.h"
#include "spine/journal/journal.h"
#include "spine/measures/store.h"
#include "spine/obligations/obligations.h"
#include "spine/obligations/run.h"
#include "spine/obligations/timeliness.h"
#include "spine/settings/settings.h"
#include "spine/units/queries.h"
#include "spine/units/store.h"

namespace gulou::obligations {

// Province, prefecture, two counties; each county has two townships, each of these two villages.
class House {
 public:
  explicit House(Date today, calendar::Calendar its_calendar = *calendar::Calendar::built_in())
      : clock(today), calendar(std::move(its_calendar)), database(db::open_test_database()) {
    std::vector<db::Migration> all;
    for (const auto& part :
         {journal::migrations(), settings::migrations(), units::migrations(), measures::migrations(), migrations()})
      all.insert(all.end(), part.begin(), part.end());
    const auto applied = database->migrate(all);
    EXPECT_TRUE(applied) << describe_error(applied.error()) << applied.error().internal.value;
    const Id province = add(nullptr, "贵州省");
    const Id prefecture = add(&province, "黔东南州");
    for (int county = 0; county < 2; ++county) {
      const Id its_id = add(&prefecture, "县" + std::to_string(county));
      for (int township = 0; township < 2; ++township) {
        const Id below = add(&its_id, "镇" + std::to_string(township));
        for (int village = 0; village < 2; ++village) add(&below, "村" + std::to_string(village));
      }
    }
  }

  ModuleContext context() {
    return {*database, catalogue, clock, permissions, calendar, rules, files, attachment_owners, *vault};
  }
  const units::Unit& unit(std::size_t index) const { return units_.at(index); }
  std::size_t size() const { return units_.size(); }
  // The first of a level: 0 province, 1 prefecture, 2 county, 3 township, 4 village.
  units::UnitSummary at(units::Level level) {
    for (const auto& each : units_)
      if (each.level == level) return summary(each.id);
    ADD_FAILURE() << "no unit of that level";
    return {};
  }
  units::UnitSummary summary(const Id& id) {
    return must(database->read([&](db::Reader& reader) { return units::by_id(reader, id); }));
  }

  void go_to(Date day) { clock.set(Instant(day.start().ms() + 9 * 3'600'000)); }
  Date today() const { return clock.today(); }

  template <class F>
  auto read(F&& f) {
    return must(database->read(std::forward<F>(f)));
  }
  template <class F>
  auto write(F&& f) {
    return database->write(std::forward<F>(f));
  }
  template <class T>
  static T must(Result<T> result) {
    EXPECT_TRUE(result) << describe_error(result.error()) << result.error().internal.value;
    if (!result) std::abort();  // nothing after this could mean anything
    return std::move(*result);
  }

  // A term of so many days, as a rule gives it.
  static rules::Resolved term(std::int64_t days, calendar::DayUnit unit) {
    rules::Resolved rule;
    rule.id = "test.term";
    rule.kind = rules::RuleKind::days;
    rule.unit = unit == calendar::DayUnit::working_day ? rules::Unit::working_day : rules::Unit::natural_day;
    rule.value.number = days;
    rule.article = "test-2016#1";
    return rule;
  }
  static NewObligation duty(const Id& unit_id, std::string object) {
    return {unit_id, "committee", "test.duty", "test.thing", std::move(object), "办一件事"};
  }
  Result<Obligation> owe_it(const Id& unit_id, std::string object, std::int64_t days,
                            calendar::DayUnit unit = calendar::DayUnit::natural_day) {
    return write([&](db::Transaction& tx) { return owe(tx, context(), duty(unit_id, object), term(days, unit)); });
  }
  RunReport run() { return must(run_due(context())); }

  FixedClock clock;
  access::PermissionTable permissions;
  calendar::Calendar calendar;
  documents::FileStore files{""};
  documents::AttachmentOwners attachment_owners;
  std::unique_ptr<vault::Vault> vault = vault::Vault::in_memory();
  rules::Library rules = *rules::Library::built_in();
  measures::Catalogue catalogue = *measures::Catalogue::make(declared_measures());
  std::unique_ptr<db::Database> database;

 private:
  Id add(const Id* parent_id, std::string name) {
    units::Unit unit;
    unit.id = Id::make(static_cast<std::int64_t>(1'450'000'000'000 + units_.size()));
    unit.name = std::move(name);
    for (const auto& each : units_) {
      if (!parent_id || each.id != *parent_id) continue;
      unit.parent_id = each.id;
      unit.level = static_cast<units::Level>(static_cast<int>(each.level) + 1);
      unit.path = each.path;
      unit.county_id = each.county_id;
    }
    if (unit.level == units::Level::county) unit.county_id = unit.id;
    unit.path += units::path_segment_of(static_cast<std::int64_t>(units_.size()));
    const auto stored = database->write([&](db::Transaction& tx) { return tx.insert(units::unit_table, unit); });
    EXPECT_TRUE(stored) << describe_error(stored.error()) << stored.error().internal.value;
    units_.push_back(unit);
    return unit.id;
  }

  std::vector<units::Unit> units_;
};

}  // namespace gulou::obligations
