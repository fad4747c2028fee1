// What must hold between persons, records and households, beyond what the tables themselves forbid.
#pragma once

#include <string>
#include <vector>

#include "base/time.h"
#include "db/database.h"
#include "spine/rules/library.h"

namespace gulou::people {

// One sentence per fault, with ids and never a name: a person without a record; a record that holds of somebody who
// died; a record whose group or household is another village's; a departure without its day, or the other way round; an
// ID number or telephone that is sealed without its keyed hash, or the other way round; a household with more spouses
// of its head than the law knows today, or head and spouse of one sex (couple.h).
Result<std::vector<std::string>> verify(db::Reader& reader, const rules::Library& rules, Date today);

}  // namespace gulou::people
