// The values that travel between the program and a database.
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/describe.h"
#include "base/id.h"
#include "base/time.h"

namespace gulou::db {

struct Null {
  bool operator==(const Null&) const = default;
};
using Value = std::variant<Null, std::int64_t, std::string>;

inline Value to_value(Null) { return Null{}; }
inline Value to_value(bool value) { return std::int64_t{value}; }
template <std::integral T>
requires(!std::same_as<T, bool>) Value to_value(T value) { return static_cast<std::int64_t>(value); }
inline Value to_value(std::string_view value) { return std::string(value); }
inline Value to_value(const std::string& value) { return value; }
inline Value to_value(const char* value) { return std::string(value); }
inline Value to_value(const Id& value) { return value.text(); }
inline Value to_value(Instant value) { return value.ms(); }
inline Value to_value(Date value) { return value.text(); }
template <class E>
requires std::is_enum_v<E> Value to_value(E value) { return std::string(name_of(value)); }
template <class T>
Value to_value(const std::optional<T>& value) {
  return value ? to_value(*value) : Value(Null{});
}

// A field of a described struct as a value, and back. `read_value` fails with code "row_mismatch" if the column holds
// something the field cannot take (NULL for a field that is not optional, an unknown enumerator, text that is no id).
Value to_value(const TypeInfo& type, const void* field);
bool read_value(const TypeInfo& type, const Value& value, void* field);

}  // namespace gulou::db
