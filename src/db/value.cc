#include "db/value.h"

#include <cstdio>
#include <cstdlib>

#include "db/connection.h"

namespace gulou::db {
namespace {

// Tables with lists or objects in their rows are a mistake of the programmer, seen at the first start.
[[noreturn]] void no_column(const TypeInfo& type) {
  std::fprintf(stderr, "gulou: a field of type '%.*s' cannot be a column\n", static_cast<int>(type.name.size()),
               type.name.data());
  std::abort();
}

Value enumerator(const TypeInfo& type, const void* field) {
  const int number = type.get_enum(field);
  for (const auto& each : type.names)
    if (each.value == number) return std::string(each.name);
  return Null{};  // refused by NOT NULL
}

bool read_enumerator(const TypeInfo& type, std::string_view name, void* field) {
  for (const auto& each : type.names) {
    if (each.name != name) continue;
    type.set_enum(field, each.value);
    return true;
  }
  return false;
}

template <class T>
bool assign(void* field, const std::optional<T>& value) {
  if (value) *static_cast<T*>(field) = *value;
  return value.has_value();
}

bool read_text(const TypeInfo& type, std::string_view text, void* field) {
  switch (type.kind) {
    case Kind::text:
      *static_cast<std::string*>(field) = text;
      return true;
    case Kind::id:
      return assign(field, Id::parse(text));
    case Kind::date:
      return assign(field, Date::parse(text));
    case Kind::enumeration:
      return read_enumerator(type, text, field);
    case Kind::boolean:
    case Kind::integer:
    case Kind::instant:
    case Kind::optional:
    case Kind::list:
    case Kind::object:
      return false;
  }
  return false;
}

bool read_integer(const TypeInfo& type, std::int64_t number, void* field) {
  switch (type.kind) {
    case Kind::integer:
      *static_cast<std::int64_t*>(field) = number;
      return true;
    case Kind::instant:
      *static_cast<Instant*>(field) = Instant(number);
      return true;
    case Kind::boolean:
      *static_cast<bool*>(field) = number == 1;
      return number == 0 || number == 1;
    case Kind::text:
    case Kind::id:
    case Kind::date:
    case Kind::enumeration:
    case Kind::optional:
    case Kind::list:
    case Kind::object:
      return false;
  }
  return false;
}

}  // namespace

Value to_value(const TypeInfo& type, const void* field) {
  switch (type.kind) {
    case Kind::boolean:
      return to_value(*static_cast<const bool*>(field));
    case Kind::integer:
      return *static_cast<const std::int64_t*>(field);
    case Kind::text:
      return *static_cast<const std::string*>(field);
    case Kind::id:
      return to_value(*static_cast<const Id*>(field));
    case Kind::instant:
      return to_value(*static_cast<const Instant*>(field));
    case Kind::date:
      return to_value(*static_cast<const Date*>(field));
    case Kind::enumeration:
      return enumerator(type, field);
    case Kind::optional: {
      const void* value = type.value_or_null(field);
      return value == nullptr ? Value(Null{}) : to_value(type.element(), value);
    }
    case Kind::list:
    case Kind::object:
      no_column(type);
  }
  no_column(type);
}

bool read_cell(const TypeInfo& type, const Cell& cell, void* field) {
  if (type.kind == Kind::optional) {
    if (std::holds_alternative<Null>(cell)) {
      type.reset(field);
      return true;
    }
    return read_cell(type.element(), cell, type.emplace(field));
  }
  if (const auto* number = std::get_if<std::int64_t>(&cell)) return read_integer(type, *number, field);
  if (const auto* text = std::get_if<std::string_view>(&cell)) return read_text(type, *text, field);
  return false;
}

bool read_value(const TypeInfo& type, const Value& value, void* field) {
  if (const auto* text = std::get_if<std::string>(&value)) return read_cell(type, Cell(std::string_view(*text)), field);
  if (const auto* number = std::get_if<std::int64_t>(&value)) return read_cell(type, Cell(*number), field);
  return read_cell(type, Cell(Null{}), field);
}

}  // namespace gulou::db
