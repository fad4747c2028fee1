#include "spine/people/register.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "spine/people/keeper.h"
#include "spine/people/meeting.h"
#include "spine/people/partners.h"
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

// Of somebody of that name in the village, the number shows the same first six and last four characters behind its
// mask. That is a slip of the pen, or somebody who tries what is hidden.
Result<std::optional<Id>> namesake_like(const Writing& writing, const Facts& facts) {
  const auto mask = masked_id_number(*facts.id_number);
  for (const auto& each : TRY(namesakes(writing.tx, writing.village.id, facts.folded_name)))
    if (masked_id_number(TRY(writing.vault.open(id_number_place(each.id), each.id_number_sealed))) == mask)
      return std::optional(each.id);
  return std::optional<Id>();
}

// Who is known by the number that was typed, if they may be entered here. Whoever is refused because of it has learned
// something, so everything else was judged before.
Result<std::optional<PersonRow>> known_person(const Writing& writing, const Facts& facts, Said* said) {
  if (!facts.id_number) return std::optional<PersonRow>();
  auto person =
      TRY(person_by_number(writing.tx, TRY(writing.vault.indexes(writing.tx, id_number_purpose, *facts.id_number))));
  std::optional<FieldError> refused;
  std::optional<Id> met;
  if (person) {
    met = person->id;
    if (person->folded_name != facts.folded_name)
      refused = other_name(at_person);
    else
      refused = TRY(refusal_of_record(writing.tx, writing.village, *person, facts, at_person, nullptr));
  } else if ((met = TRY(namesake_like(writing, facts)))) {
    refused = like_a_namesake(at_person);
  }
  if (!refused) return person;
  if (said) said->met = NumberMet{.person = *met, .rule = refused->rule};
  return fail(conflict_in(std::move(*refused)));
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
  found.village = TRY(village_of_record(tx, caller, people_write, found.record));
  auto person = TRY(person_by_id(tx, found.record.person_id));
  if (!person) return fail(internal_error("a record without its person"));
  found.person = std::move(*person);
  if (auto refused = refusal_of_rights(found.person)) return fail(std::move(*refused));
  if (version != found.record.version + found.person.version) return fail(version_changed());
  return found;
}

Result<void> check_number_is_free(const Writing& writing, const Facts& facts, const Known& known, Said* said) {
  const auto other =
      TRY(person_by_number(writing.tx, TRY(writing.vault.indexes(writing.tx, id_number_purpose, *facts.id_number))));
  if (!other || other->id == known.person.id) return {};
  auto refused = id_number_taken(at_person);
  if (said) said->met = NumberMet{.person = other->id, .rule = refused.rule};
  return fail(conflict_in(std::move(refused)));
}

// A kept number says when the person was born. A date that is typed beside it is refused whether it fits or not: else
// its answer would tell what the mask hides.
FieldError from_number() {
  return {at_person + "/born_on",
          "born_on.from_number",
          {"已登记身份证号码，出生日期以号码为准，不用填写；号码有误请改号码。",
           "The date of birth is that of the ID number which is kept; leave it out, or correct the number."}};
}

struct Changing {
  PersonFields typed;
  Facts facts;
  std::vector<std::string> fields;  // that become another
};

// What a change comes to, but for whether its number belongs to somebody else.
Result<Changing> changing(const Writing& writing, const PersonFields& wanted, const Known& known) {
  Changing out{.typed = filled(wanted, known), .facts = {}, .fields = {}};
  std::vector<FieldError> faults;
  if (wanted.born_on && !wanted.id_number && known.id_number) {
    faults.push_back(from_number());
    out.typed.born_on.reset();
  }
  out.facts = check_facts(out.typed, writing.today, at_person, faults);
  auto places = out.typed;
  if (places.group == known.record.unit_id) places.group.reset();  // it stays, also below a village that is no more
  TRY(check_places(writing.tx, writing.village, places, at_person, faults));
  if (!faults.empty()) return fail(invalid_fields(std::move(faults)));
  out.fields = differences(out.typed, out.facts, known);
  return out;
}

