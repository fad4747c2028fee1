// Demo data folders: made-up people for every desk, and signing in as one of them without a password.
//
// Only where nothing can be at stake: `gulou demo` marks the folder and makes the people, the routes exist only in such
// a folder and on a server that listens on loopback without trusted proxies, and each request must come from this very
// machine. A proxy on the same machine that passes no Forwarded or X-Forwarded-* header and rewrites Host looks like a
// visitor from here: do not put one in front of demo data.
#pragma once

#include <cstdint>
#include <string>

#include "db/database.h"
#include "spine/module.h"

namespace gulou::access {

// The people, through the same use cases as any others; those whose unit is not in the tree are left out. Marks the
// folder. `password_hash`: of a password that nobody knows. How many people. Conflict "demo_over_real" if there is any
// account.
Result<std::int64_t> load_demo_people(db::Transaction& tx, const Clock& clock, const std::string& password_hash);

Result<bool> is_demo(db::Reader& reader);

// Public: GET /api/demo/roles, POST /api/demo/session. Signed in: POST /api/demo/proof. Errors: forbidden
// "demo_local_only"; not_found for a name that is not one of the people.
void register_demo_routes(net::Router& router, const ModuleContext& context);

}  // namespace gulou::access
