#include "db/schema.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "base/id.h"
#include "base/time.h"

namespace gulou::db {
namespace {

// A declaration that makes no sense is a mistake of the programmer, seen at the first start.
[[noreturn]] void bad_declaration(const std::string& what) {
  std::fprintf(stderr, "gulou: %s\n", what.c_str());
  std::abort();
}

const TypeInfo& column_type(const FieldInfo& field) {
  const TypeInfo& type = field.type();
  return type.kind == Kind::optional ? type.element() : type;
}

bool nullable(const FieldInfo& field) { return field.type().kind == Kind::optional; }

bool is_integer(const FieldInfo& field) {
  switch (column_type(field).kind) {
    case Kind::boolean:
    case Kind::integer:
    case Kind::instant:
      return true;
    case Kind::text:
    case Kind::id:
    case Kind::date:
    case Kind::enumeration:
      return false;
    case Kind::optional:
    case Kind::list:
    case Kind::object:
      break;
  }
  bad_declaration(fmt::format("field '{}' cannot be a column", field.name));
}

// PostgreSQL text takes the collation "C", so that it sorts, compares and folds case byte by byte as SQLite does,
// whatever the locale of the database.
std::string_view sql_type(Engine engine, const FieldInfo& field) {
  if (engine == Engine::sqlite) return is_integer(field) ? "INTEGER" : "TEXT";
  return is_integer(field) ? "BIGINT" : "TEXT COLLATE \"C\"";
}

std::string column(Engine engine, const FieldInfo& field) {
  return fmt::format("{} {}{}", field.name, sql_type(engine, field), nullable(field) ? "" : " NOT NULL");
}

// What a new NOT NULL column holds in the rows that are there: the default of its C++ type.
std::string added_default(const FieldInfo& field) {
  const TypeInfo& type = column_type(field);
  if (is_integer(field)) return "0";
  if (type.kind == Kind::id) return fmt::format("'{}'", Id().text());
  if (type.kind == Kind::date) return fmt::format("'{}'", Date().text());
  if (type.kind != Kind::enumeration) return "''";
  for (const auto& each : type.names)
    if (each.value == 0) return fmt::format("'{}'", each.name);
  return fmt::format("'{}'", type.names.front().name);
}

// Does an expression like "lower(name), position DESC" use this column?
bool mentions(std::string_view expression, std::string_view name) {
  const auto in_word = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  };
  for (auto at = expression.find(name); at != std::string_view::npos; at = expression.find(name, at + 1)) {
    const auto end = at + name.size();
    const bool starts = at == 0 || !in_word(expression[at - 1]);
    const bool ends = end == expression.size() || !in_word(expression[end]);
    if (starts && ends) return true;
  }
  return false;
}

bool mentions(const Index& index, std::string_view name) {
  return mentions(index.columns, name) || mentions(index.where, name);
}

// Do all columns that an index or key uses exist once migration `number` has run?
template <class Mentions>
bool complete_at(const Table& table, int number, const Mentions& uses) {
  return std::ranges::none_of(table.row().fields,
                              [&](const FieldInfo& field) { return field.since > number && uses(field.name); });
}

std::string create_index(const Table& table, const Index& index) {
  return fmt::format("CREATE {}INDEX {} ON {} ({}){}{}", index.unique ? "UNIQUE " : "", index.name, table.name,
                     index.columns, index.where.empty() ? "" : " WHERE ", index.where);
}

std::vector<std::string> create_table(Engine engine, const Table& table, int number) {
  std::string body;
  for (const auto& field : table.row().fields)
    if (field.since <= number) body += fmt::format("{}{}", body.empty() ? "" : ", ", column(engine, field));
  body += fmt::format(", PRIMARY KEY ({})", table.primary_key);
  for (const auto& key : table.foreign_keys)
    if (complete_at(table, number, [&](std::string_view name) { return mentions(key.columns, name); }))
      body += fmt::format(", FOREIGN KEY ({}) REFERENCES {}", key.columns, key.references);
  std::vector<std::string> statements;
  statements.push_back(
      fmt::format("CREATE TABLE {} ({}){}", table.name, body, engine == Engine::sqlite ? " STRICT" : ""));
  for (const auto& index : table.indexes)
    if (complete_at(table, number, [&](std::string_view name) { return mentions(index, name); }))
      statements.push_back(create_index(table, index));
  return statements;
}

// The column, its foreign key if it has one of its own, and the indexes that only became possible with it.
std::vector<std::string> add_column(Engine engine, const Table& table, std::string_view name, int number) {
  const auto fields = table.row().fields;
  const auto field = std::ranges::find(fields, name, &FieldInfo::name);
  if (field == fields.end()) bad_declaration(fmt::format("table {} has no field '{}'", table.name, name));
  std::string statement = fmt::format("ALTER TABLE {} ADD COLUMN {}", table.name, column(engine, *field));
  if (!nullable(*field)) statement += " DEFAULT " + added_default(*field);
  for (const auto& key : table.foreign_keys)
    if (key.columns == name) statement += fmt::format(" REFERENCES {}", key.references);
  std::vector<std::string> statements = {statement};
  // Of several columns added by one migration, the last one brings the index.
  const auto last_of = [&](const Index& index) {
    return std::none_of(field + 1, fields.end(),
                        [&](const FieldInfo& later) { return later.since == number && mentions(index, later.name); });
  };
  for (const auto& index : table.indexes)
    if (mentions(index, name) && last_of(index) &&
        complete_at(table, number, [&](std::string_view each) { return mentions(index, each); }))
      statements.push_back(create_index(table, index));
  return statements;
}

}  // namespace

std::vector<std::string> ddl(Engine engine, const Step& step, int number) {
  if (const auto* create = std::get_if<CreateTable>(&step)) return create_table(engine, *create->table, number);
  if (const auto* add = std::get_if<AddColumn>(&step)) return add_column(engine, *add->table, add->column, number);
  return {std::string(std::get<Statement>(step).sql)};
}

}  // namespace gulou::db
