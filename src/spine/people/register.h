// What a village does with its register: adding people, changing what it keeps of them, entering who leaves or dies.
// Each is one use case, one transaction, one journal entry.
//
// The journal and the history say which fields changed. Numbers stand in the journal as commitments to their keyed
// hashes (spine/vault): a number has so little to guess that a salted hash alone would give it away to whoever reads
// the database.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/describe.h"
#include "spine/access/caller.h"
#include "spine/access/permission.h"
#include "spine/module.h"
#include "spine/people/facts.h"
#include "spine/people/meeting.h"
#include "spine/people/model.h"
#include "spine/units/division_code.h"

namespace gulou::people {

inline constexpr std::string_view people_read = "people.read";      // lists, with numbers masked
inline constexpr std::string_view people_write = "people.write";    // the register of the own village
inline constexpr std::string_view people_look = "people.look";      // unmasked numbers, search by number
inline constexpr std::string_view people_import = "people.import";  // a roll into the own village
inline constexpr std::string_view people_export = "people.export";  // the roll of the own village as a workbook
inline constexpr std::string_view people_looks = "people.looks";    // who looked at whom

std::vector<access::Permission> permissions();

struct NewPerson {
  std::string village;
  PersonFields person;
};

constexpr auto describe(Tag<NewPerson>) {
  return object("NewPerson", "A person to be entered",
                field<&NewPerson::village>("village", "12-digit code of the village or community")
                    .format("division_code", &units::is_division_code),
                field<&NewPerson::person>("person", "What is said of the person"));
}

struct ChangedPerson {
  std::int64_t version = 0;
  PersonFields person;
};

constexpr auto describe(Tag<ChangedPerson>) {
  return object("ChangedPerson", "A person as they are to be kept from now on",
                field<&ChangedPerson::version>("version", "That the caller saw"),
                field<&ChangedPerson::person>("person", "All of what is said of the person"));
}

struct Leaving {
  std::int64_t version = 0;
  Departure departure = Departure::moved_out;
  Date on;
};

constexpr auto describe(Tag<Leaving>) {
  return object("Leaving", "Who leaves the village, or died",
                field<&Leaving::version>("version", "That the caller saw"),
                field<&Leaving::departure>("departure", "How"), field<&Leaving::on>("on", "The day"));
}

struct Reinstating {
  std::int64_t version = 0;
};

constexpr auto describe(Tag<Reinstating>) {
  return object("Reinstating", "Takes back a departure that was entered by mistake",
                field<&Reinstating::version>("version", "That the caller saw"));
}

// Errors of all: forbidden (access::require), not_found (also a record of another village), refused_by_rule
// "restricted", "erased" (what the person asked for), invalid_fields (facts.h; "/village" "wrong_level", "withdrawn";
// "/person/group" "not_in_village"; "/person/household" "not_in_village"), unavailable of the vault.
// `said`: what the answer tells besides; if the write is refused, pass it and the refusal to noted() (meeting.h).
//
// A number is looked up last, when nothing else is wrong, and not at all by an account that has used up its allowance
// of looks: rate_limited "looks_per_hour". What is the person's own (keeper.h), one village keeps.

// Journal: "people.add", and "people.add_elsewhere" at each other village that knows the person. A number that is known
// adds a record to the person it belongs to; what is kept of the person stays (`said->kept`). Conflict (naming
// "/person/id_number"): "other_name" where it is known under another name, "like_a_namesake", "already_here",
// "registered_elsewhere" ("/person/status"), "person_died"; "head_taken", "spouse_taken", "spouse_same_sex"
// ("/person/kinship"; couple.h).
Result<Id> add_person(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller,
                      const NewPerson& wanted, bool demo = false, Said* said = nullptr);
// Journal: "people.change", if anything is another, and "people.change_elsewhere" at each other village for what is the
// person's own. Conflict "version_changed", "id_number_taken", and as above; refused_by_rule "record_ended",
// "kept_elsewhere"; invalid_fields "/person/born_on" "born_on.from_number".
Result<void> change_person(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller,
                           const Id& record, const ChangedPerson& wanted, Said* said = nullptr);
// Ends the record. A death that the keeper of the person enters ends every record; that of another village only its
// own. Journal: "people.leave", and "people.leave_elsewhere" for a death at each other village. Errors besides: "/on"
// "out_of_range".
Result<void> leave(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller, const Id& record,
                   const Leaving& wanted);
// With a death, every record that it ended; only by the record by which it was entered. Journal: "people.reinstate",
// "people.reinstate_elsewhere". Refused_by_rule "not_ended", "kept_elsewhere", "person_died" (elsewhere); conflict if
// somebody else stands in its place by now.
Result<void> reinstate(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller,
                       const Id& record, const Reinstating& wanted);

}  // namespace gulou::people
