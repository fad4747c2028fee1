#include "spine/obligations/terms.h"

#include <algorithm>

#include "spine/rules/judge.h"

namespace gulou::obligations {
namespace {

// Natural days where a person set the last day.
calendar::DayUnit unit_of(const Obligation& obligation) {
  return obligation.fixed ? calendar::DayUnit::natural_day : obligation.term_unit;
}

// The n-th day that counts after another; n <= 0: that day itself.
Date counted_day(const calendar::Calendar& calendar, Date after, std::int64_t n, calendar::DayUnit unit) {
  if (n <= 0) return after;
  if (unit == calendar::DayUnit::natural_day) return after.plus_days(static_cast<int>(n));
  return calendar.add(after, n, unit).on;
}

// The day on which `count` days of the term have gone by; beyond the term, days after its last day.
Date day_in_term(const Obligation& obligation, const calendar::Calendar& calendar, std::int64_t count) {
  if (count > obligation.term_days) return obligation.due_on.plus_days(static_cast<int>(count - obligation.term_days));
  const std::int64_t used = obligation.term_days - obligation.days_left;
  return counted_day(calendar, obligation.counted_from, count - used, unit_of(obligation));
}

}  // namespace

Result<void> set_engine_rules(Obligation& obligation, const rules::Library& rules, const rules::Place& at, Date on) {
  const auto warning = TRY(rules.resolve(warning_rule, on, at));
  const auto escalation = TRY(rules.resolve(escalation_rule, on, at));
  const auto again = TRY(rules::term_of(TRY(rules.resolve(again_rule, on, at))));
  const auto highest = TRY(rules.resolve(highest_rule, on, at));
  const auto level = enum_named<units::Level>(highest.value.choice.value_or(""));
  if (!warning.value.threshold || !escalation.value.threshold || !level)
    return fail(internal_error("the rules of the area obligations are not of the kinds that the engine needs"));
  obligation.warn_after = rules::needed(*warning.value.threshold, obligation.term_days);
  obligation.escalate_after = rules::needed(*escalation.value.threshold, obligation.term_days);
  obligation.again_after = again.count;
  obligation.again_unit = again.unit;
  obligation.highest = *level;
  return {};
}

calendar::Due due_of(const Obligation& obligation, const calendar::Calendar& calendar) {
  if (obligation.fixed) return {obligation.counted_from.plus_days(static_cast<int>(obligation.days_left))};
  return calendar.add(obligation.counted_from, obligation.days_left, obligation.term_unit);
}

Date day_of_step(const Obligation& obligation, const calendar::Calendar& calendar, std::int64_t step) {
  if (step == warning_step) return day_in_term(obligation, calendar, obligation.warn_after);
  const Date first = day_in_term(obligation, calendar, obligation.escalate_after);
  return counted_day(calendar, first, (step - 1) * obligation.again_after, obligation.again_unit);
}

void start_pause(Obligation& obligation, const calendar::Calendar& calendar, Date on) {
  const auto used = calendar.count(obligation.counted_from, on.plus_days(-1), unit_of(obligation));
  obligation.days_left = std::max<std::int64_t>(0, obligation.days_left - used);
  obligation.paused_on = on;
  obligation.next_step_on.reset();
}

void end_pause(Obligation& obligation, const calendar::Calendar& calendar, Date on) {
  // `on` is the first day that counts; the day of the event never does. Where no day is left (the term had run out on a
  // free day), it ends on `on` or the next working day.
  const Date before = obligation.days_left == 0 ? on : on.plus_days(-1);
  obligation.counted_from = std::max(obligation.counted_from, before);
  obligation.paused_on.reset();
  const auto due = due_of(obligation, calendar);
  obligation.due_on = due.on;
  obligation.provisional = due.provisional;
}

bool is_late(const Obligation& obligation, Date today) {
  return obligation.state == State::open && !obligation.paused_on && obligation.due_on < today;
}

}  // namespace gulou::obligations
