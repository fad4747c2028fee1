// Made-up notices for the demo, marked as such, two with a recording that a machine made.
#pragma once

#include "spine/module.h"

namespace gulou::notices {

// At the prefecture, at Kaili, and at a village below it with its township, as far as the tree has them. What is there
// already is left as it is. How many were made.
Result<std::int64_t> load_demo(const ModuleContext& context);

}  // namespace gulou::notices
