// What each command of the command line does. A command prints its result on standard output, progress on standard
// error.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/application.h"
#include "base/result.h"
#include "spine/access/rates.h"

namespace gulou::app {

struct ServeOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;
  int io_threads = 1;
  int workers = 2;
  int writers = 4;
  access::Rates rates = {};
  std::string console = {};  // folder of the built console
  bool log_every_request = false;
  std::string log_folder = {};   // empty: standard error
  std::int64_t keep_logs = 190;  // days
  std::vector<std::string> trusted_proxies = {};
};

// The bytes of a file. Errors: not_found "file_unreadable".
Result<std::string> read_text(const std::string& path);

Result<void> import_divisions_command(Application& application, const std::string& path, Date valid_from,
                                      bool confirmed);
Result<void> import_plan_command(Application& application, const std::string& path);
Result<void> demo_command(Application& application);
// Prints every fault and gives how many there are.
Result<std::size_t> verify_command(Application& application);
// Takes the steps that are due now; prints what was done.
Result<void> run_obligations_command(Application& application);
Result<void> openapi_command(Application& application);
// Writes the pages of reference.h below a folder, which must not be there yet. Errors: conflict "folder_exists".
Result<void> reference_command(Application& application, const std::string& folder);
Result<void> token_command(Application& application, const std::string& name, bool revoke);
// Makes an account with one post; prints its one-time password. `display`: the name shown, without it the login name.
struct NewOfficial {
  std::string name;
  std::string display = {};
  std::string role;
  std::string unit;
};
Result<void> account_create_command(Application& application, const NewOfficial& wanted);
// Prints a new one-time password; unlocks the account if it was locked.
Result<void> account_reset_command(Application& application, const std::string& name);
// Forgets the account's second factor.
Result<void> account_reset_factor_command(Application& application, const std::string& name);
// Prints what may be set about signing in, and how it is set; with a name, sets it first.
Result<void> policy_command(Application& application, const std::string& name, const std::string& value);
// Serves until SIGINT or SIGTERM.
Result<void> serve_command(Application& application, const ServeOptions& options);

}  // namespace gulou::app
