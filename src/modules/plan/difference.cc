#include "modules/plan/difference.h"

#include <fmt/format.h>

#include <map>
#include <optional>

#include "base/json.h"

namespace gulou::plan {
namespace {

// For each part of the later plan, which of the earlier plan it was.
using Pairs = std::vector<std::optional<std::size_t>>;

// Each of `rules` says whether two parts are the same; what one has paired is left alone by the next.
template <class T, class... Rules>
Pairs pair_up(const std::vector<T>& before, const std::vector<T>& after, const Rules&... rules) {
  Pairs pairs(after.size());
  std::vector<bool> taken(before.size());
  const auto by = [&](const auto& same) {
    for (std::size_t a = 0; a < after.size(); ++a) {
      for (std::size_t b = 0; b < before.size() && !pairs[a]; ++b) {
        if (taken[b] || !same(before[b], after[a])) continue;
        pairs[a] = b;
        taken[b] = true;
      }
    }
  };
  (by(rules), ...);
  return pairs;
}

std::set<std::size_t> left_over(const Pairs& pairs, std::size_t count) {
  std::set<std::size_t> left;
  for (std::size_t i = 0; i < count; ++i) left.insert(i);
  for (const auto& each : pairs)
    if (each) left.erase(*each);
  return left;
}

struct PlacedClause {
  const Section* section = nullptr;
  const Clause* clause = nullptr;
  std::string pointer;
};

struct PlacedTask {
  std::size_t clause = 0;  // index among all clauses
  const Task* task = nullptr;
  std::string pointer;
};

// A plan with its clauses and its tasks each in one list.
struct Flat {
  explicit Flat(const PlanDocument& document) {
    for (std::size_t s = 0; s < document.sections.size(); ++s) {
      const Section& section = document.sections[s];
      for (std::size_t c = 0; c < section.clauses.size(); ++c) {
        const std::string at = fmt::format("/sections/{}/clauses/{}", s, c);
        for (std::size_t t = 0; t < section.clauses[c].tasks.size(); ++t)
          tasks.push_back({clauses.size(), &section.clauses[c].tasks[t], fmt::format("{}/tasks/{}", at, t)});
        clauses.push_back({&section, &section.clauses[c], at});
      }
    }
  }
  std::vector<PlacedClause> clauses;
  std::vector<PlacedTask> tasks;
};

// What follows the last sign: of 1.2 the 2, of 1.2-3 the 3.
std::string place_of(const std::string& code, char sign) { return code.substr(code.rfind(sign) + 1); }

std::string word(const json::Value& value) {
  if (const auto* text = value.as_text()) return *text;
  if (const auto* whole = value.as_integer()) return std::to_string(*whole);
  if (const auto* yes = value.as_bool()) return *yes ? "true" : "false";
  return value.is_null() ? std::string() : json::write(value);
}

// The fields of a part that hold no further parts and are not its number.
template <class T>
std::map<std::string, std::string> fields_of(const T& part) {
  std::map<std::string, std::string> fields;
  // What was just written can be read.
  const json::Value document = *json::parse(json::write(part));
  for (const auto& [name, value] : *document.as_object())
    if (!value.as_list() && name != "code" && name != "number") fields.emplace(name, word(value));
  return fields;
}

class Difference {
 public:
  Difference(const PlanDocument& before, const PlanDocument& after)
      : old_(before), new_(after), was_(before), is_(after) {
    sections_ = pair_up(
        old_.sections, new_.sections, [](const auto& b, const auto& a) { return b.heading == a.heading; },
        [](const auto& b, const auto& a) { return b.number == a.number; });
    clauses_ = pair_up(
        was_.clauses, is_.clauses, [](const auto& b, const auto& a) { return b.clause->text == a.clause->text; },
        [](const auto& b, const auto& a) { return b.clause->short_zh == a.clause->short_zh; },
        [](const auto& b, const auto& a) { return b.clause->code == a.clause->code; });
    const auto same_clause = [&](const PlacedTask& b, const PlacedTask& a) { return clauses_[a.clause] == b.clause; };
    const auto same_words = [](const PlacedTask& b, const PlacedTask& a) { return b.task->quote == a.task->quote; };
    tasks_ = pair_up(
        was_.tasks, is_.tasks, [&](const auto& b, const auto& a) { return same_clause(b, a) && same_words(b, a); },
        same_words,
        [&](const auto& b, const auto& a) {
          return same_clause(b, a) && place_of(b.task->code, '-') == place_of(a.task->code, '-');
        });
    for (std::size_t i = 0; i < tasks_.size(); ++i)
      if (tasks_[i]) now_[was_.tasks[*tasks_[i]].task->code] = is_.tasks[i].task->code;
  }

