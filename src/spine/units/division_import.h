// Importing a release of the divisions: compare it with the tree (pure), then apply the difference in one transaction.
//
// A file speaks only for the prefectures it lists: places of other prefectures stay as they are. A place the file no
// longer lists is withdrawn, never deleted. A code that vanished and a new one of the same level and name within the
// same prefecture, each the only one, are one place that was moved (another parent) or recoded (the same parent).
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/time.h"
#include "db/database.h"
#include "spine/units/division_source.h"
#include "spine/units/store.h"

namespace gulou::units {

// A unit that bears a code today, or that was withdrawn with it.
struct KnownUnit {
  Id id;
  std::string code;
  std::string name;
  std::string parent_code;  // "" for a province
  Level level = Level::province;
  std::string path;
  Date code_since;
  std::string urban_rural_class = {};
  bool withdrawn = false;
};

constexpr auto describe(Tag<KnownUnit>) {
  return object("KnownUnit", "A unit as the import compares it", field<&KnownUnit::id>("id", "Id"),
                field<&KnownUnit::code>("code", "Code"), field<&KnownUnit::name>("name", "Name"),
                field<&KnownUnit::parent_code>("parent_code", "Code of the parent"),
                field<&KnownUnit::level>("level", "Level"), field<&KnownUnit::path>("path", "Path"),
                field<&KnownUnit::code_since>("code_since", "First day of the code"),
                field<&KnownUnit::urban_rural_class>("urban_rural_class", "Class of town or country"),
                field<&KnownUnit::withdrawn>("withdrawn", "Withdrawn?"));
}

// Positions in the lists that were compared.
struct DivisionDifference {
  struct Pair {
    std::size_t known;
    std::size_t listed;
  };
  std::vector<std::size_t> added;      // listed
  std::vector<Pair> renamed;           // the same code, another name
  std::vector<Pair> moved;             // another parent, with the same or another code
  std::vector<Pair> recoded;           // another code below the same parent
  std::vector<Pair> restored;          // withdrawn before, listed again
  std::vector<Pair> reclassified;      // another class of town or country; a list that tells none changes none
  std::vector<std::size_t> withdrawn;  // known
  std::vector<Pair> same_place;        // every pair that is one place, in the order listed (for parents)
  std::int64_t unchanged = 0;
  std::int64_t known_in_scope = 0;  // not withdrawn, within the prefectures listed
};

DivisionDifference compare_divisions(const std::vector<KnownUnit>& known, const std::vector<Division>& listed);

struct ImportOptions {
  Date valid_from;         // the day from which the listed codes hold
  bool confirmed = false;  // withdraw even if it is more than the share below
  std::function<void(std::string_view stage, std::size_t done, std::size_t of)> progress = {};
};

// More than one in twenty places withdrawn at once is more likely a wrong file than a reform.
inline constexpr std::int64_t confirm_above_one_in = 20;

// Compares and applies; touches Topic::units if anything changed. Errors: kind refused_by_rule, code
// "withdrawal_needs_confirmation"; kind invalid, code "release_older_than_codes" if valid_from lies before codes that
// the tree already holds.
Result<UnitImport> import_divisions(db::Transaction& tx, const Clock& clock, const DivisionSource& source,
                                    const ImportOptions& options);

// "added 3, renamed 1, …" in Chinese and English.
Text summary_of(const UnitImport& outcome);

}  // namespace gulou::units
