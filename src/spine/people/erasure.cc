#include "spine/people/erasure.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/fold.h"
#include "crypto/hash.h"
#include "spine/journal/commitments.h"
#include "spine/people/ethnic.h"
#include "spine/people/store.h"
#include "spine/workflow/once.h"

namespace gulou::people {
namespace {

struct EntryNumber {
  std::int64_t number = 0;
};
constexpr auto describe(Tag<EntryNumber>) {
  return object("EntryNumber", "An entry of the journal", field<&EntryNumber::number>("number", "Its number"));
}

// A name that is drawn: it leads nowhere, and tells two who are erased apart.
std::string pseudonym() { return fmt::format("已删除{}", crypto::hex(crypto::random_bytes(4))); }

// Figures of births and moves are by month at the finest.
Date month_of(Date day) { return *Date::of(day.year(), day.month(), 1); }
Date year_of(Date day) { return *Date::of(day.year(), 1, 1); }

// The text of a group beyond the 56 is the group's name, not the person's words; anything else is not kept.
std::string known_group_text(const std::string& text) {
  for (const auto* known : {"革家人", "穿青人"})
    if (text == known) return text;
  return text.empty() ? std::string() : std::string("其他");
}

Result<void> empty_person(db::Transaction& tx, Instant now, const PersonRow& person) {
  const auto name = pseudonym();
  std::optional<Date> died_on;
  if (person.died_on) died_on = month_of(*person.died_on);
  TRY(tx.execute(
      "UPDATE person SET name = $2, folded_name = $3, ethnic_text = $4, born_on = $5, id_number_sealed = NULL, "
      "id_number_index = NULL, political = 'unknown', died_on = $6, created_at = $7, restricted_at = NULL, "
      "erased_at = $8, version = version + 1 WHERE id = $1",
      person.id, name, fold_name(name), known_group_text(person.ethnic_text), year_of(person.born_on), died_on,
      month_of(Date::of(person.created_at)).start(), now));
  return {};
}

Result<void> empty_record(db::Transaction& tx, Instant now, const RecordRow& record, const PersonRow& person) {
  std::optional<Date> since;
  if (record.since) since = record.since == person.born_on ? year_of(*record.since) : month_of(*record.since);
  std::optional<Date> left_on;
  if (record.left_on) left_on = month_of(*record.left_on);
  TRY(tx.execute(
      "UPDATE person_record SET unit_id = village_id, household_id = NULL, kinship = NULL, phone_sealed = NULL, "
      "phone_index = NULL, since = $2, left_on = $3, changed_at = $4, version = version + 1 WHERE id = $1",
      record.id, since, left_on, now));
  return {};
}

// A household of nobody tells the address of whoever was the last.
Result<std::int64_t> remove_if_nobodys(db::Transaction& tx, const Id& household) {
  const auto left = TRY(tx.integer("SELECT count(*) FROM person_record WHERE household_id = $1", household));
  if (left.value_or(0) > 0) return std::int64_t{0};
  TRY(forget_commitments(tx, {household}));
  return tx.execute("DELETE FROM household WHERE id = $1", household);
}

// Rolls are sealed tables that may name anybody of the village; the clerk sends the table again.
Result<std::int64_t> drop_previews(db::Transaction& tx, const Id& village) {
  return tx.execute(
      "UPDATE person_import SET state = 'discarded', content_sealed = NULL WHERE village_id = $1 AND content_sealed IS "
      "NOT NULL",
      village);
}

// Answers that are kept for repeated requests may show the person.
Result<void> drop_kept_answers(db::Transaction& tx, const ModuleContext& context, const PersonRow& person,
                               const std::vector<Id>& records) {
  std::vector<std::string> marks{person.id.text(), person.name};
  for (const auto& each : records) marks.push_back(each.text());
  TRY(workflow::forget_answers_with(tx, context, marks));
  return {};
}

Error erased_already() {
  return {.kind = ErrorKind::conflict,
          .code = "erased",
          .message = {"此人的信息已经删除。", "What was kept of this person is erased already."}};
}

Error record_open() {
  return {.kind = ErrorKind::refused_by_rule,
          .code = "record_open",
          .message = {"此人还在名册上，不能全部删除。", "The person is still in a register; not everything can go."}};
}

}  // namespace

Result<std::vector<RecordRow>> records_of_person(db::Reader& reader, const Id& person) {
  return reader.all<RecordRow>(
      "SELECT id, person_id, village_id, unit_id, county_id, status, household_id, kinship, phone_sealed, phone_index, "
      "arrival, since, departure, left_on, version, changed_at, is_demo FROM person_record WHERE person_id = $1 "
      "ORDER BY id",
      person);
}

Result<std::int64_t> forget_commitments(db::Transaction& tx, const std::vector<Id>& objects) {
  std::int64_t deleted = 0;
  for (const auto& object : objects)
    for (const auto& entry :
         TRY(tx.all<EntryNumber>("SELECT number FROM journal_entry WHERE object_id = $1", object.text())))
      deleted += TRY(journal::delete_salts(tx, entry.number));
  return deleted;
}

Result<Erased> erase(db::Transaction& tx, const ModuleContext& context, const Id& record_id, Extent extent) {
  const auto asked = TRY(record_by_id(tx, record_id));
  const auto person = TRY(person_by_id(tx, asked.person_id));
  if (!person) return fail(no_such_person());
  if (person->erased_at) return fail(erased_already());
  const auto records = extent == Extent::all ? TRY(records_of_person(tx, person->id)) : std::vector{asked};
  if (extent == Extent::all && std::ranges::any_of(records, [](const auto& each) { return !each.left_on; }))
    return fail(record_open());
  const auto now = context.clock.now();
  Erased out;
  std::vector<Id> objects{person->id};
  for (const auto& record : records) {
    out.records.push_back(record.id);
    objects.push_back(record.id);
    out.looks += TRY(tx.execute("UPDATE person_look SET reason = '' WHERE record_id = $1", record.id));
    out.previews += TRY(drop_previews(tx, record.village_id));
    if (extent == Extent::all) {
      TRY(empty_record(tx, now, record, *person));
      if (record.household_id) out.households += TRY(remove_if_nobodys(tx, *record.household_id));
    } else {
      TRY(tx.execute(
          "UPDATE person_record SET phone_sealed = NULL, phone_index = NULL, changed_at = $2, version = version + 1 "
          "WHERE id = $1 AND phone_sealed IS NOT NULL",
          record.id, now));
    }
  }
  if (extent == Extent::all) {
    out.ties = TRY(tx.execute("DELETE FROM person_tie WHERE person_id = $1 OR other_id = $1", person->id));
    TRY(empty_person(tx, now, *person));
  }
  TRY(drop_kept_answers(tx, context, *person, out.records));
  out.commitments = TRY(forget_commitments(tx, objects));
  return out;
}

Result<void> restrict(db::Transaction& tx, const Clock& clock, const Id& person, bool restricted) {
  std::optional<Instant> since;
  if (restricted) since = clock.now();
  const auto changed =
      TRY(tx.execute("UPDATE person SET restricted_at = $2, version = version + 1 WHERE id = $1 AND erased_at IS NULL",
                     person, since));
  if (changed == 0) return fail(no_such_person());
  return {};
}

}  // namespace gulou::people
