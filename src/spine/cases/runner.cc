#include "spine/cases/runner.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <set>

namespace gulou::cases {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 4> places = {
    {{"全国", ""}, {"贵州", "520000000000"}, {"黔东南", "522600000000"}, {"浙江", "330000000000"}}};

Failure faulty(std::string_view name, std::string rule, Text message) {
  return fail(invalid_fields({{std::string(name), std::move(rule), std::move(message)}}));
}

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

bool knows_all(const Runner& runner, const casefile::Case& asked) {
  const auto known_given = [&](const casefile::Pair& each) { return contains(runner.givens, each.name); };
  const auto known_outcome = [&](const casefile::Pair& each) { return contains(runner.outcomes, each.name); };
  return std::ranges::all_of(asked.given, known_given) && std::ranges::all_of(asked.expected, known_outcome);
}

// The runner of a case, or what would be allowed.
std::expected<const Runner*, Text> runner_of(const casefile::Case& asked, std::span<const Runner> runners) {
  const std::string& rule = asked.reasons.front().rule;
  std::set<std::string> givens, outcomes;
  for (const Runner& each : runners) {
    if (!contains(each.rules, rule)) continue;
    if (knows_all(each, asked)) return &each;
    givens.insert(each.givens.begin(), each.givens.end());
    outcomes.insert(each.outcomes.begin(), each.outcomes.end());
  }
  if (givens.empty())
    return std::unexpected(
        Text{fmt::format("没有能判断 {} 的程序。", rule), fmt::format("Nothing runs cases of {}.", rule)});
  return std::unexpected(Text{fmt::format("{} 的案例，给定可以有 {}，应得可以有 {}。", rule, fmt::join(givens, "、"),
                                          fmt::join(outcomes, "、")),
                              fmt::format("A case of {} may give {} and expect {}.", rule, fmt::join(givens, ", "),
                                          fmt::join(outcomes, ", "))});
}

void put(std::vector<casefile::Pair>& pairs, const std::string& name, const std::string& value) {
  const auto found = std::ranges::find(pairs, name, &casefile::Pair::name);
  if (found != pairs.end()) found->value = value;
}

void compare(const std::vector<casefile::Pair>& expected, const Outcome& outcome, std::vector<Text>& problems) {
  for (const auto& each : expected) {
    const auto got = std::ranges::find(outcome.values, each.name, &casefile::Pair::name);
    const std::string value = got == outcome.values.end() ? "无" : got->value;
    if (value != each.value)
      problems.push_back({fmt::format("应得 {} = {}，实得 {}。", each.name, each.value, value),
                          fmt::format("Expected {} = {}, got {}.", each.name, each.value, value)});
  }
}

// Every reason must stand in the trace, and come out as said.
void compare_reasons(const std::vector<casefile::Reason>& reasons, const rules::Verdict& verdict,
                     std::vector<Text>& problems) {
  for (const auto& each : reasons) {
    const auto step = std::ranges::find(verdict.steps, each.rule, &rules::Step::rule);
    if (step == verdict.steps.end())
      problems.push_back(
          {fmt::format("理由 {} 不在判断过程里。", each.rule), fmt::format("The trace does not have {}.", each.rule)});
    else if (each.held && *each.held != step->held)
      problems.push_back({fmt::format("理由 {} 应为{}，实为{}。", each.rule, *each.held ? "满足" : "不满足",
                                      step->held ? "满足" : "不满足"),
                          fmt::format("{} should {}hold.", each.rule, *each.held ? "" : "not ")});
  }
}

std::vector<Text> texts_of(const Error& error) {
  std::vector<Text> out;
  for (const auto& each : error.fields)
    out.push_back(
        {fmt::format("{}：{}", each.pointer, each.message.zh), fmt::format("{}: {}", each.pointer, each.message.en)});
  if (out.empty()) out.push_back(error.message);
  return out;
}

class CaseRun {
 public:
  CaseRun(const casefile::Case& asked, std::span<const Runner> runners, const Tools& tools)
      : asked_(asked), tools_(tools), runner_(runner_of(asked, runners)), place_(place_named(asked.place)) {}

  CaseResult whole() const { return run(asked_.line, asked_.given, asked_.expected, asked_.reasons); }

  CaseResult row(const casefile::Row& row) const {
    auto given = asked_.given;
    std::vector<casefile::Pair> expected;
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      put(given, asked_.columns[i], row.cells[i]);
      if (std::ranges::find(asked_.expected, asked_.columns[i], &casefile::Pair::name) != asked_.expected.end())
        expected.push_back({asked_.columns[i], row.cells[i]});
    }
    return run(row.line, given, expected, {});
  }

