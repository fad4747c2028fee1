// The organisation tree: province > prefecture > county > township > village > group, hamlet, compound > ten
// households.
//
// A unit's own id never changes. Its 12-digit statistical codes (国家统计局 统计用区划代码) are attributes with
// validity: codes change when places merge or a village becomes a community, the unit stays.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/describe.h"
#include "base/id.h"
#include "base/time.h"

namespace gulou::units {

// From the top down. Below the village all four kinds may stand side by side.
enum class Level { province, prefecture, county, township, village, group, hamlet, compound, ten_households };

constexpr auto describe(Tag<Level>) {
  return enumeration("Level", "Level of a unit in the tree", named(Level::province, "province"),
                     named(Level::prefecture, "prefecture"), named(Level::county, "county"),
                     named(Level::township, "township"), named(Level::village, "village"), named(Level::group, "group"),
                     named(Level::hamlet, "hamlet"), named(Level::compound, "compound"),
                     named(Level::ten_households, "ten_households"));
}

// A row of the table `unit`.
struct Unit {
  Id id;
  std::optional<Id> parent_id;
  Level level = Level::province;
  std::string name;
  // Four base-36 characters per ancestor and for the unit itself, so that a subtree is the range [path, path + "~").
  std::string path;
  std::optional<Id> county_id;       // the county it is or lies in: tables that grow carry it
  std::optional<Date> withdrawn_on;  // no longer exists since this day
};

constexpr auto describe(Tag<Unit>) {
  return object("Unit", "A unit of the organisation tree", field<&Unit::id>("id", "Own stable id"),
                field<&Unit::parent_id>("parent_id", "The unit above"),
                field<&Unit::level>("level", "Level in the tree"),
                field<&Unit::name>("name", "Official name").min_length(1).max_length(100),
                field<&Unit::path>("path", "Place in the tree"),
                field<&Unit::county_id>("county_id", "The county it is or lies in"),
                field<&Unit::withdrawn_on>("withdrawn_on", "Day since which the unit no longer exists"));
}

// A row of the table `unit_code`: the 12-digit code a unit bore from one day until another.
struct UnitCode {
  std::string code;
  Id unit_id;
  Date valid_from;
  std::optional<Date> valid_to;    // first day on which it was no longer valid
  std::optional<Id> successor_id;  // the unit that took over, when the unit was withdrawn
  std::string urban_rural_class;   // 城乡分类代码, "" where no release told it
};

constexpr auto describe(Tag<UnitCode>) {
  return object("UnitCode", "A 12-digit statistical code and its validity",
                field<&UnitCode::code>("code", "12 digits").max_length(12),
                field<&UnitCode::unit_id>("unit_id", "The unit that bore it"),
                field<&UnitCode::valid_from>("valid_from", "First day of validity"),
                field<&UnitCode::valid_to>("valid_to", "First day on which it was no longer valid"),
                field<&UnitCode::successor_id>("successor_id", "The unit that took over"),
                field<&UnitCode::urban_rural_class>("urban_rural_class",
                                                    "Class of town (1xx) or country (2xx); empty if not known")
                    .max_length(3)
                    .added_in(2));
}

// What lists, pages and the API show of a unit.
struct UnitSummary {
  Id id;
  std::string code;  // "" for units without one (groups, hamlets, compounds, ten-household units)
  std::string name;
  Level level = Level::province;
  std::string path;
  std::optional<Id> county_id;
  std::optional<Date> withdrawn_on;
};

constexpr auto describe(Tag<UnitSummary>) {
  return object("UnitSummary", "A unit in short", field<&UnitSummary::id>("id", "Own stable id"),
                field<&UnitSummary::code>("code", "Current (or last) 12-digit code; empty below the village"),
                field<&UnitSummary::name>("name", "Official name"),
                field<&UnitSummary::level>("level", "Level in the tree"),
                field<&UnitSummary::path>("path", "Place in the tree"),
                field<&UnitSummary::county_id>("county_id", "The county it is or lies in"),
                field<&UnitSummary::withdrawn_on>("withdrawn_on", "Day since which the unit no longer exists"));
}

}  // namespace gulou::units
