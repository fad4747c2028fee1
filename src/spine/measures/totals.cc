// A figure of one village changes the totals of five units. One statement for all of them costs hardly more than one
// for each would, and the writer's time is what bounds the number of writes per second.
#include "spine/measures/totals.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <vector>

namespace gulou::measures {
namespace {

// Nine levels make a line of at most nine units; a bulk of values comes in statements of this size too.
constexpr std::size_t units_per_statement = 9;

struct UnitChange {
  Id unit_id;
  Share share;
};

// "$3, $4, $5" for first = 3, count = 3.
std::string parameters(std::size_t first, std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += fmt::format("{}${}", i == 0 ? "" : ", ", first + i);
  return out;
}

// The text of a statement for 1, 2, … units, made once.
class StatementByCount {
 public:
  explicit StatementByCount(std::string (*make)(std::size_t count)) {
    for (std::size_t count = 1; count <= units_per_statement; ++count) texts_.push_back(make(count));
  }
  const std::string& operator()(std::size_t count) const { return texts_[count - 1]; }

 private:
  std::vector<std::string> texts_;
};

std::string add_statement(std::size_t count) {
  std::string rows;
  for (std::size_t i = 0; i < count; ++i)
    rows += fmt::format("{}(${}, $1, $2, {})", i == 0 ? "" : ", ", 3 + 4 * i, parameters(4 + 4 * i, 3));
  return "INSERT INTO measure_total (unit_id, period, measure, n, d, reported) VALUES " + rows +
         " ON CONFLICT (unit_id, period, measure) DO UPDATE SET n = measure_total.n + excluded.n, "
         "d = measure_total.d + excluded.d, reported = measure_total.reported + excluded.reported";
}

std::string keep_day_statement(std::size_t count) {
  return "INSERT INTO measure_daily (unit_id, measure, period, on_date, n, d, reported) "
         "SELECT unit_id, measure, period, $3, n, d, reported FROM measure_total "
         "WHERE period = $1 AND measure = $2 AND unit_id IN (" +
         parameters(4, count) +
         ") ON CONFLICT (unit_id, period, measure, on_date) "
         "DO UPDATE SET n = excluded.n, d = excluded.d, reported = excluded.reported";
}

std::string drop_empty_statement(std::size_t count) {
  return "DELETE FROM measure_total WHERE period = $1 AND measure = $2 AND reported = 0 AND unit_id IN (" +
         parameters(3, count) + ")";
}

// Runs a statement for all of `items`, as many at a time as it takes; `append` adds one item's parameters.
template <class Item, class Append>
Result<void> run(db::Transaction& tx, const StatementByCount& statement, const std::vector<db::Value>& before,
                 std::span<const Item> items, const Append& append) {
  while (!items.empty()) {
    const auto chunk = items.first(std::min(items.size(), units_per_statement));
    auto args = before;
    for (const Item& each : chunk) append(args, each);
    TRY(tx.execute_list(statement(chunk.size()), args));
    items = items.subspan(chunk.size());
  }
  return {};
}

void append_id(std::vector<db::Value>& args, const Id& id) { args.push_back(db::to_value(id)); }

}  // namespace

void TotalChanges::add(const Id& unit_id, units::Level level, const std::string& measure, const std::string& period,
                       const Share& change) {
  if (change == Share{}) return;
  Change& sum = changes_[{period, measure}][unit_id];
  sum.level = level;
  sum.share += change;
}

Result<void> TotalChanges::write(db::Transaction& tx, Date today) {
  static const StatementByCount add(&add_statement);
  static const StatementByCount keep_day(&keep_day_statement);
  static const StatementByCount drop_empty(&drop_empty_statement);
  for (const auto& [figure, by_unit] : changes_) {
    std::vector<UnitChange> changed;
    std::vector<Id> with_history;
    std::vector<Id> fewer;
    for (const auto& [unit_id, change] : by_unit) {
      if (change.share == Share{}) continue;
      changed.push_back({unit_id, change.share});
      if (has_history(change.level)) with_history.push_back(unit_id);
      if (change.share.reported < 0) fewer.push_back(unit_id);
    }
    const std::vector<db::Value> key{db::to_value(figure.first), db::to_value(figure.second)};
    TRY(run(tx, add, key, std::span<const UnitChange>(changed), [](auto& args, const UnitChange& each) {
      append_id(args, each.unit_id);
      args.insert(args.end(), {each.share.n, each.share.d, each.share.reported});
    }));
    auto key_and_day = key;
    key_and_day.push_back(db::to_value(today));
    // History first: a total that vanishes below still leaves a day that says "nothing reported any more".
    TRY(run(tx, keep_day, key_and_day, std::span<const Id>(with_history), append_id));
    TRY(run(tx, drop_empty, key, std::span<const Id>(fewer), append_id));
  }
  changes_.clear();
  return {};
}

}  // namespace gulou::measures
