// The tables of people, and the questions that its parts share.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/describe.h"
#include "db/database.h"
#include "spine/people/model.h"
#include "spine/units/model.h"
#include "spine/vault/columns.h"
#include "spine/vault/vault.h"

namespace gulou::people {

extern const db::Table person_table;
extern const db::Table record_table;
extern const db::Table household_table;
extern const db::Table tie_table;
extern const db::Table change_table;
extern const db::Table look_table;
extern const db::Table found_table;

std::vector<db::Migration> migrations();
// Those after the imports'.
std::vector<db::Migration> rights_migrations();
std::vector<vault::SealedColumn> sealed_columns();

// Purposes of keyed hashes (spine/vault).
inline constexpr std::string_view id_number_purpose = "person.id_number";
inline constexpr std::string_view phone_purpose = "person.phone";

inline vault::Place id_number_place(const Id& person) { return {"person", "id_number_sealed", person.text()}; }
inline vault::Place phone_place(const Id& record) { return {"person_record", "phone_sealed", record.text()}; }

Result<std::optional<PersonRow>> person_by_id(db::Reader& reader, const Id& id);
// By any of these keyed hashes.
Result<std::optional<PersonRow>> person_by_number(db::Reader& reader, const std::vector<std::string>& indexes);
// Error not_found if there is none.
Result<RecordRow> record_by_id(db::Reader& reader, const Id& id);
// Those of a person that hold (have not ended).
Result<std::vector<RecordRow>> current_records(db::Reader& reader, const Id& person);
// People of a village with an ID number, of that name.
struct Namesake {
  Id id;
  std::string id_number_sealed;
};

constexpr auto describe(Tag<Namesake>) {
  return object("Namesake", "A person of some name", field<&Namesake::id>("id", "Person"),
                field<&Namesake::id_number_sealed>("id_number_sealed", "ID number, sealed"));
}

Result<std::vector<Namesake>> namesakes(db::Reader& reader, const Id& village, const std::string& folded_name);
// Those of a person that ended by a death, whichever village entered it.
Result<std::vector<RecordRow>> records_ended_by_death(db::Reader& reader, const Id& person);
Result<std::optional<RecordRow>> newest_record(db::Reader& reader, const Id& person);
// The records that hold of those people of a village whom another village knows too: of both, in the order of ids.
Result<std::vector<RecordRow>> current_records_of_village_people(db::Reader& reader, const Id& village);
Result<std::optional<HouseholdRow>> household_by_id(db::Reader& reader, const Id& id);

// A person and a record of theirs, with what lists show of unit and household.
struct RecordLine {
  Id id;
  Id person_id;
  std::string name;
  Sex sex = Sex::unknown;
  std::string ethnic_code;
  std::string ethnic_text;
  Date born_on;
  std::optional<std::string> id_number_sealed;
  Political political = Political::unknown;
  std::optional<Date> died_on;
  Status status = Status::both;
  Id village_id;
  std::string village_code;
  std::string village_name;
  Id unit_id;
  std::string unit_name;
  std::optional<Id> household_id;
  std::optional<std::string> household_number;
  std::optional<Kinship> kinship;
  std::optional<std::string> phone_sealed;
  Arrival arrival = Arrival::recorded;
  std::optional<Date> since;
  std::optional<Departure> departure;
  std::optional<Date> left_on;
  std::int64_t version = 0;  // of person and record together
  bool is_demo = false;
  std::optional<Instant> restricted_at;  // since when the person wants it kept and not used
};

constexpr auto describe(Tag<RecordLine>) {
  return object(
      "RecordLine", "A person and a record of theirs", field<&RecordLine::id>("id", "Record"),
      field<&RecordLine::person_id>("person_id", "Person"), field<&RecordLine::name>("name", "Name"),
      field<&RecordLine::sex>("sex", "Sex"), field<&RecordLine::ethnic_code>("ethnic_code", "Ethnic group"),
      field<&RecordLine::ethnic_text>("ethnic_text", "Its name, with 97"),
      field<&RecordLine::born_on>("born_on", "Birth"),
      field<&RecordLine::id_number_sealed>("id_number_sealed", "ID number, sealed"),
      field<&RecordLine::political>("political", "Political status"), field<&RecordLine::died_on>("died_on", "Death"),
      field<&RecordLine::status>("status", "Status"), field<&RecordLine::village_id>("village_id", "Village"),
      field<&RecordLine::village_code>("village_code", "Its code"),
      field<&RecordLine::village_name>("village_name", "Its name"), field<&RecordLine::unit_id>("unit_id", "Group"),
      field<&RecordLine::unit_name>("unit_name", "Its name"),
      field<&RecordLine::household_id>("household_id", "Household"),
      field<&RecordLine::household_number>("household_number", "Its number"),
      field<&RecordLine::kinship>("kinship", "To the head"),
      field<&RecordLine::phone_sealed>("phone_sealed", "Telephone, sealed"),
      field<&RecordLine::arrival>("arrival", "Arrival"), field<&RecordLine::since>("since", "Since when"),
      field<&RecordLine::departure>("departure", "Departure"), field<&RecordLine::left_on>("left_on", "Until when"),
      field<&RecordLine::version>("version", "Version"), field<&RecordLine::is_demo>("is_demo", "Demo"),
      field<&RecordLine::restricted_at>("restricted_at", "Kept and not used"));
}

// "SELECT … FROM person_record r JOIN …": aliases r (record), p (person), v (village), u (group or village), h
// (household).
extern const std::string_view select_lines;

Error no_such_person();

}  // namespace gulou::people
