// Made-up figures for a plan's year, so that the scoreboard shows something before the modules record anything. They go
// in through measures::record_many like any others, dated through the year, and are marked as demo.
#pragma once

#include "base/time.h"
#include "db/database.h"
#include "modules/plan/store.h"
#include "spine/measures/model.h"

namespace gulou::plan {

struct DemoReport {
  std::int64_t values = 0;  // recorded, counting each time a unit reported
  Date as_of;               // the day the figures stand for; also kept as the setting "demo.as_of"
};

// Fills the year of the plan up to 13 October. The same tree gives the same figures. Refuses (kind conflict) with code
// "demo_over_real" where real figures are, and "demo_there_already" where demo figures are.
Result<DemoReport> load_demo(db::Transaction& tx, const Clock& clock, const measures::Catalogue& catalogue,
                             const Plan& plan);

}  // namespace gulou::plan
