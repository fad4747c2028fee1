#include "spine/rules/judge.h"

#include <fmt/format.h>

#include "spine/rules/article.h"

namespace gulou::rules {
namespace {

Error wrong_kind(const Resolved& rule) {
  return internal_error(fmt::format("rule {} is of kind {}", rule.id, name_of(rule.kind)));
}

Step step_of(const Resolved& rule, std::vector<Operand> operands, Text value, bool held) {
  Step step{.rule = rule.id,
            .title = {rule.zh, rule.en},
            .article = rule.article,
            .operands = std::move(operands),
            .value = std::move(value),
            .confidence = rule.confidence,
            .binding = rule.binding(),
            .held = held,
            .effect = Effect::none,
            .sentence = {}};
  if (!held) step.effect = step.binding ? Effect::blocked : Effect::warned;
  return step;
}

Text outcome(bool held) { return held ? Text{"满足", "held"} : Text{"不满足", "not held"}; }

// "参加投票 500,登记选民 1000,须过半数,即至少 501".
Text share_sentence(const Share& share, const Count& count) {
  const Text value = share_text(share);
  const std::int64_t of = count.of.number.value_or(0);
  return {fmt::format("{} {}，{} {}，须{}，即至少 {}", count.n.label.zh, count.n.number.value_or(0), count.of.label.zh,
                      of, value.zh, needed(share, of)),
          fmt::format("{} {} of {} {}, {} needed, that is {}", count.n.label.en, count.n.number.value_or(0), of,
                      count.of.label.en, value.en, needed(share, of))};
}

void finish(Step& step, const Text& reason) {
  const Text end = outcome(step.held);
  step.sentence = {fmt::format("{}：{}；{}。", step.title.zh, reason.zh, end.zh),
                   fmt::format("{}: {}; {}.", step.title.en, reason.en, end.en)};
}

Result<Step> check_number(const Resolved& rule, const Operand& n, bool at_most) {
  if (rule.kind != RuleKind::count || !rule.value.number || !n.number) return fail(wrong_kind(rule));
  const std::int64_t limit = *rule.value.number;
  const bool held = at_most ? *n.number <= limit : *n.number >= limit;
  const Text value = at_most ? Text{fmt::format("不超过 {}", limit), fmt::format("at most {}", limit)}
                             : Text{fmt::format("不少于 {}", limit), fmt::format("at least {}", limit)};
  Step step = step_of(rule, {n}, value, held);
  finish(step, {fmt::format("{} {}，须{}", n.label.zh, *n.number, value.zh),
                fmt::format("{} {}, {} allowed", n.label.en, *n.number, value.en)});
  return step;
}

Result<Step> check_day(const Resolved& rule, const Operand& from, const Operand& done, Date latest, Text value) {
  Step step = step_of(rule, {from, done}, std::move(value), *done.day <= latest);
  finish(step, {fmt::format("{} {}，{} {}，须不晚于 {}", from.label.zh, from.day->text(), done.label.zh,
                            done.day->text(), latest.text()),
                fmt::format("{} {}, {} {}, latest {}", from.label.en, from.day->text(), done.label.en, done.day->text(),
                            latest.text())});
  return step;
}

}  // namespace

Operand number(std::string name, Text label, std::int64_t value) {
  return {std::move(name), std::move(label), value, {}};
}
Operand day(std::string name, Text label, Date value) { return {std::move(name), std::move(label), {}, value}; }

std::int64_t needed(const Share& share, std::int64_t of) {
  const std::int64_t whole_parts = share.part * of / share.whole;
  if (share.than == Than::more) return whole_parts + 1;
  return whole_parts + (share.part * of % share.whole != 0);
}

bool reached(const Share& share, std::int64_t n, std::int64_t of) { return of > 0 && n >= needed(share, of); }

Text share_text(const Share& share) {
  const std::string fraction = fmt::format("{}分之{}", chinese_number(share.whole), chinese_number(share.part));
  if (share.than == Than::at_least)
    return {share.part == share.whole ? std::string("全部") : fraction + "以上",
            fmt::format("at least {}/{}", share.part, share.whole)};
  const bool half = share.part == 1 && share.whole == 2;
  return {half                        ? std::string("过半数")
          : share.part == share.whole ? std::string("超过全部")
                                      : "超过" + fraction,
          fmt::format("more than {}/{}", share.part, share.whole)};
}

Result<Step> check_share(const Resolved& rule, const Count& count) {
  if (rule.kind != RuleKind::threshold || !rule.value.threshold || !count.n.number || !count.of.number)
    return fail(wrong_kind(rule));
  const Share& share = *rule.value.threshold;
  if (count.of.name != share.of)
    return fail(internal_error(fmt::format("rule {} counts of {}, not of {}", rule.id, share.of, count.of.name)));
  Step step = step_of(rule, {count.n, count.of}, share_text(share), reached(share, *count.n.number, *count.of.number));
  finish(step, share_sentence(share, count));
  return step;
}

Result<Step> check_any(const Resolved& rule, std::span<const Count> counts) {
  if (rule.kind != RuleKind::any_of || !rule.value.any_of) return fail(wrong_kind(rule));
  std::vector<Operand> tried;
  Text values, reasons;
  for (const Share& share : *rule.value.any_of) {
    for (const Count& count : counts) {
      if (count.of.name != share.of || !count.n.number || !count.of.number) continue;
      const Text reason = share_sentence(share, count);
      if (reached(share, *count.n.number, *count.of.number)) {
        Step step = step_of(rule, {count.n, count.of}, share_text(share), true);
        finish(step, reason);
        return step;
      }
      tried.push_back(count.n);
      tried.push_back(count.of);
      const Text value = share_text(share);
      values.zh += (values.zh.empty() ? "" : "或") + value.zh;
      values.en += (values.en.empty() ? "" : " or ") + value.en;
      reasons.zh += (reasons.zh.empty() ? "" : ";或") + reason.zh;
      reasons.en += (reasons.en.empty() ? "" : "; or ") + reason.en;
    }
  }
  if (tried.empty()) return fail(internal_error(fmt::format("rule {} got no count of its own", rule.id)));
  Step step = step_of(rule, std::move(tried), std::move(values), false);
  finish(step, reasons);
  return step;
}

Result<Step> check_at_most(const Resolved& rule, const Operand& n) { return check_number(rule, n, true); }
Result<Step> check_at_least(const Resolved& rule, const Operand& n) { return check_number(rule, n, false); }

Result<Step> check_within(const Resolved& rule, const calendar::Calendar& calendar, const Operand& event,
                          const Operand& done) {
  if (!event.day || !done.day) return fail(wrong_kind(rule));
  const Term term = TRY(term_of(rule));
  return check_day(rule, event, done, calendar.add(*event.day, term.count, term.unit).on, term_text(term));
}

Result<Step> check_before(const Resolved& rule, const calendar::Calendar& calendar, const Operand& before,
                          const Operand& done) {
  if (!before.day || !done.day) return fail(wrong_kind(rule));
  const Term term = TRY(term_of(rule));
  return check_day(rule, before, done, calendar.before(*before.day, term.count, term.unit).on, term_text(term));
}

Step noted(const Resolved& rule, const Text& value) {
  Step step = step_of(rule, {}, value, true);
  step.sentence = {fmt::format("{}：{}。", rule.zh, value.zh), fmt::format("{}: {}.", rule.en, value.en)};
  return step;
}

Result<Term> term_of(const Resolved& rule) {
  if (rule.kind != RuleKind::days || !rule.value.number) return fail(wrong_kind(rule));
  return Term{*rule.value.number,
              rule.unit == Unit::working_day ? calendar::DayUnit::working_day : calendar::DayUnit::natural_day};
}

Result<std::int64_t> count_of(const Resolved& rule) {
  if (rule.kind != RuleKind::count || !rule.value.number) return fail(wrong_kind(rule));
  return *rule.value.number;
}

Result<Share> share_of(const Resolved& rule) {
  if (rule.kind != RuleKind::threshold || !rule.value.threshold) return fail(wrong_kind(rule));
  return *rule.value.threshold;
}

Text term_text(const Term& term) {
  if (term.unit == calendar::DayUnit::working_day)
    return {fmt::format("{} 个工作日", term.count), fmt::format("{} working days", term.count)};
  return {fmt::format("{} 日", term.count), fmt::format("{} days", term.count)};
}

}  // namespace gulou::rules
