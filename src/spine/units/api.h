// The tree over HTTP.
#pragma once

#include "spine/module.h"

namespace gulou::units {

// GET /api/units?q= (search), /api/units/{code}, /api/units/{code}/children, /api/units/{code}/history: public.
// POST /api/units (a unit below the village), POST /api/units/{code}/successor: permission units.manage.
void register_routes(net::Router& router, const ModuleContext& context);

std::vector<access::Permission> permissions();

}  // namespace gulou::units
