// Parsing and writing of json::Value. The tokens come from Boost.JSON's event parser: its own document type would
// silently drop duplicate keys.
#include <fmt/format.h>

#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>

#include "base/json.h"
#include "base/utf8.h"

namespace gulou::json {
namespace {

namespace bj = boost::json;

// Builds a Value from the parser's events; remembers the first refusal that is not the parser's own.
struct Builder {
  static constexpr std::size_t max_object_size = 100'000;
  static constexpr std::size_t max_array_size = 1'000'000;
  static constexpr std::size_t max_key_size = 1'000;
  static constexpr std::size_t max_string_size = 64 * 1024 * 1024;

  using Failure = bj::error_code;
  struct Level {
    Value value;
    std::string key;  // of the member being read
  };
  std::vector<Level> open = {};
  std::string text = {};
  Value root = {};
  std::vector<FieldError> errors = {};

  std::string pointer() const {
    std::string out;
    for (const auto& level : open) {
      out += '/';
      if (const auto* list = level.value.as_list()) out += std::to_string(list->size());
      if (level.value.as_object()) out += level.key;
    }
    return out;
  }
  void place(Value value) {
    if (open.empty()) {
      root = std::move(value);
    } else if (open.back().value.as_list()) {
      open.back().value.add(std::move(value));
    } else {
      if (open.back().value.find(open.back().key))
        errors.push_back({pointer(), "duplicate_key", {"同一个字段出现了两次。", "The same field appears twice."}});
      else
        open.back().value.set(open.back().key, std::move(value));
    }
  }
  bool close() {
    Value finished = std::move(open.back().value);
    open.pop_back();
    place(std::move(finished));
    return true;
  }

  bool on_document_begin(Failure&) { return true; }
  bool on_document_end(Failure&) { return true; }
  bool on_object_begin(Failure&) {
    open.push_back({Value::object(), {}});
    return true;
  }
  bool on_object_end(std::size_t, Failure&) { return close(); }
  bool on_array_begin(Failure&) {
    open.push_back({Value::list(), {}});
    return true;
  }
  bool on_array_end(std::size_t, Failure&) { return close(); }
  bool on_key_part(std::string_view part, std::size_t, Failure&) {
    text += part;
    return true;
  }
  bool on_key(std::string_view part, std::size_t, Failure&) {
    text += part;
    open.back().key = std::exchange(text, {});
    return true;
  }
  bool on_string_part(std::string_view part, std::size_t, Failure&) {
    text += part;
    return true;
  }
  bool on_string(std::string_view part, std::size_t, Failure&) {
    text += part;
    place(Value(std::exchange(text, {})));
    return true;
  }
  bool on_number_part(std::string_view, Failure&) { return true; }
  bool on_int64(std::int64_t number, std::string_view, Failure&) {
    place(Value(number));
    return true;
  }
  bool not_an_integer() {
    errors.push_back({pointer(), "not_an_integer", {"必须是整数。", "Must be a whole number of at most 64 bits."}});
    place(Value(std::int64_t{0}));
    return true;
  }
  bool on_uint64(std::uint64_t, std::string_view, Failure&) { return not_an_integer(); }
  bool on_double(double, std::string_view, Failure&) { return not_an_integer(); }
  bool on_bool(bool value, Failure&) {
    place(Value(value));
    return true;
  }
  bool on_null(Failure&) {
    place(Value());
    return true;
  }
  bool on_comment_part(std::string_view, Failure&) { return true; }
  bool on_comment(std::string_view, Failure&) { return true; }
};

Error malformed(std::string_view text, std::size_t at, const std::string& reason) {
  const auto before = text.substr(0, std::min(at, text.size()));
  const auto line = 1 + std::count(before.begin(), before.end(), '\n');
  const auto line_start = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
  const auto column = 1 + utf8::length(before.substr(line_start));
  return {.kind = ErrorKind::invalid,
          .code = "json_malformed",
          .message = {fmt::format("不是有效的 JSON：第 {} 行第 {} 列（{}）。", line, column, reason),
                      fmt::format("Not valid JSON: line {}, column {} ({}).", line, column, reason)}};
}

void write_newline(std::string& out, int indent) {
  out += '\n';
  out.append(static_cast<std::size_t>(indent) * 2, ' ');
}

// indent < 0: no white space at all.
void append_value(std::string& out, const Value& value, int indent) {
  const int inner = indent < 0 ? indent : indent + 1;
  const auto separate = [&](bool first) {
    if (!first) out += ',';
    if (indent >= 0) write_newline(out, inner);
  };
  if (value.is_null()) {
    out += "null";
  } else if (const auto* truth = value.as_bool()) {
    out += *truth ? "true" : "false";
  } else if (const auto* number = value.as_integer()) {
    out += std::to_string(*number);
  } else if (const auto* text = value.as_text()) {
    append_quoted(out, *text);
  } else if (const auto* list = value.as_list()) {
    out += '[';
    for (std::size_t i = 0; i < list->size(); ++i) {
      separate(i == 0);
      append_value(out, (*list)[i], inner);
    }
    if (indent >= 0 && !list->empty()) write_newline(out, indent);
    out += ']';
  } else if (const auto* members = value.as_object()) {
    out += '{';
    for (std::size_t i = 0; i < members->size(); ++i) {
      separate(i == 0);
      append_quoted(out, (*members)[i].first);
      out += indent < 0 ? ":" : ": ";
      append_value(out, (*members)[i].second, inner);
    }
    if (indent >= 0 && !members->empty()) write_newline(out, indent);
    out += '}';
  }
}

}  // namespace

Value& Value::set(std::string_view name, Value value) {
  if (is_null()) data_ = Members();
  std::get<Members>(data_).emplace_back(std::string(name), std::move(value));
  return *this;
}

Value& Value::add(Value value) {
  if (is_null()) data_ = List();
  std::get<List>(data_).push_back(std::move(value));
  return *this;
}

const Value* Value::find(std::string_view name) const {
  const auto* members = as_object();
  if (!members) return nullptr;
  for (const auto& [key, value] : *members)
    if (key == name) return &value;
  return nullptr;
}

Result<Value> parse(std::string_view text) {
  if (!utf8::is_valid(text))
    return fail({.kind = ErrorKind::invalid,
                 .code = "json_malformed",
                 .message = {"不是有效的 UTF-8 文本。", "Not valid UTF-8."}});
  bj::parse_options options;
  options.max_depth = 32;
  bj::basic_parser<Builder> parser(options);
  bj::error_code failure;
  const std::size_t read = parser.write_some(false, text.data(), text.size(), failure);
  if (failure == bj::error::too_deep)
    return fail(invalid_fields({{parser.handler().pointer(), "too_deep", {"嵌套太深。", "Nested too deeply."}}}));
  if (failure) return fail(malformed(text, read, failure.message()));
  if (read < text.size()) return fail(malformed(text, read, "extra data"));
  if (!parser.handler().errors.empty()) return fail(invalid_fields(std::move(parser.handler().errors)));
  return std::move(parser.handler().root);
}

std::string write(const Value& value) {
  std::string out;
  append_value(out, value, -1);
  return out;
}

std::string write_indented(const Value& value) {
  std::string out;
  append_value(out, value, 0);
  return out + "\n";
}

void append_quoted(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20)
          out += fmt::format("\\u{:04x}", static_cast<unsigned>(static_cast<unsigned char>(c)));
        else
          out += c;
    }
  }
  out += '"';
}

}  // namespace gulou::json
