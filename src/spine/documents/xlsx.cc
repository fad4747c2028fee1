// Office Open XML (ECMA-376), as little of it as Excel, WPS and LibreOffice need.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/utf8.h"
#include "spine/documents/archive.h"
#include "spine/documents/sheet_check.h"
#include "spine/documents/spreadsheet.h"

namespace gulou::documents {
namespace {

constexpr std::size_t most_rows = 1'048'576;
constexpr std::size_t most_units_in_cell = 32'767;
constexpr std::size_t most_units_in_tab = 31;
constexpr std::string_view cut_mark = "……（内容过长，以下截断）";
constexpr std::int64_t most_exact_number = 999'999'999'999'999;
constexpr int least_width = 8;
constexpr int greatest_width = 60;
// In points. Programs differ in whether they make room for wrapped text by themselves, so every row has its height.
constexpr int title_height = 30;
constexpr int note_height = 18;
constexpr int line_height = 15;
constexpr int row_padding = 5;
constexpr int greatest_height = 400;  // Excel allows 409

constexpr std::string_view xml_head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
constexpr std::string_view main_namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
constexpr std::string_view relationship = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

// The cellXfs of styles_part, in their order.
enum class Style { plain, title, note, header, text, number, date };

constexpr std::string_view styles_part =
    "<numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\"/></numFmts>"
    "<fonts count=\"4\"><font><sz val=\"11\"/><name val=\"宋体\"/></font>"
    "<font><b/><sz val=\"16\"/><name val=\"宋体\"/></font>"
    "<font><sz val=\"10\"/><color rgb=\"FF5A6675\"/><name val=\"宋体\"/></font>"
    "<font><b/><sz val=\"11\"/><name val=\"宋体\"/></font></fonts>"
    "<fills count=\"3\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/>"
    "</fill><fill><patternFill patternType=\"solid\"><fgColor rgb=\"FFEEF3F9\"/></patternFill></fill></fills>"
    "<borders count=\"2\"><border><left/><right/><top/><bottom/></border><border><left style=\"thin\"/>"
    "<right style=\"thin\"/><top style=\"thin\"/><bottom style=\"thin\"/></border></borders>"
    "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>"
    "<cellXfs count=\"7\"><xf xfId=\"0\" numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/>"
    "<xf xfId=\"0\" numFmtId=\"0\" fontId=\"1\" fillId=\"0\" borderId=\"0\" applyFont=\"1\" "
    "applyAlignment=\"1\"><alignment horizontal=\"center\" "
    "vertical=\"center\"/></xf>"
    "<xf xfId=\"0\" numFmtId=\"0\" fontId=\"2\" fillId=\"0\" borderId=\"0\" applyFont=\"1\" "
    "applyAlignment=\"1\"><alignment horizontal=\"left\" "
    "vertical=\"center\"/></xf>"
    "<xf xfId=\"0\" numFmtId=\"0\" fontId=\"3\" fillId=\"2\" borderId=\"1\" applyFont=\"1\" applyFill=\"1\" "
    "applyBorder=\"1\" "
    "applyAlignment=\"1\"><alignment horizontal=\"center\" vertical=\"center\" wrapText=\"1\"/></xf>"
    // Format 49 is "text": it stays text even after someone has edited the cell.
    "<xf xfId=\"0\" numFmtId=\"49\" fontId=\"0\" fillId=\"0\" borderId=\"1\" applyNumberFormat=\"1\" applyBorder=\"1\" "
    "applyAlignment=\"1\">"
    "<alignment vertical=\"center\" wrapText=\"1\"/></xf>"
    "<xf xfId=\"0\" numFmtId=\"1\" fontId=\"0\" fillId=\"0\" borderId=\"1\" applyNumberFormat=\"1\" applyBorder=\"1\" "
    "applyAlignment=\"1\">"
    "<alignment vertical=\"center\"/></xf>"
    "<xf xfId=\"0\" numFmtId=\"164\" fontId=\"0\" fillId=\"0\" borderId=\"1\" applyNumberFormat=\"1\" "
    "applyBorder=\"1\" applyAlignment=\"1\">"
    "<alignment horizontal=\"center\" vertical=\"center\"/></xf></cellXfs>"
    "<cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles>";

std::size_t utf16_units(std::string_view sequence) { return sequence.size() == 4 ? 2 : 1; }

// Everything before the code unit number `limit`, never half a code point.
std::string_view first_units(std::string_view text, std::size_t limit) {
  std::size_t units = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto sequence = text.substr(at, utf8::sequence_length(text.substr(at)));
    units += utf16_units(sequence);
    if (units > limit) return text.substr(0, at);
    at += sequence.size();
  }
  return text;
}

// "_x0041_" is how Excel writes characters that XML cannot hold; typed by a person it is just text.
bool is_excel_escape(std::string_view text) {
  return text.size() >= 7 && text.starts_with("_x") && text[6] == '_' &&
         std::ranges::all_of(text.substr(2, 4), [](unsigned char c) { return std::isxdigit(c) != 0; });
}

bool is_forbidden_in_xml(std::string_view sequence) {
  const auto first = static_cast<unsigned char>(sequence[0]);
  return (first < 0x20 && first != '\t' && first != '\n') || sequence == "\uFFFE" || sequence == "\uFFFF";
}

// `text` is valid UTF-8. Line ends become LF, what XML cannot hold becomes U+FFFD.
void append_xml(std::string& out, std::string_view text) {
  while (!text.empty()) {
    const auto sequence = text.substr(0, utf8::sequence_length(text));
    if (sequence == "&") {
      out += "&amp;";
    } else if (sequence == "<") {
      out += "&lt;";
    } else if (sequence == ">") {
      out += "&gt;";
    } else if (sequence == "\"") {
      out += "&quot;";
    } else if (sequence == "\r") {
      if (!text.starts_with("\r\n")) out += '\n';
    } else if (is_excel_escape(text)) {
      out += "_x005F_";
    } else if (is_forbidden_in_xml(sequence)) {
      out += "\uFFFD";
    } else {
      out += sequence;
    }
    text.remove_prefix(sequence.size());
  }
}

std::string xml_of(std::string_view text) {
  std::string out;
  append_xml(out, text);
  return out;
}

// 0 is A, 26 is AA.
std::string column_name(std::size_t index) {
  std::string name;
  for (auto rest = index + 1; rest > 0; rest = (rest - 1) / 26)
    name.insert(name.begin(), static_cast<char>('A' + (rest - 1) % 26));
  return name;
}

// In halves of a Chinese character: the longest line.
int width_of(std::string_view text) {
  int widest = 0;
  int width = 0;
  while (!text.empty()) {
    const auto size = utf8::sequence_length(text);
    width = text[0] == '\n' ? 0 : width + (size >= 3 ? 2 : 1);
    widest = std::max(widest, width);
    text.remove_prefix(size);
  }
  return widest;
}

// How many lines a text takes in a column of that width.
int lines_in(std::string_view text, int width) {
  int lines = 0;
  for (std::size_t at = 0; at <= text.size() && lines < greatest_height;) {
    const auto end = std::min(text.find('\n', at), text.size());
    lines += std::max(1, (width_of(text.substr(at, end - at)) + width - 1) / width);
    at = end + 1;
  }
  return lines;
}

int height_of(int lines) { return std::min(lines * line_height + row_padding, greatest_height); }

int cell_width(const Cell& cell) {
  if (const auto* text = std::get_if<std::string>(&cell)) return width_of(*text);
  if (const auto* number = std::get_if<std::int64_t>(&cell)) return static_cast<int>(std::to_string(*number).size());
  if (std::holds_alternative<Date>(cell)) return 10;
  return 0;
}

// One column of the file: a share has two.
struct FileColumn {
  std::string_view title;
  int width = 0;
};

std::vector<FileColumn> file_columns(const Sheet& sheet) {
  std::vector<FileColumn> out;
  for (std::size_t c = 0; c < sheet.columns.size(); ++c) {
    const auto& column = sheet.columns[c];
    int content = 0;
    for (const auto& row : sheet.rows) content = std::max(content, cell_width(row[c]));
    const auto add = [&](std::string_view title) {
      const int wanted = column.width > 0 ? column.width : std::max(width_of(title), content) + 2;
      out.push_back({title, std::clamp(wanted, least_width, greatest_width)});
    };
    add(column.title);
    if (column.kind == ColumnKind::share) add(column.title_of_d);
  }
  return out;
}

int header_height(const std::vector<FileColumn>& columns) {
  int lines = 1;
  for (const auto& column : columns) lines = std::max(lines, lines_in(column.title, column.width - 1));
  return height_of(lines);
}

int row_height(const Sheet& sheet, const std::vector<Cell>& row, const std::vector<FileColumn>& columns) {
  int lines = 1;
  std::size_t at = 0;  // in the file, where a share has two columns
  for (std::size_t c = 0; c < row.size(); ++c) {
    if (const auto* text = std::get_if<std::string>(&row[c]))
      lines = std::max(lines, lines_in(*text, columns[at].width - 1));
    at += sheet.columns[c].kind == ColumnKind::share ? 2u : 1u;
  }
  return height_of(lines);
}

// Writes the rows of a sheet one below the other.
class SheetData {
 public:
  void begin_row(int height) {
    ++row_;
    column_ = 0;
    out_ += fmt::format("<row r=\"{}\" ht=\"{}\" customHeight=\"1\">", row_, height);
  }
  void end_row() { out_ += "</row>"; }

