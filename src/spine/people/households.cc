#include "spine/people/households.h"

#include <fmt/format.h>

#include <set>

#include "base/personal_number.h"
#include "spine/journal/journal.h"
#include "spine/people/lists.h"
#include "spine/people/register.h"
#include "spine/people/relatives.h"
#include "spine/people/typed.h"
#include "spine/people/writing.h"
#include "spine/units/queries.h"

namespace gulou::people {
namespace {

Error number_taken() {
  return conflict_in(
      {"/number", "number_taken", {"本村已有这个户号。", "The village has a household of this number."}});
}

Result<void> worded(Result<void> result) {
  if (!result && result.error().code == "unique:household.village_id,number") return fail(number_taken());
  return result;
}

Result<void> check_group(db::Reader& reader, const units::UnitSummary& village, const std::optional<Id>& group) {
  std::vector<FieldError> faults;
  PersonFields fields;
  fields.group = group;
  TRY(check_places(reader, village, fields, "", faults));
  if (!faults.empty()) return fail(invalid_fields(std::move(faults)));
  return {};
}

struct NumberOfHousehold {
  Id id;
  std::string number;
};
constexpr auto describe(Tag<NumberOfHousehold>) {
  return object("NumberOfHousehold", "A household", field<&NumberOfHousehold::id>("id", "Id"),
                field<&NumberOfHousehold::number>("number", "Its number"));
}

// Numbers that were kept before they were normalised are compared too.
Result<void> check_number(db::Reader& reader, const units::UnitSummary& village, const std::string& number,
                          const std::optional<Id>& but_for) {
  if (number.empty()) return fail(invalid_fields({{"/number", "required", {"请填写户号。", "The number is wanted."}}}));
  for (const auto& each :
       TRY(reader.all<NumberOfHousehold>("SELECT id, number FROM household WHERE village_id = $1", village.id)))
    if (each.id != but_for && household_number(each.number) == number) return fail(number_taken());
  return {};
}

Result<void> check_texts(const units::UnitSummary& village, const std::string& number, const std::string& address) {
  std::vector<FieldError> faults;
  if (is_personal_number(village, number)) faults.push_back(personal_number_refused("/number"));
  if (holds_personal_number(address)) faults.push_back(personal_number_refused("/address"));
  if (!faults.empty()) return fail(invalid_fields(std::move(faults)));
  return {};
}

// The address may tell who lives there, so the journal gets its commitment only.
Result<void> enter(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller,
                   const HouseholdRow& row, std::string_view action) {
  TRY(journal::record(tx, context.clock, access::actor_of(caller),
                      {.action = std::string(action),
                       .object_kind = "household",
                       .object_id = row.id.text(),
                       .unit_id = row.village_id,
                       .county_id = row.county_id,
                       .detail = json::Value::object().set("number", row.number),
                       .personal = {{"address", row.address}}}));
  return {};
}

struct Party {
  RecordRow record;
  PersonRow person;
};

Result<Party> party(db::Reader& reader, const access::Caller& caller, const Id& id) {
  Party out;
  out.record = TRY(record_by_id(reader, id));
  TRY(village_of_record(reader, caller, people_write, out.record));
  auto person = TRY(person_by_id(reader, out.record.person_id));
  if (!person) return fail(internal_error("a record without its person"));
  out.person = std::move(*person);
  if (auto refused = refusal_of_rights(out.person)) return fail(std::move(*refused));
  return out;
}

Result<void> check_parent(db::Reader& reader, const PersonRow& parent, const PersonRow& child) {
  if (parent.born_on >= child.born_on)
    return fail(invalid_fields({{"/other", "too_old", {"父母应比子女年长。", "A parent is older than the child."}}}));
  const auto parents = TRY(reader.integer(
      "SELECT count(*) FROM person_tie WHERE other_id = $1 AND kind = 'parent' AND ended_on IS NULL", child.id));
  if (parents.value_or(0) >= 2)
    return fail(conflict_in({"/other", "two_parents", {"此人已登记父母二人。", "Two parents are recorded."}}));
  return {};
}

Result<void> check_unmarried(db::Reader& reader, const PersonRow& person) {
  const auto marriages =
      TRY(reader.integer("SELECT count(*) FROM person_tie WHERE (person_id = $1 OR other_id = $1) AND kind = 'spouse' "
                         "AND ended_on IS NULL",
                         person.id));
  if (marriages.value_or(0) == 0) return {};
  return fail(
      conflict_in({"/other", "married_already", {"其中一人已登记配偶。", "One of them has a spouse recorded."}}));
}

Result<void> enter_tie(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller,
                       const RecordRow& record, const Id& other, std::string_view action, std::string_view kind) {
  const auto entry =
      TRY(journal::record(tx, context.clock, access::actor_of(caller),
                          {.action = std::string(action),
                           .object_kind = "person",
                           .object_id = record.id.text(),
                           .unit_id = record.village_id,
                           .county_id = record.county_id,
                           .detail = json::Value::object().set("kind", kind).set("other", other.text())}));
  return note_change(tx, caller, context.clock.now(), record.id, action, {std::string(kind)}, entry);
}

struct KnownMember {
  Id person_id;
  std::optional<Kinship> kinship;
};
constexpr auto describe(Tag<KnownMember>) {
  return object("KnownMember", "A member of a household", field<&KnownMember::person_id>("person_id", "Who"),
                field<&KnownMember::kinship>("kinship", "To the head"));
}

struct HouseholdId {
  Id id;
};
constexpr auto describe(Tag<HouseholdId>) {
  return object("HouseholdOfPerson", "A household", field<&HouseholdId::id>("id", "Id"));
}

// Everything that is known around a person, to two steps: enough for grandparents and grandchildren.
class Around {
 public:
  explicit Around(db::Reader& reader) : reader_(reader) {}

