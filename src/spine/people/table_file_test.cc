// Tables as people send them, and as someone sends them who means harm.
#include "spine/people/table_file.h"

#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <random>

#include "spine/people/roll.h"
#include "spine/people/test_tables.h"

namespace gulou::people {
namespace {

template <class T>
std::string code_of(const Result<T>& result) {
  return result ? "" : result.error().code;
}

using Cells = std::vector<std::string>;

TEST(TableFile, csv_in_every_usual_encoding_gives_the_same_table) {
  const std::string utf8 = "姓名,民族\n测试甲,苗族\n";
  const std::string gb = "\xD0\xD5\xC3\xFB,\xC3\xF1\xD7\xE5\n\xB2\xE2\xCA\xD4\xBC\xD7,\xC3\xE7\xD7\xE5\n";
  for (const auto& bytes : {utf8, "\xEF\xBB\xBF" + utf8, gb}) {
    const auto table = read_table(bytes);
    ASSERT_TRUE(table) << table.error().message.en;
    ASSERT_EQ(table->rows.size(), 2u);
    EXPECT_EQ(table->rows[1].cells, (Cells{"测试甲", "苗族"}));
    EXPECT_EQ(table->rows[1].line, 2);
  }
}

TEST(TableFile, gb18030_of_2022_has_its_own_code_points) {
  // Two bytes that older tables leave to private use, four bytes of extension B and A.
  EXPECT_EQ(from_gb18030("\xA6\xD9"), "︐");
  EXPECT_EQ(from_gb18030("\xFE\x59"), "龴");
  EXPECT_EQ(from_gb18030("\xFE\xA0"), "龻");
  EXPECT_EQ(from_gb18030("\x81\x39\xEE\x39").has_value(), true);
  EXPECT_EQ(from_gb18030("\x95\x32\x82\x36"), "𠀀");  // U+20000
  EXPECT_FALSE(from_gb18030("\xFF\xFF"));
  EXPECT_FALSE(from_gb18030("\x81"));
}

TEST(TableFile, a_line_in_no_encoding_is_named) {
  const auto table = read_table("姓名,民族\n测试甲,\xFF\xFF\n");
  ASSERT_EQ(code_of(table), "table_encoding");
  EXPECT_NE(table.error().message.zh.find("第2行"), std::string::npos);
}

TEST(TableFile, xlsx_reads_the_first_sheet_with_every_kind_of_text) {
  const std::string shared =
      "<sst><si><t>姓名</t></si><si><r><t>测</t></r><r><t>试甲</t></r><rPh sb=\"0\" "
      "eb=\"1\"><t>ce</t></rPh></si></sst>";
  const auto table = read_table(
      xlsx_of("<row r=\"2\"><c r=\"A2\" t=\"s\"><v>0</v></c><c r=\"C2\" t=\"inlineStr\"><is><t>民族</t></is></c></row>"
              "<row r=\"3\"><c r=\"A3\" t=\"s\"><v>1</v></c><c r=\"B3\"/><c r=\"C3\" t=\"str\"><v>苗族</v></c></row>"
              "<row r=\"9\"><c r=\"A9\"><v>42552</v></c><c r=\"B9\"><v>522601199001010000</v></c><c "
              "r=\"C9\"><v>5.22601E+17</v></c></row>",
              {{"xl/sharedStrings.xml", shared}, {"xl/worksheets/other.xml", "<worksheet/>"}}));
  ASSERT_TRUE(table) << table.error().message.en;
  ASSERT_EQ(table->rows.size(), 3u);
  EXPECT_EQ(table->rows[0].line, 2);
  EXPECT_EQ(table->rows[0].cells, (Cells{"姓名", "", "民族"}));
  EXPECT_EQ(table->rows[1].cells, (Cells{"测试甲", "", "苗族"}));
  EXPECT_EQ(table->rows[2].line, 9);
  // A number of 18 digits has lost its last three: it never looks like an ID number again.
  EXPECT_EQ(table->rows[2].cells, (Cells{"42552", "5.22601199001010E+17", "5.22601E+17"}));
}

TEST(TableFile, xlsx_reads_the_first_sheet_that_is_not_hidden_and_names_the_others) {
  const auto first = text_row(1, {"草稿"});
  const std::vector<documents::ArchiveFile> other{
      {"xl/worksheets/other.xml", "<worksheet><sheetData>" + text_row(1, {"姓名"}) + "</sheetData></worksheet>"}};
  const auto shown = read_table(xlsx_of(first, other));
  ASSERT_TRUE(shown);
  EXPECT_EQ(shown->rows[0].cells, Cells{"草稿"});
  EXPECT_EQ(shown->sheet, "a");
  EXPECT_EQ(shown->other_sheets, Cells{"b"});
  for (const auto* state : {" state=\"hidden\"", " state=\"veryHidden\""}) {
    const auto table = read_table(xlsx_of(first, other, "", "", state));
    ASSERT_TRUE(table) << state;
    EXPECT_EQ(table->rows[0].cells, Cells{"姓名"}) << state;
    EXPECT_EQ(table->sheet, "b");
    EXPECT_EQ(table->other_sheets, Cells{"a"});
  }
  EXPECT_EQ(read_table(xlsx_of(first, other, "", "", " state=\"visible\""))->sheet, "a");
}

TEST(TableFile, SEC33_bombs_entities_links_macros_and_archives_inside_are_refused) {
  const auto row = text_row(1, {"姓名"});
  EXPECT_EQ(code_of(read_table(xlsx_of(row))), "");
  // A part of 40 MiB of blanks: a ratio of about a thousand.
  EXPECT_EQ(code_of(read_table(xlsx_of(row, {{"xl/theme.xml", std::string(40 << 20, ' ')}}))), "table_too_large");
  EXPECT_EQ(code_of(read_table(xlsx_of(row + std::string(52 << 20, ' ')))), "table_too_large");
  EXPECT_EQ(code_of(read_table(xlsx_of(row, {}, "<!DOCTYPE worksheet [<!ENTITY a \"b\">]>"))), "table_type");
  EXPECT_EQ(code_of(read_table(xlsx_of(row, {}, "<!DOCTYPE worksheet SYSTEM \"file:///etc/passwd\">"))), "table_type");
  for (const auto* name : {"xl/externalLinks/externalLink1.xml", "xl/vbaProject.bin", "xl/embeddings/a.xlsx", "a.zip",
                           "inner.7z", "../a.xml"})
    EXPECT_EQ(code_of(read_table(xlsx_of(row, {{name, "x"}}))), "table_type") << name;
  // An archive under an honest name.
  EXPECT_EQ(code_of(read_table(xlsx_of(
                row, {{"xl/sharedStrings.xml", *documents::zip(std::vector<documents::ArchiveFile>{{"a", "b"}})}}))),
            "table_type");
  EXPECT_EQ(code_of(read_table(*documents::zip(std::vector<documents::ArchiveFile>{{"a.txt", "b"}}))), "table_type");
  EXPECT_EQ(code_of(read_table("PK\x03\x04 and nothing behind it")), "file_damaged");
  EXPECT_EQ(code_of(read_table(std::string("a\0b", 3))), "table_type");
  EXPECT_EQ(code_of(read_table(std::string(most_table_bytes + 1, 'a'))), "table_too_large");
}

TEST(TableFile, SEC33_deep_and_wide_and_long_tables_end_quickly) {
  const auto began = std::chrono::steady_clock::now();
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "<a>";
  EXPECT_EQ(code_of(read_table(xlsx_of(deep))), "file_damaged");
  EXPECT_EQ(code_of(read_table(xlsx_of("<row><c r=\"ZZZZZZ1\"><v>1</v></c></row>"))), "");
  EXPECT_EQ(code_of(read_table(xlsx_of("<row><c r=\"BM1\"><v>1</v></c></row>"))), "table_columns");
  EXPECT_EQ(code_of(read_table(xlsx_of(text_row(1, {std::string(most_cell_bytes + 1, 'a')})))), "table_cell");
  EXPECT_EQ(code_of(read_table(xlsx_of("<row><c r=\"A1\" t=\"s\"><v>5</v></c></row>"))), "file_damaged");
  std::string rows;
  for (std::size_t i = 0; i <= most_table_rows; ++i) rows += "a,b\n";
  EXPECT_EQ(code_of(read_table(rows)), "table_rows");
  EXPECT_EQ(code_of(read_table(std::string(65, ',') + "a\n")), "table_columns");
  EXPECT_EQ(code_of(read_table("")), "table_empty");
  EXPECT_EQ(code_of(read_table(",,\n \n")), "table_empty");
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(20));
}

TEST(TableFile, SEC33_thousands_of_damaged_files_are_read_or_refused_and_nothing_else) {
  std::mt19937 random(20260129);
  const std::string shared = "<sst><si><t>姓名</t></si><si><t>民族</t></si></sst>";
  const std::vector<std::string> seeds{
      xlsx_of(text_row(1, {"姓名", "民族"}) + text_row(2, {"测试甲", "苗族"}), {{"xl/sharedStrings.xml", shared}}),
      "姓名,民族,\"身份证号码\"\n测试甲,苗族,\"5226\"\"01\"\n", "\xD0\xD5\xC3\xFB,\xC3\xF1\xD7\xE5\n"};
  int read = 0;
  for (int round = 0; round < 6000; ++round) {
    auto bytes = seeds[static_cast<std::size_t>(round) % seeds.size()];
    for (unsigned changes = 1 + random() % 4; changes > 0; --changes) {
      const auto at = random() % bytes.size();
      if (random() % 3 == 0)
        bytes.erase(at, 1 + random() % 8);
      else
        bytes[at] = static_cast<char>(random());
      if (bytes.empty()) bytes = "x";
    }
    const auto table = read_table(bytes);
    if (!table) {
      EXPECT_NE(table.error().kind, ErrorKind::internal) << table.error().internal.value;
      continue;
    }
    ++read;
    if (const auto roll = read_roll(*table); roll) {
      std::vector<RowFault> faults;
      for (const auto& row : roll->rows) static_cast<void>(fields_of(row, faults));
    }
  }
  EXPECT_GT(read, 100);
}

TEST(Roll, finds_the_heading_below_a_title_and_other_words_for_its_columns) {
  const auto roll = read_roll(
      *read_table("某村居民名册,,\n填表日期：2016年,,\n姓 名*,民族,公民身份号码,备注\n测试甲,苗族,x,无\n,,,\n"));
  ASSERT_TRUE(roll) << roll.error().message.en;
  EXPECT_EQ(roll->ignored, (Cells{"备注"}));
  ASSERT_EQ(roll->rows.size(), 1u);
  EXPECT_EQ(roll->rows[0].line, 4);
  EXPECT_EQ(roll->rows[0].cell(RollColumn::id_number), "x");
}

std::string merge_of(std::string_view range) { return fmt::format("<mergeCell ref=\"{}\"/>", range); }
std::string merges(const std::string& all) { return "<mergeCells>" + all + "</mergeCells>"; }

Result<Roll> roll_of(const std::string& sheet, const std::string& merged) {
  return read_roll(*read_table(xlsx_of(sheet, {}, "", merges(merged))));
}

TEST(Roll, a_merged_cell_says_of_each_row_what_may_be_true_of_many) {
  const auto titles = text_row(2, {"户号", "姓名", "民族", "身份证号码", "与户主关系", "电话", "备注"});
  const auto sheet = text_row(1, {"某村居民名册"}) + titles +
                     text_row(3, {"1", "测试甲", "苗族", "a", "户主", "13812341234", "低保"}) +
                     text_row(4, {"", "测试乙", "", "b", "妻"}) + text_row(5, {"", "测试丙", "", "c", "子"}) +
                     text_row(6, {"2", "测试丁", "侗族", "d", "户主"}) +
                     text_row(7, {"9", "测试戊", "侗族", "e", "子"});
  const auto roll = roll_of(sheet, merge_of("A1:G1") + merge_of("A6:A7") + merge_of("A3:A5") + merge_of("C3:C5") +
                                       merge_of("F3:F5") + merge_of("G3:G5") + merge_of("A900:A1048576"));
  ASSERT_TRUE(roll) << roll.error().message.en;
  ASSERT_EQ(roll->rows.size(), 5u);
  std::vector<std::string> households, groups, phones;
  for (const auto& row : roll->rows) {
    households.push_back(row.cell(RollColumn::household));
    groups.push_back(row.cell(RollColumn::ethnic));
    phones.push_back(row.cell(RollColumn::phone));
    EXPECT_TRUE(row.covered.empty());
  }
  EXPECT_EQ(households, (Cells{"1", "1", "1", "2", "2"})) << "what is hidden below a merged cell is not read";
  EXPECT_EQ(groups, (Cells{"苗族", "苗族", "苗族", "侗族", "侗族"}));
  EXPECT_EQ(phones, (Cells{"13812341234", "", "", "", ""})) << "a telephone is of one person";
}

TEST(Roll, a_name_or_a_number_that_is_merged_is_a_fault_of_the_rows_below) {
  const auto sheet = text_row(1, {"姓名", "民族", "身份证号码", "与户主关系", "户号"}) +
                     text_row(2, {"测试甲", "苗族", "a", "户主", "1"}) + text_row(3, {"", "苗族", "", "", "1"});
  const auto roll = roll_of(sheet, merge_of("A2:A3") + merge_of("C2:C3") + merge_of("D2:D3"));
  ASSERT_TRUE(roll);
  std::vector<RowFault> faults;
  for (const auto& row : roll->rows) static_cast<void>(fields_of(row, faults));
  Cells told;
  for (const auto& fault : faults) told.push_back(fmt::format("{} {} {}", fault.line, fault.column, fault.rule));
  EXPECT_EQ(told, (Cells{"3 姓名 merged", "3 身份证号码 merged", "3 与户主关系 merged"}));
}

TEST(Roll, SEC33_merged_cells_cannot_make_a_small_file_a_large_table) {
  const auto began = std::chrono::steady_clock::now();
  const auto titles = text_row(1, {"户号", "门牌", "姓名", "民族", "身份证号码", "与户主关系"});
  // A merged cell makes no rows.
  const auto few = roll_of(titles + text_row(2, {"1", "x", "测试甲", "苗族", "a", "户主"}), merge_of("A2:B1048576"));
  ASSERT_TRUE(few);
  EXPECT_EQ(few->rows.size(), 1u);
  // A long text over many rows.
  std::string rows = text_row(2, {"1", std::string(most_cell_bytes, 'x'), "测试甲", "苗族", "a", "户主"});
  for (int line = 3; line < 6000; ++line) rows += fmt::format("<row r=\"{0}\"><c r=\"C{0}\"><v>1</v></c></row>", line);
  EXPECT_EQ(code_of(roll_of(titles + rows, merge_of("B2:B1048576"))), "table_content");
  // A hundred thousand of them over each other, and one more.
  std::string many;
  for (std::size_t i = 0; i < most_table_rows; ++i)
    many += merge_of(fmt::format("A2:A{}", 1'048'576 - i * 7919 % 999'983));
  EXPECT_EQ(code_of(roll_of(titles + rows, many)), "");
  EXPECT_EQ(code_of(read_table(xlsx_of(titles, {}, "", merges(many + merge_of("A2:A3"))))), "table_content");
  for (const auto* odd : {"", ":", "A:A", "A5:A2", "A0:A5", "ZZZZ1:ZZZZ9", "A1:", "A99999999999999999999:A5"})
    EXPECT_EQ(code_of(roll_of(titles + text_row(2, {"1"}), merge_of(odd))), "") << odd;
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(20));
}

TEST(Roll, refuses_headings_that_lack_something_or_have_it_twice) {
  const auto code = [](std::string_view text) { return code_of(read_roll(*read_table(text))); };
  EXPECT_EQ(code("a,b\nc,d\n"), "heading_missing");
  EXPECT_EQ(code("姓名,民族\n测试甲,苗族\n"), "column_missing");
  EXPECT_EQ(code("姓名,身份证号\n测试甲,1\n"), "column_missing");
  EXPECT_EQ(code("姓名,民族,身份证号,身份证号码\n"), "column_twice");
  EXPECT_EQ(code("姓名,民族,身份证号,户号\n"), "column_missing");
  EXPECT_EQ(code("姓名,民族,性别,出生日期\n测试甲,苗族,男,2016-07-01\n"), "");
}

TEST(Roll, reads_days_as_people_and_spreadsheets_write_them) {
  for (const auto* text :
       {"2016-07-01", "2016/7/1", "2016.7.1", "2016年7月1日", "20160701", "42552", " ２０１６－７－１ "})
    EXPECT_EQ(day_in_words(text), Date::of(2016, 7, 1)) << text;
  for (const auto* text : {"2016-02-30", "16-7-1", "七月一日", "2016-7", "60", "123456", "2016-7-1-1", ""})
    EXPECT_FALSE(day_in_words(text)) << text;
}

TEST(Roll, reads_headings_and_words_as_villages_write_them) {
  const auto roll = read_roll(
      *read_table("姓名：,性别（男/女）,民族:,居民身份证号,与户主关系(必填)：,户号,组（寨）\n测试甲,,苗 族,,户 主,1,\n"
                  "测试乙,,苗　族,,之妻,1,\n测试丙,,侗,,爱人,1,\n测试丁,,侗,,孙,1,\n测试戊,,侗,,侄子,1,\n"));
  ASSERT_TRUE(roll) << roll.error().message.en;
  EXPECT_TRUE(roll->ignored.empty());
  std::vector<RowFault> faults;
  std::vector<std::optional<Kinship>> kinships;
  for (const auto& row : roll->rows) kinships.push_back(fields_of(row, faults).kinship);
  EXPECT_TRUE(faults.empty()) << faults[0].rule;
  EXPECT_EQ(kinships, (std::vector<std::optional<Kinship>>{Kinship::head, Kinship::spouse, Kinship::spouse,
                                                           Kinship::grandchild, Kinship::other_relative}));
  EXPECT_EQ(code_of(read_roll(*read_table("姓名,民族,公民身份证号码\n测试甲,苗族,1\n"))), "");
}

TEST(TableFile, a_sheet_of_a_chart_is_no_sheet) {
  std::vector<documents::ArchiveFile> files{
      {"xl/workbook.xml",
       "<workbook xmlns:r=\"r\"><sheets><sheet name=\"图\" sheetId=\"1\" r:id=\"rId1\"/><sheet "
       "name=\"a\" sheetId=\"2\" r:id=\"rId2\"/></sheets></workbook>"},
      {"xl/_rels/workbook.xml.rels",
       "<Relationships><Relationship Id=\"rId1\" Type=\"http://x/relationships/chartsheet\" "
       "Target=\"chartsheets/sheet1.xml\"/><Relationship Id=\"rId2\" Type=\"http://x/relationships/worksheet\" "
       "Target=\"worksheets/sheet1.xml\"/></Relationships>"},
      {"xl/chartsheets/sheet1.xml", "<chartsheet/>"},
      {"xl/worksheets/sheet1.xml", "<worksheet><sheetData>" + text_row(1, {"x"}) + "</sheetData></worksheet>"}};
  const auto table = read_table(*documents::zip(files));
  ASSERT_TRUE(table) << table.error().message.en;
  EXPECT_EQ(table->sheet, "a");
  EXPECT_TRUE(table->other_sheets.empty());
}

}  // namespace
}  // namespace gulou::people
