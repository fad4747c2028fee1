// The table that a village fills in: numbers in text format, lists in the cells, the lists on a sheet of their own.
#include <fmt/format.h>

#include <algorithm>

#include "spine/documents/archive.h"
#include "spine/people/ethnic.h"
#include "spine/people/import.h"
#include "spine/people/words.h"
#include "spine/units/queries.h"

namespace gulou::people {
namespace {

constexpr int rows_with_lists = 5000;
constexpr std::string_view heading = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
constexpr std::string_view main_namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

constexpr std::string_view content_types =
    "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
    "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
    "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
    "<Override PartName=\"/xl/workbook.xml\" "
    "ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/>"
    "<Override PartName=\"/xl/worksheets/sheet1.xml\" "
    "ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>"
    "<Override PartName=\"/xl/worksheets/sheet2.xml\" "
    "ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>"
    "<Override PartName=\"/xl/styles.xml\" "
    "ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml\"/></Types>";

constexpr std::string_view root_relations =
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" "
    "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" "
    "Target=\"xl/workbook.xml\"/></Relationships>";

constexpr std::string_view workbook_relations =
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" "
    "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" "
    "Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId2\" "
    "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" "
    "Target=\"worksheets/sheet2.xml\"/><Relationship Id=\"rId3\" "
    "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/>"
    "</Relationships>";

// 1: text (format 49, "@"), so that no number loses its digits; 2: the heading.
constexpr std::string_view styles =
    "<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><fonts count=\"2\"><font><sz "
    "val=\"11\"/><name val=\"宋体\"/></font><font><b/><sz val=\"11\"/><name val=\"宋体\"/></font></fonts><fills "
    "count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill>"
    "</fills><borders count=\"1\"><border><left/><right/><top/><bottom/></border></borders><cellStyleXfs count=\"1\">"
    "<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs><cellXfs count=\"3\"><xf "
    "numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/><xf numFmtId=\"49\" fontId=\"0\" fillId=\"0\" "
    "borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/><xf numFmtId=\"49\" fontId=\"1\" fillId=\"0\" borderId=\"0\" "
    "xfId=\"0\" applyNumberFormat=\"1\" applyFont=\"1\"/></cellXfs></styleSheet>";

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else
      out += c;
  }
  return out;
}

char letter(std::size_t column) { return static_cast<char>('A' + column); }

std::string text_cell(std::size_t column, std::size_t row, std::string_view text, int style) {
  return fmt::format("<c r=\"{}{}\" s=\"{}\" t=\"inlineStr\"><is><t>{}</t></is></c>", letter(column), row, style,
                     escaped(text));
}

// What may be chosen in a column.
struct Choices {
  RollColumn column;
  std::vector<std::string> words;
};

template <class E>
Choices choices_of(RollColumn column) {
  Choices out{column, {}};
  for (const auto& each : type_of<E>().names) out.words.push_back(label(static_cast<E>(each.value)).zh);
  return out;
}

Result<std::vector<Choices>> all_choices(db::Reader& reader, const units::UnitSummary& village) {
  Choices sexes{RollColumn::sex, {"男", "女"}};
  Choices ethnic{RollColumn::ethnic, {}};
  for (const auto& group : ethnic_groups())
    if (group.code != other_group) ethnic.words.push_back(group.name.zh);
  for (const auto* name : {"革家人", "穿青人"}) ethnic.words.emplace_back(name);
  Choices groups{RollColumn::group, {}};
  for (const auto& unit : TRY(units::children(reader, village.id))) groups.words.push_back(unit.name);
  std::vector<Choices> all{sexes, ethnic, choices_of<Kinship>(RollColumn::kinship),
                           choices_of<Status>(RollColumn::status), choices_of<Political>(RollColumn::political)};
  if (!groups.words.empty()) all.push_back(std::move(groups));
  return all;
}

std::string roll_sheet(const std::vector<Choices>& choices) {
  std::string columns, titles, lists;
  for (std::size_t i = 0; i < roll_columns; ++i) {
    const auto column = static_cast<RollColumn>(i);
    const int width = column == RollColumn::id_number || column == RollColumn::address ? 24 : 14;
    columns += fmt::format("<col min=\"{0}\" max=\"{0}\" width=\"{1}\" style=\"1\" customWidth=\"1\"/>", i + 1, width);
    titles += text_cell(i, 1, title_of(column), 2);
  }
  for (std::size_t i = 0; i < choices.size(); ++i) {
    const auto column = letter(static_cast<std::size_t>(choices[i].column));
    lists += fmt::format(
        "<dataValidation type=\"list\" allowBlank=\"1\" showErrorMessage=\"1\" "
        "sqref=\"{0}2:{0}{1}\"><formula1>选项!${2}$1:${2}${3}"
        "</formula1></dataValidation>",
        column, rows_with_lists, letter(i), choices[i].words.size());
  }
  return fmt::format(
      "{}<worksheet xmlns=\"{}\"><sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" "
      "activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews><cols>{}</cols><sheetData><row "
      "r=\"1\">{}</row>"
      "</sheetData><dataValidations count=\"{}\">{}</dataValidations></worksheet>",
      heading, main_namespace, columns, titles, choices.size(), lists);
}

std::string choices_sheet(const std::vector<Choices>& choices) {
  std::size_t longest = 0;
  for (const auto& each : choices) longest = std::max(longest, each.words.size());
  std::string rows;
  for (std::size_t row = 0; row < longest; ++row) {
    rows += fmt::format("<row r=\"{}\">", row + 1);
    for (std::size_t i = 0; i < choices.size(); ++i)
      if (row < choices[i].words.size()) rows += text_cell(i, row + 1, choices[i].words[row], 1);
    rows += "</row>";
  }
  return fmt::format("{}<worksheet xmlns=\"{}\"><sheetData>{}</sheetData></worksheet>", heading, main_namespace, rows);
}

}  // namespace

Result<std::string> roll_template(db::Reader& reader, const units::UnitSummary& village) {
  const auto choices = TRY(all_choices(reader, village));
  const auto with_heading = [](std::string_view part) { return std::string(heading) + std::string(part); };
  const std::vector<documents::ArchiveFile> files{
      {"[Content_Types].xml", with_heading(content_types)},
      {"_rels/.rels", with_heading(root_relations)},
      {"xl/workbook.xml",
       fmt::format(
           "{}<workbook xmlns=\"{}\" "
           "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet "
           "name=\"名册\" sheetId=\"1\" r:id=\"rId1\"/><sheet name=\"选项\" sheetId=\"2\" r:id=\"rId2\"/></sheets>"
           "</workbook>",
           heading, main_namespace)},
      {"xl/_rels/workbook.xml.rels", with_heading(workbook_relations)},
      {"xl/styles.xml", with_heading(styles)},
      {"xl/worksheets/sheet1.xml", roll_sheet(choices)},
      {"xl/worksheets/sheet2.xml", choices_sheet(choices)}};
  return documents::zip(files);
}

}  // namespace gulou::people
