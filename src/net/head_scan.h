// Finds the end of a request's header in what has arrived, and refuses what Beast would wait on or let pass.
#pragma once

#include <cstddef>
#include <string_view>

namespace gulou::net {

class HeadScan {
 public:
  enum class State { incomplete, complete, malformed };
  // `arrived` always begins at the same byte of the same header and has grown since the last call. Malformed: a line
  // ended by a bare LF, an empty first line, a folded line (obs-fold), a first byte that begins no method.
  State scan(std::string_view arrived);
  // Length of the header with its empty line; once complete.
  std::size_t length() const { return line_begin_; }

 private:
  std::size_t line_begin_ = 0;
  std::size_t at_ = 0;
};

}  // namespace gulou::net
