// Whoever has lost both telephone and recovery codes starts anew with the second factor: one person asks, having seen
// who it is, and another one confirms (SEC-07). Both must be people who may manage the account, or the system or
// security administrator above it; where an office has one official, the second is one of the unit above. The machine
// is declared (spine/workflow), four eyes count people and not accounts (person.h), and the owner sees it at the next
// sign-in.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "db/database.h"
#include "spine/access/caller.h"
#include "spine/access/model.h"
#include "spine/module.h"
#include "spine/workflow/perform.h"

namespace gulou::access {

// A row of `factor_reset`.
struct FactorResetRow {
  Id id;
  Id account_id;
  Id unit_id;  // that keeps the account
  std::string reason;
  std::string state;
  std::int64_t version = 1;
  Instant asked_at;
  Id asked_by;
  std::optional<Instant> decided_at;
  std::optional<Id> decided_by;
};

constexpr auto describe(Tag<FactorResetRow>) {
  return object("FactorResetRow", "That a second factor is to be reset", field<&FactorResetRow::id>("id", "Id"),
                field<&FactorResetRow::account_id>("account_id", "Whose"),
                field<&FactorResetRow::unit_id>("unit_id", "The unit that keeps the account"),
                field<&FactorResetRow::reason>("reason", "How whoever asked has seen who it is"),
                field<&FactorResetRow::state>("state", "State"), field<&FactorResetRow::version>("version", "Version"),
                field<&FactorResetRow::asked_at>("asked_at", "When it was asked for"),
                field<&FactorResetRow::asked_by>("asked_by", "Who asked"),
                field<&FactorResetRow::decided_at>("decided_at", "When it was decided"),
                field<&FactorResetRow::decided_by>("decided_by", "Who decided"));
}

extern const db::Table factor_reset_table;
const workflow::Machine& factor_reset_machine();

struct AskFactorReset {
  std::string reason;
};
constexpr auto describe(Tag<AskFactorReset>) {
  return object(
      "AskFactorReset", "Ask for a second factor to be reset",
      field<&AskFactorReset::reason>("reason", "How you have seen who it is, e.g. came in person with the card")
          .min_length(2)
          .max_length(200));
}
// What is not decided within the policy's term lapses (policy.h). Journal: "access.factor_reset.create". Errors:
// forbidden (see caller.h; "not_to_oneself", "not_the_superior"); refused_by_rule "no_second_factor"; conflict
// "asked_already".
Result<Id> ask_factor_reset(db::Transaction& tx, const Clock& clock, const Caller& caller, const Id& account,
                            const AskFactorReset& wanted);

struct DecideFactorReset {
  std::int64_t version = 0;
};
constexpr auto describe(Tag<DecideFactorReset>) {
  return object("DecideFactorReset", "Confirm or refuse it",
                field<&DecideFactorReset::version>("version", "The version seen"));
}
// `action`: "confirm" or "refuse". Confirming forgets key and recovery codes and ends the account's sessions. Errors:
// those of workflow::perform, among them forbidden "other_person_wanted" (a confirmation by whoever asked); forbidden
// "not_to_oneself", "not_the_superior"; conflict "lapsed".
Result<void> decide_factor_reset(db::Transaction& tx, const Clock& clock, const Caller& caller, const Id& id,
                                 std::string_view action, const DecideFactorReset& decision);

// May the caller ask for a reset of this account's, or decide on one?
Result<bool> may_reset_factor_of(db::Reader& reader, const Caller& caller, const Account& account);

// The operator at the command line, where nobody else is left who could. Journal: "account.reset_factor". Error
// refused_by_rule "no_second_factor".
Result<void> reset_factor_on_shell(db::Transaction& tx, const Clock& clock, const Caller& operator_, const Id& account);

// The one that waits, or the last that was decided after `since`; for the owner.
Result<std::optional<FactorResetRow>> open_factor_reset(db::Reader& reader, const Clock& clock, const Id& account);
// The last of the last month, if it waits or has lapsed: for the account's page.
Result<std::optional<FactorResetRow>> waiting_or_lapsed(db::Reader& reader, const Clock& clock, const Id& account);
// Until when it may be decided.
Result<Instant> end_of_term(db::Reader& reader, const FactorResetRow& row);
Result<std::optional<FactorResetRow>> factor_reset_done_since(db::Reader& reader, const Id& account,
                                                              std::optional<Instant> since);
Result<std::optional<FactorResetRow>> factor_reset(db::Reader& reader, const Id& id);
// Those that wait in a subtree, the oldest first.
Result<std::vector<FactorResetRow>> open_factor_resets(db::Reader& reader, const Clock& clock,
                                                       std::string_view subtree);
// Ends those whose term is over: journal "access.factor_reset.lapse", by Gulou itself. How many.
Result<std::int64_t> lapse_factor_resets(db::Transaction& tx, const Clock& clock);

}  // namespace gulou::access
