// The measures that the plan's targets name, until the modules that record them exist. Each moves to its module (the
// first word of its code) when that is built.
#pragma once

#include <vector>

#include "spine/measures/model.h"

namespace gulou::plan {

std::vector<measures::Measure> declared_measures();

}  // namespace gulou::plan
