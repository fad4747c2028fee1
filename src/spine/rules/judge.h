// Holding facts against rules. Pure: frozen values and plain facts in, a step of the trace out. A rule of the wrong
// kind is the programmer's mistake and gives an internal error; all else is a step that held or did not.
//
// A rule that does not hold blocks if its value is binding (read in the text, or confirmed); otherwise it warns.
#pragma once

#include <cstdint>
#include <span>

#include "base/result.h"
#include "base/rule.h"
#include "spine/calendar/calendar.h"
#include "spine/rules/model.h"

namespace gulou::rules {

// The greatest number a fact may have, so that cross products stay exact.
inline constexpr std::int64_t greatest_fact = 1'000'000'000'000;

Operand number(std::string name, Text label, std::int64_t value);
Operand day(std::string name, Text label, Date value);

// The least number that reaches a share of `of`: of 600, more than 1/2 is 301, at least 1/3 is 200.
std::int64_t needed(const Share& share, std::int64_t of);
// Does `n` of `of` reach the share? Nothing reaches a share of nothing.
bool reached(const Share& share, std::int64_t n, std::int64_t of);

// A share in words: 过半数, 三分之二以上.
Text share_text(const Share& share);

// What a threshold counts, and of how many; `of` bears the name that the rule's share names.
struct Count {
  Operand n;
  Operand of;
};

Result<Step> check_share(const Resolved& rule, const Count& count);
// The first alternative, in the order of the law, that is reached by a count of its own kind: persons and households
// are never mixed. The branch used stands in the step's operands; if none is reached, all that were tried.
Result<Step> check_any(const Resolved& rule, std::span<const Count> counts);
Result<Step> check_at_most(const Resolved& rule, const Operand& n);
Result<Step> check_at_least(const Resolved& rule, const Operand& n);
// Done within the term that runs from an event.
Result<Step> check_within(const Resolved& rule, const calendar::Calendar& calendar, const Operand& event,
                          const Operand& done);
// Done at least the term before a day.
Result<Step> check_before(const Resolved& rule, const calendar::Calendar& calendar, const Operand& before,
                          const Operand& done);
// A rule that only says how something is done: it holds, and its value stands in the trace. `value` is the value in
// words.
Step noted(const Resolved& rule, const Text& value);

// The term of a rule of kind days.
struct Term {
  std::int64_t count = 0;
  calendar::DayUnit unit = calendar::DayUnit::natural_day;
};
Result<Term> term_of(const Resolved& rule);
// The number of a rule of kind count: an age, how often.
Result<std::int64_t> count_of(const Resolved& rule);
// The share of a rule of kind threshold.
Result<Share> share_of(const Resolved& rule);
// "10个工作日", "10 working days".
Text term_text(const Term& term);

}  // namespace gulou::rules
