#include "spine/obligations/queries.h"

#include <fmt/format.h>

#include "spine/obligations/store.h"
#include "spine/units/queries.h"

namespace gulou::obligations {
namespace {

// A line's columns; $1 is today.
constexpr std::string_view line_columns =
    "o.id, o.unit_id, coalesce((SELECT max(c.code) FROM unit_code c WHERE c.unit_id = u.id AND c.valid_to IS NULL), "
    "'') "
    "AS unit_code, u.name AS unit_name, o.role, o.kind, o.object_kind, o.object_id, o.title_zh, o.ground_rule, "
    "o.ground_article, o.opened_at, o.due_on, o.provisional, o.paused_on, "
    "CASE WHEN o.paused_on IS NULL AND o.due_on < $1 THEN 1 ELSE 0 END AS late, o.steps_taken";

constexpr std::string_view is_late = "o.paused_on IS NULL AND o.due_on < $1";
// The units at and below a path: $2 to $3.
constexpr std::string_view within = "u.path >= $2 AND u.path < $3";

std::string list_sql(std::string_view condition) {
  return fmt::format(
      "SELECT {} FROM obligation o JOIN unit u ON u.id = o.unit_id WHERE o.state = 'open' AND {} AND "
      "($4 = '' OR o.role = $4) AND ($5 = '' OR o.kind = $5) AND (o.due_on, o.id) > ($6, $7) "
      "ORDER BY o.due_on, o.id LIMIT $8",
      line_columns, condition);
}

// The end of the range for the unit alone: no path lies between a path and the same with a blank behind.
std::string range_end(const units::UnitSummary& unit, bool subtree) {
  return subtree ? units::subtree_end(unit.path) : unit.path + " ";
}

}  // namespace

Result<std::vector<Line>> list(db::Reader& reader, const Filter& filter, Date today) {
  static const std::string open = list_sql(within);
  static const std::string late = list_sql(fmt::format("{} AND {}", within, is_late));
  static const std::string escalated = list_sql(
      fmt::format("{} AND {} AND o.id IN (SELECT s.obligation_id FROM obligation_step s WHERE s.to_unit_id = $9 AND "
                  "s.step > 0)",
                  within, is_late));
  const std::string after_due = filter.after_due ? filter.after_due->text() : "";
  const std::string after_id = filter.after_id ? filter.after_id->text() : "";
  const std::string end = range_end(filter.unit, filter.subtree || filter.which == Which::escalated);
  switch (filter.which) {
    case Which::open:
    case Which::late:
      return reader.all<Line>(filter.which == Which::open ? open : late, today, filter.unit.path, end, filter.role,
                              filter.kind, after_due, after_id, filter.limit);
    case Which::escalated:
      return reader.all<Line>(escalated, today, filter.unit.path, end, filter.role, filter.kind, after_due, after_id,
                              filter.limit, filter.unit.id);
  }
  return std::vector<Line>();
}

Result<Counts> counts(db::Reader& reader, const units::UnitSummary& unit, bool subtree, Date today) {
  static const std::string sql = fmt::format(
      "SELECT count(*) AS open, coalesce(sum(CASE WHEN {0} THEN 1 ELSE 0 END), 0) AS late, "
      "coalesce(sum(CASE WHEN o.steps_taken > 0 AND NOT ({0}) THEN 1 ELSE 0 END), 0) AS warned, "
      "coalesce(sum(CASE WHEN o.paused_on IS NOT NULL THEN 1 ELSE 0 END), 0) AS paused, "
      "(SELECT count(DISTINCT s.obligation_id) FROM obligation_step s JOIN obligation e ON e.id = s.obligation_id "
      "WHERE s.to_unit_id = $4 AND s.step > 0 AND e.state = 'open' AND e.paused_on IS NULL AND e.due_on < $1) AS "
      "escalated "
      "FROM obligation o JOIN unit u ON u.id = o.unit_id WHERE o.state = 'open' AND {1}",
      is_late, within);
  const auto row = TRY(reader.first<Counts>(sql, today, unit.path, range_end(unit, subtree), unit.id));
  return row.value_or(Counts{});
}

Result<std::vector<Step>> steps(db::Reader& reader, const Id& obligation_id) {
  return reader.all<Step>(
      "SELECT obligation_id, step, due_on, taken_at, to_unit_id, county_id FROM obligation_step WHERE obligation_id = "
      "$1 "
      "ORDER BY step",
      obligation_id);
}

Result<std::vector<Obligation>> about(db::Reader& reader, std::string_view object_kind, std::string_view object_id) {
  static const std::string sql = fmt::format(
      "SELECT {} FROM obligation o WHERE o.object_kind = $1 AND o.object_id = $2 ORDER BY o.opened_at, o.id",
      obligation_columns());
  return reader.all<Obligation>(sql, object_kind, object_id);
}

}  // namespace gulou::obligations
