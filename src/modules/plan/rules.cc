#include "modules/plan/rules.h"

#include <fmt/format.h>

#include <algorithm>

namespace gulou::plan {
namespace {

// Products below stay under 10^18 (d) × 10^3 (target) × 10^5 (days) × 10^3 (pace) = 10^29.
__extension__ using Wide = __int128;

std::int64_t ceiling(Wide dividend, Wide divisor) {
  return static_cast<std::int64_t>((dividend + divisor - 1) / divisor);
}

struct Elapsed {
  std::int64_t days = 0;
  std::int64_t of = 1;
};

Elapsed elapsed(const Question& question) {
  const std::int64_t of = question.first_day.days_until(question.due) + 1;
  return {std::clamp<std::int64_t>(question.first_day.days_until(question.today), 0, of), of};
}

// The least n with n/d >= target.
std::int64_t needed(const Figure& figure, const Part& target) {
  return ceiling(Wide{figure.d} * target.part, Wide{target.of});
}

// The least n with n/d >= target × elapsed × pace.
std::int64_t expected(const Figure& figure, const Question& question) {
  const Elapsed gone = elapsed(question);
  return ceiling(Wide{figure.d} * question.target.part * gone.days * question.pace.part,
                 Wide{question.target.of} * gone.of * question.pace.of);
}

Verdict not_asked(Asked asked) {
  if (asked == Asked::kept_higher)
    return {.state = State::not_asked,
            .why = {"此项在上级单位记录，不分到这一级。", "This figure is kept at a higher level, not at this one."}};
  return {.state = State::not_asked,
          .why = {"此项只由条文点名的单位承担。", "Only the units that the clause names owe this."}};
}

Text not_measured(const Question& question) {
  if (question.figure)
    return {"分母为 0：还没有应计的事项。", "The denominator is 0: there is nothing to be counted yet."};
  return {"尚无数据：没有数据不等于零。", "Nothing was reported yet: missing is not zero."};
}

State state_of(const Figure& figure, const Verdict& verdict, const Question& question) {
  if (figure.n >= verdict.needed) return State::done;
  if (question.today > question.due) return State::late;
  if (figure.n == 0) return State::not_started;
  if (figure.n < verdict.expected) return State::behind;
  return State::on_track;
}

Text why(const Figure& figure, const Verdict& verdict, const Question& question) {
  const Elapsed gone = elapsed(question);
  const std::string share = share_text(question.target);
  const std::string due_zh = question.due.text_zh();
  const std::string due = question.due.text();
  const std::string facts_zh =
      fmt::format("现为 {}/{}，目标 {}（至少 {}），期限 {}", figure.n, figure.d, share, verdict.needed, due_zh);
  const std::string facts_en = fmt::format("It stands at {} of {}; the target is {} (at least {}) by {}", figure.n,
                                           figure.d, share, verdict.needed, due);
  switch (verdict.state) {
    case State::done:
      return {facts_zh + "；已达到。", facts_en + "; reached."};
    case State::late:
      return {fmt::format("{}；已过期 {} 天，还差 {}。", facts_zh, question.due.days_until(question.today),
                          verdict.needed - figure.n),
              fmt::format("{}; {} days overdue, {} short.", facts_en, question.due.days_until(question.today),
                          verdict.needed - figure.n)};
    case State::not_started:
    case State::behind:
    case State::on_track:
      return {fmt::format("{}；期间已过 {}/{} 天，按进度应到 {}。", facts_zh, gone.days, gone.of, verdict.expected),
              fmt::format("{}; {} of {} days have passed, by now it should be {}.", facts_en, gone.days, gone.of,
                          verdict.expected)};
    case State::not_asked:
    case State::not_measured:
      break;
  }
  return {};
}

// From good to bad.
int severity(State state) {
  switch (state) {
    case State::not_asked:
      return 0;
    case State::done:
      return 1;
    case State::not_measured:
      return 2;
    case State::on_track:
      return 3;
    case State::behind:
      return 4;
    case State::not_started:
      return 5;
    case State::late:
      return 6;
  }
  return 0;
}

}  // namespace

Text label(State state) {
  switch (state) {
    case State::done:
      return {"完成", "Done"};
    case State::on_track:
      return {"按进度", "On track"};
    case State::behind:
      return {"落后", "Behind"};
    case State::late:
      return {"逾期", "Late"};
    case State::not_started:
      return {"未开始", "Not started"};
    case State::not_asked:
      return {"未安排", "Not asked"};
    case State::not_measured:
      return {"尚无数据", "No data yet"};
  }
  return {};
}

std::string share_text(const Part& part) {
  const std::int64_t hundredfold = part.part * 100;
  if (hundredfold % part.of == 0) return fmt::format("{}%", hundredfold / part.of);
  return fmt::format("{}/{}", part.part, part.of);
}

Verdict judge(const Question& question) {
  if (question.asked != Asked::yes) return not_asked(question.asked);
  if (!question.figure || question.figure->d == 0) return {.state = State::not_measured, .why = not_measured(question)};
  const Figure& figure = *question.figure;
  Verdict verdict{.needed = needed(figure, question.target), .expected = expected(figure, question)};
  verdict.state = state_of(figure, verdict, question);
  verdict.why = why(figure, verdict, question);
  return verdict;
}

Verdict judge_word(const Word& word) {
  if (!word.asked)
    return {.state = State::not_asked,
            .why = {"没有指标衡量，也没有布置进展报告。", "Nothing measures it, and nobody asked for a report."}};
  if (!word.accepted)
    return {.state = State::not_measured,
            .why = {"已布置进展报告，还没有认可的。", "A report is asked for; none is accepted yet."}};
  switch (*word.accepted) {
    case Progress::not_started:
      return {.state = State::not_started,
              .why = {"已认可的进展报告：未开始。", "The accepted report says: not started."}};
    case Progress::under_way:
      return {.state = State::on_track, .why = {"已认可的进展报告：进行中。", "The accepted report says: under way."}};
    case Progress::done:
      return {.state = State::done, .why = {"已认可的进展报告：已完成。", "The accepted report says: done."}};
  }
  return {};
}

std::optional<std::size_t> worst(std::span<const State> states) {
  std::optional<std::size_t> found;
  for (std::size_t i = 0; i < states.size(); ++i) {
    if (states[i] == State::not_asked) continue;
    if (!found || severity(states[i]) > severity(states[*found])) found = i;
  }
  return found;
}

}  // namespace gulou::plan
