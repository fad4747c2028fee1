// The incremental totals against a slow, obvious sum over random trees and random updates, and every refusal.
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <random>

#include "db/testing.h"
#include "spine/measures/store.h"
#include "spine/units/queries.h"
#include "spine/units/store.h"

namespace gulou::measures {
namespace {

using units::Level;

std::vector<Measure> test_measures() {
  const auto share = [](std::string code, Level level, PeriodKind period, Aggregate aggregate) {
    return Measure{code, "甲", "a", "子", "n", "母", "d", level, period, aggregate};
  };
  return {
      share("test.year", Level::village, PeriodKind::year, Aggregate::stock),
      share("test.quarter", Level::village, PeriodKind::quarter, Aggregate::flow),
      share("test.month", Level::village, PeriodKind::month, Aggregate::stock),
      share("test.county", Level::county, PeriodKind::year, Aggregate::flow),
      Measure{"test.count", "数", "count", "个", "things", "", "", Level::village, PeriodKind::month, Aggregate::flow}};
}

const Catalogue& catalogue() {
  static const Catalogue made = *Catalogue::make(test_measures());
  return made;
}

// A tree of units in a fresh database.
class Tree {
 public:
  Tree() : database(db::open_test_database()) {
    auto all = units::migrations();
    for (const auto& each : migrations()) all.push_back(each);
    const auto applied = database->migrate(all);
    EXPECT_TRUE(applied) << describe_error(applied.error()) << applied.error().internal.value;
  }

  const units::Unit& add(const units::Unit* parent) {
    units::Unit unit;
    unit.id = Id::make(static_cast<std::int64_t>(1'450'000'000'000 + made.size()));
    unit.level = parent ? static_cast<Level>(static_cast<int>(parent->level) + 1) : Level::province;
    unit.name = "单位" + std::to_string(made.size());
    unit.path = (parent ? parent->path : "") + units::path_segment_of(static_cast<std::int64_t>(made.size()));
    if (parent) unit.parent_id = parent->id;
    if (parent) unit.county_id = parent->county_id;
    if (unit.level == Level::county) unit.county_id = unit.id;
    made.push_back(std::make_unique<units::Unit>(unit));
    return *made.back();
  }

  void add_children(const units::Unit& parent, std::mt19937_64& random) {
    if (parent.level == Level::village) return;
    const std::uint64_t count = parent.level < Level::county ? 1 + random() % 2 : random() % 4;
    for (std::uint64_t i = 0; i < count; ++i) add_children(add(&parent), random);
  }

  void store() {
    const auto stored = database->write([&](db::Transaction& tx) -> Result<void> {
      for (const auto& unit : made) TRY(tx.insert(units::unit_table, *unit));
      return {};
    });
    ASSERT_TRUE(stored) << describe_error(stored.error()) << stored.error().internal.value;
  }

  // One unit of each level, the village last.
  void store_one_line() {
    const units::Unit* above = nullptr;
    for (int level = 0; level <= static_cast<int>(Level::village); ++level) above = &add(above);
    store();
  }
  const units::Unit& at(Level level) const { return *made[static_cast<std::size_t>(level)]; }

  std::unique_ptr<db::Database> database;
  std::vector<std::unique_ptr<units::Unit>> made;
};

// What was recorded, and the slow way to sum it.
struct Book {
  using Key = std::tuple<Id, std::string, std::string>;  // unit, measure, period
  std::map<Key, std::pair<std::int64_t, std::int64_t>> values;

