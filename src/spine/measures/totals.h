// Internal to measures: adding changes to the stored totals.
#pragma once

#include <map>
#include <string>
#include <utility>

#include "base/time.h"
#include "db/database.h"
#include "spine/measures/rollup.h"
#include "spine/units/model.h"

namespace gulou::measures {

// Changes to totals, collected before they are written, so that a bulk of values writes each total once.
class TotalChanges {
 public:
  void add(const Id& unit_id, units::Level level, const std::string& measure, const std::string& period,
           const Share& change);
  // Writes totals, and the day's history of counties and above; forgets what it wrote.
  Result<void> write(db::Transaction& tx, Date today);

 private:
  struct Change {
    units::Level level = units::Level::village;
    Share share;
  };
  using Figure = std::pair<std::string, std::string>;  // period, measure
  std::map<Figure, std::map<Id, Change>> changes_;
};

// Whether the totals of a level are kept by day.
constexpr bool has_history(units::Level level) { return level <= units::Level::county; }

}  // namespace gulou::measures
