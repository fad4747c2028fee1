// Is the tree sound? Part of `gulou verify`.
#pragma once

#include <string>
#include <vector>

#include "db/database.h"

namespace gulou::units {

// One sentence per fault, empty if sound: a path that does not extend its parent's, a level not below its parent's, a
// county that is not the one above, a code borne by two units at once or that its level cannot have.
Result<std::vector<std::string>> verify(db::Reader& reader);

}  // namespace gulou::units
