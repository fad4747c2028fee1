#include "spine/people/import_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/fold.h"
#include "base/personal_number.h"
#include "spine/people/households.h"
#include "spine/people/id_number.h"
#include "spine/people/keeper.h"
#include "spine/people/typed.h"
#include "spine/units/queries.h"

namespace gulou::people {
namespace {

struct NamedUnit {
  Id id;
  std::string name;
};
constexpr auto describe(Tag<NamedUnit>) {
  return object("UnitInVillage", "A group or hamlet", field<&NamedUnit::id>("id", "Id"),
                field<&NamedUnit::name>("name", "Name"));
}

struct DivorcedRecord {
  Id id;
};
constexpr auto describe(Tag<DivorcedRecord>) {
  return object("DivorcedRecord", "A spouse whose marriage has ended", field<&DivorcedRecord::id>("id", "Record"));
}

// People of one name and birth exist, three of them perhaps. More of them with a number each, or with numbers of which
// the mask shows the same, are one person whose number somebody tries.
constexpr std::size_t most_of_a_kind = 3;

std::string key_of(std::string_view folded_name, Date born_on) {
  return fmt::format("{}/{}", folded_name, born_on.text());
}

std::string mask_key(std::string_view folded_name, std::string_view number) {
  return fmt::format("{}/{}", folded_name, masked_id_number(number));
}

// What the register holds of the village, read once.
class Village {
 public:
  Village(db::Reader& reader, const vault::Vault& vault, const units::UnitSummary& unit)
      : reader_(reader), vault_(vault), unit_(unit) {}

  Result<void> load() {
    for (auto& each : TRY(reader_.all<NamedUnit>(
             "SELECT id, name FROM unit WHERE path > $1 AND path < $2 AND withdrawn_on IS NULL ORDER BY path",
             unit_.path, units::subtree_end(unit_.path))))
      groups_.emplace(each.name, each.id);
    for (auto& each : TRY(reader_.all<HouseholdRow>(
             "SELECT id, village_id, unit_id, county_id, number, address, version, is_demo FROM household WHERE "
             "village_id = $1",
             unit_.id)))
      add_household(household_number(each.number), each.id, each.number);
    TRY(keepers());
    TRY(divorces());
    return people();
  }

  std::optional<Id> group(const std::string& name) const { return find(groups_, name); }
  std::optional<Id> household(const std::string& number) const { return find(households_, number); }
  void add_household(const std::string& number, const Id& id, const std::string& shown) {
    households_.emplace(number, id);
    shown_.emplace(id, shown);
    alike_.emplace(without_zeros(number), number);
  }
  std::string number_of(const Id& household) const { return shown_.at(household); }
  // A number that is this one but for zeros before it: "" if there is none.
  std::string like_number(const std::string& number) const {
    const auto found = alike_.find(without_zeros(number));
    return found == alike_.end() ? std::string() : found->second;
  }
  // Whoever has a record here, by number, or else by name and birth. Null if nobody; nothing if there are several.
  const Known* by_number(const std::string& number) const {
    const auto found = by_number_.find(number);
    return found == by_number_.end() ? nullptr : &known_[found->second];
  }
  std::optional<const Known*> by_name(std::string_view folded_name, Date born_on) const {
    const auto found = by_name_.find(key_of(folded_name, born_on));
    if (found == by_name_.end()) return nullptr;
    if (found->second.size() > 1) return std::nullopt;
    return &known_[found->second.front()];
  }
  // Somebody of that name whose number looks the same behind its mask, and is another.
  const Known* like_a_namesake(std::string_view folded_name, const std::string& number) const {
    const auto found = by_mask_.find(mask_key(folded_name, number));
    return found == by_mask_.end() ? nullptr : &known_[found->second];
  }
  // The village that keeps what is the person's own, if it is another.
  bool is_kept_elsewhere(const Known& known) const { return kept_elsewhere_.contains(known.record.id); }
  const std::vector<Known>& known() const { return known_; }
  // A spouse whose marriage with the head of the household has ended.
  bool is_divorced(const Known& known) const { return divorced_.contains(known.record.id); }
  // Who is head of a household today.
  std::optional<Id> head(const Id& household) const { return find(heads_, household); }

