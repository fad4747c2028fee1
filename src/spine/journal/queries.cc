#include "spine/journal/queries.h"

#include <fmt/format.h>

#include "spine/units/queries.h"

namespace gulou::journal {
namespace {

std::string select_line() {
  return fmt::format(
      "SELECT e.number, e.at, e.actor, e.account_id, CASE WHEN {} = 1 THEN '' ELSE coalesce(a.display_name, '') END "
      "AS account_name, e.post, e.action, "
      "e.object_kind, e.object_id, coalesce(c.code, '') AS unit_code, coalesce(u.name, '') AS unit_name, e.detail, "
      "e.request, e.previous, e.hash FROM journal_entry e LEFT JOIN unit u ON u.id = e.unit_id "
      "LEFT JOIN unit_code c ON c.unit_id = u.id AND c.valid_to IS NULL LEFT JOIN account a ON a.id = e.account_id ",
      residents_account);
}

// A parameter that a filter does not use still appears, so that the numbers have no gaps; a condition that is not
// wanted is left out, so that the others find their index.
std::string condition(bool wanted, std::string_view text, std::string_view unused) {
  return fmt::format(" AND {}", wanted ? text : unused);
}

}  // namespace

Result<std::vector<JournalLine>> find(db::Reader& reader, const Filter& filter) {
  const auto account = filter.account_id ? filter.account_id->text() : std::string();
  auto sql = select_line();
  sql += "WHERE e.number < $1 AND e.at >= $2 AND e.at < $3";
  sql += condition(!account.empty(), "e.account_id = $4", "$4 = ''");
  sql += condition(!filter.object_id.empty(), "e.object_id = $5", "$5 = ''");
  sql += condition(!filter.object_kind.empty(), "e.object_kind = $6", "$6 = ''");
  sql += condition(!filter.action.empty(), "(e.action = $7 OR (e.action >= $8 AND e.action < $9))",
                   "$7 = '' AND $8 <> '' AND $9 <> ''");
  sql += condition(filter.without_unit, "(e.unit_id IS NULL OR (u.path >= $10 AND u.path < $11))",
                   "u.path >= $10 AND u.path < $11");
  sql += " ORDER BY e.number DESC LIMIT $12";
  return reader.all<JournalLine>(sql, filter.before,
                                 filter.from.value_or(Instant(std::numeric_limits<std::int64_t>::min())),
                                 filter.to.value_or(Instant(std::numeric_limits<std::int64_t>::max())), account,
                                 filter.object_id, filter.object_kind, filter.action, filter.action + ".",
                                 filter.action + "/", filter.subtree, units::subtree_end(filter.subtree), filter.limit);
}

}  // namespace gulou::journal
