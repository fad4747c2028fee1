// What stands in the path of a request about the plan.
#pragma once

#include "base/id.h"
#include "base/result.h"
#include "net/http.h"

namespace gulou::plan {

// The parameter {year}, and {id}; not found if it is none.
Result<int> year_in_path(const net::Request& request);
Result<Id> id_in_path(const net::Request& request);

}  // namespace gulou::plan
