// What stands on the desks: to do, late, escalated.
#pragma once

#include <string>
#include <vector>

#include "db/database.h"
#include "spine/obligations/model.h"
#include "spine/units/model.h"

namespace gulou::obligations {

enum class Which {
  open,       // everything still to do
  late,       // of that, what is over
  escalated,  // open ones whose escalation reached the desk of the unit itself
};

struct Filter {
  units::UnitSummary unit;
  bool subtree = false;  // also of the units below; not for escalated
  Which which = Which::open;
  std::string role = {};  // "" for any
  std::string kind = {};  // "" for any
  std::int64_t limit = 50;
  // Goes on after a line of the last answer.
  std::optional<Date> after_due = {};
  std::optional<Id> after_id = {};
};

struct Line {
  Id id;
  Id unit_id;
  std::string unit_code;  // "" below the village
  std::string unit_name;
  std::string role;
  std::string kind;
  std::string object_kind;
  std::string object_id;
  std::string title_zh;
  std::string ground_rule;
  std::string ground_article;
  Instant opened_at;
  Date due_on;
  bool provisional = false;
  std::optional<Date> paused_on;
  bool late = false;
  std::int64_t steps_taken = 0;  // 1: warned; more: escalated
};

constexpr auto describe(Tag<Line>) {
  return object(
      "ObligationLine", "What a unit owes, as its desk shows it", field<&Line::id>("id", "Id"),
      field<&Line::unit_id>("unit_id", "Who owes it"),
      field<&Line::unit_code>("unit_code", "Its code; empty below the village"),
      field<&Line::unit_name>("unit_name", "Its name"), field<&Line::role>("role", "Role that owes it"),
      field<&Line::kind>("kind", "What kind of duty"), field<&Line::object_kind>("object_kind", "What it is about"),
      field<&Line::object_id>("object_id", "Which one"), field<&Line::title_zh>("title_zh", "In words"),
      field<&Line::ground_rule>("ground_rule", "The rule that gives the term"),
      field<&Line::ground_article>("ground_article", "Law and article; empty where no law speaks"),
      field<&Line::opened_at>("opened_at", "When it was opened"), field<&Line::due_on>("due_on", "Last day"),
      field<&Line::provisional>("provisional", "The last day may still change with the calendar"),
      field<&Line::paused_on>("paused_on", "Since when it is paused"), field<&Line::late>("late", "Over, and not done"),
      field<&Line::steps_taken>("steps_taken", "0: none; 1: warned; more: escalated"));
}

// The most urgent first: by last day, then id.
Result<std::vector<Line>> list(db::Reader& reader, const Filter& filter, Date today);

struct Counts {
  std::int64_t open = 0;
  std::int64_t late = 0;
  std::int64_t warned = 0;  // open, warned, not late
  std::int64_t paused = 0;
  std::int64_t escalated = 0;  // on this unit's own desk
};

constexpr auto describe(Tag<Counts>) {
  return object("ObligationCounts", "What is owed, in numbers", field<&Counts::open>("open", "Still to do"),
                field<&Counts::late>("late", "Of that, over"),
                field<&Counts::warned>("warned", "Of that, warned and not over"),
                field<&Counts::paused>("paused", "Of that, paused"),
                field<&Counts::escalated>("escalated", "Escalated to the desk of the unit itself"));
}

// Of the unit, or with `subtree` of everything at and below it.
Result<Counts> counts(db::Reader& reader, const units::UnitSummary& unit, bool subtree, Date today);

// The steps of an obligation, in their order.
Result<std::vector<Step>> steps(db::Reader& reader, const Id& obligation_id);
// All obligations about an object, the oldest first.
Result<std::vector<Obligation>> about(db::Reader& reader, std::string_view object_kind, std::string_view object_id);

}  // namespace gulou::obligations
