// 督办: a unit above presses a unit below on a task, with a date; the reply closes it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "modules/plan/report.h"

namespace gulou::plan {

// A row of `plan_press`.
struct PressRow {
  Id id;
  Id plan_id;
  std::string clause;
  std::string task;
  Id unit_id;     // who has to reply
  Id by_unit_id;  // who presses
  std::optional<Id> county_id;
  Date due_on;
  std::string text;
  std::string state;
  std::int64_t version = 1;
  std::string reply;
  Instant pressed_at;
  std::optional<Instant> closed_at;
};

constexpr auto describe(Tag<PressRow>) {
  return object("PressRow", "A task that a unit is pressed on", field<&PressRow::id>("id", "Id"),
                field<&PressRow::plan_id>("plan_id", "The plan"), field<&PressRow::clause>("clause", "The clause"),
                field<&PressRow::task>("task", "The task"), field<&PressRow::unit_id>("unit_id", "Who has to reply"),
                field<&PressRow::by_unit_id>("by_unit_id", "Who presses"),
                field<&PressRow::county_id>("county_id", "The county of who has to reply"),
                field<&PressRow::due_on>("due_on", "Last day"), field<&PressRow::text>("text", "What is wanted"),
                field<&PressRow::state>("state", "State"), field<&PressRow::version>("version", "Version"),
                field<&PressRow::reply>("reply", "The reply"), field<&PressRow::pressed_at>("pressed_at", "When"),
                field<&PressRow::closed_at>("closed_at", "When it was replied to or withdrawn"));
}

struct PressOn {
  std::string task;
  std::string unit;
  Date due_on;
  std::string text;
};

constexpr auto describe(Tag<PressOn>) {
  return object("PressOn", "Press a unit on a task", field<&PressOn::task>("task", "The task, e.g. 1.2-3"),
                field<&PressOn::unit>("unit", "12-digit code of who has to reply"),
                field<&PressOn::due_on>("due_on", "Last day to reply"),
                field<&PressOn::text>("text", "What is wanted").min_length(2).max_length(1000));
}

struct ReplyToPress {
  std::int64_t version = 0;
  std::string text;
};

constexpr auto describe(Tag<ReplyToPress>) {
  return object("ReplyToPress", "The reply that closes it",
                field<&ReplyToPress::version>("version", "The version seen"),
                field<&ReplyToPress::text>("text", "The reply").min_length(2).max_length(5000));
}

struct Press {
  Id id;
  std::int64_t year = 0;
  std::string clause;
  std::string task;
  std::string quote;
  UnitRef unit;
  UnitRef by;
  Date due_on;
  std::string text;
  std::string state;
  std::string state_zh;
  std::string state_en;
  bool late = false;
  std::int64_t version = 0;
  std::string reply;
  Instant pressed_at;
  std::optional<Instant> closed_at;
  std::vector<workflow::OfferedAction> actions;
};

constexpr auto describe(Tag<Press>) {
  return object("Press", "A task that a unit is pressed on", field<&Press::id>("id", "Id"),
                field<&Press::year>("year", "Of the plan"), field<&Press::clause>("clause", "The clause"),
                field<&Press::task>("task", "The task"), field<&Press::quote>("quote", "The task's words, verbatim"),
                field<&Press::unit>("unit", "Who has to reply"), field<&Press::by>("by", "Who presses"),
                field<&Press::due_on>("due_on", "Last day to reply"), field<&Press::text>("text", "What is wanted"),
                field<&Press::state>("state", "State"), field<&Press::state_zh>("state_zh", "State in Chinese"),
                field<&Press::state_en>("state_en", "State in English"),
                field<&Press::late>("late", "Not replied to, and the last day is over"),
                field<&Press::version>("version", "Send it back with an action"),
                field<&Press::reply>("reply", "The reply").max_length(5000),
                field<&Press::pressed_at>("pressed_at", "When"),
                field<&Press::closed_at>("closed_at", "When it was replied to or withdrawn"),
                field<&Press::actions>("actions", "What the caller may do now"));
}

struct PressList {
  std::vector<Press> presses;
  bool more = false;
};

constexpr auto describe(Tag<PressList>) {
  return object("PressList", "Tasks that units are pressed on",
                field<&PressList::presses>("presses", "Open ones first, the nearest date first").max_length(1000),
                field<&PressList::more>("more", "There are more; narrow the question"));
}

struct PressDetail {
  Press press;
  std::vector<workflow::HistoryLine> history;
};

constexpr auto describe(Tag<PressDetail>) {
  return object("PressDetail", "With its history", field<&PressDetail::press>("press", "What is pressed on"),
                field<&PressDetail::history>("history", "Oldest first"));
}

extern const db::Table press_table;
const workflow::Machine& press_machine();
std::vector<access::Permission> press_permissions();

// Field errors: "unknown_task", "unknown_unit", "not_below", "due_in_the_past".
Result<Id> press(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller, int year,
                 const PressOn& wanted);
Result<void> reply_to_press(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller,
                            const Id& id, const ReplyToPress& reply);
Result<void> withdraw_press(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller,
                            const Id& id, const ActOn& act);

void register_press_routes(net::Router& router, const ModuleContext& context);

}  // namespace gulou::plan
