// Boundaries come in pairs, with the arithmetic written out.
#include "modules/plan/rules.h"

#include <gtest/gtest.h>

namespace gulou::plan {
namespace {

Date day(int month, unsigned of_month) { return *Date::of(2016, static_cast<unsigned>(month), of_month); }

// A target of 90 % over the leap year 2016 (366 days), judged on 1 July: 182 whole days have gone by.
Question question(std::int64_t n, std::int64_t d) {
  return {.asked = Asked::yes,
          .figure = Figure{n, d},
          .target = {90, 100},
          .pace = {1, 1},
          .first_day = day(1, 1),
          .due = day(12, 31),
          .today = day(7, 1)};
}

TEST(PlanRules, DoneFromExactlyTheTarget) {
  EXPECT_EQ(judge(question(900, 1000)).state, State::done);  // 900/1000 = 90 %
  EXPECT_NE(judge(question(899, 1000)).state, State::done);
  EXPECT_EQ(judge(question(9, 10)).needed, 9);
  EXPECT_EQ(judge(question(9, 11)).needed, 10);  // 11 × 0.9 = 9.9
  EXPECT_EQ(judge(question(10, 11)).state, State::done);
}

TEST(PlanRules, BehindBelowTargetTimesElapsed) {
  // 10,000 × 0.9 × 182/366 = 4475.4…: 4476 is enough, 4475 is not.
  EXPECT_EQ(judge(question(4476, 10'000)).state, State::on_track);
  EXPECT_EQ(judge(question(4475, 10'000)).state, State::behind);
  EXPECT_EQ(judge(question(4475, 10'000)).expected, 4476);
}

TEST(PlanRules, ExactlyTargetTimesElapsedIsOnTrack) {
  Question q = question(45, 100);
  q.due = q.first_day.plus_days(99);    // 100 days
  q.today = q.first_day.plus_days(50);  // half of them gone: 100 × 0.9 × 1/2 = 45
  EXPECT_EQ(judge(q).state, State::on_track);
  q.figure->n = 44;
  EXPECT_EQ(judge(q).state, State::behind);
}

TEST(PlanRules, ThePaceScalesWhatIsExpected) {
  Question q = question(36, 100);
  q.due = q.first_day.plus_days(99);
  q.today = q.first_day.plus_days(50);
  q.pace = {8, 10};  // 45 × 0.8 = 36
  EXPECT_EQ(judge(q).state, State::on_track);
  q.figure->n = 35;
  EXPECT_EQ(judge(q).state, State::behind);
}

TEST(PlanRules, NothingIsExpectedOnTheFirstDay) {
  Question q = question(1, 1000);
  q.today = day(1, 1);
  EXPECT_EQ(judge(q).state, State::on_track);
  EXPECT_EQ(judge(q).expected, 0);
  q.today = day(1, 2);  // 1000 × 0.9 × 1/366 = 2.46
  EXPECT_EQ(judge(q).state, State::behind);
  q.today = *Date::of(2015, 6, 1);  // before the period: as on its first day
  EXPECT_EQ(judge(q).state, State::on_track);
}

TEST(PlanRules, LateFromTheDayAfterTheDueDate) {
  Question q = question(899, 1000);
  q.due = day(9, 30);
  q.today = day(9, 30);
  EXPECT_EQ(judge(q).state, State::on_track);  // 1000 × 0.9 × 273/274 = 896.7
  q.today = day(10, 1);
  EXPECT_EQ(judge(q).state, State::late);
  q.figure->n = 900;
  EXPECT_EQ(judge(q).state, State::done);  // late, but reached
  q.figure->n = 0;
  EXPECT_EQ(judge(q).state, State::late);
}

TEST(PlanRules, AfterTheYearEverythingIsElapsed) {
  Question q = question(899, 1000);
  q.today = *Date::of(2026, 11, 24);
  EXPECT_EQ(judge(q).state, State::late);
  EXPECT_EQ(judge(q).expected, 900);
}

TEST(PlanRules, ZeroIsNotStartedAndNothingIsNotMeasured) {
  EXPECT_EQ(judge(question(0, 10)).state, State::not_started);
  EXPECT_EQ(judge(question(1, 10)).state, State::behind);  // 10 × 0.9 × 182/366 = 4.47
  EXPECT_EQ(judge(question(0, 0)).state, State::not_measured);
  Question q = question(0, 0);
  q.figure.reset();
  EXPECT_EQ(judge(q).state, State::not_measured);
  q.today = *Date::of(2026, 1, 1);  // missing never turns into late
  EXPECT_EQ(judge(q).state, State::not_measured);
}

TEST(PlanRules, WhoIsNotAskedIsNeverJudged) {
  Question q = question(900, 1000);
  q.asked = Asked::not_named;
  EXPECT_EQ(judge(q).state, State::not_asked);
  const Text not_named = judge(q).why;
  q.asked = Asked::kept_higher;
  EXPECT_EQ(judge(q).state, State::not_asked);
  EXPECT_NE(judge(q).why, not_named);
}

TEST(PlanRules, StaysExactForTheGreatestFigures) {
  constexpr std::int64_t greatest = 1'000'000'000'000'000'000;  // a million units at 10^12
  Question q = question(greatest / 1000 * 999 - 1, greatest);
  q.target = {999, 1000};
  q.pace = {1000, 1000};
  EXPECT_EQ(judge(q).needed, greatest / 1000 * 999);
  EXPECT_EQ(judge(q).state, State::on_track);
  ++q.figure->n;
  EXPECT_EQ(judge(q).state, State::done);
}

TEST(PlanRules, EveryVerdictSaysWhyInBothLanguages) {
  for (const std::int64_t n : {0, 1, 50, 90, 100}) {
    const Verdict verdict = judge(question(n, 100));
    EXPECT_NE(verdict.why.zh.find(std::to_string(n) + "/100"), std::string::npos) << verdict.why.zh;
    EXPECT_NE(verdict.why.en.find(std::to_string(n) + " of 100"), std::string::npos) << verdict.why.en;
  }
  EXPECT_EQ(judge(question(3, 100)).why.zh,
            "现为 3/100，目标 90%（至少 90），期限 2016年12月31日；期间已过 182/366 天，按进度应到 45。");
  Question q = question(3, 100);
  q.today = *Date::of(2017, 1, 2);
  EXPECT_EQ(judge(q).why.en,
            "It stands at 3 of 100; the target is 90% (at least 90) by 2016-12-31; 2 days overdue, 87 short.");
}

TEST(PlanRules, TheWorstTargetDecides) {
  using S = State;
  const auto decides = [](std::vector<State> states) { return worst(states); };
  EXPECT_EQ(decides({S::done, S::late, S::behind}), 1u);
  EXPECT_EQ(decides({S::behind, S::not_started}), 1u);
  EXPECT_EQ(decides({S::on_track, S::behind}), 1u);
  EXPECT_EQ(decides({S::not_measured, S::on_track}), 1u);
  EXPECT_EQ(decides({S::done, S::not_measured}), 1u);  // a missing figure: the clause is not done
  EXPECT_EQ(decides({S::not_asked, S::done}), 1u);
  EXPECT_EQ(decides({S::done, S::done}), 0u);  // the first of equals
  EXPECT_EQ(decides({S::not_asked, S::not_asked}), std::nullopt);
  EXPECT_EQ(decides({}), std::nullopt);
}

TEST(PlanRules, SharesAreWrittenAsPercentWhereThatIsExact) {
  EXPECT_EQ(share_text({1, 1}), "100%");
  EXPECT_EQ(share_text({90, 100}), "90%");
  EXPECT_EQ(share_text({3, 4}), "75%");
  EXPECT_EQ(share_text({2, 3}), "2/3");
}

TEST(PlanRules, AnAcceptedReportSaysHowATaskStandsThatNothingMeasures) {
  const auto state = [](bool asked, std::optional<Progress> accepted) { return judge_word({asked, accepted}).state; };
  EXPECT_EQ(state(false, {}), State::not_asked);
  EXPECT_EQ(state(true, {}), State::not_measured);
  EXPECT_EQ(state(true, Progress::not_started), State::not_started);
  EXPECT_EQ(state(true, Progress::under_way), State::on_track);
  EXPECT_EQ(state(true, Progress::done), State::done);
}

}  // namespace
}  // namespace gulou::plan
