// The journal: every write, who, when, what, in the transaction of the write, chained by hashes.
//
// An entry is written with what it tells of, or neither is. Whoever writes calls `record` once per use case:
//   TRY(journal::record(tx, clock, access::actor_of(request), {.action = "units.add", …}));
#pragma once

#include <cstdint>
#include <vector>

#include "base/time.h"
#include "db/database.h"
#include "spine/journal/model.h"

namespace gulou::journal {

std::vector<db::Migration> migrations();

// Appends an entry and gives its number. Three statements: the head is read, moved, and the entry inserted; one more
// for each personal value.
Result<std::int64_t> record(db::Transaction& tx, const Clock& clock, const Actor& actor, const Entry& entry);

}  // namespace gulou::journal
