// What the database keeps of rules: frozen sets, each text once, and the bureau's confirmations.
#pragma once

#include <string>
#include <vector>

#include "base/time.h"
#include "db/database.h"
#include "spine/rules/library.h"

namespace gulou::rules {

std::vector<db::Migration> migrations();

// Stores a frozen set, once per text, and gives its hash, which the object that was opened keeps.
Result<std::string> keep(db::Transaction& tx, const Clock& clock, const RuleSet& set);
// The set of that hash, equal to the one kept. Errors: not_found; internal if the stored text is not what the hash
// says.
Result<RuleSet> load(db::Reader& reader, std::string_view hash);

// A row of `rule_confirmation`: an office answers for a value. The files are not edited for it.
struct Confirmation {
  Id id;
  std::string rule_id;
  std::string division;      // whose value; "" for the country
  Date from_date;            // which of its values
  std::string value;         // what was confirmed
  std::string value_sha256;  // a value that is changed later is unconfirmed again
  std::string office;
  std::string person;
  Date confirmed_on;
  std::string paper;
  Instant recorded_at;
};

constexpr auto describe(Tag<Confirmation>) {
  return object("RuleConfirmation", "An office that answers for a value", field<&Confirmation::id>("id", "Id"),
                field<&Confirmation::rule_id>("rule_id", "The rule"),
                field<&Confirmation::division>("division", "Whose value; empty for the country"),
                field<&Confirmation::from_date>("from_date", "Which of its values"),
                field<&Confirmation::value>("value", "What was confirmed"),
                field<&Confirmation::value_sha256>("value_sha256", "Its hash"),
                field<&Confirmation::office>("office", "The office"),
                field<&Confirmation::person>("person", "The person who signed"),
                field<&Confirmation::confirmed_on>("confirmed_on", "The day"),
                field<&Confirmation::paper>("paper", "The paper that says so"),
                field<&Confirmation::recorded_at>("recorded_at", "When it was recorded"));
}

struct NewConfirmation {
  std::string rule;
  std::string division;
  Date from;
  std::string office;
  std::string person;
  Date confirmed_on;
  std::string paper;
};

constexpr auto describe(Tag<NewConfirmation>) {
  return object("NewRuleConfirmation", "An office that answers for a value",
                field<&NewConfirmation::rule>("rule", "Id of the rule").max_length(60),
                field<&NewConfirmation::division>("division", "12-digit code; empty for the country").max_length(12),
                field<&NewConfirmation::from>("from", "First day of the value"),
                field<&NewConfirmation::office>("office", "The office").min_length(2).max_length(100),
                field<&NewConfirmation::person>("person", "The person who signed").min_length(1).max_length(100),
                field<&NewConfirmation::confirmed_on>("confirmed_on", "The day"),
                field<&NewConfirmation::paper>("paper", "The paper that says so").min_length(2).max_length(200));
}

// Records a confirmation and gives the row: what whoever calls this writes into the journal, in the same transaction.
// Errors: invalid_fields "/rule" unknown_rule, "/from" no_such_value, "/confirmed_on" in_future; refused_by_rule
// "nothing_to_confirm" for a repealed value; conflict "already_confirmed".
Result<Confirmation> confirm(db::Transaction& tx, const Clock& clock, const Library& library,
                             const NewConfirmation& wanted);

// The rules with all confirmations laid over them.
Result<Library> confirmed(db::Reader& reader, const Library& library);

}  // namespace gulou::rules
