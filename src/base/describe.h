// Described types: one description of a struct drives its JSON reader and writer, its JSON schema, its table
// columns on both databases and its row mapping.
//
//   struct Measure { std::string code; std::int64_t n = 0; std::optional<std::int64_t> d; };
//   constexpr auto describe(Tag<Measure>) {
//     return object("Measure", "One figure",
//                   field<&Measure::code>("code", "Stable short name").max_length(64),
//                   field<&Measure::n>("n", "Numerator").range(0, 1'000'000),
//                   field<&Measure::d>("d", "Denominator; null while unknown"));
//   }
//   enum class Level { province, village };
//   constexpr auto describe(Tag<Level>) {
//     return enumeration("Level", "Level of a unit", named(Level::province, "province"), named(Level::village,
//     "village"));
//   }
//
// `describe` stands in the namespace of its type, right behind it. Fields may be: bool, std::int64_t, std::string,
// Id, Instant, Date, enumerations, std::optional, std::vector and other described structs. No floating point.
// The rest of the program sees the type-erased TypeInfo, so that codecs are ordinary code in .cc files.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace gulou {

class Id;
class Instant;
class Date;

template <class T>
struct Tag {};

enum class Kind { boolean, integer, text, id, instant, date, enumeration, optional, list, object };

struct TypeInfo;

// A named check on text, e.g. {"division_code", &is_division_code}; the name appears in errors and in the schema.
struct Format {
  std::string_view name = {};
  bool (*holds)(std::string_view) = nullptr;
};

struct FieldInfo {
  std::string_view name;
  std::string_view doc;
  const TypeInfo& (*type)();
  void* (*address)(void* object);
  std::int64_t minimum = std::numeric_limits<std::int64_t>::min();  // integers
  std::int64_t maximum = std::numeric_limits<std::int64_t>::max();
  std::size_t least_length = 0;        // text, in code points
  std::size_t greatest_length = 2000;  // text in code points, lists in elements
  Format text_format = {};
  int since = 1;  // the module's migration that added the column (see db/schema.h)

  constexpr FieldInfo range(std::int64_t least, std::int64_t greatest) const {
    FieldInfo copy = *this;
    copy.minimum = least;
    copy.maximum = greatest;
    return copy;
  }
  constexpr FieldInfo min_length(std::size_t n) const {
    FieldInfo copy = *this;
    copy.least_length = n;
    return copy;
  }
  constexpr FieldInfo max_length(std::size_t n) const {
    FieldInfo copy = *this;
    copy.greatest_length = n;
    return copy;
  }
  constexpr FieldInfo format(std::string_view format_name, bool (*holds)(std::string_view)) const {
    FieldInfo copy = *this;
    copy.text_format = {format_name, holds};
    return copy;
  }
  constexpr FieldInfo added_in(int migration) const {
    FieldInfo copy = *this;
    copy.since = migration;
    return copy;
  }
  const void* address_in(const void* object) const { return address(const_cast<void*>(object)); }
};

struct EnumName {
  std::string_view name;
  int value;
};

// How to handle a value of a described type through a void pointer. Which members are set depends on `kind`.
struct TypeInfo {
  Kind kind;
  std::string_view name = {};  // object, enumeration
  std::string_view doc = {};
  std::span<const FieldInfo> fields = {};  // object
  std::span<const EnumName> names = {};    // enumeration
  const TypeInfo& (*element)() = nullptr;  // optional, list
  // optional
  const void* (*value_or_null)(const void* optional) = nullptr;
  void* (*emplace)(void* optional) = nullptr;
  void (*reset)(void* optional) = nullptr;
  // list
  std::size_t (*size)(const void* list) = nullptr;
  const void* (*at)(const void* list, std::size_t index) = nullptr;
  void* (*append)(void* list) = nullptr;
  void (*clear)(void* list) = nullptr;
  // enumeration
  int (*get_enum)(const void* value) = nullptr;
  void (*set_enum)(void* value, int number) = nullptr;
};

template <class T>
const TypeInfo& type_of();

