// What desks ask of the engine over HTTP.
#pragma once

#include <vector>

#include "net/router.h"
#include "spine/access/permission.h"
#include "spine/module.h"

namespace gulou::obligations {

std::vector<access::Permission> permissions();

// GET /api/obligations: what the caller's unit owes, or what reached its desk, and the numbers beside it.
void register_routes(net::Router& router, const ModuleContext& context);

}  // namespace gulou::obligations
