#include "spine/people/import_village.h"

#include <fmt/format.h>

#include "spine/people/id_number.h"
#include "spine/people/keeper.h"
#include "spine/people/partners.h"
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

}  // namespace

std::string name_and_birth(std::string_view folded_name, Date born_on) {
  return fmt::format("{}/{}", folded_name, born_on.text());
}

std::string name_and_mask(std::string_view folded_name, std::string_view number) {
  return fmt::format("{}/{}", folded_name, masked_id_number(number));
}

Result<VillageRegister> VillageRegister::load(db::Reader& reader, const vault::Vault& vault,
                                              const units::UnitSummary& unit) {
  VillageRegister out;
  TRY(out.load_places(reader, unit));
  TRY(out.load_keepers(reader, unit.id));
  TRY(out.load_divorces(reader, unit.id));
  TRY(out.load_people(reader, vault, unit.id));
  return out;
}

Result<void> VillageRegister::load_places(db::Reader& reader, const units::UnitSummary& unit) {
  for (auto& each : TRY(reader.all<NamedUnit>(
           "SELECT id, name FROM unit WHERE path > $1 AND path < $2 AND withdrawn_on IS NULL ORDER BY path", unit.path,
           units::subtree_end(unit.path))))
    groups_.emplace(each.name, each.id);
  for (auto& each : TRY(reader.all<HouseholdRow>(
           "SELECT id, village_id, unit_id, county_id, number, address, version, is_demo FROM household WHERE "
           "village_id = $1",
           unit.id)))
    add_household(household_number(each.number), each.id, each.number);
  return {};
}

void VillageRegister::add_household(const std::string& number, const Id& id, const std::string& shown) {
  households_.emplace(number, id);
  shown_.emplace(id, shown);
  alike_.emplace(without_zeros(number), number);
}

std::string VillageRegister::like_number(const std::string& number) const {
  const auto found = alike_.find(without_zeros(number));
  return found == alike_.end() ? std::string() : found->second;
}

const Known* VillageRegister::by_number(const std::string& number) const {
  const auto found = by_number_.find(number);
  return found == by_number_.end() ? nullptr : &known_[found->second];
}

std::optional<const Known*> VillageRegister::by_name(std::string_view folded_name, Date born_on) const {
  const auto found = by_name_.find(name_and_birth(folded_name, born_on));
  if (found == by_name_.end()) return nullptr;
  if (found->second.size() > 1) return std::nullopt;
  return &known_[found->second.front()];
}

const Known* VillageRegister::like_a_namesake(std::string_view folded_name, const std::string& number) const {
  const auto found = by_mask_.find(name_and_mask(folded_name, number));
  return found == by_mask_.end() ? nullptr : &known_[found->second];
}

Result<void> VillageRegister::load_keepers(db::Reader& reader, const Id& village) {
  std::map<Id, std::vector<RecordRow>> of_person;
  for (auto& each : TRY(current_records_of_village_people(reader, village)))
    of_person[each.person_id].push_back(std::move(each));
  for (const auto& [person, records] : of_person)
    for (const auto& record : records)
      if (record.village_id == village && keeper_among(records)->id != record.id) kept_elsewhere_.insert(record.id);
  return {};
}

Result<void> VillageRegister::load_divorces(db::Reader& reader, const Id& village) {
  for (const auto& each : TRY(household_partners(reader, &village)))
    if (each.divorced) divorced_.insert(each.record_id);
  return {};
}

Result<void> VillageRegister::load_people(db::Reader& reader, const vault::Vault& vault, const Id& village) {
  auto records =
      TRY(reader.all<RecordRow>("SELECT id, person_id, village_id, unit_id, county_id, status, household_id, kinship, "
                                "phone_sealed, phone_index, "
                                "arrival, since, departure, left_on, version, changed_at, is_demo FROM person_record "
                                "WHERE village_id = $1 AND left_on IS NULL ORDER BY id",
                                village));
  auto persons = TRY(reader.all<PersonRow>(
      "SELECT p.id, p.name, p.folded_name, p.sex, p.ethnic_code, p.ethnic_text, p.born_on, p.id_number_sealed, "
      "p.id_number_index, p.political, p.died_on, p.version, p.created_at, p.is_demo, p.restricted_at, p.erased_at, "
      "p.died_in "
      "FROM person p "
      "JOIN person_record r ON r.person_id = p.id WHERE r.village_id = $1 AND r.left_on IS NULL ORDER BY r.id",
      village));
  known_.reserve(records.size());
  for (std::size_t i = 0; i < records.size() && i < persons.size(); ++i) {
    known_.push_back(TRY(known_of(reader, vault, std::move(persons[i]), std::move(records[i]))));
    const auto& known = known_.back();
    if (known.id_number) by_number_.emplace(*known.id_number, i);
    if (known.id_number) by_mask_.emplace(name_and_mask(known.person.folded_name, *known.id_number), i);
    by_name_[name_and_birth(known.person.folded_name, known.person.born_on)].push_back(i);
    if (known.record.household_id && known.record.kinship == Kinship::head)
      heads_.emplace(*known.record.household_id, known.record.id);
  }
  return {};
}

}  // namespace gulou::people
