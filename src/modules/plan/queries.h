// What other modules may ask of the plan: loading it, and how it stands.
#pragma once

#include "modules/plan/path.h"      // IWYU pragma: export
#include "modules/plan/standing.h"  // IWYU pragma: export
#include "modules/plan/store.h"     // IWYU pragma: export
