// Tables that people send: CSV (UTF-8 with or without byte order mark, GB18030) and xlsx, read into text within limits
// (SEC33). What a cell means is not known here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/describe.h"
#include "base/result.h"

namespace gulou::people {

inline constexpr std::size_t most_table_bytes = 20 * 1024 * 1024;     // as sent
inline constexpr std::size_t most_unpacked_bytes = 50 * 1024 * 1024;  // xlsx, all parts together
inline constexpr std::size_t greatest_unpacked_ratio = 100;
inline constexpr std::size_t most_table_rows = 100'000;
inline constexpr std::size_t most_table_columns = 64;
inline constexpr std::size_t most_cell_bytes = 8000;
// Of the table as it is read: a small file can say one text in every cell, or give a text to none but the last column.
// A full roll of 100,000 people has 1.2 million cells and some 20 MB of text.
inline constexpr std::size_t most_table_cells = 1'600'000;
inline constexpr std::size_t most_table_text_bytes = 32 * 1024 * 1024;
inline constexpr std::size_t most_other_sheets = 50;  // that are named

struct TableRow {
  std::int64_t line = 0;           // as the spreadsheet or the file counts, from 1
  std::vector<std::string> cells;  // trimmed at neither end; as many as there are up to the last that is not empty
};

constexpr auto describe(Tag<TableRow>) {
  return object("TableRow", "A row of a table", field<&TableRow::line>("line", "From 1"),
                field<&TableRow::cells>("cells", "Its cells").max_length(most_table_columns));
}

// A cell that covers several rows of its column: what its first row says.
struct MergedCell {
  std::int64_t column = 0;
  std::int64_t first_line = 0;
  std::int64_t last_line = 0;
};

constexpr auto describe(Tag<MergedCell>) {
  return object("MergedCell", "A cell over several rows", field<&MergedCell::column>("column", "From 0"),
                field<&MergedCell::first_line>("first_line", "Where its value stands"),
                field<&MergedCell::last_line>("last_line", "To which line it covers"));
}

struct TableFile {
  std::vector<TableRow> rows;             // without empty ones
  std::vector<MergedCell> merged;         // by column and line; of those over several columns, the first column
  std::string sheet;                      // the name of the sheet that was read; "" in CSV
  std::vector<std::string> other_sheets;  // that were not, hidden or not
};

constexpr auto describe(Tag<TableFile>) {
  return object("TableFile", "A table that was sent", field<&TableFile::rows>("rows", "Its rows"),
                field<&TableFile::merged>("merged", "Cells over several rows"),
                field<&TableFile::sheet>("sheet", "The sheet that was read"),
                field<&TableFile::other_sheets>("other_sheets", "Sheets that were not read"));
}

// What it is, by its content. Of an xlsx the first sheet that is not hidden; a number with more digits than a
// spreadsheet keeps (15) comes as what the spreadsheet made of it, 5.22601E+17. Errors: invalid "table_empty",
// "table_encoding" (names the line), "csv_malformed", "file_damaged"; unsupported_type "table_type" (neither,
// encrypted, with macros, links to other files, archives inside, or XML with a document type); too_large
// "table_too_large", "table_rows", "table_columns", "table_cell", "table_content".
Result<TableFile> read_table(std::string_view bytes);

// GB18030-2022 as UTF-8; nothing if it is none.
std::optional<std::string> from_gb18030(std::string_view bytes);

}  // namespace gulou::people
