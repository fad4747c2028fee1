// What a unit owes by a date, on what ground, and what was done about it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/describe.h"
#include "base/id.h"
#include "base/time.h"
#include "spine/calendar/calendar.h"
#include "spine/units/model.h"

namespace gulou::obligations {

enum class State { open, fulfilled, cancelled };

constexpr auto describe(Tag<State>) {
  return enumeration("ObligationState", "未办，已办，已撤销", named(State::open, "open"),
                     named(State::fulfilled, "fulfilled"), named(State::cancelled, "cancelled"));
}

// A row of `obligation`.
struct Obligation {
  Id id;
  Id unit_id;
  std::optional<Id> county_id;
  std::string role;  // who owes it at the unit, e.g. "county"
  std::string kind;  // "plan.report"
  std::string object_kind;
  std::string object_id;
  std::string title_zh;
  std::string ground_rule;     // the rule that gives the term
  std::string ground_article;  // law and article; "" where no law speaks
  Instant opened_at;
  Date event_on;  // the day the term runs from, which does not count
  std::int64_t term_days = 0;
  calendar::DayUnit term_unit = calendar::DayUnit::natural_day;
  bool fixed = false;  // a person set the day: no holiday moves it
  Date counted_from;   // what is left of the term runs from here; differs from event_on after a pause
  std::int64_t days_left = 0;
  Date due_on;
  bool provisional = false;  // a day that decided is one that no notice covers
  std::optional<Date> paused_on;
  State state = State::open;
  std::optional<Instant> fulfilled_at;
  std::optional<bool> on_time;
  std::optional<Instant> cancelled_at;
  std::string closing_note;
  // What the engine does while it is open, by the rules of the day it was opened.
  std::int64_t warn_after = 0;      // counted days of the term
  std::int64_t escalate_after = 0;  // likewise; more than the term's means so many days after its end
  std::int64_t again_after = 0;     // days from one escalation to the next
  calendar::DayUnit again_unit = calendar::DayUnit::natural_day;
  units::Level highest = units::Level::prefecture;  // no escalation goes above
  std::int64_t steps_taken = 0;
  std::optional<Date> next_step_on;  // none: nothing more is to come, or it is paused or closed
};

constexpr auto describe(Tag<Obligation>) {
  return object("Obligation", "What a unit owes by a date", field<&Obligation::id>("id", "Id"),
                field<&Obligation::unit_id>("unit_id", "Who owes it"),
                field<&Obligation::county_id>("county_id", "The county the unit is or lies in"),
                field<&Obligation::role>("role", "Role at the unit that owes it"),
                field<&Obligation::kind>("kind", "What kind of duty"),
                field<&Obligation::object_kind>("object_kind", "What it is about"),
                field<&Obligation::object_id>("object_id", "Which one"),
                field<&Obligation::title_zh>("title_zh", "In words"),
                field<&Obligation::ground_rule>("ground_rule", "The rule that gives the term"),
                field<&Obligation::ground_article>("ground_article", "Law and article; empty where no law speaks"),
                field<&Obligation::opened_at>("opened_at", "When it was opened"),
                field<&Obligation::event_on>("event_on", "The day the term runs from"),
                field<&Obligation::term_days>("term_days", "Days of the term"),
                field<&Obligation::term_unit>("term_unit", "What the term counts"),
                field<&Obligation::fixed>("fixed", "A person set the day"),
                field<&Obligation::counted_from>("counted_from", "What is left runs from here"),
                field<&Obligation::days_left>("days_left", "Days left from there"),
                field<&Obligation::due_on>("due_on", "Last day"),
                field<&Obligation::provisional>("provisional", "The last day may still change with the calendar"),
                field<&Obligation::paused_on>("paused_on", "Since when it is paused"),
                field<&Obligation::state>("state", "How it stands"),
                field<&Obligation::fulfilled_at>("fulfilled_at", "When it was fulfilled"),
                field<&Obligation::on_time>("on_time", "Whether that was on time"),
                field<&Obligation::cancelled_at>("cancelled_at", "When it was cancelled"),
                field<&Obligation::closing_note>("closing_note", "Why it was cancelled"),
                field<&Obligation::warn_after>("warn_after", "Counted days until the warning"),
                field<&Obligation::escalate_after>("escalate_after", "Counted days until the first escalation"),
                field<&Obligation::again_after>("again_after", "Days from one escalation to the next"),
                field<&Obligation::again_unit>("again_unit", "What these count"),
                field<&Obligation::highest>("highest", "No escalation goes above this level"),
                field<&Obligation::steps_taken>("steps_taken", "Steps taken so far"),
                field<&Obligation::next_step_on>("next_step_on", "Day of the next step"));
}

// Steps are numbered: 0 is the warning, 1 the first escalation, 2 the next.
inline constexpr std::int64_t warning_step = 0;

// A row of `obligation_step`: a warning or an escalation, each once.
struct Step {
  Id obligation_id;
  std::int64_t step = 0;
  Date due_on;  // the day it was to be taken
  Instant taken_at;
  std::optional<Id> to_unit_id;  // whose desk it reached: the unit's own for the warning; none where nobody is above
  std::optional<Id> county_id;
};

constexpr auto describe(Tag<Step>) {
  return object("ObligationStep", "A warning or an escalation, each once",
                field<&Step::obligation_id>("obligation_id", "The obligation"),
                field<&Step::step>("step", "0: the warning; then the escalations"),
                field<&Step::due_on>("due_on", "The day it was to be taken"),
                field<&Step::taken_at>("taken_at", "When it was taken"),
                field<&Step::to_unit_id>("to_unit_id", "Whose desk it reached"),
                field<&Step::county_id>("county_id", "The county of the unit that owes it"));
}

}  // namespace gulou::obligations
