// Everything that residents bring to the application.
#pragma once

#include "spine/module.h"

namespace gulou::residents {

Module module();

}  // namespace gulou::residents
