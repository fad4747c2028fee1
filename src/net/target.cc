#include "net/target.h"

#include "base/utf8.h"

namespace gulou::net {
namespace {

Failure bad_target() {
  return fail({.kind = ErrorKind::invalid,
               .code = "bad_target",
               .message = {"网址的写法不正确。", "The address is not written correctly."}});
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

// Decodes %XX once; nullopt if an escape is broken. `plus_is_blank`: as forms have it.
std::optional<std::string> percent_decode(std::string_view text, bool plus_is_blank) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus_is_blank) {
      out += ' ';
    } else if (text[i] != '%') {
      out += text[i];
    } else {
      const int high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
      const int low = i + 2 < text.size() ? hex_digit(text[i + 2]) : -1;
      if (high < 0 || low < 0) return std::nullopt;
      out += static_cast<char>(high * 16 + low);
      i += 2;
    }
  }
  return out;
}

bool is_dot_segment(std::string_view segment) { return segment == "." || segment == ".."; }

// One path segment, decoded. A slash in it can only come from percent-encoding.
bool is_good_segment(std::string_view segment) {
  for (const char c : segment)
    if (is_control(c) || c == '/' || c == '\\') return false;
  return !is_dot_segment(segment) && utf8::is_valid(segment);
}

std::optional<std::string> decode_path(std::string_view text) {
  std::string path;
  text.remove_prefix(1);
  while (true) {
    const auto slash = text.find('/');
    const auto segment = percent_decode(text.substr(0, slash), false);
    if (!segment || !is_good_segment(*segment)) return std::nullopt;
    path += '/';
    path += *segment;
    if (slash == text.npos) return path;
    text.remove_prefix(slash + 1);
  }
}

std::optional<std::string> decode_form_text(std::string_view text) {
  auto decoded = percent_decode(text, true);
  if (!decoded || decoded->find('\0') != std::string::npos || !utf8::is_valid(*decoded)) return std::nullopt;
  return decoded;
}

}  // namespace

std::optional<std::vector<std::pair<std::string, std::string>>> read_form(std::string_view text) {
  std::vector<std::pair<std::string, std::string>> pairs;
  while (!text.empty()) {
    const auto end = text.find('&');
    const auto pair = text.substr(0, end);
    text.remove_prefix(end == text.npos ? text.size() : end + 1);
    if (pair.empty()) continue;
    const auto equals = pair.find('=');
    auto name = decode_form_text(pair.substr(0, equals));
    auto value = decode_form_text(equals == pair.npos ? std::string_view() : pair.substr(equals + 1));
    if (!name || !value) return std::nullopt;
    pairs.emplace_back(std::move(*name), std::move(*value));
  }
  return pairs;
}

Result<Target> read_target(std::string_view target) {
  if (!target.starts_with('/')) return bad_target();
  for (const char c : target)
    if (is_control(c) || c == ' ' || c == '#') return bad_target();
  const auto question = target.find('?');
  auto path = decode_path(target.substr(0, question));
  auto query = read_form(question == target.npos ? std::string_view() : target.substr(question + 1));
  if (!path || !query) return bad_target();
  return Target{std::move(*path), std::move(*query)};
}

}  // namespace gulou::net
