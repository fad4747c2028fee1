#include "spine/units/search.h"

#include <algorithm>

#include "base/utf8.h"
#include "spine/units/queries.h"

namespace gulou::units {
namespace {

// Names that match, before the words for the places above them are looked at.
constexpr std::int64_t candidate_limit = 400;

// For LIKE … ESCAPE '!': the wildcards stand for themselves.
std::string escape_like(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '%' || c == '_' || c == '!') out += '!';
    out += c;
  }
  return out;
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words(1);
  while (!text.empty()) {
    const bool ideographic = text.starts_with("\xE3\x80\x80");
    if (ideographic || text[0] == ' ' || text[0] == '\t') {
      if (!words.back().empty()) words.emplace_back();
      text.remove_prefix(ideographic ? 3 : 1);
    } else {
      words.back() += text[0];
      text.remove_prefix(1);
    }
  }
  if (words.size() > 1 && words.back().empty()) words.pop_back();
  return words;
}

bool is_code_start(std::string_view text) {
  return text.size() >= 2 && text.size() <= 12 &&
         std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

Result<std::vector<UnitSummary>> by_code_start(db::Reader& reader, std::string_view digits, std::int64_t limit) {
  // Digits sort like text, so that codes with this beginning are a range.
  return reader.all<UnitSummary>(
      "SELECT u.id, c.code, u.name, u.level, u.path, u.county_id, u.withdrawn_on FROM unit_code c "
      "JOIN unit u ON u.id = c.unit_id WHERE c.code >= $1 AND c.code <= $2 "
      "AND (c.valid_to IS NULL OR c.valid_to = u.withdrawn_on) ORDER BY c.code LIMIT $3",
      digits, std::string(digits) + "999999999999", limit);
}

Result<std::vector<UnitSummary>> by_name_part(db::Reader& reader, std::string_view name, std::int64_t limit) {
  const auto part = escape_like(name);
  return reader.all<UnitSummary>(
      "SELECT u.id, coalesce(c.code, '') AS code, u.name, u.level, u.path, u.county_id, u.withdrawn_on FROM unit u "
      "LEFT JOIN unit_code c ON c.unit_id = u.id AND c.valid_to IS NULL "
      "WHERE u.withdrawn_on IS NULL AND u.name LIKE $1 ESCAPE '!' "
      "ORDER BY CASE WHEN u.name = $2 THEN 0 WHEN u.name LIKE $3 ESCAPE '!' THEN 1 ELSE 2 END, u.path LIMIT $4",
      "%" + part + "%", name, part + "%", limit);
}

// Does each word appear in the name of some place above?
bool words_above(const std::vector<UnitSummary>& above, std::span<const std::string> words) {
  return std::ranges::all_of(words, [&](const std::string& word) {
    return std::ranges::any_of(above,
                               [&](const UnitSummary& unit) { return unit.name.find(word) != std::string::npos; });
  });
}

// The last word names the place, those before it places above.
Result<SearchResult> by_words(db::Reader& reader, const std::vector<std::string>& words, std::size_t limit) {
  const auto places_above = std::span(words).first(words.size() - 1);
  const auto wanted = places_above.empty() ? static_cast<std::int64_t>(limit) + 1 : candidate_limit;
  SearchResult result;
  for (auto& unit : TRY(by_name_part(reader, words.back(), wanted))) {
    auto above = TRY(ancestors(reader, unit));
    if (!words_above(above, places_above)) continue;
    if (result.hits.size() == limit) {
      result.more = true;
      break;
    }
    result.hits.push_back({std::move(unit), std::move(above)});
  }
  return result;
}

// "栽麻镇宰荡村" without a blank: every cut between two characters, the longest place name first.
Result<SearchResult> by_cutting(db::Reader& reader, const std::string& word, std::size_t limit) {
  for (std::size_t cut = 1; cut < word.size(); ++cut) {
    const bool between_characters = (static_cast<unsigned char>(word[cut]) & 0xC0) != 0x80;
    if (!between_characters || utf8::length(word.substr(cut)) < 2 || utf8::length(word.substr(0, cut)) < 2) continue;
    auto found = TRY(by_words(reader, {word.substr(0, cut), word.substr(cut)}, limit));
    if (!found.hits.empty()) return found;
  }
  return SearchResult{};
}

}  // namespace

Result<SearchResult> search(db::Reader& reader, std::string_view text, std::size_t limit) {
  const auto wanted = utf8::trim(text);
  if (wanted.empty())
    return fail(invalid_fields({{"/q", "required", {"请输入村名、社区名或区划代码。", "Type a name or a code."}}}));
  if (utf8::length(wanted) > longest_query)
    return fail(invalid_fields({{"/q", "too_long", {"最多 60 个字。", "At most 60 characters."}}}));
  if (is_code_start(wanted)) {
    SearchResult result;
    for (auto& unit : TRY(by_code_start(reader, wanted, static_cast<std::int64_t>(limit) + 1))) {
      if (result.hits.size() == limit) {
        result.more = true;
        break;
      }
      auto above = TRY(ancestors(reader, unit));
      result.hits.push_back({std::move(unit), std::move(above)});
    }
    return result;
  }
  const auto words = words_of(wanted);
  auto result = TRY(by_words(reader, words, limit));
  if (result.hits.empty() && words.size() == 1) return by_cutting(reader, words[0], limit);
  return result;
}

}  // namespace gulou::units
