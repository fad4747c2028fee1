// CSV by RFC 4180: commas, double quotes, LF or CRLF; a byte order mark at the start is skipped.
#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace gulou::csv {

inline constexpr std::size_t most_cells = 16'384;  // in a row; no spreadsheet has more

struct Row {
  std::size_t line = 0;                 // in the file, from 1, where the row starts
  std::size_t number = 0;               // as a spreadsheet counts: line breaks within a cell begin no row
  std::vector<std::string_view> cells;  // valid during the call that got the row
};

// Reads rows one by one without keeping them. Errors (kind invalid, code "csv_malformed") name the line: a quote left
// open, text behind a closing quote, invalid UTF-8, too many cells. Empty lines are skipped.
class Reader {
 public:
  explicit Reader(std::string_view text);
  // False at the end.
  Result<bool> next(Row& row);

 private:
  Result<std::string_view> cell();
  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
  std::size_t within_cells_ = 0;  // of them, begun within a cell
  // Cells of the current row that held doubled quotes; a deque, because the row keeps views into them.
  std::deque<std::string> unescaped_;
};

// Checks that the first row names exactly these columns; the error lists what is expected. `file` is for messages.
Result<void> expect_header(Reader& reader, std::string_view file, const std::vector<std::string_view>& columns);

}  // namespace gulou::csv
