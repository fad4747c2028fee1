// The register over HTTP.
#pragma once

#include "spine/module.h"

namespace gulou::people {

// people.read: GET /api/people, /api/people/{id} with /history and /relatives, /api/people/figures,
// /api/people/ethnic-groups, POST /api/people/search. people.write: POST /api/people,
// PUT /api/people/{id}, POST /api/people/{id}/leave, /reinstate, /ties, /ties/end. people.look: POST
// /api/people/{id}/look. people.looks: GET /api/people/looks. And those of households (api_parts.h).
void register_routes(net::Router& router, const ModuleContext& context);

}  // namespace gulou::people
