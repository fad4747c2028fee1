// The tables, and questions asked of them.
#include "spine/measures/store.h"

#include "spine/units/queries.h"

namespace gulou::measures {
namespace {

const db::Table value_table{.name = "measure_value",
                            .row = &type_of<ValueRow>,
                            .primary_key = "unit_id, measure, period",
                            .foreign_keys = {{"unit_id", "unit(id)"}},
                            .indexes = {{"measure_value_by_measure", "measure, unit_id"}}};
// The key's order serves the most frequent question: everything of one unit in one period.
const db::Table total_table{.name = "measure_total",
                            .row = &type_of<Total>,
                            .primary_key = "unit_id, period, measure",
                            .foreign_keys = {{"unit_id", "unit(id)"}}};
const db::Table daily_table{.name = "measure_daily",
                            .row = &type_of<Daily>,
                            .primary_key = "unit_id, period, measure, on_date",
                            .foreign_keys = {{"unit_id", "unit(id)"}}};

}  // namespace

std::vector<db::Migration> migrations() {
  return {{.module = "measures",
           .number = 1,
           .description = "values, totals and daily history of measures",
           .steps = {db::CreateTable{&value_table}, db::CreateTable{&total_table}, db::CreateTable{&daily_table}}}};
}

Result<std::vector<Total>> totals(db::Reader& reader, const Id& unit_id, std::string_view period) {
  return reader.all<Total>(
      "SELECT unit_id, period, measure, n, d, reported FROM measure_total WHERE unit_id = $1 AND period = $2 "
      "ORDER BY measure",
      unit_id, period);
}

Result<std::vector<Total>> totals_of_children(db::Reader& reader, const Id& parent_id, std::string_view period) {
  return reader.all<Total>(
      "SELECT t.unit_id, t.period, t.measure, t.n, t.d, t.reported FROM unit c JOIN measure_total t "
      "ON t.unit_id = c.id AND t.period = $2 WHERE c.parent_id = $1 ORDER BY t.unit_id, t.measure",
      parent_id, period);
}

Result<std::vector<Daily>> totals_of_children_on(db::Reader& reader, const Id& parent_id, std::string_view period,
                                                 Date day) {
  return reader.all<Daily>(
      "SELECT h.unit_id, h.measure, h.period, h.on_date, h.n, h.d, h.reported FROM unit c JOIN measure_daily h "
      "ON h.unit_id = c.id AND h.period = $2 WHERE c.parent_id = $1 AND h.on_date = (SELECT MAX(x.on_date) "
      "FROM measure_daily x WHERE x.unit_id = h.unit_id AND x.period = h.period AND x.measure = h.measure "
      "AND x.on_date <= $3) ORDER BY h.unit_id, h.measure",
      parent_id, period, day);
}

Result<std::vector<Daily>> history(db::Reader& reader, const Id& unit_id, std::string_view period) {
  return reader.all<Daily>(
      "SELECT unit_id, measure, period, on_date, n, d, reported FROM measure_daily WHERE unit_id = $1 AND period = $2 "
      "ORDER BY measure, on_date",
      unit_id, period);
}

Result<std::vector<Record>> records(db::Reader& reader, std::string_view measure, std::string_view period,
                                    std::string_view subtree, std::int64_t limit) {
  return reader.all<Record>(
      "SELECT coalesce((SELECT max(c.code) FROM unit_code c WHERE c.unit_id = u.id AND c.valid_to IS NULL), '') AS "
      "unit_code, u.name AS unit_name, v.period, v.n, v.d, v.recorded_at, v.source, v.is_demo FROM measure_value v "
      "JOIN unit u ON u.id = v.unit_id WHERE v.measure = $1 AND (v.period = $2 OR v.period LIKE $2 || '-%') AND "
      "u.path >= $3 AND u.path < $4 ORDER BY u.path, v.period LIMIT $5",
      measure, period, subtree, units::subtree_end(subtree), limit);
}

Result<std::optional<ValueRow>> value(db::Reader& reader, std::string_view measure, const Id& unit_id,
                                      std::string_view period) {
  return reader.first<ValueRow>(
      "SELECT unit_id, measure, period, n, d, county_id, recorded_at, source, is_demo FROM measure_value "
      "WHERE unit_id = $1 AND measure = $2 AND period = $3",
      unit_id, measure, period);
}

Result<bool> has_real_values(db::Reader& reader) {
  const auto found = TRY(reader.integer("SELECT 1 FROM measure_value WHERE is_demo = 0 LIMIT 1"));
  return found.has_value();
}

}  // namespace gulou::measures
