#include "spine/people/table_xlsx.h"

#include <expat.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <map>
#include <memory>

#include "base/utf8.h"
#include "spine/documents/archive.h"
#include "spine/people/table_errors.h"

namespace gulou::people {
namespace {

using documents::Archive;

constexpr std::size_t most_entries = 1000;
constexpr std::size_t deepest = 32;
constexpr std::size_t ratio_counts_from = 1024 * 1024;
constexpr std::size_t digits_kept = 15;  // of a number in a spreadsheet

using Attributes = std::map<std::string, std::string, std::less<>>;

// Without the prefix that a namespace may have.
std::string_view local(std::string_view name) {
  const auto colon = name.rfind(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

// What happens while a document is read. An error ends the reading.
struct Events {
  std::function<Result<void>(std::string_view name, const Attributes&)> begin;
  std::function<Result<void>(std::string_view name)> end = {};
  std::function<Result<void>(std::string_view text)> text = {};
};

class XmlReader {
 public:
  explicit XmlReader(const Events& events) : events_(events), parser_(XML_ParserCreate("UTF-8")) {
    if (!parser_) return;
    XML_SetUserData(parser_.get(), this);
    XML_SetElementHandler(parser_.get(), &XmlReader::on_begin, &XmlReader::on_end);
    XML_SetCharacterDataHandler(parser_.get(), &XmlReader::on_text);
    // A document type could declare entities; no spreadsheet has one.
    XML_SetStartDoctypeDeclHandler(parser_.get(), &XmlReader::on_doctype);
    XML_SetParamEntityParsing(parser_.get(), XML_PARAM_ENTITY_PARSING_NEVER);
  }

  Result<void> read(std::string_view document) {
    if (!parser_) return fail(unavailable_error("overloaded", "no memory for an XML parser"));
    const auto status = XML_Parse(parser_.get(), document.data(), static_cast<int>(document.size()), 1);
    if (error_) return fail(std::move(*error_));
    if (status != XML_STATUS_OK) return fail(table_damaged());
    return {};
  }

 private:
  void take(const std::function<Result<void>()>& step) {
    if (error_) return;
    auto result = step();
    if (result) return;
    error_ = std::move(result).error();
    XML_StopParser(parser_.get(), XML_FALSE);
  }
  static XmlReader& self(void* data) { return *static_cast<XmlReader*>(data); }

  static void on_begin(void* data, const char* name, const char** attributes) {
    auto& reader = self(data);
    reader.take([&]() -> Result<void> {
      if (++reader.depth_ > deepest) return fail(table_damaged());
      Attributes all;
      for (; attributes[0]; attributes += 2) all.emplace(local(attributes[0]), attributes[1]);
      return reader.events_.begin(local(name), all);
    });
  }
  static void on_end(void* data, const char* name) {
    auto& reader = self(data);
    --reader.depth_;
    if (reader.events_.end) reader.take([&] { return reader.events_.end(local(name)); });
  }
  static void on_text(void* data, const char* text, int length) {
    auto& reader = self(data);
    if (reader.events_.text)
      reader.take([&] { return reader.events_.text(std::string_view(text, static_cast<std::size_t>(length))); });
  }
  static void on_doctype(void* data, const char*, const char*, const char*, int) {
    self(data).take([]() -> Result<void> { return fail(table_type()); });
  }

  struct Free {
    void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
  };
  const Events& events_;
  std::unique_ptr<std::remove_pointer_t<XML_Parser>, Free> parser_;
  std::size_t depth_ = 0;
  std::optional<Error> error_;
};

std::string_view attribute(const Attributes& attributes, std::string_view name) {
  const auto found = attributes.find(name);
  return found == attributes.end() ? std::string_view() : std::string_view(found->second);
}

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

Result<void> read_xml(std::string_view document, const Events& events) { return XmlReader(events).read(document); }

// The name of the part that holds the first sheet.
Result<std::string> first_sheet(Parts& parts) {
  const auto workbook = TRY(parts.part("xl/workbook.xml"));
  const auto relations = TRY(parts.part("xl/_rels/workbook.xml.rels"));
  if (!workbook || !relations) return fail(table_type());  // an archive, but no spreadsheet
  std::string id, target;
  TRY(read_xml(*workbook, {.begin = [&](std::string_view name, const Attributes& attributes) -> Result<void> {
    // Both its own id and the relation's are called "id"; the relation's is no number.
    if (name == "sheet" && id.empty()) id = attribute(attributes, "id");
    return {};
  }}));
  TRY(read_xml(*relations, {.begin = [&](std::string_view name, const Attributes& attributes) -> Result<void> {
    if (name != "Relationship") return {};
    if (attribute(attributes, "TargetMode") == "External") return fail(table_type());
    if (attribute(attributes, "Id") == id) target = attribute(attributes, "Target");
    return {};
  }}));
  if (target.empty()) return fail(table_damaged());
  return target.front() == '/' ? target.substr(1) : "xl/" + target;
}

// Texts that several cells share. Of rich text all runs, without the reading aids (rPh).
Result<std::vector<std::string>> shared_texts(Parts& parts) {
  std::vector<std::string> texts;
  const auto document = TRY(parts.part("xl/sharedStrings.xml"));
  if (!document) return texts;
  bool in_text = false;
  int in_aid = 0;
  TRY(read_xml(*document, {.begin = [&](std::string_view name, const Attributes&) -> Result<void> {
                             if (name == "si") texts.emplace_back();
                             if (name == "rPh") ++in_aid;
                             in_text = name == "t" && in_aid == 0 && !texts.empty();
                             return {};
                           },
                           .end = [&](std::string_view name) -> Result<void> {
                             if (name == "rPh") --in_aid;
                             in_text = false;
                             return {};
                           },
                           .text = [&](std::string_view text) -> Result<void> {
                             if (!in_text) return {};
                             texts.back() += text;
                             if (texts.back().size() > most_cell_bytes) return fail(cell_too_long());
                             return {};
                           }}));
  return texts;
}

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

// Of a number with more digits than a spreadsheet keeps, nothing behind the 15th is true: it is given as the
// spreadsheet shows it, 5.22601199001010E+17, so that nobody takes it for an ID number.
std::string as_shown(std::string_view value) {
  const bool all_digits = std::ranges::all_of(value, [](char c) { return c >= '0' && c <= '9'; });
  if (!all_digits || value.size() <= digits_kept) return std::string(value);
  return fmt::format("{}.{}E+{}", value.front(), value.substr(1, digits_kept - 1), value.size() - 1);
}

class SheetReader {
 public:
  explicit SheetReader(const std::vector<std::string>& shared) : shared_(shared) {}

  Result<TableFile> read(std::string_view document) {
    TRY(read_xml(document, {.begin = [this](std::string_view name, const Attributes& all) { return begin(name, all); },
                            .end = [this](std::string_view name) { return end(name); },
                            .text = [this](std::string_view text) { return add(text); }}));
    return std::move(table_);
  }

 private:
  Result<void> begin(std::string_view name, const Attributes& attributes) {
    if (name == "row") {
      const auto line = number_in(attribute(attributes, "r"));
      row_ = {.line = line && *line > line_ ? *line : line_ + 1, .cells = {}};
      line_ = row_.line;
    } else if (name == "c") {
      column_ = column_of(attribute(attributes, "r")).value_or(row_.cells.size());
      kind_ = attribute(attributes, "t");
      text_.clear();
    } else if (name == "rPh") {
      ++in_aid_;
    }
    taking_ = in_aid_ == 0 && (name == "v" || name == "t");
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

  Result<void> end_cell() {
    auto value = TRY(value_of());
    if (utf8::trim(value).empty()) return {};
    if (column_ >= most_table_columns) return fail(too_many_columns());
    if (row_.cells.size() <= column_) row_.cells.resize(column_ + 1);
    row_.cells[column_] = std::move(value);
    return {};
  }

  Result<std::string> value_of() {
    if (kind_ == "s") {
      const auto index = number_in(text_);
      if (!index || *index < 0 || static_cast<std::size_t>(*index) >= shared_.size()) return fail(table_damaged());
      return shared_[static_cast<std::size_t>(*index)];
    }
    if (kind_.empty() || kind_ == "n") return as_shown(text_);
    return text_;
  }

  Result<void> end_row() {
    if (row_.cells.empty()) return {};
    if (table_.rows.size() == most_table_rows) return fail(too_many_rows());
    table_.rows.push_back(std::move(row_));
    row_ = {};
    return {};
  }

  const std::vector<std::string>& shared_;
  TableFile table_;
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
  const auto name = TRY(first_sheet(parts));
  const auto shared = TRY(shared_texts(parts));
  const auto sheet = TRY(parts.part(name));
  if (!sheet) return fail(table_damaged());
  return SheetReader(shared).read(*sheet);
}

}  // namespace gulou::people