namespace detail {

template <auto Member>
struct MemberOf;
template <class Object, class Value, Value Object::*Member>
struct MemberOf<Member> {
  using value = Value;
  static void* address(void* object) { return &(static_cast<Object*>(object)->*Member); }
};

template <std::size_t N>
struct ObjectDescription {
  std::string_view name;
  std::string_view doc;
  std::array<FieldInfo, N> fields;
};

template <class E, std::size_t N>
struct EnumDescription {
  std::string_view name;
  std::string_view doc;
  std::array<EnumName, N> names;
};

template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {};
template <class T>
struct IsList : std::false_type {};
template <class T>
struct IsList<std::vector<T>> : std::true_type {};

template <class T>
TypeInfo make_type_info() {
  if constexpr (std::is_same_v<T, bool>) {
    return {.kind = Kind::boolean};
  } else if constexpr (std::is_same_v<T, std::int64_t>) {
    return {.kind = Kind::integer};
  } else if constexpr (std::is_same_v<T, std::string>) {
    return {.kind = Kind::text};
  } else if constexpr (std::is_same_v<T, Id>) {
    return {.kind = Kind::id};
  } else if constexpr (std::is_same_v<T, Instant>) {
    return {.kind = Kind::instant};
  } else if constexpr (std::is_same_v<T, Date>) {
    return {.kind = Kind::date};
  } else if constexpr (IsOptional<T>::value) {
    using Element = typename T::value_type;
    return {.kind = Kind::optional,
            .element = &type_of<Element>,
            .value_or_null = [](const void* o) -> const void* {
              const auto& optional = *static_cast<const T*>(o);
              return optional ? &*optional : nullptr;
            },
            .emplace = [](void* o) -> void* { return &static_cast<T*>(o)->emplace(); },
            .reset = [](void* o) { static_cast<T*>(o)->reset(); }};
  } else if constexpr (IsList<T>::value) {
    using Element = typename T::value_type;
    static_assert(!std::is_same_v<Element, bool>, "std::vector<bool> has no addressable elements");
    return {.kind = Kind::list,
            .element = &type_of<Element>,
            .size = [](const void* l) { return static_cast<const T*>(l)->size(); },
            .at = [](const void* l, std::size_t i) -> const void* { return &(*static_cast<const T*>(l))[i]; },
            .append = [](void* l) -> void* { return &static_cast<T*>(l)->emplace_back(); },
            .clear = [](void* l) { static_cast<T*>(l)->clear(); }};
  } else if constexpr (std::is_enum_v<T>) {
    static constexpr auto description = describe(Tag<T>{});
    return {.kind = Kind::enumeration,
            .name = description.name,
            .doc = description.doc,
            .names = description.names,
            .get_enum = [](const void* v) { return static_cast<int>(*static_cast<const T*>(v)); },
            .set_enum = [](void* v, int number) { *static_cast<T*>(v) = static_cast<T>(number); }};
  } else {
    static constexpr auto description = describe(Tag<T>{});
    return {.kind = Kind::object, .name = description.name, .doc = description.doc, .fields = description.fields};
  }
}

}  // namespace detail

// The description of T, made once.
template <class T>
const TypeInfo& type_of() {
  static const TypeInfo info = detail::make_type_info<T>();
  return info;
}

template <auto Member>
constexpr FieldInfo field(std::string_view name, std::string_view doc) {
  return {.name = name,
          .doc = doc,
          .type = &type_of<typename detail::MemberOf<Member>::value>,
          .address = &detail::MemberOf<Member>::address};
}

template <class... Fields>
constexpr auto object(std::string_view name, std::string_view doc, Fields... fields) {
  return detail::ObjectDescription<sizeof...(Fields)>{name, doc, {fields...}};
}

template <class E>
constexpr EnumName named(E value, std::string_view name) {
  return {name, static_cast<int>(value)};
}

template <class... Names>
constexpr auto enumeration(std::string_view name, std::string_view doc, Names... names) {
  return detail::EnumDescription<EnumName, sizeof...(Names)>{name, doc, {names...}};
}

// The stable name of a described enumerator ("village" for Level::village).
template <class E>
requires std::is_enum_v<E> std::string_view name_of(E value) {
  for (const auto& each : type_of<E>().names)
    if (each.value == static_cast<int>(value)) return each.name;
  return {};
}

template <class E>
requires std::is_enum_v<E> std::optional<E> enum_named(std::string_view name) {
  for (const auto& each : type_of<E>().names)
    if (each.name == name) return static_cast<E>(each.value);
  return std::nullopt;
}

}  // namespace gulou
