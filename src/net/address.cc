#include "net/address.h"

#include <algorithm>
#include <boost/asio/ip/address.hpp>

namespace gulou::net {
namespace {

namespace ip = boost::asio::ip;

std::string_view trim(std::string_view text) {
  while (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
  while (text.ends_with(' ') || text.ends_with('\t')) text.remove_suffix(1);
  return text;
}

// The elements of a list header, which may stand in several lines.
std::vector<std::string_view> elements(const std::vector<std::pair<std::string, std::string>>& headers,
                                       std::string_view name) {
  std::vector<std::string_view> found;
  for (const auto& [key, value] : headers) {
    if (key != name) continue;
    std::string_view rest = value;
    while (true) {
      const auto comma = rest.find(',');
      found.push_back(trim(rest.substr(0, comma)));
      if (comma == std::string_view::npos) break;
      rest.remove_prefix(comma + 1);
    }
  }
  return found;
}

}  // namespace

std::optional<std::string> canonical_address(std::string_view text) {
  boost::system::error_code ec;
  const auto address = ip::make_address(std::string(text), ec);
  if (ec || (address.is_v6() && address.to_v6().scope_id() != 0)) return std::nullopt;
  if (address.is_v6() && address.to_v6().is_v4_mapped())
    return ip::make_address_v4(ip::v4_mapped, address.to_v6()).to_string();
  return address.to_string();
}

std::string network_of(std::string_view text) {
  boost::system::error_code ec;
  const auto address = ip::make_address(std::string(text), ec);
  if (ec || address.is_v4()) return std::string(text);
  auto bytes = address.to_v6().to_bytes();
  std::fill(bytes.begin() + 8, bytes.end(), std::uint8_t{0});
  return ip::make_address_v6(bytes).to_string() + "/64";
}

bool is_loopback(std::string_view address) {
  const auto canonical = canonical_address(address);
  return canonical && ip::make_address(*canonical).is_loopback();
}

Origination origination(std::string_view peer, const std::vector<std::pair<std::string, std::string>>& headers,
                        const std::vector<std::string>& trusted) {
  const auto is_trusted = [&](const std::string& address) {
    return std::ranges::find(trusted, address) != trusted.end();
  };
  Origination from{.client = std::string(peer)};
  if (!is_trusted(from.client)) return from;
  const auto schemes = elements(headers, "x-forwarded-proto");
  from.secure = !schemes.empty() && schemes.back() == "https";
  const auto hops = elements(headers, "x-forwarded-for");
  for (auto hop = hops.rbegin(); hop != hops.rend() && is_trusted(from.client); ++hop) {
    const auto address = canonical_address(*hop);
    if (!address) break;  // a proxy that writes no addresses: the last one known counts
    from.client = *address;
  }
  return from;
}

}  // namespace gulou::net
