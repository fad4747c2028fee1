// The rules over HTTP, open to everyone.
#pragma once

#include "spine/module.h"

namespace gulou::rules {

// GET /api/rules (an area, or all, as they hold on a day at a place) and /api/rules/{id} (one rule with all its
// values).
void register_routes(net::Router& router, const ModuleContext& context);

}  // namespace gulou::rules
