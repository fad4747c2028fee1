// The plan's and the measures' part of the API. Handlers are plain functions: read, judge, answer.
#pragma once

#include "base/time.h"
#include "db/database.h"
#include "net/router.h"
#include "spine/access/permission.h"
#include "spine/measures/model.h"

namespace gulou::plan {

// Adds GET /api/plans, /api/plans/{year}, /api/plans/{year}/scoreboard, /api/plans/{year}/clauses/{clause},
// /api/measures, /api/units/{code}/figures (all public) and POST /api/measures/{code}/values (measures.record).
// What is passed must outlive the router.
void register_routes(net::Router& router, db::Database& database, const measures::Catalogue& catalogue,
                     const Clock& clock);

std::vector<access::Permission> permissions();

}  // namespace gulou::plan
