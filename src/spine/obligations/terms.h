// When an obligation ends and when its steps come due. Pure.
//
// A pause on day P that ends on day R takes the days from P to the day before R out of the term: they do not count, the
// days that were left are kept. No obligation ends within a pause.
#pragma once

#include <cstdint>

#include "base/result.h"
#include "spine/calendar/calendar.h"
#include "spine/obligations/model.h"
#include "spine/rules/library.h"

namespace gulou::obligations {

// The rules of the area obligations that the engine goes by.
inline constexpr std::string_view warning_rule = "obligations.warning";
inline constexpr std::string_view escalation_rule = "obligations.escalation";
inline constexpr std::string_view again_rule = "obligations.escalation.again";
inline constexpr std::string_view highest_rule = "obligations.escalation.highest";

// What the engine will do about an obligation, by the rules of a day at a place; its term is set. Errors: those of
// resolving a rule; internal if one is not of the kind that the engine needs.
Result<void> set_engine_rules(Obligation& obligation, const rules::Library& rules, const rules::Place& at, Date on);

// The last day of what is left of the term.
calendar::Due due_of(const Obligation& obligation, const calendar::Calendar& calendar);

// The day of a step, by the stored last day: the warning on the counted day that its share of the term reaches, the
// first escalation after the term is over, each further one `again_after` days after the one before.
Date day_of_step(const Obligation& obligation, const calendar::Calendar& calendar, std::int64_t step);

// Takes a pause into account; `on` is its first day. Not for one that is paused, closed or late.
void start_pause(Obligation& obligation, const calendar::Calendar& calendar, Date on);
// `on` counts again. Sets the last day anew.
void end_pause(Obligation& obligation, const calendar::Calendar& calendar, Date on);

// Over, and nobody did it: today is after the last day, and it is not paused.
bool is_late(const Obligation& obligation, Date today);

}  // namespace gulou::obligations
