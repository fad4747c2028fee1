#include "spine/people/person_name.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "base/utf8.h"

namespace gulou::people {
namespace {

constexpr char32_t interpunct = 0x00B7;

std::unexpected<Finding> finding(std::string rule, std::string zh, std::string en) {
  return std::unexpected(Finding{"name." + std::move(rule), {std::move(zh), std::move(en)}});
}

std::vector<char32_t> code_points(std::string_view text) {
  std::vector<char32_t> out;
  while (!text.empty()) {
    const auto size = utf8::sequence_length(text);
    out.push_back(utf8::code_point(text.substr(0, size)));
    text.remove_prefix(size);
  }
  return out;
}

bool between(char32_t c, char32_t first, char32_t last) { return c >= first && c <= last; }

bool is_chinese(char32_t c) {
  return between(c, 0x3400, 0x4DBF) || between(c, 0x4E00, 0x9FFF) || between(c, 0xF900, 0xFAFF) || c == 0x3007 ||
         between(c, 0x20000, 0x3FFFD) ||             // 〇, and every plane that is for ideographs
         between(c, 0x2E80, 0x2FDF) || c == 0x3005;  // radicals (GB 18030 level 3), 々
}

bool is_letter(char32_t c) {
  return between(c, 'A', 'Z') || between(c, 'a', 'z') || (between(c, 0x00C0, 0x024F) && c != 0x00D7 && c != 0x00F7);
}

bool is_private_use(char32_t c) { return between(c, 0xE000, 0xF8FF) || c >= 0xF0000; }

// What people type for the interpunct.
bool is_dot(char32_t c) {
  constexpr std::array<char32_t, 9> dots = {0x00B7, 0x2022, 0x2027, 0x2219, 0x22C5, 0x30FB, 0xFF0E, 0xFF65, '.'};
  return std::ranges::find(dots, c) != dots.end();
}

bool is_blank(char32_t c) { return c == ' ' || c == 0x3000 || c == 0x00A0 || c == '\t'; }

// Chinese names have no blanks; between Latin words one is kept.
std::vector<char32_t> tidied(const std::vector<char32_t>& typed) {
  std::vector<char32_t> out;
  for (std::size_t i = 0; i < typed.size(); ++i) {
    const char32_t c = typed[i];
    if (!is_blank(c)) {
      out.push_back(is_dot(c) ? interpunct : c);
      continue;
    }
    std::size_t next = i;
    while (next < typed.size() && is_blank(typed[next])) ++next;
    const bool between_letters = !out.empty() && is_letter(out.back()) && next < typed.size() && is_letter(typed[next]);
    if (between_letters && out.back() != ' ') out.push_back(' ');
    i = next - 1;
  }
  return out;
}

Checked<void> check(const std::vector<char32_t>& name) {
  if (name.empty()) return finding("empty", "请填写姓名。", "A name is wanted.");
  if (name.size() > longest_person_name)
    return finding("length", fmt::format("姓名不超过{}个字。", longest_person_name),
                   fmt::format("A name has at most {} characters.", longest_person_name));
  if (std::ranges::any_of(name, is_private_use))
    return finding("private_use", "姓名中有只有个别电脑才认得的字，请用国家标准（GB 18030）中的字。",
                   "The name has characters for private use; take those of GB 18030.");
  const auto good = [](char32_t c) {
    return is_chinese(c) || is_letter(c) || c == interpunct || c == ' ' || c == '-' || c == '\'';
  };
  const auto is_bracket = [](char32_t c) { return c == '(' || c == ')' || c == 0xFF08 || c == 0xFF09; };
  if (std::ranges::any_of(name, is_bracket))
    return finding("brackets", "姓名里不要加括号：曾用名、小名不填在这里。",
                   "No brackets in a name: former names and pet names are not entered here.");
  if (!std::ranges::all_of(name, good))
    return finding("characters", "姓名只能有汉字、字母、间隔号（·）、空格和连字符。",
                   "A name has Chinese characters, letters, the interpunct (·), blanks and hyphens.");
  const auto doubled = std::ranges::adjacent_find(
      name, [](char32_t one, char32_t other) { return one == interpunct && other == interpunct; });
  if (name.front() == interpunct || name.back() == interpunct || doubled != name.end())
    return finding("interpunct", "间隔号（·）应在姓名中间，而且不能连写。",
                   "The interpunct (·) stands between two parts of a name, once.");
  return {};
}

}  // namespace

Checked<std::string> read_person_name(std::string_view typed) {
  if (!utf8::is_valid(typed)) return finding("characters", "姓名不是有效的文字。", "The name is no valid text.");
  const auto name = tidied(code_points(utf8::trim(typed)));
  if (auto checked = check(name); !checked) return std::unexpected(checked.error());
  std::string out;
  for (const char32_t c : name) utf8::append(out, c);
  return out;
}

}  // namespace gulou::people
