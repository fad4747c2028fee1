// What the routes of people take and give. Numbers are masked; a date of birth is not shown beside a masked ID number,
// because it is what the mask hides.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/describe.h"
#include "base/id.h"
#include "base/time.h"
#include "spine/people/facts.h"
#include "spine/people/model.h"
#include "spine/people/relatives.h"
#include "spine/units/division_code.h"

namespace gulou::people {

struct PersonLine {
  Id id;
  Id person_id;
  std::string name;
  Sex sex = Sex::unknown;
  std::int64_t age = 0;
  std::string ethnic;
  std::optional<std::string> id_number;
  std::optional<std::string> phone;
  Political political = Political::unknown;
  Status status = Status::both;
  std::string village;
  std::string village_name;
  std::optional<Id> group;
  std::optional<std::string> group_name;
  std::optional<Id> household;
  std::optional<std::string> household_number;
  std::optional<Kinship> kinship;
  std::optional<Departure> departure;
  std::optional<Date> left_on;
  std::int64_t version = 0;
  bool restricted = false;
  bool is_demo = false;
};

constexpr auto describe(Tag<PersonLine>) {
  return object(
      "PersonLine", "A person in a village's register, numbers masked",
      field<&PersonLine::id>("id", "Of the village's record"),
      field<&PersonLine::person_id>("person_id", "The person: the same in every village's record"),
      field<&PersonLine::name>("name", "Name"), field<&PersonLine::sex>("sex", "Sex"),
      field<&PersonLine::age>("age", "Full years today, or at death"),
      field<&PersonLine::ethnic>("ethnic", "Ethnic group, in Chinese"),
      field<&PersonLine::id_number>("id_number", "522601********0010; null if none is known"),
      field<&PersonLine::phone>("phone", "138****1234; null if none is known"),
      field<&PersonLine::political>("political", "Political status"),
      field<&PersonLine::status>("status", "Registered here, lives here, both, away"),
      field<&PersonLine::village>("village", "12-digit code"),
      field<&PersonLine::village_name>("village_name", "Name of the village"),
      field<&PersonLine::group>("group", "Group or hamlet"), field<&PersonLine::group_name>("group_name", "Its name"),
      field<&PersonLine::household>("household", "Household"),
      field<&PersonLine::household_number>("household_number", "Its number"),
      field<&PersonLine::kinship>("kinship", "To its head"),
      field<&PersonLine::departure>("departure", "How the record ended; null: it holds"),
      field<&PersonLine::left_on>("left_on", "When"), field<&PersonLine::version>("version", "Send it with a change"),
      field<&PersonLine::restricted>("restricted",
                                     "The person wants it kept and not used: no look at numbers, no change"),
      field<&PersonLine::is_demo>("is_demo", "Made-up data of the demo"));
}

struct PersonList {
  std::vector<PersonLine> people;
  std::optional<Id> next;
};

constexpr auto describe(Tag<PersonList>) {
  return object("PersonList", "People: of one village by households, the head first; else as they were entered",
                field<&PersonList::people>("people", "At most 200"),
                field<&PersonList::next>("next", "Pass it as `after` for the next ones; null: these were the last"));
}

struct AlsoIn {
  std::string village_name;
  bool registered = false;
  bool lives = false;
  bool disagrees = false;
};

constexpr auto describe(Tag<AlsoIn>) {
  return object("AlsoIn", "Another village that knows the person",
                field<&AlsoIn::village_name>("village_name", "Its name; nothing else of its record is told"),
                field<&AlsoIn::registered>("registered", "The household registration is there"),
                field<&AlsoIn::lives>("lives", "The person lives there, as that village says"),
                field<&AlsoIn::disagrees>("disagrees", "Both villages say that the person lives with them"));
}

struct DeathElsewhere {
  std::string village_name;
  Date on;
};

constexpr auto describe(Tag<DeathElsewhere>) {
  return object("DeathElsewhere", "A death that another village entered",
                field<&DeathElsewhere::village_name>("village_name", "Which"),
                field<&DeathElsewhere::on>("on", "The day it says"));
}

struct FieldNote {
  std::string field;
  std::string rule;
  std::string zh;
  std::string en;
};

constexpr auto describe(Tag<FieldNote>) {
  return object("FieldNote", "Something about what was typed that is worth a second look",
                field<&FieldNote::field>("field", "JSON pointer into what was sent"),
                field<&FieldNote::rule>("rule", "Which rule"), field<&FieldNote::zh>("zh", "In Chinese"),
                field<&FieldNote::en>("en", "In English"));
}

struct PersonDetail {
  PersonLine person;
  std::string ethnic_code;
  std::string ethnic_text;
  std::optional<Date> born_on;
  Arrival arrival = Arrival::recorded;
  std::optional<Date> since;
  std::vector<AlsoIn> also;
  bool may_change = false;
  std::optional<std::string> kept_by;
  std::vector<DeathElsewhere> deaths_elsewhere;
  std::vector<std::string> kept;
  std::vector<FieldNote> warnings;
};

constexpr auto describe(Tag<PersonDetail>) {
  return object(
      "PersonDetail", "All that a village keeps of a person, numbers masked",
      field<&PersonDetail::person>("person", "As in lists"),
      field<&PersonDetail::ethnic_code>("ethnic_code", "GB/T 3304, or 97"),
      field<&PersonDetail::ethnic_text>("ethnic_text", "With 97: its name"),
      field<&PersonDetail::born_on>("born_on",
                                    "Only of people without an ID number: beside a masked number it would unmask it"),
      field<&PersonDetail::arrival>("arrival", "How the person came to be here"),
      field<&PersonDetail::since>("since", "Since when; left out where it is the date of birth"),
      field<&PersonDetail::also>("also", "Other villages that know the person"),
      field<&PersonDetail::may_change>("may_change", "The caller may change the record"),
      field<&PersonDetail::kept_by>(
          "kept_by",
          "The village that keeps what is the person's own (name, ID number, sex, birth, ethnic group, political "
          "status, death); null: this one"),
      field<&PersonDetail::deaths_elsewhere>(
          "deaths_elsewhere", "Of who is alive by this register: deaths that other villages entered, to be checked"),
      field<&PersonDetail::kept>("kept",
                                 "After entering somebody known: the fields that stayed as another village keeps them"),
      field<&PersonDetail::warnings>("warnings", "After entering or changing: what is worth a second look"));
}

struct SearchPeople {
  std::optional<std::string> at;
  std::optional<std::string> name;
  std::optional<std::string> id_number;
  std::optional<std::string> phone;
  std::optional<Id> after;
};

constexpr auto describe(Tag<SearchPeople>) {
  return object("SearchPeople", "One of name, ID number and phone",
                field<&SearchPeople::at>("at", "12-digit code; without it all that the caller may see")
                    .format("division_code", &units::is_division_code),
                field<&SearchPeople::name>("name", "A part of the name").max_length(100),
                field<&SearchPeople::id_number>("id_number", "The whole number").max_length(40),
                field<&SearchPeople::phone>("phone", "The whole number").max_length(40),
                field<&SearchPeople::after>("after", "By name: `next` of the answer before"));
}

struct LookAt {
  Looked what = Looked::id_number;
  std::string reason;
};

constexpr auto describe(Tag<LookAt>) {
  return object("LookAt", "A look at a whole number", field<&LookAt::what>("what", "Which"),
                field<&LookAt::reason>("reason", "Why, in at least five characters").max_length(200));
}

struct Unmasked {
  std::string value;
  std::optional<Date> born_on;
  std::int64_t left_this_hour = 0;
};

constexpr auto describe(Tag<Unmasked>) {
  return object("Unmasked", "A whole number", field<&Unmasked::value>("value", "The number"),
                field<&Unmasked::born_on>("born_on", "With an ID number: the date of birth in it"),
                field<&Unmasked::left_this_hour>("left_this_hour", "How many more looks the account has this hour"));
}

struct LookLine {
  Id id;
  Instant at;
  std::string account_name;
  std::string post;
  Id record_id;
  std::string person_name;
  std::string village;
  std::string village_name;
  Looked what = Looked::id_number;
  bool met = false;
  std::string reason;
  std::int64_t entry = 0;
};

constexpr auto describe(Tag<LookLine>) {
  return object(
      "LookLine", "Who looked at whose number, and why", field<&LookLine::id>("id", "Id"),
      field<&LookLine::at>("at", "When"), field<&LookLine::account_name>("account_name", "Who"),
      field<&LookLine::post>("post", "In which post"), field<&LookLine::record_id>("record_id", "Whose record"),
      field<&LookLine::person_name>("person_name", "Whose"), field<&LookLine::village>("village", "12-digit code"),
      field<&LookLine::village_name>("village_name", "Name of the village"),
      field<&LookLine::what>("what", "Which number"),
      field<&LookLine::met>("met", "The number was typed by whoever met it, not shown to them"),
      field<&LookLine::reason>("reason", "Why"), field<&LookLine::entry>("entry", "Number in the journal"));
}

struct LookList {
  std::vector<LookLine> looks;
  std::optional<Id> next;
};

constexpr auto describe(Tag<LookList>) {
  return object("LookList", "Looks at whole numbers, newest first", field<&LookList::looks>("looks", "At most 200"),
                field<&LookList::next>("next", "Pass it as `before` for older ones; null: these were the oldest"));
}

struct PersonHistoryLine {
  Instant at;
  std::string post;
  std::string action;
  std::vector<std::string> fields;
  std::int64_t entry = 0;
};

constexpr auto describe(Tag<PersonHistoryLine>) {
  return object("PersonHistoryLine", "A change of a record", field<&PersonHistoryLine::at>("at", "When"),
                field<&PersonHistoryLine::post>("post", "In which post"),
                field<&PersonHistoryLine::action>("action", "people.add, people.change, …"),
                field<&PersonHistoryLine::fields>("fields", "Which fields; what was in them is not kept"),
                field<&PersonHistoryLine::entry>("entry", "Number in the journal"));
}

struct PersonHistory {
  std::vector<PersonHistoryLine> lines;
};

constexpr auto describe(Tag<PersonHistory>) {
  return object("PersonHistory", "The changes of a record", field<&PersonHistory::lines>("lines", "Oldest first"));
}

struct RelativeLine {
  Relation relation = Relation::spouse;
  std::optional<Id> record;
  std::optional<std::string> name;
  std::string village_name;
  bool recorded = false;
};

constexpr auto describe(Tag<RelativeLine>) {
  return object("RelativeLine", "A near relative", field<&RelativeLine::relation>("relation", "What they are"),
                field<&RelativeLine::record>("record", "Their record, if it is within the caller's unit"),
                field<&RelativeLine::name>("name", "Their name, likewise"),
                field<&RelativeLine::village_name>("village_name", "Where they are; empty if they have left"),
                field<&RelativeLine::recorded>(
                    "recorded", "A marriage recorded as such, which may be ended; else the household tells of it"));
}

struct RelativeList {
  std::vector<RelativeLine> relatives;
  std::string article;
  bool certain = false;
};

constexpr auto describe(Tag<RelativeList>) {
  return object("RelativeList", "Near relatives (Civil Code Art. 1045)",
                field<&RelativeList::relatives>("relatives", "In the order of the Code"),
                field<&RelativeList::article>("article", "By which law and article; empty where none is known"),
                field<&RelativeList::certain>("certain", "Somebody has read or confirmed that article"));
}

enum class NewTieKind { parent, child, spouse };

constexpr auto describe(Tag<NewTieKind>) {
  return enumeration("NewTieKind", "What the other is to the person", named(NewTieKind::parent, "parent"),
                     named(NewTieKind::child, "child"), named(NewTieKind::spouse, "spouse"));
}

struct NewTie {
  NewTieKind kind = NewTieKind::spouse;
  Id other;
};

constexpr auto describe(Tag<NewTie>) {
  return object("NewTie", "A relative to be recorded", field<&NewTie::kind>("kind", "What the other is to the person"),
                field<&NewTie::other>("other", "Their record"));
}

struct EndedTie {
  Id other;
  Date on;
};

constexpr auto describe(Tag<EndedTie>) {
  return object("EndedTie", "A marriage that ended", field<&EndedTie::other>("other", "Record of the other"),
                field<&EndedTie::on>("on", "When"));
}

struct NewHousehold {
  std::string village;
  std::optional<Id> group;
  std::string number;
  std::string address;
};

constexpr auto describe(Tag<NewHousehold>) {
  return object("NewHousehold", "A household to be entered",
                field<&NewHousehold::village>("village", "12-digit code of the village")
                    .format("division_code", &units::is_division_code),
                field<&NewHousehold::group>("group", "Group or hamlet"),
                field<&NewHousehold::number>("number", "Number within the village").min_length(1).max_length(20),
                field<&NewHousehold::address>("address", "Door plate").max_length(100));
}

struct ChangedHousehold {
  std::int64_t version = 0;
  std::optional<Id> group;
  std::string number;
  std::string address;
};

constexpr auto describe(Tag<ChangedHousehold>) {
  return object("ChangedHousehold", "A household as it is to be kept from now on",
                field<&ChangedHousehold::version>("version", "That the caller saw"),
                field<&ChangedHousehold::group>("group", "Group or hamlet"),
                field<&ChangedHousehold::number>("number", "Number within the village").min_length(1).max_length(20),
                field<&ChangedHousehold::address>("address", "Door plate").max_length(100));
}

struct HouseholdLine {
  Id id;
  std::string village;
  std::string village_name;
  std::optional<Id> group;
  std::optional<std::string> group_name;
  std::string number;
  std::string address;
  std::optional<Id> head;
  std::optional<std::string> head_name;
  std::int64_t members = 0;
  std::int64_t version = 0;
  bool is_demo = false;
};

constexpr auto describe(Tag<HouseholdLine>) {
  return object("HouseholdLine", "A household", field<&HouseholdLine::id>("id", "Id"),
                field<&HouseholdLine::village>("village", "12-digit code of the village"),
                field<&HouseholdLine::village_name>("village_name", "Its name"),
                field<&HouseholdLine::group>("group", "Group or hamlet"),
                field<&HouseholdLine::group_name>("group_name", "Its name"),
                field<&HouseholdLine::number>("number", "Number within the village"),
                field<&HouseholdLine::address>("address", "Door plate"),
                field<&HouseholdLine::head>("head", "Record of its head; null: nobody is, choose one"),
                field<&HouseholdLine::head_name>("head_name", "Name of its head"),
                field<&HouseholdLine::members>("members", "How many are there today"),
                field<&HouseholdLine::version>("version", "Send it with a change"),
                field<&HouseholdLine::is_demo>("is_demo", "Made-up data of the demo"));
}

struct HouseholdList {
  std::vector<HouseholdLine> households;
  std::optional<Id> next;
};

constexpr auto describe(Tag<HouseholdList>) {
  return object("HouseholdList", "Households", field<&HouseholdList::households>("households", "At most 200"),
                field<&HouseholdList::next>("next", "Pass it as `after`; null: these were the last"));
}

struct PeopleCount {
  std::string key;
  std::string name;
  std::int64_t people = 0;
};

constexpr auto describe(Tag<PeopleCount>) {
  return object("PeopleCount", "How many people", field<&PeopleCount::key>("key", "Of what: a code or a stable name"),
                field<&PeopleCount::name>("name", "In Chinese"), field<&PeopleCount::people>("people", "How many"));
}

struct PeopleFigures {
  std::string at;
  std::string name;
  std::int64_t people = 0;
  std::int64_t households = 0;
  std::vector<PeopleCount> by_status;
  std::vector<PeopleCount> by_sex;
  std::vector<PeopleCount> by_age;
  std::vector<PeopleCount> by_ethnic;
  std::vector<PeopleCount> increases;
  std::vector<PeopleCount> decreases;
  std::vector<PeopleCount> below;
};

constexpr auto describe(Tag<PeopleFigures>) {
  return object("PeopleFigures", "How many people there are; somebody whom two villages know counts once",
                field<&PeopleFigures::at>("at", "12-digit code of the unit"),
                field<&PeopleFigures::name>("name", "Its name"),
                field<&PeopleFigures::people>("people", "People today"),
                field<&PeopleFigures::households>("households", "Households in which somebody is"),
                field<&PeopleFigures::by_status>("by_status", "Records by residence status"),
                field<&PeopleFigures::by_sex>("by_sex", "People by sex"),
                field<&PeopleFigures::by_age>("by_age", "People by age"),
                field<&PeopleFigures::by_ethnic>("by_ethnic", "People by ethnic group, most first"),
                field<&PeopleFigures::increases>("increases", "四增 from `from` to `to`: records by arrival"),
                field<&PeopleFigures::decreases>("decreases", "四减 from `from` to `to`: records by departure"),
                field<&PeopleFigures::below>("below", "People by unit directly below"));
}

struct EthnicGroupAnswer {
  std::string code;
  std::string zh;
  std::string en;
};

constexpr auto describe(Tag<EthnicGroupAnswer>) {
  return object("EthnicGroup", "An ethnic group", field<&EthnicGroupAnswer::code>("code", "GB/T 3304, or 97"),
                field<&EthnicGroupAnswer::zh>("zh", "Name in Chinese"),
                field<&EthnicGroupAnswer::en>("en", "Name in English"));
}

struct EthnicGroupList {
  std::vector<EthnicGroupAnswer> groups;
};

constexpr auto describe(Tag<EthnicGroupList>) {
  return object("EthnicGroupList", "Ethnic groups to choose from",
                field<&EthnicGroupList::groups>("groups", "In the order of their codes, 97 last"));
}

}  // namespace gulou::people