  void empty(Style style) { out_ += fmt::format("<c r=\"{}\" s=\"{}\"/>", next(), static_cast<int>(style)); }
  void text(std::string_view text, Style style) {
    auto shown = first_units(text, most_units_in_cell);
    const bool cut = shown.size() < text.size();
    if (cut) shown = first_units(text, most_units_in_cell - utf8::length(cut_mark));
    out_ += fmt::format("<c r=\"{}\" s=\"{}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">", next(),
                        static_cast<int>(style));
    append_xml(out_, shown);
    if (cut) out_ += cut_mark;
    out_ += "</t></is></c>";
  }
  void number(std::int64_t value, Style style) {
    if (value > most_exact_number || value < -most_exact_number) return text(std::to_string(value), Style::text);
    out_ += fmt::format("<c r=\"{}\" s=\"{}\"><v>{}</v></c>", next(), static_cast<int>(style), value);
  }
  void number(const std::optional<std::int64_t>& value) {
    value ? number(*value, Style::number) : empty(Style::number);
  }
  void date(Date date) {
    static const Date day_zero = *Date::of(1899, 12, 30);
    static const Date first_right_day = *Date::of(1900, 3, 1);
    if (date < first_right_day) return text(date.text(), Style::text);
    number(day_zero.days_until(date), Style::date);
  }
  void cell(const Cell& cell, ColumnKind kind) {
    if (kind == ColumnKind::share) {
      const auto* share = std::get_if<Share>(&cell);
      number(share ? std::optional(share->n) : std::nullopt);
      number(share ? share->d : std::nullopt);
    } else if (const auto* words = std::get_if<std::string>(&cell)) {
      text(*words, Style::text);
    } else if (const auto* whole = std::get_if<std::int64_t>(&cell)) {
      number(*whole, Style::number);
    } else if (const auto* day = std::get_if<Date>(&cell)) {
      date(*day);
    } else {
      empty(kind == ColumnKind::text ? Style::text : kind == ColumnKind::date ? Style::date : Style::number);
    }
  }

