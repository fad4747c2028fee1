// Slips, joining and what is kept of a resident, over HTTP. The pages for residents are the portal's.
#pragma once

#include "net/router.h"
#include "spine/module.h"

namespace gulou::residents {

void register_routes(net::Router& router, const ModuleContext& context);

}  // namespace gulou::residents
