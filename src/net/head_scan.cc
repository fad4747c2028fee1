#include "net/head_scan.h"

namespace gulou::net {

HeadScan::State HeadScan::scan(std::string_view arrived) {
  if (!arrived.empty() && (arrived[0] < 'A' || arrived[0] > 'Z')) return State::malformed;
  while (true) {
    const bool folded = line_begin_ < arrived.size() && (arrived[line_begin_] == ' ' || arrived[line_begin_] == '\t');
    if (folded) return State::malformed;
    const auto line_end = arrived.find('\n', at_);
    if (line_end == arrived.npos) {
      at_ = arrived.size();
      return State::incomplete;
    }
    if (line_end == line_begin_ || arrived[line_end - 1] != '\r') return State::malformed;
    const bool empty_line = line_end - 1 == line_begin_;
    line_begin_ = at_ = line_end + 1;
    if (empty_line) return State::complete;
  }
}

}  // namespace gulou::net
