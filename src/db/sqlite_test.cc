// What only SQLite has: files of other programs, permissions, a full disk. Runs whatever the suite's database is.
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "db/connection.h"
#include "db/test_tables.h"

namespace gulou::db::test {
namespace {

class Sqlite : public testing::Test {
 protected:
  Sqlite() : folder_(std::filesystem::temp_directory_path() / ("gulou_sqlite_" + Id::make(1).text())) {
    std::filesystem::create_directory(folder_);
  }
  ~Sqlite() override { std::filesystem::remove_all(folder_); }

  std::string path(const char* name = "a.db") const { return (folder_ / name).string(); }
  static std::string content(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream bytes;
    bytes << file.rdbuf();
    return bytes.str();
  }
  static void set_application_id(const std::string& path, const std::string& four_bytes) {
    std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
    file.seekp(68);  // where the header keeps it
    file << four_bytes;
  }

 private:
  std::filesystem::path folder_;
};

std::unique_ptr<Database> open_at(const std::string& path) {
  auto database = Database::open(path);
  EXPECT_OK(database);
  if (!database) return nullptr;
  EXPECT_OK((*database)->migrate(migrations()));
  return std::move(*database);
}

TEST_F(Sqlite, AFileOfAnotherProgramIsRefusedAndLeftAlone) {
  { const auto database = open_at(path()); }
  set_application_id(path(), "XYZW");
  const auto before = content(path());
  const auto outcome = Database::open(path());
  EXPECT_EQ(code_of(outcome), "not_a_gulou_database");
  EXPECT_EQ(content(path()), before);
  set_application_id(path(), std::string(4, '\0'));  // tables, but no one's
  EXPECT_EQ(code_of(Database::open(path())), "not_a_gulou_database");
  set_application_id(path(), "GULO");
  EXPECT_OK(Database::open(path()));
}

TEST_F(Sqlite, AFileThatIsNoDatabaseIsRefusedAndLeftAlone) {
  const std::string text(5000, 'x');
  std::ofstream(path()) << text;
  EXPECT_EQ(code_of(Database::open(path())), "not_a_gulou_database");
  EXPECT_EQ(content(path()), text);
}

TEST_F(Sqlite, OnlyTheOwnerMayReadTheFiles) {
  const auto database = open_at(path());
  // The log appears with the first write.
  ASSERT_OK(database->write([](Transaction& tx) { return tx.execute("CREATE TABLE written (a INTEGER)"); }));
  for (const char* name : {"a.db", "a.db-wal"}) {
    struct stat status {};
    ASSERT_EQ(stat(path(name).c_str(), &status), 0) << name;
    EXPECT_EQ(status.st_mode & 0777u, 0600u) << name;
  }
}

TEST_F(Sqlite, SEC51_ConnectionsAreSetUpForDurabilityAndAgainstTampering) {
  for (const auto access : {Access::write, Access::read}) {
    const auto connection = open_connection(path(), access);
    ASSERT_OK(connection);
    const auto setting = [&](const std::string& name) {
      std::string value;
      EXPECT_OK((*connection)->execute("PRAGMA " + name, {}, [&](std::span<const Cell> row) -> Result<void> {
        const auto* text = std::get_if<std::string_view>(&row.front());
        value = text != nullptr ? std::string(*text) : std::to_string(std::get<std::int64_t>(row.front()));
        return {};
      }));
      return value;
    };
    EXPECT_EQ(setting("journal_mode"), "wal");
    EXPECT_EQ(setting("synchronous"), "2");
    EXPECT_EQ(setting("foreign_keys"), "1");
    EXPECT_EQ(setting("busy_timeout"), "5000");
    EXPECT_EQ(setting("trusted_schema"), "0");
    EXPECT_EQ(setting("secure_delete"), "1");
    EXPECT_EQ(setting("cell_size_check"), "1");
    EXPECT_EQ(setting("application_id"), std::to_string(0x47554C4F));
  }
}

std::string long_name(std::int64_t i) { return std::to_string(i) + std::string(20'000, 'x'); }

TEST_F(Sqlite, AFullDatabaseFailsTheWriteAndNothingElse) {
  const auto database = open_at(path());
  ASSERT_OK(add_place(*database, {.id = 1, .name = "one"}));
  const auto outcome = database->write([](Transaction& tx) -> Result<int> {
    TRY(tx.execute("PRAGMA max_page_count = 30"));
    for (std::int64_t i = 2; i < 40; ++i) TRY(tx.insert(place_table(), Place{.id = i, .name = long_name(i)}));
    return 0;
  });
  EXPECT_EQ(code_of(outcome), "storage_full");
  EXPECT_EQ(outcome.error().kind, ErrorKind::unavailable);
  EXPECT_EQ(count_places(*database), 1);
}

// The log may not grow while this lives, so a commit cannot be written.
class NoMoreWriting {
 public:
  explicit NoMoreWriting(std::uintmax_t largest_file) {
    std::signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{.rlim_cur = largest_file, .rlim_max = before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~NoMoreWriting() { setrlimit(RLIMIT_FSIZE, &before_); }
  NoMoreWriting(const NoMoreWriting&) = delete;
  NoMoreWriting& operator=(const NoMoreWriting&) = delete;

 private:
  rlimit before_{};
};

TEST_F(Sqlite, ACommitThatCannotBeWrittenIsAFailureAndNotTriedAgain) {
  const auto database = open_at(path());
  ASSERT_OK(add_place(*database, {.id = 1, .name = "one"}));
  int runs = 0;
  Result<void> outcome;
  {
    const NoMoreWriting limit(std::filesystem::file_size(path("a.db-wal")));
    outcome = database->write([&](Transaction& tx) {
      ++runs;
      return tx.insert(place_table(), Place{.id = 2, .name = "two"});
    });
  }
  ASSERT_FALSE(outcome.has_value());
  EXPECT_EQ(outcome.error().kind, ErrorKind::unavailable);
  EXPECT_TRUE(outcome.error().code.starts_with("storage_")) << outcome.error().code;
  EXPECT_EQ(runs, 1);
  EXPECT_EQ(count_places(*database), 1);
  EXPECT_OK(add_place(*database, {.id = 2, .name = "two", .position = 2}));  // with a new connection
  EXPECT_EQ(count_places(*database), 2);
}

TEST_F(Sqlite, CheckFindsRowsThatReferToNothing) {
  const auto database = open_at(path());
  ASSERT_OK(add_place(*database, {.id = 1, .name = "one"}));
  EXPECT_TRUE(database->check().value().empty());
  ASSERT_OK(execute(*database, "INSERT INTO place (id, parent_id, name, position) VALUES (2, 1, 'two', 1)"));
  // The pragma does nothing inside a transaction, so the damage is done over a connection of its own.
  const auto connection = open_connection(path(), Access::write);
  ASSERT_OK(connection);
  ASSERT_OK((*connection)->execute("PRAGMA foreign_keys = OFF", {}));
  ASSERT_OK((*connection)->execute("DELETE FROM place WHERE id = 1", {}));
  const auto problems = database->check();
  ASSERT_OK(problems);
  EXPECT_EQ(*problems, std::vector<std::string>{"row 2 of place refers to no row of place"});
}

}  // namespace
}  // namespace gulou::db::test
