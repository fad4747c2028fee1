// The 统一社会信用代码 under which a unit is registered: what a committee signs contracts and opens accounts with.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/describe.h"
#include "base/id.h"
#include "base/time.h"
#include "db/database.h"
#include "spine/access/caller.h"
#include "spine/module.h"
#include "spine/people/credit_code.h"
#include "spine/units/model.h"

namespace gulou::contacts {

// A row of `unit_credit_code`.
struct CreditCodeRow {
  Id unit_id;
  std::string code;
  Instant set_at;
};

constexpr auto describe(Tag<CreditCodeRow>) {
  return object("UnitCreditCode", "The unified social credit code of a unit",
                field<&CreditCodeRow::unit_id>("unit_id", "The unit"),
                field<&CreditCodeRow::code>("code", "18 characters (GB 32100)").max_length(18),
                field<&CreditCodeRow::set_at>("set_at", "When it was set"));
}

extern const db::Table credit_code_table;

struct SetCreditCode {
  std::string code;
};

constexpr auto describe(Tag<SetCreditCode>) {
  return object("SetCreditCode", "A unit's unified social credit code, or its removal",
                field<&SetCreditCode::code>("code", "As typed; empty removes it").max_length(60));
}

// What is worth a second look: an organisation code inside whose check does not fit ("credit_code.inner_check"), a
// registrar of another county ("credit_code.elsewhere"), a villagers' committee's code for what the division code calls
// a residents' committee, or the other way round ("credit_code.other_kind").
std::vector<people::Finding> oddities_of(const people::CreditCode& code, const units::UnitSummary& unit);

// Sets or removes a unit's credit code. Journal: "contacts.credit_code_set" with the code,
// "contacts.credit_code_removed". Errors: forbidden; invalid_fields "/code" with a rule of people::read_credit_code, or
// "credit_code.taken" if another unit has it; not_found when there is none to remove.
Result<void> set_credit_code(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller,
                             const units::UnitSummary& unit, const SetCreditCode& wanted);

}  // namespace gulou::contacts
