#include "net/api_document.h"

#include <fmt/format.h>

#include <map>

#include "net/problem_type.h"

namespace gulou::net {
namespace {

using json::Value;

std::string_view verb(Method method) {
  switch (method) {
    case Method::get:
      return "get";
    case Method::post:
      return "post";
    case Method::put:
      return "put";
    case Method::patch:
      return "patch";
    case Method::del:
      return "delete";
  }
  return "";
}

Value text_parameter(std::string_view name, std::string_view where, std::string_view meaning, bool required) {
  return Value::object()
      .set("name", name)
      .set("in", where)
      .set("required", required)
      .set("description", meaning)
      .set("schema", Value::object().set("type", "string"));
}

// Every "{name}" of a pattern.
std::vector<std::string> path_parameters(std::string_view pattern) {
  std::vector<std::string> names;
  for (std::size_t at = pattern.find('{'); at != std::string_view::npos; at = pattern.find('{', at + 1))
    names.emplace_back(pattern.substr(at + 1, pattern.find('}', at) - at - 1));
  return names;
}

Value content(std::string_view type, Value schema) {
  return Value::object().set(type, Value::object().set("schema", std::move(schema)));
}

Value security_of(std::string_view permission) {
  if (permission == public_route) return Value::list();
  return Value::list()
      .add(Value::object().set("session", Value::list()))
      .add(Value::object().set("bearer", Value::list()));
}

Value problem_response(Value& schemas) {
  return Value::object()
      .set("description", "Refused or failed; `code` says why")
      .set("content", content("application/problem+json", json::schema(type_of<Problem>(), schemas)));
}

Value operation(const Route& route, Value& schemas) {
  Value parameters = Value::list();
  for (const auto& name : path_parameters(route.pattern)) parameters.add(text_parameter(name, "path", "", true));
  for (const auto& [name, meaning] : route.query) parameters.add(text_parameter(name, "query", meaning, false));

  Value success = Value::object().set("description", "OK");
  if (route.gives) success.set("content", content("application/json", json::schema(*route.gives, schemas)));

  Value tags = Value::list();
  for (const auto& tag : route.tags) tags.add(tag);

  Value out = Value::object();
  out.set("summary", route.summary).set("tags", std::move(tags)).set("security", security_of(route.permission));
  if (route.permission != public_route) out.set("x-permission", route.permission);
  if (route.step_up) out.set("x-step-up", true);
  if (is_costly(route)) out.set("x-costly", true);
  if (route.outgoing) out.set("x-data-class", std::string(name_of_class(route.outgoing->data)));
  out.set("parameters", std::move(parameters));
  if (route.takes) {
    out.set("requestBody", Value::object()
                               .set("required", true)
                               .set("content", content("application/json", json::schema(*route.takes, schemas))));
  }
  if (route.takes_bytes) {
    out.set("requestBody", Value::object()
                               .set("required", true)
                               .set("content", content("application/octet-stream",
                                                       Value::object().set("type", "string").set("format", "binary"))));
  }
  out.set(
      "responses",
      Value::object().set(std::to_string(route.success), std::move(success)).set("default", problem_response(schemas)));
  return out;
}

Value stream_operation(const Stream& stream, Value& schemas) {
  return Value::object().set(
      "get",
      Value::object()
          .set("summary", stream.summary)
          .set("security", security_of(stream.permission))
          .set("responses",
               Value::object()
                   .set("200", Value::object()
                                   .set("description", "Server-sent events")
                                   .set("content", content("text/event-stream", Value::object().set("type", "string"))))
                   .set("default", problem_response(schemas))));
}

}  // namespace

Value api_document(const Router& router) {
  Value schemas = Value::object();
  std::map<std::string, Value> paths;  // sorted, so that the document does not depend on the order of registration
  for (const auto& route : router.routes())
    if (route.pattern.starts_with("/api/")) paths[route.pattern].set(verb(route.method), operation(route, schemas));
  for (const auto& stream : router.streams())
    if (stream.pattern.starts_with("/api/")) paths[stream.pattern] = stream_operation(stream, schemas);

  Value all_paths = Value::object();
  for (auto& [pattern, item] : paths) all_paths.set(pattern, std::move(item));
  const auto session = Value::object()
                           .set("type", "apiKey")
                           .set("in", "cookie")
                           .set("name", "gulou")
                           .set("description", "From POST /api/session; behind TLS it is called __Host-gulou");
  const auto bearer = Value::object()
                          .set("type", "http")
                          .set("scheme", "bearer")
                          .set("description", "An operator token; it reaches what is meant for programs");
  return Value::object()
      .set("openapi", "3.1.0")
      .set("info",
           Value::object()
               .set("title", "Gulou 鼓楼")
               .set("version", "0.1.0")
               .set("description", "Grassroots self-government and community service of Qiandongnan (黔东南州)."))
      .set("paths", std::move(all_paths))
      .set("components", Value::object()
                             .set("schemas", std::move(schemas))
                             .set("securitySchemes", Value::object().set("session", session).set("bearer", bearer)));
}

}  // namespace gulou::net
