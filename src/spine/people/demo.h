// Made-up people for demo data folders, entered as any others.
#pragma once

#include <cstdint>

#include "spine/module.h"

namespace gulou::people {

// Households and people in the first three villages of Kaili (villagers' committees first), marked as demo. Names begin
// with 示例; ID numbers are of a county that does not exist (522699), telephones begin with a 0 behind the area code:
// nobody has them. Gives how many people.
Result<std::int64_t> load_demo(db::Transaction& tx, const ModuleContext& context);

}  // namespace gulou::people
