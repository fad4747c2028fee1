// Accounts of residents who are erased: nobody's from then on.
#pragma once

#include "db/database.h"
#include "spine/access/model.h"

namespace gulou::access {

// Ends the resident's post, every session and every known browser of the account. If it has no other post, now or ever,
// nothing of its owner is left in it: name and shown name are drawn, nobody signs in to it again; else it stays the
// account of whoever holds that post. Gives whether it is nobody's. Journal: the caller's entry.
Result<bool> retire_resident(db::Transaction& tx, const Clock& clock, const Id& account);

// Moves the residents' posts and accounts that are kept at a unit which no longer exists to the one that took over. Who
// was locked because the old unit's end ended their post may sign in again.
Result<void> move_residents(db::Transaction& tx, const std::vector<Id>& accounts, const Id& to);

}  // namespace gulou::access
