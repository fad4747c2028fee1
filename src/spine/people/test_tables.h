// For tests: xlsx files put together by hand, with whatever is to be wrong in them.
#pragma once

#include <fmt/format.h>

#include <string>
#include <vector>

#include "spine/documents/archive.h"

namespace gulou::people {

inline std::string xlsx_of(const std::string& sheet_data, std::vector<documents::ArchiveFile> more = {},
                           const std::string& sheet_head = "", const std::string& sheet_tail = "",
                           const std::string& first_state = "") {
  std::vector<documents::ArchiveFile> files{
      {"xl/workbook.xml", "<workbook xmlns:r=\"r\"><sheets><sheet name=\"a\" sheetId=\"7\"" + first_state +
                              " r:id=\"rId3\"/><sheet name=\"b\" sheetId=\"8\" "
                              "r:id=\"rId4\"/></sheets></workbook>"},
      {"xl/_rels/workbook.xml.rels",
       "<Relationships><Relationship Id=\"rId4\" Target=\"worksheets/other.xml\"/><Relationship Id=\"rId3\" "
       "Target=\"worksheets/first.xml\"/></Relationships>"},
      {"xl/worksheets/first.xml",
       sheet_head + "<worksheet><sheetData>" + sheet_data + "</sheetData>" + sheet_tail + "</worksheet>"}};
  for (auto& each : more) files.push_back(std::move(each));
  return *documents::zip(files);
}

inline std::string text_row(int line, const std::vector<std::string>& cells) {
  std::string out = fmt::format("<row r=\"{}\">", line);
  for (std::size_t i = 0; i < cells.size(); ++i)
    out +=
        fmt::format("<c r=\"{}{}\" t=\"inlineStr\"><is><t>{}</t></is></c>", static_cast<char>('A' + i), line, cells[i]);
  return out + "</row>";
}

}  // namespace gulou::people
