#include "net/range.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

namespace gulou::net {
namespace {

struct Range {
  std::size_t first = 0;
  std::size_t last = 0;  // of the bytes that are sent
};

enum class Asked { whole, part, beyond };

std::optional<std::size_t> number(std::string_view text) {
  std::size_t value = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc() || rest != text.data() + text.size()) return std::nullopt;
  return value;
}

// "bytes=0-499", "bytes=500-" or "bytes=-500", of `size` bytes.
Asked read_range(std::string_view text, std::size_t size, Range& range) {
  constexpr std::string_view unit = "bytes=";
  if (!text.starts_with(unit)) return Asked::whole;
  text.remove_prefix(unit.size());
  const auto dash = text.find('-');
  if (dash == std::string_view::npos || text.find(',') != std::string_view::npos) return Asked::whole;
  const auto from = text.substr(0, dash);
  const auto to = text.substr(dash + 1);
  if (from.empty()) {  // so many at the end
    const auto count = number(to);
    if (!count) return Asked::whole;
    if (*count == 0 || size == 0) return Asked::beyond;
    range = {size - std::min(*count, size), size - 1};
    return Asked::part;
  }
  const auto first = number(from);
  const auto last = to.empty() ? std::optional(size) : number(to);
  if (!first || !last || *last < *first) return Asked::whole;
  if (*first >= size) return Asked::beyond;
  range = {*first, std::min(*last, size - 1)};
  return Asked::part;
}

std::string_view header_of(const Response& response, std::string_view name) {
  for (const auto& [key, value] : response.headers)
    if (key == name) return value;
  return {};
}

// A list of tags, or "*"; the weak comparison of RFC 9110 13.1.2.
bool lists(std::string_view if_none_match, std::string_view etag) {
  return if_none_match == "*" || if_none_match.find(etag) != std::string_view::npos;
}

}  // namespace

Response in_parts(Response whole, const Request& request) {
  whole.headers.emplace_back("Accept-Ranges", "bytes");
  const auto etag = header_of(whole, "ETag");
  const auto if_none_match = request.header("if-none-match");
  if (!etag.empty() && !if_none_match.empty() && lists(if_none_match, etag)) {
    whole.status = 304;
    whole.body.clear();
    return whole;
  }
  const auto if_range = request.header("if-range");
  if (!if_range.empty() && (etag.empty() || if_range != etag)) return whole;
  Range range;
  const auto size = whole.body.size();
  switch (read_range(request.header("range"), size, range)) {
    case Asked::whole:
      return whole;
    case Asked::beyond:
      whole.status = 416;
      whole.headers.emplace_back("Content-Range", fmt::format("bytes */{}", size));
      whole.body.clear();
      return whole;
    case Asked::part:
      whole.status = 206;
      whole.headers.emplace_back("Content-Range", fmt::format("bytes {}-{}/{}", range.first, range.last, size));
      whole.body = whole.body.substr(range.first, range.last - range.first + 1);
      return whole;
  }
  return whole;
}

}  // namespace gulou::net
