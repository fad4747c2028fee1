#include "spine/people/writing.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "spine/people/keeper.h"
#include "spine/units/queries.h"

namespace gulou::people {
namespace {

using units::Level;

FieldError not_in_village(std::string pointer) {
  return {std::move(pointer), "not_in_village", {"不属于这个村（社区）。", "Does not belong to this village."}};
}

std::optional<std::string> sealed_if(const vault::Sealer& sealer, const vault::Place& place,
                                     const std::optional<std::string>& value) {
  return value ? std::optional(sealer.seal(place, *value)) : std::nullopt;
}

std::optional<std::string> index_if(const vault::Sealer& sealer, std::string_view purpose,
                                    const std::optional<std::string>& value) {
  return value ? std::optional(sealer.index(purpose, *value)) : std::nullopt;
}

void take_over(PersonRow& row, const Facts& facts) {
  row.name = facts.name;
  row.folded_name = facts.folded_name;
  row.sex = facts.sex;
  row.ethnic_code = facts.ethnic_code;
  row.ethnic_text = facts.ethnic_text;
  row.born_on = facts.born_on;
  row.political = facts.political;
}

void take_over(RecordRow& row, const Writing& writing, const PersonFields& typed, const Facts& facts) {
  row.unit_id = typed.group.value_or(writing.village.id);
  row.status = facts.status;
  row.household_id = typed.household;
  row.kinship = facts.kinship;
  row.phone_sealed = sealed_if(writing.sealer, phone_place(row.id), facts.phone);
  row.phone_index = index_if(writing.sealer, phone_purpose, facts.phone);
  row.arrival = facts.arrival;
  row.since = facts.since;
  row.changed_at = writing.now;
}

PersonRow new_person(const Writing& writing, const Facts& facts) {
  PersonRow row{.id = Id::make(writing.now.ms()),
                .name = {},
                .folded_name = {},
                .ethnic_code = {},
                .ethnic_text = {},
                .born_on = {},
                .id_number_sealed = {},
                .id_number_index = index_if(writing.sealer, id_number_purpose, facts.id_number),
                .died_on = {},
                .created_at = writing.now,
                .is_demo = writing.demo};
  row.id_number_sealed = sealed_if(writing.sealer, id_number_place(row.id), facts.id_number);
  take_over(row, facts);
  return row;
}

}  // namespace

Error conflict_in(FieldError fault) {
  return {.kind = ErrorKind::conflict, .code = fault.rule, .message = fault.message, .fields = {fault}};
}

Result<units::UnitSummary> village_for(db::Reader& reader, const access::Caller& caller, std::string_view permission,
                                       std::string_view code) {
  auto village = TRY(units::by_code(reader, code));
  TRY(access::require(reader, caller, permission, village));
  if (village.level != Level::village)
    return fail(invalid_fields(
        {{"/village", "wrong_level", {"应当是村或社区。", "Must be a village or residents' community."}}}));
  if (village.withdrawn_on)
    return fail(invalid_fields({{"/village", "withdrawn", {"这个村（社区）已撤销。", "It no longer exists."}}}));
  return village;
}

Result<void> require_or_hide(db::Reader& reader, const access::Caller& caller, std::string_view permission,
                             const units::UnitSummary& unit, Error hidden) {
  auto allowed = access::require(reader, caller, permission, unit);
  if (!allowed && allowed.error().code == access::outside_subtree().code) return fail(std::move(hidden));
  return allowed;
}

Result<units::UnitSummary> village_of_record(db::Reader& reader, const access::Caller& caller,
                                             std::string_view permission, const RecordRow& record) {
  auto village = TRY(units::by_id(reader, record.village_id));
  TRY(require_or_hide(reader, caller, permission, village, no_such_person()));
  return village;
}

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

Result<Writing> writing_at(db::Transaction& tx, const ModuleContext& context, const units::UnitSummary& village,
                           bool demo) {
  auto sealer = TRY(context.vault.sealer(tx));
  return Writing{.tx = tx,
                 .vault = context.vault,
                 .sealer = std::move(sealer),
                 .village = village,
                 .now = context.clock.now(),
                 .today = context.clock.today(),
                 .demo = demo};
}

Result<Known> known_of(db::Reader&, const vault::Vault& vault, PersonRow person, RecordRow record) {
  Known known{.person = std::move(person), .record = std::move(record), .id_number = {}, .phone = {}};
  if (known.person.id_number_sealed)
    known.id_number = TRY(vault.open(id_number_place(known.person.id), *known.person.id_number_sealed));
  if (known.record.phone_sealed)
    known.phone = TRY(vault.open(phone_place(known.record.id), *known.record.phone_sealed));
  return known;
}

PersonFields filled(PersonFields typed, const Known& known) {
  if (!typed.id_number) typed.id_number = known.id_number;
  if (!typed.phone) typed.phone = known.phone;
  const bool has_number = typed.id_number && !typed.id_number->empty();
  if (!has_number && !typed.born_on) typed.born_on = known.person.born_on;
  if (!has_number && !typed.sex) typed.sex = known.person.sex;
  return typed;
}

std::vector<std::string> differences(const PersonFields& typed, const Facts& facts, const Known& known) {
  std::vector<std::string> names;
  const auto compare = [&](std::string_view name, bool same) {
    if (!same) names.emplace_back(name);
  };
  compare("name", facts.name == known.person.name);
  compare("sex", facts.sex == known.person.sex);
  compare("ethnic_code", facts.ethnic_code == known.person.ethnic_code);
  compare("ethnic_text", facts.ethnic_text == known.person.ethnic_text);
  compare("id_number", facts.id_number == known.id_number);
  compare("born_on", facts.born_on == known.person.born_on);
  compare("political", facts.political == known.person.political);
  compare("phone", facts.phone == known.phone);
  compare("status", facts.status == known.record.status);
  compare("group", typed.group.value_or(known.record.village_id) == known.record.unit_id);
  compare("household", typed.household == known.record.household_id);
  compare("kinship", facts.kinship == known.record.kinship);
  compare("arrival", facts.arrival == known.record.arrival);
  compare("since", facts.since == known.record.since);
  return names;
}

Result<void> check_places(db::Reader& reader, const units::UnitSummary& village, const PersonFields& typed,
                          const std::string& at, std::vector<FieldError>& faults) {
  if (typed.group) {
    const auto group = units::by_id(reader, *typed.group);
    if (!group && group.error().kind != ErrorKind::not_found) return fail(group.error());
    if (!group || !units::within(group->path, village.path) || group->withdrawn_on)
      faults.push_back(not_in_village(at + "/group"));
  }
  if (typed.household) {
    const auto household = TRY(household_by_id(reader, *typed.household));
    if (!household || household->village_id != village.id) faults.push_back(not_in_village(at + "/household"));
  }
  return {};
}

FieldError other_name(const std::string& at) {
  return {at + "/id_number",
          "other_name",
          {"登记册中有这个身份证号码，但姓名不同，请核对姓名和号码。",
           "The register has this ID number under another name; check both."}};
}

FieldError id_number_taken(const std::string& at) {
  return {at + "/id_number",
          "id_number_taken",
          {"这个身份证号码已属于登记册中的另一个人。", "This ID number belongs to another person."}};
}

FieldError like_a_namesake(const std::string& at) {
  return {at + "/id_number",
          "like_a_namesake",
          {"本村有同名的人，身份证号码只有中间几位不同，请核对证件。",
           "The village has somebody of this name whose ID number differs in the middle only; compare it with the "
           "card."}};
}

FieldError head_taken(const std::string& at) {
  return {at + "/kinship", "head_taken", {"这一户已有户主。", "This household has a head."}};
}

Result<std::optional<FieldError>> refusal_of_head(db::Reader& reader, const PersonFields& typed, const std::string& at,
                                                  const Id* except) {
  if (!typed.household || typed.kinship != Kinship::head) return std::optional<FieldError>();
  const auto others =
      TRY(reader.integer("SELECT count(*) FROM person_record WHERE household_id = $1 AND kinship = 'head' AND left_on "
                         "IS NULL AND id <> $2",
                         *typed.household, except ? except->text() : std::string()));
  return others.value_or(0) > 0 ? std::optional(head_taken(at)) : std::nullopt;
}

Result<std::optional<FieldError>> refusal_of_record(db::Reader& reader, const units::UnitSummary& village,
                                                    const PersonRow& person, const Facts& facts, const std::string& at,
                                                    const Id* except) {
  if (person.died_on)
    return std::optional<FieldError>(
        {at + "/id_number", "person_died", {"此人已登记死亡。", "This person is recorded as dead."}});
  for (const auto& record : TRY(current_records(reader, person.id))) {
    if (except && record.id == *except) continue;
    if (record.village_id == village.id)
      return std::optional<FieldError>(
          {at + "/id_number", "already_here", {"此人已在本村登记。", "This person is in this village's register."}});
    if (is_registered(record.status) && is_registered(facts.status)) {
      const auto other = TRY(units::by_id(reader, record.village_id));
      return std::optional<FieldError>(
          {at + "/status",
           "registered_elsewhere",
           {fmt::format("此人的户籍登记在{}，户籍只能登记在一处；若只是住在本村，请选“人在户不在”。", other.name),
            fmt::format("This person is registered in {}, and can be in one place only; who only lives here is "
                        "\"lives_here\".",
                        other.name)}});
    }
  }
  return std::optional<FieldError>();
}

NewRows new_rows(const Writing& writing, const PersonFields& typed, const Facts& facts,
                 const std::optional<PersonRow>& person) {
  NewRows rows{.person = {}, .record = {}};
  if (!person) rows.person = new_person(writing, facts);
  auto& record = rows.record;
  record.id = Id::make(writing.now.ms());
  record.person_id = person ? person->id : rows.person->id;
  record.village_id = writing.village.id;
  record.county_id = writing.village.county_id;
  record.is_demo = writing.demo;
  take_over(record, writing, typed, facts);
  return rows;
}

Result<Id> store_new(Writing& writing, const PersonFields& typed, const Facts& facts,
                     const std::optional<PersonRow>& person) {
  const auto rows = new_rows(writing, typed, facts, person);
  if (rows.person) TRY(writing.tx.insert(person_table, *rows.person));
  TRY(writing.tx.insert(record_table, rows.record));
  return rows.record.id;
}

namespace {

Result<void> store_person(Writing& writing, const Facts& facts, const Known& known) {
  auto person = known.person;
  take_over(person, facts);
  if (facts.id_number != known.id_number) {
    person.id_number_sealed = sealed_if(writing.sealer, id_number_place(person.id), facts.id_number);
    person.id_number_index = index_if(writing.sealer, id_number_purpose, facts.id_number);
  }
  TRY(writing.tx.execute(
      "UPDATE person SET name = $2, folded_name = $3, sex = $4, ethnic_code = $5, ethnic_text = $6, born_on = $7, "
      "id_number_sealed = $8, id_number_index = $9, political = $10, version = version + 1 WHERE id = $1",
      person.id, person.name, person.folded_name, person.sex, person.ethnic_code, person.ethnic_text, person.born_on,
      person.id_number_sealed, person.id_number_index, person.political));
  return {};
}

}  // namespace

Result<void> store_changed(Writing& writing, const PersonFields& typed, const Facts& facts, const Known& known) {
  if (!of_person(differences(typed, facts, known)).empty()) TRY(store_person(writing, facts, known));
  auto record = known.record;
  take_over(record, writing, typed, facts);
  TRY(writing.tx.execute(
      "UPDATE person_record SET unit_id = $2, status = $3, household_id = $4, kinship = $5, phone_sealed = $6, "
      "phone_index = $7, arrival = $8, since = $9, changed_at = $10, version = version + 1 WHERE id = $1",
      record.id, record.unit_id, record.status, record.household_id, record.kinship, record.phone_sealed,
      record.phone_index, record.arrival, record.since, record.changed_at));
  return {};
}

Result<void> note_change(db::Transaction& tx, const access::Caller& caller, Instant now, const Id& record,
                         std::string_view action, const std::vector<std::string>& fields, std::int64_t entry) {
  return tx.insert(change_table, ChangeRow{.id = Id::make(now.ms()),
                                           .record_id = record,
                                           .action = std::string(action),
                                           .fields = fmt::format("{}", fmt::join(fields, ",")),
                                           .at = now,
                                           .account_id = caller.account_id,
                                           .post = caller.post,
                                           .entry = entry});
}

}  // namespace gulou::people
