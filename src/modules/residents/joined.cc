#include "modules/residents/joined.h"

#include <map>

#include "base/error.h"
#include "spine/access/retire.h"
#include "spine/journal/journal.h"
#include "spine/units/queries.h"

namespace gulou::residents {

namespace {

struct Straggler {
  Id account_id;
  Id village_id;
};
constexpr auto describe(Tag<Straggler>) {
  return object("ResidentStraggler", "A resident whose record is in another village than their post",
                field<&Straggler::account_id>("account_id", "Who"),
                field<&Straggler::village_id>("village_id", "Where the record is"));
}

Result<std::vector<Straggler>> stragglers(db::Reader& reader) {
  return reader.all<Straggler>(
      "SELECT DISTINCT e.account_id, r.village_id FROM resident e JOIN person_record r ON r.id = e.record_id "
      "JOIN post p ON p.account_id = e.account_id AND p.role = 'resident' JOIN unit u ON u.id = p.unit_id "
      "WHERE p.unit_id <> r.village_id AND u.withdrawn_on IS NOT NULL ORDER BY r.village_id, e.account_id");
}

Result<void> follow(db::Transaction& tx, const ModuleContext& context, const Id& village,
                    const std::vector<Id>& accounts) {
  const auto to = TRY(units::by_id(tx, village));
  TRY(access::move_residents(tx, accounts, village));
  TRY(journal::record(tx, context.clock, journal::gulou_itself(),
                      {.action = "residents.succession",
                       .object_kind = "unit",
                       .object_id = village.text(),
                       .unit_id = to.id,
                       .county_id = to.county_id,
                       .detail = json::Value::object().set("residents", static_cast<std::int64_t>(accounts.size()))}));
  return {};
}

// Derived from where the records are, so without an entry of their own: people.succession has it.
Result<void> papers_follow(db::Transaction& tx) {
  TRY(tx.execute(
      "UPDATE resident_slip SET village_id = (SELECT r.village_id FROM person_record r WHERE r.id = record_id) "
      "WHERE village_id <> (SELECT r.village_id FROM person_record r WHERE r.id = record_id)"));
  TRY(tx.execute(
      "UPDATE resident_request SET unit_id = (SELECT r.village_id FROM person_record r WHERE r.id = record_id), "
      "county_id = (SELECT r.county_id FROM person_record r WHERE r.id = record_id) "
      "WHERE unit_id <> (SELECT r.village_id FROM person_record r WHERE r.id = record_id)"));
  return {};
}

}  // namespace

Result<std::int64_t> follow_records(const ModuleContext& context) {
  const auto waiting = TRY(context.database.read([](db::Reader& reader) -> Result<std::int64_t> {
    const auto papers = TRY(reader.integer(
        "SELECT (SELECT count(*) FROM resident_slip s JOIN person_record r ON r.id = s.record_id WHERE s.village_id <> "
        "r.village_id) + (SELECT count(*) FROM resident_request q JOIN person_record r ON r.id = q.record_id "
        "WHERE q.unit_id <> r.village_id)"));
    return papers.value_or(0) + static_cast<std::int64_t>(TRY(stragglers(reader)).size());
  }));
  if (waiting == 0) return std::int64_t{0};
  return context.database.write([&](db::Transaction& tx) -> Result<std::int64_t> {
    std::map<Id, std::vector<Id>> by_village;
    std::int64_t count = 0;
    for (const auto& each : TRY(stragglers(tx))) {
      by_village[each.village_id].push_back(each.account_id);
      ++count;
    }
    for (const auto& [village, accounts] : by_village) TRY(follow(tx, context, village, accounts));
    TRY(papers_follow(tx));
    return count;
  });
}

const db::Table resident_table{.name = "resident",
                               .row = &type_of<Resident>,
                               .primary_key = "account_id",
                               .foreign_keys = {{"account_id", "account(id)"}, {"person_id", "person(id)"}},
                               .indexes = {{"resident_person", "person_id", true}}};

Result<std::optional<Id>> joined_account(db::Reader& reader, const Id& person) {
  const auto found = TRY(reader.first<Resident>(
      "SELECT account_id, person_id, record_id, joined_at FROM resident WHERE person_id = $1", person));
  return found ? std::optional(found->account_id) : std::nullopt;
}

Result<std::optional<Instant>> joined_at(db::Reader& reader, const Id& person) {
  const auto found = TRY(reader.first<Resident>(
      "SELECT account_id, person_id, record_id, joined_at FROM resident WHERE person_id = $1", person));
  return found ? std::optional(found->joined_at) : std::nullopt;
}

Result<Resident> resident_of(db::Reader& reader, const access::Caller& caller) {
  auto found = caller.account_id
                   ? TRY(reader.first<Resident>(
                         "SELECT account_id, person_id, record_id, joined_at FROM resident WHERE account_id = $1",
                         *caller.account_id))
                   : std::optional<Resident>();
  if (!found)
    return fail({.kind = ErrorKind::not_found,
                 .code = "not_joined",
                 .message = {"这个账号没有与名册里的人对应。", "This account belongs to nobody of the register."}});
  return std::move(*found);
}

}  // namespace gulou::residents
