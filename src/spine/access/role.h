// The roles of the house: at which levels each may be held, and who may grant it.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "base/describe.h"
#include "base/error.h"
#include "spine/units/model.h"

namespace gulou::access {

enum class Role {
  prefecture_bureau,      // 州民政局
  county_bureau,          // 县(市)民政局
  township,               // 乡镇人民政府、街道办事处
  village_committee,      // 村(居)民委员会
  village_supervision,    // 村务监督委员会
  community_supervision,  // 居务监督委员会
  election_committee,     // 村(居)民选举委员会
  resident,
  social_organisation,
  social_worker,
  station,  // 社区服务站
  volunteer,
  // The three administrators (GB/T 22239-2019 8.1.4.2 d): kept apart from each other and from everything else.
  system_administrator,    // accounts; no business data, no journal
  security_administrator,  // roles and grants
  auditor                  // reads the journal, changes nothing
};

constexpr auto describe(Tag<Role>) {
  return enumeration("Role", "What a post is", named(Role::prefecture_bureau, "prefecture_bureau"),
                     named(Role::county_bureau, "county_bureau"), named(Role::township, "township"),
                     named(Role::village_committee, "village_committee"),
                     named(Role::village_supervision, "village_supervision"),
                     named(Role::community_supervision, "community_supervision"),
                     named(Role::election_committee, "election_committee"), named(Role::resident, "resident"),
                     named(Role::social_organisation, "social_organisation"),
                     named(Role::social_worker, "social_worker"), named(Role::station, "station"),
                     named(Role::volunteer, "volunteer"), named(Role::system_administrator, "system_administrator"),
                     named(Role::security_administrator, "security_administrator"), named(Role::auditor, "auditor"));
}

struct RoleInfo {
  Role role = Role::resident;
  Text name = {};
  std::vector<units::Level> levels = {};  // at which a unit may have it
  std::vector<Role> grants = {};          // the roles that its holder may grant, at units within the own subtree
};

// All roles, in the order of the enumeration.
std::span<const RoleInfo> all_roles();
const RoleInfo& info_of(Role role);

bool is_administrator(Role role);
// Of an office of the state, or an administrator: held to stricter rules of signing in than villagers' roles.
bool is_official(Role role);
// May a holder of `granter` at a unit grant (and take back) `granted` at a unit in its subtree? `strictly_below`: that
// unit is not the granter's own. A security administrator may make another one only below.
bool may_grant(Role granter, Role granted, bool strictly_below);
// May a holder of `manager` lock an account that holds `held`, or give it a new password? A superior may, who could
// have granted the role; the system administrator may for everyone but the other administrators.
bool may_manage(Role manager, Role held, bool strictly_below);
// May a holder of `one` ask for, or confirm, that an account which holds `held` starts anew with its second factor?
// Whoever manages it may, and the system and the security administrator for everyone in their subtree: it takes two of
// these, and what they can do together opens nothing without the password.
bool may_reset_factor(Role one, Role held, bool strictly_below);

}  // namespace gulou::access
