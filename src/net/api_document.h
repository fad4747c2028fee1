// The API's description, OpenAPI 3.1, made from the registered routes and the described types they take and give.
#pragma once

#include "base/json.h"
#include "net/router.h"

namespace gulou::net {

// Only routes below /api/ are described; a public one says `security: []`, any other asks for a bearer token and names
// its permission in `x-permission`.
json::Value api_document(const Router& router);

}  // namespace gulou::net
