// Erasing what is kept of a person (PIPL 47), and keeping it without using it. What must stay, and why, whoever calls
// this has judged; here it is done.
#pragma once

#include <cstdint>
#include <vector>

#include "base/id.h"
#include "db/database.h"
#include "spine/module.h"
#include "spine/people/model.h"

namespace gulou::people {

enum class Extent {
  all,      // the person becomes nobody: only what figures need is left, under a name that is drawn
  not_due,  // the register must keep the person; what one village need not keep goes: telephone, reasons of looks,
            // previews
};

struct Erased {
  std::vector<Id> records;       // all of the person's, or with not_due the one
  std::int64_t households = 0;   // in which nobody else was or had been
  std::int64_t ties = 0;         // to relatives
  std::int64_t looks = 0;        // whose reasons are gone
  std::int64_t previews = 0;     // of rolls that waited and may have named the person
  std::int64_t commitments = 0;  // in the journal, that nothing can confirm or guess any more
};

// `record`: with `all` its person, with `not_due` itself. Left of a person who is erased: sex, year of birth, ethnic
// group; of each record the village, how and in which month it began and ended, and the status. No journal entry: that
// is the caller's. Error conflict "erased" for who is erased already; refused_by_rule "record_open" if everything shall
// go and a record still holds.
Result<Erased> erase(db::Transaction& tx, const ModuleContext& context, const Id& record, Extent extent);

// Deletes the salts of the journal's entries about these objects: what they commit to can neither be confirmed nor
// guessed from then on. How many.
Result<std::int64_t> forget_commitments(db::Transaction& tx, const std::vector<Id>& objects);

// From now on nothing is done with what is kept of the person: no change, no look at numbers, no slip; or lifts that.
Result<void> restrict(db::Transaction& tx, const Clock& clock, const Id& person, bool restricted);

// Every record of a person, also those that have ended.
Result<std::vector<RecordRow>> records_of_person(db::Reader& reader, const Id& person);

}  // namespace gulou::people
