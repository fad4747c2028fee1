#include "spine/rules/article.h"

#include <fmt/format.h>

#include <charconv>

namespace gulou::rules {
namespace {

constexpr std::int64_t greatest = 9999;

// The number at the start of `text`, taken off it; 0 if there is none.
std::int64_t take_number(std::string_view& text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || number < 1 || number > greatest) return 0;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return number;
}

}  // namespace

std::optional<Article> Article::parse(std::string_view text) {
  Article article;
  const auto hash = text.find('#');
  article.law = text.substr(0, hash);
  if (article.law.empty()) return std::nullopt;
  if (hash == text.npos) return article;
  text.remove_prefix(hash + 1);
  for (std::int64_t* part : {&article.number, &article.paragraph, &article.item}) {
    *part = take_number(text);
    if (*part == 0) return std::nullopt;
    if (text.empty()) return article;
    if (text.front() != '.') return std::nullopt;
    text.remove_prefix(1);
  }
  return std::nullopt;
}

std::string chinese_number(std::int64_t number) {
  static constexpr std::string_view digits[] = {"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
  static constexpr std::pair<std::int64_t, std::string_view> places[] = {
      {1000, "千"}, {100, "百"}, {10, "十"}, {1, ""}};
  std::string out;
  bool gap = false;
  for (const auto& [size, name] : places) {
    const auto digit = number / size % 10;
    if (digit == 0) {
      gap = !out.empty();
      continue;
    }
    if (gap) out += digits[0];
    gap = false;
    if (!(size == 10 && digit == 1 && out.empty())) out += digits[digit];  // 十五, not 一十五
    out += name;
  }
  return out;
}

Text article_text(const Law& law, const Article& article) {
  Text out{law.zh, law.en};
  if (article.number == 0) return out;
  out.zh += fmt::format("第{}条", chinese_number(article.number));
  out.en += fmt::format(", Art. {}", article.number);
  if (article.paragraph > 0) {
    out.zh += fmt::format("第{}款", chinese_number(article.paragraph));
    out.en += fmt::format("({})", article.paragraph);
  }
  if (article.item > 0) {
    out.zh += fmt::format("第（{}）项", chinese_number(article.item));
    out.en += fmt::format("({})", article.item);
  }
  return out;
}

}  // namespace gulou::rules
