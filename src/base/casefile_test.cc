// Case files: the good one reads as meant, every broken one is refused at its line, and writing reads back.
#include "base/casefile.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <set>
#include <sstream>

namespace gulou::casefile {
namespace {

const std::string testdata = GULOU_SOURCE_DIR "/src/base/testdata/casefile";

std::string file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  EXPECT_TRUE(in) << path;
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

std::string good() { return file(testdata + "/good.case.txt"); }

std::vector<Case> without_lines(std::vector<Case> cases) {
  for (Case& each : cases) {
    each.line = 0;
    for (Row& row : each.rows) row.line = 0;
  }
  return cases;
}

TEST(CaseFile, ReadsWhatAClerkWrites) {
  const auto cases = parse(good());
  ASSERT_TRUE(cases) << describe_error(cases.error());
  ASSERT_EQ(cases->size(), 2u);
  const Case first{.line = 1,
                   .id = "D01",
                   .title = "恰好一半不算过半数",
                   .basis = "村组法2018 第十五条第二款",
                   .date_word = "选举日",
                   .date = *Date::of(2020, 12, 20),
                   .place = "贵州",
                   .doubt = std::nullopt,
                   .given = {{"登记选民", "1000"}, {"参加投票", "500"}},
                   .expected = {{"选举", "无效"}, {"下一步", "重新选举"}},
                   .reasons = {{"elections.valid.turnout", false}},
                   .notes = {},
                   .columns = {"登记选民", "参加投票", "选举"},
                   .rows = {{7, {"1000", "501", "有效"}}}};
  EXPECT_EQ(cases->at(0), first);
  const Case second{.line = 9,
                    .id = "D05",
                    .title = "废票也算在参加投票的人里",
                    .basis = "村组法2018 第十五条第二款",
                    .date_word = "选举日",
                    .date = *Date::of(2020, 12, 20),
                    .place = "522631000000",
                    .doubt = Doubt{"分母含不含废票", "州民政局"},
                    .given = {{"参加投票", "700"}, {"得票", "320"}},
                    .expected = {{"当选", "否"}},
                    .reasons = {{"elections.elect.majority", false}, {"elections.valid.turnout", std::nullopt}},
                    .notes = {"700 ÷ 2 = 350,要 351 票", "废票、弃权共 100 张"},
                    .columns = {},
                    .rows = {}};
  EXPECT_EQ(cases->at(1), second);
}

TEST(CaseFile, NotepadsLineEndsAndByteOrderMarkAreFine) {
  std::string windows = "\xEF\xBB\xBF";
  for (const char c : good()) windows += c == '\n' ? std::string("\r\n") : std::string(1, c);
  const auto cases = parse(windows);
  ASSERT_TRUE(cases) << describe_error(cases.error());
  EXPECT_EQ(*cases, *parse(good()));
}

TEST(CaseFile, WritesWhatItRead) {
  const auto cases = parse(good());
  const auto again = parse(write(*cases));
  ASSERT_TRUE(again) << describe_error(again.error()) << write(*cases);
  EXPECT_EQ(without_lines(*again), without_lines(*cases));
}

struct Bad {
  std::string file;
  std::string pointer;
  std::string rule;
};

const std::vector<Bad>& bad_files() {
  static const std::vector<Bad> all = {
      {"before-any-case", "/1", "misplaced"},
      {"case-on-two-lines", "/2", "misplaced"},
      {"doubt-of-nobody", "/2", "format:doubt"},
      {"doubt-without-who", "/2", "format:doubt"},
      {"empty-cell", "/7", "cell_count"},
      {"field-without-value", "/2", "format:field"},
      {"given-and-expected", "/4", "duplicate_name"},
      {"malformed-date", "/2", "format:date"},
      {"malformed-reason", "/5", "format:reason"},
      {"no-cases", "/1", "no_cases"},
      {"no-day", "/1", "missing"},
      {"no-givens", "/1", "missing"},
      {"no-reason", "/1", "missing"},
      {"no-rows", "/6", "missing"},
      {"no-title", "/1", "format:case"},
      {"not-utf8", "/1", "not_utf8"},
      {"pair-without-sign", "/4", "format:pair"},
      {"pair-without-value", "/4", "format:pair"},
      {"pairs-run-together", "/3", "format:pair"},
      {"same-column", "/6", "duplicate_name"},
      {"same-id", "/9", "duplicate_case"},
      {"same-name", "/3", "duplicate_name"},
      {"too-few-cells", "/7", "cell_count"},
      {"two-days", "/2", "repeated"},
      {"two-expectations", "/5", "repeated"},
      {"unknown-column", "/6", "unknown_column"},
      {"unknown-field", "/2", "format:field"},
      {"unknown-keyword", "/4", "unknown_keyword"},
  };
  return all;
}

TEST(CaseFile, EveryBadFileIsRefusedAtItsLineAlone) {
  for (const Bad& bad : bad_files()) {
    const auto cases = parse(file(testdata + "/bad/" + bad.file + ".case.txt"));
    ASSERT_FALSE(cases) << bad.file;
    ASSERT_EQ(cases.error().fields.size(), 1u) << bad.file << " " << describe_error(cases.error());
    const FieldError& error = cases.error().fields[0];
    EXPECT_EQ(error.pointer, bad.pointer) << bad.file;
    EXPECT_EQ(error.rule, bad.rule) << bad.file;
    EXPECT_TRUE(error.message.zh.starts_with("第 " + bad.pointer.substr(1) + " 行")) << error.message.zh;
    EXPECT_TRUE(error.message.en.starts_with("Line " + bad.pointer.substr(1))) << error.message.en;
  }
}

TEST(CaseFile, EveryBadFileHasItsRow) {
  std::set<std::string> rows, files;
  for (const Bad& each : bad_files()) rows.insert(each.file + ".case.txt");
  for (const auto& entry : std::filesystem::directory_iterator(testdata + "/bad"))
    files.insert(entry.path().filename());
  EXPECT_EQ(rows, files);
}

TEST(CaseFile, ReportsEveryFaultAtOnce) {
  const auto cases = parse("案例 A  甲\n依据 乙  选举日 x\n给定  a\n应得  b = 1\n理由  r 好\n");
  ASSERT_FALSE(cases);
  std::string lines;
  for (const auto& each : cases.error().fields) lines += each.pointer + " ";
  EXPECT_EQ(lines, "/2 /3 /5 ");
}

TEST(CaseFile, AFileTooLargeIsRefused) {
  const auto cases = parse(std::string(largest_file + 1, '\n'));
  ASSERT_FALSE(cases);
  EXPECT_EQ(cases.error().fields.at(0).rule, "too_large");
}

// Whatever is read can be written and read again; whatever is sent in, it says so and does not crash.
TEST(CaseFile, AnythingThatReadsWritesBack) {
  const char* given = std::getenv("GULOU_SEED");
  const auto seed = given ? std::strtoull(given, nullptr, 10) : std::random_device()();
  SCOPED_TRACE("GULOU_SEED=" + std::to_string(seed));
  std::mt19937_64 random(seed);
  const std::vector<std::string> pieces = {" ",  "  ",    "\t",    "\n",   "\r\n",         "　",   "|",    "｜",
                                           "=",  "＝",    "由",    "答复", "无",           "案例", "依据", "表",
                                           "注", "存疑 ", "地区 ", "满足", "\xEF\xBB\xBF", "x",    "，"};
  int read = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string text = good();
    for (auto changes = 1 + random() % 4; changes > 0; --changes) {
      const std::size_t at = random() % text.size();
      switch (random() % 3) {
        case 0:
          text.insert(at, pieces[random() % pieces.size()]);
          break;
        case 1:
          text.erase(at, 1 + random() % 4);
          break;
        default:
          text[at] = static_cast<char>(random() % 128);
      }
    }
    const auto cases = parse(text);
    if (!cases) {
      ASSERT_FALSE(cases.error().fields.empty());
      continue;
    }
    ++read;
    const auto again = parse(write(*cases));
    ASSERT_TRUE(again) << describe_error(again.error()) << "\n" << text << "\n---\n" << write(*cases);
    ASSERT_EQ(without_lines(*again), without_lines(*cases)) << text << "\n---\n" << write(*cases);
  }
  EXPECT_GT(read, 500);
}

}  // namespace
}  // namespace gulou::casefile
