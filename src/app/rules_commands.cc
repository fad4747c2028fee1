#include "app/rules_commands.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "app/command_line.h"
#include "app/commands.h"
#include "app/modules.h"
#include "base/json.h"
#include "spine/rules/report.h"

namespace gulou::app {
namespace {

struct Asked {
  std::string id;
  std::string on;
  std::string at;
};

struct CasesAsked {
  std::vector<std::string> files;
  bool json = false;
};

// Runs the files, or those that ship if none is named.
Result<cases::Report> run_cases(const rules::Library& library, const std::vector<std::string>& files) {
  const auto calendar = TRY(calendar::Calendar::built_in());
  const cases::Tools tools{library, calendar};
  const auto all = modules();
  std::vector<cases::Runner> runners;
  for (const auto& module : all) {
    if (!module.case_runners) continue;
    for (auto& each : module.case_runners(library)) runners.push_back(std::move(each));
  }
  cases::Report report;
  if (files.empty()) {
    for (const auto& module : all)
      for (const auto& file : module.case_files)
        TRY(cases::run_file(std::string(file.path), file.text, runners, tools, report));
  }
  for (const auto& file : files) TRY(cases::run_file(file, TRY(read_text(file)), runners, tools, report));
  return report;
}

Result<int> run_cases_command(const std::string& folder, const CasesAsked& asked) {
  const auto report = TRY(run_cases(TRY(load_rules(folder)), asked.files));
  fmt::print("{}", asked.json ? json::write(report) + "\n" : cases::report_text(report));
  return static_cast<int>(report.failed == 0 ? done : refused);
}

Result<int> check(const std::string& folder) {
  const auto library = TRY(load_rules(folder));
  fmt::print("{}", rules::health_text(rules::health(library, SystemClock().today())));
  const auto report = TRY(run_cases(library, {}));
  fmt::print("案例 cases: {}", cases::report_text(report));
  return static_cast<int>(report.failed == 0 ? done : refused);
}

Result<int> explain(const std::string& folder, const Asked& asked) {
  const auto library = TRY(load_rules(folder));
  const auto on = asked.on.empty() ? SystemClock().today() : Date::parse(asked.on);
  if (!on) {
    return fail(invalid_fields(
        {{"--on", "wrong_type", {"应当是日期，如 2026-11-24。", "Must be a date such as 2026-11-24."}}}));
  }
  const auto at = TRY(rules::place_of_code(asked.at));
  fmt::print("{}", TRY(rules::explain(library, asked.id, *on, at)));
  TRY(library.resolve(asked.id, *on, at));  // a rule without a value on that day is a refusal
  return static_cast<int>(done);
}

}  // namespace

void add_rules_commands(CLI::App& cli, const std::string& folder, int& exit_code) {
  const auto finish = [&exit_code](const Result<int>& outcome) {
    exit_code = outcome ? *outcome : report(outcome.error());
  };
  auto* rules = cli.add_subcommand("rules", "The law as dated data")->require_subcommand(1);
  rules->add_subcommand("check", "Check the rule files; how well each value is known")->callback([&folder, finish] {
    finish(check(folder));
  });
  const auto asked = std::make_shared<Asked>();
  auto* one = rules->add_subcommand("explain", "One rule: its value, its article, how it is known");
  one->add_option("ID", asked->id, "e.g. elections.valid.turnout")->required();
  one->add_option("--on", asked->on, "The day, YYYY-MM-DD (today)");
  one->add_option("--at", asked->at, "12-digit code of the place (the country)");
  one->callback([&folder, finish, asked] { finish(explain(folder, *asked)); });

  const auto files = std::make_shared<CasesAsked>();
  auto* cases = cli.add_subcommand("cases", "Run case files (*.case.txt); without FILE those that ship");
  cases->add_option("FILE", files->files);
  cases->add_flag("--json", files->json, "The report as JSON");
  cases->callback([&folder, finish, files] { finish(run_cases_command(folder, *files)); });
}

}  // namespace gulou::app
