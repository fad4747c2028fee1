// The command line: gulou [--data DIR | --database URL] [--rules DIR] COMMAND.
#pragma once

#include <string>

#include "base/result.h"
#include "spine/rules/library.h"

namespace gulou::app {

// Exit codes, stable for scripts.
enum ExitCode : int {
  done = 0,
  refused = 1,      // the input is faulty or a rule forbids it; `verify` found faults
  wrong_usage = 2,  // unknown command or option
  failed = 3,       // the machine or the database failed
};

int run_command_line(int argc, char** argv);

// Says on standard error what failed, and gives the exit code for it.
int report(const Error& error);
// The rules of a folder, or those that ship if it is empty.
Result<rules::Library> load_rules(const std::string& folder);

}  // namespace gulou::app
