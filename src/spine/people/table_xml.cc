#include "spine/people/table_xml.h"

#include <expat.h>

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <memory>
#include <optional>

#include "spine/people/table_errors.h"

namespace gulou::people {
namespace {

constexpr std::size_t deepest = 32;
// The parser keeps a copy of what it is given, so it gets a little at a time.
constexpr std::size_t piece_bytes = 64 * 1024;

// The parser's memory, counted: its functions are given nothing to count in, so each thread has a counter, of the one
// parser that it uses at a time. Before each piece stands its size.
constexpr std::size_t size_room = alignof(std::max_align_t);
thread_local std::size_t bytes_in_use = 0;

bool fits(std::size_t size) { return size <= most_xml_bytes && bytes_in_use <= most_xml_bytes - size; }
std::size_t& size_of(void* piece) { return *reinterpret_cast<std::size_t*>(static_cast<char*>(piece) - size_room); }

void* counted_malloc(std::size_t size) {
  if (!fits(size)) return nullptr;
  auto* start = static_cast<char*>(std::malloc(size + size_room));
  if (!start) return nullptr;
  bytes_in_use += size;
  size_of(start + size_room) = size;
  return start + size_room;
}

void counted_free(void* piece) {
  if (!piece) return;
  bytes_in_use -= size_of(piece);
  std::free(static_cast<char*>(piece) - size_room);
}

void* counted_realloc(void* piece, std::size_t size) {
  if (!piece) return counted_malloc(size);
  const auto before = size_of(piece);
  if (size > before && !fits(size - before)) return nullptr;
  auto* start = static_cast<char*>(std::realloc(static_cast<char*>(piece) - size_room, size + size_room));
  if (!start) return nullptr;
  bytes_in_use += size - before;
  size_of(start + size_room) = size;
  return start + size_room;
}

constexpr XML_Memory_Handling_Suite counted = {&counted_malloc, &counted_realloc, &counted_free};

std::string_view local(std::string_view name) {
  const auto colon = name.rfind(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

class XmlReader {
 public:
  explicit XmlReader(const XmlEvents& events)
      : events_(events), parser_(XML_ParserCreate_MM("UTF-8", &counted, nullptr)) {
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
    do {
      const auto piece = document.substr(0, piece_bytes);
      document.remove_prefix(piece.size());
      const auto status = XML_Parse(parser_.get(), piece.data(), static_cast<int>(piece.size()), document.empty());
      if (error_) return fail(std::move(*error_));
      if (status != XML_STATUS_OK) return fail(table_damaged());
    } while (!document.empty());
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
      XmlAttributes all;
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
  const XmlEvents& events_;
  std::unique_ptr<std::remove_pointer_t<XML_Parser>, Free> parser_;
  std::size_t depth_ = 0;
  std::optional<Error> error_;
};

}  // namespace

Result<void> read_xml(std::string_view document, const XmlEvents& events) { return XmlReader(events).read(document); }

std::string_view attribute(const XmlAttributes& attributes, std::string_view name) {
  const auto found = attributes.find(name);
  return found == attributes.end() ? std::string_view() : std::string_view(found->second);
}

}  // namespace gulou::people