 private:
  template <class Key>
  static std::optional<Id> find(const std::map<Key, Id>& map, const Key& key) {
    const auto found = map.find(key);
    return found == map.end() ? std::nullopt : std::optional(found->second);
  }

  Result<void> keepers() {
    std::map<Id, std::vector<RecordRow>> of_person;
    for (auto& each : TRY(current_records_of_village_people(reader_, unit_.id)))
      of_person[each.person_id].push_back(std::move(each));
    for (const auto& [person, records] : of_person)
      for (const auto& record : records)
        if (record.village_id == unit_.id && keeper_among(records)->id != record.id) kept_elsewhere_.insert(record.id);
    return {};
  }

  Result<void> divorces() {
    for (const auto& each : TRY(reader_.all<DivorcedRecord>(
             "SELECT s.id FROM person_record s JOIN person_record h ON h.household_id = s.household_id AND h.kinship = "
             "'head' AND h.left_on IS NULL WHERE s.village_id = $1 AND s.left_on IS NULL AND s.kinship = 'spouse' AND "
             "EXISTS (SELECT 1 FROM person_tie t WHERE t.kind = 'spouse' AND t.ended_on IS NOT NULL AND ((t.person_id "
             "= h.person_id AND t.other_id = s.person_id) OR (t.person_id = s.person_id AND t.other_id = "
             "h.person_id))) AND NOT EXISTS (SELECT 1 FROM person_tie t WHERE t.kind = 'spouse' AND t.ended_on IS NULL "
             "AND ((t.person_id = h.person_id AND t.other_id = s.person_id) OR (t.person_id = s.person_id AND "
             "t.other_id = h.person_id)))",
             unit_.id)))
      divorced_.insert(each.id);
    return {};
  }

  Result<void> people() {
    auto records = TRY(
        reader_.all<RecordRow>("SELECT id, person_id, village_id, unit_id, county_id, status, household_id, kinship, "
                               "phone_sealed, phone_index, "
                               "arrival, since, departure, left_on, version, changed_at, is_demo FROM person_record "
                               "WHERE village_id = $1 AND left_on IS NULL ORDER BY id",
                               unit_.id));
    auto persons = TRY(reader_.all<PersonRow>(
        "SELECT p.id, p.name, p.folded_name, p.sex, p.ethnic_code, p.ethnic_text, p.born_on, p.id_number_sealed, "
        "p.id_number_index, p.political, p.died_on, p.version, p.created_at, p.is_demo, p.restricted_at, p.erased_at, "
        "p.died_in "
        "FROM person p "
        "JOIN person_record r ON r.person_id = p.id WHERE r.village_id = $1 AND r.left_on IS NULL ORDER BY r.id",
        unit_.id));
    known_.reserve(records.size());
    for (std::size_t i = 0; i < records.size() && i < persons.size(); ++i) {
      known_.push_back(TRY(known_of(reader_, vault_, std::move(persons[i]), std::move(records[i]))));
      const auto& known = known_.back();
      if (known.id_number) by_number_.emplace(*known.id_number, i);
      if (known.id_number) by_mask_.emplace(mask_key(known.person.folded_name, *known.id_number), i);
      by_name_[key_of(known.person.folded_name, known.person.born_on)].push_back(i);
      if (known.record.household_id && known.record.kinship == Kinship::head)
        heads_.emplace(*known.record.household_id, known.record.id);
    }
    return {};
  }