  Result<std::vector<KnownTie>> of(const Id& person) {
    std::set<Id> fresh{person};
    for (int step = 0; step < 3 && !fresh.empty(); ++step) fresh = TRY(next(fresh));
    return std::move(ties_);
  }

 private:
  Result<std::set<Id>> next(const std::set<Id>& people) {
    std::set<Id> found;
    for (const auto& person : people) {
      if (!asked_.insert(person).second) continue;
      const auto before = ties_.size();
      TRY(recorded(person));
      TRY(households(person));
      for (std::size_t i = before; i < ties_.size(); ++i) {
        found.insert(ties_[i].person);
        found.insert(ties_[i].other);
      }
    }
    return found;
  }
  Result<void> recorded(const Id& person) {
    for (const auto& row :
         TRY(reader_.all<TieRow>("SELECT id, kind, person_id, other_id, village_id, ended_on, is_demo FROM person_tie "
                                 "WHERE (person_id = $1 OR other_id = $1) AND ended_on IS NULL",
                                 person)))
      ties_.push_back(
          {row.kind == TieKind::parent ? KnownTie::Kind::parent : KnownTie::Kind::spouse, row.person_id, row.other_id});
    return {};
  }
  Result<void> households(const Id& person) {
    for (const auto& household : TRY(reader_.all<HouseholdId>(
             "SELECT household_id AS id FROM person_record WHERE person_id = $1 AND household_id IS NOT NULL "
             "AND left_on IS NULL",
             person))) {
      if (!asked_.insert(household.id).second) continue;
      std::vector<Member> members;
      for (const auto& each : TRY(reader_.all<KnownMember>(
               "SELECT person_id, kinship FROM person_record WHERE household_id = $1 AND left_on IS NULL",
               household.id)))
        members.push_back({each.person_id, each.kinship});
      for (auto& tie : ties_of_household(members)) ties_.push_back(std::move(tie));
    }
    return {};
  }

