// The journal's actions have words in the console: what the machines do, and what the sources name.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>

#include "app/modules.h"
#include "spine/workflow/machine.h"

namespace gulou {
namespace {

const std::filesystem::path sources = GULOU_SOURCE_DIR;

std::string text_of(const std::filesystem::path& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

void add_literals(const std::string& line, std::set<std::string>& out) {
  static const std::regex literal("\"([a-z_]+(\\.[a-z_]+)+)\"");
  for (std::sregex_iterator each(line.begin(), line.end(), literal), end; each != end; ++each) out.insert((*each)[1]);
}

// The literals of every line that names the action of an entry, in all but tests.
std::set<std::string> actions_of_sources() {
  std::set<std::string> out;
  for (const auto& each : std::filesystem::recursive_directory_iterator(sources / "src")) {
    const auto name = each.path().filename().string();
    if (!name.ends_with(".cc") || name.ends_with("_test.cc")) continue;
    std::ifstream in(each.path());
    for (std::string line; std::getline(in, line);)
      if (line.find(".action = ") != std::string::npos) add_literals(line, out);
  }
  return out;
}

std::set<std::string> actions_of_machines() {
  std::set<std::string> out;
  for (const auto& module : app::modules())
    for (const auto* machine : module.machines) {
      const std::string kind(machine->object_kind);
      out.insert(kind + ".create");
      for (const auto& action : machine->actions) out.insert(kind + "." + std::string(action.name));
    }
  return out;
}

TEST(JournalWords, EveryActionHasWordsInTheConsole) {
  const auto words = text_of(sources / "web/console/src/modules/journal/actions.ts");
  auto actions = actions_of_sources();
  EXPECT_GT(actions.size(), 20u);
  actions.merge(actions_of_machines());
  for (const auto& action : actions)
    EXPECT_NE(words.find("'" + action + "': m."), std::string::npos) << action << " is in no list of actions.ts";
}

}  // namespace
}  // namespace gulou
