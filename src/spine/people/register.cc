#include "spine/people/register.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "spine/journal/journal.h"
#include "spine/people/writing.h"
#include "spine/units/queries.h"

namespace gulou::people {
namespace {

using access::Role;

const std::string at_person = "/person";

Error version_changed() {
  return {
      .kind = ErrorKind::conflict,
      .code = "version_changed",
      .message = {"您打开之后，别人已经改过，请重新打开。", "Somebody changed it since you opened it; open it again."},
      .fields = {{"/version", "version_changed", {"版本已变。", "The version is another."}}}};
}

Error record_ended() {
  return {.kind = ErrorKind::refused_by_rule,
          .code = "record_ended",
          .message = {"此人已登记迁出、婚出、死亡或减少，不能再改。",
                      "This record has ended: the person left or died; it cannot be changed."}};
}

FieldError head_taken(const std::string& at) {
  return {at + "/kinship", "head_taken", {"这一户已有户主。", "This household has a head."}};
}

// What the database's own rules refuse, in the words of the form. They decide between two who write at the same time.
Error in_words(Error error, const std::string& at) {
  if (error.kind != ErrorKind::conflict) return error;
  if (error.code == "unique:person_record.household_id") return conflict_in(head_taken(at));
  if (error.code == "unique:person_record.person_id,village_id")
    return conflict_in(
        {at + "/id_number", "already_here", {"此人已在本村登记。", "Already in this village's register."}});
  if (error.code == "unique:person_record.person_id")
    return conflict_in(
        {at + "/status", "registered_elsewhere", {"此人的户籍已登记在别处。", "This person is registered elsewhere."}});
  if (error.code == "unique:person.id_number_index")
    return conflict_in({at + "/id_number",
                        "id_number_taken",
                        {"这个身份证号码已属于登记册中的另一个人。", "This ID number belongs to another person."}});
  return error;
}

template <class T>
Result<T> worded(Result<T> result, const std::string& at = at_person) {
  if (!result) return fail(in_words(std::move(result).error(), at));
  return result;
}

// Committed to by its keyed hash: see the head of register.h.
std::vector<journal::PersonalValue> personal_of(const Facts& facts, const vault::Sealer& sealer) {
  std::vector<journal::PersonalValue> values{{"name", facts.name}};
  if (facts.id_number) values.push_back({"id_number", sealer.index(id_number_purpose, *facts.id_number)});
  if (facts.phone) values.push_back({"phone", sealer.index(phone_purpose, *facts.phone)});
  return values;
}

Result<std::int64_t> enter(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller,
                           const units::UnitSummary& village, const Id& record, std::string_view action,
                           const std::vector<std::string>& fields, std::vector<journal::PersonalValue> personal) {
  auto names = json::Value::list();
  for (const auto& each : fields) names.add(each);
  const auto entry = TRY(journal::record(tx, context.clock, access::actor_of(caller),
                                         {.action = std::string(action),
                                          .object_kind = "person",
                                          .object_id = record.text(),
                                          .unit_id = village.id,
                                          .county_id = village.county_id,
                                          .detail = json::Value::object().set("fields", std::move(names)),
                                          .personal = std::move(personal)}));
  TRY(note_change(tx, caller, context.clock.now(), record, action, fields, entry));
  return entry;
}

// Who is known by the number that was typed, if they may be entered here.
Result<std::optional<PersonRow>> known_person(const Writing& writing, const Facts& facts) {
  if (!facts.id_number) return std::optional<PersonRow>();
  auto person =
      TRY(person_by_number(writing.tx, TRY(writing.vault.indexes(writing.tx, id_number_purpose, *facts.id_number))));
  if (!person) return person;
  if (person->folded_name != facts.folded_name)
    return fail(conflict_in({at_person + "/id_number",
                             "other_name",
                             {"登记册中有这个身份证号码，但姓名不同，请核对姓名和号码。",
                              "The register has this ID number under another name; check both."}}));
  if (auto refused = TRY(refusal_of_record(writing.tx, writing.village, *person, facts, at_person, nullptr)))
    return fail(conflict_in(std::move(*refused)));
  return person;
}

// What the person asked for stands above what a village would like to write.
std::optional<Error> refusal_of_rights(const PersonRow& person) {
  if (person.erased_at)
    return Error{.kind = ErrorKind::refused_by_rule,
                 .code = "erased",
                 .message = {"此人的信息已依法删除，只留下统计所需，不能再改。",
                             "What was kept of this person was erased by law; what is left for figures cannot be "
                             "changed."}};
  if (person.restricted_at)
    return Error{.kind = ErrorKind::refused_by_rule,
                 .code = "restricted",
                 .message = {"此人要求限制处理：信息只保存，不使用、不修改。本人解除限制以后才能改。",
                             "This person has asked that the data be kept and not used or changed, until they lift "
                             "that."}};
  return std::nullopt;
}

struct Editing {
  units::UnitSummary village;
  RecordRow record;
  PersonRow person;
};

// The record, if the caller may write it and saw what it is.
Result<Editing> editing(db::Transaction& tx, const access::Caller& caller, const Id& id, std::int64_t version) {
  Editing found;
  found.record = TRY(record_by_id(tx, id));
  found.village = TRY(units::by_id(tx, found.record.village_id));
  TRY(access::require(tx, caller, people_write, found.village));
  auto person = TRY(person_by_id(tx, found.record.person_id));
  if (!person) return fail(internal_error("a record without its person"));
  found.person = std::move(*person);
  if (auto refused = refusal_of_rights(found.person)) return fail(std::move(*refused));
  if (version != found.record.version + found.person.version) return fail(version_changed());
  return found;
}

Result<void> check_number_is_free(const Writing& writing, const Facts& facts, const Known& known) {
  if (!facts.id_number || facts.id_number == known.id_number) return {};
  const auto other =
      TRY(person_by_number(writing.tx, TRY(writing.vault.indexes(writing.tx, id_number_purpose, *facts.id_number))));
  if (!other || other->id == known.person.id) return {};
  return fail(conflict_in({at_person + "/id_number",
                           "id_number_taken",
                           {"这个身份证号码已属于登记册中的另一个人。", "This ID number belongs to another person."}}));
}

Result<void> end_record(db::Transaction& tx, Instant now, const Id& id, Departure departure, Date on) {
  TRY(tx.execute(
      "UPDATE person_record SET departure = $2, left_on = $3, changed_at = $4, version = version + 1 WHERE id = $1", id,
      departure, on, now));
  return {};
}

}  // namespace

std::vector<access::Permission> permissions() {
  const std::vector<Role> desks = {Role::prefecture_bureau, Role::county_bureau, Role::township,
                                   Role::village_committee};
  return {{.name = std::string(people_read),
           .allows = {"查看居民名册和人数（号码打码）", "See the register of people and its figures, numbers masked"},
           .roles = desks},
          {.name = std::string(people_write),
           .allows = {"登记和修改本村居民", "Enter and change the people of the own village"},
           .roles = {Role::village_committee}},
          {.name = std::string(people_look),
           .allows = {"说明理由后查看完整号码，按号码查人", "See whole numbers for a reason, and search by number"},
           .roles = {Role::township, Role::village_committee}},
          {.name = std::string(people_import),
           .allows = {"导入本村居民名册", "Import the roll of the own village"},
           .roles = {Role::village_committee}},
          {.name = std::string(people_export),
           .allows = {"导出本村居民名册（写明用途，导出件有标记）",
                      "Export the roll of the own village, marked, for a purpose"},
           .roles = {Role::village_committee}},
          {.name = std::string(people_looks),
           .allows = {"查谁看过谁的号码、为什么", "See who looked at whose numbers, and why"},
           .roles = {Role::auditor}}};
}

Result<Id> add_person(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller,
                      const NewPerson& wanted, bool demo) {
  const auto village = TRY(village_for(tx, caller, people_write, wanted.village));
  auto writing = TRY(writing_at(tx, context, village, demo));
  std::vector<FieldError> faults;
  const auto facts = check_facts(wanted.person, writing.today, at_person, faults);
  TRY(check_places(tx, village, wanted.person, at_person, faults));
  if (!faults.empty()) return fail(invalid_fields(std::move(faults)));
  const auto person = TRY(known_person(writing, facts));
  const Id record = TRY(worded(store_new(writing, wanted.person, facts, person)));
  TRY(enter(tx, context, caller, village, record, "people.add", {}, personal_of(facts, writing.sealer)));
  return record;
}

Result<void> change_person(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller,
                           const Id& id, const ChangedPerson& wanted) {
  const auto found = TRY(editing(tx, caller, id, wanted.version));
  if (found.record.left_on) return fail(record_ended());
  auto writing = TRY(writing_at(tx, context, found.village, found.record.is_demo));
  const auto known = TRY(known_of(tx, context.vault, found.person, found.record));
  const auto typed = filled(wanted.person, known);
  std::vector<FieldError> faults;
  const auto facts = check_facts(typed, writing.today, at_person, faults);
  auto places = typed;
  if (places.group == found.record.unit_id) places.group.reset();  // it stays, also below a village that is no more
  TRY(check_places(tx, found.village, places, at_person, faults));
  if (!faults.empty()) return fail(invalid_fields(std::move(faults)));
  const auto fields = differences(typed, facts, known);
  if (fields.empty()) return {};
  TRY(check_number_is_free(writing, facts, known));
  if (auto refused = TRY(refusal_of_record(tx, found.village, found.person, facts, at_person, &id)))
    return fail(conflict_in(std::move(*refused)));
  TRY(worded(store_changed(writing, typed, facts, known)));
  auto personal = personal_of(facts, writing.sealer);
  std::erase_if(personal, [&](const auto& value) { return std::ranges::find(fields, value.name) == fields.end(); });
  TRY(enter(tx, context, caller, found.village, id, "people.change", fields, std::move(personal)));
  return {};
}

Result<void> leave(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller, const Id& id,
                   const Leaving& wanted) {
  const auto found = TRY(editing(tx, caller, id, wanted.version));
  if (found.record.left_on) return fail(record_ended());
  const Date first = found.record.since.value_or(found.person.born_on);
  if (wanted.on > context.clock.today() || wanted.on < first)
    return fail(
        invalid_fields({{"/on",
                         "out_of_range",
                         {"日期应在来到本村之后、今天以前。", "The day lies between the arrival and today."}}}));
  const auto now = context.clock.now();
  if (wanted.departure == Departure::death) {
    TRY(tx.execute("UPDATE person SET died_on = $2, version = version + 1 WHERE id = $1", found.person.id, wanted.on));
    for (const auto& record : TRY(current_records(tx, found.person.id)))
      TRY(end_record(tx, now, record.id, wanted.departure, wanted.on));
  } else {
    TRY(end_record(tx, now, id, wanted.departure, wanted.on));
  }
  TRY(enter(tx, context, caller, found.village, id, "people.leave", {std::string(name_of(wanted.departure))}, {}));
  return {};
}

Result<void> reinstate(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller, const Id& id,
                       const Reinstating& wanted) {
  const auto found = TRY(editing(tx, caller, id, wanted.version));
  if (!found.record.left_on)
    return fail({.kind = ErrorKind::refused_by_rule,
                 .code = "not_ended",
                 .message = {"此人没有登记减少，无需恢复。", "This record has not ended."}});
  const bool death = found.record.departure == Departure::death;
  if (death) TRY(tx.execute("UPDATE person SET died_on = NULL, version = version + 1 WHERE id = $1", found.person.id));
  // With a death, every record that it ended.
  TRY(worded(tx.execute("UPDATE person_record SET departure = NULL, left_on = NULL, changed_at = $2, "
                        "version = version + 1 WHERE id = $1 OR ($3 = 1 AND person_id = $4 AND departure = 'death')",
                        id, context.clock.now(), death, found.person.id),
             ""));
  TRY(enter(tx, context, caller, found.village, id, "people.reinstate", {}, {}));
  return {};
}

}  // namespace gulou::people