  db::Reader& reader_;
  const vault::Vault& vault_;
  const units::UnitSummary& unit_;
  std::map<std::string, Id> groups_;
  std::map<std::string, Id> households_;
  std::map<std::string, std::string> alike_;
  std::map<Id, std::string> shown_;
  std::vector<Known> known_;
  std::map<std::string, std::size_t> by_number_;
  std::map<std::string, std::size_t> by_mask_;
  std::set<Id> kept_elsewhere_;
  std::set<Id> divorced_;
  std::map<std::string, std::vector<std::size_t>> by_name_;
  std::map<Id, Id> heads_;
};

class Planner {
 public:
  Planner(db::Reader& reader, const vault::Vault& vault, const units::UnitSummary& unit, const MarriageRule& marriage,
          Instant now, Date today)
      : reader_(reader),
        vault_(vault),
        unit_(unit),
        marriage_(marriage),
        now_(now),
        today_(today),
        village_(reader, vault, unit) {}

  Result<ImportPlan> run(const Roll& roll) {
    sealer_ = TRY(vault_.sealer(reader_));
    const auto keys = TRY(vault::key_rows(reader_));
    one_key_ = std::ranges::count_if(keys, [](const auto& key) { return !key.retired_at; }) == 1;
    TRY(village_.load());
    for (const auto& row : roll.rows) TRY(add(roll, row));
    // What tells of people elsewhere comes last: only rows in which nothing else is wrong are looked up.
    check_many_numbers();
    check_heads();
    check_couples();
    TRY(look_up());
    check_heads();  // who was to make room for another head may have been taken out
    check_couples();
    count();
    std::ranges::stable_sort(plan_.faults, {}, &RowFault::line);
    warn_of_good_rows(roll);
    note_headless();
    note_absent(roll);
    return std::move(plan_);
  }

 private:
  // Households that the table touches, as they would be: with somebody in them, and no head.
  void note_headless() {
    struct Filled {
      bool touched = false;
      bool has_members = false;
      bool has_head = false;
    };
    std::map<Id, Filled> households;
    const auto fill = [&](const std::optional<Id>& household, const std::optional<Kinship>& kinship) {
      if (!household) return;
      auto& filled = households[*household];
      filled.has_members = true;
      filled.has_head = filled.has_head || kinship == Kinship::head;
    };
    std::set<Id> of_rows;
    for (const auto& row : plan_.rows) {
      fill(row.typed.household, row.facts.kinship);
      if (row.typed.household) households[*row.typed.household].touched = true;
      if (!row.known) continue;
      of_rows.insert(row.known->record.id);
      if (const auto& before = row.known->record.household_id) households[*before].touched = true;
    }
    for (const auto& known : village_.known())
      if (!of_rows.contains(known.record.id)) fill(known.record.household_id, known.record.kinship);
    for (const auto& [id, filled] : households)
      if (filled.touched && filled.has_members && !filled.has_head) plan_.headless.push_back(village_.number_of(id));
    std::ranges::sort(plan_.headless, {},
                      [](const auto& number) { return std::pair(number.size(), std::string_view(number)); });
  }

  // A row with faults may be of anybody of its name.
  void note_absent(const Roll& roll) {
    std::set<std::string> names;
    std::set<std::int64_t> faulty;
    for (const auto& each : plan_.faults) faulty.insert(each.line);
    for (const auto& row : roll.rows)
      if (faulty.contains(row.line)) names.insert(fold_name(row.cell(RollColumn::name)));
    for (const auto& known : village_.known()) {
      if (in_table_.contains(known.record.id) || names.contains(known.person.folded_name)) continue;
      ++plan_.absent_count;
      if (plan_.absent.size() < most_named) plan_.absent.push_back(known.person.name);
    }
  }

  // What the roll itself is warned of comes with the rest, in the order of the lines; rows with faults have enough to
  // say.
  void warn_of_good_rows(const Roll& roll) {
    plan_.warnings.insert(plan_.warnings.end(), roll.warnings.begin(), roll.warnings.end());
    std::set<std::int64_t> faulty;
    for (const auto& each : plan_.faults) faulty.insert(each.line);
    std::erase_if(plan_.warnings, [&](const auto& each) { return faulty.contains(each.line); });
    std::ranges::stable_sort(plan_.warnings, {}, &RowFault::line);
  }

