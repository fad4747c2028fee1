#include "spine/documents/punctuation.h"

#include <vector>

#include "base/utf8.h"

namespace gulou::documents {
namespace {

// Everything from the CJK radicals on, full-width forms included, and the quotation marks that Chinese shares with
// other scripts.
bool is_chinese(std::string_view sequence) {
  static const std::string first_radical = "\u2E80";
  return sequence >= first_radical || sequence == "\u201C" || sequence == "\u201D" || sequence == "\u2018" ||
         sequence == "\u2019";
}

std::string_view full_width(char mark) {
  switch (mark) {
    case ',':
      return "\uFF0C";
    case ';':
      return "\uFF1B";
    case ':':
      return "\uFF1A";
    case '?':
      return "\uFF1F";
    case '!':
      return "\uFF01";
    case '(':
      return "\uFF08";
    case ')':
      return "\uFF09";
    default:
      return {};
  }
}

}  // namespace

std::string full_width_punctuation(std::string_view text) {
  std::string out;
  std::vector<bool> widened;  // for each bracket that is open
  std::string_view before;
  for (std::size_t at = 0; at < text.size();) {
    const auto sequence = text.substr(at, utf8::sequence_length(text.substr(at)));
    const auto rest = text.substr(at + sequence.size());
    const auto after = rest.substr(0, utf8::sequence_length(rest));
    const auto wide = full_width(sequence[0]);
    bool widen = !wide.empty() && (is_chinese(before) || is_chinese(after));
    if (sequence == "(") widened.push_back(widen);
    if (sequence == ")" && !widened.empty()) {
      widen = widened.back();
      widened.pop_back();
    }
    out += widen ? wide : sequence;
    before = sequence;
    at += sequence.size();
  }
  return out;
}

}  // namespace gulou::documents
