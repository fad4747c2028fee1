#include "spine/access/permission.h"

#include <fmt/format.h>

#include <algorithm>

namespace gulou::access {
namespace {

bool has(const Permission& permission, Role role) {
  return std::ranges::find(permission.roles, role) != permission.roles.end();
}

}  // namespace

Result<PermissionTable> PermissionTable::make(std::vector<Permission> declared) {
  PermissionTable table;
  for (auto& each : declared) {
    const std::string name = each.name;
    if (name.empty() || name == net::public_route || name == signed_in || name == arriving ||
        !table.by_name_.emplace(name, std::move(each)).second)
      return fail(internal_error(fmt::format("permission '{}' is reserved or declared twice", name)));
  }
  return table;
}

bool PermissionTable::knows(std::string_view name) const { return by_name_.contains(name); }

bool PermissionTable::allows(std::string_view name, Role role) const {
  const auto found = by_name_.find(name);
  return found != by_name_.end() && has(found->second, role);
}

bool PermissionTable::allows_programs(std::string_view name) const {
  const auto found = by_name_.find(name);
  return found != by_name_.end() && found->second.programs;
}

std::vector<const Permission*> PermissionTable::of(Role role) const {
  std::vector<const Permission*> found;
  for (const auto& [name, each] : by_name_)
    if (has(each, role)) found.push_back(&each);
  return found;
}

Result<void> check_declared(const net::Router& router, const PermissionTable& permissions) {
  const auto check = [&](std::string_view pattern, std::string_view permission) -> Result<void> {
    if (permission == net::public_route || permission == signed_in || permission == arriving) return {};
    if (permissions.knows(permission)) return {};
    return fail(internal_error(fmt::format("{} asks for the undeclared permission '{}'", pattern, permission)));
  };
  for (const auto& route : router.routes()) TRY(check(route.pattern, route.permission));
  for (const auto& stream : router.streams()) TRY(check(stream.pattern, stream.permission));
  return {};
}

}  // namespace gulou::access
