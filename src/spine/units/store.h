// The tables of the tree, and the writes on them that other parts of units/ share.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/describe.h"
#include "base/time.h"
#include "db/database.h"
#include "spine/units/model.h"

namespace gulou::units {

// A row of `unit_import`: one run of `import divisions` that changed something.
struct UnitImport {
  Id id;
  std::string source;  // file or folder name
  std::string sha256;
  Date valid_from;  // day from which the codes hold
  Instant imported_at;
  std::int64_t added = 0;
  std::int64_t renamed = 0;
  std::int64_t moved = 0;
  std::int64_t recoded = 0;
  std::int64_t withdrawn = 0;
  std::int64_t restored = 0;
  std::int64_t unchanged = 0;
  std::int64_t reclassified = 0;
};

constexpr auto describe(Tag<UnitImport>) {
  return object(
      "UnitImport", "One import of divisions", field<&UnitImport::id>("id", "Id"),
      field<&UnitImport::source>("source", "File or folder").max_length(200),
      field<&UnitImport::sha256>("sha256", "Hash of the bytes read"),
      field<&UnitImport::valid_from>("valid_from", "Day from which the codes hold"),
      field<&UnitImport::imported_at>("imported_at", "When it ran"), field<&UnitImport::added>("added", "New units"),
      field<&UnitImport::renamed>("renamed", "Renamed units"),
      field<&UnitImport::moved>("moved", "Units with another parent"),
      field<&UnitImport::recoded>("recoded", "Units with another code below the same parent"),
      field<&UnitImport::withdrawn>("withdrawn", "Units no longer listed"),
      field<&UnitImport::restored>("restored", "Withdrawn units that are listed again"),
      field<&UnitImport::unchanged>("unchanged", "Units that stayed as they were"),
      field<&UnitImport::reclassified>("reclassified", "Units of another class of town or country").added_in(2));
}

enum class ChangeKind { added, renamed, moved, recoded, withdrawn, restored };

constexpr auto describe(Tag<ChangeKind>) {
  return enumeration("ChangeKind", "What happened to a unit", named(ChangeKind::added, "added"),
                     named(ChangeKind::renamed, "renamed"), named(ChangeKind::moved, "moved"),
                     named(ChangeKind::recoded, "recoded"), named(ChangeKind::withdrawn, "withdrawn"),
                     named(ChangeKind::restored, "restored"));
}

// A row of `unit_change`: the history of a unit. The first import adds no rows of its own for what it adds: the code's
// valid_from tells the same.
struct UnitChange {
  Id id;
  Id unit_id;
  Date on_date;
  ChangeKind kind = ChangeKind::added;
  std::string before;  // name or code, as the kind says
  std::string after;
  Id import_id;
};

constexpr auto describe(Tag<UnitChange>) {
  return object("UnitChange", "One event in the history of a unit", field<&UnitChange::id>("id", "Id"),
                field<&UnitChange::unit_id>("unit_id", "The unit"),
                field<&UnitChange::on_date>("on_date", "Since when"), field<&UnitChange::kind>("kind", "What happened"),
                field<&UnitChange::before>("before", "Name or code before"),
                field<&UnitChange::after>("after", "Name or code after"),
                field<&UnitChange::import_id>("import_id", "The import that found it"));
}

extern const db::Table unit_table;
extern const db::Table unit_code_table;
extern const db::Table unit_import_table;
extern const db::Table unit_change_table;

std::vector<db::Migration> migrations();

// The path segment of the n-th child ever made below one parent, n from 0. At most 36^4 children: 1,679,616.
std::string path_segment_of(std::int64_t n);
std::int64_t ordinal_of_segment(std::string_view segment);

}  // namespace gulou::units