  std::vector<PlanChange> changes() {
    compare_fields({.part = PlanPart::plan, .at = {}, .subject = {}, .field = {}, .before = {}, .after = {}},
                   fields_of(old_), fields_of(new_));
    compare_sections();
    for (std::size_t i = 0; i < is_.clauses.size(); ++i) compare_clause(i);
    for (const std::size_t i : left_over(clauses_, was_.clauses.size()))
      whole(PlanPart::clause, ChangeKind::removed, was_.clauses[i].clause->code, {}, was_.clauses[i].clause->text, {});
    return std::move(changes_);
  }

  std::vector<FieldError> renumbered(const std::set<std::string>& tasks, const std::set<std::string>& clauses) const {
    std::vector<FieldError> errors;
    for (std::size_t i = 0; i < was_.tasks.size(); ++i) {
      const std::string& code = was_.tasks[i].task->code;
      if (!tasks.contains(code)) continue;
      const auto at = find(tasks_, i);
      if (at && is_.tasks[*at].task->code == code) continue;
      const auto clause = find(clauses_, was_.tasks[i].clause);
      errors.push_back({at       ? is_.tasks[*at].pointer + "/code"
                        : clause ? is_.clauses[*clause].pointer + "/tasks"
                                 : "/sections",
                        "has_records",
                        {fmt::format("任务 {} 已有进展报告或督办，编号不能变，也不能删去。", code),
                         fmt::format("Task {} has reports or presses: it keeps its number and stays.", code)}});
    }
    for (std::size_t i = 0; i < was_.clauses.size(); ++i) {
      const std::string& code = was_.clauses[i].clause->code;
      if (!clauses.contains(code)) continue;
      const auto at = find(clauses_, i);
      if (at && is_.clauses[*at].clause->code == code) continue;
      errors.push_back({at ? is_.clauses[*at].pointer + "/code" : "/sections",
                        "has_records",
                        {fmt::format("条款 {} 已有评论，编号不能变，也不能删去。", code),
                         fmt::format("Clause {} has comments: it keeps its number and stays.", code)}});
    }
    return errors;
  }

 private:
  using Fields = std::map<std::string, std::string>;

  static std::optional<std::size_t> find(const Pairs& pairs, std::size_t before) {
    for (std::size_t i = 0; i < pairs.size(); ++i)
      if (pairs[i] == before) return i;
    return std::nullopt;
  }

  void whole(PlanPart part, ChangeKind kind, std::string at, std::string subject, std::string before,
             std::string after) {
    changes_.push_back({part, kind, std::move(at), std::move(subject), {}, std::move(before), std::move(after)});
  }

  // One change for each field that is not the same; `like` says of what.
  void compare_fields(PlanChange like, const Fields& before, const Fields& after) {
    for (const auto& [name, value] : after) {
      if (before.at(name) == value) continue;
      like.field = name;
      like.before = before.at(name);
      like.after = value;
      changes_.push_back(like);
    }
  }

  void compare_sections() {
    for (std::size_t i = 0; i < new_.sections.size(); ++i) {
      const Section& is = new_.sections[i];
      const std::string at = std::to_string(is.number);
      if (!sections_[i]) {
        whole(PlanPart::section, ChangeKind::added, at, {}, {}, is.heading);
        continue;
      }
      const Section& was = old_.sections[*sections_[i]];
      if (was.number != is.number) whole(PlanPart::section, ChangeKind::moved, at, {}, std::to_string(was.number), at);
      compare_fields({.part = PlanPart::section, .at = at, .subject = {}, .field = {}, .before = {}, .after = {}},
                     fields_of(was), fields_of(is));
    }
    for (const std::size_t i : left_over(sections_, old_.sections.size()))
      whole(PlanPart::section, ChangeKind::removed, std::to_string(old_.sections[i].number), {},
            old_.sections[i].heading, {});
  }

  // What an unmoved clause would be called now: it follows its section.
  std::string expected_code(const PlacedClause& was) const {
    const auto section = find(sections_, static_cast<std::size_t>(was.section - old_.sections.data()));
    return section ? fmt::format("{}.{}", new_.sections[*section].number, place_of(was.clause->code, '.')) : "";
  }

  void compare_clause(std::size_t index) {
    const Clause& is = *is_.clauses[index].clause;
    if (!clauses_[index]) {
      whole(PlanPart::clause, ChangeKind::added, is.code, {}, {}, is.text);
    } else {
      const PlacedClause& was = was_.clauses[*clauses_[index]];
      if (expected_code(was) != is.code)
        whole(PlanPart::clause, ChangeKind::moved, is.code, {}, was.clause->code, is.code);
      compare_fields({.part = PlanPart::clause, .at = is.code, .subject = {}, .field = {}, .before = {}, .after = {}},
                     fields_of(*was.clause), fields_of(is));
    }
    compare_tasks(index);
    const Clause empty;
    const Clause& was = clauses_[index] ? *was_.clauses[*clauses_[index]].clause : empty;
    compare_named(was, is);
    compare_targets(was, is);
  }

