// The one list of what Gulou consists of.
#pragma once

#include <vector>

#include "spine/module.h"

namespace gulou::app {

std::vector<Module> modules();

}  // namespace gulou::app
