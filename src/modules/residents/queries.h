// What the portal's pages ask of residents.
#pragma once

#include "modules/residents/join.h"     // IWYU pragma: export
#include "modules/residents/joined.h"   // IWYU pragma: export
#include "modules/residents/own.h"      // IWYU pragma: export
#include "modules/residents/request.h"  // IWYU pragma: export
#include "modules/residents/slip.h"     // IWYU pragma: export
