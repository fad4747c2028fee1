#include "spine/cases/terms.h"

#include <fmt/format.h>

#include "spine/obligations/terms.h"
#include "spine/rules/judge.h"

namespace gulou::cases {
namespace {

std::string yes_or_no(bool yes) { return yes ? "是" : "否"; }

struct Question {
  rules::Term term;
  std::optional<rules::Resolved> rule;  // that the term comes from
  Date from;
  bool back = false;
};

Failure unknown_unit() {
  return fail(invalid_fields({{"单位", "not_one_of", {"应为 自然日 或 工作日。", "Must be 自然日 or 工作日."}}}));
}

Result<Question> asked(const Given& given, const Tools& tools) {
  Question question;
  if (given.has("规则")) {
    question.rule = TRY(tools.rules.resolve(TRY(given.text("规则")), given.on(), given.at()));
    question.term = TRY(rules::term_of(*question.rule));
  } else {
    const std::string unit = TRY(given.text("单位"));
    if (unit != "自然日" && unit != "工作日") return unknown_unit();
    question.term = {TRY(given.number("期限")),
                     unit == "工作日" ? calendar::DayUnit::working_day : calendar::DayUnit::natural_day};
    if (question.term.count > calendar::longest_term)
      return fail(invalid_fields({{"期限", "out_of_range", {"期限太长。", "The term is too long."}}}));
  }
  question.back = given.has("期前");
  if (question.back)
    question.from = TRY(given.day("期前"));
  else
    question.from = !given.has("起算日") && given.date_word() == "起算日" ? given.on() : TRY(given.day("起算日"));
  return question;
}

// The step of calendar.last_day: it applied if the end was moved.
rules::Step last_day_step(const rules::Resolved& rule, const calendar::Due& due) {
  rules::Step step = rules::noted(rule, {due.moved ? "顺延" : "不必顺延", due.moved ? "moved" : "not moved"});
  step.held = due.moved;
  step.operands = {rules::day("due_on", {"到期日", "due on"}, due.on)};
  return step;
}

Result<rules::Step> done_step(const Question& question, const Given& given, const Tools& tools) {
  const auto done = rules::day("done_on", {"办理日", "done on"}, TRY(given.day("办理日")));
  const auto from =
      rules::day("from", question.back ? Text{"期前", "before"} : Text{"起算日", "day of the event"}, question.from);
  if (question.back) return rules::check_before(*question.rule, tools.calendar, from, done);
  return rules::check_within(*question.rule, tools.calendar, from, done);
}

// What the engine of obligations does about such a term.
Result<void> add_steps(const Question& question, const calendar::Due& due, const Given& given, const Tools& tools,
                       Outcome& outcome, std::vector<rules::Step>& steps) {
  obligations::Obligation owed;
  owed.event_on = owed.counted_from = question.from;
  owed.term_days = owed.days_left = question.term.count;
  owed.term_unit = question.term.unit;
  owed.due_on = due.on;
  TRY(obligations::set_engine_rules(owed, tools.rules, given.at(), given.on()));
  const std::pair<std::string_view, std::string_view> days[] = {{"提醒日", obligations::warning_rule},
                                                                {"上报日", obligations::escalation_rule},
                                                                {"再报日", obligations::again_rule}};
  std::int64_t step = obligations::warning_step;
  for (const auto& [name, rule] : days) {
    const Date on = obligations::day_of_step(owed, tools.calendar, step++);
    outcome.values.push_back({std::string(name), on.text()});
    steps.push_back(rules::noted(TRY(tools.rules.resolve(rule, given.on(), given.at())), {on.text(), on.text()}));
  }
  return {};
}

Result<Outcome> run(const Given& given, const Tools& tools) {
  const Question question = TRY(asked(given, tools));
  const auto& [count, unit] = question.term;
  const calendar::Due due = question.back ? tools.calendar.before(question.from, count, unit)
                                          : tools.calendar.add(question.from, count, unit);
  std::vector<rules::Step> steps;
  steps.push_back(rules::noted(TRY(tools.rules.resolve(calendar::first_day_rule, given.on(), given.at())),
                               {"起算的当日不计入", "the day it runs from is not counted"}));
  if (!question.back)
    steps.push_back(last_day_step(TRY(tools.rules.resolve(calendar::last_day_rule, given.on(), given.at())), due));
  if (question.rule && !given.has("办理日"))
    steps.push_back(rules::noted(*question.rule, rules::term_text(question.term)));

  Outcome outcome{.values = {{question.back ? "最迟日" : "到期日", due.on.text()},
                             {"顺延", yes_or_no(due.moved)},
                             {"暂定", yes_or_no(due.provisional)}},
                  .verdict = {}};
  if (given.has("办理日")) {
    bool in_time = TRY(given.day("办理日")) <= due.on;
    if (question.rule) {
      steps.push_back(TRY(done_step(question, given, tools)));
      in_time = steps.back().held;
    }
    outcome.values.push_back({"按期", yes_or_no(in_time)});
  }
  if (!question.back) TRY(add_steps(question, due, given, tools, outcome, steps));
  outcome.verdict = rules::conclude(std::move(steps));
  return outcome;
}

}  // namespace

std::vector<Runner> term_runners(const rules::Library& library) {
  Runner runner{.rules = {std::string(calendar::first_day_rule), std::string(calendar::last_day_rule),
                          std::string(obligations::warning_rule), std::string(obligations::escalation_rule)},
                .givens = {"规则", "期限", "单位", "起算日", "期前", "办理日"},
                .outcomes = {"到期日", "最迟日", "顺延", "暂定", "按期", "提醒日", "上报日", "再报日"},
                .run = &run};
  for (const auto& rule : library.rules())
    if (rule.kind == rules::RuleKind::days) runner.rules.push_back(rule.id);
  return {runner};
}

}  // namespace gulou::cases
