// The plan in the database: import from a file, and loading it whole.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "db/database.h"
#include "modules/plan/model.h"
#include "spine/units/model.h"

namespace gulou::plan {

std::vector<db::Migration> migrations();

enum class ImportOutcome { added, changed, unchanged };

constexpr auto describe(Tag<ImportOutcome>) {
  return enumeration("ImportOutcome", "What an import did", named(ImportOutcome::added, "added"),
                     named(ImportOutcome::changed, "changed"), named(ImportOutcome::unchanged, "unchanged"));
}

struct ImportReport {
  ImportOutcome outcome = ImportOutcome::unchanged;
  std::int64_t clauses = 0;
  std::int64_t tasks = 0;
  std::int64_t targets = 0;
};

// What is wrong with the units that a document names: "unknown_unit", "outside_division".
Result<std::vector<FieldError>> check_units(db::Reader& reader, const PlanDocument& document);

// Stores a checked document (see document.h). A plan of the same division and year with the same content (by hash) is
// left alone, one with other content is replaced. Unknown codes are refused (invalid_fields, "unknown_unit"), as are
// named units outside the division ("outside_division").
Result<ImportReport> import_plan(db::Transaction& tx, const Clock& clock, const PlanDocument& document);

// A unit that a clause names, and where it lies.
struct NamedPlace {
  units::UnitSummary unit;
  std::string clause;
  Role role = Role::pilot;
};

struct Plan {
  Id id;
  PlanDocument document = {};
  units::UnitSummary division = {};
  std::vector<NamedPlace> named = {};  // in the order of the document
  Instant imported_at;
  std::string content_hash;
};

// The plan of a year; not found if there is none. `division` is a 12-digit code; empty: the only plan of that year, or
// the one whose division was there first.
Result<Plan> load(db::Reader& reader, int year, std::string_view division = {});
// The years that have a plan, latest first.
Result<std::vector<std::int64_t>> years(db::Reader& reader);

}  // namespace gulou::plan