  void refuse(std::int64_t line, RollColumn column, std::string rule, std::string zh, std::string en) {
    plan_.faults.push_back({line, std::string(title_of(column)), std::move(rule), std::move(zh), std::move(en)});
  }

  Result<void> add(const Roll& roll, const RollRow& row) {
    const auto before = plan_.faults.size();
    PlannedRow planned{.line = row.line,
                       .typed = fields_of(row, plan_.faults),
                       .facts = {},
                       .known = {},
                       .person = {},
                       .changes = {},
                       .kept = {}};
    check_texts_in_clear(row);
    if (plan_.faults.size() == before) TRY(complete(roll, row, planned));
    if (plan_.faults.size() == before)
      plan_.rows.push_back(std::move(planned));
    else
      ++plan_.faulty;
    return {};
  }

  // What other rows and the register say of it.
  Result<void> complete(const Roll& roll, const RollRow& row, PlannedRow& planned) {
    places(row, planned.typed);
    // Once without the register, so that number, name and birth are read.
    std::vector<FieldError> faults;
    planned.facts = check_facts(planned.typed, today_, "", faults);
    if (faults.empty()) {
      const auto* known = find_known(row, planned);
      if (known) {
        planned.known = *known;
        in_table_.insert(known->record.id);
        planned.typed = over(*known, roll, row, std::move(planned.typed));
        planned.facts = check_facts(planned.typed, today_, "", faults);
        planned.changes = differences(planned.typed, planned.facts, *known);
        if (village_.is_kept_elsewhere(*known)) keep(planned, *known);
      } else if (is_masked(row.cell(RollColumn::phone))) {
        warn(row.line, RollColumn::phone, "phone.masked",
             "电话打了码，看不出号码，将不登记电话；请填写完整号码，或以后在页面上补登。",
             "The telephone is masked and will not be kept; give the whole number, or add it later.");
      }
    }
    for (const auto& fault : faults) plan_.faults.push_back(in_row(row.line, fault));
    if (!faults.empty()) return {};
    twice(row, planned);
    return refusals_of_known(row, planned);
  }

  // The own record changes; what is the person's own stays as another village keeps it.
  static void keep(PlannedRow& planned, const Known& known) {
    planned.kept = of_person(planned.changes);
    std::erase_if(planned.changes, &is_of_person);
    take_as_kept(planned.typed, planned.facts, known);
  }

  void places(const RollRow& row, PersonFields& typed) {
    if (const auto& name = row.cell(RollColumn::group); !name.empty()) {
      typed.group = village_.group(name);
      if (!typed.group)
        refuse(row.line, RollColumn::group, "group.unknown", "本村没有这个组（寨），请核对名称，或先在“单位”中添加。",
               "The village has no such group or hamlet: check the name, or add it first.");
    }
    if (const auto& number = row.cell(RollColumn::household); !number.empty())
      typed.household = household(row, number, typed.group);
  }

  // What would stand in clear has no number of a person.
  void check_texts_in_clear(const RollRow& row) {
    const auto check = [&](RollColumn column, bool faulty) {
      auto [pointer, rule, message] = personal_number_refused("");
      if (faulty) refuse(row.line, column, std::move(rule), std::move(message.zh), std::move(message.en));
    };
    check(RollColumn::household, is_personal_number(unit_, row.cell(RollColumn::household)));
    check(RollColumn::address, holds_personal_number(row.cell(RollColumn::address)));
  }

  void warn(std::int64_t line, RollColumn column, std::string rule, std::string zh, std::string en) {
    plan_.warnings.push_back({line, std::string(title_of(column)), std::move(rule), std::move(zh), std::move(en)});
  }

