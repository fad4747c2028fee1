// What may be said of a person: from what was typed, to what is kept. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/describe.h"
#include "base/error.h"
#include "base/id.h"
#include "spine/people/model.h"

namespace gulou::people {

// As a clerk types it, or a row of a spreadsheet says it.
struct PersonFields {
  std::string name;
  std::optional<Sex> sex;
  std::string ethnic_code;
  std::string ethnic_text;
  std::optional<std::string> id_number;
  std::optional<std::string> phone;
  std::optional<Date> born_on;
  Political political = Political::unknown;
  Status status = Status::both;
  std::optional<Id> group;
  std::optional<Id> household;
  std::optional<Kinship> kinship;
  Arrival arrival = Arrival::recorded;
  std::optional<Date> since;
};

constexpr auto describe(Tag<PersonFields>) {
  return object(
      "PersonFields", "What a village says of a person", field<&PersonFields::name>("name", "Name").max_length(100),
      field<&PersonFields::sex>("sex", "Sex; may be left out with an ID number, which tells it"),
      field<&PersonFields::ethnic_code>("ethnic_code", "GB/T 3304, or 97 for another group").max_length(2),
      field<&PersonFields::ethnic_text>("ethnic_text", "With 97: what the ID card says, e.g. 革家人").max_length(20),
      field<&PersonFields::id_number>("id_number",
                                      "ID number. In a change: without it the number stays, empty takes it away")
          .max_length(40),
      field<&PersonFields::phone>("phone", "Telephone. In a change: without it the number stays, empty takes it away")
          .max_length(40),
      field<&PersonFields::born_on>("born_on", "Date of birth; may be left out with an ID number, which tells it"),
      field<&PersonFields::political>("political", "Political status"),
      field<&PersonFields::status>("status", "Registered here, lives here, both, away"),
      field<&PersonFields::group>("group", "Id of the group or hamlet below the village"),
      field<&PersonFields::household>("household", "Id of the household"),
      field<&PersonFields::kinship>("kinship", "To its head; asked for with a household"),
      field<&PersonFields::arrival>("arrival", "How the person came to be here"),
      field<&PersonFields::since>("since", "Since when; asked for unless first recorded"));
}

// What holds of a person once it was checked.
struct Facts {
  std::string name;
  std::string folded_name;
  Sex sex = Sex::unknown;
  std::string ethnic_code;
  std::string ethnic_text;
  std::optional<std::string> id_number;  // 18 characters
  std::optional<std::string> phone;      // E.164
  Date born_on;
  Political political = Political::unknown;
  Status status = Status::both;
  std::optional<Kinship> kinship;
  Arrival arrival = Arrival::recorded;
  std::optional<Date> since;
  std::vector<FieldError> warnings = {};  // worth a second look, no reason to refuse
};

// Adds what is wrong to `faults`, pointers below `at` ("/person"). Rules besides those of names, ID numbers and phones:
// "ethnic.unknown", "ethnic.text_wanted", "ethnic.text_not_wanted", "sex.differs", "sex.wanted", "born_on.differs",
// "born_on.wanted", "born_on.out_of_range", "kinship.wanted", "kinship.household_wanted", "since.wanted",
// "since.out_of_range". The facts are good only if nothing was added.
Facts check_facts(const PersonFields& typed, Date today, const std::string& at, std::vector<FieldError>& faults);

}  // namespace gulou::people
