// How a figure stands against its target. Pure and in whole numbers: no clock, no database, no floating point.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "base/describe.h"
#include "base/error.h"
#include "base/time.h"
#include "modules/plan/model.h"

namespace gulou::plan {

enum class State {
  done,          // 完成
  on_track,      // 按进度
  behind,        // 落后
  late,          // 逾期
  not_started,   // 未开始
  not_asked,     // 未安排
  not_measured,  // 尚无数据
};

constexpr auto describe(Tag<State>) {
  return enumeration("State", "How a target stands: 完成, 按进度, 落后, 逾期, 未开始, 未安排, 尚无数据",
                     named(State::done, "done"), named(State::on_track, "on_track"), named(State::behind, "behind"),
                     named(State::late, "late"), named(State::not_started, "not_started"),
                     named(State::not_asked, "not_asked"), named(State::not_measured, "not_measured"));
}

// The label of a state.
Text label(State state);

enum class Asked {
  yes,
  not_named,    // the target is owed by other units, which the clause names
  kept_higher,  // the figure is recorded at a higher level than the unit's
};

struct Figure {
  std::int64_t n = 0;  // 0 <= n <= d <= measures::greatest_figure × a million units
  std::int64_t d = 0;
  bool operator==(const Figure&) const = default;
};

struct Question {
  Asked asked = Asked::yes;
  std::optional<Figure> figure;  // none: nothing was reported
  Part target;
  Part pace;
  Date first_day;  // of the period
  Date due;        // last day to reach the target, not before first_day
  Date today;
};

struct Verdict {
  State state = State::not_measured;
  Text why = {};
  std::int64_t needed = 0;    // n that reaches the target, with today's d
  std::int64_t expected = 0;  // n below which today counts as behind
};

// In this order, the first that holds:
//   not_asked     the unit does not owe this
//   not_measured  no figure, or a denominator of 0 (nothing to be counted yet): missing is never zero
//   done          n/d >= target
//   late          today is after the due date
//   not_started   n = 0
//   behind        n/d < target × elapsed × pace, where elapsed = whole days gone by before today / days until the end
//                 of the due date, both from the first day of the period (today is not over, so it does not count)
//   on_track      otherwise
Verdict judge(const Question& question);

// How far a task is by the unit's own word.
enum class Progress { not_started, under_way, done };

constexpr auto describe(Tag<Progress>) {
  return enumeration("Progress", "How far a task is, by the unit's own word: 未开始, 进行中, 已完成",
                     named(Progress::not_started, "not_started"), named(Progress::under_way, "under_way"),
                     named(Progress::done, "done"));
}

// What progress reports say about a task that nothing measures, at one unit.
struct Word {
  bool asked = false;                // somebody asked about it
  std::optional<Progress> accepted;  // of the last report that the unit above accepted
};

// In this order, the first that holds:
//   not_asked     nobody asked
//   not_measured  asked, and nothing accepted yet: what is only submitted says nothing
//   done, on_track (under way) or not_started, as the accepted report says
Verdict judge_word(const Word& word);

// The state that tells how several targets of one clause stand together: the worst of those asked, in the order late,
// not_started, behind, on_track, not_measured, done. So one target without figures never hides that another is late,
// and never lets the clause count as done. Gives the index of the deciding one; none if nothing was asked.
std::optional<std::size_t> worst(std::span<const State> states);

// 90% where that is exact, else 2/3.
std::string share_text(const Part& part);

}  // namespace gulou::plan
