// One engine for everything that is owed by a date. A module says who owes what and on what ground; the engine counts
// the days, warns, escalates, and records on time or late. No module has a timer of its own.
//
// Every function runs in the caller's transaction, which also writes the journal entry of its use case.
#pragma once

#include <string>
#include <vector>

#include "db/database.h"
#include "spine/module.h"
#include "spine/obligations/model.h"
#include "spine/rules/model.h"

namespace gulou::obligations {

std::vector<db::Migration> migrations();

struct NewObligation {
  Id unit_id;
  std::string role;
  std::string kind;
  std::string object_kind;
  std::string object_id;
  std::string title_zh;
};

// The term of a rule of kind days, resolved or from a frozen set, from the day of an event (today, if none is given).
// Errors: not_found for the unit; refused_by_rule "unit_withdrawn"; conflict "already_owed" while the unit owes the
// same kind for the same object; internal if the rule is no term.
Result<Obligation> owe(db::Transaction& tx, const ModuleContext& context, const NewObligation& wanted,
                       const rules::Resolved& term, std::optional<Date> event_on = std::nullopt);

// A day that a person set (督办 by a date). `ground` says by what right. Errors as above, and invalid_fields "/due_on"
// "in_past".
Result<Obligation> owe_by(db::Transaction& tx, const ModuleContext& context, const NewObligation& wanted,
                          const rules::Resolved& ground, Date due_on);

// Done: on time if today is not after the last day, or while it is paused. Errors: not_found; conflict "not_open".
Result<Obligation> fulfil(db::Transaction& tx, const ModuleContext& context, const Id& id);
// No longer owed, and counted nowhere. Errors: as above.
Result<Obligation> cancel(db::Transaction& tx, const ModuleContext& context, const Id& id, const std::string& why);
// Today and the days until `resume` do not count; what was left of the term is kept. Errors: not_found; conflict
// "not_open", "already_paused"; refused_by_rule "already_late": a pause does not mend that.
Result<Obligation> pause(db::Transaction& tx, const ModuleContext& context, const Id& id);
// Today counts again. Errors: not_found; conflict "not_open", "not_paused".
Result<Obligation> resume(db::Transaction& tx, const ModuleContext& context, const Id& id);

// The open obligation of a unit for an object, if there is one: for actions that close it.
Result<std::optional<Obligation>> open_for(db::Reader& reader, const Id& unit_id, std::string_view kind,
                                           std::string_view object_kind, std::string_view object_id);

}  // namespace gulou::obligations
