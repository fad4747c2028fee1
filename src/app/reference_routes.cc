// A page for each route: who may call it, what it takes and gives, and the action it does.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "app/reference.h"

namespace gulou::app {
namespace {

// GET /api/plans/{year} is routes/get-api-plans-year.md.
std::string file_name(std::string_view method, std::string_view pattern) {
  std::string out(method);
  std::ranges::transform(out, out.begin(), [](char c) { return static_cast<char>(c | 0x20); });
  if (pattern == "/") out += "-home";
  for (const char c : pattern) {
    if (c == '/') {
      if (pattern.size() > 1) out += '-';
    } else if (c != '{' && c != '}') {
      out += c;
    }
  }
  return fmt::format("routes/{}.md", out);
}

std::string type_text(const TypeInfo& type) {
  switch (type.kind) {
    case Kind::boolean:
      return "true or false";
    case Kind::integer:
      return "whole number";
    case Kind::text:
      return "text";
    case Kind::id:
      return "id (UUID)";
    case Kind::instant:
      return "instant (RFC 3339, UTC)";
    case Kind::date:
      return "date (YYYY-MM-DD)";
    case Kind::enumeration: {
      std::string out;
      for (const auto& each : type.names) out += fmt::format("{}`{}`", out.empty() ? "" : ", ", each.name);
      return out;
    }
    case Kind::optional:
      return type_text(type.element()) + ", or null";
    case Kind::list:
      return "list of " + type_text(type.element());
    case Kind::object:
      return fmt::format("[{0}](#{0})", type.name);
  }
  return "";
}

const TypeInfo& innermost(const TypeInfo& type) {
  return type.kind == Kind::optional || type.kind == Kind::list ? innermost(type.element()) : type;
}

// What is not so by itself: the default limits of text and lists are left out.
std::string limits_text(const FieldInfo& field) {
  const FieldInfo usual{};
  const Kind kind = field.type().kind;
  std::string out;
  const auto add = [&](const std::string& limit) { out += (out.empty() ? "" : ", ") + limit; };
  if (field.minimum != usual.minimum) add(fmt::format("from {}", field.minimum));
  if (field.maximum != usual.maximum) add(fmt::format("to {}", field.maximum));
  if (field.least_length != usual.least_length) add(fmt::format("at least {} long", field.least_length));
  if (field.greatest_length != usual.greatest_length)
    add(fmt::format("at most {} {}", field.greatest_length, kind == Kind::list ? "of them" : "long"));
  if (!field.text_format.name.empty()) add(fmt::format("format `{}`", field.text_format.name));
  return out;
}

// The objects of a payload, each once, the outermost first.
class Payload {
 public:
  std::string text(const TypeInfo& type) {
    add(type);
    return std::move(out_);
  }

 private:
  void add(const TypeInfo& any) {
    const TypeInfo& type = innermost(any);
    if (type.kind != Kind::object || !seen_.insert(type.name).second) return;
    out_ +=
        fmt::format("### {}\n\n{}.\n\n| field | type | limits | meaning |\n|---|---|---|---|\n", type.name, type.doc);
    for (const auto& field : type.fields)
      out_ +=
          fmt::format("| `{}` | {} | {} | {} |\n", field.name, type_text(field.type()), limits_text(field), field.doc);
    out_ += '\n';
    for (const auto& field : type.fields) add(field.type());
  }

  std::set<std::string_view> seen_;
  std::string out_;
};

std::string action_text(const net::Route& route, const std::vector<const workflow::Machine*>& machines) {
  if (route.method != net::Method::post) return {};
  for (const auto* machine : machines)
    for (const auto& action : machine->actions)
      if (action.permission == route.permission && route.pattern.ends_with("/" + action.name))
        return fmt::format("- action: {} of [{}](../machines/{}.md)\n", action.name, machine->object_kind,
                           machine->object_kind);
  return {};
}

std::string head_text(std::string_view method, std::string_view pattern, std::string_view summary,
                      std::string_view permission, const access::PermissionTable& permissions) {
  std::string out = fmt::format("# {} {}\n\n", method, pattern);
  if (!summary.empty()) out += fmt::format("{}.\n\n", summary);
  return out + fmt::format("- permission: `{}` ({})\n", permission, holders_text(permissions, permission));
}

std::string route_text(const net::Route& route, const access::PermissionTable& permissions,
                       const std::vector<const workflow::Machine*>& machines) {
  std::string out =
      head_text(net::name_of_method(route.method), route.pattern, route.summary, route.permission, permissions);
  if (route.step_up)
    out +=
        "- step-up: asks for a proof of identity (`POST /api/session/proof`) unless one was given in the last "
        "minutes\n";
  if (net::is_costly(route)) out += "- costly: counts towards the tighter limit of requests a minute\n";
  if (route.outgoing) {
    out += fmt::format("- gives a file or a paper out of the house: {}", net::name_of_class(route.outgoing->data));
    if (!route.outgoing->unasked.empty()) out += fmt::format("; nobody is asked what for: {}", route.outgoing->unasked);
    out += '\n';
  }
  out += action_text(route, machines);
  out += fmt::format("- success: {}{}\n", route.success,
                     route.cache ? ", kept in the answer cache until the data change" : "");
  for (const auto& [name, meaning] : route.query) out += fmt::format("- query `{}`: {}\n", name, meaning);
  if (route.takes) out += fmt::format("\n## Takes {}\n\n{}", type_text(*route.takes), Payload().text(*route.takes));
  if (route.gives) out += fmt::format("\n## Gives {}\n\n{}", type_text(*route.gives), Payload().text(*route.gives));
  while (out.ends_with("\n\n")) out.pop_back();
  return out;
}

}  // namespace

std::vector<ReferencePage> route_pages(const net::Router& router, const access::PermissionTable& permissions,
                                       const std::vector<const workflow::Machine*>& machines) {
  std::vector<ReferencePage> pages;
  for (const auto& route : router.routes())
    pages.push_back(
        {file_name(net::name_of_method(route.method), route.pattern), route_text(route, permissions, machines)});
  for (const auto& stream : router.streams())
    pages.push_back({file_name("GET", stream.pattern),
                     head_text("GET", stream.pattern, stream.summary, stream.permission, permissions) +
                         "- success: 200, a stream of server-sent events\n"});
  return pages;
}

}  // namespace gulou::app
