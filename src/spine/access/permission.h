// Permissions: what a route or an action asks for, and which roles have it. Modules declare theirs
// (Module::permissions); a route whose permission nobody declared does not start.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/result.h"
#include "net/router.h"
#include "spine/access/role.h"

namespace gulou::access {

struct Permission {
  std::string name = {};         // "units.manage"
  Text allows = {};              // what its holder may do
  std::vector<Role> roles = {};  // at the unit of their post and everywhere below
  bool programs = false;         // operator tokens have it too, everywhere
};

// What every signed-in account may do, whatever its post: see who it is, choose a post, change its password, sign out.
inline constexpr std::string_view signed_in = "session";
// What a session may do that is not a full one yet, because the code of the second factor or its enrolment is still
// wanted (sessions.h, `Need`): see who it is, give the code, enrol, choose a password, sign out.
inline constexpr std::string_view arriving = "session.arriving";

class PermissionTable {
 public:
  PermissionTable() = default;
  // Fails on a name that is empty or declared twice.
  static Result<PermissionTable> make(std::vector<Permission> declared);

  bool knows(std::string_view name) const;
  bool allows(std::string_view name, Role role) const;
  bool allows_programs(std::string_view name) const;
  // What a role may do, by name.
  std::vector<const Permission*> of(Role role) const;

 private:
  std::map<std::string, Permission, std::less<>> by_name_;
};

// Default deny: a route or stream that asks for a permission which no module declared would be refused to everyone, so
// nothing starts.
Result<void> check_declared(const net::Router& router, const PermissionTable& permissions);

}  // namespace gulou::access
