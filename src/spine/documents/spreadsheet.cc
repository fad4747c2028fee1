#include "spine/documents/spreadsheet.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.h"
#include "spine/documents/download.h"
#include "spine/documents/sheet_check.h"

namespace gulou::documents {
namespace {

bool fits(const Cell& cell, ColumnKind kind) {
  if (std::holds_alternative<std::monostate>(cell)) return true;
  switch (kind) {
    case ColumnKind::text:
      return std::holds_alternative<std::string>(cell);
    case ColumnKind::number:
      return std::holds_alternative<std::int64_t>(cell);
    case ColumnKind::share:
      return std::holds_alternative<Share>(cell);
    case ColumnKind::date:
      return std::holds_alternative<Date>(cell);
  }
  return false;
}

bool is_broken_text(const Cell& cell) {
  const auto* text = std::get_if<std::string>(&cell);
  return text && !utf8::is_valid(*text);
}

// Leading blanks do not count: a spreadsheet may drop them.
bool looks_like_formula(std::string_view text) {
  static constexpr std::string_view blanks[] = {" ", "\u00A0", "\u3000"};
  static constexpr std::string_view openers[] = {"=",  "+",      "-",      "@",      "\t",    "\r",
                                                 "\n", "\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"};
  const auto begins_with = [&](std::string_view with) { return text.starts_with(with); };
  for (auto blank = std::ranges::find_if(blanks, begins_with); blank != std::end(blanks);
       blank = std::ranges::find_if(blanks, begins_with))
    text.remove_prefix(blank->size());
  return std::ranges::any_of(openers, begins_with);
}

void append_text(std::string& out, std::string_view text) {
  const bool guarded = looks_like_formula(text);
  if (!guarded && text.find_first_of(",;\"\r\n\t") == std::string_view::npos && !text.starts_with(' ') &&
      !text.ends_with(' ')) {
    out += text;
    return;
  }
  out += '"';
  if (guarded) out += '\'';
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

void append_number(std::string& out, const std::optional<std::int64_t>& number) {
  if (number) out += std::to_string(*number);
}

void append_cell(std::string& out, const Cell& cell, ColumnKind kind) {
  if (const auto* text = std::get_if<std::string>(&cell)) append_text(out, *text);
  if (const auto* number = std::get_if<std::int64_t>(&cell)) append_number(out, *number);
  if (const auto* date = std::get_if<Date>(&cell)) out += date->text();
  if (kind != ColumnKind::share) return;
  const auto* share = std::get_if<Share>(&cell);
  append_number(out, share ? std::optional(share->n) : std::nullopt);
  out += ',';
  append_number(out, share ? share->d : std::nullopt);
}

std::string named(std::string_view name, const std::optional<ExportMark>& mark, std::string_view ending) {
  return mark ? fmt::format("{}（导出{}）.{}", name, mark->number, ending) : fmt::format("{}.{}", name, ending);
}

}  // namespace

Result<void> check_sheet(const Sheet& sheet) {
  bool sound = utf8::is_valid(sheet.name) && utf8::is_valid(sheet.title) && utf8::is_valid(sheet.note);
  for (const auto& column : sheet.columns)
    sound = sound && utf8::is_valid(column.title) && utf8::is_valid(column.title_of_d);
  if (!sound || sheet.columns.empty()) return fail(internal_error("a sheet without columns or with a broken title"));
  for (std::size_t r = 0; r < sheet.rows.size(); ++r) {
    const auto& row = sheet.rows[r];
    if (row.size() != sheet.columns.size())
      return fail(internal_error(fmt::format("sheet {}: row {} has {} cells", sheet.name, r, row.size())));
    for (std::size_t c = 0; c < row.size(); ++c)
      if (!fits(row[c], sheet.columns[c].kind) || is_broken_text(row[c]))
        return fail(internal_error(fmt::format("sheet {}: row {}, cell {} is not of its kind", sheet.name, r, c)));
  }
  return {};
}

Result<std::string> csv(const Sheet& sheet, const std::optional<ExportMark>& mark) {
  TRY(check_sheet(sheet));
  std::string out = "\uFEFF";
  for (std::size_t c = 0; c < sheet.columns.size(); ++c) {
    if (c > 0) out += ',';
    append_text(out, sheet.columns[c].title);
    if (sheet.columns[c].kind != ColumnKind::share) continue;
    out += ',';
    append_text(out, sheet.columns[c].title_of_d);
  }
  if (sheet.demo) out += ",数据性质";
  if (mark) out += ",导出";
  out += "\r\n";
  for (const auto& row : sheet.rows) {
    for (std::size_t c = 0; c < row.size(); ++c) {
      if (c > 0) out += ',';
      append_cell(out, row[c], sheet.columns[c].kind);
    }
    if (sheet.demo) out += fmt::format(",{}", demo_word);
    if (mark) {
      out += ',';
      append_text(out, full_mark(*mark));
    }
    out += "\r\n";
  }
  return out;
}

Result<net::Response> xlsx_download(const Workbook& workbook, std::string_view name) {
  return download(named(name, workbook.mark, "xlsx"),
                  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", TRY(xlsx(workbook)));
}

Result<net::Response> csv_download(const Sheet& sheet, std::string_view name, const std::optional<ExportMark>& mark) {
  return download(named(name, mark, "csv"), "text/csv; charset=utf-8", TRY(csv(sheet, mark)));
}

}  // namespace gulou::documents
