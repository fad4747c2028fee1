#include "spine/people/import_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/fold.h"
#include "base/personal_number.h"
#include "spine/people/households.h"
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

std::string key_of(std::string_view folded_name, Date born_on) {
  return fmt::format("{}/{}", folded_name, born_on.text());
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
      households_.emplace(each.number, each.id);
    return people();
  }

  std::optional<Id> group(const std::string& name) const { return find(groups_, name); }
  std::optional<Id> household(const std::string& number) const { return find(households_, number); }
  void add_household(const std::string& number, const Id& id) { households_.emplace(number, id); }
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
  // Who is head of a household today.
  std::optional<Id> head(const Id& household) const { return find(heads_, household); }

 private:
  template <class Key>
  static std::optional<Id> find(const std::map<Key, Id>& map, const Key& key) {
    const auto found = map.find(key);
    return found == map.end() ? std::nullopt : std::optional(found->second);
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
        "p.id_number_index, p.political, p.died_on, p.version, p.created_at, p.is_demo, p.restricted_at, p.erased_at "
        "FROM person p "
        "JOIN person_record r ON r.person_id = p.id WHERE r.village_id = $1 AND r.left_on IS NULL ORDER BY r.id",
        unit_.id));
    known_.reserve(records.size());
    for (std::size_t i = 0; i < records.size() && i < persons.size(); ++i) {
      known_.push_back(TRY(known_of(reader_, vault_, std::move(persons[i]), std::move(records[i]))));
      const auto& known = known_.back();
      if (known.id_number) by_number_.emplace(*known.id_number, i);
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
  std::vector<Known> known_;
  std::map<std::string, std::size_t> by_number_;
  std::map<std::string, std::vector<std::size_t>> by_name_;
  std::map<Id, Id> heads_;
};

class Planner {
 public:
  Planner(db::Reader& reader, const vault::Vault& vault, const units::UnitSummary& unit, Instant now, Date today)
      : reader_(reader), vault_(vault), unit_(unit), now_(now), today_(today), village_(reader, vault, unit) {}

  Result<ImportPlan> run(const Roll& roll) {
    sealer_ = TRY(vault_.sealer(reader_));
    const auto keys = TRY(vault::key_rows(reader_));
    one_key_ = std::ranges::count_if(keys, [](const auto& key) { return !key.retired_at; }) == 1;
    TRY(village_.load());
    for (const auto& row : roll.rows) TRY(add(roll, row));
    check_heads();
    count();
    std::ranges::stable_sort(plan_.faults, {}, &RowFault::line);
    return std::move(plan_);
  }

 private:
  void refuse(std::int64_t line, RollColumn column, std::string rule, std::string zh, std::string en) {
    plan_.faults.push_back({line, std::string(title_of(column)), std::move(rule), std::move(zh), std::move(en)});
  }

  Result<void> add(const Roll& roll, const RollRow& row) {
    const auto before = plan_.faults.size();
    PlannedRow planned{
        .line = row.line, .typed = fields_of(row, plan_.faults), .facts = {}, .known = {}, .person = {}, .changes = {}};
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
        planned.typed = over(*known, roll, row, std::move(planned.typed));
        planned.facts = check_facts(planned.typed, today_, "", faults);
        planned.changes = differences(planned.typed, planned.facts, *known);
      }
    }
    for (const auto& fault : faults) plan_.faults.push_back(in_row(row.line, fault));
    if (!faults.empty()) return {};
    twice(row, planned);
    return elsewhere(row, planned);
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

  Id household(const RollRow& row, const std::string& number, const std::optional<Id>& group) {
    if (const auto known = village_.household(number)) return *known;
    const HouseholdRow made{.id = Id::make(now_.ms()),
                            .village_id = unit_.id,
                            .unit_id = group.value_or(unit_.id),
                            .county_id = unit_.county_id,
                            .number = number,
                            .address = row.cell(RollColumn::address)};
    plan_.households.push_back(made);
    village_.add_household(number, made.id);
    return made.id;
  }

  const Known* find_known(const RollRow& row, const PlannedRow& planned) {
    if (planned.facts.id_number) {
      if (const auto* known = village_.by_number(*planned.facts.id_number)) {
        if (known->person.folded_name == planned.facts.folded_name) return known;
        refuse(row.line, RollColumn::id_number, "other_name",
               "登记册中有这个身份证号码，但姓名不同，请核对姓名和号码。",
               "The register has this ID number under another name; check both.");
        return nullptr;
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

  Result<void> elsewhere(const RollRow& row, PlannedRow& planned) {
    std::optional<FieldError> refused;
    if (planned.known && planned.known->person.restricted_at && !planned.changes.empty()) {
      refused = {"/name",
                 "restricted",
                 {"此人要求限制处理，登记的信息不能改。", "This person has asked that what is kept be not changed."}};
    } else if (planned.known) {
      if (planned.facts.id_number != planned.known->id_number && planned.facts.id_number) {
        const auto other = TRY(by_number(*planned.facts.id_number));
        if (other && other->id != planned.known->person.id)
          refused = {"/id_number",
                     "id_number_taken",
                     {"这个身份证号码已属于登记册中的另一个人。", "This ID number belongs to another person."}};
      }
      if (!refused && planned.facts.status != planned.known->record.status)
        refused =
            TRY(refusal_of_record(reader_, unit_, planned.known->person, planned.facts, "", &planned.known->record.id));
    } else if (planned.facts.id_number) {
      planned.person = TRY(by_number(*planned.facts.id_number));
      if (planned.person && planned.person->folded_name != planned.facts.folded_name)
        refused = {"/id_number",
                   "other_name",
                   {"登记册中有这个身份证号码，但姓名不同，请核对姓名和号码。",
                    "The register has this ID number under another name; check both."}};
      else if (planned.person)
        refused = TRY(refusal_of_record(reader_, unit_, *planned.person, planned.facts, "", nullptr));
    }
    if (refused) plan_.faults.push_back(in_row(row.line, *refused));
    return {};
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
  const Instant now_;
  const Date today_;
  Village village_;
  std::optional<vault::Sealer> sealer_;
  bool one_key_ = false;  // keys are not being changed: a number has one keyed hash
  ImportPlan plan_;
  std::map<std::string, std::int64_t> lines_;
};

}  // namespace

Result<ImportPlan> plan_import(db::Reader& reader, const vault::Vault& vault, const units::UnitSummary& village,
                               const Roll& roll, Instant now, Date today) {
  return Planner(reader, vault, village, now, today).run(roll);
}

}  // namespace gulou::people