  Id household(const RollRow& row, const std::string& number, const std::optional<Id>& group) {
    if (const auto known = village_.household(number)) return *known;
    if (const auto other = village_.like_number(number); !other.empty())
      warn(row.line, RollColumn::household, "household.alike",
           fmt::format("本村还有户号{}，与{}只差前面的0；如果是同一户，请写成同一个户号。", other, number),
           fmt::format("The village also has household {}, which is {} but for zeros before it; if they are one, "
                       "write one number.",
                       other, number));
    const HouseholdRow made{.id = Id::make(now_.ms()),
                            .village_id = unit_.id,
                            .unit_id = group.value_or(unit_.id),
                            .county_id = unit_.county_id,
                            .number = number,
                            .address = row.cell(RollColumn::address)};
    plan_.households.push_back(made);
    village_.add_household(number, made.id, number);
    return made.id;
  }

  const Known* find_known(const RollRow& row, const PlannedRow& planned) {
    if (planned.facts.id_number) {
      if (const auto* known = village_.by_number(*planned.facts.id_number)) {
        // Of another name it is told by look_up().
        return known->person.folded_name == planned.facts.folded_name ? known : nullptr;
      }
    }
    const auto known = village_.by_name(planned.facts.folded_name, planned.facts.born_on);
    if (!known) {
      refuse(row.line, RollColumn::name, "name.several", "本村有几个同名同日出生的人，请在页面上逐个修改。",
             "Several people of this name and birth are in the village; change them one by one.");
      return nullptr;
    }
    // Two people of one name and birth, each with a number of their own, are two people.
    const bool two = *known && (*known)->id_number && planned.facts.id_number;
    return two ? nullptr : *known;
  }

  // Columns that the table has not got, and cells that are empty, leave what is known.
  PersonFields over(const Known& known, const Roll& roll, const RollRow& row, PersonFields typed) const {
    const auto says = [&](RollColumn column) { return roll.has_column(column) && !row.cell(column).empty(); };
    typed = filled(std::move(typed), known);
    if (!says(RollColumn::status)) typed.status = known.record.status;
    if (!says(RollColumn::political)) typed.political = known.person.political;
    if (!says(RollColumn::group) && known.record.unit_id != known.record.village_id) typed.group = known.record.unit_id;
    if (!says(RollColumn::household)) {
      typed.household = known.record.household_id;
      if (!says(RollColumn::kinship)) typed.kinship = known.record.kinship;
    }
    typed.arrival = known.record.arrival;
    typed.since = known.record.since;
    return typed;
  }

  void twice(const RollRow& row, const PlannedRow& planned) {
    if (planned.facts.id_number) {
      const auto [first, fresh] = lines_.emplace(*planned.facts.id_number, row.line);
      if (!fresh)
        refuse(row.line, RollColumn::id_number, "id_number.twice",
               fmt::format("与第{}行的身份证号码相同，请核对后删去一行。", first->second),
               fmt::format("The same ID number as in line {}; remove one.", first->second));
      return;
    }
    const auto [first, fresh] = lines_.emplace(key_of(planned.facts.folded_name, planned.facts.born_on), row.line);
    if (!fresh)
      refuse(row.line, RollColumn::name, "name.twice",
             fmt::format("与第{}行同名同日出生，请补上身份证号码，或删去一行。", first->second),
             fmt::format("The same name and birth as in line {}: add the ID numbers, or remove one.", first->second));
  }

  Result<void> refusals_of_known(const RollRow& row, const PlannedRow& planned) {
    if (!planned.known) return {};
    std::optional<FieldError> refused;
    if (planned.known->person.restricted_at && !planned.changes.empty())
      refused = {"/name",
                 "restricted",
                 {"此人要求限制处理，登记的信息不能改。", "This person has asked that what is kept be not changed."}};
    else if (planned.facts.status != planned.known->record.status)
      refused =
          TRY(refusal_of_record(reader_, unit_, planned.known->person, planned.facts, "", &planned.known->record.id));
    if (refused) plan_.faults.push_back(in_row(row.line, *refused));
    return {};
  }

