// The case files that ship pass; a case that expects wrongly, or asks what nobody knows, says so.
#include "spine/cases/runner.h"

#include <gtest/gtest.h>

#include <map>

#include "base/json.h"
#include "spine/cases/shares.h"
#include "spine/cases/terms.h"

namespace gulou::cases {
namespace {

const rules::Library& library() {
  static const rules::Library made = *rules::Library::built_in();
  return made;
}
const calendar::Calendar& calendar() {
  static const calendar::Calendar made = *calendar::Calendar::built_in();
  return made;
}

std::vector<Runner> runners() {
  auto all = share_runners(library());
  for (auto& each : term_runners(library())) all.push_back(std::move(each));
  return all;
}

Report run(const std::string& text) {
  Report report;
  const auto outcome = run_file("t", text, runners(), {library(), calendar()}, report);
  EXPECT_TRUE(outcome) << describe_error(outcome.error());
  return report;
}

// A sound case on turnout, one line of it replaced.
std::string turnout(std::string_view line, const std::string& other) {
  std::string text =
      "案例 A  甲\n依据 村组法2018  选举日 2020-12-20  地区 贵州\n给定  登记选民 = 1000  参加投票 = 500\n"
      "应得  选举 = 无效\n理由  elections.valid.turnout 不满足\n";
  const auto at = text.find(line);
  EXPECT_NE(at, text.npos);
  return text.replace(at, text.find('\n', at) - at, other);
}

std::string problem_of(std::string_view line, const std::string& other) {
  const Report report = run(turnout(line, other));
  EXPECT_EQ(report.failed, 1) << other;
  const auto& problems = report.files.at(0).cases.at(0).problems;
  EXPECT_EQ(problems.size(), 1u) << other;
  return problems.empty() ? "" : problems.front().zh;
}

TEST(Cases, TheFilesThatShipPass) {
  Report report;
  for (const auto& file : built_in_files()) {
    const auto outcome = run_file(std::string(file.path), file.text, runners(), {library(), calendar()}, report);
    ASSERT_TRUE(outcome) << describe_error(outcome.error());
  }
  EXPECT_EQ(report.failed, 0) << report_text(report);
  EXPECT_GT(report.passed, 70);
  EXPECT_EQ(report.doubtful, 5);
}

TEST(Cases, EveryBoundaryInTheFilesHasItsOtherSide) {
  Report report;
  for (const auto& file : built_in_files())
    ASSERT_TRUE(run_file(std::string(file.path), file.text, runners(), {library(), calendar()}, report));
  std::map<std::string, std::pair<int, int>> held;  // rule -> times it held, times it did not
  for (const auto& file : report.files) {
    for (const auto& each : file.cases) {
      for (const auto& step : each.verdict.steps) ++(step.held ? held[step.rule].first : held[step.rule].second);
    }
  }
  for (const Runner& runner : share_runners(library())) {
    for (const auto& rule : runner.rules) {
      EXPECT_GT(held[rule].first, 0) << rule;
      EXPECT_GT(held[rule].second, 0) << rule;
    }
  }
}

TEST(Cases, SayWhatCameOutOtherwise) {
  EXPECT_EQ(run(turnout("案例", "案例 A  甲")).passed, 1);
  EXPECT_EQ(problem_of("应得", "应得  选举 = 有效"), "应得 选举 = 有效，实得 无效。");
  EXPECT_EQ(problem_of("理由", "理由  elections.valid.turnout 满足"),
            "理由 elections.valid.turnout 应为满足，实为不满足。");
  EXPECT_EQ(problem_of("理由", "理由  elections.valid.turnout  elections.elect.majority"),
            "理由 elections.elect.majority 不在判断过程里。");
}

TEST(Cases, SayWhatMayBeGivenAndExpected) {
  EXPECT_EQ(problem_of("应得", "应得  结果 = 无效"),
            "elections.valid.turnout 的案例，给定可以有 参加投票、登记选民，应得可以有 下一步、结论、至少、选举。");
  EXPECT_EQ(problem_of("理由", "理由  elections.roll.age"), "没有能判断 elections.roll.age 的程序。");
  EXPECT_EQ(problem_of("给定", "给定  登记选民 = 1000"), "参加投票：给定里缺少这一项。");
  EXPECT_EQ(problem_of("给定", "给定  登记选民 = 1000  参加投票 = 很多"), "参加投票：应为非负整数。");
  EXPECT_EQ(problem_of("给定", "给定  登记选民 = 1000  参加投票 = -5"), "参加投票：应为非负整数。");
  EXPECT_EQ(problem_of("依据", "依据 村组法2018  选举日 2020-12-20  地区 贵阳"),
            "地区：可以写 全国、贵州、黔东南、浙江，或 12 位区划代码。");
  EXPECT_EQ(problem_of("依据", "依据 村组法2018  选举日 2005-12-20"),
            "选举有效的投票人数（elections.valid.turnout）在 2005年12月20日 没有已知的规定。");
}

TEST(Cases, TermsComeFromARuleOrAreGiven) {
  const std::string head = "案例 A  甲\n依据 民法典  起算日 2024-03-05  地区 5226\n";
  const auto one = [&](const std::string& given, const std::string& expected, const std::string& rule) {
    const Report report = run(head + "给定  " + given + "\n应得  " + expected + "\n理由  " + rule + "\n");
    return report.failed == 0 ? std::string() : report_text(report);
  };
  EXPECT_EQ(one("期限 = 4  单位 = 自然日", "到期日 = 2024-03-11", "calendar.last_day 适用"), "");
  EXPECT_EQ(one("期限 = 4  单位 = 自然日  办理日 = 2024-03-12", "按期 = 否", "calendar.last_day"), "");
  EXPECT_EQ(one("规则 = plan.supervise.answer", "到期日 = 2024-03-19", "plan.supervise.answer"), "");
  EXPECT_EQ(one("规则 = plan.supervise.answer  办理日 = 2024-03-20", "按期 = 否", "plan.supervise.answer 不满足"), "");
  EXPECT_NE(one("期限 = 4  单位 = 周", "到期日 = 2024-03-11", "calendar.last_day").find("应为 自然日 或 工作日"),
            std::string::npos);
  EXPECT_NE(one("期限 = 10001  单位 = 自然日", "顺延 = 否", "calendar.last_day").find("期限太长"), std::string::npos);
}

TEST(Cases, DoubtsAreCountedAndRun) {
  const Report report = run(turnout("依据", "依据 村组法2018  选举日 2020-12-20  存疑 怎样算，由某局答复"));
  EXPECT_EQ(report.passed, 1);
  EXPECT_EQ(report.doubtful, 1);
  EXPECT_EQ(report.files[0].cases[0].doubt, "怎样算，由某局答复");
  EXPECT_NE(report_text(report).find("存疑：怎样算，由某局答复"), std::string::npos);
  EXPECT_TRUE(json::parse(json::write(report)));
}

TEST(Cases, ABrokenFileIsRefusedByNameAndLine) {
  Report report;
  const auto outcome = run_file("some.case.txt", "案例 A", runners(), {library(), calendar()}, report);
  ASSERT_FALSE(outcome);
  EXPECT_TRUE(outcome.error().fields.at(0).pointer.starts_with("some.case.txt#/1"));
}

}  // namespace
}  // namespace gulou::cases
