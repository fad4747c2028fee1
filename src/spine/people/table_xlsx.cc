#include "spine/people/table_xlsx.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <memory>
#include <set>
#include <tuple>

#include "base/utf8.h"
#include "spine/documents/archive.h"
#include "spine/people/table_errors.h"
#include "spine/people/table_limits.h"
#include "spine/people/table_xml.h"

namespace gulou::people {
namespace {

using documents::Archive;

constexpr std::size_t most_entries = 1000;
constexpr std::size_t ratio_counts_from = 1024 * 1024;
constexpr std::size_t digits_kept = 15;        // of a number in a spreadsheet
constexpr std::int64_t last_line = 1'048'576;  // that a spreadsheet has

bool is_forbidden(std::string_view name) {
  constexpr std::array<std::string_view, 9> endings = {".zip", ".xlsx", ".xlsm", ".docx", ".7z",
                                                       ".rar", ".gz",   ".bin",  ".jar"};
  const bool printer = name.find("printerSettings") != std::string_view::npos;  // .bin, and harmless
  if (name.find("externalLinks/") != std::string_view::npos || name.find("embeddings/") != std::string_view::npos ||
      name.find("vbaProject") != std::string_view::npos || name.find("..") != std::string_view::npos)
    return true;
  return !printer && std::ranges::any_of(endings, [&](auto each) { return name.ends_with(each); });
}

// The parts of the archive, each read within what is left of the limit.
class Parts {
 public:
  static Result<Parts> open(std::string_view bytes) {
    auto archive = Archive::open(bytes);
    if (!archive) return fail(table_damaged());
    std::vector<Archive::Entry> entries;
    if (!archive->list(most_entries, entries)) return fail(table_too_large());
    std::uint64_t unpacked = 0;
    for (const auto& entry : entries) {
      if (entry.encrypted || is_forbidden(entry.name)) return fail(table_type());
      if (entry.size > most_unpacked_bytes) return fail(table_too_large());
      unpacked += entry.size;
      const bool bomb = entry.size > ratio_counts_from && entry.size / greatest_unpacked_ratio > entry.packed_size;
      if (unpacked > most_unpacked_bytes || bomb) return fail(table_too_large());
    }
    return Parts(std::move(archive));
  }

  // Nothing where there is no such part.
  Result<std::optional<std::string>> part(const std::string& name) {
    auto bytes = archive_->read(name, left_);
    if (!bytes) return std::optional<std::string>();
    left_ -= bytes->size();
    if (bytes->starts_with("PK\x03\x04")) return fail(table_type());
    return bytes;
  }

 private:
  explicit Parts(std::unique_ptr<Archive> archive) : archive_(std::move(archive)) {}
  std::unique_ptr<Archive> archive_;
  std::size_t left_ = most_unpacked_bytes;
};

// The sheets of a workbook in their order, and the one that is read: the first that is not hidden, or else the first.
struct Sheets {
  std::string id;    // of the relation of the one that is read
  std::string name;  // its name
  std::vector<std::string> others;
};

class SheetList {
 public:
  // `no_tables`: relations of sheets that hold a chart and no cells.
  explicit SheetList(std::set<std::string> no_tables) : no_tables_(std::move(no_tables)) {}

  Result<Sheets> read(std::string_view workbook) {
    TRY(read_xml(workbook, {.begin = [this](std::string_view name, const XmlAttributes& attributes) -> Result<void> {
                   if (name == "sheet") add(attributes);
                   return {};
                 }}));
    if (sheets_.id.empty()) return fail(table_damaged());
    return std::move(sheets_);
  }

 private:
  void add(const XmlAttributes& attributes) {
    // Both its own id and the relation's are called "id"; the relation's is no number.
    const auto id = attribute(attributes, "id");
    if (id.empty() || no_tables_.contains(std::string(id))) return;
    const auto name = attribute(attributes, "name");
    const auto state = attribute(attributes, "state");
    const bool hidden = state == "hidden" || state == "veryHidden";
    const bool better = sheets_.id.empty() || (is_hidden_ && !hidden);
    if (!better) return note(std::string(name));
    if (!sheets_.id.empty()) note(std::exchange(sheets_.name, {}));
    sheets_.id = id;
    sheets_.name = name;
    is_hidden_ = hidden;
  }
  void note(std::string name) {
    if (sheets_.others.size() < most_other_sheets) sheets_.others.push_back(std::move(name));
  }

