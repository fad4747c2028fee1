#include "base/csv.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.h"

namespace gulou::csv {
namespace {

Failure malformed(std::size_t line, const Text& reason) {
  return fail({.kind = ErrorKind::invalid,
               .code = "csv_malformed",
               .message = {fmt::format("第 {} 行：{}", line, reason.zh), fmt::format("line {}: {}", line, reason.en)}});
}

}  // namespace

Reader::Reader(std::string_view text) : text_(text) {
  if (text_.starts_with("\xEF\xBB\xBF")) text_.remove_prefix(3);
}

Result<std::string_view> Reader::cell() {
  if (at_ >= text_.size() || text_[at_] != '"') {
    const std::size_t end = std::min(text_.find_first_of(",\r\n", at_), text_.size());
    const auto value = text_.substr(at_, end - at_);
    if (value.find('"') != std::string_view::npos)
      return malformed(line_, {"引号位置不对。", "a quote in the middle of a cell"});
    at_ = end;
    return value;
  }
  const std::size_t start = ++at_;
  const std::size_t first_line = line_;
  bool doubled = false;
  for (;; ++at_) {
    if (at_ >= text_.size()) return malformed(first_line, {"引号没有配对。", "a quote is left open"});
    if (text_[at_] == '\n') ++line_, ++within_cells_;
    if (text_[at_] != '"') continue;
    if (at_ + 1 >= text_.size() || text_[at_ + 1] != '"') break;
    doubled = true;
    ++at_;
  }
  const auto value = text_.substr(start, at_ - start);
  ++at_;
  if (at_ < text_.size() && text_[at_] != ',' && text_[at_] != '\r' && text_[at_] != '\n')
    return malformed(line_, {"引号后面有多余的字。", "text behind a closing quote"});
  if (!doubled) return value;
  auto& clean = unescaped_.emplace_back();
  for (std::size_t i = 0; i < value.size(); ++i) {
    clean += value[i];
    if (value[i] == '"') ++i;
  }
  return std::string_view(clean);
}

Result<bool> Reader::next(Row& row) {
  while (at_ < text_.size() && (text_[at_] == '\n' || text_[at_] == '\r'))
    if (text_[at_++] == '\n') ++line_;
  if (at_ >= text_.size()) return false;
  row.line = line_;
  row.number = line_ - within_cells_;
  row.cells.clear();
  unescaped_.clear();
  for (;;) {
    const auto value = TRY(cell());
    if (!utf8::is_valid(value)) return malformed(row.line, {"不是有效的 UTF-8 文本。", "not valid UTF-8"});
    if (row.cells.size() == most_cells) return malformed(row.line, {"一行的格太多。", "too many cells in a row"});
    row.cells.push_back(value);
    if (at_ < text_.size() && text_[at_] == ',') {
      ++at_;
      continue;
    }
    if (at_ < text_.size() && text_[at_] == '\r') ++at_;
    if (at_ < text_.size() && text_[at_] == '\n') ++at_, ++line_;
    return true;
  }
}

Result<void> expect_header(Reader& reader, std::string_view file, const std::vector<std::string_view>& columns) {
  Row row;
  const bool any = TRY(reader.next(row));
  if (any && row.cells == columns) return {};
  const auto expected = fmt::format("{}", fmt::join(columns, ","));
  return fail({.kind = ErrorKind::invalid,
               .code = "csv_header",
               .message = {fmt::format("{} 第 1 行：表头应当是 {}", file, expected),
                           fmt::format("{} line 1: the header must be {}", file, expected)}});
}

}  // namespace gulou::csv
