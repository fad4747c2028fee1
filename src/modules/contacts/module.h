// Everything that contacts bring to the application.
#pragma once

#include "spine/module.h"

namespace gulou::contacts {

Module module();

}  // namespace gulou::contacts
