#include <future>

#include "db/test_tables.h"

namespace gulou::db::test {
namespace {

// A table as migration 2 leaves it; fields marked added_in(2) were not there before.
struct Note {
  std::int64_t id = 0;
  std::string text = {};
  std::int64_t weight = 0;
  Colour colour = Colour::red;
  Date day = {};
  std::optional<std::int64_t> place_id = {};
};
constexpr auto describe(Tag<Note>) {
  return object("Note", "For tests", field<&Note::id>("id", ""), field<&Note::text>("text", ""),
                field<&Note::weight>("weight", "").added_in(2), field<&Note::colour>("colour", "").added_in(2),
                field<&Note::day>("day", "").added_in(2), field<&Note::place_id>("place_id", "").added_in(2));
}
const Table& note_table() {
  static const Table table{.name = "note",
                           .row = &type_of<Note>,
                           .primary_key = "id",
                           .foreign_keys = {{.columns = "place_id", .references = "place(id)"}},
                           .indexes = {{.name = "note_by_text", .columns = "text"},
                                       {.name = "note_by_weight", .columns = "weight, text", .unique = true}}};
  return table;
}

std::vector<Migration> first_version() {
  auto list = migrations();
  list.push_back({.module = "note", .number = 1, .description = "notes", .steps = {CreateTable{&note_table()}}});
  return list;
}
std::vector<Migration> second_version() {
  auto list = first_version();
  list.push_back({.module = "note",
                  .number = 2,
                  .description = "more of a note",
                  .steps = {AddColumn{&note_table(), "weight"}, AddColumn{&note_table(), "colour"},
                            AddColumn{&note_table(), "day"}, AddColumn{&note_table(), "place_id"},
                            Statement{"UPDATE note SET weight = id * 10"}}});
  return list;
}

Result<std::vector<Note>> notes(Database& database) {
  return database.read([](Reader& reader) {
    return reader.all<Note>("SELECT id, text, weight, colour, day, place_id FROM note ORDER BY id");
  });
}

TEST(Migrate, AppliesEachMigrationOnce) {
  const auto database = open_test_database();
  EXPECT_EQ(database->migrate(first_version()).value(), 2);
  EXPECT_EQ(database->migrate(first_version()).value(), 0);
  EXPECT_EQ(database->migrate(second_version()).value(), 1);
  EXPECT_EQ(database->migrate(second_version()).value(), 0);
  EXPECT_EQ(integer(*database, "SELECT count(*) FROM migration").value(), 3);
  EXPECT_EQ(integer(*database, "SELECT count(*) FROM migration WHERE applied_at > $1", 1'700'000'000'000).value(), 3);
}

TEST(Migrate, NewColumnsOfOldRowsHoldTheDefaultOfTheirType) {
  const auto database = open_test_database();
  ASSERT_OK(database->migrate(first_version()));
  ASSERT_OK(execute(*database, "INSERT INTO note (id, text) VALUES (1, 'old')"));
  ASSERT_OK(database->migrate(second_version()));
  const auto read = notes(*database);
  ASSERT_OK(read);
  ASSERT_EQ(read->size(), 1u);
  EXPECT_EQ(read->front().text, "old");
  EXPECT_EQ(read->front().weight, 10);  // by the statement of the migration
  EXPECT_EQ(read->front().colour, Colour::red);
  EXPECT_EQ(read->front().day, Date());
  EXPECT_EQ(read->front().place_id, std::nullopt);
}

// The writing connection was opened before there was a table, and still names the keys.
TEST(Migrate, KeysAndIndexesComeWithTheirColumns) {
  const auto database = open_test_database();
  ASSERT_OK(database->migrate(second_version()));
  const auto add = [&](const Note& note) {
    return code_of(database->write([&](Transaction& tx) { return tx.insert(note_table(), note); }));
  };
  EXPECT_EQ(add({.id = 1, .text = "a", .weight = 5}), "ok");
  EXPECT_EQ(add({.id = 2, .text = "a", .weight = 5}), "unique:note.weight,text");
  EXPECT_EQ(add({.id = 2, .text = "a", .weight = 6, .place_id = 77}), "foreign_key");
}

TEST(Migrate, RefusesADatabaseThatIsNewer) {
  const auto database = open_test_database();
  ASSERT_OK(database->migrate(second_version()));
  const auto outcome = database->migrate(first_version());
  EXPECT_EQ(code_of(outcome), "database_newer");
  EXPECT_EQ(outcome.error().kind, ErrorKind::conflict);
  EXPECT_EQ(code_of(database->migrate(migrations())), "database_newer");  // a module it does not know
  EXPECT_EQ(integer(*database, "SELECT count(*) FROM migration").value(), 3);
}

TEST(Migrate, AMigrationThatFailsLeavesNothing) {
  const auto database = open_test_database();
  auto broken = first_version();
  broken.back().steps.push_back(Statement{"INSERT INTO nosuch (id) VALUES (1)"});
  const auto outcome = database->migrate(broken);
  ASSERT_FALSE(outcome.has_value());
  EXPECT_NE(outcome.error().internal.value.find("migration note/1"), std::string::npos);
  EXPECT_FALSE(notes(*database).has_value());
  EXPECT_EQ(integer(*database, "SELECT count(*) FROM migration").value(), 1);
  EXPECT_EQ(database->migrate(second_version()).value(), 2);
}

TEST(Migrate, NumbersMustFollowEachOther) {
  const auto database = open_test_database();
  auto list = second_version();
  list.back().number = 3;
  EXPECT_EQ(code_of(database->migrate(list)), "internal");
}

TEST(Migrate, SeveralProcessesMayMigrateAtOnce) {
  const auto database = open_test_database();
  const auto location = location_of(*database);
  std::vector<std::future<Result<int>>> processes;
  for (int i = 0; i < 4; ++i)
    processes.push_back(std::async(std::launch::async, [&location]() -> Result<int> {
      const auto own = TRY(Database::open(location));
      return own->migrate(second_version());
    }));
  int applied = 0;
  for (auto& each : processes) {
    const auto count = each.get();
    EXPECT_OK(count);
    applied += count.value_or(0);
  }
  EXPECT_EQ(applied, 3);
  EXPECT_OK(notes(*database));
}

TEST(Schema, SqliteTablesAreStrictAndPostgresTextSortsByByte) {
  const auto sqlite = ddl(Engine::sqlite, CreateTable{&note_table()}, 1);
  const auto postgres = ddl(Engine::postgres, CreateTable{&note_table()}, 1);
  EXPECT_EQ(sqlite, (std::vector<std::string>{
                        "CREATE TABLE note (id INTEGER NOT NULL, text TEXT NOT NULL, PRIMARY KEY (id)) STRICT",
                        "CREATE INDEX note_by_text ON note (text)"}));
  EXPECT_EQ(postgres, (std::vector<std::string>{"CREATE TABLE note (id BIGINT NOT NULL, text TEXT COLLATE \"C\" NOT "
                                                "NULL, PRIMARY KEY (id))",
                                                "CREATE INDEX note_by_text ON note (text)"}));
}

TEST(Schema, CreateTableAtALaterNumberHasTheLaterColumns) {
  const auto statements = ddl(Engine::sqlite, CreateTable{&note_table()}, 2);
  ASSERT_EQ(statements.size(), 3u);
  EXPECT_EQ(statements[0],
            "CREATE TABLE note (id INTEGER NOT NULL, text TEXT NOT NULL, weight INTEGER NOT NULL, colour TEXT NOT "
            "NULL, day TEXT NOT NULL, place_id INTEGER, PRIMARY KEY (id), FOREIGN KEY (place_id) REFERENCES "
            "place(id)) STRICT");
  EXPECT_EQ(statements[2], "CREATE UNIQUE INDEX note_by_weight ON note (weight, text)");
}

TEST(Schema, AddColumnBringsDefaultKeyAndIndex) {
  EXPECT_EQ(ddl(Engine::postgres, AddColumn{&note_table(), "weight"}, 2),
            (std::vector<std::string>{"ALTER TABLE note ADD COLUMN weight BIGINT NOT NULL DEFAULT 0",
                                      "CREATE UNIQUE INDEX note_by_weight ON note (weight, text)"}));
  EXPECT_EQ(ddl(Engine::sqlite, AddColumn{&note_table(), "colour"}, 2),
            (std::vector<std::string>{"ALTER TABLE note ADD COLUMN colour TEXT NOT NULL DEFAULT 'red'"}));
  EXPECT_EQ(ddl(Engine::sqlite, AddColumn{&note_table(), "place_id"}, 2),
            (std::vector<std::string>{"ALTER TABLE note ADD COLUMN place_id INTEGER REFERENCES place(id)"}));
}

}  // namespace
}  // namespace gulou::db::test
