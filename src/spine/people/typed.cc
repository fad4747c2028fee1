#include "spine/people/typed.h"

#include <algorithm>

#include "base/utf8.h"

namespace gulou::people {
namespace {

constexpr char32_t full_width_first = 0xFF01;  // ！ is ASCII 0x21, and so on to ～
constexpr char32_t full_width_last = 0xFF5E;
constexpr char32_t to_ascii = 0xFF01 - 0x21;

// U+00A0, U+2000 to U+200A, U+202F, U+205F and U+3000.
bool is_wide_space(char32_t point) {
  return point == 0xA0 || (point >= 0x2000 && point <= 0x200A) || point == 0x202F || point == 0x205F || point == 0x3000;
}

// Zero-width spaces and joiners, marks of direction, the soft hyphen, the byte order mark.
bool has_no_width(char32_t point) {
  return point == 0xAD || (point >= 0x200B && point <= 0x200F) || (point >= 0x202A && point <= 0x202E) ||
         (point >= 0x2060 && point <= 0x2064) || (point >= 0x2066 && point <= 0x2069) || point == 0xFEFF;
}

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

}  // namespace

namespace {

std::string in_plain_signs(std::string_view typed) {
  if (!utf8::is_valid(typed)) return {};
  std::string out;
  for (auto rest = typed; !rest.empty();) {
    const auto sequence = rest.substr(0, utf8::sequence_length(rest));
    rest.remove_prefix(sequence.size());
    const char32_t point = utf8::code_point(sequence);
    if (has_no_width(point)) continue;
    if (is_wide_space(point)) {
      out += ' ';
      continue;
    }
    const bool full_width = point >= full_width_first && point <= full_width_last;
    if (full_width || sequence.size() == 1)
      out += static_cast<char>(full_width ? point - to_ascii : point);
    else
      out += sequence;
  }
  return std::string(utf8::trim(out));
}

}  // namespace

std::string normalised(std::string_view typed) {
  auto out = in_plain_signs(typed);
  std::ranges::transform(out, out.begin(), &upper);
  return out;
}

std::string household_number(std::string_view typed) {
  auto out = in_plain_signs(typed);
  const auto dot = out.find('.');
  if (dot != std::string::npos && dot + 1 < out.size() && all_digits(std::string_view(out).substr(0, dot)) &&
      out.find_first_not_of('0', dot + 1) == std::string::npos)
    out.resize(dot);
  return out;
}

std::string without_zeros(std::string_view number) {
  const auto first = number.find_first_not_of('0');
  return std::string(number.substr(std::min(first, number.size())));
}

bool is_from_spreadsheet(std::string_view text) {
  const auto mark = text.find('E');
  if (mark == std::string_view::npos) return false;
  auto head = std::string(text.substr(0, mark));
  std::erase(head, '.');
  auto power = text.substr(mark + 1);
  if (power.starts_with('+')) power.remove_prefix(1);
  return all_digits(head) && all_digits(power);
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool all_digits(std::string_view text) { return !text.empty() && std::ranges::all_of(text, is_digit); }

int number(std::string_view digits) {
  int out = 0;
  for (const char c : digits) out = out * 10 + (c - '0');
  return out;
}

}  // namespace gulou::people
