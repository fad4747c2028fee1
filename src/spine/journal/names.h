// What the ids in entries of the journal are called today, as far as their reader may know it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "spine/access/caller.h"
#include "spine/journal/queries.h"

namespace gulou::journal {

enum class NamedKind { account, unit, person };
constexpr auto describe(Tag<NamedKind>) {
  return enumeration("NamedKind", "What an id is of", named(NamedKind::account, "account"),
                     named(NamedKind::unit, "unit"), named(NamedKind::person, "person"));
}

// What must be known beside a name. resident: a resident's own account, of which no name is told. restricted: a person
// who asked that the data be kept and not used. erased: what is left of a person who is nobody now.
enum class NameState { plain, resident, restricted, erased };
constexpr auto describe(Tag<NameState>) {
  return enumeration("NameState", "What must be known beside a name", named(NameState::plain, "plain"),
                     named(NameState::resident, "resident"), named(NameState::restricted, "restricted"),
                     named(NameState::erased, "erased"));
}

struct NamedId {
  std::string id;
  NamedKind kind = NamedKind::account;
  std::string name;
  NameState state = NameState::plain;
};
constexpr auto describe(Tag<NamedId>) {
  return object("NamedId", "What an id in an entry is called today",
                field<&NamedId::id>("id", "As it stands in the entry: an id, or a unit's code"),
                field<&NamedId::kind>("kind", "What it is of"),
                field<&NamedId::name>("name", "Its name today; empty for a resident's own account"),
                field<&NamedId::state>("state", "resident, restricted, erased; else plain"));
}

// Where somebody may know names: the paths of subtrees ("" is everywhere).
struct NameReader {
  std::string subtree;                     // of accounts and units
  std::optional<std::string> people = {};  // whose register is theirs to read (people.read)
  std::optional<std::string> looks = {};   // where they read who was looked at (people.looks): those people only
};
// Of a caller who reads the journal of `subtree`.
Result<NameReader> name_reader(db::Reader& reader, const access::Caller& caller, std::string subtree);

// The names of what the entries are about and of the ids and codes in their details; what is not there, or not this
// reader's to know, is left out. One statement for each kind and 250 ids.
Result<std::vector<NamedId>> names_in(db::Reader& reader, const std::vector<JournalLine>& entries,
                                      const NameReader& by);

}  // namespace gulou::journal