  std::size_t row() const { return row_; }
  std::string take() && { return std::move(out_); }

 private:
  std::string next() { return column_name(column_++) + std::to_string(row_); }

  std::string out_;
  std::size_t row_ = 0;
  std::size_t column_ = 0;
};

std::string note_of(const Sheet& sheet) {
  if (!sheet.demo) return sheet.note;
  return fmt::format("{}，不是真实统计。{}", demo_word, sheet.note);
}

struct SheetPart {
  std::string xml;
  std::size_t header_row = 0;
};

// A row that reaches over all columns.
void add_banner(SheetData& data, std::string& merged, std::string_view text, Style style, int height,
                std::size_t columns) {
  data.begin_row(height);
  data.text(text, style);
  data.end_row();
  if (columns > 1) merged += fmt::format("<mergeCell ref=\"A{0}:{1}{0}\"/>", data.row(), column_name(columns - 1));
}

// In the codes of headers and footers "&" begins one.
std::string in_margin(std::string_view text) {
  std::string out;
  for (const char c : text) out += c == '&' ? std::string("&&") : std::string(1, c);
  return xml_of(out);
}

// Made-up data and exports say so at the head of every printed page, at the right and at the left; Excel takes 255
// characters at most, so the mark is the short one.
std::string page_header(const Sheet& sheet, const std::optional<ExportMark>& mark) {
  std::string out;
  if (mark) out += fmt::format("&amp;L{}", in_margin(short_mark(*mark)));
  if (sheet.demo) out += fmt::format("&amp;R{}", demo_word);
  return out.empty() ? out : fmt::format("<oddHeader>{}</oddHeader>", out);
}

SheetPart sheet_part(const Sheet& sheet, bool first, const std::optional<ExportMark>& mark) {
  const auto columns = file_columns(sheet);
  SheetData data;
  std::string merged;
  add_banner(data, merged, sheet.title, Style::title, title_height, columns.size());
  if (const auto note = note_of(sheet); !note.empty())
    add_banner(data, merged, note, Style::note, note_height, columns.size());
  if (mark) add_banner(data, merged, full_mark(*mark), Style::note, note_height, columns.size());
  data.begin_row(header_height(columns));
  for (const auto& column : columns) data.text(column.title, Style::header);
  data.end_row();
  const auto header_row = data.row();
  for (const auto& row : sheet.rows) {
    data.begin_row(row_height(sheet, row, columns));
    for (std::size_t c = 0; c < row.size(); ++c) data.cell(row[c], sheet.columns[c].kind);
    data.end_row();
  }

  std::string widths;
  for (std::size_t c = 0; c < columns.size(); ++c)
    widths += fmt::format("<col min=\"{0}\" max=\"{0}\" width=\"{1}\" customWidth=\"1\"/>", c + 1, columns[c].width);
  auto xml = fmt::format(
      "{}<worksheet xmlns=\"{}\"><sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr><sheetViews><sheetView{} "
      "workbookViewId=\"0\"><pane ySplit=\"{}\" topLeftCell=\"A{}\" activePane=\"bottomLeft\" state=\"frozen\"/>"
      "</sheetView></sheetViews><cols>{}</cols><sheetData>",
      xml_head, main_namespace, first ? " tabSelected=\"1\"" : "", header_row, header_row + 1, widths);
  xml += std::move(data).take();
  xml += "</sheetData>";
  if (!merged.empty()) xml += fmt::format("<mergeCells count=\"{}\">{}</mergeCells>", header_row - 1, merged);
  // Paper size 9 is A4.
  xml += fmt::format(
      "<pageSetup paperSize=\"9\" orientation=\"landscape\" fitToHeight=\"0\"/><headerFooter>{}<oddFooter>&amp;C第 "
      "&amp;P 页，共 &amp;N 页</oddFooter></headerFooter></worksheet>",
      page_header(sheet, mark));
  return {std::move(xml), header_row};
}

// What Excel accepts on a tab.
std::string tab_name(std::string_view wanted) {
  std::string name;
  for (const char c : first_units(wanted, most_units_in_tab))
    name += std::string_view("[]:*?/\\'").find(c) == std::string_view::npos ? c : ' ';
  return name.empty() ? "Sheet" : name;
}

std::string workbook_part(const std::vector<std::string>& tabs, const std::vector<SheetPart>& parts) {
  std::string sheets;
  std::string names;
  for (std::size_t i = 0; i < tabs.size(); ++i) {
    const auto tab = xml_of(tabs[i]);
    sheets += fmt::format("<sheet name=\"{0}\" sheetId=\"{1}\" r:id=\"rId{1}\"/>", tab, i + 1);
    names += fmt::format("<definedName name=\"_xlnm.Print_Titles\" localSheetId=\"{0}\">'{1}'!${2}:${2}</definedName>",
                         i, tab, parts[i].header_row);
  }
  return fmt::format(
      "{}<workbook xmlns=\"{}\" xmlns:r=\"{}\"><bookViews><workbookView/></bookViews><sheets>{}</sheets>"
      "<definedNames>{}</definedNames></workbook>",
      xml_head, main_namespace, relationship, sheets, names);
}

constexpr std::string_view package_relationships = "http://schemas.openxmlformats.org/package/2006/relationships";

std::string workbook_relationships(std::size_t sheets) {
  std::string out = fmt::format("{}<Relationships xmlns=\"{}\">", xml_head, package_relationships);
  for (std::size_t i = 1; i <= sheets; ++i)
    out += fmt::format("<Relationship Id=\"rId{0}\" Type=\"{1}/worksheet\" Target=\"worksheets/sheet{0}.xml\"/>", i,
                       relationship);
  return out + fmt::format("<Relationship Id=\"rId{}\" Type=\"{}/styles\" Target=\"styles.xml\"/></Relationships>",
                           sheets + 1, relationship);
}

// What programs show as the file's properties. An export says who took it, when and what for.
std::string properties_part(const ExportMark& mark) {
  return fmt::format(
      "{}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" "
      "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" "
      "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:creator>{}</dc:creator>"
      "<dc:description>{}</dc:description><dc:identifier>{}</dc:identifier><cp:category>{}</cp:category>"
      "<dcterms:created xsi:type=\"dcterms:W3CDTF\">{}</dcterms:created></cp:coreProperties>",
      xml_head, xml_of(mark.requester), xml_of(full_mark(mark)), mark.number, label(mark.data).zh, mark.at.text());
}

constexpr std::string_view properties_type = "application/vnd.openxmlformats-package.core-properties+xml";
constexpr std::string_view properties_relationship =
    "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties";

std::string root_relationships(bool with_properties) {
  auto out = fmt::format(
      "{}<Relationships xmlns=\"{}\"><Relationship Id=\"rId1\" Type=\"{}/officeDocument\" "
      "Target=\"xl/workbook.xml\"/>",
      xml_head, package_relationships, relationship);
  if (with_properties)
    out += fmt::format("<Relationship Id=\"rId2\" Type=\"{}\" Target=\"docProps/core.xml\"/>", properties_relationship);
  return out + "</Relationships>";
}

std::string content_types(std::size_t sheets, bool with_properties) {
  constexpr std::string_view kind = "application/vnd.openxmlformats-officedocument.spreadsheetml";
  std::string out = fmt::format(
      "{}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" "
      "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" "
      "ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" "
      "ContentType=\"{}.sheet.main+xml\"/><Override PartName=\"/xl/styles.xml\" ContentType=\"{}.styles+xml\"/>",
      xml_head, kind, kind);
  for (std::size_t i = 1; i <= sheets; ++i)
    out += fmt::format("<Override PartName=\"/xl/worksheets/sheet{}.xml\" ContentType=\"{}.worksheet+xml\"/>", i, kind);
  if (with_properties)
    out += fmt::format("<Override PartName=\"/docProps/core.xml\" ContentType=\"{}\"/>", properties_type);
  return out + "</Types>";
}

Result<void> check(const Workbook& workbook) {
  if (workbook.sheets.empty()) return fail(internal_error("a workbook without sheets"));
  for (const auto& sheet : workbook.sheets) {
    TRY(check_sheet(sheet));
    if (sheet.rows.size() + 4 > most_rows)
      return fail(
          {.kind = ErrorKind::too_large,
           .code = "too_many_rows",
           .message = {"行数超过电子表格的上限，请改用 CSV。", "More rows than a spreadsheet holds; use CSV."}});
  }
  return {};
}

}  // namespace

