// Random walks of the engine against a model that knows nothing of it: every day of a term counted one by one, every
// pause kept as the days it took, every step as a rule of thumb.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <random>
#include <sstream>

#include "spine/obligations/queries.h"
#include "spine/obligations/store.h"
#include "spine/obligations/test_house.h"

namespace gulou::obligations {
namespace {

using calendar::DayUnit;

// calendar-cn.csv until the end of a year: what was known in that year.
std::string notices_until(int year) {
  std::ifstream in(GULOU_SOURCE_DIR "/data/calendar-cn.csv");
  std::string line, out;
  std::getline(in, line);
  out = line + "\n";
  while (std::getline(in, line))
    if (std::stoi(line.substr(0, 4)) <= year) out += line + "\n";
  return out;
}

struct Item {
  Id id;
  units::Unit unit;
  Date event;
  std::int64_t term = 0;
  DayUnit counts = DayUnit::natural_day;
  bool fixed = false;
  std::vector<std::pair<Date, std::optional<Date>>> pauses;  // first day, and first day after
  State state = State::open;
  std::optional<bool> on_time;
  bool warned = false;
  int escalated = 0;

  bool is_paused() const { return !pauses.empty() && !pauses.back().second; }
  bool paused_on(Date day) const {
    for (const auto& [from, until] : pauses)
      if (day >= from && (!until || day < *until)) return true;
    return false;
  }
  // The n-th day that counts.
  Date nth(const calendar::Calendar& calendar, std::int64_t n) const {
    Date day = event;
    while (n > 0) {
      day = day.plus_days(1);
      if (!paused_on(day) && (counts == DayUnit::natural_day || calendar.is_working_day(day))) --n;
    }
    return day;
  }
  Date due(const calendar::Calendar& calendar) const {
    Date day = nth(calendar, term);
    while (paused_on(day) || (!fixed && !calendar.is_working_day(day))) day = day.plus_days(1);
    return day;
  }
  int most_escalations() const {
    return std::max(1, static_cast<int>(unit.level) - static_cast<int>(units::Level::prefecture));
  }
  void run(const calendar::Calendar& calendar, Date today) {
    if (state != State::open || is_paused()) return;
    if (today >= nth(calendar, (term * 4 + 4) / 5)) warned = true;
    while (warned && escalated < most_escalations() && today >= due(calendar).plus_days(1 + 10 * escalated))
      ++escalated;
  }
};

class Walk {
 public:
  explicit Walk(std::uint64_t seed)
      : random_(seed), house_(*Date::of(2016, 1, 4), *calendar::Calendar::read(notices_until(2016))) {
    house_.go_to(*Date::of(2016, 1, 4));
  }

  void go(int steps) {
    for (int i = 0; i < steps && !testing::Test::HasFatalFailure(); ++i) {
      // The notices of 2017 and later come in November 2016, while all that has passed is known.
      if (!grown_ && house_.today() >= *Date::of(2016, 11, 1)) grow();
      step();
      compare();
    }
    if (grown_) return;  // a walk that dawdled has not come so far
    house_.go_to(*Date::of(2016, 11, 1));
    grow();
    compare();
  }

 private:
  std::uint64_t below(std::uint64_t n) { return random_() % n; }

  void step() {
    switch (below(8)) {
      case 0:
      case 1:
        return owe_something();
      case 2:
        return on_one([&](db::Transaction& tx, Item& item) { return finish(tx, item); });
      case 3:
        return on_one([&](db::Transaction& tx, Item& item) { return drop(tx, item); });
      case 4:
        return on_one([&](db::Transaction& tx, Item& item) { return pause_or_resume(tx, item); });
      default:
        later(below(12) == 0 ? 40 : static_cast<int>(below(6)));
        run();
    }
  }

  void later(int days) { house_.go_to(house_.today().plus_days(days)); }

  void run() {
    house_.run();
    if (below(4) == 0) house_.run();  // once more does nothing
    for (Item& each : items_) each.run(house_.calendar, house_.today());
  }

  void grow() {
    house_.calendar = *calendar::Calendar::built_in();
    grown_ = true;
    run();
  }

  void owe_something() {
    Item item;
    item.unit = house_.unit(1 + below(house_.size() - 1));
    item.event = house_.today();
    item.term = static_cast<std::int64_t>(below(below(5) == 0 ? 400 : 25));
    item.counts = below(2) ? DayUnit::working_day : DayUnit::natural_day;
    item.fixed = below(4) == 0;
    if (item.fixed) item.counts = DayUnit::natural_day;
    const auto duty = House::duty(item.unit.id, std::to_string(items_.size()));
    const auto made = House::must(house_.write([&](db::Transaction& tx) {
      const auto rule = House::term(item.term, item.counts);
      if (item.fixed)
        return owe_by(tx, house_.context(), duty, rule, item.event.plus_days(static_cast<int>(item.term)));
      return owe(tx, house_.context(), duty, rule);
    }));
    item.id = made.id;
    items_.push_back(item);
  }