  db::Reader& reader_;
  std::set<Id> asked_;
  std::vector<KnownTie> ties_;
};

}  // namespace

namespace {

Result<bool> is_recorded_marriage(db::Reader& reader, const Id& one, const Id& other) {
  const auto [first, second] = std::minmax(one, other);
  const auto found = TRY(reader.integer(
      "SELECT count(*) FROM person_tie WHERE person_id = $1 AND other_id = $2 AND kind = 'spouse' AND ended_on IS NULL",
      first, second));
  return found.value_or(0) > 0;
}

// A marriage that only the household tells of, as head and spouse, has no day on which it could end: what ends it is
// that one of the two leaves the household, or is something else to its head.
Result<Error> no_marriage(db::Reader& reader, const Id& one, const Id& other) {
  const auto relatives = near_relatives(one, TRY(Around(reader).of(one)));
  const bool implied = std::ranges::any_of(
      relatives, [&](const auto& each) { return each.person == other && each.relation == Relation::spouse; });
  if (!implied) return not_found_error({"没有登记这段婚姻。", "No such marriage is recorded."});
  return Error{.kind = ErrorKind::refused_by_rule,
               .code = "implied_by_household",
               .message = {"这段婚姻是由同户的“户主、配偶”推知的，没有单独登记。请修改其中一人的户或与户主的关系。",
                           "This marriage is known only from the household, as head and spouse. Change the household "
                           "of one of them, or what they are to its head."}};
}

}  // namespace

bool is_personal_number(const units::UnitSummary& village, std::string_view household_number) {
  if (!village.code.empty() && household_number.starts_with(village.code))
    household_number.remove_prefix(village.code.size());
  return holds_personal_number(household_number);
}

Result<Id> add_household(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller,
                         const NewHousehold& wanted, bool demo) {
  const auto village = TRY(village_for(tx, caller, people_write, wanted.village));
  TRY(check_group(tx, village, wanted.group));
  const auto number = household_number(wanted.number);
  TRY(check_texts(village, number, wanted.address));
  TRY(check_number(tx, village, number, {}));
  const HouseholdRow row{.id = Id::make(context.clock.now().ms()),
                         .village_id = village.id,
                         .unit_id = wanted.group.value_or(village.id),
                         .county_id = village.county_id,
                         .number = number,
                         .address = wanted.address,
                         .is_demo = demo};
  TRY(worded(tx.insert(household_table, row)));
  TRY(enter(tx, context, caller, row, "household.add"));
  return row.id;
}

Result<void> change_household(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller,
                              const Id& id, const ChangedHousehold& wanted) {
  auto row = TRY(household_by_id(tx, id));
  const auto none = not_found_error({"没有这一户。", "There is no such household."});
  if (!row) return fail(none);
  const auto village = TRY(units::by_id(tx, row->village_id));
  TRY(require_or_hide(tx, caller, people_write, village, none));
  if (wanted.version != row->version)
    return fail(conflict_in({"/version",
                             "version_changed",
                             {"您打开之后，别人已经改过，请重新打开。", "Somebody changed it since you opened it."}}));
  TRY(check_group(tx, village, wanted.group));
  const auto number = household_number(wanted.number);
  TRY(check_texts(village, number, wanted.address));
  TRY(check_number(tx, village, number, row->id));
  row->unit_id = wanted.group.value_or(village.id);
  row->number = number;
  row->address = wanted.address;
  const auto stored =
      tx.execute("UPDATE household SET unit_id = $2, number = $3, address = $4, version = version + 1 WHERE id = $1",
                 id, row->unit_id, row->number, row->address);
  if (!stored) return worded(fail(stored.error()));
  return enter(tx, context, caller, *row, "household.change");
}

constexpr std::string_view next_by_number =
    "($3 = '' OR (length(h.number), h.number, h.id) > (SELECT length(a.number), a.number, a.id FROM household a "
    "WHERE a.id = $3)) {} ORDER BY length(h.number), h.number, h.id";
constexpr std::string_view next_by_id = "h.id > $3 {} ORDER BY h.id";

Result<HouseholdList> find_households(db::Reader& reader, const HouseholdFilter& filter) {
  const auto text = [](const std::optional<Id>& id) { return id ? id->text() : std::string(); };
  constexpr std::string_view wanted = "AND ($4 = '' OR h.unit_id = $4) AND ($5 = '' OR h.id = $5)";
  auto rows = TRY(reader.all<HouseholdLine>(
      "SELECT h.id, coalesce(c.code, '') AS village, v.name AS village_name, "
      "CASE WHEN u.id = v.id THEN NULL ELSE u.id END AS group_id, CASE WHEN u.id = v.id THEN NULL ELSE u.name END AS "
      "group_name, h.number, h.address, r.id AS head, p.name AS head_name, "
      "(SELECT count(*) FROM person_record m WHERE m.household_id = h.id AND m.left_on IS NULL) AS members, h.version, "
      "h.is_demo FROM household h JOIN unit v ON v.id = h.village_id JOIN unit u ON u.id = h.unit_id "
      "LEFT JOIN unit_code c ON c.unit_id = v.id AND c.valid_to IS NULL "
      "LEFT JOIN person_record r ON r.household_id = h.id AND r.kinship = 'head' AND r.left_on IS NULL "
      "LEFT JOIN person p ON p.id = r.person_id WHERE v.path >= $1 AND v.path < $2 AND " +
          fmt::format(fmt::runtime(filter.by_number ? next_by_number : next_by_id), wanted) + " LIMIT $6",
      filter.subtree, units::subtree_end(filter.subtree), text(filter.after), text(filter.group),
      text(filter.household), people_per_answer + 1));
  HouseholdList list;
  const bool more = static_cast<std::int64_t>(rows.size()) > people_per_answer;
  if (more) rows.pop_back();
  if (more) list.next = rows.back().id;
  list.households = std::move(rows);
  return list;
}

Result<void> add_tie(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller, const Id& id,
                     const NewTie& wanted, bool demo) {
  const auto one = TRY(party(tx, caller, id));
  const auto other = TRY(party(tx, caller, wanted.other));
  if (one.person.id == other.person.id)
    return fail(invalid_fields({{"/other", "oneself", {"不能是本人。", "Not with oneself."}}}));
  TieRow row{.id = Id::make(context.clock.now().ms()),
             .kind = wanted.kind == NewTieKind::spouse ? TieKind::spouse : TieKind::parent,
             .person_id = one.person.id,
             .other_id = other.person.id,
             .village_id = one.record.village_id,
             .ended_on = {},
             .is_demo = demo};
  const bool turned =
      wanted.kind == NewTieKind::spouse ? other.person.id < one.person.id : wanted.kind == NewTieKind::parent;
  if (turned) std::swap(row.person_id, row.other_id);
  const auto known = TRY(tx.integer(
      "SELECT count(*) FROM person_tie WHERE person_id = $1 AND other_id = $2 AND kind = $3 AND ended_on IS NULL",
      row.person_id, row.other_id, row.kind));
  if (known.value_or(0) > 0)
    return fail(conflict_in({"/other", "tie_known", {"这个关系已登记。", "This is recorded already."}}));
  if (row.kind == TieKind::parent) {
    TRY(turned ? check_parent(tx, other.person, one.person) : check_parent(tx, one.person, other.person));
  } else {
    TRY(check_unmarried(tx, one.person));
    TRY(check_unmarried(tx, other.person));
  }
  TRY(tx.insert(tie_table, row));
  return enter_tie(tx, context, caller, one.record, other.record.id, "people.tie", name_of(wanted.kind));
}

Result<void> end_marriage(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller, const Id& id,
                          const EndedTie& wanted) {
  const auto one = TRY(party(tx, caller, id));
  const auto [other, spouse] = TRY(party(tx, caller, wanted.other));
  if (wanted.on > context.clock.today())
    return fail(invalid_fields({{"/on", "out_of_range", {"日期还没有到。", "That day has not come."}}}));
  const auto [first, second] = std::minmax(one.person.id, spouse.id);
  const auto ended =
      TRY(tx.execute("UPDATE person_tie SET ended_on = $3 WHERE person_id = $1 AND other_id = $2 AND kind = 'spouse' "
                     "AND ended_on IS NULL",
                     first, second, wanted.on));
  if (ended == 0) return fail(TRY(no_marriage(tx, one.person.id, spouse.id)));
  return enter_tie(tx, context, caller, one.record, other.id, "people.untie", "spouse");
}

Result<RelativeList> relatives_of(db::Reader& reader, const ModuleContext& context, const Id& person,
                                  const std::string& subtree) {
  const auto near = TRY(context.rules.resolve(near_relatives_rule, context.clock.today(), {}));
  const auto ties = TRY(Around(reader).of(person));
  RelativeList list{.relatives = {}, .article = context.rules.article(near.article).zh, .certain = near.binding()};
  for (const auto& relative : near_relatives(person, ties)) {
    if (!near.value.roster ||
        std::ranges::find(*near.value.roster, word_of(relative.relation)) == near.value.roster->end())
      continue;
    RelativeLine line{.relation = relative.relation, .record = {}, .name = {}, .village_name = {}};
    line.recorded = relative.relation == Relation::spouse && TRY(is_recorded_marriage(reader, person, relative.person));
    for (const auto& record : TRY(current_records(reader, relative.person))) {
      const auto village = TRY(units::by_id(reader, record.village_id));
      if (line.village_name.empty()) line.village_name = village.name;
      if (!units::within(village.path, subtree)) continue;
      const auto row = TRY(person_by_id(reader, relative.person));
      line.record = record.id;
      line.name = row->name;
      line.village_name = village.name;
      break;
    }
    list.relatives.push_back(std::move(line));
  }
  return list;
}

}  // namespace gulou::people
