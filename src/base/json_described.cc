// Reading, writing and schema of described types.
#include <fmt/format.h>

#include <algorithm>

#include "base/id.h"
#include "base/json.h"
#include "base/time.h"
#include "base/utf8.h"

namespace gulou::json {
namespace {

std::string escape_pointer(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (c == '~') {
      out += "~0";
    } else if (c == '/') {
      out += "~1";
    } else {
      out += c;
    }
  }
  return out;
}

class DescribedReader {
 public:
  std::vector<FieldError> errors;

  // `limits` is the field's description, null for list elements and the document itself.
  void read(const TypeInfo& type, const FieldInfo* limits, void* out, const Value& in, const std::string& pointer) {
    switch (type.kind) {
      case Kind::boolean:
        if (const auto* value = in.as_bool())
          *static_cast<bool*>(out) = *value;
        else
          wrong_type(pointer, {"是或否(true/false)", "true or false"});
        break;
      case Kind::integer:
        read_integer(limits, out, in, pointer);
        break;
      case Kind::text:
        read_text(limits, out, in, pointer);
        break;
      case Kind::id:
        read_parsed<Id>(out, in, pointer, {"编号（UUID）", "an id (UUID)"});
        break;
      case Kind::instant:
        read_parsed<Instant>(out, in, pointer,
                             {"时间，如 2026-11-24T17:36:00+08:00", "a time such as 2026-11-24T17:36:00+08:00"});
        break;
      case Kind::date:
        read_parsed<Date>(out, in, pointer, {"日期，如 2026-11-24", "a date such as 2026-11-24"});
        break;
      case Kind::enumeration:
        read_enumeration(type, out, in, pointer);
        break;
      case Kind::optional:
        if (in.is_null())
          type.reset(out);
        else
          read(type.element(), limits, type.emplace(out), in, pointer);
        break;
      case Kind::list:
        read_list(type, limits, out, in, pointer);
        break;
      case Kind::object:
        read_object(type, out, in, pointer);
        break;
    }
  }

 private:
  void wrong(const std::string& pointer, std::string rule, Text message) {
    errors.push_back({pointer, std::move(rule), std::move(message)});
  }
  void wrong_type(const std::string& pointer, const Text& expected) {
    wrong(pointer, "wrong_type", {fmt::format("应当是{}。", expected.zh), fmt::format("Must be {}.", expected.en)});
  }

  void read_integer(const FieldInfo* limits, void* out, const Value& in, const std::string& pointer) {
    const auto* value = in.as_integer();
    if (!value) return wrong_type(pointer, {"整数", "a whole number"});
    if (limits && (*value < limits->minimum || *value > limits->maximum)) {
      return wrong(pointer, "out_of_range",
                   {fmt::format("应当在 {} 到 {} 之间。", limits->minimum, limits->maximum),
                    fmt::format("Must be between {} and {}.", limits->minimum, limits->maximum)});
    }
    *static_cast<std::int64_t*>(out) = *value;
  }

  void read_text(const FieldInfo* limits, void* out, const Value& in, const std::string& pointer) {
    const auto* value = in.as_text();
    if (!value) return wrong_type(pointer, {"文字", "text"});
    if (limits) {
      const std::size_t length = utf8::length(*value);
      if (length > limits->greatest_length) {
        return wrong(pointer, "too_long",
                     {fmt::format("最多 {} 个字，现在有 {} 个。", limits->greatest_length, length),
                      fmt::format("At most {} characters; there are {}.", limits->greatest_length, length)});
      }
      if (length < limits->least_length) {
        return wrong(pointer, "too_short",
                     limits->least_length == 1 ? Text{"不能为空。", "Must not be empty."}
                                               : Text{fmt::format("至少 {} 个字。", limits->least_length),
                                                      fmt::format("At least {} characters.", limits->least_length)});
      }
      if (limits->text_format.holds && !limits->text_format.holds(*value)) {
        return wrong(pointer, fmt::format("format:{}", limits->text_format.name),
                     {fmt::format("格式不对（{}）。", limits->text_format.name),
                      fmt::format("Not of the form {}.", limits->text_format.name)});
      }
    }
    if (value->find('\0') != std::string::npos)
      return wrong(pointer, "format:text", {"含有不可用的字符。", "Contains a NUL character."});
    *static_cast<std::string*>(out) = *value;
  }