// What does not touch the couple stays as it may be changed, also where more is wrong from before.
Result<void> check_couple(const Writing& writing, const ModuleContext& context, const Changing& change,
                          const Known& known) {
  constexpr std::array<std::string_view, 3> of_couple = {"household", "kinship", "sex"};
  if (std::ranges::none_of(of_couple,
                           [&](auto each) { return std::ranges::find(change.fields, each) != change.fields.end(); }))
    return {};
  const auto marriage = TRY(marriage_rule(context.rules, writing.today));
  if (auto refused = TRY(refusal_of_couple(writing.tx, marriage, change.typed.household, change.facts.kinship,
                                           change.facts.sex, &known.person.id, at_person, &known.record.id)))
    return fail(conflict_in(std::move(*refused)));
  return {};
}

// Another village may change its own record only. A number is refused also if it is the kept one: else it could be
// guessed.
Result<void> check_keeper(const Writing& writing, const RecordRow& keeper, const Id& record, const PersonFields& wanted,
                          const std::vector<std::string>& fields) {
  if (keeper.id == record) return {};
  auto refused = of_person(fields);
  if (wanted.id_number) refused = {"id_number"};
  if (refused.empty()) return {};
  const auto village = TRY(units::by_id(writing.tx, keeper.village_id));
  return fail(kept_elsewhere(refused, village.name, at_person));
}

Result<void> end_record(db::Transaction& tx, Instant now, const Id& id, Departure departure, Date on) {
  TRY(tx.execute(
      "UPDATE person_record SET departure = $2, left_on = $3, changed_at = $4, version = version + 1 WHERE id = $1", id,
      departure, on, now));
  return {};
}

// By which record the death was entered. Of deaths before that was written down, the record that kept the person then.
Result<Id> death_entered_by(db::Reader& reader, const PersonRow& person, const Id& otherwise) {
  if (person.died_in) return *person.died_in;
  const auto ended = TRY(records_ended_by_death(reader, person.id));
  const auto* keeper = keeper_among(ended);
  return keeper ? keeper->id : otherwise;
}

Result<void> refuse_to_revive(db::Reader& reader, const Editing& found, const Id& entered_by) {
  const auto record = TRY(record_by_id(reader, entered_by));
  const auto village = TRY(units::by_id(reader, record.village_id));
  if (found.record.departure == Departure::death) return fail(kept_elsewhere({}, village.name, ""));
  return fail({.kind = ErrorKind::refused_by_rule,
               .code = "person_died",
               .message = {fmt::format("此人已由{}登记死亡，不能恢复。", village.name),
                           fmt::format("{} has entered the death of this person; the record cannot be taken back.",
                                       village.name)}});
}

// Those that the same death ended.
Result<std::vector<RecordRow>> ended_together(db::Reader& reader, const RecordRow& record) {
  auto ended = TRY(records_ended_by_death(reader, record.person_id));
  std::erase_if(ended, [&](const auto& each) { return each.changed_at != record.changed_at; });
  return ended;
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
                      const NewPerson& wanted, bool demo, Said* said) {
  const auto village = TRY(village_for(tx, caller, people_write, wanted.village));
  auto writing = TRY(writing_at(tx, context, village, demo));
  std::vector<FieldError> faults;
  const auto facts = check_facts(wanted.person, writing.today, at_person, faults);
  TRY(check_places(tx, village, wanted.person, at_person, faults));
  if (!faults.empty()) return fail(invalid_fields(std::move(faults)));
  if (auto refused = TRY(refusal_of_head(tx, wanted.person, at_person, nullptr)))
    return fail(conflict_in(std::move(*refused)));
  const auto marriage = TRY(marriage_rule(context.rules, writing.today));
  if (auto refused = TRY(refusal_of_couple(tx, marriage, wanted.person.household, facts.kinship, facts.sex, nullptr,
                                           at_person, nullptr)))
    return fail(conflict_in(std::move(*refused)));
  if (facts.id_number) TRY(check_allowance(tx, caller, writing.now));
  const auto person = TRY(known_person(writing, facts, said));
  const Id id = TRY(worded(store_new(writing, wanted.person, facts, person)));
  const auto record = TRY(record_by_id(tx, id));
  TRY(enter(tx, context, caller, record, "people.add", {}, personal_of(facts, writing.sealer)));
  if (person)
    TRY(enter_elsewhere(tx, context, caller, TRY(current_records(tx, person->id)), id, "people.add_elsewhere", {}));
  if (said) said->warnings = facts.warnings;
  if (said && person) said->kept = otherwise_kept(facts, *person);
  return id;
}

