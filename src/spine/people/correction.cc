#include "spine/people/correction.h"

#include <algorithm>

#include "base/personal_number.h"
#include "base/utf8.h"
#include "spine/people/api_model.h"
#include "spine/people/ethnic.h"
#include "spine/people/households.h"
#include "spine/people/phone.h"
#include "spine/people/register.h"
#include "spine/people/words.h"
#include "spine/people/writing.h"
#include "spine/units/queries.h"

namespace gulou::people {
namespace {

const std::string at_wanted = "/wanted";

struct Kept {
  units::UnitSummary village;
  Known known;
  std::optional<HouseholdRow> household;
};

Result<Kept> kept(db::Reader& reader, const ModuleContext& context, const Id& id) {
  auto record = TRY(record_by_id(reader, id));
  auto person = TRY(person_by_id(reader, record.person_id));
  if (!person) return fail(internal_error("a record without its person"));
  Kept out;
  out.village = TRY(units::by_id(reader, record.village_id));
  if (record.household_id) out.household = TRY(household_by_id(reader, *record.household_id));
  out.known = TRY(known_of(reader, context.vault, std::move(*person), std::move(record)));
  return out;
}

// All as it is kept. Numbers are left out, which leaves them; with an ID number so are sex and birth, which it tells.
PersonFields as_kept(const Known& known) {
  PersonFields fields;
  fields.name = known.person.name;
  fields.ethnic_code = known.person.ethnic_code;
  fields.ethnic_text = known.person.ethnic_text;
  fields.political = known.person.political;
  fields.status = known.record.status;
  if (known.record.unit_id != known.record.village_id) fields.group = known.record.unit_id;
  fields.household = known.record.household_id;
  fields.kinship = known.record.kinship;
  fields.arrival = known.record.arrival;
  if (known.record.arrival != Arrival::birth) fields.since = known.record.since;  // a birth tells its day itself
  return fields;
}

struct FoundUnit {
  Id id;
};
constexpr auto describe(Tag<FoundUnit>) {
  return object("FoundUnit", "A unit that was found", field<&FoundUnit::id>("id", "Id"));
}

class Reading {
 public:
  Reading(db::Reader& reader, const Kept& kept, const Correction& correction)
      : reader_(reader), kept_(kept), correction_(correction), wanted_(utf8::trim(correction.wanted)) {}

  // The fields with what is wanted in its place.
  Result<PersonFields> fields() {
    auto fields = as_kept(kept_.known);
    if (wanted_.empty()) {
      refuse("required", {"请写明应当是什么。", "Say what is right."});
      return fields;
    }
    const auto said = said_in_words();
    switch (correction_.field) {
      case RollColumn::name:
        fields.name = said.name;
        break;
      case RollColumn::sex:
        fields.sex = said.sex;
        break;
      case RollColumn::ethnic:
        fields.ethnic_code = said.ethnic_code;
        fields.ethnic_text = said.ethnic_text;
        break;
      case RollColumn::id_number:
        fields.id_number = said.id_number;
        break;
      case RollColumn::born_on:
        fields.born_on = said.born_on;
        break;
      case RollColumn::phone:
        fields.phone = said.phone;
        break;
      case RollColumn::kinship:
        fields.kinship = said.kinship;
        break;
      case RollColumn::status:
        fields.status = said.status;
        break;
      case RollColumn::political:
        fields.political = said.political;
        break;
      case RollColumn::group:
        TRY(find_group(fields));
        break;
      case RollColumn::household:
        TRY(find_household(fields));
        break;
      case RollColumn::address:
        check_address();
        break;
    }
    return fields;
  }
  const std::string& wanted() const { return wanted_; }
  std::vector<FieldError> faults;

 private:
  void refuse(std::string rule, Text message) { faults.push_back({at_wanted, std::move(rule), std::move(message)}); }

  // As a row of a roll that has this one cell.
  PersonFields said_in_words() {
    RollRow row;
    row.cells.at(static_cast<std::size_t>(correction_.field)) = wanted_;
    std::vector<RowFault> all;
    auto said = fields_of(row, all);
    for (auto& fault : all)
      if (fault.column == title_of(correction_.field))
        refuse(std::move(fault.rule), {std::move(fault.zh), std::move(fault.en)});
    return said;
  }

  Result<void> find_group(PersonFields& fields) {
    const auto found = TRY(reader_.first<FoundUnit>(
        "SELECT id FROM unit WHERE path > $1 AND path < $2 AND name = $3 AND withdrawn_on IS NULL ORDER BY path LIMIT "
        "1",
        kept_.village.path, units::subtree_end(kept_.village.path), wanted_));
    if (found)
      fields.group = found->id;
    else
      refuse("group.unknown", {"本村没有这个组（寨），请核对名称。", "The village has no such group or hamlet."});
    return {};
  }