  std::set<std::string> no_tables_;
  Sheets sheets_;
  bool is_hidden_ = false;
};

struct SheetPart {
  std::string part;
  Sheets sheets;
};

// The part that holds the sheet to be read.
Result<SheetPart> sheet_to_read(Parts& parts) {
  const auto workbook = TRY(parts.part("xl/workbook.xml"));
  const auto relations = TRY(parts.part("xl/_rels/workbook.xml.rels"));
  if (!workbook || !relations) return fail(table_type());  // an archive, but no spreadsheet
  std::map<std::string, std::string> targets;
  std::set<std::string> no_tables;
  TRY(read_xml(*relations, {.begin = [&](std::string_view name, const XmlAttributes& attributes) -> Result<void> {
    if (name != "Relationship") return {};
    if (attribute(attributes, "TargetMode") == "External") return fail(table_type());
    const auto type = attribute(attributes, "Type");
    const std::string id(attribute(attributes, "Id"));
    if (type.ends_with("/chartsheet") || type.ends_with("/dialogsheet"))
      no_tables.insert(id);
    else if (type.empty() || type.ends_with("/worksheet"))
      targets.insert_or_assign(id, std::string(attribute(attributes, "Target")));
    return {};
  }}));
  auto sheets = TRY(SheetList(std::move(no_tables)).read(*workbook));
  const auto target = targets[sheets.id];
  if (target.empty()) return fail(table_damaged());
  return SheetPart{target.front() == '/' ? target.substr(1) : "xl/" + target, std::move(sheets)};
}

// Texts that several cells share, one behind the other.
class SharedTexts {
 public:
  // Of rich text all runs, without the reading aids (rPh).
  Result<void> read(Parts& parts) {
    const auto document = TRY(parts.part("xl/sharedStrings.xml"));
    if (!document) return {};
    TRY(read_xml(*document, {.begin = [this](std::string_view name, const XmlAttributes&) { return begin(name); },
                             .end = [this](std::string_view name) { return end(name); },
                             .text = [this](std::string_view text) { return add(text); }}));
    return {};
  }
  std::optional<std::string_view> at(std::int64_t index) const {
    if (index < 0 || static_cast<std::size_t>(index) >= starts_.size()) return std::nullopt;
    const auto place = static_cast<std::size_t>(index);
    const auto end = place + 1 < starts_.size() ? starts_[place + 1] : all_.size();
    return std::string_view(all_).substr(starts_[place], end - starts_[place]);
  }

 private:
  Result<void> begin(std::string_view name) {
    if (name == "si") {
      if (starts_.size() == most_table_cells) return fail(table_content());
      starts_.push_back(all_.size());
    }
    if (name == "rPh") ++in_aid_;
    in_text_ = name == "t" && in_aid_ == 0 && !starts_.empty();
    return {};
  }
  Result<void> end(std::string_view name) {
    if (name == "rPh") --in_aid_;
    in_text_ = false;
    return {};
  }
  Result<void> add(std::string_view text) {
    if (!in_text_) return {};
    all_ += text;
    if (all_.size() - starts_.back() > most_cell_bytes) return fail(cell_too_long());
    return {};
  }