 private:
  CaseResult run(std::size_t line, const std::vector<casefile::Pair>& given,
                 const std::vector<casefile::Pair>& expected, const std::vector<casefile::Reason>& reasons) const {
    CaseResult result{.id = asked_.id,
                      .title = asked_.title,
                      .line = static_cast<std::int64_t>(line),
                      .doubtful = asked_.doubt.has_value(),
                      .doubt = asked_.doubt
                                   ? fmt::format("{}，由{}答复", asked_.doubt->question, asked_.doubt->answered_by)
                                   : std::string(),
                      .passed = false,
                      .problems = {},
                      .verdict = {}};
    if (!runner_) {
      result.problems = {runner_.error()};
    } else if (!place_) {
      result.problems = texts_of(place_.error());
    } else {
      const auto outcome = (*runner_)->run(Given(asked_.date, asked_.date_word, *place_, given), tools_);
      if (outcome) {
        compare(expected, *outcome, result.problems);
        compare_reasons(reasons, outcome->verdict, result.problems);
        result.verdict = outcome->verdict;
      } else {
        result.problems = texts_of(outcome.error());
      }
    }
    result.passed = result.problems.empty();
    return result;
  }

  const casefile::Case& asked_;
  const Tools& tools_;
  std::expected<const Runner*, Text> runner_;
  Result<rules::Place> place_;
};

}  // namespace

const std::string* Given::find(std::string_view name) const {
  const auto found = std::ranges::find(values_, name, &casefile::Pair::name);
  return found == values_.end() ? nullptr : &found->value;
}

Result<std::string> Given::text(std::string_view name) const {
  if (const std::string* value = find(name)) return *value;
  return faulty(name, "required", {"给定里缺少这一项。", "It is not given."});
}

Result<std::int64_t> Given::number(std::string_view name) const {
  const std::string value = TRY(text(name));
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (error != std::errc() || end != value.data() + value.size() || number < 0 || number > 1'000'000'000'000)
    return faulty(name, "wrong_type", {"应为非负整数。", "Must be a whole number."});
  return number;
}

Result<Date> Given::day(std::string_view name) const {
  if (const auto date = Date::parse(TRY(text(name)))) return *date;
  return faulty(name, "wrong_type", {"应为日期，如 2020-12-20。", "Must be a date such as 2020-12-20."});
}

Result<void> run_file(const std::string& file, std::string_view text, std::span<const Runner> runners,
                      const Tools& tools, Report& report) {
  auto cases = casefile::parse(text);
  if (!cases) {
    for (auto& each : cases.error().fields) each.pointer = file + "#" + each.pointer;
    return fail(std::move(cases).error());
  }
  FileResult result{file, {}};
  for (const auto& asked : *cases) {
    const CaseRun run(asked, runners, tools);
    result.cases.push_back(run.whole());
    for (const auto& row : asked.rows) result.cases.push_back(run.row(row));
    report.doubtful += asked.doubt.has_value();
  }
  for (const CaseResult& each : result.cases) ++(each.passed ? report.passed : report.failed);
  report.files.push_back(std::move(result));
  return {};
}

std::string report_text(const Report& report) {
  std::string out;
  for (const FileResult& file : report.files) {
    std::string doubted;  // a case's doubt is told once, not for every row of its table
    for (const CaseResult& each : file.cases) {
      if (each.passed && (!each.doubtful || each.id == doubted)) continue;
      if (each.doubtful) doubted = each.id;
      out +=
          fmt::format("{}:{} {} {}  {}\n", file.file, each.line, each.passed ? "通过" : "不通过", each.id, each.title);
      if (each.doubtful) out += fmt::format("    存疑：{}\n", each.doubt);
      for (const Text& problem : each.problems) out += fmt::format("    {} {}\n", problem.zh, problem.en);
      if (each.passed) continue;
      for (const auto& step : each.verdict.steps) out += fmt::format("    · {}\n", step.sentence.zh);
    }
  }
  out += fmt::format("{} 通过 passed, {} 不通过 failed, {} 存疑 in doubt\n", report.passed, report.failed,
                     report.doubtful);
  return out;
}

Result<rules::Place> place_named(std::string_view name) {
  for (const auto& [known, code] : places)
    if (name == known) return rules::place_of_code(code);
  auto place = rules::place_of_code(name);
  if (place) return place;
  return faulty(
      "地区", "unknown_place",
      {"可以写 全国、贵州、黔东南、浙江，或 12 位区划代码。", "May be 全国, 贵州, 黔东南, 浙江 or a 12-digit code."});
}

}  // namespace gulou::cases
