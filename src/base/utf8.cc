#include "base/utf8.h"

#include <array>
#include <cstdint>

namespace gulou::utf8 {
namespace {

constexpr std::string_view ideographic_space = "\xE3\x80\x80";
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

}  // namespace

std::size_t sequence_length(std::string_view text) {
  if (text.empty()) return 0;
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  if (byte(0) < 0x80) return 1;
  std::size_t size = 0;
  unsigned char second_least = 0x80;
  unsigned char second_most = 0xBF;
  if (byte(0) >= 0xC2 && byte(0) <= 0xDF) {
    size = 2;
  } else if (byte(0) >= 0xE0 && byte(0) <= 0xEF) {
    size = 3;
    if (byte(0) == 0xE0) second_least = 0xA0;  // overlong
    if (byte(0) == 0xED) second_most = 0x9F;   // surrogates
  } else if (byte(0) >= 0xF0 && byte(0) <= 0xF4) {
    size = 4;
    if (byte(0) == 0xF0) second_least = 0x90;  // overlong
    if (byte(0) == 0xF4) second_most = 0x8F;   // above U+10FFFF
  } else {
    return 0;
  }
  if (text.size() < size || byte(1) < second_least || byte(1) > second_most) return 0;
  for (std::size_t i = 2; i < size; ++i)
    if (!is_continuation(text[i])) return 0;
  return size;
}

bool is_valid(std::string_view text) {
  while (!text.empty()) {
    const std::size_t size = sequence_length(text);
    if (size == 0) return false;
    text.remove_prefix(size);
  }
  return true;
}

char32_t code_point(std::string_view sequence) {
  if (sequence.size() == 1) return static_cast<unsigned char>(sequence.front());
  auto point = static_cast<char32_t>(static_cast<unsigned char>(sequence.front()) & (0x7Fu >> sequence.size()));
  for (const char c : sequence.substr(1)) point = point << 6 | (static_cast<unsigned char>(c) & 0x3Fu);
  return point;
}

std::size_t length(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text)
    if (!is_continuation(c)) ++count;
  return count;
}

void append(std::string& text, char32_t code_point) {
  const auto put = [&](char32_t bits) { text += static_cast<char>(static_cast<unsigned char>(bits)); };
  const auto tail = [&](unsigned shift) { put(0x80 | ((code_point >> shift) & 0x3F)); };
  if (code_point < 0x80) {
    put(code_point);
  } else if (code_point < 0x800) {
    put(0xC0 | (code_point >> 6));
    tail(0);
  } else if (code_point < 0x10000) {
    put(0xE0 | (code_point >> 12));
    tail(6);
    tail(0);
  } else {
    put(0xF0 | (code_point >> 18));
    tail(12);
    tail(6);
    tail(0);
  }
}

std::string_view trim(std::string_view text) {
  static constexpr std::array<std::string_view, 8> blanks = {
      " ", "\t", "\r", "\n", "\v", "\f", ideographic_space, byte_order_mark};
  for (bool changed = true; changed;) {
    changed = false;
    for (const auto blank : blanks) {
      if (text.starts_with(blank)) text.remove_prefix(blank.size()), changed = true;
      if (text.ends_with(blank)) text.remove_suffix(blank.size()), changed = true;
    }
  }
  return text;
}

}  // namespace gulou::utf8