  template <class T>
  void read_parsed(void* out, const Value& in, const std::string& pointer, const Text& expected) {
    const auto* text = in.as_text();
    const auto parsed = text ? T::parse(*text) : std::nullopt;
    if (!parsed) return wrong_type(pointer, expected);
    *static_cast<T*>(out) = *parsed;
  }

  void read_enumeration(const TypeInfo& type, void* out, const Value& in, const std::string& pointer) {
    std::string allowed;
    for (const auto& each : type.names) {
      if (in.as_text() && *in.as_text() == each.name) return type.set_enum(out, each.value);
      allowed += allowed.empty() ? "" : ", ";
      allowed += each.name;
    }
    wrong(pointer, "not_one_of", {fmt::format("只能是：{}。", allowed), fmt::format("Must be one of: {}.", allowed)});
  }

  void read_list(const TypeInfo& type, const FieldInfo* limits, void* out, const Value& in,
                 const std::string& pointer) {
    const auto* list = in.as_list();
    if (!list) return wrong_type(pointer, {"列表", "a list"});
    if (limits && list->size() > limits->greatest_length) {
      return wrong(pointer, "too_long",
                   {fmt::format("最多 {} 项，现在有 {} 项。", limits->greatest_length, list->size()),
                    fmt::format("At most {} items; there are {}.", limits->greatest_length, list->size())});
    }
    type.clear(out);
    for (std::size_t i = 0; i < list->size(); ++i)
      read(type.element(), nullptr, type.append(out), (*list)[i], fmt::format("{}/{}", pointer, i));
  }