Result<void> change_person(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller,
                           const Id& id, const ChangedPerson& wanted, Said* said) {
  const auto found = TRY(editing(tx, caller, id, wanted.version));
  if (found.record.left_on) return fail(record_ended());
  auto writing = TRY(writing_at(tx, context, found.village, found.record.is_demo));
  const auto known = TRY(known_of(tx, context.vault, found.person, found.record));
  const auto change = TRY(changing(writing, wanted.person, known));
  const auto& [typed, facts, fields] = change;
  const auto records = TRY(current_records(tx, found.person.id));
  TRY(check_keeper(writing, *keeper_among(records), id, wanted.person, fields));
  if (fields.empty()) return {};
  if (auto refused = TRY(refusal_of_record(tx, found.village, found.person, facts, at_person, &id)))
    return fail(conflict_in(std::move(*refused)));
  if (auto refused = TRY(refusal_of_head(tx, typed, at_person, &id))) return fail(conflict_in(std::move(*refused)));
  TRY(check_couple(writing, context, change, known));
  if (facts.id_number && facts.id_number != known.id_number) {
    TRY(check_allowance(tx, caller, writing.now));
    TRY(check_number_is_free(writing, facts, known, said));
    if (said) said->warnings = facts.warnings;
  }
  TRY(worded(store_changed(writing, typed, facts, known)));
  auto personal = personal_of(facts, writing.sealer);
  std::erase_if(personal, [&](const auto& value) { return std::ranges::find(fields, value.name) == fields.end(); });
  TRY(enter(tx, context, caller, found.record, "people.change", fields, std::move(personal)));
  if (const auto shared = of_person(fields); !shared.empty())
    TRY(enter_elsewhere(tx, context, caller, records, id, "people.change_elsewhere", shared));
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
  const auto records = TRY(current_records(tx, found.person.id));
  const bool death = wanted.departure == Departure::death;
  const bool of_the_person = death && keeper_among(records)->id == id;
  if (of_the_person)
    TRY(tx.execute("UPDATE person SET died_on = $2, died_in = $3, version = version + 1 WHERE id = $1", found.person.id,
                   wanted.on, id));
  for (const auto& record : records)
    if (of_the_person || record.id == id) TRY(end_record(tx, now, record.id, wanted.departure, wanted.on));
  const std::vector<std::string> how{std::string(name_of(wanted.departure))};
  TRY(enter(tx, context, caller, found.record, "people.leave", how));
  if (death) TRY(enter_elsewhere(tx, context, caller, records, id, "people.leave_elsewhere", how));
  return {};
}

Result<void> reinstate(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller, const Id& id,
                       const Reinstating& wanted) {
  const auto found = TRY(editing(tx, caller, id, wanted.version));
  if (!found.record.left_on)
    return fail({.kind = ErrorKind::refused_by_rule,
                 .code = "not_ended",
                 .message = {"此人没有登记减少，无需恢复。", "This record has not ended."}});
  std::vector<RecordRow> records{found.record};
  if (found.person.died_on) {
    const auto entered_by = TRY(death_entered_by(tx, found.person, id));
    if (entered_by != id) TRY(refuse_to_revive(tx, found, entered_by));
    records = TRY(ended_together(tx, found.record));
    TRY(tx.execute("UPDATE person SET died_on = NULL, died_in = NULL, version = version + 1 WHERE id = $1",
                   found.person.id));
  }
  const auto marriage = TRY(marriage_rule(context.rules, context.clock.today()));
  for (const auto& record : records)
    if (auto refused = TRY(refusal_of_couple(tx, marriage, record.household_id, record.kinship, found.person.sex,
                                             &found.person.id, "", &record.id)))
      return fail(conflict_in(std::move(*refused)));
  for (const auto& record : records)
    TRY(worded(tx.execute("UPDATE person_record SET departure = NULL, left_on = NULL, changed_at = $2, "
                          "version = version + 1 WHERE id = $1",
                          record.id, context.clock.now()),
               ""));
  TRY(enter(tx, context, caller, found.record, "people.reinstate", {}));
  return enter_elsewhere(tx, context, caller, records, id, "people.reinstate_elsewhere", {});
}

}  // namespace gulou::people
