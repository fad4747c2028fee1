// Internal to people: reading the XML of spreadsheets, whoever made it.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "base/result.h"

namespace gulou::people {

using XmlAttributes = std::map<std::string, std::string, std::less<>>;

// What happens while a document is read; names come without the prefix of their namespace. An error ends the reading.
struct XmlEvents {
  std::function<Result<void>(std::string_view name, const XmlAttributes&)> begin;
  std::function<Result<void>(std::string_view name)> end = {};
  std::function<Result<void>(std::string_view text)> text = {};
};

// What the parser may have at once, besides the document: names and attributes are kept, and a document of millions of
// different ones would take many times its own size.
inline constexpr std::size_t most_xml_bytes = 32 * 1024 * 1024;

// Errors: those of the events; "file_damaged" (not well formed, nested too deep, or more names than fit);
// "table_type" (has a document type).
Result<void> read_xml(std::string_view document, const XmlEvents& events);

// Of an element; "" where it has none of that name.
std::string_view attribute(const XmlAttributes& attributes, std::string_view name);

}  // namespace gulou::people
