// IP addresses as text, and whose request one is when it came through a proxy.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gulou::net {

// The shortest form of an IPv4 or IPv6 address; IPv4 within IPv6 (::ffff:…) as IPv4. nullopt for what is none.
std::optional<std::string> canonical_address(std::string_view text);
// 127.0.0.0/8 or ::1.
bool is_loopback(std::string_view address);

// Whom an address stands for where one counts: IPv4 as it is; of IPv6 the first 64 bits, since every line is given at
// least that many addresses. What is no address stands for itself.
std::string network_of(std::string_view address);

struct Origination {
  std::string client;
  bool secure = false;  // by TLS
};

// Who sent a request that arrived from `peer` (canonical). Only if the peer is a trusted proxy, X-Forwarded-For is
// believed: from its right end the first address that is not trusted itself (what stands left of it, that client may
// have made up), and X-Forwarded-Proto: whether it was "https". `trusted` are canonical too, header names in lower
// case.
Origination origination(std::string_view peer, const std::vector<std::pair<std::string, std::string>>& headers,
                        const std::vector<std::string>& trusted);

}  // namespace gulou::net
