// A unit's telephone number and credit code over HTTP.
#pragma once

#include "net/router.h"
#include "spine/module.h"

namespace gulou::contacts {

void register_routes(net::Router& router, const ModuleContext& context);

}  // namespace gulou::contacts
