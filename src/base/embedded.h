// A file of data/ that was compiled into the binary (cmake/gulou_embed.cmake), so that `gulou` needs no folder beside
// it.
#pragma once

#include <string_view>

namespace gulou {

struct EmbeddedFile {
  std::string_view path;  // relative to the folder it came from, e.g. "330000000000/elections.json"
  std::string_view text;
};

}  // namespace gulou
