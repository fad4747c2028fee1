// Internal to plan: the rows of its tables.
#pragma once

#include "base/id.h"
#include "modules/plan/model.h"

namespace gulou::plan {

struct PlanRow {
  Id id;
  Id division_id;
  std::int64_t year = 0;
  std::string title_zh;
  std::string title_en;
  std::string heading;
  std::string heading_en;
  std::int64_t pace_part = 1;
  std::int64_t pace_of = 1;
  std::string content_hash;
  Instant imported_at;
};

constexpr auto describe(Tag<PlanRow>) {
  return object("PlanRow", "A year's plan of a division", field<&PlanRow::id>("id", "Own id"),
                field<&PlanRow::division_id>("division_id", "Whose plan"), field<&PlanRow::year>("year", "Year"),
                field<&PlanRow::title_zh>("title_zh", "Title"), field<&PlanRow::title_en>("title_en", "In English"),
                field<&PlanRow::heading>("heading", "Heading"), field<&PlanRow::heading_en>("heading_en", "In English"),
                field<&PlanRow::pace_part>("pace_part", "Pace: how many"),
                field<&PlanRow::pace_of>("pace_of", "Pace: of how many"),
                field<&PlanRow::content_hash>("content_hash", "SHA-256 of the document"),
                field<&PlanRow::imported_at>("imported_at", "When it was imported"));
}

struct SectionRow {
  Id plan_id;
  std::int64_t number = 0;
  std::string heading;
  std::string heading_en;
};

constexpr auto describe(Tag<SectionRow>) {
  return object("SectionRow", "A section", field<&SectionRow::plan_id>("plan_id", "The plan"),
                field<&SectionRow::number>("number", "From 1"), field<&SectionRow::heading>("heading", "Heading"),
                field<&SectionRow::heading_en>("heading_en", "In English"));
}

struct ClauseRow {
  Id plan_id;
  std::string code;
  std::int64_t section = 0;
  std::int64_t position = 0;  // in its section, from 0; the same in the tables below
  std::string text;
  std::string short_zh;
  std::string short_en;
  std::string gloss_en;
};

constexpr auto describe(Tag<ClauseRow>) {
  return object("ClauseRow", "A clause", field<&ClauseRow::plan_id>("plan_id", "The plan"),
                field<&ClauseRow::code>("code", "Code"), field<&ClauseRow::section>("section", "Section"),
                field<&ClauseRow::position>("position", "Order"), field<&ClauseRow::text>("text", "Verbatim"),
                field<&ClauseRow::short_zh>("short_zh", "Short title"),
                field<&ClauseRow::short_en>("short_en", "In English"),
                field<&ClauseRow::gloss_en>("gloss_en", "What it says, in English"));
}

struct TaskRow {
  Id plan_id;
  std::string clause;
  std::int64_t position = 0;
  std::string code;
  std::string quote;
  std::string en;
};

constexpr auto describe(Tag<TaskRow>) {
  return object("TaskRow", "A task", field<&TaskRow::plan_id>("plan_id", "The plan"),
                field<&TaskRow::clause>("clause", "Its clause"), field<&TaskRow::position>("position", "Order"),
                field<&TaskRow::code>("code", "Code"), field<&TaskRow::quote>("quote", "Verbatim"),
                field<&TaskRow::en>("en", "In English"));
}

struct NamedUnitRow {
  Id plan_id;
  std::string clause;
  std::int64_t position = 0;
  Id unit_id;
  Role role = Role::pilot;
  std::string words;
  std::optional<std::string> task;
};

constexpr auto describe(Tag<NamedUnitRow>) {
  return object("NamedUnitRow", "A unit that a clause names", field<&NamedUnitRow::plan_id>("plan_id", "The plan"),
                field<&NamedUnitRow::clause>("clause", "The clause"),
                field<&NamedUnitRow::position>("position", "Order"),
                field<&NamedUnitRow::unit_id>("unit_id", "The unit"), field<&NamedUnitRow::role>("role", "Why"),
                field<&NamedUnitRow::words>("words", "Verbatim"), field<&NamedUnitRow::task>("task", "The task"));
}

struct TargetRow {
  Id plan_id;
  std::string clause;
  std::int64_t position = 0;
  std::string task;
  std::string measure;
  Comparison comparison = Comparison::at_least;
  std::int64_t part = 1;
  std::int64_t whole = 1;
  std::string period;
  std::optional<Date> due;
  std::optional<Role> owed_by;
  bool headline = false;
  Confidence confidence = Confidence::proposal;
  std::string note_zh;
  std::string note_en;
};

constexpr auto describe(Tag<TargetRow>) {
  return object("TargetRow", "A target", field<&TargetRow::plan_id>("plan_id", "The plan"),
                field<&TargetRow::clause>("clause", "The clause"), field<&TargetRow::position>("position", "Order"),
                field<&TargetRow::task>("task", "The task"), field<&TargetRow::measure>("measure", "The measure"),
                field<&TargetRow::comparison>("comparison", "How it is held"),
                field<&TargetRow::part>("part", "How many"), field<&TargetRow::whole>("whole", "Of how many"),
                field<&TargetRow::period>("period", "Period"), field<&TargetRow::due>("due", "Last day"),
                field<&TargetRow::owed_by>("owed_by", "Who owes it"),
                field<&TargetRow::headline>("headline", "Above the scoreboard"),
                field<&TargetRow::confidence>("confidence", "Where it comes from"),
                field<&TargetRow::note_zh>("note_zh", "Note"), field<&TargetRow::note_en>("note_en", "In English"));
}

}  // namespace gulou::plan
