// The tables of roles: they stand in one order with the enumeration, and keep the three administrators apart.
#include "spine/access/role.h"

#include <gtest/gtest.h>

#include "spine/access/permission.h"

namespace gulou::access {
namespace {

using enum Role;

TEST(Roles, TheTableFollowsTheEnumeration) {
  ASSERT_EQ(all_roles().size(), type_of<Role>().names.size());
  for (const auto& each : type_of<Role>().names) {
    const auto role = static_cast<Role>(each.value);
    EXPECT_EQ(info_of(role).role, role) << each.name;
    EXPECT_FALSE(info_of(role).levels.empty()) << each.name;
    EXPECT_FALSE(info_of(role).name.zh.empty()) << each.name;
  }
}

// Nobody makes an equal or a superior, but the security administrator, who makes posts and does nothing else.
TEST(Roles, GrantsGoDownward) {
  for (const auto& granter : all_roles()) {
    if (granter.role == security_administrator) continue;
    for (const auto granted : granter.grants) {
      EXPECT_FALSE(is_administrator(granted)) << name_of(granter.role);
      EXPECT_NE(granter.role, granted);
      EXPECT_FALSE(may_grant(granted, granter.role, true)) << name_of(granter.role) << " " << name_of(granted);
      for (const auto further : info_of(granted).grants)  // nor by way of someone below
        EXPECT_TRUE(may_grant(granter.role, further, true)) << name_of(granter.role) << " " << name_of(further);
    }
  }
  EXPECT_TRUE(may_grant(prefecture_bureau, county_bureau, true));
  EXPECT_TRUE(may_grant(county_bureau, township, true));
  EXPECT_TRUE(may_grant(township, village_committee, true));
  EXPECT_TRUE(may_grant(village_committee, resident, false));
  EXPECT_FALSE(may_grant(township, county_bureau, false));
  EXPECT_FALSE(may_grant(county_bureau, county_bureau, false));
  EXPECT_FALSE(may_grant(county_bureau, prefecture_bureau, false));
  EXPECT_FALSE(may_grant(village_committee, village_supervision, false));  // not those who supervise it
  EXPECT_FALSE(may_grant(village_committee, election_committee, false));   // nor those who run its election
  EXPECT_FALSE(may_grant(resident, volunteer, false));
}

TEST(Roles, AdministratorsAreKeptApart) {
  for (const auto& granter : all_roles()) {
    for (const auto admin : {system_administrator, security_administrator, auditor}) {
      EXPECT_EQ(may_grant(granter.role, admin, true), granter.role == security_administrator);
      EXPECT_EQ(may_manage(granter.role, admin, false), false) << name_of(granter.role);
    }
    EXPECT_FALSE(may_grant(system_administrator, granter.role, true));
    EXPECT_FALSE(may_grant(auditor, granter.role, true));
    EXPECT_FALSE(may_manage(auditor, granter.role, true));
    EXPECT_FALSE(may_manage(security_administrator, granter.role, true));
    EXPECT_EQ(may_manage(system_administrator, granter.role, false), !is_administrator(granter.role));
  }
  EXPECT_FALSE(may_grant(security_administrator, security_administrator, false));
  EXPECT_TRUE(may_manage(system_administrator, system_administrator, true));
  EXPECT_FALSE(may_manage(system_administrator, auditor, true));
  EXPECT_FALSE(may_manage(system_administrator, security_administrator, true));
}

TEST(Permissions, AreDeclaredOnceAndDenyByDefault) {
  const Permission write{.name = "desk.write", .allows = {}, .roles = {township}};
  EXPECT_FALSE(PermissionTable::make({write, write}));
  EXPECT_FALSE(PermissionTable::make({Permission{}}));
  EXPECT_FALSE(PermissionTable::make({{.name = "public", .allows = {}, .roles = {}}}));
  const auto table =
      PermissionTable::make({write, {.name = "desk.read", .roles = {township, auditor}, .programs = true}});
  ASSERT_TRUE(table);
  EXPECT_TRUE(table->knows("desk.write"));
  EXPECT_FALSE(table->knows("desk"));
  EXPECT_TRUE(table->allows("desk.write", township));
  EXPECT_FALSE(table->allows("desk.write", auditor));
  EXPECT_FALSE(table->allows("nothing", township));
  EXPECT_FALSE(table->allows_programs("desk.write"));
  EXPECT_TRUE(table->allows_programs("desk.read"));
  EXPECT_FALSE(table->allows_programs("nothing"));
  EXPECT_EQ(table->of(township).size(), 2u);
  EXPECT_EQ(table->of(auditor).size(), 1u);
  EXPECT_TRUE(table->of(resident).empty());
}

}  // namespace
}  // namespace gulou::access
