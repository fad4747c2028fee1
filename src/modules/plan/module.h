// Everything that the plan brings to the application.
#pragma once

#include "spine/module.h"

namespace gulou::plan {

Module module();

}  // namespace gulou::plan
