// What time brings: warnings, escalations, and dates that a longer calendar moves.
#pragma once

#include <cstdint>

#include "db/database.h"
#include "spine/module.h"

namespace gulou::obligations {

struct RunReport {
  std::int64_t warned = 0;
  std::int64_t escalated = 0;
  std::int64_t moved = 0;  // provisional dates that the calendar changed or made certain
};

// Takes every step that is due today by the context's clock, each once for ever: however often it runs, in however many
// processes, after however long a stop. Works in batches, each a transaction of its own.
Result<RunReport> run_due(const ModuleContext& context);

// Counts provisional last days anew; gives how many are no longer what they were. run_due does this when the calendar
// is another than the one it last ran with.
Result<std::int64_t> recompute(db::Transaction& tx, const ModuleContext& context);

// What is wrong with what is stored, one sentence per fault.
Result<std::vector<std::string>> verify(db::Reader& reader, const ModuleContext& context);
// After units moved: the county that obligations and steps carry.
Result<void> tree_changed(db::Transaction& tx);

}  // namespace gulou::obligations
