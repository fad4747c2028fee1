// Importing a roll of residents: it is sent, a preview says what it would do, and nothing is imported until the clerk
// agrees. An import is one journal entry.
#pragma once

#include "spine/access/caller.h"
#include "spine/module.h"
#include "spine/people/import_model.h"

namespace gulou::people {

inline constexpr std::int64_t preview_kept_ms = 24 * 3'600'000LL;
// Of one account; each may be 20 MB. With one more the oldest is forgotten.
inline constexpr std::int64_t most_previews = 5;

std::vector<db::Migration> import_migrations();

// Reads the table and keeps it sealed. Journal: "people.import.preview", which says how many older ones of the account
// were forgotten for it. Errors: of read_table and read_roll;
// forbidden; not_found.
Result<ImportAnswer> send_roll(const ModuleContext& context, const access::Caller& caller, std::string_view village,
                               std::string_view bytes);
// The preview once more, as the register is now.
Result<ImportAnswer> preview_of(const ModuleContext& context, const access::Caller& caller, const Id& id);
// Imports it. Journal: "people.import". Errors: conflict "import_over" (done, discarded or expired), "preview_outdated"
// (the register has changed so that it would do something else to any row); refused_by_rule "faulty_rows" unless they
// are to be left out.
Result<ImportAnswer> confirm_import(const ModuleContext& context, const access::Caller& caller, const Id& id,
                                    const ConfirmImport& wanted);
// Journal: "people.import.discard".
Result<ImportAnswer> discard_import(const ModuleContext& context, const access::Caller& caller, const Id& id);
// Forgets previews that are older than a day. How many.
Result<std::int64_t> forget_old_previews(const ModuleContext& context);

// The table to fill in (xlsx): text format for numbers, lists in the cells; the village's groups among them.
Result<std::string> roll_template(db::Reader& reader, const units::UnitSummary& village);

void register_import_routes(net::Router& router, const ModuleContext& context);

}  // namespace gulou::people