  std::string all_;
  std::vector<std::size_t> starts_;
  bool in_text_ = false;
  int in_aid_ = 0;
};

// 0 for A; nothing for what names no column.
std::optional<std::size_t> column_of(std::string_view reference) {
  std::size_t column = 0;
  for (const char c : reference) {
    if (c < 'A' || c > 'Z') break;
    column = column * 26 + static_cast<std::size_t>(c - 'A' + 1);
    if (column > 20'000) return std::nullopt;
  }
  if (column == 0) return std::nullopt;
  return column - 1;
}

std::optional<std::int64_t> number_in(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// Of "B3:B7" what lies below its first line; nothing for what lies in one line, or where no column is read.
std::optional<MergedCell> merged_cell(std::string_view range) {
  const auto colon = range.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto line_in = [](std::string_view reference) {
    const auto digits = reference.find_first_of("0123456789");
    return digits == std::string_view::npos ? std::nullopt : number_in(reference.substr(digits));
  };
  const auto column = column_of(range);
  const auto first = line_in(range.substr(0, colon)), last = line_in(range.substr(colon + 1));
  if (!column || *column >= most_table_columns || !first || !last || *first < 1 || *last <= *first) return std::nullopt;
  return MergedCell{static_cast<std::int64_t>(*column), *first, std::min(*last, last_line)};
}

// Of a number with more digits than a spreadsheet keeps, nothing behind the 15th is true: it is given as the
// spreadsheet shows it, 5.22601199001010E+17, so that nobody takes it for an ID number.
std::string as_shown(std::string_view value) {
  const bool all_digits = std::ranges::all_of(value, [](char c) { return c >= '0' && c <= '9'; });
  if (!all_digits || value.size() <= digits_kept) return std::string(value);
  return fmt::format("{}.{}E+{}", value.front(), value.substr(1, digits_kept - 1), value.size() - 1);
}

class SheetReader {
 public:
  explicit SheetReader(const SharedTexts& shared) : shared_(shared) {}

  Result<TableFile> read(std::string_view document) {
    TRY(read_xml(document,
                 {.begin = [this](std::string_view name, const XmlAttributes& all) { return begin(name, all); },
                  .end = [this](std::string_view name) { return end(name); },
                  .text = [this](std::string_view text) { return add(text); }}));
    auto table = table_.take();
    std::ranges::sort(merged_, {}, [](const auto& each) { return std::tie(each.column, each.first_line); });
    table.merged = std::move(merged_);
    return table;
  }

 private:
  Result<void> begin(std::string_view name, const XmlAttributes& attributes) {
    if (name == "mergeCell") return add_merged(attribute(attributes, "ref"));
    if (name == "row") {
      const auto line = number_in(attribute(attributes, "r"));
      if (line_ >= last_line || (line && *line > last_line)) return fail(table_damaged());
      row_ = {.line = line && *line > line_ ? *line : line_ + 1, .cells = {}};
      line_ = row_.line;
      column_ = 0;
    } else if (name == "c") {
      column_ = column_of(attribute(attributes, "r")).value_or(column_);
      kind_ = attribute(attributes, "t");
      text_.clear();
    } else if (name == "rPh") {
      ++in_aid_;
    }
    taking_ = in_aid_ == 0 && (name == "v" || name == "t");
    return {};
  }

  // They are as few as the rows that they cover: a table that has more was not made by filling one in.
  Result<void> add_merged(std::string_view range) {
    const auto merged = merged_cell(range);
    if (!merged) return {};
    if (merged_.size() == most_table_rows) return fail(table_content());
    merged_.push_back(*merged);
    return {};
  }

  Result<void> add(std::string_view text) {
    if (!taking_) return {};
    text_ += text;
    if (text_.size() > most_cell_bytes) return fail(cell_too_long());
    return {};
  }

  Result<void> end(std::string_view name) {
    taking_ = false;
    if (name == "rPh") --in_aid_;
    if (name == "c") return end_cell();
    if (name == "row") return end_row();
    return {};
  }

  // A cell that does not say where it is stands behind the one before.
  Result<void> end_cell() {
    const auto column = column_++;
    auto value = TRY(value_of());
    if (utf8::trim(value).empty()) return {};
    if (column >= most_table_columns) return fail(too_many_columns());
    if (row_.cells.size() <= column) row_.cells.resize(column + 1);
    row_.cells[column] = std::move(value);
    return {};
  }

  Result<std::string> value_of() {
    if (kind_ == "s") {
      const auto index = number_in(text_);
      const auto text = index ? shared_.at(*index) : std::nullopt;
      if (!text) return fail(table_damaged());
      return std::string(*text);
    }
    if (kind_.empty() || kind_ == "n") return as_shown(text_);
    return text_;
  }

  Result<void> end_row() {
    if (row_.cells.empty()) return {};
    return table_.add(std::exchange(row_, {}));
  }

  const SharedTexts& shared_;
  TableWithinLimits table_;
  std::vector<MergedCell> merged_;
  TableRow row_;
  std::int64_t line_ = 0;
  std::size_t column_ = 0;
  std::string kind_;
  std::string text_;
  int in_aid_ = 0;
  bool taking_ = false;
};

}  // namespace

Result<TableFile> read_xlsx(std::string_view bytes) {
  auto parts = TRY(Parts::open(bytes));
  auto [name, sheets] = TRY(sheet_to_read(parts));
  SharedTexts shared;
  TRY(shared.read(parts));
  const auto sheet = TRY(parts.part(name));
  if (!sheet) return fail(table_damaged());
  auto table = TRY(SheetReader(shared).read(*sheet));
  table.sheet = std::move(sheets.name);
  table.other_sheets = std::move(sheets.others);
  return table;
}

}  // namespace gulou::people
