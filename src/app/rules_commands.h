// The commands about rules: `rules check`, `rules explain` and `cases`. They need no database.
#pragma once

#include <string>

namespace CLI {
class App;
}

namespace gulou::app {

// Adds the commands; `folder` is where the rule files are (--rules), empty for those that ship, and must outlive the
// parse, as `exit_code` must.
void add_rules_commands(CLI::App& cli, const std::string& folder, int& exit_code);

}  // namespace gulou::app
