// Who has joined: which account is which person of the registers.
#pragma once

#include <optional>

#include "base/describe.h"
#include "base/id.h"
#include "base/time.h"
#include "db/database.h"
#include "spine/access/caller.h"
#include "spine/module.h"

namespace gulou::residents {

// A row of `resident`.
struct Resident {
  Id account_id;
  Id person_id;  // people::PersonRow
  Id record_id;  // of the village that let them in
  Instant joined_at;
};

constexpr auto describe(Tag<Resident>) {
  return object("Resident", "An account and the person it belongs to",
                field<&Resident::account_id>("account_id", "The account"),
                field<&Resident::person_id>("person_id", "The person"),
                field<&Resident::record_id>("record_id", "The village's record by which they joined"),
                field<&Resident::joined_at>("joined_at", "When"));
}

extern const db::Table resident_table;

// The account of a person who has joined.
Result<std::optional<Id>> joined_account(db::Reader& reader, const Id& person);
// Since when a person has joined; nothing for who has not.
Result<std::optional<Instant>> joined_at(db::Reader& reader, const Id& person);
// Who the caller is. Error not_found "not_joined" for an account that nobody joined with.
Result<Resident> resident_of(db::Reader& reader, const access::Caller& caller);

// Residents whose record moved to the successor of their village (people/succession.h): their post, account, slips and
// requests follow it. How many residents. Journal: "residents.succession" of each village, by Gulou itself.
Result<std::int64_t> follow_records(const ModuleContext& context);

}  // namespace gulou::residents
