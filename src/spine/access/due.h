// What time brings to accounts.
#pragma once

#include <string>

#include "base/result.h"
#include "spine/module.h"

namespace gulou::access {

// Locks accounts that nobody has signed in to for 90 days (policy.h), unless they are only a
// resident's or the folder holds demo data, and those
// whose last post is over; forgets counts of wrong tries that no longer matter; ends requests to reset a second factor
// that nobody decided in time. Journal: "account.lock", by Gulou
// itself, one entry for each. A line for the log, empty if nothing was to be done.
Result<std::string> run_due(const ModuleContext& context);

}  // namespace gulou::access
