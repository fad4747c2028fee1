// Internal to people: a number that was typed, by which somebody is known. Whoever is refused because of it has learned
// that the register has the number; so this is written where the person is kept, for its auditors to read, and it
// counts as a look at a whole number. Looks and meetings are 50 an hour together (look.h).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "spine/access/caller.h"
#include "spine/module.h"
#include "spine/people/store.h"

namespace gulou::people {

struct NumberMet {
  Id person;
  std::string rule;    // by which the write was refused: "other_name", "registered_elsewhere", …
  bool counts = true;  // against the allowance of the hour
};

// What a write has to say besides what it stored, or why it stored nothing.
struct Said {
  std::vector<FieldError> warnings = {};        // of what was typed: worth a second look
  std::vector<std::string> kept = {};           // fields that stay as another village keeps them
  std::optional<NumberMet> met = std::nullopt;  // whom a write met that is refused
};

// Refuses (rate_limited "looks_per_hour") if the account has used up its allowance: then no number is looked up.
Result<void> check_allowance(db::Reader& reader, const access::Caller& caller, Instant now);

// After a write was refused, and with it all that it would have stored: writes down whom it met, or that the allowance
// is used up. Gives the refusal; if others used up the allowance meanwhile, that one instead, so that nothing is told.
Error noted(const ModuleContext& context, const access::Caller& caller, const Said& said, Error refusal);

// Whom a preview meets. Whom the account met within the last day already, it meets for nothing. False if more of those
// that count are new than the allowance has left: then the preview may tell nothing, and the allowance is used up, for
// it has told one thing already.
Result<bool> note_meetings(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller,
                           const std::vector<NumberMet>& met);

}  // namespace gulou::people
