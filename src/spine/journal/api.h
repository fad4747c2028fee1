// The journal over HTTP, for auditors.
#pragma once

#include <vector>

#include "spine/access/permission.h"
#include "spine/module.h"

namespace gulou::journal {

// GET /api/journal (newest first; filters in the query), GET /api/journal/{number}: permission journal.read. An auditor
// reads what concerns units at and below their post's; what concerns no unit (imports, settings, unknown visitors) is
// read at the prefecture.
void register_routes(net::Router& router, const ModuleContext& context);

std::vector<access::Permission> permissions();

}  // namespace gulou::journal
