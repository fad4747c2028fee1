#include "net/encoding.h"

#include <zlib.h>

#include <algorithm>
#include <optional>

namespace gulou::net {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// Takes what stands before the next `separator` off the list.
std::string_view next_item(std::string_view& list, char separator) {
  const auto end = list.find(separator);
  const auto item = trimmed(list.substr(0, end));
  list.remove_prefix(end == list.npos ? list.size() : end + 1);
  return item;
}

// "q=0", "q=0.000": refused. Anything that is no weight counts as 1.
bool weight_is_zero(std::string_view parameters) {
  while (!parameters.empty()) {
    const auto parameter = next_item(parameters, ';');
    if (parameter.size() >= 3 && lower(parameter[0]) == 'q' && parameter[1] == '=')
      return parameter.substr(2).find_first_not_of("0.") == parameter.npos;
  }
  return false;
}

}  // namespace

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

std::string gzip(std::string_view bytes, int level) {
  z_stream stream{};
  constexpr int gzip_format = 15 + 16;  // the greatest window, gzip header and trailer
  if (deflateInit2(&stream, level, Z_DEFLATED, gzip_format, 8, Z_DEFAULT_STRATEGY) != Z_OK) return {};
  std::string out(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const bool done = deflate(&stream, Z_FINISH) == Z_STREAM_END;
  out.resize(done ? stream.total_out : 0);
  deflateEnd(&stream);
  out.shrink_to_fit();
  return out;
}

bool is_compressible(std::string_view content_type) {
  const auto type = next_item(content_type, ';');
  const auto starts = [&](std::string_view with) { return equal_ignoring_case(type.substr(0, with.size()), with); };
  const auto ends = [&](std::string_view with) {
    return type.size() >= with.size() && equal_ignoring_case(type.substr(type.size() - with.size()), with);
  };
  if (starts("text/")) return !starts("text/event-stream");
  return starts("application/json") || starts("application/javascript") || starts("application/xml") || ends("+json") ||
         ends("+xml");
}

bool accepts_gzip(std::string_view accept_encoding) {
  std::optional<bool> named;
  bool any = false;
  while (!accept_encoding.empty()) {
    auto item = next_item(accept_encoding, ',');
    const auto coding = next_item(item, ';');
    const bool accepted = !weight_is_zero(item);
    if (equal_ignoring_case(coding, "gzip") || equal_ignoring_case(coding, "x-gzip")) named = accepted;
    if (coding == "*") any = accepted;
  }
  return named.value_or(any);
}

bool etag_listed(std::string_view if_none_match, std::string_view etag) {
  while (!if_none_match.empty()) {
    auto item = next_item(if_none_match, ',');
    if (item == "*") return true;
    if (item.starts_with("W/")) item.remove_prefix(2);
    if (item == etag) return true;
  }
  return false;
}

}  // namespace gulou::net
