// The tables that the tests of src/db work on.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/describe.h"
#include "base/id.h"
#include "base/time.h"
#include "db/database.h"
#include "db/testing.h"

// Both for Result<T>: the failure's code and log text say what went wrong.
#define EXPECT_OK(result) EXPECT_TRUE((result).has_value()) << ::gulou::db::test::explain(result)
#define ASSERT_OK(result) ASSERT_TRUE((result).has_value()) << ::gulou::db::test::explain(result)

namespace gulou::db::test {

template <class T>
std::string explain(const Result<T>& result) {
  return result ? "ok" : describe_error(result.error()) + " | " + result.error().internal.value;
}
template <class T>
std::string code_of(const Result<T>& result) {
  return result ? "ok" : result.error().code;
}

enum class Colour { red, dark_green };
constexpr auto describe(Tag<Colour>) {
  return enumeration("Colour", "For tests", named(Colour::red, "red"), named(Colour::dark_green, "dark_green"));
}

// One column of each kind, required and optional.
struct Thing {
  Id id = {};
  std::string name = {};
  std::int64_t number = 0;
  bool flag = false;
  Instant at = {};
  Date day = {};
  Colour colour = Colour::red;
  std::optional<std::string> maybe_name = {};
  std::optional<std::int64_t> maybe_number = {};
  std::optional<bool> maybe_flag = {};
  std::optional<Instant> maybe_at = {};
  std::optional<Date> maybe_day = {};
  std::optional<Colour> maybe_colour = {};
  std::optional<Id> maybe_id = {};
  bool operator==(const Thing&) const = default;
};
constexpr auto describe(Tag<Thing>) {
  return object("Thing", "For tests", field<&Thing::id>("id", ""), field<&Thing::name>("name", ""),
                field<&Thing::number>("number", ""), field<&Thing::flag>("flag", ""), field<&Thing::at>("at", ""),
                field<&Thing::day>("day", ""), field<&Thing::colour>("colour", ""),
                field<&Thing::maybe_name>("maybe_name", ""), field<&Thing::maybe_number>("maybe_number", ""),
                field<&Thing::maybe_flag>("maybe_flag", ""), field<&Thing::maybe_at>("maybe_at", ""),
                field<&Thing::maybe_day>("maybe_day", ""), field<&Thing::maybe_colour>("maybe_colour", ""),
                field<&Thing::maybe_id>("maybe_id", ""));
}
inline const Table& thing_table() {
  static const Table table{.name = "thing", .row = &type_of<Thing>, .primary_key = "id"};
  return table;
}
inline constexpr auto all_things =
    "SELECT id, name, number, flag, at, day, colour, maybe_name, maybe_number, maybe_flag, maybe_at, maybe_day, "
    "maybe_colour, maybe_id FROM thing ORDER BY number";

// A tree with keys of every sort: primary, over two columns, partial, over an expression, foreign to itself.
struct Place {
  std::int64_t id = 0;
  std::optional<std::int64_t> parent_id = {};
  std::string name = {};
  std::optional<std::string> code = {};
  std::int64_t position = 0;
};
constexpr auto describe(Tag<Place>) {
  return object("Place", "For tests", field<&Place::id>("id", ""), field<&Place::parent_id>("parent_id", ""),
                field<&Place::name>("name", ""), field<&Place::code>("code", ""),
                field<&Place::position>("position", ""));
}
inline const Table& place_table() {
  static const Table table{
      .name = "place",
      .row = &type_of<Place>,
      .primary_key = "id",
      .foreign_keys = {{.columns = "parent_id", .references = "place(id)"}},
      .indexes = {{.name = "place_by_position", .columns = "parent_id, position", .unique = true},
                  {.name = "place_by_code", .columns = "code", .unique = true, .where = "code <> ''"},
                  {.name = "place_by_lower_name", .columns = "lower(name)", .unique = true}}};
  return table;
}

struct Number {
  std::int64_t value = 0;
};
constexpr auto describe(Tag<Number>) { return object("Number", "For tests", field<&Number::value>("value", "")); }
struct Word {
  std::string value = {};
};
constexpr auto describe(Tag<Word>) { return object("Word", "For tests", field<&Word::value>("value", "")); }

inline std::vector<Migration> migrations() {
  return {{.module = "test",
           .number = 1,
           .description = "things and places",
           .steps = {CreateTable{&thing_table()}, CreateTable{&place_table()}}}};
}

// A fresh database with the tables above.
inline std::unique_ptr<Database> open_with_tables(Options options = {}) {
  auto database = open_test_database(options);
  const auto migrated = database->migrate(migrations());
  EXPECT_OK(migrated);
  return database;
}

// Shorthands for tests that are not about the call itself.
template <class... Args>
Result<std::int64_t> execute(Database& database, std::string_view sql, const Args&... args) {
  return database.write([&](Transaction& tx) { return tx.execute(sql, args...); });
}
template <class... Args>
Result<std::optional<std::int64_t>> integer(Database& database, std::string_view sql, const Args&... args) {
  return database.read([&](Reader& reader) { return reader.integer(sql, args...); });
}
inline Result<void> add_place(Database& database, const Place& place) {
  return database.write([&](Transaction& tx) { return tx.insert(place_table(), place); });
}
inline std::int64_t count_places(Database& database) {
  const auto count = integer(database, "SELECT count(*) FROM place");
  EXPECT_OK(count);
  return count && *count ? **count : -1;
}

}  // namespace gulou::db::test
