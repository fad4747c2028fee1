// Ethnic groups: the 56 of GB/T 3304 (data/ethnic-groups.csv), and 97 for those that ID cards name and the standard
// does not: 革家人, 穿青人. Those are kept, and shown, by their own name.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/embedded.h"
#include "base/error.h"

namespace gulou::people {

std::span<const EmbeddedFile> ethnic_group_files();

struct EthnicGroup {
  std::string code;  // two digits
  Text name;
};

inline constexpr std::string_view other_group = "97";

// In the order of their codes, 97 last.
const std::vector<EthnicGroup>& ethnic_groups();
// Null for an unknown code.
const EthnicGroup* ethnic_group(std::string_view code);
// The group of a name as people write it (苗族, 苗). Null if there is none.
const EthnicGroup* ethnic_group_named(std::string_view name);
// What to show: the group's name, or for 97 the text.
std::string ethnic_label(std::string_view code, std::string_view text);

}  // namespace gulou::people
