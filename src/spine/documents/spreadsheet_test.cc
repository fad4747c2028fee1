// Tables to take away: the xlsx is unpacked and its XML parsed again with expat.
#include "spine/documents/spreadsheet.h"

#include <expat.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>

#include "base/csv.h"
#include "base/utf8.h"
#include "spine/documents/archive.h"

namespace gulou::documents {
namespace {

// One cell as a reader of the file sees it.
struct SeenCell {
  std::string type;  // "inlineStr" or ""
  std::string style;
  std::string text;
  bool operator==(const SeenCell&) const = default;
};

struct SeenSheet {
  std::map<std::string, SeenCell> cells;  // by "A1"
  std::map<std::string, int> elements;    // how often each is there
  std::string frozen_at;
  std::vector<std::string> merged;
  std::vector<int> widths;
  std::vector<int> heights;
};

struct Parsing {
  SeenSheet sheet;
  std::string cell;
  bool in_text = false;
};

std::string attribute(const XML_Char** attributes, std::string_view name) {
  for (; *attributes; attributes += 2)
    if (name == attributes[0]) return attributes[1];
  return "";
}

void on_start(void* data, const XML_Char* name, const XML_Char** attributes) {
  auto& parsing = *static_cast<Parsing*>(data);
  const std::string_view element(name);
  ++parsing.sheet.elements[name];
  if (element == "c") {
    parsing.cell = attribute(attributes, "r");
    parsing.sheet.cells[parsing.cell] = {attribute(attributes, "t"), attribute(attributes, "s"), ""};
  }
  if (element == "pane") parsing.sheet.frozen_at = attribute(attributes, "topLeftCell");
  if (element == "mergeCell") parsing.sheet.merged.push_back(attribute(attributes, "ref"));
  if (element == "col") parsing.sheet.widths.push_back(std::stoi(attribute(attributes, "width")));
  if (element == "row") parsing.sheet.heights.push_back(std::stoi(attribute(attributes, "ht")));
  parsing.in_text = element == "t" || element == "v";
}
void on_end(void* data, const XML_Char*) { static_cast<Parsing*>(data)->in_text = false; }
void on_text(void* data, const XML_Char* text, int size) {
  auto& parsing = *static_cast<Parsing*>(data);
  if (parsing.in_text) parsing.sheet.cells[parsing.cell].text.append(text, static_cast<std::size_t>(size));
}

// Fails the test if the part is not well-formed.
SeenSheet parse(const std::string& xml) {
  Parsing parsing;
  XML_Parser parser = XML_ParserCreate("UTF-8");
  XML_SetUserData(parser, &parsing);
  XML_SetElementHandler(parser, &on_start, &on_end);
  XML_SetCharacterDataHandler(parser, &on_text);
  EXPECT_EQ(XML_Parse(parser, xml.data(), static_cast<int>(xml.size()), 1), XML_STATUS_OK)
      << XML_ErrorString(XML_GetErrorCode(parser)) << " in " << xml.substr(0, 200);
  XML_ParserFree(parser);
  return std::move(parsing.sheet);
}

std::string must(Result<std::string> result) {
  EXPECT_TRUE(result) << result.error().internal.value;
  return result ? std::move(*result) : std::string();
}

std::string part(const std::string& bytes, std::string_view name) {
  const auto archive = Archive::open(bytes);
  EXPECT_TRUE(archive);
  auto text = archive ? archive->read(name, 1 << 26) : std::nullopt;
  EXPECT_TRUE(text) << name;
  return text.value_or("");
}

SeenSheet first_sheet(const Workbook& workbook) {
  return parse(part(must(xlsx(workbook)), "xl/worksheets/sheet1.xml"));
}

Workbook counties() {
  return {{{.name = "通报",
            .title = "2016年基层政权和社区建设进展",
            .note = "截至 2016-10-13",
            .columns = {{.title = "县(市)"},
                        {.title = "村(居)", .kind = ColumnKind::number},
                        {.title = "换届完成", .kind = ColumnKind::share, .title_of_d = "应完成"},
                        {.title = "上报日期", .kind = ColumnKind::date}},
            .rows = {{"凯里市", std::int64_t{208}, Share{120, 208}, *Date::of(2016, 10, 13)},
                     {"丹寨县", std::int64_t{-3}, Share{7, std::nullopt}, std::monostate()}}}}};
}

Workbook with_text(std::string text) {
  return {{{.name = "s", .title = "t", .columns = {{.title = "c"}}, .rows = {{std::move(text)}}}}};
}

// What Excel shows for the text of a cell: "_xHHHH_" stands for a character (ECMA-376, ST_Xstring).
std::string shown(std::string text) {
  for (auto at = text.find("_x005F_"); at != std::string::npos; at = text.find("_x005F_", at + 1))
    text.replace(at, 7, "_");
  return text;
}

TEST(Xlsx, EveryPartIsWellFormedAndNamed) {
  const auto bytes = must(xlsx(counties()));
  const auto archive = Archive::open(bytes);
  ASSERT_TRUE(archive);
  std::vector<Archive::Entry> entries;
  ASSERT_TRUE(archive->list(100, entries));
  ASSERT_EQ(entries.size(), 6u);
  const auto types = part(bytes, "[Content_Types].xml");
  for (const auto& entry : entries) {
    parse(part(bytes, entry.name));
    const bool named = entry.name.starts_with("xl/") && !entry.name.ends_with(".rels");
    EXPECT_EQ(types.find("\"/" + entry.name + "\"") != std::string::npos, named) << entry.name;
  }
}

TEST(Xlsx, ValuesKeepTheirKind) {
  const auto sheet = first_sheet(counties());
  const auto cell = [&](const std::string& at) { return sheet.cells.at(at); };
  EXPECT_EQ(cell("A1").text, "2016年基层政权和社区建设进展");
  EXPECT_EQ(cell("A2").text, "截至 2016-10-13");
  EXPECT_EQ(cell("A3").text, "县(市)");
  EXPECT_EQ(cell("C3").text, "换届完成");
  EXPECT_EQ(cell("D3").text, "应完成");
  EXPECT_EQ(cell("A4"), (SeenCell{"inlineStr", "4", "凯里市"}));
  EXPECT_EQ(cell("B4"), (SeenCell{"", "5", "208"}));
  EXPECT_EQ(cell("C4"), (SeenCell{"", "5", "120"}));
  EXPECT_EQ(cell("D4"), (SeenCell{"", "5", "208"}));
  EXPECT_EQ(cell("E4"), (SeenCell{"", "6", "42656"}));  // 13 October 2016, as Excel counts days
  EXPECT_EQ(cell("B5"), (SeenCell{"", "5", "-3"}));
  EXPECT_EQ(cell("C5"), (SeenCell{"", "5", "7"}));
  EXPECT_EQ(cell("D5"), (SeenCell{"", "5", ""}));
  EXPECT_EQ(cell("E5"), (SeenCell{"", "6", ""}));
  EXPECT_EQ(sheet.elements.count("f"), 0u);
}

TEST(Xlsx, TheHeaderIsFrozenAndTheTitleReachesOverAllColumns) {
  const auto sheet = first_sheet(counties());
  EXPECT_EQ(sheet.frozen_at, "A4");
  EXPECT_EQ(sheet.merged, (std::vector<std::string>{"A1:E1", "A2:E2"}));
  EXPECT_EQ(sheet.widths.size(), 5u);
  EXPECT_EQ(sheet.widths[4], 12);  // a date and some air
  auto wide = counties();
  wide.sheets[0].columns[0].width = 30;
  EXPECT_EQ(first_sheet(wide).widths[0], 30);
}

TEST(Xlsx, SEC26_TextIsNeverAFormulaAndComesBackAsItWas) {
  for (const std::string text :
       {"=1+1", "=HYPERLINK(\"http://evil.example\",\"x\")", "+86 855", "-5", "@SUM(A1)", "<b>&\"'", " 两端有空格 ",
        "一行\n两行", "\t制表", "_x0041_ 和 _x005F_", "𫖯𬭩𮧵\U0002EBF0㛃䶮", "革家人·阿旺", "00123"}) {
    const auto sheet = first_sheet(with_text(text));
    EXPECT_EQ(sheet.cells.at("A3").type, "inlineStr") << text;
    EXPECT_EQ(shown(sheet.cells.at("A3").text), text);
    EXPECT_EQ(sheet.elements.count("f"), 0u) << text;
  }
}

TEST(Xlsx, WhatXmlForbidsBecomesAVisibleMark) {
  std::string text;
  for (char32_t code = 1; code < 0x20; ++code) utf8::append(text, code);
  text += "\uFFFE\uFFFF\x7F字";
  const auto seen = first_sheet(with_text(text)).cells.at("A3").text;
  std::string expected;
  for (int i = 1; i < 9; ++i) expected += "\uFFFD";
  expected += "\t\n\uFFFD\uFFFD\n";  // a lone CR is a line end
  for (int i = 14; i < 32; ++i) expected += "\uFFFD";
  EXPECT_EQ(seen, expected + "\uFFFD\uFFFD\x7F字");
}

std::size_t utf16_length(const std::string& text) {
  std::size_t units = utf8::length(text);
  for (const char c : text)
    if (static_cast<unsigned char>(c) >= 0xF0) ++units;
  return units;
}

TEST(Xlsx, LongTextsAreCutWithAMarkAtWhatExcelHolds) {
  std::string fits;
  for (int i = 0; i < 16'383; ++i) fits += "𫖯";
  fits += "字";
  ASSERT_EQ(utf16_length(fits), 32'767u);
  EXPECT_EQ(first_sheet(with_text(fits)).cells.at("A3").text, fits);
  const auto cut = first_sheet(with_text(fits + "字")).cells.at("A3").text;
  EXPECT_LE(utf16_length(cut), 32'767u);
  EXPECT_GE(utf16_length(cut), 32'766u);
  EXPECT_TRUE(cut.starts_with("𫖯𫖯"));
  EXPECT_TRUE(cut.ends_with("𫖯……（内容过长，以下截断）"));
}

TEST(Xlsx, RowsAreAsHighAsTheirText) {
  std::string wide;
  for (int i = 0; i < 100; ++i) wide += "字";
  const auto height = [](const std::string& text) { return first_sheet(with_text(text)).heights.at(2); };
  EXPECT_EQ(height("一行"), 20);
  EXPECT_EQ(height("一行\n两行\n三行"), 50);
  EXPECT_EQ(height(wide), 65);  // 200 halves in a column of 60
  EXPECT_EQ(height(std::string(10'000, '\n')), 400);
}

TEST(Xlsx, NumbersAndDatesThatExcelWouldBendAreText) {
  const auto sheet =
      first_sheet({{{.name = "s",
                     .title = "t",
                     .columns = {{.title = "n", .kind = ColumnKind::number}, {.title = "d", .kind = ColumnKind::date}},
                     .rows = {{std::int64_t{999'999'999'999'999}, *Date::of(1900, 3, 1)},
                              {std::int64_t{1'000'000'000'000'000}, *Date::of(1900, 2, 28)}}}}});
  EXPECT_EQ(sheet.cells.at("A3"), (SeenCell{"", "5", "999999999999999"}));
  EXPECT_EQ(sheet.cells.at("B3"), (SeenCell{"", "6", "61"}));
  EXPECT_EQ(sheet.cells.at("A4"), (SeenCell{"inlineStr", "4", "1000000000000000"}));
  EXPECT_EQ(sheet.cells.at("B4"), (SeenCell{"inlineStr", "4", "1900-02-28"}));
}

TEST(Xlsx, TheSameWorkbookGivesTheSameBytes) {
  const auto here = must(xlsx(counties()));
  ::setenv("TZ", "America/St_Johns", 1);
  ::tzset();
  const auto elsewhere = must(xlsx(counties()));
  ::unsetenv("TZ");
  ::tzset();
  EXPECT_EQ(here, elsewhere);
}

TEST(Xlsx, TabsAreWhatExcelAccepts) {
  auto workbook = counties();
  workbook.sheets[0].name = "换届[2016]:进展/按县*汇总?\\'一二三四五六七八九十一二三四五六七八九十";
  const auto names = part(must(xlsx(workbook)), "xl/workbook.xml");
  EXPECT_NE(names.find("name=\"换届 2016  进展 按县 汇总   一二三四五六七八九十一\""), std::string::npos) << names;
  workbook.sheets.push_back(workbook.sheets[0]);
  EXPECT_FALSE(xlsx(workbook));
  workbook.sheets[1].name = "另一张";
  EXPECT_TRUE(xlsx(workbook));
}

TEST(Xlsx, DemoDataSayIt) {
  auto workbook = counties();
  workbook.sheets[0].demo = true;
  const auto xml = part(must(xlsx(workbook)), "xl/worksheets/sheet1.xml");
  EXPECT_EQ(parse(xml).cells.at("A2").text, "示例数据，不是真实统计。截至 2016-10-13");
  EXPECT_NE(xml.find("<oddHeader>&amp;R示例数据</oddHeader>"), std::string::npos);
}

TEST(Xlsx, MistakesOfTheProgramAreRefused) {
  auto shorter = counties();
  shorter.sheets[0].rows[1].pop_back();
  EXPECT_FALSE(xlsx(shorter));
  auto other_kind = counties();
  other_kind.sheets[0].rows[0][1] = "208";
  EXPECT_FALSE(xlsx(other_kind));
  EXPECT_FALSE(csv(other_kind.sheets[0]));
  EXPECT_FALSE(xlsx(with_text("\xE9\xBC")));
  auto broken_title = counties();
  broken_title.sheets[0].title = "\xFF";
  EXPECT_FALSE(xlsx(broken_title));
  EXPECT_FALSE(xlsx({}));
}

using Cells = std::vector<std::string>;

std::vector<Cells> read_csv(std::string_view text) {
  std::vector<Cells> out;
  csv::Reader reader(text);
  csv::Row row;
  while (reader.next(row).value_or(false)) out.emplace_back(row.cells.begin(), row.cells.end());
  return out;
}

TEST(CsvExport, IsUtf8WithMarkAndCrlf) {
  EXPECT_EQ(must(csv(counties().sheets[0])),
            "\uFEFF县(市),村(居),换届完成,应完成,上报日期\r\n"
            "凯里市,208,120,208,2016-10-13\r\n"
            "丹寨县,-3,7,,\r\n");
}

TEST(CsvExport, SEC26_WhatLooksLikeAFormulaGetsAnApostrophe) {
  for (const std::string text : {"=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "\n=1", "\uFF1D1", "\uFF0B1", "\uFF0D1",
                                 "\uFF20x", " =1", "\u3000\uFF1D1", "\u00A0+1"}) {
    const auto rows = read_csv(must(csv(with_text(text).sheets[0])));
    ASSERT_EQ(rows.size(), 2u) << text;
    EXPECT_EQ(rows[1][0], "'" + text);
  }
  for (const std::string text : {"a=1", "1-2", "甲,乙", "他说\"好\"", "两\r\n行", "'已有", "𫖯;=1", " 首尾 "})
    EXPECT_EQ(read_csv(must(csv(with_text(text).sheets[0])))[1][0], text);
}

TEST(CsvExport, SEC26_HeadersAreGuardedToo) {
  auto sheet = counties().sheets[0];
  sheet.columns[0].title = "=cmd()";
  EXPECT_EQ(read_csv(must(csv(sheet)))[0][0], "'=cmd()");
}

TEST(CsvExport, EveryRowOfDemoDataSaysIt) {
  auto sheet = counties().sheets[0];
  sheet.demo = true;
  const auto rows = read_csv(must(csv(sheet)));
  EXPECT_EQ(rows[0].back(), "数据性质");
  EXPECT_EQ(rows[1].back(), "示例数据");
  EXPECT_EQ(rows[2].back(), "示例数据");
}

TEST(SpreadsheetDownload, IsAFileAndNothingElse) {
  const auto response = xlsx_download(counties(), "2016年三季度通报");
  ASSERT_TRUE(response);
  EXPECT_EQ(response->content_type, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
  EXPECT_EQ(response->headers[0].second,
            "attachment; filename=\"2016_.xlsx\"; "
            "filename*=UTF-8''2016%E5%B9%B4%E4%B8%89%E5%AD%A3%E5%BA%A6%E9%80%9A%E6%8A%A5.xlsx");
  EXPECT_NE(response->headers[1].second.find("sandbox"), std::string::npos);
  EXPECT_EQ(response->body, must(xlsx(counties())));
  const auto table = csv_download(counties().sheets[0], "a\"b\\c%41");
  ASSERT_TRUE(table);
  EXPECT_EQ(table->content_type, "text/csv; charset=utf-8");
  EXPECT_EQ(table->headers[0].second, "attachment; filename=\"a_b_c_41.csv\"; filename*=UTF-8''a%22b%5Cc%2541.csv");
}

}  // namespace
}  // namespace gulou::documents
