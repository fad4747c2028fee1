// Timeliness as measures: per unit and quarter, how many of the obligations that came due were fulfilled on time. One
// measure for each level that owes: a county's own promptness is not mixed with that of its villages.
#pragma once

#include <vector>

#include "db/database.h"
#include "spine/module.h"

namespace gulou::obligations {

std::vector<measures::Measure> declared_measures();

// Counts anew what came due at the unit in the quarter of a last day: what was fulfilled, and what is open and was
// escalated. What was cancelled or is not over is not counted; where nothing is left to count, the figure is taken
// back.
Result<void> refresh_timeliness(db::Transaction& tx, const ModuleContext& context, const Id& unit_id, Date due_on);

// Stored figures that are not what the obligations say, one sentence each.
Result<std::vector<std::string>> verify_timeliness(db::Reader& reader);

}  // namespace gulou::obligations