  void read_object(const TypeInfo& type, void* out, const Value& in, const std::string& pointer) {
    const auto* members = in.as_object();
    if (!members) return wrong_type(pointer, {"对象", "an object"});
    for (const auto& field : type.fields) {
      const auto at = pointer + "/" + escape_pointer(field.name);
      if (const auto* value = in.find(field.name))
        read(field.type(), &field, field.address(out), *value, at);
      else if (field.type().kind != Kind::optional)
        wrong(at, "required", {"必须填写。", "Is required."});
    }
    for (const auto& [name, value] : *members)
      if (std::ranges::none_of(type.fields, [&](const FieldInfo& field) { return field.name == name; }))
        wrong(pointer + "/" + escape_pointer(name), "unknown_field", {"没有这个字段。", "There is no such field."});
  }
};

Value field_schema(const FieldInfo* limits, const TypeInfo& type, Value& definitions);

Value reference(std::string_view name) {
  return Value::object().set("$ref", fmt::format("#/components/schemas/{}", name));
}

Value enumeration_schema(const TypeInfo& type) {
  Value names = Value::list();
  for (const auto& each : type.names) names.add(each.name);
  return Value::object().set("type", "string").set("description", type.doc).set("enum", std::move(names));
}

Value object_schema(const TypeInfo& type, Value& definitions) {
  Value properties = Value::object();
  Value required = Value::list();
  for (const auto& field : type.fields) {
    Value property = field_schema(&field, field.type(), definitions);
    if (!property.find("$ref")) property.set("description", field.doc);
    properties.set(field.name, std::move(property));
    if (field.type().kind != Kind::optional) required.add(field.name);
  }
  return Value::object()
      .set("type", "object")
      .set("description", type.doc)
      .set("properties", std::move(properties))
      .set("required", std::move(required))
      .set("additionalProperties", false);
}

Value integer_schema(const FieldInfo* limits) {
  Value out = Value::object().set("type", "integer").set("format", "int64");
  if (limits && limits->minimum != std::numeric_limits<std::int64_t>::min()) out.set("minimum", limits->minimum);
  if (limits && limits->maximum != std::numeric_limits<std::int64_t>::max()) out.set("maximum", limits->maximum);
  return out;
}

Value text_schema(const FieldInfo* limits) {
  Value out = Value::object().set("type", "string");
  if (!limits) return out;
  if (limits->least_length > 0) out.set("minLength", static_cast<std::int64_t>(limits->least_length));
  out.set("maxLength", static_cast<std::int64_t>(limits->greatest_length));
  if (!limits->text_format.name.empty()) out.set("format", limits->text_format.name);
  return out;
}

Value nullable(Value inner) {
  return Value::object().set("anyOf", Value::list().add(std::move(inner)).add(Value::object().set("type", "null")));
}

// Defines a named type once and refers to it; the empty definition put first ends a recursion.
Value named_schema(const TypeInfo& type, Value& definitions) {
  if (!definitions.find(type.name)) {
    Value body = type.kind == Kind::enumeration ? enumeration_schema(type) : object_schema(type, definitions);
    if (!definitions.find(type.name)) definitions.set(type.name, std::move(body));
  }
  return reference(type.name);
}

Value field_schema(const FieldInfo* limits, const TypeInfo& type, Value& definitions) {
  const auto text = [](std::string_view format) { return Value::object().set("type", "string").set("format", format); };
  switch (type.kind) {
    case Kind::boolean:
      return Value::object().set("type", "boolean");
    case Kind::integer:
      return integer_schema(limits);
    case Kind::text:
      return text_schema(limits);
    case Kind::id:
      return text("uuid");
    case Kind::instant:
      return text("date-time");
    case Kind::date:
      return text("date");
    case Kind::optional:
      return nullable(field_schema(limits, type.element(), definitions));
    case Kind::list:
      return Value::object().set("type", "array").set("items", field_schema(nullptr, type.element(), definitions));
    case Kind::enumeration:
    case Kind::object:
      return named_schema(type, definitions);
  }
  return {};
}

void append_members(std::string& out, const TypeInfo& type, const void* object) {
  out += '{';
  bool first = true;
  for (const auto& field : type.fields) {
    if (!first) out += ',';
    first = false;
    append_quoted(out, field.name);
    out += ':';
    append(out, field.type(), field.address_in(object));
  }
  out += '}';
}

void append_elements(std::string& out, const TypeInfo& type, const void* list) {
  out += '[';
  for (std::size_t i = 0; i < type.size(list); ++i) {
    if (i > 0) out += ',';
    append(out, type.element(), type.at(list, i));
  }
  out += ']';
}

std::string_view enumerator_name(const TypeInfo& type, const void* value) {
  for (const auto& each : type.names)
    if (each.value == type.get_enum(value)) return each.name;
  return {};
}

}  // namespace

Result<void> read_into(const TypeInfo& type, void* object, std::string_view text) {
  return read_into(type, object, TRY(parse(text)));
}

Result<void> read_into(const TypeInfo& type, void* object, const Value& document) {
  DescribedReader reader;
  reader.read(type, nullptr, object, document, "");
  if (!reader.errors.empty()) return fail(invalid_fields(std::move(reader.errors)));
  return {};
}

void append(std::string& out, const TypeInfo& type, const void* object) {
  switch (type.kind) {
    case Kind::boolean:
      out += *static_cast<const bool*>(object) ? "true" : "false";
      break;
    case Kind::integer:
      out += std::to_string(*static_cast<const std::int64_t*>(object));
      break;
    case Kind::text:
      append_quoted(out, *static_cast<const std::string*>(object));
      break;
    case Kind::id:
      append_quoted(out, static_cast<const Id*>(object)->text());
      break;
    case Kind::instant:
      append_quoted(out, static_cast<const Instant*>(object)->text());
      break;
    case Kind::date:
      append_quoted(out, static_cast<const Date*>(object)->text());
      break;
    case Kind::enumeration:
      append_quoted(out, enumerator_name(type, object));
      break;
    case Kind::optional:
      if (const void* value = type.value_or_null(object))
        append(out, type.element(), value);
      else
        out += "null";
      break;
    case Kind::list:
      append_elements(out, type, object);
      break;
    case Kind::object:
      append_members(out, type, object);
      break;
  }
}

Value schema(const TypeInfo& type, Value& definitions) { return field_schema(nullptr, type, definitions); }

}  // namespace gulou::json
