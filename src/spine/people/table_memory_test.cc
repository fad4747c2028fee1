// SEC-33 as it is meant: what a file says may not take more memory than there is for it, however small the file is.
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <cstdio>
#include <fstream>
#include <random>

#include "base/freed_memory.h"
#include "spine/people/roll.h"
#include "spine/people/test_tables.h"

namespace gulou::people {
namespace {

constexpr std::int64_t mebibyte = 1024 * 1024;
constexpr std::int64_t most_growth = 256 * mebibyte;

std::int64_t from_status(std::string_view name) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with(name)) return std::stoll(line.substr(name.size() + 1)) * 1024;
  return -1;
}

struct Read {
  std::string code;
  std::int64_t growth = 0;  // of resident memory, at most
  std::size_t rows = 0;
};

// The bytes themselves are there before.
Read read_and_measure(const std::string& bytes) {
  std::ofstream("/proc/self/clear_refs") << "5";  // the peak begins anew
  const auto before = from_status("VmRSS:");
  Read out;
  const auto table = read_table(bytes);
  out.code = table ? "" : table.error().code;
  if (table) {
    const auto roll = read_roll(*table);
    EXPECT_TRUE(roll) << roll.error().message.en;
    if (roll) out.rows = roll->rows.size();
  }
  out.growth = from_status("VmHWM:") - before;
  std::printf("%.1f MiB sent: %s, %.0f MiB more in memory\n", static_cast<double>(bytes.size()) / mebibyte,
              out.code.c_str(), static_cast<double>(out.growth) / mebibyte);
  return out;
}

// So that the archive is not refused for what it packs so well.
std::string noise(std::size_t bytes) {
  std::mt19937 random(20261130);
  std::string out = "<!--";
  for (std::size_t i = 0; i < bytes; ++i) out += static_cast<char>('A' + random() % 26);
  return out + "-->";
}

