#include "spine/people/table_file.h"

#include <fmt/format.h>
#include <iconv.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "base/csv.h"
#include "base/utf8.h"
#include "spine/people/table_errors.h"
#include "spine/people/table_limits.h"
#include "spine/people/table_xlsx.h"

namespace gulou::people {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::string_view zip_start = "PK\x03\x04";

// The characters that GB18030-2000 left for private use and GB18030-2022 (with the amendment of 2005) gives their own
// code point; glibc's table is older.
constexpr std::array<std::pair<char32_t, char32_t>, 24> since_2022 = {
    {{0xE78D, 0xFE10}, {0xE78E, 0xFE12}, {0xE78F, 0xFE11}, {0xE790, 0xFE13}, {0xE791, 0xFE14},  {0xE792, 0xFE15},
     {0xE793, 0xFE16}, {0xE794, 0xFE17}, {0xE795, 0xFE18}, {0xE796, 0xFE19}, {0xE81E, 0x9FB4},  {0xE826, 0x9FB5},
     {0xE82B, 0x9FB6}, {0xE82C, 0x9FB7}, {0xE832, 0x9FB8}, {0xE843, 0x9FB9}, {0xE854, 0x9FBA},  {0xE864, 0x9FBB},
     {0xE7C7, 0x1E3F}, {0xE7C8, 0x01F9}, {0xE7E7, 0x303E}, {0xE815, 0x2E81}, {0xE816, 0x20087}, {0xE817, 0x20089}}};

struct CloseConverter {
  iconv_t handle;
  ~CloseConverter() { iconv_close(handle); }
};

bool is_private_use(char32_t point) { return point >= 0xE000 && point <= 0xF8FF; }

std::string with_characters_of_2022(const std::string& text) {
  std::string out;
  out.reserve(text.size());
  for (std::string_view rest = text; !rest.empty();) {
    const auto sequence = rest.substr(0, utf8::sequence_length(rest));
    rest.remove_prefix(sequence.size());
    const char32_t point = utf8::code_point(sequence);
    const auto* newer = is_private_use(point)
                            ? std::ranges::find(since_2022, point, &std::pair<char32_t, char32_t>::first)
                            : since_2022.end();
    if (newer == since_2022.end())
      out += sequence;
    else
      utf8::append(out, newer->second);
  }
  return out;
}

Error wrong_encoding(std::string_view bytes) {
  // The first line that is no valid UTF-8, which it most probably was to be.
  std::size_t line = 1;
  while (!bytes.empty()) {
    const auto length = utf8::sequence_length(bytes);
    if (length == 0) break;
    line += bytes.front() == '\n';
    bytes.remove_prefix(length);
  }
  return table_refused(
      ErrorKind::invalid, "table_encoding",
      fmt::format("第{}行有无法识别的字符编码，请另存为UTF-8或GB18030编码的CSV，或Excel文件。", line),
      fmt::format("Line {} is in no encoding we know; save as CSV in UTF-8 or GB18030, or as Excel.", line));
}

Result<std::string> text_of(std::string_view bytes) {
  if (bytes.starts_with(byte_order_mark)) bytes.remove_prefix(byte_order_mark.size());
  if (bytes.find('\0') != std::string_view::npos) return fail(table_type());
  if (utf8::is_valid(bytes)) return std::string(bytes);
  auto converted = from_gb18030(bytes);
  if (!converted) return fail(wrong_encoding(bytes));
  return std::move(*converted);
}

Result<TableFile> read_csv(std::string_view text) {
  TableWithinLimits table;
  csv::Reader reader(text);
  csv::Row row;
  while (TRY(reader.next(row))) {
    TableRow out{.line = static_cast<std::int64_t>(row.number), .cells = {}};
    while (!row.cells.empty() && utf8::trim(row.cells.back()).empty()) row.cells.pop_back();
    if (row.cells.empty()) continue;
    if (row.cells.size() > most_table_columns) return fail(too_many_columns());
    for (const auto& cell : row.cells) {
      if (cell.size() > most_cell_bytes) return fail(cell_too_long());
      out.cells.emplace_back(cell);
    }
    TRY(table.add(std::move(out)));
  }
  return table.take();
}

}  // namespace

std::optional<std::string> from_gb18030(std::string_view bytes) {
  const iconv_t handle = iconv_open("UTF-8", "GB18030");
  if (handle == reinterpret_cast<iconv_t>(-1)) return std::nullopt;
  const CloseConverter close{handle};
  std::string out(bytes.size() * 2 + 16, '\0');
  std::string in(bytes);
  char* from = in.data();
  std::size_t from_left = in.size();
  char* to = out.data();
  std::size_t to_left = out.size();
  if (iconv(handle, &from, &from_left, &to, &to_left) == static_cast<std::size_t>(-1) || from_left > 0)
    return std::nullopt;
  out.resize(out.size() - to_left);
  return with_characters_of_2022(out);
}

Result<TableFile> read_table(std::string_view bytes) {
  if (bytes.size() > most_table_bytes) return fail(table_too_large());
  auto table = bytes.starts_with(zip_start) ? TRY(read_xlsx(bytes)) : TRY(read_csv(TRY(text_of(bytes))));
  if (table.rows.empty())
    return fail(table_refused(ErrorKind::invalid, "table_empty", "表格是空的。", "The table is empty."));
  return table;
}

}  // namespace gulou::people
