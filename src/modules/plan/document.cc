#include "modules/plan/document.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/json.h"

namespace gulou::plan {
namespace {

class Checker {
 public:
  explicit Checker(const measures::Catalogue& catalogue) : catalogue_(catalogue) {}

  std::vector<FieldError> check(const PlanDocument& document) {
    if (document.sections.empty())
      wrong("/sections", "too_short", {"至少要有一节。", "There must be at least one section."});
    for (std::size_t i = 0; i < document.sections.size(); ++i)
      check_section(document.sections[i], i, fmt::format("/sections/{}", i));
    return std::move(errors_);
  }

 private:
  void wrong(std::string pointer, std::string rule, Text message) {
    errors_.push_back({std::move(pointer), std::move(rule), std::move(message)});
  }

  void expect_number(const std::string& pointer, const std::string& is, const std::string& should_be) {
    if (is == should_be) return;
    wrong(pointer, "wrong_number",
          {fmt::format("编号应为 {}。", should_be), fmt::format("The number should be {}.", should_be)});
  }

  void expect_verbatim(const std::string& pointer, const std::string& words, const std::string& text) {
    if (text.find(words) != std::string::npos) return;
    wrong(pointer, "not_verbatim", {"不是条文原文。", "These words do not stand in the clause."});
  }

  void check_section(const Section& section, std::size_t index, const std::string& pointer) {
    expect_number(pointer + "/number", std::to_string(section.number), std::to_string(index + 1));
    for (std::size_t i = 0; i < section.clauses.size(); ++i) {
      const std::string at = fmt::format("{}/clauses/{}", pointer, i);
      expect_number(at + "/code", section.clauses[i].code, fmt::format("{}.{}", index + 1, i + 1));
      check_clause(section.clauses[i], at);
    }
  }

  void check_clause(const Clause& clause, const std::string& pointer) {
    for (std::size_t i = 0; i < clause.tasks.size(); ++i) {
      const std::string at = fmt::format("{}/tasks/{}", pointer, i);
      expect_number(at + "/code", clause.tasks[i].code, fmt::format("{}-{}", clause.code, i + 1));
      expect_verbatim(at + "/quote", clause.tasks[i].quote, clause.text);
    }
    std::set<std::pair<std::string, Role>> seen;
    for (std::size_t i = 0; i < clause.named.size(); ++i) {
      const NamedUnit& named = clause.named[i];
      const std::string at = fmt::format("{}/named/{}", pointer, i);
      expect_verbatim(at + "/words", named.words, clause.text);
      if (named.task) expect_task(at + "/task", *named.task, clause);
      if (!seen.emplace(named.unit, named.role).second)
        wrong(at + "/unit", "named_twice", {"同一单位以同一身份列了两次。", "Named twice in one role."});
    }
    for (std::size_t i = 0; i < clause.targets.size(); ++i)
      check_target(clause.targets[i], clause, fmt::format("{}/targets/{}", pointer, i));
  }

  void expect_task(const std::string& pointer, const std::string& task, const Clause& clause) {
    if (std::ranges::find(clause.tasks, task, &Task::code) != clause.tasks.end()) return;
    wrong(pointer, "unknown_task", {"本条没有这项任务。", "The clause has no such task."});
  }

  void check_target(const Target& target, const Clause& clause, const std::string& pointer) {
    expect_task(pointer + "/task", target.task, clause);
    const measures::Measure* measure = catalogue_.find(target.measure);
    if (!measure) {
      wrong(pointer + "/measure", "unknown_measure", {"没有这个指标。", "There is no such measure."});
    } else if (!measure->is_share()) {
      wrong(pointer + "/measure", "not_a_share",
            {"目标需要有分母的指标。", "A target needs a measure with a denominator."});
    }
    if (target.part > target.of)
      wrong(pointer + "/part", "above_whole", {"目标不能超过全部。", "The target must not exceed the whole."});
    const auto period = measures::Period::parse(target.period);
    if (period && target.due && (*target.due < period->first_day() || *target.due > period->last_day()))
      wrong(pointer + "/due", "outside_period", {"期限不在期间之内。", "The due date lies outside the period."});
    if (target.owed_by && std::ranges::find(clause.named, *target.owed_by, &NamedUnit::role) == clause.named.end())
      wrong(pointer + "/owed_by", "nobody_named",
            {"本条没有以此身份点名的单位。", "The clause names nobody in this role."});
  }

  const measures::Catalogue& catalogue_;
  std::vector<FieldError> errors_;
};

}  // namespace

std::vector<FieldError> check_document(const PlanDocument& document, const measures::Catalogue& catalogue) {
  return Checker(catalogue).check(document);
}

Result<PlanDocument> read_document(std::string_view text, const measures::Catalogue& catalogue) {
  PlanDocument document = TRY(json::read<PlanDocument>(text));
  auto errors = check_document(document, catalogue);
  if (!errors.empty()) return fail(invalid_fields(std::move(errors)));
  return document;
}

std::string full_text(const PlanDocument& document) {
  std::string text = document.heading + "\n";
  for (const Section& section : document.sections) {
    text += section.heading + "\n";
    for (const Clause& clause : section.clauses) text += clause.text + "\n";
  }
  return text;
}

}  // namespace gulou::plan