  void compare_tasks(std::size_t clause) {
    for (std::size_t i = 0; i < is_.tasks.size(); ++i) {
      if (is_.tasks[i].clause != clause) continue;
      const Task& is = *is_.tasks[i].task;
      if (!tasks_[i]) {
        whole(PlanPart::task, ChangeKind::added, is.code, {}, {}, is.quote);
        continue;
      }
      const PlacedTask& was = was_.tasks[*tasks_[i]];
      if (clauses_[clause] != was.clause || place_of(was.task->code, '-') != place_of(is.code, '-'))
        whole(PlanPart::task, ChangeKind::moved, is.code, {}, was.task->code, is.code);
      compare_fields({.part = PlanPart::task, .at = is.code, .subject = {}, .field = {}, .before = {}, .after = {}},
                     fields_of(*was.task), fields_of(is));
    }
    for (const std::size_t i : left_over(tasks_, was_.tasks.size()))
      if (clauses_[clause] == was_.tasks[i].clause)
        whole(PlanPart::task, ChangeKind::removed, was_.tasks[i].task->code, {}, was_.tasks[i].task->quote, {});
  }

  // The code of a task of the earlier plan, as it is now.
  std::string now(const std::string& code) const {
    const auto found = now_.find(code);
    return found == now_.end() ? code : found->second;
  }

  void compare_named(const Clause& before, const Clause& is) {
    auto was = before.named;
    for (NamedUnit& each : was)
      if (each.task) each.task = now(*each.task);
    const auto same_unit = [](const NamedUnit& b, const NamedUnit& a) { return b.unit == a.unit; };
    const auto pairs = pair_up(
        was, is.named, [&](const auto& b, const auto& a) { return same_unit(b, a) && b.role == a.role; }, same_unit);
    for (std::size_t i = 0; i < is.named.size(); ++i) {
      const NamedUnit& each = is.named[i];
      if (!pairs[i])
        whole(PlanPart::named, ChangeKind::added, is.code, each.unit, {}, each.words);
      else
        compare_fields(
            {.part = PlanPart::named, .at = is.code, .subject = each.unit, .field = {}, .before = {}, .after = {}},
            fields_of(was[*pairs[i]]), fields_of(each));
    }
    for (const std::size_t i : left_over(pairs, was.size()))
      whole(PlanPart::named, ChangeKind::removed, is.code, was[i].unit, was[i].words, {});
  }

  static std::string aim(const Target& target) { return fmt::format("{}/{}", target.part, target.of); }

  void compare_targets(const Clause& before, const Clause& is) {
    auto was = before.targets;
    for (Target& each : was) each.task = now(each.task);
    const auto same_measure = [](const Target& b, const Target& a) { return b.measure == a.measure; };
    const auto same_task = [&](const Target& b, const Target& a) { return same_measure(b, a) && b.task == a.task; };
    const auto pairs = pair_up(
        was, is.targets, [&](const auto& b, const auto& a) { return same_task(b, a) && b.period == a.period; },
        same_task, same_measure);
    for (std::size_t i = 0; i < is.targets.size(); ++i) {
      const Target& each = is.targets[i];
      if (!pairs[i])
        whole(PlanPart::target, ChangeKind::added, each.task, each.measure, {}, aim(each));
      else
        compare_fields({.part = PlanPart::target,
                        .at = each.task,
                        .subject = each.measure,
                        .field = {},
                        .before = {},
                        .after = {}},
                       fields_of(was[*pairs[i]]), fields_of(each));
    }
    for (const std::size_t i : left_over(pairs, was.size()))
      whole(PlanPart::target, ChangeKind::removed, was[i].task, was[i].measure, aim(was[i]), {});
  }

  const PlanDocument& old_;
  const PlanDocument& new_;
  const Flat was_;
  const Flat is_;
  Pairs sections_;
  Pairs clauses_;
  Pairs tasks_;
  Fields now_;  // codes of tasks: before, now
  std::vector<PlanChange> changes_;
};

}  // namespace

std::vector<PlanChange> compare(const PlanDocument& before, const PlanDocument& after) {
  return Difference(before, after).changes();
}

std::vector<FieldError> renumbered(const PlanDocument& before, const PlanDocument& after,
                                   const std::set<std::string>& tasks, const std::set<std::string>& clauses) {
  return Difference(before, after).renumbered(tasks, clauses);
}

}  // namespace gulou::plan