  // Takes out the rows for which `refused` has a fault.
  template <class Refused>
  Result<void> take_out(Refused refused) {
    std::vector<PlannedRow> good;
    good.reserve(plan_.rows.size());
    for (auto& row : plan_.rows) {
      const std::optional<FieldError> fault = TRY(refused(row));
      if (!fault) {
        good.push_back(std::move(row));
        continue;
      }
      plan_.faults.push_back(in_row(row.line, *fault));
      ++plan_.faulty;
    }
    plan_.rows = std::move(good);
    return {};
  }

  static std::vector<std::string> kinds_of(const Facts& facts) {
    return {"birth/" + key_of(facts.folded_name, facts.born_on),
            "mask/" + mask_key(facts.folded_name, *facts.id_number)};
  }

  void check_many_numbers() {
    std::map<std::string, std::size_t> of_a_kind;
    for (const auto& row : plan_.rows)
      if (row.facts.id_number)
        for (const auto& kind : kinds_of(row.facts)) ++of_a_kind[kind];
    std::erase_if(plan_.rows, [&](const PlannedRow& row) {
      if (!row.facts.id_number) return false;
      const auto kinds = kinds_of(row.facts);
      if (std::ranges::none_of(kinds, [&](const auto& kind) { return of_a_kind.at(kind) > most_of_a_kind; }))
        return false;
      refuse(row.line, RollColumn::id_number, "same_person_many_numbers",
             "表中有4行以上姓名相同、出生日期（或号码的前6位和后4位）也相同，号码却不同，没有与登记册核对。请核对证件；"
             "确是不同的人，请在页面上逐个登记。",
             "More than three rows have this name and the same birth (or the same first six and last four characters), "
             "and different numbers; they were not compared with the register. Check the cards; people who are really "
             "different, enter one by one.");
      ++plan_.faulty;
      return true;
    });
  }

  Result<void> look_up() {
    return take_out([&](PlannedRow& row) -> Result<std::optional<FieldError>> {
      if (!row.facts.id_number || (row.known && row.known->id_number == row.facts.id_number))
        return std::optional<FieldError>();
      auto refused = TRY(refusal_of_number(row));
      if (!refused)
        for (const auto& each : row.facts.warnings) plan_.warnings.push_back(in_row(row.line, each));
      return refused;
    });
  }

  std::optional<FieldError> met(const Id& person, FieldError refused, bool counts = true) {
    plan_.met.push_back({.person = person, .rule = refused.rule, .counts = counts});
    return refused;
  }

  Result<std::optional<FieldError>> refusal_of_number(PlannedRow& row) {
    const auto& number = *row.facts.id_number;
    if (const auto* own = village_.by_number(number); own && !row.known) return met(own->person.id, other_name(""));
    auto person = TRY(by_number(number));
    if (row.known) {
      if (!person || person->id == row.known->person.id) return std::optional<FieldError>();
      return met(person->id, id_number_taken(""));
    }
    if (!person) {
      const auto* namesake = village_.like_a_namesake(row.facts.folded_name, number);
      return namesake ? met(namesake->person.id, like_a_namesake("")) : std::nullopt;
    }
    if (person->folded_name != row.facts.folded_name) return met(person->id, other_name(""));
    // Under the right name it is met by every honest roll, and written down but not counted.
    if (auto refused = TRY(refusal_of_record(reader_, unit_, *person, row.facts, "", nullptr)))
      return met(person->id, std::move(*refused), false);
    row.kept = otherwise_kept(row.facts, *person);
    if (!row.kept.empty()) plan_.met.push_back({.person = person->id, .rule = "kept", .counts = false});
    row.person = std::move(person);
    return std::optional<FieldError>();
  }

  Result<std::optional<PersonRow>> by_number(const std::string& number) {
    if (one_key_) return person_by_number(reader_, {sealer_->index(id_number_purpose, number)});
    return person_by_number(reader_, TRY(vault_.indexes(reader_, id_number_purpose, number)));
  }

