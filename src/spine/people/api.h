// The register over HTTP.
#pragma once

#include "spine/module.h"

namespace gulou::people {

// people.read: GET /api/people, /api/people/{id} with /history and /relatives, /api/people/figures,
// /api/people/ethnic-groups, /api/households, POST /api/people/search. people.write: POST /api/people,
// PUT /api/people/{id}, POST /api/people/{id}/leave, /reinstate, /ties, /ties/end, POST /api/households,
// PUT /api/households/{id}. people.look: POST /api/people/{id}/look. people.looks: GET /api/people/looks.
void register_routes(net::Router& router, const ModuleContext& context);

}  // namespace gulou::people
