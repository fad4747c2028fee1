#include "spine/people/import_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/fold.h"
#include "base/personal_number.h"
#include "spine/people/households.h"
#include "spine/people/import_village.h"
#include "spine/people/keeper.h"

namespace gulou::people {
namespace {

// People of one name and birth exist, three of them perhaps. More of them with a number each, or with numbers of which
// the mask shows the same, are one person whose number somebody tries.
constexpr std::size_t most_of_a_kind = 3;

class Planner {
 public:
  Planner(db::Reader& reader, const vault::Vault& vault, const units::UnitSummary& unit, VillageRegister village,
          const MarriageRule& marriage, Instant now, Date today)
      : reader_(reader),
        vault_(vault),
        unit_(unit),
        marriage_(marriage),
        now_(now),
        today_(today),
        village_(std::move(village)) {}

  Result<ImportPlan> run(const Roll& roll) {
    sealer_ = TRY(vault_.sealer(reader_));
    const auto keys = TRY(vault::key_rows(reader_));
    one_key_ = std::ranges::count_if(keys, [](const auto& key) { return !key.retired_at; }) == 1;
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
    const auto [first, fresh] =
        lines_.emplace(name_and_birth(planned.facts.folded_name, planned.facts.born_on), row.line);
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
    return {"birth/" + name_and_birth(facts.folded_name, facts.born_on),
            "mask/" + name_and_mask(facts.folded_name, *facts.id_number)};
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
  VillageRegister village_;
  std::optional<vault::Sealer> sealer_;
  bool one_key_ = false;  // keys are not being changed: a number has one keyed hash
  ImportPlan plan_;
  std::map<std::string, std::int64_t> lines_;
  std::set<Id> in_table_;  // records of whom a row is, faulty or not
};

}  // namespace

Result<ImportPlan> plan_import(db::Reader& reader, const vault::Vault& vault, const units::UnitSummary& village,
                               const Roll& roll, const MarriageRule& marriage, Instant now, Date today) {
  return Planner(reader, vault, village, TRY(VillageRegister::load(reader, vault, village)), marriage, now, today)
      .run(roll);
}

}  // namespace gulou::people
