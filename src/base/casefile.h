// Case files (*.case.txt): cases with their expected outcome, which a clerk can read, edit in Notepad and print.
//
//   案例 D01  恰好一半不算过半数
//   依据 村组法2018 第十五条第二款      选举日 2020-12-20      地区 贵州      存疑 无
//   给定  登记选民 = 1000   参加投票 = 500
//   应得  选举 = 无效   下一步 = 重新选举
//   理由  elections.valid.turnout 不满足
//   注    过半数是 1000 ÷ 2 = 500 再多一人
//   表    登记选民 | 参加投票 | 选举
//         1000    | 501     | 有效
//
// UTF-8, with or without byte order mark, lines ended by LF or CRLF. A keyword stands at the start of its line; an
// indented line goes on with the one above. Fields are parted by two blanks or more, a tab or an ideographic space.
// 依据 also has the day (选举日, 会议日, 公布日, 提出日, 起算日, 开始日 or 日期), 地区 (without it 全国) and 存疑: 无,
// or the question and who must answer it, "是否含废票,由州民政局答复". 理由 names rules that must stand in the trace,
// with 满足 or 适用, 不满足 or 不适用 where that matters. Every row of a 表 is the same case with other values; what
// its columns do not expect is not checked. 注 and 表 may be missing.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"

namespace gulou::casefile {

struct Pair {
  std::string name;
  std::string value;
  bool operator==(const Pair&) const = default;
};

struct Reason {
  std::string rule;
  std::optional<bool> held;  // none: it must stand in the trace, either way
  bool operator==(const Reason&) const = default;
};

struct Doubt {
  std::string question;
  std::string answered_by;
  bool operator==(const Doubt&) const = default;
};

struct Row {
  std::size_t line = 0;
  std::vector<std::string> cells;
  bool operator==(const Row&) const = default;
};

struct Case {
  std::size_t line = 0;
  std::string id;
  std::string title;
  std::string basis;
  std::string date_word;  // 选举日
  Date date;
  std::string place;  // 贵州, or a 12-digit code
  std::optional<Doubt> doubt;
  std::vector<Pair> given;
  std::vector<Pair> expected;
  std::vector<Reason> reasons;
  std::vector<std::string> notes;
  std::vector<std::string> columns;
  std::vector<Row> rows;
  bool operator==(const Case&) const = default;
};

inline constexpr std::size_t largest_file = 1 << 20;

// Errors (invalid_fields) name every faulty line, "/<line>", and what is allowed there: "not_utf8", "too_large",
// "no_cases", "unknown_keyword", "misplaced", "repeated", "missing", "format:case", "format:field", "format:date",
// "format:doubt", "format:pair", "format:reason", "duplicate_case", "duplicate_name", "unknown_column", "cell_count".
Result<std::vector<Case>> parse(std::string_view text);

// The cases as a file that parse() reads back as they are, save for the numbers of lines.
std::string write(const std::vector<Case>& cases);

}  // namespace gulou::casefile
