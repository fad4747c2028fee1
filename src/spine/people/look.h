// Seeing whole numbers: for a reason, journalled, 50 an hour for each account (SEC-55). And finding people by a whole
// number, which is journalled too.
#pragma once

#include "spine/access/caller.h"
#include "spine/module.h"
#include "spine/people/api_model.h"

namespace gulou::people {

inline constexpr std::int64_t looks_per_hour = 50;
inline constexpr std::size_t shortest_reason = 5;  // characters

inline constexpr std::string_view looks_per_hour_rule = "looks_per_hour";

// How many whole numbers the account has seen within the last hour, or met by typing them (meeting.h), exported ones
// included; and how many it may still see.
Result<std::int64_t> looks_this_hour(db::Reader& reader, const access::Caller& caller, Instant now);
Result<std::int64_t> looks_left(db::Reader& reader, const access::Caller& caller, Instant now);
// Rate_limited "looks_per_hour", with when there is a look left again.
Result<Error> too_many_looks(db::Reader& reader, const access::Caller& caller, Instant now);
// Journal: "people.look.limit", once an hour for an account, at the unit of its post.
Result<void> note_limit(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller);

// Journal: "people.look" (which number, of which record; the reason as a commitment, in clear in `person_look`).
// Errors: invalid_fields "/reason" "too_short", "personal_number"; forbidden; not_found also for a record of another
// village, and where there is no such number; refused_by_rule "restricted" (the person asked for it); rate_limited
// "looks_per_hour", of which the first within an hour is journalled as "people.look.limit".
Result<Unmasked> look(const ModuleContext& context, const access::Caller& caller, const Id& record,
                      const LookAt& wanted);

// Whom the auditor may read about, newest first.
struct LookFilter {
  std::string subtree;
  std::optional<Id> account = {};
  std::optional<Id> record = {};
  std::optional<Instant> from = {};
  std::optional<Instant> to = {};
  std::optional<Id> before = {};
};
Result<LookList> find_looks(db::Reader& reader, const LookFilter& filter);

// One of name, ID number and phone, within the caller's subtree. By number: people.look is asked for, and the search is
// journalled as "people.search" with the number's keyed hash as a commitment, and each record that it met has a row of
// `person_found`, for the person to see. By name: people.read. Errors:
// invalid_fields
// "" "one_wanted", and what reading the number gives.
Result<PersonList> search(const ModuleContext& context, const access::Caller& caller, const SearchPeople& wanted);

}  // namespace gulou::people
