#include "spine/units/verify.h"

#include <fmt/format.h>

#include <map>

#include "spine/units/division_kind.h"
#include "spine/units/queries.h"

namespace gulou::units {
namespace {

std::optional<Id> county_below(const Unit& parent) {
  if (parent.level == Level::county) return parent.id;
  // Below a direct-run city without counties, the city stands for the county.
  if (!parent.county_id && parent.level == Level::prefecture) return parent.id;
  return parent.county_id;
}

std::string fault(const Unit& unit, std::string_view what) {
  return fmt::format("unit {} ({}): {}", unit.id.text(), unit.name, what);
}

struct CodeCount {
  std::string code;
  std::int64_t bearers = 0;
};
constexpr auto describe(Tag<CodeCount>) {
  return object("CodeCount", "How many units bear a code", field<&CodeCount::code>("code", "Code"),
                field<&CodeCount::bearers>("bearers", "Units"));
}

struct CodeBorne {
  std::string code;
  std::string name;
  Level level = Level::province;
};
constexpr auto describe(Tag<CodeBorne>) {
  return object("CodeBorne", "A unit by its code", field<&CodeBorne::code>("code", "Code"),
                field<&CodeBorne::name>("name", "Name"), field<&CodeBorne::level>("level", "Level"));
}

}  // namespace

Result<std::vector<std::string>> verify(db::Reader& reader) {
  std::vector<std::string> faults;
  // In tree order a parent comes before its children, so one line of ancestors is enough to remember.
  std::map<std::string, Unit> line;
  for (auto& unit : TRY(reader.all<Unit>(
           "SELECT id, parent_id, level, name, path, county_id, withdrawn_on FROM unit ORDER BY path"))) {
    if (unit.path.empty() || unit.path.size() % path_segment != 0) faults.push_back(fault(unit, "malformed path"));
    if (unit.path.size() <= path_segment) {
      line.clear();
      if (unit.parent_id) faults.push_back(fault(unit, "a top path, but a parent"));
    } else {
      const auto above = line.find(unit.path.substr(0, unit.path.size() - path_segment));
      if (above == line.end() || unit.parent_id != above->second.id) {
        faults.push_back(fault(unit, "the path does not extend the parent's"));
      } else {
        if (unit.level <= above->second.level) faults.push_back(fault(unit, "not below its parent's level"));
        if (unit.level > Level::county && unit.county_id != county_below(above->second))
          faults.push_back(fault(unit, "the county is not the one above"));
      }
      line.erase(line.lower_bound(unit.path), line.end());
    }
    line.emplace(unit.path, std::move(unit));
  }
  for (const auto& each : TRY(reader.all<CodeCount>(
           "SELECT code, count(*) AS bearers FROM unit_code WHERE valid_to IS NULL GROUP BY code HAVING count(*) > 1")))
    faults.push_back(fmt::format("code {}: borne by {} units at once", each.code, each.bearers));
  for (const auto& each : TRY(reader.all<CodeBorne>("SELECT c.code, u.name, u.level FROM unit_code c "
                                                    "JOIN unit u ON u.id = c.unit_id WHERE c.valid_to IS NULL")))
    if (const auto found = check_division(each.code, each.name, each.level); found && found->refused)
      faults.push_back(fmt::format("code {} ({}): {}", each.code, each.name, found->message.en));
  return faults;
}

}  // namespace gulou::units
