#include "db/database.h"

#include <fstream>
#include <future>
#include <stdexcept>

#include "db/test_tables.h"

namespace gulou::db::test {
namespace {

Place place(std::int64_t id, std::optional<std::int64_t> parent = {}) {
  return {.id = id, .parent_id = parent, .name = "place " + std::to_string(id), .position = id};
}

TEST(Database, UniqueViolationsNameTableAndColumns) {
  const auto database = open_with_tables();
  ASSERT_OK(add_place(*database, place(1)));
  ASSERT_OK(add_place(*database, {.id = 2, .parent_id = 1, .name = "Aa", .code = "52", .position = 7}));
  const auto refused = [&](const Place& row) {
    const auto outcome = add_place(*database, row);
    EXPECT_FALSE(outcome.has_value());
    if (!outcome) {
      EXPECT_EQ(outcome.error().kind, ErrorKind::conflict);
    }
    return code_of(outcome);
  };
  EXPECT_EQ(refused(place(1)), "unique:place.id");
  EXPECT_EQ(refused({.id = 3, .parent_id = 1, .name = "b", .position = 7}), "unique:place.parent_id,position");
  EXPECT_EQ(refused({.id = 3, .parent_id = 1, .name = "b", .code = "52", .position = 8}), "unique:place.code");
  EXPECT_EQ(refused({.id = 3, .parent_id = 1, .name = "AA", .position = 8}), "unique:place_by_lower_name");
  EXPECT_EQ(count_places(*database), 2);
}

TEST(Database, ForeignKeysHold) {
  const auto database = open_with_tables();
  ASSERT_OK(add_place(*database, place(1)));
  ASSERT_OK(add_place(*database, place(2, 1)));
  const auto orphan = add_place(*database, place(3, 99));
  EXPECT_EQ(code_of(orphan), "foreign_key");
  EXPECT_EQ(orphan.error().kind, ErrorKind::conflict);
  EXPECT_EQ(code_of(execute(*database, "DELETE FROM place WHERE id = $1", 1)), "foreign_key");
  // Checked row by row on both engines: the child may not stand before its parent.
  const std::vector<Place> child_first = {place(11, 10), place(10)};
  EXPECT_EQ(
      code_of(database->write([&](Transaction& tx) { return tx.insert_rows<Place>(place_table(), child_first); })),
      "foreign_key");
  EXPECT_EQ(count_places(*database), 2);
  const auto problems = database->check();
  ASSERT_OK(problems);
  EXPECT_TRUE(problems->empty());
}

TEST(Database, MistakesInStatementsAreInternalErrors) {
  const auto database = open_with_tables();
  for (const char* sql : {"SELEC 1", "SELECT nosuch FROM place", "SELECT id FROM place WHERE name = \"nosuch\"",
                          "SELECT 1; SELECT 2", "", "SELECT id FROM place WHERE id = $1", "SELECT CAST(1.5 AS REAL)"}) {
    const auto outcome = integer(*database, sql);
    EXPECT_FALSE(outcome.has_value()) << sql;
    if (!outcome) {
      EXPECT_EQ(outcome.error().kind, ErrorKind::internal) << sql;
    }
  }
  const auto not_null = execute(*database, "INSERT INTO place (id, name, position) VALUES (1, NULL, 1)");
  EXPECT_EQ(code_of(not_null), "internal");
  EXPECT_EQ(code_of(execute(*database, "INSERT INTO place (id, name, position) VALUES (1, 'a', $1)", "x")), "internal");
  EXPECT_EQ(code_of(integer(*database, "SELECT id FROM place WHERE id = $1", 1, 2)), "internal");
  EXPECT_EQ(integer(*database, "SELECT count(*) FROM place").value(), 0);  // and the connections still work
}

TEST(Database, AReaderCannotWrite) {
  const auto database = open_with_tables();
  EXPECT_EQ(code_of(integer(*database, "INSERT INTO place (id, name, position) VALUES (1, 'a', 1) RETURNING id")),
            "internal");
  EXPECT_EQ(count_places(*database), 0);
}

TEST(Database, ExecuteCountsChangedRows) {
  const auto database = open_with_tables();
  for (std::int64_t i = 1; i <= 4; ++i) ASSERT_OK(add_place(*database, place(i)));
  EXPECT_EQ(execute(*database, "UPDATE place SET position = position + 10 WHERE id > $1", 1).value(), 3);
  EXPECT_EQ(execute(*database, "UPDATE place SET position = 1 WHERE id = $1", 99).value(), 0);
  EXPECT_EQ(execute(*database, "DELETE FROM place WHERE id <= $1", 2).value(), 2);
  EXPECT_EQ(
      execute(*database, "INSERT INTO place (id, name, position) VALUES (3, 'x', 1) ON CONFLICT DO NOTHING").value(),
      0);
}

TEST(Database, NothingOfAFailedWriteIsStored) {
  const auto database = open_with_tables();
  const Error mine{.kind = ErrorKind::refused_by_rule, .code = "my_rule", .message = {}};
  const auto outcome = database->write([&](Transaction& tx) -> Result<int> {
    TRY(tx.insert(place_table(), place(1)));
    return fail(mine);
  });
  EXPECT_EQ(code_of(outcome), "my_rule");
  const auto thrown = database->write([&](Transaction& tx) -> Result<int> {
    TRY(tx.insert(place_table(), place(2)));
    throw std::runtime_error("oh");
  });
  EXPECT_EQ(code_of(thrown), "internal");
  EXPECT_EQ(count_places(*database), 0);
}

// PostgreSQL would refuse the second statement and SQLite would not; Gulou gives the same answer on both.
TEST(Database, AWriteCannotGoOnAfterAFailedStatement) {
  const auto database = open_with_tables();
  ASSERT_OK(add_place(*database, place(1)));
  std::string second;
  const auto outcome = database->write([&](Transaction& tx) -> Result<int> {
    TRY(tx.insert(place_table(), place(2)));
    std::ignore = tx.insert(place_table(), place(1));
    second = code_of(tx.insert(place_table(), place(3)));
    return 0;
  });
  EXPECT_EQ(code_of(outcome), "internal");
  EXPECT_EQ(second, "internal");
  EXPECT_EQ(count_places(*database), 1);
}

TEST(Database, AReadSeesOneSnapshot) {
  const auto database = open_with_tables();
  ASSERT_OK(add_place(*database, place(1)));
  const auto counts = database->read([&](Reader& reader) -> Result<std::pair<std::int64_t, std::int64_t>> {
    const auto before = TRY(reader.integer("SELECT count(*) FROM place"));
    std::async(std::launch::async, [&] { EXPECT_OK(add_place(*database, place(2))); }).get();
    const auto after = TRY(reader.integer("SELECT count(*) FROM place"));
    return std::pair(*before, *after);
  });
  ASSERT_OK(counts);
  EXPECT_EQ(counts->first, 1);
  EXPECT_EQ(counts->second, 1);
  EXPECT_EQ(count_places(*database), 2);
}

TEST(Database, AWriteSeesItsOwnChanges) {
  const auto database = open_with_tables();
  const auto seen = database->write([&](Transaction& tx) -> Result<std::int64_t> {
    TRY(tx.insert(place_table(), place(1)));
    return *TRY(tx.integer("SELECT count(*) FROM place"));
  });
  ASSERT_OK(seen);
  EXPECT_EQ(*seen, 1);
}

TEST(Database, NestedCallsAreRefusedInsteadOfWaitingForEver) {
  const auto database = open_with_tables(Options{.readers = 1});
  std::string write_in_write, read_in_write, read_in_read;
  ASSERT_OK(database->write([&](Transaction&) -> Result<int> {
    write_in_write = code_of(execute(*database, "DELETE FROM place"));
    read_in_write = code_of(integer(*database, "SELECT 1"));
    return 0;
  }));
  ASSERT_OK(database->read([&](Reader&) -> Result<int> {
    read_in_read = code_of(integer(*database, "SELECT 1"));
    return 0;
  }));
  EXPECT_EQ(write_in_write, "internal");
  EXPECT_EQ(read_in_write, "internal");
  EXPECT_EQ(read_in_read, "internal");
  EXPECT_EQ(count_places(*database), 0);
}

TEST(Database, FirstAndIntegerTellNoRowFromNull) {
  const auto database = open_with_tables();
  EXPECT_EQ(integer(*database, "SELECT id FROM place").value(), std::nullopt);
  EXPECT_EQ(integer(*database, "SELECT max(id) FROM place").value(), std::nullopt);
  ASSERT_OK(add_place(*database, place(5)));
  EXPECT_EQ(integer(*database, "SELECT max(id) FROM place").value(), 5);
  const auto none = database->read([](Reader& reader) {
    return reader.first<Place>("SELECT id, parent_id, name, code, position FROM place WHERE id = $1", 6);
  });
  ASSERT_OK(none);
  EXPECT_FALSE(none->has_value());
}

TEST(Database, VersionsRiseOnlyWithWhatWasTouchedAndCommitted) {
  const auto database = open_with_tables();
  const auto before = database->version(Topic::units);
  const auto touch = [&](bool succeed) {
    return database->write([&](Transaction& tx) -> Result<int> {
      tx.touch(Topic::units);
      if (!succeed) return fail(internal_error("on purpose"));
      return 0;
    });
  };
  EXPECT_FALSE(touch(false).has_value());
  EXPECT_EQ(database->version(Topic::units), before);
  ASSERT_OK(touch(true));
  EXPECT_GT(database->version(Topic::units), before);
  EXPECT_EQ(database->version(Topic::plan), 0u);
}

TEST(Database, WhatWasWrittenIsThereWhenOpenedAgain) {
  const auto database = open_with_tables();
  ASSERT_OK(add_place(*database, place(1)));
  const auto again = Database::open(location_of(*database));
  ASSERT_OK(again);
  EXPECT_EQ(count_places(**again), 1);
}

TEST(Database, OpenSaysWhatIsWrongWithALocation) {
  EXPECT_EQ(code_of(Database::open("")), "database_location");
  EXPECT_EQ(code_of(Database::open(":memory:")), "database_location");
  EXPECT_EQ(code_of(Database::open("/nonexistent/folder/file.db")), "storage_failed");
  EXPECT_EQ(code_of(Database::open("postgres:///nowhere?host=/nonexistent")), "database_away");
}

}  // namespace
}  // namespace gulou::db::test
