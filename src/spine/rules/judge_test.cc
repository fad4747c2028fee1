// Holding facts against rules: boundaries in pairs, integers only, and what blocks or warns.
#include "spine/rules/judge.h"

#include <gtest/gtest.h>

#include <random>

#include "spine/rules/library.h"

namespace gulou::rules {
namespace {

Date day_of(const char* text) { return *Date::parse(text); }

const Library& library() {
  static const Library made = *Library::built_in();
  return made;
}

Resolved rule(std::string_view id, const char* on) {
  auto found = library().resolve(id, day_of(on), {});
  EXPECT_TRUE(found) << describe_error(found.error());
  return found.value_or(Resolved{});
}

Count count(std::string of, std::int64_t n, std::int64_t all) {
  return {number("n", {"实有", "counted"}, n), number(std::move(of), {"总数", "all"}, all)};
}

Step must(Result<Step> step) {
  EXPECT_TRUE(step) << step.error().internal.value;
  return step.value_or(Step{});
}

TEST(Judge, ExactlyHalfIsNoMajorityAndExactlyTwoThirdsAreTwoThirds) {
  const Share half{1, 2, Than::more, "x"}, two_thirds{2, 3, Than::at_least, "x"};
  EXPECT_FALSE(reached(half, 500, 1000));
  EXPECT_TRUE(reached(half, 501, 1000));
  EXPECT_FALSE(reached(half, 500, 1001));
  EXPECT_TRUE(reached(half, 501, 1001));
  EXPECT_TRUE(reached(two_thirds, 20, 30));
  EXPECT_FALSE(reached(two_thirds, 19, 30));
  EXPECT_FALSE(reached(two_thirds, 20, 31));
  EXPECT_TRUE(reached(two_thirds, 21, 31));
  EXPECT_FALSE(reached(two_thirds, 0, 0));
  EXPECT_EQ(needed(half, 600), 301);
  EXPECT_EQ(needed(two_thirds, 100), 67);
}

TEST(Judge, WhatIsNeededIsTheLeastThatReaches) {
  std::mt19937_64 random(20160301);
  for (int round = 0; round < 5000; ++round) {
    const auto whole = static_cast<std::int64_t>(1 + random() % 1000);
    const auto part = static_cast<std::int64_t>(1 + random() % static_cast<std::uint64_t>(whole));
    const auto of =
        static_cast<std::int64_t>(1 + random() % (round % 2 ? 60u : static_cast<unsigned>(greatest_fact / 300)));
    for (const Than than : {Than::more, Than::at_least}) {
      const Share share{part, whole, than, "x"};
      const std::int64_t n = needed(share, of);
      const auto holds = [&](std::int64_t k) {
        return than == Than::more ? k * whole > part * of : k * whole >= part * of;
      };
      ASSERT_TRUE(holds(n) && !holds(n - 1)) << n << " for " << part << "/" << whole << " of " << of;
      ASSERT_TRUE(reached(share, n, of) && !reached(share, n - 1, of));
    }
  }
}

TEST(Judge, WhatWasReadBlocksWhatIsProposedWarns) {
  const Step read = must(check_share(rule("elections.valid.turnout", "2020-12-20"), count("registered", 500, 1000)));
  EXPECT_FALSE(read.held);
  EXPECT_EQ(read.effect, Effect::blocked);
  EXPECT_EQ(read.article, "cwh-2018#15.2");
  const Step proposed =
      must(check_share(rule("elections.valid.turnout", "2026-06-20"), count("registered", 500, 1000)));
  EXPECT_EQ(proposed.effect, Effect::warned);
  EXPECT_FALSE(proposed.binding);
  const Step held = must(check_share(rule("elections.valid.turnout", "2026-06-20"), count("registered", 501, 1000)));
  EXPECT_TRUE(held.held);
  EXPECT_EQ(held.effect, Effect::none);

  EXPECT_EQ(conclude({held}).standing, Standing::held);
  EXPECT_TRUE(conclude({held}).to_be_confirmed());  // it decides, so 待确认 is shown
  EXPECT_EQ(conclude({held, proposed}).standing, Standing::warned);
  EXPECT_EQ(conclude({read, proposed, held}).standing, Standing::blocked);
  EXPECT_FALSE(conclude({read}).to_be_confirmed());
}

TEST(Judge, ASentenceTellsTheWholeStep) {
  const Step step = must(check_share(
      rule("elections.valid.turnout", "2020-12-20"),
      {number("voted", {"参加投票", "voted"}, 500), number("registered", {"登记选民", "registered voters"}, 1000)}));
  EXPECT_EQ(step.sentence.zh, "选举有效的投票人数：参加投票 500，登记选民 1000，须过半数，即至少 501；不满足。");
  EXPECT_EQ(step.sentence.en,
            "turnout for a valid election: voted 500 of 1000 registered voters, more than 1/2 needed, that is 501; not "
            "held.");
}

TEST(Judge, PersonsAndHouseholdsAreNeverMixed) {
  const Resolved quorum = rule("consultation.assembly.quorum", "2020-12-20");
  const auto by_persons = must(check_any(quorum, std::vector{count("villagers", 301, 600)}));
  EXPECT_TRUE(by_persons.held);
  EXPECT_EQ(by_persons.operands[1].name, "villagers");
  EXPECT_FALSE(must(check_any(quorum, std::vector{count("villagers", 300, 600)})).held);
  // Two thirds of the households suffice, two thirds of the persons counted as households do not come into it.
  const auto both = must(check_any(quorum, std::vector{count("villagers", 300, 600), count("households", 100, 150)}));
  EXPECT_TRUE(both.held);
  EXPECT_EQ(both.operands[1].name, "households");
  const auto neither = must(check_any(quorum, std::vector{count("villagers", 300, 600), count("households", 99, 150)}));
  EXPECT_FALSE(neither.held);
  EXPECT_EQ(neither.operands.size(), 4u);
  EXPECT_EQ(neither.value.zh, "过半数或三分之二以上");
}

TEST(Judge, LimitsIncludeTheirNumber) {
  const Resolved cap = rule("elections.proxy.cap", "2020-12-20");
  const auto held = [&](std::int64_t n) { return must(check_at_most(cap, number("n", {"人", "n"}, n))).held; };
  EXPECT_TRUE(held(3));
  EXPECT_FALSE(held(4));
  const Resolved least = rule("elections.committee.least", "2020-12-20");
  EXPECT_TRUE(must(check_at_least(least, number("n", {"人", "n"}, 3))).held);
  EXPECT_FALSE(must(check_at_least(least, number("n", {"人", "n"}, 2))).held);
}

TEST(Judge, TermsRunForwardFromAnEventAndBackFromADay) {
  const auto calendar = *calendar::Calendar::built_in();
  const Resolved objection = rule("elections.roll.objection", "2020-12-20");  // 5 days
  const auto published = day("published", {"公布日", "published"}, day_of("2020-11-25"));
  const auto within = [&](const char* done) {
    return must(check_within(objection, calendar, published, day("done", {"申诉日", "objection"}, day_of(done)))).held;
  };
  EXPECT_TRUE(within("2020-11-30"));
  EXPECT_FALSE(within("2020-12-01"));

  const Resolved before = rule("elections.roll.published_before", "2020-12-20");  // 20 days
  const auto election = day("election_day", {"选举日", "election day"}, day_of("2020-12-20"));
  const auto posted = [&](const char* done) {
    return must(check_before(before, calendar, election, day("done", {"公布日", "published"}, day_of(done))));
  };
  EXPECT_TRUE(posted("2020-11-30").held);
  EXPECT_FALSE(posted("2020-12-01").held);
  EXPECT_EQ(posted("2020-12-01").value.zh, "20 日");
}

TEST(Judge, ARuleOfAnotherKindIsTheProgrammersMistake) {
  const auto calendar = *calendar::Calendar::built_in();
  const Resolved term = rule("elections.handover", "2020-12-20");
  const Operand n = number("n", {"人", "n"}, 1);
  for (const auto& step : {check_share(term, count("registered", 1, 2)), check_any(term, std::vector{count("x", 1, 2)}),
                           check_at_most(term, n), check_at_least(term, n), check_within(term, calendar, n, n),
                           check_before(rule("elections.proxy.cap", "2020-12-20"), calendar, n, n),
                           check_share(rule("elections.valid.turnout", "2020-12-20"), count("voted", 1, 2)),
                           check_any(rule("elections.recall.request", "2020-12-20"), std::vector{count("x", 1, 2)})}) {
    ASSERT_FALSE(step);
    EXPECT_EQ(step.error().kind, ErrorKind::internal);
  }
}

TEST(Judge, SharesAreSpokenAsInTheLaw) {
  EXPECT_EQ(share_text({1, 2, Than::more, "x"}).zh, "过半数");
  EXPECT_EQ(share_text({2, 3, Than::at_least, "x"}).zh, "三分之二以上");
  EXPECT_EQ(share_text({1, 10, Than::at_least, "x"}).zh, "十分之一以上");
  EXPECT_EQ(share_text({3, 4, Than::more, "x"}).zh, "超过四分之三");
  EXPECT_EQ(share_text({1, 1, Than::at_least, "x"}).zh, "全部");
  EXPECT_EQ(term_text({10, calendar::DayUnit::working_day}).zh, "10 个工作日");
}

}  // namespace
}  // namespace gulou::rules
