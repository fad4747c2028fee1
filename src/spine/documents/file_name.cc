#include "spine/documents/file_name.h"

#include <algorithm>

#include "base/utf8.h"
#include "net/target.h"

namespace gulou::documents {
namespace {

constexpr std::size_t most_stem_length = 95;  // code points, so that the longest ending fits into 100

// Characters that change the direction of text make "gnp.exe" look like "exe.png"; others are just not seen.
bool is_invisible(std::string_view sequence) {
  static constexpr std::string_view hidden[] = {"\u200B", "\u200C", "\u200D", "\u200E", "\u200F", "\u061C",
                                                "\u202A", "\u202B", "\u202C", "\u202D", "\u202E", "\u2060",
                                                "\u2066", "\u2067", "\u2068", "\u2069", "\uFEFF"};
  const auto first = static_cast<unsigned char>(sequence[0]);
  const bool control =
      first < 0x20 || first == 0x7F || (first == 0xC2 && static_cast<unsigned char>(sequence[1]) < 0xA0);
  return control || std::ranges::find(hidden, sequence) != std::end(hidden);
}

bool is_forbidden(std::string_view sequence) {
  return sequence.size() == 1 && std::string_view("<>:\"|?*/\\").find(sequence[0]) != std::string_view::npos;
}

std::string lower_case(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

// Without blanks and dots at either end: dots hide a file, or vanish on Windows.
std::string_view trimmed(std::string_view text) {
  for (auto before = text.size() + 1; text.size() < before;) {
    before = text.size();
    text = utf8::trim(text);
    while (text.starts_with('.')) text.remove_prefix(1);
    while (text.ends_with('.')) text.remove_suffix(1);
  }
  return text;
}

std::string_view first_code_points(std::string_view text, std::size_t count) {
  std::size_t at = 0;
  while (at < text.size() && count-- > 0) at += utf8::sequence_length(text.substr(at));
  return text.substr(0, at);
}

}  // namespace

Result<std::string> read_file_name(std::string_view header) {
  const auto decoded = net::read_form("name=" + std::string(header));
  if (!decoded || decoded->size() != 1)
    return fail(invalid_fields({{"",
                                 "format:percent_encoded",
                                 {"文件名应以 UTF-8 百分号编码放在 X-File-Name 标头中。",
                                  "The file's name belongs in the header X-File-Name, percent-encoded UTF-8."}}}));
  if ((*decoded)[0].second.empty())
    return fail(invalid_fields({{"", "required", {"缺少文件名。", "The file's name is missing (X-File-Name)."}}}));
  return (*decoded)[0].second;
}

std::string clean_file_name(std::string_view name, const FileType& type) {
  name = name.substr(name.find_last_of("/\\") + 1);
  std::string visible;
  while (!name.empty()) {
    const auto sequence = name.substr(0, utf8::sequence_length(name));
    if (is_forbidden(sequence))
      visible += '_';
    else if (!is_invisible(sequence))
      visible += sequence;
    name.remove_prefix(sequence.size());
  }
  std::string_view stem = trimmed(visible);
  std::string ending(type.endings[0]);
  for (const auto each : type.endings) {
    if (!lower_case(stem).ends_with("." + std::string(each))) continue;
    ending = each;
    stem.remove_suffix(each.size() + 1);
    break;
  }
  stem = trimmed(first_code_points(trimmed(stem), most_stem_length));
  return (stem.empty() ? "附件" : std::string(stem)) + "." + ending;
}

}  // namespace gulou::documents
