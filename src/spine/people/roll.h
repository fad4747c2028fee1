// A roll of residents as a table: which column is what, and what each row says. Pure; what the register knows of these
// people, import.h asks.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "spine/people/facts.h"
#include "spine/people/table_file.h"

namespace gulou::people {

enum class RollColumn {
  name,
  sex,
  ethnic,
  id_number,
  born_on,
  phone,
  group,
  household,
  kinship,
  status,
  political,
  address
};
inline constexpr std::size_t roll_columns = 12;

// As in the template's heading: 姓名, 性别, …
std::string_view title_of(RollColumn column);

// What is wrong with a row.
struct RowFault {
  std::int64_t line = 0;
  std::string column;  // its title, "" for the whole row
  std::string rule;
  std::string zh;
  std::string en;
};

constexpr auto describe(Tag<RowFault>) {
  return object("RowFault", "What is wrong with a row, and what to do",
                field<&RowFault::line>("line", "As the spreadsheet counts"),
                field<&RowFault::column>("column", "Title of the column; empty: the whole row"),
                field<&RowFault::rule>("rule", "Which rule"), field<&RowFault::zh>("zh", "What to do, in Chinese"),
                field<&RowFault::en>("en", "In English"));
}

struct RollRow {
  std::int64_t line = 0;
  std::array<std::string, roll_columns> cells;  // trimmed; "" where the table has no such column
  std::vector<RollColumn> covered = {};         // whose cell is one with the row above, and is not read so
  const std::string& cell(RollColumn column) const { return cells.at(static_cast<std::size_t>(column)); }
};

struct Roll {
  std::array<bool, roll_columns> has = {};
  std::vector<std::string> ignored;  // titles that mean nothing to us
  std::vector<RollRow> rows;
  std::string sheet = {};  // that was read, of a workbook of several
  std::vector<std::string> other_sheets = {};
  std::vector<RowFault> warnings = {};  // no reason to refuse; a few thousand at most
  bool has_column(RollColumn column) const { return has.at(static_cast<std::size_t>(column)); }
};

// Finds the heading in the first rows (姓名 and one more title), and the columns below it. Errors: invalid
// "heading_missing", "column_missing" (姓名, 民族, and 身份证号码 or both 性别 and 出生日期), "column_twice", naming
// them; "table_content" (what merged cells say in every row is more than a table may hold).
//
// A cell that covers several rows says of each of them what it says of the first, in columns of which that can be true
// (says_of_many). A telephone stays with the first. Of a name, a number, a day, a sex or a kinship it is a fault of the
// rows below: "merged" (fields_of).
// What is no fault is put right: words for nothing (无, 不详, —) in the columns of numbers are read as empty
// ("id_number.left_empty", "phone.left_empty"), marks before a number are dropped, a household's number is written as
// it is kept. Rows that are nobody (合计, 制表人, 备注, the heading again) are "passed_over". Both stand in the
// warnings.
//
// A table whose ID numbers are masked, at least half of them, is refused as a whole: invalid "roll_masked".
Result<Roll> read_roll(const TableFile& table);

// 522601********0010, 138****1234: as an export hides it.
bool is_masked(std::string_view cell);

// Household, group, address, ethnic group, status, political status: may a cell be merged over several people?
bool says_of_many(RollColumn column);

// What a row says by itself. Cells that are empty say nothing, and a masked telephone neither; a masked ID number is a
// fault ("id_number.masked"). Group and household are names here: see cells.
PersonFields fields_of(const RollRow& row, std::vector<RowFault>& faults);

// A fault of facts.h as one of a row.
RowFault in_row(std::int64_t line, const FieldError& fault);

// 2016-07-01, 2016/7/1, 2016.7.1, 2016年7月1日, 20160701, and the number that a spreadsheet keeps of a day (42552).
std::optional<Date> day_in_words(std::string_view text);

}  // namespace gulou::people