  Result<void> find_household(PersonFields& fields) {
    const auto found = TRY(reader_.first<FoundUnit>("SELECT id FROM household WHERE village_id = $1 AND number = $2",
                                                    kept_.village.id, wanted_));
    if (!found)
      refuse("household.unknown", {"本村没有这个户号，请核对。", "The village has no household of that number."});
    else if (!fields.kinship)  // asked for one by one, neither could be kept without the other
      refuse("kinship.wanted", {"名册里还没有登记您的户和与户主的关系，请到村里一起登记。",
                                "The register has neither your household nor what you are to its head; have your "
                                "village enter both."});
    else
      fields.household = found->id;
    return {};
  }

  void check_address() {
    constexpr std::size_t longest_address = 100;
    if (!kept_.household)
      refuse("household.none", {"名册里还没有登记您的户，请先请求更正户号。",
                                "The register has you in no household yet; ask for that first."});
    else if (kept_.household->address == wanted_)
      refuse("unchanged", {"登记的已经是这样。", "It is recorded so already."});
    if (auto [at, rule, message] = personal_number_refused(""); holds_personal_number(wanted_))
      refuse(std::move(rule), std::move(message));
    if (utf8::length(wanted_) > longest_address) refuse("too_long", {"太长，请写短一些。", "Too long."});
  }

  db::Reader& reader_;
  const Kept& kept_;
  const Correction& correction_;
  std::string wanted_;
};

// Faults of the whole form, as faults of what was wanted.
Error at_what_was_wanted(Error error) {
  for (auto& fault : error.fields) fault.pointer = at_wanted;
  return error;
}

Result<void> at_what_was_wanted(Result<void> result) {
  if (!result) return fail(at_what_was_wanted(std::move(result).error()));
  return result;
}

std::string text_of(const std::optional<Date>& day) { return day ? day->text_zh() : std::string(); }

}  // namespace

Result<std::vector<FieldError>> faults_of_correction(db::Reader& reader, const ModuleContext& context, const Id& record,
                                                     const Correction& correction) {
  const auto now = TRY(kept(reader, context, record));
  Reading reading(reader, now, correction);
  const auto fields = filled(TRY(reading.fields()), now.known);
  if (!reading.faults.empty() || correction.field == RollColumn::address) return std::move(reading.faults);
  auto faults = std::move(reading.faults);
  const auto facts = check_facts(fields, context.clock.today(), "", faults);
  if (faults.empty() && differences(fields, facts, now.known).empty())
    faults.push_back({"", "unchanged", {"登记的已经是这样。", "It is recorded so already."}});
  for (auto& fault : faults) fault.pointer = at_wanted;
  return faults;
}

Result<void> correct(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller, const Id& record,
                     const Correction& correction, Said* said) {
  const auto now = TRY(kept(tx, context, record));
  Reading reading(tx, now, correction);
  const auto fields = TRY(reading.fields());
  if (!reading.faults.empty()) return fail(invalid_fields(std::move(reading.faults)));
  if (correction.field != RollColumn::address)
    return at_what_was_wanted(
        change_person(tx, context, caller, record,
                      {.version = now.known.record.version + now.known.person.version, .person = fields}, said));
  const auto& household = *now.household;
  std::optional<Id> group;
  if (household.unit_id != household.village_id) group = household.unit_id;
  return at_what_was_wanted(change_household(
      tx, context, caller, household.id,
      {.version = household.version, .group = group, .number = household.number, .address = reading.wanted()}));
}

Result<std::string> kept_in_words(db::Reader& reader, const ModuleContext& context, const Id& record,
                                  RollColumn field) {
  const auto now = TRY(kept(reader, context, record));
  const auto& [person, row, id_number, phone] = now.known;
  switch (field) {
    case RollColumn::name:
      return person.name;
    case RollColumn::sex:
      return std::string(person.sex == Sex::male ? "男" : person.sex == Sex::female ? "女" : "");
    case RollColumn::ethnic:
      return ethnic_label(person.ethnic_code, person.ethnic_text);
    case RollColumn::id_number:
      return id_number ? masked_id_number(*id_number) : std::string();
    case RollColumn::born_on:
      return text_of(person.born_on);
    case RollColumn::phone:
      return phone ? masked_phone(*phone) : std::string();
    case RollColumn::kinship:
      return row.kinship ? label(*row.kinship).zh : std::string();
    case RollColumn::status:
      return label(row.status).zh;
    case RollColumn::political:
      return person.political == Political::unknown ? std::string() : label(person.political).zh;
    case RollColumn::group:
      return row.unit_id == row.village_id ? std::string() : TRY(units::by_id(reader, row.unit_id)).name;
    case RollColumn::household:
      return now.household ? now.household->number : std::string();
    case RollColumn::address:
      return now.household ? now.household->address : std::string();
  }
  return std::string();
}

std::string masked(RollColumn field, const std::string& wanted) {
  if (wanted.empty()) return wanted;
  if (field == RollColumn::id_number) {
    const auto read = read_id_number(wanted, *Date::of(2999, 12, 31));
    return masked_id_number(read ? read->text : wanted);
  }
  if (field == RollColumn::phone) {
    const auto read = read_phone(wanted);
    return masked_phone(read ? *read : wanted);
  }
  return wanted;
}

}  // namespace gulou::people