  // Everything that `unit` itself reported within a period, summed or the latest.
  bool of_unit(const Id& unit, const Measure& measure, const std::string& period, Total& sum) const {
    std::int64_t n = 0, d = 0;
    bool any = false;
    for (const auto& [key, value] : values) {  // in the order of periods
      const auto& [id, code, its_period] = key;
      if (id != unit || code != measure.code || !Period::parse(period)->contains(*Period::parse(its_period))) continue;
      any = true;
      if (measure.aggregate == Aggregate::stock) n = d = 0;
      n += value.first;
      d += value.second;
    }
    sum.n += n;
    sum.d += d;
    sum.reported += any;
    return any;
  }
};

std::uint64_t seed() {
  if (const char* given = std::getenv("GULOU_SEED")) return std::strtoull(given, nullptr, 10);
  return std::random_device()();
}

std::string random_period(PeriodKind kind, std::mt19937_64& random) {
  const std::string year = random() % 4 ? "2016" : "2017";
  switch (kind) {
    case PeriodKind::year:
      return year;
    case PeriodKind::quarter:
      return year + "-Q" + std::to_string(1 + random() % 4);
    case PeriodKind::month:
      return year + (random() % 2 ? "-0" + std::to_string(1 + random() % 9) : "-1" + std::to_string(random() % 3));
  }
  return year;
}

Value random_value(const Tree& tree, std::mt19937_64& random) {
  const Measure& measure = catalogue().all()[random() % catalogue().all().size()];
  const units::Unit* unit = nullptr;
  while (!unit || unit->level != measure.level) unit = tree.made[random() % tree.made.size()].get();
  Value value{
      .measure = measure.code, .unit_id = unit->id, .period = random_period(measure.period, random), .source = "test"};
  if (measure.is_share()) value.d = static_cast<std::int64_t>(random() % 50);
  value.n = static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(value.d.value_or(50) + 1));
  return value;
}

void expect_totals_of_book(Tree& tree, const Book& book) {
  for (const auto& unit : tree.made) {
    for (const std::string period : {"2016", "2017", "2016-Q3", "2016-Q1", "2016-07"}) {
      std::vector<Total> expected;
      for (const Measure& measure : catalogue().all()) {
        Total total{unit->id, period, measure.code};
        for (const auto& below : tree.made)
          if (below->path.starts_with(unit->path)) book.of_unit(below->id, measure, period, total);
        if (total.reported > 0) expected.push_back(total);
      }
      const auto stored = tree.database->read([&](db::Reader& reader) { return totals(reader, unit->id, period); });
      ASSERT_TRUE(stored);
      ASSERT_EQ(*stored, expected) << unit->name << " " << period;
    }
  }
}

// The history of a unit with history ends with its totals.
void expect_history_ends_with_totals(Tree& tree) {
  for (const auto& unit : tree.made) {
    const auto days = tree.database->read([&](db::Reader& reader) { return history(reader, unit->id, "2016"); });
    const auto now = tree.database->read([&](db::Reader& reader) { return totals(reader, unit->id, "2016"); });
    ASSERT_TRUE(days && now);
    if (unit->level > Level::county) {
      ASSERT_TRUE(days->empty());
      continue;
    }
    std::map<std::string, Total> last;
    for (const Daily& day : *days)
      last[day.measure] = {day.unit_id, day.period, day.measure, day.n, day.d, day.reported};
    std::erase_if(last, [](const auto& each) { return each.second.reported == 0; });
    std::vector<Total> from_history;
    for (const auto& [code, total] : last) from_history.push_back(total);
    ASSERT_EQ(from_history, *now) << unit->name;
  }
}

TEST(Measures, IncrementalTotalsAreWhatTheSlowSumSays) {
  const std::uint64_t base = seed();
  for (std::uint64_t round = 0; round < 4; ++round) {
    SCOPED_TRACE("GULOU_SEED=" + std::to_string(base) + " round " + std::to_string(round));
    std::mt19937_64 random(base + round);
    Tree tree;
    const auto& province = tree.add(nullptr);
    tree.add_children(province, random);
    const auto& county = tree.add(&tree.add(&province));  // there is always one village
    tree.add(&tree.add(&county));
    tree.store();
    Book book;
    FixedClock clock(*Date::of(2016, 3, 1));
    for (int batch = 0; batch < 6; ++batch) {
      clock.set(Date::of(clock.now()).plus_days(static_cast<int>(random() % 3)).start());
      std::vector<Value> values(1 + random() % 25);
      for (Value& each : values) each = random_value(tree, random);
      std::optional<Book::Key> back;
      if (!book.values.empty())
        back = std::next(book.values.begin(), static_cast<long>(random() % book.values.size()))->first;
      const auto stored = tree.database->write([&](db::Transaction& tx) -> Result<void> {
        if (back) TRY(retract(tx, catalogue(), clock, std::get<1>(*back), std::get<0>(*back), std::get<2>(*back)));
        return record_many(tx, catalogue(), clock, values);
      });
      ASSERT_TRUE(stored) << describe_error(stored.error()) << stored.error().internal.value;
      if (back) book.values.erase(*back);
      for (const Value& each : values)
        book.values[{each.unit_id, each.measure, each.period}] = {each.n, each.d.value_or(0)};
      expect_totals_of_book(tree, book);
      expect_history_ends_with_totals(tree);
      const auto differences = tree.database->read([](db::Reader& reader) { return verify(reader, catalogue()); });
      ASSERT_TRUE(differences);
      ASSERT_TRUE(differences->empty());
      if (testing::Test::HasFatalFailure()) return;
    }
  }
}

TEST(Measures, VerifyFindsWhatIsWrongAndRebuildPutsItRight) {
  Tree tree;
  tree.store_one_line();
  const FixedClock clock(*Date::of(2016, 5, 1));
  const Value value{.measure = "test.year",
                    .unit_id = tree.at(Level::village).id,
                    .period = "2016",
                    .n = 2,
                    .d = 3,
                    .source = "test"};
  const auto rebuilt = tree.database->write([&](db::Transaction& tx) -> Result<std::int64_t> {
    TRY(record(tx, catalogue(), clock, value));
    TRY(tx.execute("UPDATE measure_total SET n = n + 1 WHERE unit_id = $1", tree.at(Level::county).id));
    TRY(tx.execute("DELETE FROM measure_total WHERE unit_id = $1", tree.at(Level::township).id));
    TRY(tx.execute("INSERT INTO measure_total (unit_id, period, measure, n, d, reported) VALUES ($1, $2, $3, 1, 1, 1)",
                   tree.at(Level::village).id, "2015", "test.year"));
    const auto differences = TRY(verify(tx, catalogue()));
    EXPECT_EQ(differences.size(), 3u);
    return rebuild(tx, catalogue(), clock);
  });
  ASSERT_TRUE(rebuilt) << describe_error(rebuilt.error()) << rebuilt.error().internal.value;
  EXPECT_EQ(*rebuilt, 3);
  const auto left = tree.database->read([](db::Reader& reader) { return verify(reader, catalogue()); });
  EXPECT_TRUE(left && left->empty());
}

TEST(Measures, TotalsFollowAUnitThatMovedOnceRebuilt) {
  Tree tree;
  tree.store_one_line();
  const auto& other = tree.add(&tree.at(Level::prefecture));
  const FixedClock clock(*Date::of(2016, 5, 1));
  const Value value{.measure = "test.year",
                    .unit_id = tree.at(Level::village).id,
                    .period = "2016",
                    .n = 2,
                    .d = 3,
                    .source = "test"};
  const auto moved = tree.database->write([&](db::Transaction& tx) -> Result<std::int64_t> {
    TRY(tx.insert(units::unit_table, other));
    TRY(record(tx, catalogue(), clock, value));
    const auto& township = tree.at(Level::township);
    const std::string path = other.path + township.path.substr(other.path.size());
    TRY(tx.execute("UPDATE unit SET parent_id = $1, path = $2 WHERE id = $3", other.id, path, township.id));
    TRY(tx.execute("UPDATE unit SET path = $1 WHERE id = $2", path + tree.at(Level::village).path.substr(path.size()),
                   tree.at(Level::village).id));
    return rebuild(tx, catalogue(), clock);
  });
  ASSERT_TRUE(moved) << describe_error(moved.error()) << moved.error().internal.value;
  EXPECT_EQ(*moved, 2);  // gone from one county, come to the other
  const auto now = tree.database->read([&](db::Reader& reader) { return totals(reader, other.id, "2016"); });
  ASSERT_TRUE(now && now->size() == 1);
  EXPECT_EQ(now->front(), (Total{other.id, "2016", "test.year", 2, 3, 1}));
}

TEST(Measures, AnswersAllChildrenAtOnceAndAsTheyStoodOnADay) {
  Tree tree;
  tree.store_one_line();
  const Id county = tree.at(Level::county).id;
  Value value{.measure = "test.year",
              .unit_id = tree.at(Level::village).id,
              .period = "2016",
              .n = 1,
              .d = 3,
              .source = "test"};
  const auto stored = tree.database->write([&](db::Transaction& tx) -> Result<void> {
    TRY(record(tx, catalogue(), FixedClock(*Date::of(2016, 5, 1)), value));
    value.n = 3;
    TRY(record(tx, catalogue(), FixedClock(*Date::of(2016, 5, 9)), value));
    return {};
  });
  ASSERT_TRUE(stored);
  const Id parent = tree.at(Level::prefecture).id;
  const auto now = tree.database->read([&](db::Reader& reader) { return totals_of_children(reader, parent, "2016"); });
  ASSERT_TRUE(now && now->size() == 1);
  EXPECT_EQ(now->front(), (Total{county, "2016", "test.year", 3, 3, 1}));
  const auto on = [&](Date day) {
    const auto rows =
        tree.database->read([&](db::Reader& reader) { return totals_of_children_on(reader, parent, "2016", day); });
    return !rows || rows->empty() ? std::int64_t{-1} : rows->front().n;
  };
  EXPECT_EQ(on(*Date::of(2016, 4, 30)), -1);
  EXPECT_EQ(on(*Date::of(2016, 5, 1)), 1);
  EXPECT_EQ(on(*Date::of(2016, 5, 8)), 1);
  EXPECT_EQ(on(*Date::of(2016, 5, 9)), 3);
}

struct Refusal {
  Value value;
  std::string pointer;
  std::string rule;
};

TEST(Measures, RefusesEveryFaultByFieldAndStoresNothing) {
  Tree tree;
  tree.store_one_line();
  const Id village = tree.at(Level::village).id;
  const Id county = tree.at(Level::county).id;
  const Value good{.measure = "test.year", .unit_id = village, .period = "2016", .n = 1, .d = 2, .source = "test"};
  const auto with = [&](auto change) {
    Value value = good;
    change(value);
    return value;
  };
  const std::vector<Refusal> refusals = {
      {with([](Value& v) { v.measure = "no.such"; }), "/1/measure", "unknown_measure"},
      {with([](Value& v) { v.unit_id = Id::make(1); }), "/1/unit", "unknown_unit"},
      {with([&](Value& v) { v.unit_id = county; }), "/1/unit", "wrong_level"},
      {with([](Value& v) { v.period = "2016-13"; }), "/1/period", "format:period"},
      {with([](Value& v) { v.period = "2016-07"; }), "/1/period", "wrong_period"},
      {with([](Value& v) { v.n = -1; }), "/1/n", "out_of_range"},
      {with([](Value& v) { v.n = 3; }), "/1/n", "out_of_range"},
      {with([](Value& v) { v.d = greatest_figure + 1; }), "/1/d", "out_of_range"},
      {with([](Value& v) { v.d.reset(); }), "/1/d", "required"},
      {with([](Value& v) { v.measure = "test.count", v.period = "2016-07"; }), "/1/d", "not_a_share"},
  };
  const FixedClock clock(*Date::of(2016, 5, 1));
  for (const Refusal& each : refusals) {
    const std::vector<Value> values = {good, each.value};
    const auto stored =
        tree.database->write([&](db::Transaction& tx) { return record_many(tx, catalogue(), clock, values); });
    ASSERT_FALSE(stored) << each.pointer << each.rule;
    EXPECT_EQ(stored.error().code, "invalid_fields");
    ASSERT_EQ(stored.error().fields.size(), 1u) << describe_error(stored.error());
    EXPECT_EQ(stored.error().fields[0].pointer, each.pointer);
    EXPECT_EQ(stored.error().fields[0].rule, each.rule);
  }
  const auto none =
      tree.database->read([&](db::Reader& reader) { return value(reader, "test.year", village, "2016"); });
  EXPECT_TRUE(none && !none->has_value());
}

TEST(Measures, AcceptsTheBoundariesAndTouchesItsTopic) {
  Tree tree;
  tree.store_one_line();
  const Id village = tree.at(Level::village).id;
  const auto before = tree.database->version(db::Topic::measures);
  const std::vector<Value> values = {
      {.measure = "test.year", .unit_id = village, .period = "2016", .n = 0, .d = 0, .source = "test"},
      {.measure = "test.quarter",
       .unit_id = village,
       .period = "2016-Q1",
       .n = greatest_figure,
       .d = greatest_figure,
       .source = "test",
       .is_demo = true}};
  const FixedClock clock(*Date::of(2016, 5, 1));
  const auto stored =
      tree.database->write([&](db::Transaction& tx) { return record_many(tx, catalogue(), clock, values); });
  ASSERT_TRUE(stored) << describe_error(stored.error());
  EXPECT_GT(tree.database->version(db::Topic::measures), before);
  const auto row =
      tree.database->read([&](db::Reader& reader) { return value(reader, "test.quarter", village, "2016-Q1"); });
  ASSERT_TRUE(row && *row);
  EXPECT_EQ((*row)->n, greatest_figure);
  EXPECT_EQ((*row)->county_id, tree.at(Level::county).id);
  EXPECT_TRUE((*row)->is_demo);
  const auto real = tree.database->read([](db::Reader& reader) { return has_real_values(reader); });
  EXPECT_TRUE(real && *real);
}

TEST(Measures, ARetractedValueLeavesNoTotal) {
  Tree tree;
  tree.store_one_line();
  const Id village = tree.at(Level::village).id;
  const FixedClock clock(*Date::of(2016, 5, 1));
  const auto stored = tree.database->write([&](db::Transaction& tx) -> Result<void> {
    TRY(record(tx, catalogue(), clock,
               {.measure = "test.year", .unit_id = village, .period = "2016", .n = 1, .d = 1, .source = "test"}));
    TRY(retract(tx, catalogue(), clock, "test.year", village, "2016"));
    const auto again = retract(tx, catalogue(), clock, "test.year", village, "2016");
    EXPECT_FALSE(again);
    return {};
  });
  ASSERT_TRUE(stored);
  const auto now =
      tree.database->read([&](db::Reader& reader) { return totals(reader, tree.at(Level::province).id, "2016"); });
  EXPECT_TRUE(now && now->empty());
}

TEST(Measures, ACatalogueRefusesTwoOfOneCodeAndAMissingLanguage) {
  auto twice = test_measures();
  twice.push_back(twice.front());
  EXPECT_FALSE(Catalogue::make(twice));
  auto mute = test_measures();
  mute.front().d_en.clear();
  EXPECT_FALSE(Catalogue::make(mute));
  EXPECT_EQ(catalogue().find("test.nothing"), nullptr);
  EXPECT_EQ(catalogue().find("test.month")->code, "test.month");
}

}  // namespace
}  // namespace gulou::measures
