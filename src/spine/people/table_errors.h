// Internal to people: refusals of tables.
#pragma once

#include <string>

#include "base/error.h"

namespace gulou::people {

inline Error table_refused(ErrorKind kind, std::string code, std::string zh, std::string en) {
  return {.kind = kind, .code = std::move(code), .message = {std::move(zh), std::move(en)}};
}

inline Error table_type() {
  return table_refused(
      ErrorKind::unsupported_type, "table_type",
      "只接受CSV和Excel（xlsx）表格；不接受加密的、带宏的、引用其他文件的、内含压缩包的表格。",
      "Only CSV and Excel (xlsx) tables are taken: not encrypted, without macros, links to other files or "
      "archives inside.");
}

inline Error table_damaged() {
  return table_refused(ErrorKind::invalid, "file_damaged", "文件不完整或已损坏，请重新保存后再上传。",
                       "The file is damaged or incomplete; save it again and send that.");
}

inline Error table_too_large() {
  return table_refused(ErrorKind::too_large, "table_too_large", "表格太大：展开后不超过50 MB，压缩比不超过100。",
                       "The table is too large: at most 50 MiB unpacked, and a ratio of 100.");
}

inline Error too_many_rows() {
  return table_refused(ErrorKind::too_large, "table_rows", "表格最多10万行，请分成几个文件。",
                       "At most 100,000 rows; divide the table into several files.");
}

inline Error too_many_columns() {
  return table_refused(ErrorKind::too_large, "table_columns", "表格最多64列。", "At most 64 columns.");
}

inline Error table_content() {
  return table_refused(
      ErrorKind::too_large, "table_content",
      "表格的内容太多：最多160万格，文字合计不超过32 MB（重复的文字每格都计算）。请删去不用的列，或分成几个文件。",
      "The table holds too much: at most 1.6 million cells and 32 MiB of text (each cell counts, "
      "repeated or not). Remove columns that are not needed, or divide the table into several files.");
}

inline Error cell_too_long() {
  return table_refused(ErrorKind::too_large, "table_cell", "有单元格的内容太长。", "A cell is too long.");
}

}  // namespace gulou::people
