// Internal to people: what the register holds of a village, read once, as an import looks it up.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "db/database.h"
#include "spine/people/store.h"
#include "spine/people/writing.h"

namespace gulou::people {

// By what people without a number are told apart, and by what a masked number shows of one with it.
std::string name_and_birth(std::string_view folded_name, Date born_on);
std::string name_and_mask(std::string_view folded_name, std::string_view number);

class VillageRegister {
 public:
  static Result<VillageRegister> load(db::Reader& reader, const vault::Vault& vault, const units::UnitSummary& unit);

  const std::vector<Known>& known() const { return known_; }
  std::optional<Id> group(const std::string& name) const { return find(groups_, name); }

  // Households by their numbers as household_number() has them, with those that the import makes.
  std::optional<Id> household(const std::string& number) const { return find(households_, number); }
  void add_household(const std::string& number, const Id& id, const std::string& shown);
  std::string number_of(const Id& household) const { return shown_.at(household); }
  // A number that is this one but for zeros before it: "" if there is none.
  std::string like_number(const std::string& number) const;
  // Who is head of a household today.
  std::optional<Id> head(const Id& household) const { return find(heads_, household); }

  // Whoever has a record here, by number, or else by name and birth. Null if nobody; nothing if there are several.
  const Known* by_number(const std::string& number) const;
  std::optional<const Known*> by_name(std::string_view folded_name, Date born_on) const;
  // Somebody of that name whose number looks the same behind its mask, and is another.
  const Known* like_a_namesake(std::string_view folded_name, const std::string& number) const;

  // The village that keeps what is the person's own is another.
  bool is_kept_elsewhere(const Known& known) const { return kept_elsewhere_.contains(known.record.id); }
  // A spouse whose marriage with the head of the household has ended.
  bool is_divorced(const Known& known) const { return divorced_.contains(known.record.id); }

 private:
  template <class Key>
  static std::optional<Id> find(const std::map<Key, Id>& map, const Key& key) {
    const auto found = map.find(key);
    return found == map.end() ? std::nullopt : std::optional(found->second);
  }
  Result<void> load_places(db::Reader& reader, const units::UnitSummary& unit);
  Result<void> load_keepers(db::Reader& reader, const Id& village);
  Result<void> load_divorces(db::Reader& reader, const Id& village);
  Result<void> load_people(db::Reader& reader, const vault::Vault& vault, const Id& village);

  std::map<std::string, Id> groups_;
  std::map<std::string, Id> households_;
  std::map<std::string, std::string> alike_;
  std::map<Id, std::string> shown_;
  std::map<Id, Id> heads_;
  std::vector<Known> known_;
  std::map<std::string, std::size_t> by_number_;
  std::map<std::string, std::size_t> by_mask_;
  std::map<std::string, std::vector<std::size_t>> by_name_;
  std::set<Id> kept_elsewhere_;
  std::set<Id> divorced_;
};

}  // namespace gulou::people
