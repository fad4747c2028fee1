// Internal to people: of a person whom several villages know, one keeps what is true of the person wherever they are
// (name, ID number, sex, birth, ethnic group, political status, death): the village where the person is registered, or,
// where none says so, that of the earliest record that holds. The others answer for their own record only (decision
// 13).
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "spine/access/caller.h"
#include "spine/module.h"
#include "spine/people/writing.h"

namespace gulou::people {

// Among records that hold, in the order of their ids. Null if there are none. Pure.
const RecordRow* keeper_among(std::span<const RecordRow> records);

// The field is the person's, and not a record's.
bool is_of_person(std::string_view field);
std::vector<std::string> of_person(const std::vector<std::string>& fields);

// Refused_by_rule "kept_elsewhere", naming each field below `at`, and the village that keeps them.
Error kept_elsewhere(const std::vector<std::string>& fields, const std::string& village, const std::string& at);

// Which of the facts that were typed of somebody who is known are otherwise than they are kept. What was left out (a
// political status) is not among them.
std::vector<std::string> otherwise_kept(const Facts& typed, const PersonRow& kept);

// Makes the person's facts what is kept; what the record says stays as it was typed.
void take_as_kept(PersonFields& typed, Facts& facts, const Known& kept);

// One entry of the journal at the record's village, and one line of the record's history.
Result<void> enter(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller,
                   const RecordRow& record, std::string_view action, const std::vector<std::string>& fields,
                   std::vector<journal::PersonalValue> personal = {});

// The same at each of the records but that one: another village learns of what was done to a person whom it knows.
Result<void> enter_elsewhere(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller,
                             std::span<const RecordRow> records, const Id& except, std::string_view action,
                             const std::vector<std::string>& fields);

}  // namespace gulou::people
