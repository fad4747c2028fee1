// The rules over HTTP: everyone reads them, the prefecture's bureau confirms them.
#pragma once

#include <vector>

#include "spine/module.h"

namespace gulou::rules {

std::vector<access::Permission> permissions();

// GET /api/rules (an area, or all, as they hold on a day at a place) and /api/rules/{id} (one rule with all its
// values). POST /api/rules/confirmations: an office answers for a value, from then on it blocks; one entry
// "rule.confirm" in the journal, the person's name as a personal value. Values of the country and of a place in or
// above the caller's subtree may be confirmed (forbidden "outside_subtree").
void register_routes(net::Router& router, const ModuleContext& context);

}  // namespace gulou::rules
