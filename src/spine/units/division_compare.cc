// The pure half of the import: which listed division is which known unit.
#include <map>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

#include "spine/units/division_code.h"
#include "spine/units/division_import.h"

namespace gulou::units {
namespace {

constexpr std::size_t none = static_cast<std::size_t>(-1);

class Comparison {
 public:
  Comparison(const std::vector<KnownUnit>& known, const std::vector<Division>& listed)
      : known_(known), listed_(listed), known_of_listed_(listed.size(), none), claimed_(known.size(), false) {}

  DivisionDifference run() {
    find_scope();
    match_by_code();
    match_by_name();
    for (std::size_t i = 0; i < listed_.size(); ++i) classify(i);
    for (std::size_t i = 0; i < known_.size(); ++i)
      if (in_scope(i) && !claimed_[i]) out_.withdrawn.push_back(i);
    return std::move(out_);
  }

 private:
  bool in_scope(std::size_t known) const {
    const auto& unit = known_[known];
    return !unit.withdrawn && unit.level >= Level::prefecture &&
           prefectures_.contains(significant_digits(unit.code, Level::prefecture));
  }

  void find_scope() {
    for (const auto& division : listed_)
      if (division.level == Level::prefecture)
        prefectures_.insert(significant_digits(division.code, Level::prefecture));
    for (std::size_t i = 0; i < known_.size(); ++i) out_.known_in_scope += in_scope(i) ? 1 : 0;
  }

  void pair(std::size_t known, std::size_t listed) {
    known_of_listed_[listed] = known;
    claimed_[known] = true;
    listed_of_known_code_[known_[known].code] = listed;
  }

  void match_by_code() {
    std::unordered_map<std::string_view, std::size_t> by_code;
    for (std::size_t i = 0; i < known_.size(); ++i) {
      // A unit that bears the code today goes before one that was withdrawn with it.
      const auto [at, is_new] = by_code.emplace(known_[i].code, i);
      if (!is_new && known_[at->second].withdrawn) at->second = i;
    }
    for (std::size_t i = 0; i < listed_.size(); ++i) {
      const auto found = by_code.find(listed_[i].code);
      if (found != by_code.end() && known_[found->second].level == listed_[i].level) pair(found->second, i);
    }
  }

  // Level, prefecture and name of what is left on either side; only where it is unique on both.
  void match_by_name() {
    using Key = std::tuple<Level, std::string_view, std::string_view>;
    std::map<Key, std::pair<std::vector<std::size_t>, std::vector<std::size_t>>> left;
    const auto key = [](const auto& unit) {
      return Key(unit.level, significant_digits(unit.code, Level::prefecture), unit.name);
    };
    for (std::size_t i = 0; i < known_.size(); ++i)
      if (in_scope(i) && !claimed_[i]) left[key(known_[i])].first.push_back(i);
    if (left.empty()) return;
    for (std::size_t i = 0; i < listed_.size(); ++i) {
      if (known_of_listed_[i] != none) continue;
      const auto candidates = left.find(key(listed_[i]));
      if (candidates != left.end()) candidates->second.second.push_back(i);
    }
    for (const auto& [_, sides] : left)
      if (sides.first.size() == 1 && sides.second.size() == 1) pair(sides.first[0], sides.second[0]);
  }

  // Is the listed parent the same place as the known parent?
  bool same_parent(const KnownUnit& unit, const Division& division) const {
    const auto listed_parent = listed_of_known_code_.find(unit.parent_code);
    if (listed_parent == listed_of_known_code_.end()) return unit.parent_code == division.parent_code;
    return listed_[listed_parent->second].code == division.parent_code;
  }

  void classify(std::size_t listed) {
    const std::size_t known = known_of_listed_[listed];
    if (known == none) return out_.added.push_back(listed);
    const auto& unit = known_[known];
    const auto& division = listed_[listed];
    const DivisionDifference::Pair pair{known, listed};
    out_.same_place.push_back(pair);
    const bool renamed = unit.name != division.name;
    const bool moved = !same_parent(unit, division);
    const bool recoded = !moved && unit.code != division.code;
    if (renamed) out_.renamed.push_back(pair);
    if (moved) out_.moved.push_back(pair);
    if (recoded) out_.recoded.push_back(pair);
    const bool reclassified =
        !division.urban_rural_class.empty() && unit.urban_rural_class != division.urban_rural_class;
    if (unit.withdrawn) out_.restored.push_back(pair);
    if (reclassified) out_.reclassified.push_back(pair);
    if (!renamed && !moved && !recoded && !reclassified && !unit.withdrawn) ++out_.unchanged;
  }

  const std::vector<KnownUnit>& known_;
  const std::vector<Division>& listed_;
  std::vector<std::size_t> known_of_listed_;
  std::vector<bool> claimed_;
  std::unordered_set<std::string_view> prefectures_;
  std::unordered_map<std::string_view, std::size_t> listed_of_known_code_;
  DivisionDifference out_;
};

}  // namespace

DivisionDifference compare_divisions(const std::vector<KnownUnit>& known, const std::vector<Division>& listed) {
  return Comparison(known, listed).run();
}

}  // namespace gulou::units
