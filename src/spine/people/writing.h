// Internal to people: the steps that single changes and imports share. None of them asks who may, or writes the
// journal.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "db/database.h"
#include "spine/access/caller.h"
#include "spine/module.h"
#include "spine/people/facts.h"
#include "spine/people/store.h"
#include "spine/units/model.h"
#include "spine/vault/vault.h"

namespace gulou::people {

// One village, in one transaction.
struct Writing {
  db::Transaction& tx;
  const vault::Vault& vault;
  vault::Sealer sealer;
  const units::UnitSummary& village;
  Instant now;
  Date today;
  bool demo = false;
};

// The village of that code, if the caller has the permission there.
Result<units::UnitSummary> village_for(db::Reader& reader, const access::Caller& caller, std::string_view permission,
                                       std::string_view code);
// The village of a record, if the caller has the permission there. A record of another village is as one that is not
// there (not_found): who may not see it is not told that it exists (SEC-19).
Result<units::UnitSummary> village_of_record(db::Reader& reader, const access::Caller& caller,
                                             std::string_view permission, const RecordRow& record);
// Passes on what access::require says, but for what lies outside the caller's unit: then `hidden`.
Result<void> require_or_hide(db::Reader& reader, const access::Caller& caller, std::string_view permission,
                             const units::UnitSummary& unit, Error hidden);
// What the person asked for stands above what a village would like to write: refused_by_rule "erased", "restricted".
std::optional<Error> refusal_of_rights(const PersonRow& person);
Result<Writing> writing_at(db::Transaction& tx, const ModuleContext& context, const units::UnitSummary& village,
                           bool demo = false);

// A person with a record, and their numbers in clear.
struct Known {
  PersonRow person;
  RecordRow record;
  std::optional<std::string> id_number;
  std::optional<std::string> phone;
};
Result<Known> known_of(db::Reader& reader, const vault::Vault& vault, PersonRow person, RecordRow record);

// What the fields leave out stays as it is known; what is empty is taken away.
PersonFields filled(PersonFields typed, const Known& known);
// The names of the fields that are another.
std::vector<std::string> differences(const PersonFields& typed, const Facts& facts, const Known& known);

// Group and household belong to the village.
Result<void> check_places(db::Reader& reader, const units::UnitSummary& village, const PersonFields& typed,
                          const std::string& at, std::vector<FieldError>& faults);
// Who is known by that number may get a record here. `except`: the record that is being changed.
Result<std::optional<FieldError>> refusal_of_record(db::Reader& reader, const units::UnitSummary& village,
                                                    const PersonRow& person, const Facts& facts, const std::string& at,
                                                    const Id* except);

// Somebody else is head of the household. `except`: the record that is being changed.
Result<std::optional<FieldError>> refusal_of_head(db::Reader& reader, const PersonFields& typed, const std::string& at,
                                                  const Id* except);
FieldError other_name(const std::string& at);
FieldError id_number_taken(const std::string& at);
FieldError like_a_namesake(const std::string& at);
FieldError head_taken(const std::string& at);

// A new record, of a person who is known by the number or made new.
struct NewRows {
  std::optional<PersonRow> person;  // if made new
  RecordRow record;
};
NewRows new_rows(const Writing& writing, const PersonFields& typed, const Facts& facts,
                 const std::optional<PersonRow>& person);
Result<Id> store_new(Writing& writing, const PersonFields& typed, const Facts& facts,
                     const std::optional<PersonRow>& person);
// The person is written only if something of theirs is another.
Result<void> store_changed(Writing& writing, const PersonFields& typed, const Facts& facts, const Known& known);

Result<void> note_change(db::Transaction& tx, const access::Caller& caller, Instant now, const Id& record,
                         std::string_view action, const std::vector<std::string>& fields, std::int64_t entry);

Error conflict_in(FieldError fault);

}  // namespace gulou::people
