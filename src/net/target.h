// Reading a request's target, strictly: what a router, a log or a proxy could read in two ways is refused.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace gulou::net {

struct Target {
  std::string path;                                        // decoded once
  std::vector<std::pair<std::string, std::string>> query;  // decoded once ('+' is a blank), in order
};

// Takes "/path?query". Refused with kind invalid, code "bad_target": a target that does not begin with "/" (so also
// absolute URIs and "*"), fragments, bytes that a target may not hold, broken percent-encoding, and in the decoded path
// NUL and other controls, "/" or "\" from percent-encoding, "." and ".." segments, invalid UTF-8. In the query only
// NUL, broken encoding and invalid UTF-8 are refused.
Result<Target> read_target(std::string_view target);

// name=value&name=value, as in queries and in application/x-www-form-urlencoded bodies; nullopt if malformed.
std::optional<std::vector<std::pair<std::string, std::string>>> read_form(std::string_view text);

}  // namespace gulou::net
