#include "net/origin.h"

#include <algorithm>

namespace gulou::net {

std::string origin_of(const Request& request) {
  const auto host = request.header("host");
  const bool plain = !host.empty() && std::ranges::all_of(host, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' ||
           c == ':' || c == '[' || c == ']';
  });
  if (!plain) return {};
  return (request.secure ? "https://" : "http://") + std::string(host);
}

}  // namespace gulou::net
