// The folder of files: durable names by content, and what is wrong with them.
#include "spine/documents/file_store.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "crypto/hash.h"

namespace gulou::documents {
namespace {

namespace fs = std::filesystem;

class Files : public testing::Test {
 protected:
  Files() : folder_(fs::temp_directory_path() / ("gulou_files_" + crypto::hex(crypto::random_bytes(8)))) {}
  ~Files() override { fs::remove_all(folder_); }

  std::string put(std::string_view bytes) {
    auto staged = store_.stage(bytes);
    EXPECT_TRUE(staged);
    const auto sha256 = staged->sha256();
    EXPECT_TRUE(store_.keep(std::move(*staged)));
    return sha256;
  }
  std::size_t count() const {
    std::size_t files = 0;
    for (const auto& each : fs::recursive_directory_iterator(folder_)) files += each.is_regular_file() ? 1u : 0u;
    return files;
  }
  void age(const fs::path& path) {
    fs::last_write_time(path, fs::file_time_type::clock::now() - std::chrono::hours(2));
  }

  fs::path folder_;
  FileStore store_{folder_ / "files"};
};

TEST_F(Files, AreNamedByTheirContentAndStoredOnce) {
  const auto sha256 = put("内容");
  EXPECT_EQ(sha256, crypto::sha256_hex("内容"));
  EXPECT_EQ(store_.path_of(sha256), folder_ / "files" / sha256.substr(0, 2) / sha256.substr(2));
  EXPECT_EQ(store_.read(sha256).value_or(""), "内容");
  EXPECT_EQ(put("内容"), sha256);
  EXPECT_EQ(count(), 1u);
  put("别的");
  EXPECT_EQ(count(), 2u);
}

TEST_F(Files, OnlyTheOwnerMayReadThem) {
  const auto path = store_.path_of(put("x"));
  struct stat seen {};
  ASSERT_EQ(::stat(path.c_str(), &seen), 0);
  EXPECT_EQ(seen.st_mode & 0777, 0600u);
  ASSERT_EQ(::stat(path.parent_path().c_str(), &seen), 0);
  EXPECT_EQ(seen.st_mode & 0777, 0700u);
}

TEST_F(Files, WhatIsNotKeptLeavesNothing) {
  { ASSERT_TRUE(store_.stage("never kept")); }
  EXPECT_EQ(count(), 0u);
}

TEST_F(Files, WhatADeadProcessLeftGoesAfterAnHour) {
  const auto staged = store_.stage("under way");
  ASSERT_TRUE(staged);
  store_.remove_stale();
  EXPECT_EQ(count(), 1u);
  for (const auto& each : fs::directory_iterator(folder_ / "files/staged")) age(each.path());
  store_.remove_stale();
  EXPECT_EQ(count(), 0u);
}

TEST_F(Files, AreRemoved) {
  const auto sha256 = put("x");
  EXPECT_TRUE(store_.remove(sha256));
  EXPECT_EQ(count(), 0u);
  EXPECT_TRUE(store_.remove(sha256));
  EXPECT_EQ(store_.read(sha256).error().code, "file_missing");
}

TEST_F(Files, AlteredAndMissingOnesAreSeen) {
  const auto sha256 = put("twelve bytes");
  using Condition = FileStore::Condition;
  EXPECT_EQ(store_.check(sha256, 12), Condition::sound);
  EXPECT_EQ(store_.check(sha256, 11), Condition::altered);
  std::ofstream(store_.path_of(sha256)) << "twelve bytez";
  EXPECT_EQ(store_.check(sha256, 12), Condition::altered);
  put("twelve bytes");  // sent again, it is whole again
  EXPECT_EQ(store_.check(sha256, 12), Condition::sound);
  ASSERT_TRUE(store_.remove(sha256));
  EXPECT_EQ(store_.check(sha256, 12), Condition::missing);
}

TEST_F(Files, ThoseOlderThanAnHourAreListed) {
  const auto old = put("old");
  put("new");
  age(store_.path_of(old));
  std::ofstream(folder_ / "files" / old.substr(0, 2) / "stray") << "x";
  EXPECT_EQ(store_.settled(), std::vector{old});
  EXPECT_TRUE(FileStore(folder_ / "not there").settled().empty());
}

TEST_F(Files, ADiskThatCannotBeWrittenIsUnavailable) {
  fs::create_directories(folder_);
  std::ofstream(folder_ / "files") << "a file where the folder should be";
  EXPECT_EQ(store_.stage("x").error().code, "files_unavailable");
  EXPECT_EQ(store_.lock().error().code, "files_unavailable");
  EXPECT_FALSE(FileStore("").stage("x"));
  EXPECT_FALSE(FileStore("").lock());
}

TEST_F(Files, TheLockIsHeldByOneAtATime) {
  std::atomic<int> inside = 0;
  std::atomic<int> most = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      const FileStore mine(folder_ / "files");  // as another process would have
      for (int n = 0; n < 50; ++n) {
        const auto lock = mine.lock();
        EXPECT_TRUE(lock);
        most = std::max<int>(most, ++inside);
        std::this_thread::yield();
        --inside;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(most, 1);
}

}  // namespace
}  // namespace gulou::documents
