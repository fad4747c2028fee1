// What somebody asks to have corrected in the register, in their own words: which field, and what is right. Read and
// checked as a row of a roll is; written by the register's own use cases.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/describe.h"
#include "base/error.h"
#include "spine/access/caller.h"
#include "spine/module.h"
#include "spine/people/meeting.h"
#include "spine/people/roll.h"

namespace gulou::people {

constexpr auto describe(Tag<RollColumn>) {
  return enumeration(
      "RegisterField",
      "姓名，性别，民族，身份证号码，出生日期，电话，组（寨），户号，与户主的关系，居住情况，政治面貌，门牌",
      named(RollColumn::name, "name"), named(RollColumn::sex, "sex"), named(RollColumn::ethnic, "ethnic"),
      named(RollColumn::id_number, "id_number"), named(RollColumn::born_on, "born_on"),
      named(RollColumn::phone, "phone"), named(RollColumn::group, "group"), named(RollColumn::household, "household"),
      named(RollColumn::kinship, "kinship"), named(RollColumn::status, "status"),
      named(RollColumn::political, "political"), named(RollColumn::address, "address"));
}

struct Correction {
  RollColumn field = RollColumn::name;
  std::string wanted;  // 苗族, 一组, 1990年1月1日, …
};

// What is wrong with a correction, at "/wanted", by the rules of roll.h and facts.h, and "required", "group.unknown",
// "household.unknown", "household.none" (an address belongs to a household), "unchanged". Empty: it could be accepted
// today.
Result<std::vector<FieldError>> faults_of_correction(db::Reader& reader, const ModuleContext& context, const Id& record,
                                                     const Correction& correction);

// Writes it, as change_person or change_household; their journal and errors. Faults stand at "/wanted". `said`: whom it
// met, as for change_person.
Result<void> correct(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller, const Id& record,
                     const Correction& correction, Said* said = nullptr);

// What the register says there now, in words, numbers masked; "" for nothing.
Result<std::string> kept_in_words(db::Reader& reader, const ModuleContext& context, const Id& record, RollColumn field);
// A wanted value as it may be shown: numbers masked.
std::string masked(RollColumn field, const std::string& wanted);

}  // namespace gulou::people
