// Running case files: who can run a case, and what came of it. See base/casefile.h for the files.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/casefile.h"
#include "base/embedded.h"
#include "base/rule.h"
#include "spine/calendar/calendar.h"
#include "spine/rules/library.h"

namespace gulou::cases {

struct Tools {
  const rules::Library& rules;
  const calendar::Calendar& calendar;
};

// What a case gives: its day, its place, and named values.
class Given {
 public:
  Given(Date on, std::string date_word, rules::Place at, std::vector<casefile::Pair> values)
      : on_(on), date_word_(std::move(date_word)), at_(std::move(at)), values_(std::move(values)) {}

  Date on() const { return on_; }
  const std::string& date_word() const { return date_word_; }
  const rules::Place& at() const { return at_; }
  bool has(std::string_view name) const { return find(name) != nullptr; }
  // Errors (invalid_fields; the pointer is the name): "required"; "wrong_type" with what is expected.
  Result<std::string> text(std::string_view name) const;
  Result<std::int64_t> number(std::string_view name) const;
  Result<Date> day(std::string_view name) const;

 private:
  const std::string* find(std::string_view name) const;
  Date on_;
  std::string date_word_;
  rules::Place at_;
  std::vector<casefile::Pair> values_;
};

struct Outcome {
  std::vector<casefile::Pair> values;
  rules::Verdict verdict;
};

// Runs the cases whose first 理由 names one of `rules`, if it knows all names the case uses.
struct Runner {
  std::vector<std::string> rules;
  std::vector<std::string> givens;    // names that may stand in 给定
  std::vector<std::string> outcomes;  // names that may stand in 应得
  std::function<Result<Outcome>(const Given&, const Tools&)> run;
};

// One case, or one row of its table.
struct CaseResult {
  std::string id;
  std::string title;
  std::int64_t line = 0;
  bool doubtful = false;
  std::string doubt;  // the question and who must answer
  bool passed = false;
  std::vector<Text> problems;
  rules::Verdict verdict;
};

constexpr auto describe(Tag<CaseResult>) {
  return object(
      "CaseResult", "What came of a case, or of a row of its table", field<&CaseResult::id>("id", "Id of the case"),
      field<&CaseResult::title>("title", "Its title"), field<&CaseResult::line>("line", "Where it stands"),
      field<&CaseResult::doubtful>("doubtful", "Whether it is open what the law means"),
      field<&CaseResult::doubt>("doubt", "The question and who must answer"),
      field<&CaseResult::passed>("passed", "Whether all came as expected"),
      field<&CaseResult::problems>("problems", "What did not"), field<&CaseResult::verdict>("verdict", "The trace"));
}

struct FileResult {
  std::string file;
  std::vector<CaseResult> cases;
};

constexpr auto describe(Tag<FileResult>) {
  return object("CaseFileResult", "What came of a case file", field<&FileResult::file>("file", "Its name"),
                field<&FileResult::cases>("cases", "Its cases, in their order"));
}

struct Report {
  std::vector<FileResult> files;
  std::int64_t passed = 0;
  std::int64_t failed = 0;
  std::int64_t doubtful = 0;  // cases with an open question; they pass or fail like any other
};

constexpr auto describe(Tag<Report>) {
  return object("CaseReport", "What came of case files", field<&Report::files>("files", "Each file"),
                field<&Report::passed>("passed", "Cases and rows that came as expected"),
                field<&Report::failed>("failed", "Cases and rows that did not"),
                field<&Report::doubtful>("doubtful", "Cases with an open question"));
}

// Runs every case of a file into `report`. Errors: those of casefile::parse, pointers "<file>#/<line>".
Result<void> run_file(const std::string& file, std::string_view text, std::span<const Runner> runners,
                      const Tools& tools, Report& report);

// The report for people.
std::string report_text(const Report& report);

// The case files of the spines, as compiled in.
std::span<const EmbeddedFile> built_in_files();

// 全国, 贵州, 黔东南, 浙江 or a 12-digit code. Errors: invalid_fields "地区" "unknown_place".
Result<rules::Place> place_named(std::string_view name);

}  // namespace gulou::cases