std::string repeated(std::string_view text, std::size_t times) {
  std::string out;
  out.reserve(text.size() * times);
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

class TableMemory : public testing::Test {
 protected:
  void SetUp() override {
    if (!freed_memory_is_wiped()) GTEST_SKIP() << "the sanitizers' allocator keeps what was freed";
  }
  static void expect_refused(std::string_view code, const std::string& bytes) {
    const auto read = read_and_measure(bytes);
    EXPECT_EQ(read.code, code);
    EXPECT_LT(read.growth, most_growth);
  }
};

TEST_F(TableMemory, SEC33_one_long_text_in_every_cell_is_refused_within_256_mib) {
  const auto row = "<row>" + repeated("<c t=\"s\"><v>0</v></c>", 60) + "</row>";
  const auto rows = repeated(row, 8000) + noise(400'000);
  expect_refused(
      "table_content",
      xlsx_of(rows, {{"xl/sharedStrings.xml", "<sst><si><t>" + std::string(7900, 'a') + "</t></si></sst>"}}));
}

TEST_F(TableMemory, SEC33_tables_of_almost_nothing_are_refused_within_256_mib) {
  expect_refused("table_content",
                 xlsx_of(text_row(1, {"姓名"}), {{"xl/sharedStrings.xml", "<sst>" + repeated("<si/>", 9'000'000) +
                                                                              noise(800'000) + "</sst>"}}));
  expect_refused("table_content", xlsx_of(repeated("<row><c r=\"BL1\"><v>1</v></c></row>", 90'000) + noise(400'000)));
  expect_refused("table_content", repeated(std::string(63, ',') + "a\n", 90'000));
  expect_refused("csv_malformed", std::string(most_table_bytes, ','));
  expect_refused("csv_malformed", repeated("\"\"\"\",", most_table_bytes / 5));
}

TEST_F(TableMemory, SEC33_millions_of_names_are_refused_within_256_mib) {
  std::string elements, attributes = "<a";
  for (int i = 0; i < 4'000'000; ++i) elements += fmt::format("<a{:x}/>", i);
  for (int i = 0; i < 4'000'000; ++i) attributes += fmt::format(" a{:x}=\"\"", i);
  expect_refused("file_damaged", xlsx_of(elements));
  expect_refused("file_damaged", xlsx_of(attributes + "/>"));
}

TEST_F(TableMemory, SEC33_a_roll_as_large_as_may_be_is_read_within_256_mib) {
  const std::vector<std::string> titles{"姓名",     "性别", "民族",       "身份证号码", "出生日期", "电话",
                                        "组（寨）", "户号", "与户主关系", "居住情况",   "政治面貌", "住址"};
  const auto csv_row = [](int i) {
    return fmt::format(
        "测试甲,男,苗族,52260119900101{:04},1990-01-01,138{:08},第一村民小组,H{:06},其他亲属,人户一致,群众,"
        "贵州省黔东南苗族侗族自治州凯里市测试街道测试路1号\n",
        i % 10'000, i, i / 4);
  };
  std::string csv = fmt::format("{}\n", fmt::join(titles, ","));
  for (int i = 2; i <= 100'000; ++i) csv += csv_row(i);
  const auto of_csv = read_and_measure(csv);
  EXPECT_EQ(of_csv.code, "");
  EXPECT_EQ(of_csv.rows, 99'999u);
  EXPECT_LT(of_csv.growth, most_growth);

  std::string shared = "<sst>", sheet = text_row(1, titles);
  for (const auto* each : {"测试甲", "男", "苗族", "1990-01-01", "第一村民小组", "其他亲属", "人户一致", "群众"})
    shared += fmt::format("<si><t>{}</t></si>", each);
  for (int i = 2; i <= 60'000; ++i)
    sheet += fmt::format(
        "<row r=\"{0}\"><c r=\"A{0}\" t=\"s\"><v>0</v></c><c r=\"B{0}\" t=\"s\"><v>1</v></c><c r=\"C{0}\" "
        "t=\"s\"><v>2</v></c><c r=\"D{0}\" t=\"inlineStr\"><is><t>52260119900101{1:04}</t></is></c><c r=\"E{0}\" "
        "t=\"s\"><v>3</v></c><c r=\"F{0}\"><v>138{0:08}</v></c><c r=\"G{0}\" t=\"s\"><v>4</v></c><c r=\"H{0}\" "
        "t=\"inlineStr\"><is><t>H{0:06}</t></is></c><c r=\"I{0}\" t=\"s\"><v>5</v></c><c r=\"J{0}\" "
        "t=\"s\"><v>6</v></c><c r=\"K{0}\" t=\"s\"><v>7</v></c></row>",
        i, i % 10'000);
  const auto of_xlsx = read_and_measure(xlsx_of(sheet, {{"xl/sharedStrings.xml", shared + "</sst>"}}));
  EXPECT_EQ(of_xlsx.code, "");
  EXPECT_EQ(of_xlsx.rows, 59'999u);
  EXPECT_LT(of_xlsx.growth, most_growth);
}

TEST(TableLines, are_those_that_a_spreadsheet_has) {
  const auto code = [](const std::string& rows) {
    const auto table = read_table(xlsx_of(rows));
    return table ? "" : table.error().code;
  };
  const std::string cell = "<c><v>1</v></c></row>";
  EXPECT_EQ(code("<row r=\"1048576\">" + cell), "");
  EXPECT_EQ(code("<row r=\"1048577\">" + cell), "file_damaged");
  EXPECT_EQ(code("<row r=\"1048576\">" + cell + "<row>" + cell), "file_damaged");
  EXPECT_EQ(code("<row r=\"9223372036854775807\">" + cell + "<row>" + cell), "file_damaged");
  EXPECT_EQ(code("<row r=\"-9223372036854775808\">" + cell + "<row>" + cell), "");
  // A cell without its place stands behind the one before it, be that empty or not.
  const auto table = read_table(xlsx_of("<row><c/><c><v>1</v></c><c r=\"D1\"/><c><v>2</v></c></row>"));
  ASSERT_TRUE(table);
  EXPECT_EQ(table->rows.at(0).cells, (std::vector<std::string>{"", "1", "", "", "2"}));
}

}  // namespace
}  // namespace gulou::people
