// People of villages that no longer exist: they are moved to the village that was named as the successor
// (docs/decisions/0015), so that its clerk finds them where all others are.
#pragma once

#include <cstdint>

#include "base/result.h"
#include "spine/module.h"

namespace gulou::people {

struct Moved {
  std::int64_t villages = 0;
  std::int64_t records = 0;
};

// Moves records, households, ties, looks and imports of each withdrawn village that has a successor and still has any;
// one transaction for each village, however often it is called. A group keeps its people, under its old village's name.
// Whoever both villages knew stays in the successor's record alone, registered there if either said so; the other
// record ends on the day the village did. A number of a household that the successor has already gets the old village's
// name behind it. Journal: "people.succession", by Gulou itself.
Result<Moved> move_to_successors(const ModuleContext& context);

}  // namespace gulou::people
