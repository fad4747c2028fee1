#include "spine/units/queries.h"

#include <fmt/format.h>

namespace gulou::units {
namespace {

// A unit with the code it bears, or bore last if it was withdrawn. Below the village there is none.
constexpr std::string_view summary_of_unit =
    "SELECT u.id, coalesce(c.code, '') AS code, u.name, u.level, u.path, u.county_id, u.withdrawn_on FROM unit u "
    "LEFT JOIN unit_code c ON c.unit_id = u.id AND (c.valid_to IS NULL OR c.valid_to = u.withdrawn_on) ";

std::string select_where(std::string_view condition) { return fmt::format("{}WHERE {}", summary_of_unit, condition); }

Error no_such_unit(std::string_view code) {
  return not_found_error({fmt::format("没有代码为“{}”的地方，请核对 12 位区划代码。", code),
                          fmt::format("There is no place with the code \"{}\".", code)});
}

struct FirstDay {
  Date valid_from;
};
constexpr auto describe(Tag<FirstDay>) {
  return object("FirstDay", "Since when codes hold", field<&FirstDay::valid_from>("valid_from", "First day"));
}

}  // namespace

Result<UnitSummary> by_code(db::Reader& reader, std::string_view code) {
  // Almost always the bearer today is meant, and is found without sorting; else whoever bore the code last.
  static constexpr std::string_view bearer =
      "SELECT u.id, c.code, u.name, u.level, u.path, u.county_id, u.withdrawn_on FROM unit_code c "
      "JOIN unit u ON u.id = c.unit_id WHERE c.code = $1 AND ";
  static const std::string today = fmt::format("{}c.valid_to IS NULL", bearer);
  static const std::string last = fmt::format("{}c.valid_to IS NOT NULL ORDER BY c.valid_from DESC LIMIT 1", bearer);
  auto found = TRY(reader.first<UnitSummary>(today, code));
  if (!found) found = TRY(reader.first<UnitSummary>(last, code));
  if (!found) return fail(no_such_unit(code));
  return std::move(*found);
}

Result<UnitSummary> by_id(db::Reader& reader, const Id& id) {
  static const std::string sql = select_where("u.id = $1 ORDER BY c.valid_from DESC LIMIT 1");
  auto found = TRY(reader.first<UnitSummary>(sql, id));
  if (!found) return fail(not_found_error({"没有这个单位。", "There is no such unit."}));
  return std::move(*found);
}

Result<std::vector<UnitSummary>> children(db::Reader& reader, const Id& parent) {
  static const std::string sql =
      select_where("u.parent_id = $1 AND u.withdrawn_on IS NULL ORDER BY code, u.level, u.name");
  return reader.all<UnitSummary>(sql, parent);
}

Result<std::vector<UnitSummary>> ancestors(db::Reader& reader, const UnitSummary& unit) {
  // The paths of the ancestors are prefixes of the unit's own; the tree has nine levels, so there are at most eight.
  static const std::string sql =
      select_where("u.path IN ($1, $2, $3, $4, $5, $6, $7, $8) ORDER BY u.path, c.valid_from");
  auto paths = paths_down_to(unit.path);
  paths.pop_back();
  paths.resize(8);  // no unit has the empty path
  auto above =
      TRY(reader.all<UnitSummary>(sql, paths[0], paths[1], paths[2], paths[3], paths[4], paths[5], paths[6], paths[7]));
  // A unit that was recoded on the day it was withdrawn has two codes that ended with it: the later one counts.
  std::vector<UnitSummary> out;
  for (auto& each : above) {
    if (!out.empty() && out.back().id == each.id) out.pop_back();
    out.push_back(std::move(each));
  }
  return out;
}

Result<std::vector<LineUnit>> line(db::Reader& reader, const UnitSummary& unit) {
  auto paths = paths_down_to(unit.path);
  paths.resize(9);  // the tree has nine levels; no unit has the empty path
  return reader.all<LineUnit>(
      "SELECT id, level FROM unit WHERE path IN ($1, $2, $3, $4, $5, $6, $7, $8, $9) ORDER BY path", paths[0], paths[1],
      paths[2], paths[3], paths[4], paths[5], paths[6], paths[7], paths[8]);
}

Result<std::vector<UnitSummary>> descendants(db::Reader& reader, const UnitSummary& unit, Level level) {
  static const std::string sql =
      select_where("u.path >= $1 AND u.path < $2 AND u.level = $3 AND u.withdrawn_on IS NULL ORDER BY u.path");
  return reader.all<UnitSummary>(sql, unit.path, subtree_end(unit.path), level);
}

Result<std::vector<UnitSummary>> roots(db::Reader& reader) {
  static const std::string sql = select_where("u.parent_id IS NULL AND u.withdrawn_on IS NULL ORDER BY u.path");
  return reader.all<UnitSummary>(sql);
}

Result<std::optional<Date>> codes_hold_from(db::Reader& reader) {
  const auto latest =
      TRY(reader.first<FirstDay>("SELECT valid_from FROM unit_import ORDER BY imported_at DESC, id DESC LIMIT 1"));
  return latest ? std::optional(latest->valid_from) : std::nullopt;
}

Result<std::int64_t> count(db::Reader& reader, const UnitSummary& unit, Level level) {
  const auto number = TRY(
      reader.integer("SELECT count(*) FROM unit WHERE path >= $1 AND path < $2 AND level = $3 AND withdrawn_on IS NULL",
                     unit.path, subtree_end(unit.path), level));
  return number.value_or(0);
}

Result<std::optional<UnitSummary>> successor(db::Reader& reader, const UnitSummary& withdrawn) {
  return reader.first<UnitSummary>(
      "SELECT u.id, coalesce(c.code, '') AS code, u.name, u.level, u.path, u.county_id, u.withdrawn_on FROM unit_code "
      "old "
      "JOIN unit u ON u.id = old.successor_id LEFT JOIN unit_code c ON c.unit_id = u.id AND c.valid_to IS NULL "
      "WHERE old.unit_id = $1 AND old.code = $2 ORDER BY old.valid_from DESC LIMIT 1",
      withdrawn.id, withdrawn.code);
}

std::vector<std::string> paths_down_to(std::string_view path) {
  std::vector<std::string> paths;
  for (std::size_t size = path_segment; size <= path.size(); size += path_segment)
    paths.emplace_back(path.substr(0, size));
  return paths;
}

bool within(std::string_view path, std::string_view subtree) { return path.starts_with(subtree); }

std::string subtree_end(std::string_view path) { return std::string(path) + "~"; }

}  // namespace gulou::units
