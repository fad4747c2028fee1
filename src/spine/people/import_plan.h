// Internal to people: what importing a roll would do to a village's register.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "db/database.h"
#include "spine/people/couple.h"
#include "spine/people/import_model.h"
#include "spine/people/meeting.h"
#include "spine/people/roll.h"
#include "spine/people/store.h"
#include "spine/people/writing.h"

namespace gulou::people {

struct PlannedRow {
  std::int64_t line = 0;
  PersonFields typed;
  Facts facts;
  std::optional<Known> known;        // has a record in the village
  std::optional<PersonRow> person;   // else: is known elsewhere by the number
  std::vector<std::string> changes;  // of who is known
  std::vector<std::string> kept;     // fields that stay as another village keeps them
};

struct ImportPlan {
  std::vector<HouseholdRow> households;  // new ones
  std::vector<PlannedRow> rows;          // those without faults
  std::vector<RowFault> faults;          // in the order of their lines
  std::vector<RowFault> warnings;        // of rows without faults
  std::vector<NumberMet> met;            // whom the plan tells of by their numbers
  std::vector<std::string> headless;     // numbers of households of the table that would have members and no head
  std::vector<std::string> absent;       // names of who is registered and in no row, some of them
  std::int64_t absent_count = 0;         // how many there are
  std::int64_t faulty = 0;               // rows with faults
  std::int64_t added = 0;
  std::int64_t changed = 0;
  std::int64_t unchanged = 0;
};

inline constexpr std::size_t most_named = 20;

// Of a number that is not the village's own it asks the register last, and only for rows in which nothing else is
// wrong; and not at all for more than three rows that are one person with several numbers (of one name, and of one
// birth or one mask): "same_person_many_numbers". Whoever shows the plan writes down whom it met (meeting.h).
Result<ImportPlan> plan_import(db::Reader& reader, const vault::Vault& vault, const units::UnitSummary& village,
                               const Roll& roll, const MarriageRule& marriage, Instant now, Date today);

}  // namespace gulou::people