Result<std::string> xlsx(const Workbook& workbook) {
  TRY(check(workbook));
  std::vector<std::string> tabs;
  for (const auto& sheet : workbook.sheets) tabs.push_back(tab_name(sheet.name));
  if (std::set(tabs.begin(), tabs.end()).size() != tabs.size())
    return fail(internal_error("a workbook with two sheets of one name"));
  std::vector<SheetPart> parts;
  for (const auto& sheet : workbook.sheets) parts.push_back(sheet_part(sheet, parts.empty(), workbook.mark));

  std::vector<ArchiveFile> files = {{"[Content_Types].xml", content_types(parts.size(), workbook.mark.has_value())},
                                    {"_rels/.rels", root_relationships(workbook.mark.has_value())},
                                    {"xl/workbook.xml", workbook_part(tabs, parts)},
                                    {"xl/_rels/workbook.xml.rels", workbook_relationships(parts.size())},
                                    {"xl/styles.xml", fmt::format("{}<styleSheet xmlns=\"{}\">{}</styleSheet>",
                                                                  xml_head, main_namespace, styles_part)}};
  for (std::size_t i = 0; i < parts.size(); ++i)
    files.push_back({fmt::format("xl/worksheets/sheet{}.xml", i + 1), std::move(parts[i].xml)});
  if (workbook.mark) files.push_back({"docProps/core.xml", properties_part(*workbook.mark)});
  return zip(files);
}

}  // namespace gulou::documents
