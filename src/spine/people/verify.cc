#include "spine/people/verify.h"

#include <fmt/format.h>

#include <array>

#include "base/describe.h"
#include "base/id.h"

namespace gulou::people {
namespace {

struct FaultyRow {
  Id id;
};
constexpr auto describe(Tag<FaultyRow>) {
  return object("FaultyPersonRow", "A row that cannot be right", field<&FaultyRow::id>("id", "Id"));
}

struct Check {
  std::string_view what;
  std::string_view sql;
};

constexpr std::array<Check, 8> checks = {
    {{"person {} is in no village's register",
      "SELECT p.id FROM person p WHERE NOT EXISTS (SELECT 1 FROM person_record r WHERE r.person_id = p.id) ORDER BY "
      "p.id"},
     {"record {} holds of somebody who died",
      "SELECT r.id FROM person_record r JOIN person p ON p.id = r.person_id WHERE p.died_on IS NOT NULL AND r.left_on "
      "IS "
      "NULL ORDER BY r.id"},
     {"record {} names a group of another village",
      "SELECT r.id FROM person_record r JOIN unit v ON v.id = r.village_id JOIN unit u ON u.id = r.unit_id "
      "WHERE (u.path < v.path OR u.path >= v.path || '~') AND NOT EXISTS (SELECT 1 FROM unit w "
      "WHERE w.withdrawn_on IS NOT NULL AND w.level = 'village' AND u.path > w.path AND u.path < w.path || '~') "
      "ORDER BY r.id"},
     {"record {} names a household of another village",
      "SELECT r.id FROM person_record r JOIN household h ON h.id = r.household_id WHERE h.village_id <> r.village_id "
      "ORDER BY r.id"},
     {"household {} has more than one spouse of its head",
      "SELECT h.household_id AS id "
      "FROM person_record h JOIN person_record s ON s.household_id = h.household_id AND s.kinship = 'spouse' AND "
      "s.left_on "
      "IS NULL JOIN person a ON a.id = h.person_id JOIN person b ON b.id = s.person_id WHERE h.kinship = 'head' AND "
      "h.left_on IS NULL AND (NOT EXISTS (SELECT 1 FROM person_tie t WHERE t.kind = 'spouse' AND t.ended_on IS NOT "
      "NULL "
      "AND ((t.person_id = a.id AND t.other_id = b.id) OR (t.person_id = b.id AND t.other_id = a.id))) OR EXISTS "
      "(SELECT "
      "1 FROM person_tie t WHERE t.kind = 'spouse' AND t.ended_on IS NULL AND ((t.person_id = a.id AND t.other_id = "
      "b.id) OR (t.person_id = b.id AND t.other_id = a.id)))) GROUP BY h.household_id HAVING count(*) > 1 ORDER BY "
      "h.household_id"},
     {"household {} has a head and a spouse of one sex",
      "SELECT DISTINCT h.household_id AS id "
      "FROM person_record h JOIN person_record s ON s.household_id = h.household_id AND s.kinship = 'spouse' AND "
      "s.left_on "
      "IS NULL JOIN person a ON a.id = h.person_id JOIN person b ON b.id = s.person_id WHERE h.kinship = 'head' AND "
      "h.left_on IS NULL AND (NOT EXISTS (SELECT 1 FROM person_tie t WHERE t.kind = 'spouse' AND t.ended_on IS NOT "
      "NULL "
      "AND ((t.person_id = a.id AND t.other_id = b.id) OR (t.person_id = b.id AND t.other_id = a.id))) OR EXISTS "
      "(SELECT "
      "1 FROM person_tie t WHERE t.kind = 'spouse' AND t.ended_on IS NULL AND ((t.person_id = a.id AND t.other_id = "
      "b.id) OR (t.person_id = b.id AND t.other_id = a.id)))) AND a.sex = b.sex AND a.sex IN ('male', 'female') "
      "ORDER BY h.household_id"},
     {"record {} has a departure without its day, or a day without a departure",
      "SELECT id FROM person_record WHERE (departure IS NULL) <> (left_on IS NULL) ORDER BY id"},
     {"person or record {} has a number without its keyed hash, or a hash without a number",
      "SELECT id FROM person WHERE (id_number_sealed IS NULL) <> (id_number_index IS NULL) UNION ALL "
      "SELECT id FROM person_record WHERE (phone_sealed IS NULL) <> (phone_index IS NULL) ORDER BY id"}}};

}  // namespace

Result<std::vector<std::string>> verify(db::Reader& reader) {
  std::vector<std::string> faults;
  for (const auto& check : checks)
    for (const auto& row : TRY(reader.all<FaultyRow>(check.sql)))
      faults.push_back(fmt::format(fmt::runtime(check.what), row.id.text()));
  return faults;
}

}  // namespace gulou::people
