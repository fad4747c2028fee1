// The telephone number under which a unit answers.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/describe.h"
#include "base/id.h"
#include "base/time.h"
#include "db/database.h"
#include "spine/access/caller.h"
#include "spine/access/permission.h"
#include "spine/module.h"
#include "spine/units/model.h"

namespace gulou::contacts {

inline constexpr std::string_view write_permission = "contacts.write";

// A row of `unit_telephone`.
struct TelephoneRow {
  Id unit_id;
  std::string number;  // E.164
  std::string hours;   // words; may be empty
  Instant set_at;
};

constexpr auto describe(Tag<TelephoneRow>) {
  return object("UnitTelephone", "The telephone number under which a unit answers",
                field<&TelephoneRow::unit_id>("unit_id", "The unit"),
                field<&TelephoneRow::number>("number", "E.164").max_length(20),
                field<&TelephoneRow::hours>("hours", "When somebody answers; words").max_length(60),
                field<&TelephoneRow::set_at>("set_at", "When it was set"));
}

extern const db::Table telephone_table;

struct SetTelephone {
  std::string number;
  std::string hours;
};

constexpr auto describe(Tag<SetTelephone>) {
  return object("SetTelephone", "A unit's telephone number, or its removal",
                field<&SetTelephone::number>("number", "As typed; empty removes it").max_length(40),
                field<&SetTelephone::hours>("hours", "When somebody answers; may be empty").max_length(60));
}

std::vector<access::Permission> permissions();

// Sets or removes a unit's own number; the units' topic is touched, for pages show it. Journal: "contacts.set" with the
// number, "contacts.removed". Errors: forbidden; invalid_fields "/number" with a rule of people::read_phone; not_found
// "no_telephone" when there is none to remove.
Result<void> set_telephone(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller,
                           const units::UnitSummary& unit, const SetTelephone& wanted);

}  // namespace gulou::contacts
