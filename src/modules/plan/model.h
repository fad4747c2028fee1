// The bureau's plan as data: sections, clauses, tasks, the units it names, targets. The same types are the file
// (data/plans/2016.json), what the tables give back, and the API's answer.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/describe.h"
#include "base/id.h"
#include "base/time.h"
#include "spine/measures/period.h"
#include "spine/units/division_code.h"

namespace gulou::plan {

// Why a clause names a unit.
enum class Role { pilot, experience, basis, station_pilot, start, finish };

constexpr auto describe(Tag<Role>) {
  return enumeration(
      "NamedRole", "Why a clause names a unit: 试点, 推广经验, 示范基础, 服务站点试点, 启动创建, 全面完成",
      named(Role::pilot, "pilot"), named(Role::experience, "experience"), named(Role::basis, "basis"),
      named(Role::station_pilot, "station_pilot"), named(Role::start, "start"), named(Role::finish, "finish"));
}

enum class Comparison { at_least };

constexpr auto describe(Tag<Comparison>) {
  return enumeration("Comparison", "How a figure is held against its target", named(Comparison::at_least, "at_least"));
}

// Where a target's value comes from.
enum class Confidence {
  text,      // the plan says so
  proposal,  // the plan gives no number; the bureau has to confirm it
};

constexpr auto describe(Tag<Confidence>) {
  return enumeration("Confidence", "Where a target comes from: the plan's text, or a proposal to be confirmed",
                     named(Confidence::text, "text"), named(Confidence::proposal, "proposal"));
}

// A share as two whole numbers: 9 of 10.
struct Part {
  std::int64_t part = 1;
  std::int64_t of = 1;
  bool operator==(const Part&) const = default;
};

constexpr auto describe(Tag<Part>) {
  return object("Part", "A share as two whole numbers", field<&Part::part>("part", "How many").range(0, 1000),
                field<&Part::of>("of", "Of how many").range(1, 1000));
}

struct Task {
  std::string code;   // "1.1-2"
  std::string quote;  // the words of the clause it comes from, verbatim
  std::string en;
  bool operator==(const Task&) const = default;
};

constexpr auto describe(Tag<Task>) {
  return object("Task", "One concrete promise of a clause",
                field<&Task::code>("code", "Clause and number, e.g. 1.1-2").min_length(5).max_length(8),
                field<&Task::quote>("quote", "The words of the clause, verbatim").min_length(2).max_length(500),
                field<&Task::en>("en", "The same in English").min_length(2).max_length(500));
}

struct NamedUnit {
  std::string unit;  // 12-digit code
  Role role = Role::pilot;
  std::string words;                // how the clause names it, verbatim
  std::optional<std::string> task;  // the task that names it; none: the clause as a whole
  bool operator==(const NamedUnit&) const = default;
};

constexpr auto describe(Tag<NamedUnit>) {
  return object("NamedUnit", "A unit that a clause names",
                field<&NamedUnit::unit>("unit", "12-digit code").format("division_code", &units::is_division_code),
                field<&NamedUnit::role>("role", "Why it is named"),
                field<&NamedUnit::words>("words", "The words that name it, verbatim").min_length(2).max_length(60),
                field<&NamedUnit::task>("task", "The task that names it; null for the clause as a whole"));
}

struct Target {
  std::string task;
  std::string measure;
  Comparison comparison = Comparison::at_least;
  std::int64_t part = 1;  // the target is `part` of `of`
  std::int64_t of = 1;
  std::string period;
  std::optional<Date> due;      // none: the last day of the period
  std::optional<Role> owed_by;  // only the units named in this role owe it; none: every unit
  bool headline = false;        // shown above the scoreboard
  Confidence confidence = Confidence::proposal;
  std::string note_zh;
  std::string note_en;
  bool operator==(const Target&) const = default;
};

constexpr auto describe(Tag<Target>) {
  return object(
      "Target", "What a figure has to reach", field<&Target::task>("task", "The task it belongs to").max_length(8),
      field<&Target::measure>("measure", "Code of the measure").min_length(3).max_length(64),
      field<&Target::comparison>("comparison", "How the figure is held against the target"),
      field<&Target::part>("part", "The target: how many").range(1, 1000),
      field<&Target::of>("of", "The target: of how many").range(1, 1000),
      field<&Target::period>("period", "Period of the figure, e.g. 2016").format("period", &measures::is_period),
      field<&Target::due>("due", "Last day to reach it; null for the last day of the period"),
      field<&Target::owed_by>("owed_by", "Only units named in this role owe it; null for every unit"),
      field<&Target::headline>("headline", "Shown above the scoreboard"),
      field<&Target::confidence>("confidence", "Where the value comes from"),
      field<&Target::note_zh>("note_zh", "What to know about it, in Chinese").min_length(2).max_length(500),
      field<&Target::note_en>("note_en", "What to know about it, in English").min_length(2).max_length(500));
}

struct Clause {
  std::string code;  // "1.1"
  std::string text;  // verbatim, with its number
  std::string short_zh;
  std::string short_en;
  std::string gloss_en;
  std::vector<NamedUnit> named = {};
  std::vector<Task> tasks = {};
  std::vector<Target> targets = {};
  bool operator==(const Clause&) const = default;
};

constexpr auto describe(Tag<Clause>) {
  return object("Clause", "A clause of the plan",
                field<&Clause::code>("code", "Section and number, e.g. 1.1").min_length(3).max_length(5),
                field<&Clause::text>("text", "The clause, verbatim").min_length(2),
                field<&Clause::short_zh>("short_zh", "Short title in Chinese").min_length(2).max_length(30),
                field<&Clause::short_en>("short_en", "Short title in English").min_length(2).max_length(40),
                field<&Clause::gloss_en>("gloss_en", "What it says, in English").min_length(2),
                field<&Clause::named>("named", "The units it names").max_length(100),
                field<&Clause::tasks>("tasks", "What it promises").max_length(50),
                field<&Clause::targets>("targets", "What its figures have to reach").max_length(50));
}

struct Section {
  std::int64_t number = 1;
  std::string heading;  // verbatim
  std::string heading_en;
  std::vector<Clause> clauses = {};
  bool operator==(const Section&) const = default;
};

constexpr auto describe(Tag<Section>) {
  return object("Section", "A section of the plan", field<&Section::number>("number", "From 1").range(1, 99),
                field<&Section::heading>("heading", "Its heading, verbatim").min_length(2).max_length(200),
                field<&Section::heading_en>("heading_en", "Its heading in English").min_length(2).max_length(300),
                field<&Section::clauses>("clauses", "Its clauses").max_length(50));
}

struct PlanDocument {
  std::int64_t year = 2016;
  std::string division;  // 12-digit code of the unit whose plan it is
  std::string title_zh;
  std::string title_en;
  std::string heading;  // of the part of the plan that this is, verbatim
  std::string heading_en;
  Part pace;  // behind: below target × share of the period elapsed × pace
  std::vector<Section> sections = {};
  bool operator==(const PlanDocument&) const = default;
};

constexpr auto describe(Tag<PlanDocument>) {
  return object(
      "PlanDocument", "A year's plan", field<&PlanDocument::year>("year", "The year it is for").range(1950, 2200),
      field<&PlanDocument::division>("division", "12-digit code of the unit whose plan it is")
          .format("division_code", &units::is_division_code),
      field<&PlanDocument::title_zh>("title_zh", "Title in Chinese").min_length(2).max_length(100),
      field<&PlanDocument::title_en>("title_en", "Title in English").min_length(2).max_length(200),
      field<&PlanDocument::heading>("heading", "Heading of this part, verbatim").min_length(2).max_length(200),
      field<&PlanDocument::heading_en>("heading_en", "The same in English").min_length(2).max_length(300),
      field<&PlanDocument::pace>("pace", "Behind means below target times elapsed share times pace"),
      field<&PlanDocument::sections>("sections", "Its sections").max_length(50));
}

}  // namespace gulou::plan
