// JSON for described types: a strict reader that collects every error with its JSON pointer, a writer, and JSON Schema.
//
// Refused: invalid UTF-8, duplicate keys, unknown fields, numbers that are not 64-bit integers (no described type holds
// a fraction), nesting deeper than 32.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/describe.h"
#include "base/result.h"

namespace gulou::json {

// A JSON document whose shape is not known when compiling (API document, problem replies). Objects keep their order.
class Value {
 public:
  using List = std::vector<Value>;
  using Members = std::vector<std::pair<std::string, Value>>;

  Value() = default;  // null
  Value(bool value) : data_(value) {}
  Value(std::int64_t value) : data_(value) {}
  Value(int value) : data_(std::int64_t{value}) {}
  Value(std::string value) : data_(std::move(value)) {}
  Value(std::string_view value) : data_(std::string(value)) {}
  Value(const char* value) : data_(std::string(value)) {}
  Value(List value) : data_(std::move(value)) {}
  Value(Members value) : data_(std::move(value)) {}
  static Value object() { return Value(Members()); }
  static Value list() { return Value(List()); }

  // Adds a member to an object (made of null); gives the object, so that calls can be chained.
  Value& set(std::string_view name, Value value);
  // Adds an element to a list (made of null).
  Value& add(Value value);
  // The member of that name, or null (nullptr) for none or not an object.
  const Value* find(std::string_view name) const;

  bool is_null() const { return std::holds_alternative<std::monostate>(data_); }
  const bool* as_bool() const { return std::get_if<bool>(&data_); }
  const std::int64_t* as_integer() const { return std::get_if<std::int64_t>(&data_); }
  const std::string* as_text() const { return std::get_if<std::string>(&data_); }
  const List* as_list() const { return std::get_if<List>(&data_); }
  const Members* as_object() const { return std::get_if<Members>(&data_); }
  bool operator==(const Value&) const = default;

 private:
  std::variant<std::monostate, bool, std::int64_t, std::string, List, Members> data_;
};

// Any JSON text. Errors: kind invalid, code "json_malformed" with line and column in the message, or a field error
// ("duplicate_key", "not_an_integer", "too_deep").
Result<Value> parse(std::string_view text);
std::string write(const Value& value);
// Two spaces per level: for files that people read.
std::string write_indented(const Value& value);
// Appends `text` as a JSON string with its quotes.
void append_quoted(std::string& out, std::string_view text);

// The type-erased forms; prefer read<T>, write(T) and schema<T> below.
Result<void> read_into(const TypeInfo& type, void* object, std::string_view text);
Result<void> read_into(const TypeInfo& type, void* object, const Value& document);
void append(std::string& out, const TypeInfo& type, const void* object);
// JSON Schema 2020-12 of a type. Named types become {"$ref": "#/components/schemas/<Name>"}, and are added to
// `definitions` (an object), so that an OpenAPI document can hold them.
Value schema(const TypeInfo& type, Value& definitions);

// Reads one document. All faulty fields are reported at once: code "invalid_fields", rules "required", "unknown_field",
// "wrong_type", "too_long", "too_short", "out_of_range", "format:<name>", "not_one_of".
template <class T>
Result<T> read(std::string_view text) {
  T object{};
  TRY(read_into(type_of<T>(), &object, text));
  return object;
}

template <class T>
requires(!std::is_convertible_v<T, Value>) std::string write(const T& object) {
  std::string out;
  append(out, type_of<T>(), &object);
  return out;
}

}  // namespace gulou::json
