#include "spine/people/succession.h"

#include <fmt/format.h>

#include <algorithm>

#include "spine/journal/journal.h"
#include "spine/people/store.h"
#include "spine/units/queries.h"

namespace gulou::people {
namespace {

struct Succession {
  Id from;
  Id to;
};
constexpr auto describe(Tag<Succession>) {
  return object("PeopleSuccession", "A village that is no more, and who took over",
                field<&Succession::from>("from_id", "Which"), field<&Succession::to>("to_id", "Who took over"));
}

// Who is known to both, by records that hold.
struct Double {
  Id ended;
  Status ended_status = Status::both;
  Id stays;
  Status stays_status = Status::both;
};
constexpr auto describe(Tag<Double>) {
  return object("PeopleDouble", "Two records of one person", field<&Double::ended>("ended", "Of the old village"),
                field<&Double::ended_status>("ended_status", "What it said"),
                field<&Double::stays>("stays", "Of the successor"),
                field<&Double::stays_status>("stays_status", "What it says"));
}

struct HouseholdNumber {
  Id id;
  std::string number;
};
constexpr auto describe(Tag<HouseholdNumber>) {
  return object("HouseholdNumber", "A household and its number", field<&HouseholdNumber::id>("id", "Id"),
                field<&HouseholdNumber::number>("number", "Number"));
}

Result<std::vector<Succession>> successions(db::Reader& reader) {
  return reader.all<Succession>(
      "SELECT v.id AS from_id, c.successor_id AS to_id FROM unit v JOIN unit_code c ON c.unit_id = v.id "
      "JOIN unit s ON s.id = c.successor_id "
      "WHERE v.withdrawn_on IS NOT NULL AND v.level = 'village' AND s.level = 'village' AND s.id <> v.id "
      "AND NOT EXISTS (SELECT 1 FROM unit_code l WHERE l.unit_id = v.id AND l.successor_id IS NOT NULL "
      "AND l.valid_from > c.valid_from) "
      "AND (EXISTS (SELECT 1 FROM person_record r WHERE r.village_id = v.id) "
      "OR EXISTS (SELECT 1 FROM household h WHERE h.village_id = v.id)) ORDER BY v.path");
}

Result<std::int64_t> merge_doubles(db::Transaction& tx, Instant now, const Succession& village, Date on) {
  const auto doubles = TRY(tx.all<Double>(
      "SELECT o.id AS ended, o.status AS ended_status, n.id AS stays, n.status AS stays_status FROM person_record o "
      "JOIN person_record n ON n.person_id = o.person_id AND n.village_id = $2 AND n.left_on IS NULL "
      "WHERE o.village_id = $1 AND o.left_on IS NULL",
      village.from, village.to));
  for (const auto& each : doubles) {
    TRY(tx.execute(
        "UPDATE person_record SET departure = 'other_out', left_on = $2, changed_at = $3, version = version + 1 "
        "WHERE id = $1",
        each.ended, on, now));
    const bool registered = is_registered(each.ended_status) || is_registered(each.stays_status);
    const bool lives = lives_there(each.ended_status) || lives_there(each.stays_status);
    const Status status = registered && lives ? Status::both : registered ? each.ended_status : Status::lives_here;
    TRY(tx.execute(
        "UPDATE person_record SET status = $2, changed_at = $3, version = version + 1 WHERE id = $1 AND status <> $2",
        each.stays, status, now));
  }
  return static_cast<std::int64_t>(doubles.size());
}

// Two villages count their households each from one.
Result<std::string> free_number(db::Reader& reader, const Id& village, const std::string& number,
                                const std::string& old_village) {
  for (int again = 1;; ++again) {
    auto candidate = again == 1   ? number
                     : again == 2 ? fmt::format("{}（{}）", number, old_village)
                                  : fmt::format("{}（{}{}）", number, old_village, again - 1);
    const auto taken =
        TRY(reader.integer("SELECT count(*) FROM household WHERE village_id = $1 AND number = $2", village, candidate));
    if (taken.value_or(0) == 0) return candidate;
  }
}

Result<std::int64_t> move_households(db::Transaction& tx, const units::UnitSummary& from,
                                     const units::UnitSummary& to) {
  const auto all = TRY(tx.all<HouseholdNumber>("SELECT id, number FROM household WHERE village_id = $1", from.id));
  for (const auto& each : all) {
    const auto number = TRY(free_number(tx, to.id, each.number, from.name));
    TRY(tx.execute("UPDATE household SET unit_id = $2 WHERE id = $1 AND unit_id = village_id", each.id, to.id));
    TRY(tx.execute(
        "UPDATE household SET village_id = $2, county_id = $3, number = $4, version = version + 1 WHERE id = $1",
        each.id, to.id, to.county_id, number));
  }
  return static_cast<std::int64_t>(all.size());
}

Result<std::int64_t> move_village(db::Transaction& tx, const ModuleContext& context, const Succession& village) {
  const auto from = TRY(units::by_id(tx, village.from));
  const auto to = TRY(units::by_id(tx, village.to));
  const auto now = context.clock.now();
  const auto doubles = TRY(merge_doubles(tx, now, village, from.withdrawn_on.value_or(context.clock.today())));
  // A record names a household of its own village: so both change in one transaction, in whatever order.
  const auto households = TRY(move_households(tx, from, to));
  TRY(tx.execute("UPDATE person_record SET unit_id = $2 WHERE village_id = $1 AND unit_id = village_id", from.id,
                 to.id));
  const auto records =
      TRY(tx.execute("UPDATE person_record SET village_id = $2, county_id = $3, changed_at = $4, version = version + 1 "
                     "WHERE village_id = $1",
                     from.id, to.id, to.county_id, now));
  TRY(tx.execute("UPDATE person_tie SET village_id = $2 WHERE village_id = $1", from.id, to.id));
  for (const std::string_view table : {"person_look", "person_import"})
    TRY(tx.execute(fmt::format("UPDATE {} SET village_id = $2, county_id = $3 WHERE village_id = $1", table), from.id,
                   to.id, to.county_id));
  TRY(journal::record(tx, context.clock, journal::gulou_itself(),
                      {.action = "people.succession",
                       .object_kind = "unit",
                       .object_id = from.id.text(),
                       .unit_id = to.id,
                       .county_id = to.county_id,
                       .detail = json::Value::object()
                                     .set("to", to.id.text())
                                     .set("records", records)
                                     .set("households", households)
                                     .set("doubles", doubles)}));
  return records;
}

}  // namespace

Result<Moved> move_to_successors(const ModuleContext& context) {
  Moved moved;
  for (const auto& each : TRY(context.database.read([](db::Reader& reader) { return successions(reader); }))) {
    moved.records += TRY(context.database.write([&](db::Transaction& tx) { return move_village(tx, context, each); }));
    ++moved.villages;
  }
  return moved;
}

}  // namespace gulou::people
