// Is the journal as it was written? Part of `gulou verify`.
#pragma once

#include <cstdint>
#include <optional>

#include "base/error.h"
#include "db/database.h"

namespace gulou::journal {

enum class FaultKind {
  missing,       // no entry of this number, though later ones are there or the head names it
  altered,       // a field was changed
  out_of_place,  // an entry from elsewhere stands under this number, or one that was never chained
  rewritten,     // changed, with its hash made to fit: the entry after it (or the head) says so
  no_head        // the head is gone or was set back
};

struct Fault {
  std::int64_t number = 0;  // the first entry that is not as it was written
  FaultKind kind = FaultKind::altered;
  Text what;
};

// Reads every entry, a thousand at a time, and gives the first fault; nothing if the chain is whole.
//
// Seen: any entry altered, removed, added or moved by someone who does not recompute every hash after it and the head.
// Not seen: someone who can write to the whole database and rewrites the chain from some entry to its end with its
// head. Against that, the head's number and hash (`gulou verify` prints them) must be kept where that someone cannot
// write: on paper, in another office's hands. Nor is a restored older backup seen, for the same reason.
Result<std::optional<Fault>> verify(db::Reader& reader);

}  // namespace gulou::journal
