// Many writers at once: what was acknowledged is stored, and what failed harms no one else.
#include <atomic>
#include <future>
#include <thread>

#include "db/test_tables.h"

namespace gulou::db::test {
namespace {

Place place(std::int64_t id) { return {.id = id, .name = "place " + std::to_string(id), .position = id}; }

// Keeps the writer thread busy, so that the writes started meanwhile end up in one batch.
class Hold {
 public:
  explicit Hold(Database& database)
      : blocked_(std::async(std::launch::async, [this, &database] {
          return database.write([this](Transaction&) -> Result<int> {
            if (!running_.exchange(true)) started_.set_value();
            go_.wait();
            return 0;
          });
        })) {
    started_.get_future().wait();
  }
  void release() {
    release_.set_value();
    EXPECT_OK(blocked_.get());
  }

 private:
  std::atomic<bool> running_ = false;
  std::promise<void> started_;
  std::promise<void> release_;
  std::shared_future<void> go_ = release_.get_future().share();
  std::future<Result<int>> blocked_;
};

TEST(GroupCommit, ManyThreadsWriteAndEverythingAcknowledgedIsThere) {
  const auto database = open_with_tables();
  constexpr int threads = 8;
  constexpr int writes = 50;
  std::vector<std::jthread> workers;
  for (int t = 0; t < threads; ++t)
    workers.emplace_back([&, t] {
      for (int i = 0; i < writes; ++i) EXPECT_OK(add_place(*database, place(t * writes + i)));
    });
  workers.clear();
  // A second database on the same place sees only what was committed.
  const auto other = Database::open(location_of(*database));
  ASSERT_OK(other);
  EXPECT_EQ(count_places(**other), threads * writes);
}

TEST(GroupCommit, AFailingJobDoesNotHurtItsBatchMates) {
  const auto database = open_with_tables();
  ASSERT_OK(add_place(*database, place(0)));
  Hold hold(*database);
  std::vector<std::future<Result<void>>> outcomes;
  for (std::int64_t i = 1; i <= 9; ++i)
    outcomes.push_back(std::async(std::launch::async, [&database, i] {
      // Every third one first inserts a good row and then breaks a key.
      return database->write([&](Transaction& tx) -> Result<void> {
        TRY(tx.insert(place_table(), place(i)));
        if (i % 3 == 0) TRY(tx.insert(place_table(), Place{.id = 0, .name = "again", .position = 100 + i}));
        return {};
      });
    }));
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  hold.release();
  for (std::int64_t i = 1; i <= 9; ++i)
    EXPECT_EQ(code_of(outcomes[static_cast<std::size_t>(i - 1)].get()), i % 3 == 0 ? "unique:place.id" : "ok");
  EXPECT_EQ(count_places(*database), 1 + 6);
}

TEST(GroupCommit, AJobOfABatchSeesWhatTheOnesBeforeItDid) {
  const auto database = open_with_tables();
  ASSERT_OK(add_place(*database, place(1)));
  constexpr int threads = 8;
  std::vector<std::jthread> workers;
  for (int t = 0; t < threads; ++t)
    workers.emplace_back([&] {
      for (int i = 0; i < 25; ++i)
        EXPECT_OK(database->write([&](Transaction& tx) -> Result<int> {
          const auto position = TRY(tx.integer("SELECT position FROM place WHERE id = 1"));
          TRY(tx.execute("UPDATE place SET position = $1 WHERE id = 1", *position + 1));
          return 0;
        }));
    });
  workers.clear();
  EXPECT_EQ(integer(*database, "SELECT position FROM place WHERE id = 1").value(), 1 + threads * 25);
}

// Two databases on one server stand for two processes. On PostgreSQL they fail to serialise again and again, on SQLite
// they wait for each other.
TEST(GroupCommit, TwoProcessesCountTogether) {
  const auto database = open_with_tables();
  ASSERT_OK(add_place(*database, place(1)));
  const auto other = Database::open(location_of(*database));
  ASSERT_OK(other);
  const auto count = [](Database& db) {
    for (int i = 0; i < 40; ++i)
      EXPECT_OK(db.write([&](Transaction& tx) -> Result<int> {
        const auto position = TRY(tx.integer("SELECT position FROM place WHERE id = 1"));
        TRY(tx.execute("UPDATE place SET position = $1 WHERE id = 1", *position + 1));
        return 0;
      }));
  };
  {
    const std::jthread one([&] { count(*database); });
    const std::jthread two([&] { count(**other); });
  }
  EXPECT_EQ(integer(*database, "SELECT position FROM place WHERE id = 1").value(), 1 + 2 * 40);
}

TEST(GroupCommit, MoreThanTheQueueHoldsIsRefused) {
  const auto database = open_with_tables(Options{.max_queue = 2});
  Hold hold(*database);
  std::vector<std::future<Result<void>>> waiting;
  for (std::int64_t i = 1; i <= 2; ++i)
    waiting.push_back(std::async(std::launch::async, [&database, i] { return add_place(*database, place(i)); }));
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  const auto refused = add_place(*database, place(3));
  EXPECT_EQ(code_of(refused), "write_queue_full");
  hold.release();
  for (auto& each : waiting) EXPECT_OK(each.get());
  EXPECT_EQ(count_places(*database), 2);
}

TEST(GroupCommit, ReadersGoOnDuringAWrite) {
  const auto database = open_with_tables();
  Hold hold(*database);
  EXPECT_EQ(count_places(*database), 0);
  hold.release();
}

TEST(GroupCommit, ClosingFinishesWhatIsQueued) {
  auto database = open_with_tables();
  const auto location = location_of(*database);
  // The test database would be removed with the first one, so the writes go through a second.
  auto second = Database::open(location);
  ASSERT_OK(second);
  Hold hold(**second);
  auto queued = std::async(std::launch::async, [&] { return add_place(**second, place(1)); });
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  hold.release();
  EXPECT_OK(queued.get());
  second->reset();
  EXPECT_EQ(count_places(*database), 1);
}

TEST(GroupCommit, InsertRowsStoresManyRowsOrNone) {
  const auto database = open_with_tables();
  std::vector<Place> rows;
  for (std::int64_t i = 0; i < 5000; ++i) rows.push_back(place(i));
  ASSERT_OK(database->write([&](Transaction& tx) { return tx.insert_rows<Place>(place_table(), rows); }));
  EXPECT_EQ(count_places(*database), 5000);
  for (auto& row : rows) {
    row.id += 5000;
    row.name += " bis";
  }
  rows[3333].id = 7;
  const auto outcome = database->write([&](Transaction& tx) { return tx.insert_rows<Place>(place_table(), rows); });
  EXPECT_EQ(code_of(outcome), "unique:place.id");
  EXPECT_EQ(count_places(*database), 5000);
  rows[3333].name = std::string(1, '\0');
  EXPECT_EQ(code_of(database->write([&](Transaction& tx) { return tx.insert_rows<Place>(place_table(), rows); })),
            "text_has_nul");
  EXPECT_EQ(count_places(*database), 5000);
}

TEST(GroupCommit, WhatNobodyWaitsForIsWrittenAllTheSame) {
  using std::chrono::milliseconds;
  const auto database = open_with_tables();
  const auto alive = std::make_shared<int>(0);
  const auto add = [&](std::int64_t id) {
    return [id, alive](Transaction& tx) { return tx.insert(place_table(), place(id)); };
  };
  const auto awaited = database->write_or_leave(add(1), std::chrono::seconds(30));
  ASSERT_OK(awaited);
  EXPECT_TRUE(*awaited);
  EXPECT_EQ(count_places(*database), 1);
  const auto failed = database->write_or_leave(add(1), std::chrono::seconds(30));
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().kind, ErrorKind::conflict);

  Hold hold(*database);
  const auto began = std::chrono::steady_clock::now();
  const auto first = database->write_or_leave(add(2), milliseconds(50));
  EXPECT_GE(std::chrono::steady_clock::now() - began, milliseconds(50));
  // As one waits already, the others do not even begin to.
  const auto second = database->write_or_leave(add(3), std::chrono::seconds(30));
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(15));
  for (const auto& each : {first, second}) {
    ASSERT_OK(each);
    EXPECT_FALSE(*each);
  }
  EXPECT_GT(alive.use_count(), 1) << "it owns what it uses";
  hold.release();
  ASSERT_OK(add_place(*database, place(4)));
  EXPECT_EQ(count_places(*database), 4);
  // The writer is free again: now it is waited for.
  const auto last = database->write_or_leave(add(5), std::chrono::seconds(30));
  ASSERT_OK(last);
  EXPECT_TRUE(*last);
  // What it owned is given back, a moment after it was told that it is done.
  for (int i = 0; i < 5000 && alive.use_count() > 1; ++i) std::this_thread::sleep_for(milliseconds(1));
  EXPECT_EQ(alive.use_count(), 1);
}

}  // namespace
}  // namespace gulou::db::test
