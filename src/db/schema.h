// Tables, declared once from described types; src/db makes each engine's DDL from them.
//
// A module's migrations are numbered from 1. A column carries the number of the migration that added it
// (FieldInfo::since), so migration 1 stays what it was when migration 2 adds a column.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/describe.h"

namespace gulou::db {

struct ForeignKey {
  std::string_view columns;     // "unit_id"
  std::string_view references;  // "unit(id)"
};

struct Index {
  std::string_view name;
  std::string_view columns;  // "parent_id, position"
  bool unique = false;
  std::string_view where = {};  // partial index, in the shared dialect
};

// Columns are the fields of `row` in their order: text, id, date and enumeration fields become TEXT, integers, booleans
// and instants 64-bit integers; std::optional makes a column nullable, everything else is NOT NULL. No lists or
// objects.
struct Table {
  std::string_view name;
  const TypeInfo& (*row)();
  std::string_view primary_key;  // "id" or "unit_id, period"
  std::vector<ForeignKey> foreign_keys = {};
  std::vector<Index> indexes = {};
};

struct CreateTable {
  const Table* table;
};
struct AddColumn {
  const Table* table;
  std::string_view column;
};
// One statement in the dialect both engines share, e.g. to fill a new column.
struct Statement {
  std::string_view sql;
};
using Step = std::variant<CreateTable, AddColumn, Statement>;

// Applied in one transaction and recorded in the table `migration` as (module, number).
struct Migration {
  std::string_view module;
  int number;
  std::string_view description;
  std::vector<Step> steps;
};

enum class Engine { sqlite, postgres };

// The DDL of one step for one engine, as `number` of its module stood; each element is one statement.
std::vector<std::string> ddl(Engine engine, const Step& step, int number);

}  // namespace gulou::db
