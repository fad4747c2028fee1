// Internal to obligations: the tables.
#pragma once

#include <string_view>
#include <vector>

#include "db/database.h"
#include "spine/obligations/model.h"

namespace gulou::obligations {

extern const db::Table obligation_table;
extern const db::Table obligation_step_table;

// "o.id, o.unit_id, …", for statements that say FROM obligation o.
std::string_view obligation_columns();

// Not found: error not_found.
Result<Obligation> find(db::Reader& reader, const Id& id);
// Writes back what changes over the life of an open obligation. Conflict "not_open" if it was closed meanwhile.
Result<void> update(db::Transaction& tx, const Obligation& obligation);

}  // namespace gulou::obligations
