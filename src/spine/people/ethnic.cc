#include "spine/people/ethnic.h"

#include <algorithm>
#include <cstdlib>

#include "base/csv.h"

namespace gulou::people {
namespace {

constexpr std::string_view ending = "族";

std::vector<EthnicGroup> read_groups() {
  std::vector<EthnicGroup> groups;
  csv::Reader reader(ethnic_group_files().front().text);
  csv::Row row;
  for (auto more = reader.next(row); more && *more; more = reader.next(row)) {
    if (row.cells.size() != 3) std::abort();  // the file ships with the program, and a test reads it
    if (row.line == 1) continue;
    groups.push_back({std::string(row.cells[0]), {std::string(row.cells[1]), std::string(row.cells[2])}});
  }
  groups.push_back({std::string(other_group), {"其他", "Other"}});
  return groups;
}

}  // namespace

const std::vector<EthnicGroup>& ethnic_groups() {
  static const std::vector<EthnicGroup> groups = read_groups();
  return groups;
}

const EthnicGroup* ethnic_group(std::string_view code) {
  const auto& all = ethnic_groups();
  const auto found = std::ranges::find(all, code, &EthnicGroup::code);
  return found == all.end() ? nullptr : &*found;
}

const EthnicGroup* ethnic_group_named(std::string_view name) {
  for (const auto& group : ethnic_groups()) {
    const std::string_view full = group.name.zh;
    const bool without_ending = full.ends_with(ending) && full.substr(0, full.size() - ending.size()) == name;
    if (full == name || (without_ending && !name.empty())) return &group;
  }
  return nullptr;
}

std::string ethnic_label(std::string_view code, std::string_view text) {
  if (code == other_group && !text.empty()) return std::string(text);
  const auto* group = ethnic_group(code);
  return group ? group->name.zh : std::string();
}

}  // namespace gulou::people