  // Does something to an item, also to one that is closed: engine and model agree on whether that may be.
  template <class F>
  void on_one(const F& act) {
    if (items_.empty()) return;
    Item& item = items_[below(items_.size())];
    std::string expected;
    const auto outcome = house_.write([&](db::Transaction& tx) -> Result<void> {
      Item tried = item;
      expected = "";
      const auto done = act(tx, tried);
      expected = done.second;
      if (!done.first) return fail(done.first.error());
      kept_ = tried;
      return {};
    });
    ASSERT_EQ(outcome ? "" : outcome.error().code, expected) << item.id.text();
    if (outcome) item = kept_;
  }

  using Done = std::pair<Result<Obligation>, std::string>;  // what the engine said, and what the model expects

  Done finish(db::Transaction& tx, Item& item) {
    const bool open = item.state == State::open;
    if (open) item.on_time = item.is_paused() || house_.today() <= item.due(house_.calendar);
    if (open) item.state = State::fulfilled;
    return {fulfil(tx, house_.context(), item.id), open ? "" : "not_open"};
  }

  Done drop(db::Transaction& tx, Item& item) {
    const bool open = item.state == State::open;
    item.state = State::cancelled;
    return {cancel(tx, house_.context(), item.id, "因故"), open ? "" : "not_open"};
  }

  Done pause_or_resume(db::Transaction& tx, Item& item) {
    if (item.state != State::open) return {pause(tx, house_.context(), item.id), "not_open"};
    if (item.is_paused()) {
      item.pauses.back().second = house_.today();
      return {resume(tx, house_.context(), item.id), ""};
    }
    const bool late = house_.today() > item.due(house_.calendar);
    item.pauses.emplace_back(house_.today(), std::nullopt);
    return {pause(tx, house_.context(), item.id), late ? "already_late" : ""};
  }

  void compare() {
    std::map<std::pair<Id, std::string>, std::pair<std::int64_t, std::int64_t>> figures;
    house_.read([&](db::Reader& reader) -> Result<int> {
      for (const Item& each : items_) {
        const Obligation row = TRY(find(reader, each.id));
        compare_row(row, each);
        EXPECT_EQ(TRY(steps(reader, each.id)).size(), (each.warned ? 1u : 0u) + static_cast<unsigned>(each.escalated));
        if (each.unit.level != units::Level::county) continue;
        if (each.state == State::cancelled || (each.state == State::open && each.escalated == 0)) continue;
        const auto quarter = std::to_string(row.due_on.year()) + "-Q" + std::to_string((row.due_on.month() + 2) / 3);
        auto& [n, d] = figures[{each.unit.id, quarter}];
        n += each.on_time.value_or(false);
        d += 1;
      }
      for (const auto& [key, figure] : figures) {
        const auto stored = TRY(measures::value(reader, "obligations.timely", key.first, key.second));
        EXPECT_TRUE(stored) << key.second;
        if (stored) {
          EXPECT_EQ(std::pair(stored->n, stored->d.value_or(-1)), figure) << key.second;
        }
      }
      const auto faults = TRY(verify(reader, house_.context()));
      EXPECT_TRUE(faults.empty()) << (faults.empty() ? "" : faults.front());
      return 0;
    });
    if (testing::Test::HasNonfatalFailure()) FAIL() << "on " << house_.today().text();
  }

  void compare_row(const Obligation& row, const Item& item) {
    EXPECT_EQ(row.state, item.state);
    EXPECT_EQ(row.on_time, item.on_time);
    EXPECT_EQ(row.paused_on.has_value(), item.state == State::open && item.is_paused());
    if (item.state == State::open && !item.is_paused()) {
      EXPECT_EQ(row.due_on, item.due(house_.calendar))
          << item.event.text() << " + " << item.term << " " << name_of(item.counts) << ", " << item.pauses.size()
          << " pauses";
    }
  }

  std::mt19937_64 random_;
  House house_;
  std::vector<Item> items_;
  Item kept_;
  bool grown_ = false;
};

TEST(ObligationWalk, TheEngineDoesWhatTheModelDoes) {
  const char* given = std::getenv("GULOU_SEED");
  const auto base = given ? std::strtoull(given, nullptr, 10) : std::random_device()();
  for (std::uint64_t round = 0; round < 3; ++round) {
    SCOPED_TRACE("GULOU_SEED=" + std::to_string(base) + " round " + std::to_string(round));
    Walk(base + round).go(250);
    if (testing::Test::HasFailure()) return;
  }
}

}  // namespace
}  // namespace gulou::obligations
