#include "spine/access/role.h"

#include <algorithm>

namespace gulou::access {
namespace {

using units::Level;

const std::vector<Role> below_township = {
    Role::village_committee, Role::village_supervision, Role::community_supervision, Role::election_committee,
    Role::resident,          Role::social_organisation, Role::social_worker,         Role::station,
    Role::volunteer};

std::vector<Role> with(std::vector<Role> first, const std::vector<Role>& rest) {
  first.insert(first.end(), rest.begin(), rest.end());
  return first;
}

const std::vector<Role> below_county = with({Role::township}, below_township);
const std::vector<Role> below_prefecture = with({Role::county_bureau}, below_county);
const std::vector<Role> administrators = {Role::system_administrator, Role::security_administrator, Role::auditor};

const std::vector<RoleInfo> roles = {
    {Role::prefecture_bureau, {"州民政局", "Prefecture bureau"}, {Level::prefecture}, below_prefecture},
    {Role::county_bureau, {"县（市）民政局", "County bureau"}, {Level::county}, below_county},
    {Role::township, {"乡镇（街道）", "Township"}, {Level::township}, below_township},
    // Committees are supervised, so they name nobody who supervises them.
    {Role::village_committee,
     {"村（居）民委员会", "Village or residents' committee"},
     {Level::village},
     {Role::resident, Role::volunteer}},
    {Role::village_supervision, {"村务监督委员会", "Village supervision committee"}, {Level::village}, {}},
    {Role::community_supervision, {"居务监督委员会", "Community supervision committee"}, {Level::village}, {}},
    {Role::election_committee, {"村（居）民选举委员会", "Election committee"}, {Level::village}, {}},
    {Role::resident,
     {"村（居）民", "Resident"},
     {Level::village, Level::group, Level::hamlet, Level::compound, Level::ten_households},
     {}},
    {Role::social_organisation,
     {"社会组织", "Social organisation"},
     {Level::prefecture, Level::county, Level::township, Level::village},
     {}},
    {Role::social_worker, {"社会工作者", "Social worker"}, {Level::county, Level::township, Level::village}, {}},
    {Role::station, {"社区服务站", "Service station"}, {Level::township, Level::village}, {}},
    {Role::volunteer, {"志愿者", "Volunteer"}, {Level::county, Level::township, Level::village}, {}},
    {Role::system_administrator, {"系统管理员", "System administrator"}, {Level::prefecture, Level::county}, {}},
    {Role::security_administrator,
     {"安全管理员", "Security administrator"},
     {Level::prefecture, Level::county},
     with(with({Role::prefecture_bureau}, below_prefecture), administrators)},
    {Role::auditor, {"审计员", "Auditor"}, {Level::prefecture, Level::county}, {}}};

}  // namespace

std::span<const RoleInfo> all_roles() { return roles; }

const RoleInfo& info_of(Role role) { return roles[static_cast<std::size_t>(role)]; }

bool is_administrator(Role role) { return std::ranges::find(administrators, role) != administrators.end(); }

bool is_official(Role role) {
  return role == Role::prefecture_bureau || role == Role::county_bureau || role == Role::township ||
         is_administrator(role);
}

bool may_grant(Role granter, Role granted, bool strictly_below) {
  if (granter == granted && !strictly_below) return false;
  const auto& grants = info_of(granter).grants;
  return std::ranges::find(grants, granted) != grants.end();
}

bool may_manage(Role manager, Role held, bool strictly_below) {
  if (manager == Role::system_administrator)
    return !is_administrator(held) || (held == Role::system_administrator && strictly_below);
  return manager != Role::security_administrator && may_grant(manager, held, strictly_below);
}

bool may_reset_factor(Role one, Role held, bool strictly_below) {
  if (one == Role::system_administrator || one == Role::security_administrator) return true;
  return may_manage(one, held, strictly_below);
}

}  // namespace gulou::access
