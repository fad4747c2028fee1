#include "app/rules_commands.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "app/command_line.h"
#include "spine/rules/report.h"

namespace gulou::app {
namespace {

struct Asked {
  std::string id;
  std::string on;
  std::string at;
};

Result<void> check(const std::string& folder) {
  const auto library = TRY(load_rules(folder));
  fmt::print("{}", rules::health_text(rules::health(library, SystemClock().today())));
  return {};
}

Result<void> explain(const std::string& folder, const Asked& asked) {
  const auto library = TRY(load_rules(folder));
  const auto on = asked.on.empty() ? SystemClock().today() : Date::parse(asked.on);
  if (!on) {
    return fail(
        invalid_fields({{"--on", "wrong_type", {"应当是日期,如 2026-11-24。", "Must be a date such as 2026-11-24."}}}));
  }
  const auto at = TRY(rules::place_of_code(asked.at));
  fmt::print("{}", TRY(rules::explain(library, asked.id, *on, at)));
  TRY(library.resolve(asked.id, *on, at));  // a rule without a value on that day is a refusal
  return {};
}

}  // namespace

void add_rules_commands(CLI::App& cli, const std::string& folder, int& exit_code) {
  const auto finish = [&exit_code](const Result<void>& outcome) {
    exit_code = outcome ? static_cast<int>(done) : report(outcome.error());
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
}

}  // namespace gulou::app
