// Notices (公告) with recordings.
#pragma once

#include "spine/module.h"

namespace gulou::notices {

Module module();

}  // namespace gulou::notices
