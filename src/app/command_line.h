// The command line: gulou [--data DIR | --database URL] COMMAND.
#pragma once

namespace gulou::app {

// Exit codes, stable for scripts.
enum ExitCode : int {
  done = 0,
  refused = 1,      // the input is faulty or a rule forbids it; `verify` found faults
  wrong_usage = 2,  // unknown command or option
  failed = 3,       // the machine or the database failed
};

int run_command_line(int argc, char** argv);

}  // namespace gulou::app
