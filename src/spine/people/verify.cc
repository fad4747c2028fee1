#include "spine/people/verify.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/describe.h"
#include "base/id.h"
#include "spine/people/partners.h"

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

constexpr std::array<Check, 6> checks = {
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
     {"record {} has a departure without its day, or a day without a departure",
      "SELECT id FROM person_record WHERE (departure IS NULL) <> (left_on IS NULL) ORDER BY id"},
     {"person or record {} has a number without its keyed hash, or a hash without a number",
      "SELECT id FROM person WHERE (id_number_sealed IS NULL) <> (id_number_index IS NULL) UNION ALL "
      "SELECT id FROM person_record WHERE (phone_sealed IS NULL) <> (phone_index IS NULL) ORDER BY id"}}};

// What the law of marriage does not know of one household, whatever the order of its people.
void check_couple(const MarriageRule& rule, const Id& household, const std::vector<Partner>& heads,
                  const std::vector<Partner>& spouses, std::vector<std::string>& faults) {
  if (spouses.empty()) return;
  auto others = heads;
  others.insert(others.end(), spouses.begin() + 1, spouses.end());
  if (couple_fault(rule, spouses.front(), others) == CoupleFault::spouse_taken)
    faults.push_back(fmt::format("household {} has more spouses of its head than the law knows", household.text()));
  if (std::ranges::any_of(
          spouses, [&](const Partner& spouse) { return couple_fault(rule, spouse, heads) == CoupleFault::same_sex; }))
    faults.push_back(fmt::format("household {} has a head and a spouse of one sex", household.text()));
}

Result<void> check_couples(db::Reader& reader, const MarriageRule& rule, std::vector<std::string>& faults) {
  const auto all = TRY(household_partners(reader, nullptr));
  for (auto each = all.begin(); each != all.end();) {
    const auto& household = each->household_id;
    std::vector<Partner> heads;
    std::vector<Partner> spouses;
    for (; each != all.end() && each->household_id == household; ++each)
      if (!each->divorced) (each->kinship == Kinship::head ? heads : spouses).push_back({each->kinship, each->sex});
    check_couple(rule, household, heads, spouses, faults);
  }
  return {};
}

}  // namespace

Result<std::vector<std::string>> verify(db::Reader& reader, const rules::Library& rules, Date today) {
  std::vector<std::string> faults;
  for (const auto& check : checks)
    for (const auto& row : TRY(reader.all<FaultyRow>(check.sql)))
      faults.push_back(fmt::format(fmt::runtime(check.what), row.id.text()));
  TRY(check_couples(reader, TRY(marriage_rule(rules, today)), faults));
  return faults;
}

}  // namespace gulou::people
