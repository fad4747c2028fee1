// UTF-8 and CSV.
#include <gtest/gtest.h>

#include "base/csv.h"
#include "base/utf8.h"

namespace gulou {
namespace {

TEST(Utf8, AcceptsEveryScalarValueAndCountsIt) {
  for (char32_t code = 0; code <= 0x10FFFF; ++code) {
    if (code >= 0xD800 && code <= 0xDFFF) continue;
    std::string text;
    utf8::append(text, code);
    ASSERT_TRUE(utf8::is_valid(text)) << static_cast<std::uint32_t>(code);
    ASSERT_EQ(utf8::length(text), 1u) << static_cast<std::uint32_t>(code);
  }
}

TEST(Utf8, RefusesMalformedSequences) {
  for (const std::string bad : {"\x80", "\xC0\xAF", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80",
                                "\xF8\x88\x80\x80\x80", "\xE9\xBC", "a\xFF"})
    EXPECT_FALSE(utf8::is_valid(bad));
}

TEST(Utf8, TrimsIdeographicSpaceToo) { EXPECT_EQ(utf8::trim("  \t 高增 乡\xE3\x80\x80\n"), "高增 乡"); }

using Cells = std::vector<std::string>;

std::vector<Cells> read_all(std::string_view text) {
  std::vector<Cells> out;
  csv::Reader reader(text);
  csv::Row row;
  for (;;) {
    const auto more = reader.next(row);
    if (!more) return {{"error", more.error().message.en}};
    if (!*more) return out;
    out.emplace_back(row.cells.begin(), row.cells.end());
  }
}

TEST(Csv, ReadsQuotesNewlinesAndEmptyCells) {
  EXPECT_EQ(read_all("\xEF\xBB\xBF"
                     "a,b\r\n\"x, \"\"y\"\"\",\n\n\"two\nlines\",z"),
            (std::vector<Cells>{{"a", "b"}, {"x, \"y\"", ""}, {"two\nlines", "z"}}));
  EXPECT_TRUE(read_all("").empty());
}

TEST(Csv, KeepsManyDoubledQuotesOfOneRowApart) {
  std::string line;
  Cells expected;
  for (int i = 0; i < 500; ++i) {
    line += (i ? "," : "") + std::string("\"\"\"") + std::to_string(i) + "\"";
    expected.push_back("\"" + std::to_string(i));
  }
  EXPECT_EQ(read_all(line), std::vector<Cells>{expected});
}

TEST(Csv, RowsAreNumberedAsASpreadsheetShowsThem) {
  csv::Reader reader("a\n\"two\n\nlines\",x\n\nlast\n");
  csv::Row row;
  std::vector<std::pair<std::size_t, std::size_t>> seen;  // line and number
  while (reader.next(row).value()) seen.emplace_back(row.line, row.number);
  EXPECT_EQ(seen, (std::vector<std::pair<std::size_t, std::size_t>>{{1, 1}, {2, 2}, {6, 4}}));
}

TEST(Csv, ErrorsNameTheLine) {
  EXPECT_EQ(read_all("a\n\"open")[0][1], "line 2: a quote is left open");
  EXPECT_EQ(read_all("a\n\"x\"y")[0][1], "line 2: text behind a closing quote");
  EXPECT_EQ(read_all("a\nb\nx\"y")[0][1], "line 3: a quote in the middle of a cell");
  EXPECT_EQ(read_all("a\n\xFF")[0][1], "line 2: not valid UTF-8");
}

TEST(Csv, HeaderMustMatch) {
  csv::Reader good("code,name\n1,2");
  EXPECT_TRUE(csv::expect_header(good, "f.csv", {"code", "name"}));
  csv::Reader bad("code;name\n");
  const auto outcome = csv::expect_header(bad, "f.csv", {"code", "name"});
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().message.en, "f.csv line 1: the header must be code,name");
}

}  // namespace
}  // namespace gulou
