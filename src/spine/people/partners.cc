#include "spine/people/partners.h"

#include <fmt/format.h>

#include <algorithm>

namespace gulou::people {

Result<std::vector<HouseholdPartner>> household_partners(db::Reader& reader, const Id* village) {
  // Of each pair of people a tie names either first.
  constexpr std::string_view tie =
      "EXISTS (SELECT 1 FROM person_tie t WHERE t.kind = 'spouse' AND t.ended_on IS {} AND "
      "((t.person_id = h.person_id AND t.other_id = r.person_id) OR "
      "(t.person_id = r.person_id AND t.other_id = h.person_id)))";
  static const std::string sql =
      "SELECT r.household_id, r.id AS record_id, r.kinship, p.sex, CASE WHEN r.kinship = 'spouse' AND " +
      fmt::format(fmt::runtime(tie), "NOT NULL") + " AND NOT " + fmt::format(fmt::runtime(tie), "NULL") +
      " THEN 1 ELSE 0 END AS divorced FROM person_record r JOIN person p ON p.id = r.person_id "
      "LEFT JOIN person_record h ON h.household_id = r.household_id AND h.kinship = 'head' AND h.left_on IS NULL "
      "WHERE r.left_on IS NULL AND r.household_id IS NOT NULL AND r.kinship IN ('head', 'spouse') "
      "AND ($1 = '' OR r.village_id = $1) ORDER BY r.household_id, r.kinship, r.id";  // 'head' before 'spouse'
  return reader.all<HouseholdPartner>(sql, village ? village->text() : std::string());
}

namespace {

struct PartnerRow {
  Id person_id;
  Kinship kinship = Kinship::spouse;
  Sex sex = Sex::unknown;
};
constexpr auto describe(Tag<PartnerRow>) {
  return object("HeadOrSpouse", "Head or spouse in a household", field<&PartnerRow::person_id>("person_id", "Who"),
                field<&PartnerRow::kinship>("kinship", "Which of the two"), field<&PartnerRow::sex>("sex", "Sex"));
}

// Were they married once, and are not?
Result<bool> are_divorced(db::Reader& reader, const Id& one, const Id& other) {
  const auto [first, second] = std::minmax(one, other);
  const auto of = [&](std::string_view more) {
    return reader.integer(
        fmt::format("SELECT count(*) FROM person_tie WHERE kind = 'spouse' AND person_id = $1 AND other_id = $2 AND {}",
                    more),
        first, second);
  };
  if (TRY(of("ended_on IS NULL")).value_or(0) > 0) return false;
  return TRY(of("ended_on IS NOT NULL")).value_or(0) > 0;
}

}  // namespace

Result<std::optional<FieldError>> refusal_of_couple(db::Reader& reader, const MarriageRule& rule,
                                                    const std::optional<Id>& household,
                                                    const std::optional<Kinship>& kinship, Sex sex, const Id* person,
                                                    const std::string& at, const Id* except) {
  const bool head = kinship == Kinship::head;
  if (!household || (!head && kinship != Kinship::spouse)) return std::optional<FieldError>();
  const auto rows = TRY(reader.all<PartnerRow>(
      "SELECT r.person_id, r.kinship, p.sex FROM person_record r JOIN person p ON p.id = r.person_id WHERE "
      "r.household_id = $1 AND r.left_on IS NULL AND r.kinship IN ('head', 'spouse') AND r.id <> $2 ORDER BY r.id",
      *household, except ? except->text() : std::string()));
  const auto known_head = std::ranges::find(rows, Kinship::head, &PartnerRow::kinship);
  const Id* of = head ? person : known_head == rows.end() ? nullptr : &known_head->person_id;
  if (!head && person && of && TRY(are_divorced(reader, *of, *person))) return std::optional<FieldError>();
  std::vector<Partner> others;
  for (const auto& row : rows) {
    const bool past = of && row.kinship == Kinship::spouse && TRY(are_divorced(reader, *of, row.person_id));
    if (!past) others.push_back({row.kinship, row.sex});
  }
  const auto fault = couple_fault(rule, {*kinship, sex}, others);
  return fault ? std::optional(said_of(*fault, at)) : std::nullopt;
}

}  // namespace gulou::people
