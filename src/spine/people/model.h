// Persons and what each village keeps of them, as they are stored.
//
// A person is there once, whatever villages know them: `person`. What one village keeps of a person, and answers for,
// is a record: `person_record`. Somebody who is registered in one village and lives in another has two records.
#pragma once

#include <optional>
#include <string>

#include "base/describe.h"
#include "base/id.h"
#include "base/time.h"
#include "spine/people/id_number.h"

namespace gulou::people {

// What a village says of a person's household registration (户籍) and of where they live.
enum class Status {
  both,        // 人户一致
  registered,  // 户在人不在: registered here, lives in another place for good
  lives_here,  // 人在户不在: lives here, registered in another place
  away,        // 外出: registered here, away to work, study or serve
};

constexpr auto describe(Tag<Status>) {
  return enumeration("ResidenceStatus", "人户一致，户在人不在，人在户不在，外出", named(Status::both, "both"),
                     named(Status::registered, "registered"), named(Status::lives_here, "lives_here"),
                     named(Status::away, "away"));
}

inline bool is_registered(Status status) { return status != Status::lives_here; }
inline bool lives_there(Status status) { return status == Status::both || status == Status::lives_here; }

// GB/T 4762, as far as a village keeps it.
enum class Political { unknown, member, probationary, league, democratic_party, no_party, masses };

constexpr auto describe(Tag<Political>) {
  return enumeration("PoliticalStatus", "未登记，中共党员，中共预备党员，共青团员，民主党派成员，无党派人士，群众",
                     named(Political::unknown, "unknown"), named(Political::member, "member"),
                     named(Political::probationary, "probationary"), named(Political::league, "league"),
                     named(Political::democratic_party, "democratic_party"), named(Political::no_party, "no_party"),
                     named(Political::masses, "masses"));
}

// To the head of the household (GB/T 4761-2008 in its main groups).
enum class Kinship {
  head,
  spouse,
  son,
  daughter,
  grandchild,
  parent,
  grandparent,
  sibling,
  other_relative,
  not_related
};

constexpr auto describe(Tag<Kinship>) {
  return enumeration("Kinship", "与户主的关系：户主，配偶，子，女，孙辈，父母，祖辈，兄弟姐妹，其他亲属，非亲属",
                     named(Kinship::head, "head"), named(Kinship::spouse, "spouse"), named(Kinship::son, "son"),
                     named(Kinship::daughter, "daughter"), named(Kinship::grandchild, "grandchild"),
                     named(Kinship::parent, "parent"), named(Kinship::grandparent, "grandparent"),
                     named(Kinship::sibling, "sibling"), named(Kinship::other_relative, "other_relative"),
                     named(Kinship::not_related, "not_related"));
}

// 四增四减: how a record began, and how it ended. `recorded`: was there when the register was begun, and is no
// increase.
enum class Arrival { recorded, birth, moved_in, married_in, other_in };

constexpr auto describe(Tag<Arrival>) {
  return enumeration("Arrival", "首次登记（不算增加），出生，迁入，婚入，其他增加",
                     named(Arrival::recorded, "recorded"), named(Arrival::birth, "birth"),
                     named(Arrival::moved_in, "moved_in"), named(Arrival::married_in, "married_in"),
                     named(Arrival::other_in, "other_in"));
}

enum class Departure { death, moved_out, married_out, other_out };

constexpr auto describe(Tag<Departure>) {
  return enumeration("Departure", "死亡，迁出，婚出，其他减少", named(Departure::death, "death"),
                     named(Departure::moved_out, "moved_out"), named(Departure::married_out, "married_out"),
                     named(Departure::other_out, "other_out"));
}

// A row of `person`.
struct PersonRow {
  Id id;
  std::string name;
  std::string folded_name;  // by which it is found
  Sex sex = Sex::unknown;
  std::string ethnic_code;
  std::string ethnic_text;
  Date born_on;
  std::optional<std::string> id_number_sealed;
  std::optional<std::string> id_number_index;
  Political political = Political::unknown;
  std::optional<Date> died_on;
  std::int64_t version = 1;
  Instant created_at;
  bool is_demo = false;
  std::optional<Instant> restricted_at = {};  // since when the person wants it kept and nothing else done with it
  std::optional<Instant> erased_at = {};      // since when it is nobody's: what is left is for figures
  std::optional<Id> died_in = {};             // the record by which the death was entered
};

constexpr auto describe(Tag<PersonRow>) {
  return object("StoredPerson", "A person as stored", field<&PersonRow::id>("id", "Id"),
                field<&PersonRow::name>("name", "Name"), field<&PersonRow::folded_name>("folded_name", "Name, folded"),
                field<&PersonRow::sex>("sex", "Sex"),
                field<&PersonRow::ethnic_code>("ethnic_code", "GB/T 3304, or 97 for other groups"),
                field<&PersonRow::ethnic_text>("ethnic_text", "What the ID card says of 97"),
                field<&PersonRow::born_on>("born_on", "Date of birth"),
                field<&PersonRow::id_number_sealed>("id_number_sealed", "ID number, sealed"),
                field<&PersonRow::id_number_index>("id_number_index", "Its keyed hash"),
                field<&PersonRow::political>("political", "Political status"),
                field<&PersonRow::died_on>("died_on", "Date of death"),
                field<&PersonRow::version>("version", "Rises with every change"),
                field<&PersonRow::created_at>("created_at", "When it was made"),
                field<&PersonRow::is_demo>("is_demo", "Made-up data of the demo"),
                field<&PersonRow::restricted_at>("restricted_at", "Since when it is kept and not used").added_in(3),
                field<&PersonRow::erased_at>("erased_at", "Since when it is nobody's").added_in(3),
                field<&PersonRow::died_in>("died_in", "The record by which the death was entered").added_in(5));
}

// A row of `person_record`: what a village keeps of a person.
struct RecordRow {
  Id id;
  Id person_id;
  Id village_id;
  Id unit_id;  // the group or hamlet below the village; the village itself where there is none
  std::optional<Id> county_id;
  Status status = Status::both;
  std::optional<Id> household_id;
  std::optional<Kinship> kinship;
  std::optional<std::string> phone_sealed;
  std::optional<std::string> phone_index;
  Arrival arrival = Arrival::recorded;
  std::optional<Date> since;
  std::optional<Departure> departure;
  std::optional<Date> left_on;
  std::int64_t version = 1;
  Instant changed_at;
  bool is_demo = false;
};

constexpr auto describe(Tag<RecordRow>) {
  return object("StoredPersonRecord", "What a village keeps of a person, as stored", field<&RecordRow::id>("id", "Id"),
                field<&RecordRow::person_id>("person_id", "The person"),
                field<&RecordRow::village_id>("village_id", "The village"),
                field<&RecordRow::unit_id>("unit_id", "Group or hamlet, or the village itself"),
                field<&RecordRow::county_id>("county_id", "County of the village"),
                field<&RecordRow::status>("status", "Registered here, lives here, both, away"),
                field<&RecordRow::household_id>("household_id", "Household"),
                field<&RecordRow::kinship>("kinship", "To the head of the household"),
                field<&RecordRow::phone_sealed>("phone_sealed", "Telephone number, sealed"),
                field<&RecordRow::phone_index>("phone_index", "Its keyed hash"),
                field<&RecordRow::arrival>("arrival", "How the record began"),
                field<&RecordRow::since>("since", "Since when the person is here"),
                field<&RecordRow::departure>("departure", "How it ended"),
                field<&RecordRow::left_on>("left_on", "When it ended; null: it holds"),
                field<&RecordRow::version>("version", "Rises with every change"),
                field<&RecordRow::changed_at>("changed_at", "Last change"),
                field<&RecordRow::is_demo>("is_demo", "Made-up data of the demo"));
}

// A row of `household`. Its head is the record whose kinship says so.
struct HouseholdRow {
  Id id;
  Id village_id;
  Id unit_id;
  std::optional<Id> county_id;
  std::string number;   // within the village: 户号
  std::string address;  // 门牌
  std::int64_t version = 1;
  bool is_demo = false;
};

constexpr auto describe(Tag<HouseholdRow>) {
  return object("StoredHousehold", "A household as stored", field<&HouseholdRow::id>("id", "Id"),
                field<&HouseholdRow::village_id>("village_id", "Its village"),
                field<&HouseholdRow::unit_id>("unit_id", "Group or hamlet, or the village itself"),
                field<&HouseholdRow::county_id>("county_id", "County of the village"),
                field<&HouseholdRow::number>("number", "Number within the village"),
                field<&HouseholdRow::address>("address", "Door plate"),
                field<&HouseholdRow::version>("version", "Rises with every change"),
                field<&HouseholdRow::is_demo>("is_demo", "Made-up data of the demo"));
}

// parent: person_id is a parent of other_id. spouse: they are married; person_id is the smaller id.
enum class TieKind { parent, spouse };

constexpr auto describe(Tag<TieKind>) {
  return enumeration("TieKind", "父母与子女，夫妻", named(TieKind::parent, "parent"), named(TieKind::spouse, "spouse"));
}

// A row of `person_tie`.
struct TieRow {
  Id id;
  TieKind kind = TieKind::parent;
  Id person_id;
  Id other_id;
  Id village_id;  // that recorded it
  std::optional<Date> ended_on;
  bool is_demo = false;
};

constexpr auto describe(Tag<TieRow>) {
  return object("StoredTie", "Parent and child, or a married couple", field<&TieRow::id>("id", "Id"),
                field<&TieRow::kind>("kind", "Which"),
                field<&TieRow::person_id>("person_id", "The parent, or one of two"),
                field<&TieRow::other_id>("other_id", "The child, or the other"),
                field<&TieRow::village_id>("village_id", "The village that recorded it"),
                field<&TieRow::ended_on>("ended_on", "When the marriage ended"),
                field<&TieRow::is_demo>("is_demo", "Made-up data of the demo"));
}

// A row of `person_change`: the history of a record. Which fields, never what was in them.
struct ChangeRow {
  Id id;
  Id record_id;
  std::string action;  // "people.add", …: the journal's
  std::string fields;  // names, by commas
  Instant at;
  std::optional<Id> account_id;
  std::string post;
  std::int64_t entry = 0;
};

constexpr auto describe(Tag<ChangeRow>) {
  return object("StoredPersonChange", "A change of a record", field<&ChangeRow::id>("id", "Id"),
                field<&ChangeRow::record_id>("record_id", "The record"),
                field<&ChangeRow::action>("action", "What was done"),
                field<&ChangeRow::fields>("fields", "Which fields, by commas"), field<&ChangeRow::at>("at", "When"),
                field<&ChangeRow::account_id>("account_id", "Who"), field<&ChangeRow::post>("post", "In which post"),
                field<&ChangeRow::entry>("entry", "Number in the journal"));
}

enum class Looked { id_number, phone };

constexpr auto describe(Tag<Looked>) {
  return enumeration("Looked", "What was looked at: 身份证号码，电话号码", named(Looked::id_number, "id_number"),
                     named(Looked::phone, "phone"));
}

// A row of `person_look`: who looked at an unmasked number, and why; or who typed a number by which somebody is known
// (meeting.h).
struct LookRow {
  Id id;
  Id record_id;
  Id village_id;
  std::optional<Id> county_id;
  Looked what = Looked::id_number;
  std::string reason;
  Instant at;
  std::optional<Id> account_id;
  std::string post;
  std::int64_t entry = 0;
  bool met = false;        // the number was typed, not shown
  bool uncounted = false;  // not against the allowance of the hour
};

constexpr auto describe(Tag<LookRow>) {
  return object("StoredLook", "A look at an unmasked number", field<&LookRow::id>("id", "Id"),
                field<&LookRow::record_id>("record_id", "Whose"), field<&LookRow::village_id>("village_id", "Village"),
                field<&LookRow::county_id>("county_id", "County of the village"),
                field<&LookRow::what>("what", "Which number"), field<&LookRow::reason>("reason", "Why"),
                field<&LookRow::at>("at", "When"), field<&LookRow::account_id>("account_id", "Who"),
                field<&LookRow::post>("post", "In which post"),
                field<&LookRow::entry>("entry", "Number in the journal"),
                field<&LookRow::met>("met", "The number was typed, not shown").added_in(5),
                field<&LookRow::uncounted>("uncounted", "Not against the allowance of the hour").added_in(5));
}

// A row of `person_found`: that a search by a whole number met the record. No number was shown; that somebody had it
// and asked is for the person to know.
struct FoundRow {
  Id id;
  Id record_id;
  Looked what = Looked::id_number;  // by which number
  Instant at;
  std::optional<Id> account_id;
  std::string post;
  std::int64_t entry = 0;
};

constexpr auto describe(Tag<FoundRow>) {
  return object("StoredFound", "That a search by a whole number met a record", field<&FoundRow::id>("id", "Id"),
                field<&FoundRow::record_id>("record_id", "Whose"), field<&FoundRow::what>("what", "By which number"),
                field<&FoundRow::at>("at", "When"), field<&FoundRow::account_id>("account_id", "Who"),
                field<&FoundRow::post>("post", "In which post"),
                field<&FoundRow::entry>("entry", "Number in the journal"));
}

}  // namespace gulou::people
