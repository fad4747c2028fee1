// By which rule what is kept of a person must stay, though they ask to have it erased.
#pragma once

#include <string>
#include <vector>

#include "base/describe.h"
#include "base/id.h"
#include "db/database.h"
#include "spine/module.h"

namespace gulou::residents {

inline constexpr std::string_view hold_register = "residents.hold.register";
inline constexpr std::string_view hold_retention = "residents.hold.retention";          // years after departure
inline constexpr std::string_view hold_other_village = "residents.hold.other_village";  // each answers for its own
inline constexpr std::string_view hold_open_duty = "residents.hold.open_duty";
inline constexpr std::string_view hold_journal = "residents.hold.journal";

struct Hold {
  std::string rule;
  std::string zh;
  std::string en;
  std::string article;
  bool certain = false;
};

constexpr auto describe(Tag<Hold>) {
  return object("ErasureHold", "A rule by which something must be kept", field<&Hold::rule>("rule", "Id of the rule"),
                field<&Hold::zh>("zh", "What it keeps, in Chinese"), field<&Hold::en>("en", "In English"),
                field<&Hold::article>("article", "Law and article; empty where none is known"),
                field<&Hold::certain>("certain", "Somebody has read or confirmed that article"));
}

// When the departure of a record was entered, by its own village or with a death by the one that keeps the person; the
// last time, if it was taken back in between. Nothing where that was not written down.
Result<std::optional<Instant>> departure_entered_at(db::Reader& reader, const Id& record);
// Those that hold for a village's record of a person today, in the order of the table above. A village that is asked to
// erase judges its own record: who is in its register, or left it less than the years of the rule ago (which count from
// the day the departure was entered, where that is later), is kept; and
// whatever it decides, so is what another village keeps of the person on the same grounds. The journal's always holds:
// its entries stay, and have nothing in clear.
Result<std::vector<Hold>> holds_of(db::Reader& reader, const ModuleContext& context, const Id& record);
// As they were answered: by the ids of their rules.
Result<std::vector<Hold>> holds_named(db::Reader& reader, const ModuleContext& context, std::string_view rules);
// Must the person be kept, in this register or another?
bool keeps_person(const std::vector<Hold>& holds);
// Ids, by commas.
std::string names_of(const std::vector<Hold>& holds);

}  // namespace gulou::residents