  // One head for each household, counting those who are in the register and not in the table. Who is one too many is
  // taken out.
  void check_heads() {
    std::set<Id> changed;
    for (const auto& row : plan_.rows)
      if (row.known) changed.insert(row.known->record.id);
    std::map<Id, std::int64_t> first;
    std::erase_if(plan_.rows, [&](const PlannedRow& row) {
      if (row.facts.kinship != Kinship::head || !row.typed.household) return false;
      const auto head = village_.head(*row.typed.household);
      const bool other_stays = head && !changed.contains(*head);
      const auto [line, fresh] = first.emplace(*row.typed.household, row.line);
      if (fresh && !other_stays) return false;
      refuse(
          row.line, RollColumn::kinship, "head_taken",
          fresh ? "这一户已有户主，请核对与户主关系。"
                : fmt::format("第{}行已是这一户的户主，请核对与户主关系。", line->second),
          fresh ? "This household has a head." : fmt::format("Line {} is the head of this household.", line->second));
      ++plan_.faulty;
      return true;
    });
  }

  static bool is_partner(const std::optional<Kinship>& kinship) {
    return kinship == Kinship::head || kinship == Kinship::spouse;
  }

  // Does the row leave head and spouse as they are?
  static bool leaves_couple(const PlannedRow& row) {
    const auto changes = [&](std::string_view field) {
      return std::ranges::find(row.changes, field) != row.changes.end();
    };
    return row.known && !changes("household") && !changes("kinship") && !changes("sex");
  }

  // Heads, then spouses, as they would be: of the register whom the table does not change, then the table's in its
  // order. A row that brings in what the law of marriage does not know is taken out; what was so before stays.
  void check_couples() {
    std::map<Id, std::vector<Partner>> partners;
    std::set<Id> changed;
    for (const auto& row : plan_.rows)
      if (row.known && !leaves_couple(row)) changed.insert(row.known->record.id);
    for (const auto& known : village_.known())
      if (!changed.contains(known.record.id) && known.record.household_id && is_partner(known.record.kinship) &&
          !village_.is_divorced(known))
        partners[*known.record.household_id].push_back({*known.record.kinship, known.person.sex});
    std::set<std::int64_t> faulty;
    for (const auto kinship : {Kinship::head, Kinship::spouse})
      for (const auto& row : plan_.rows) {
        if (leaves_couple(row) || !row.typed.household || row.facts.kinship != kinship) continue;
        auto& others = partners[*row.typed.household];
        const Partner joining{kinship, row.facts.sex};
        if (const auto fault = couple_fault(marriage_, joining, others)) {
          plan_.faults.push_back(in_row(row.line, said_of(*fault, "")));
          faulty.insert(row.line);
        } else {
          others.push_back(joining);
        }
      }
    plan_.faulty += static_cast<std::int64_t>(faulty.size());
    std::erase_if(plan_.rows, [&](const PlannedRow& row) { return faulty.contains(row.line); });
  }

  void count() {
    for (const auto& row : plan_.rows) {
      if (!row.known)
        ++plan_.added;
      else if (row.changes.empty())
        ++plan_.unchanged;
      else
        ++plan_.changed;
    }
  }

  db::Reader& reader_;
  const vault::Vault& vault_;
  const units::UnitSummary& unit_;
  const MarriageRule marriage_;
  const Instant now_;
  const Date today_;
  Village village_;
  std::optional<vault::Sealer> sealer_;
  bool one_key_ = false;  // keys are not being changed: a number has one keyed hash
  ImportPlan plan_;
  std::map<std::string, std::int64_t> lines_;
  std::set<Id> in_table_;  // records of whom a row is, faulty or not
};

}  // namespace

Result<ImportPlan> plan_import(db::Reader& reader, const vault::Vault& vault, const units::UnitSummary& village,
                               const Roll& roll, const MarriageRule& marriage, Instant now, Date today) {
  return Planner(reader, vault, village, marriage, now, today).run(roll);
}

}  // namespace gulou::people
