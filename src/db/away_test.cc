// A database that goes away and comes back. On PostgreSQL the server ends our connections; on SQLite there is no
// server, and the same calls must simply work.
#include "db/test_tables.h"

namespace gulou::db::test {
namespace {

// The number of the server's process behind a connection, and how to end it. SQLite has none: ending it does nothing.
const char* process_number(const Database& database) {
  return database.engine() == Engine::postgres ? "SELECT pg_backend_pid()" : "SELECT 0";
}
void end_process(Database& other, std::int64_t process) {
  if (other.engine() == Engine::sqlite) return;
  EXPECT_EQ(integer(other, "SELECT pg_terminate_backend(CAST($1 AS INTEGER), 5000)", process).value(), 1);
}

class Away : public testing::Test {
 protected:
  std::unique_ptr<Database> database_ = open_with_tables();
  std::unique_ptr<Database> other_ = open_test_database();
  bool has_server_ = database_->engine() == Engine::postgres;
};

TEST_F(Away, AReadAfterTheServerRestartedFindsANewConnection) {
  const auto process = integer(*database_, process_number(*database_));
  ASSERT_OK(process);
  end_process(*other_, **process);
  const auto again = integer(*database_, process_number(*database_));
  ASSERT_OK(again);
  EXPECT_EQ(*again != *process, has_server_);
}

TEST_F(Away, AReadCutOffInItsMiddleFailsAndTheNextOneWorks) {
  const auto outcome = database_->read([&](Reader& reader) -> Result<std::int64_t> {
    const auto process = TRY(reader.integer(process_number(*database_)));
    end_process(*other_, *process);
    return *TRY(reader.integer("SELECT count(*) FROM place"));
  });
  EXPECT_EQ(code_of(outcome), has_server_ ? "database_away" : "ok");
  EXPECT_EQ(count_places(*database_), 0);
}

TEST_F(Away, AWriteCutOffBeforeItsCommitRunsAgainOnce) {
  int runs = 0;
  const auto outcome = database_->write([&](Transaction& tx) -> Result<int> {
    TRY(tx.insert(place_table(), Place{.id = 1, .name = "one"}));
    const auto process = TRY(tx.integer(process_number(*database_)));
    if (++runs == 1) end_process(*other_, *process);
    TRY(tx.insert(place_table(), Place{.id = 2, .name = "two", .position = 2}));
    return 0;
  });
  EXPECT_OK(outcome);
  EXPECT_EQ(runs, has_server_ ? 2 : 1);
  EXPECT_EQ(count_places(*database_), 2);
}

TEST_F(Away, AWriteThatIsAlwaysCutOffFailsAfterTheSecondTime) {
  int runs = 0;
  const auto outcome = database_->write([&](Transaction& tx) -> Result<int> {
    ++runs;
    const auto process = TRY(tx.integer(process_number(*database_)));
    end_process(*other_, *process);
    TRY(tx.insert(place_table(), Place{.id = 1, .name = "one"}));
    return 0;
  });
  EXPECT_EQ(code_of(outcome), has_server_ ? "database_away" : "ok");
  EXPECT_EQ(runs, has_server_ ? 2 : 1);
  EXPECT_EQ(count_places(*database_), has_server_ ? 0 : 1);
  EXPECT_OK(execute(*database_, "DELETE FROM place"));
}

// What became of the commit is unknown, so it is reported as a failure and not run again.
TEST_F(Away, ACommitWhoseAnswerIsLostIsAFailure) {
  int runs = 0;
  const auto outcome = database_->write([&](Transaction& tx) -> Result<int> {
    ++runs;
    TRY(tx.insert(place_table(), Place{.id = 1, .name = "one"}));
    const auto process = TRY(tx.integer(process_number(*database_)));
    end_process(*other_, *process);
    return 0;  // the commit is the first to notice
  });
  EXPECT_EQ(code_of(outcome), has_server_ ? "database_away" : "ok");
  EXPECT_EQ(runs, 1);
  EXPECT_EQ(count_places(*database_), has_server_ ? 0 : 1);
}

}  // namespace
}  // namespace gulou::db::test
