// Tables for people to take away: xlsx for Excel, WPS and LibreOffice, and CSV for programs.
//
// Text is text and nothing else: no cell is ever a formula, whatever was typed into Gulou (OWASP ASVS 5.0, V1.2.10).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "net/http.h"
#include "spine/documents/export_mark.h"

namespace gulou::documents {

enum class ColumnKind { text, number, share, date };

// A share is n of d and takes two columns of the table, so that both can be summed up; there are no fractions.
struct Column {
  std::string title;
  ColumnKind kind = ColumnKind::text;
  std::string title_of_d = {};  // of a share's second column
  int width = 0;                // in halves of a Chinese character; 0: as wide as what stands in it
};

struct Share {
  std::int64_t n = 0;
  std::optional<std::int64_t> d;
  bool operator==(const Share&) const = default;
};

// Nothing, or a value of the column's kind.
using Cell = std::variant<std::monostate, std::string, std::int64_t, Share, Date>;

struct Sheet {
  std::string name;       // on the tab
  std::string title;      // in the first row, over all columns
  std::string note = {};  // in the second: as of when, from where
  bool demo = false;      // made-up data, which is then said in the note, on every printed page, in every CSV row
  std::vector<Column> columns;
  std::vector<std::vector<Cell>> rows = {};  // as many cells as columns each
};

struct Workbook {
  std::vector<Sheet> sheets;            // at least one
  std::optional<ExportMark> mark = {};  // in a row of every sheet, on every printed page, in the file's properties
};

// The bytes of an .xlsx file, the same for the same workbook. The header row stays in sight and is repeated on paper.
//   text     longer than Excel's 32,767 UTF-16 units is cut, with a mark; characters that XML forbids become U+FFFD
//   number   of more than 15 digits is written as text, because Excel would round it
//   date     before 1 March 1900 is written as text, because Excel counts a day that never was
// Errors: internal for a cell that is not of its column's kind, a row of another length, invalid UTF-8, two sheets of
// one name; too_large "too_many_rows".
Result<std::string> xlsx(const Workbook& workbook);

// UTF-8 with byte order mark and CRLF, header and rows only: programs take any other line for data. So an export's mark
// is a column of its own at the end, as that of made-up data is, and part of the file's name. Text that a spreadsheet
// would take for a formula (behind blanks it begins with = + - @ or one of them in full width, or with TAB, CR or LF)
// gets an apostrophe in front. Errors: internal, as above.
Result<std::string> csv(const Sheet& sheet, const std::optional<ExportMark>& mark = {});

// The same as downloads; `name` is the file's, without its ending; an export's number is added to it.
Result<net::Response> xlsx_download(const Workbook& workbook, std::string_view name);
Result<net::Response> csv_download(const Sheet& sheet, std::string_view name,
                                   const std::optional<ExportMark>& mark = {});

}  // namespace gulou::documents
