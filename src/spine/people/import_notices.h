// Internal to people: what a preview tells of the whole, and no reason to refuse it.
#pragma once

#include <vector>

#include "spine/people/import_model.h"
#include "spine/people/import_plan.h"

namespace gulou::people {

// "no_head": households that would be without a head. "absent": who is registered and not in the table; by name if the
// caller may read the village's register (`names`), else how many.
std::vector<ImportNotice> notices_of(const ImportPlan& plan, bool names);

}  // namespace gulou::people
