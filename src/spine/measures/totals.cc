#include "spine/measures/totals.h"

namespace gulou::measures {
namespace {

Result<void> write_day(db::Transaction& tx, const Id& unit_id, const std::string& period, const std::string& measure,
                       Date today) {
  TRY(
      tx.execute("INSERT INTO measure_daily (unit_id, measure, period, on_date, n, d, reported) "
                 "SELECT unit_id, measure, period, $4, n, d, reported FROM measure_total "
                 "WHERE unit_id = $1 AND period = $2 AND measure = $3 "
                 "ON CONFLICT (unit_id, period, measure, on_date) "
                 "DO UPDATE SET n = excluded.n, d = excluded.d, reported = excluded.reported",
                 unit_id, period, measure, today));
  return {};
}

}  // namespace

void TotalChanges::add(const Id& unit_id, units::Level level, const std::string& measure, const std::string& period,
                       const Share& change) {
  if (change == Share{}) return;
  Change& sum = changes_[{unit_id, period, measure}];
  sum.level = level;
  sum.share += change;
}

Result<void> TotalChanges::write(db::Transaction& tx, Date today) {
  for (const auto& [key, change] : changes_) {
    if (change.share == Share{}) continue;
    const auto& [unit_id, period, measure] = key;
    TRY(
        tx.execute("INSERT INTO measure_total (unit_id, period, measure, n, d, reported) "
                   "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (unit_id, period, measure) "
                   "DO UPDATE SET n = measure_total.n + excluded.n, d = measure_total.d + excluded.d, "
                   "reported = measure_total.reported + excluded.reported",
                   unit_id, period, measure, change.share.n, change.share.d, change.share.reported));
    // History first: a total that vanishes below still leaves a day that says "nothing reported any more".
    if (has_history(change.level)) TRY(write_day(tx, unit_id, period, measure, today));
    if (change.share.reported < 0) {
      TRY(tx.execute("DELETE FROM measure_total WHERE unit_id = $1 AND period = $2 AND measure = $3 AND reported = 0",
                     unit_id, period, measure));
    }
  }
  changes_.clear();
  return {};
}

}  // namespace gulou::measures
