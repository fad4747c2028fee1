// What is behind a Database: the reading connections and the writer thread.
#pragma once

#include <semaphore.h>

#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "db/connection.h"
#include "db/database.h"

namespace gulou::db {

// Connections for reading, opened as needed and kept. A caller waits while all are in use.
class ReaderPool {
 public:
  ReaderPool(std::string location, int size) : location_(std::move(location)), size_(size) {}
  Result<std::unique_ptr<Connection>> take();
  void give_back(std::unique_ptr<Connection> connection);  // one that is not good is closed

 private:
  std::string location_;
  int size_;
  std::mutex mutex_;
  std::condition_variable returned_;
  std::vector<std::unique_ptr<Connection>> idle_;
  int open_ = 0;  // idle or taken
};

// Raised once, by one thread, for another that waits. POSIX's semaphore and not the standard library's, which gives up
// its core several times before it sleeps: with 64 waiting, a tenth of all time went there.
class Signal {
 public:
  Signal() { sem_init(&raised_, 0, 0); }
  ~Signal() { sem_destroy(&raised_); }
  Signal(const Signal&) = delete;
  Signal& operator=(const Signal&) = delete;

  void raise() { sem_post(&raised_); }
  void wait() {
    while (sem_wait(&raised_) != 0) {  // an interrupt of the process ends a wait too
    }
  }
  // False if it was not raised in time.
  bool wait_for(std::chrono::milliseconds time);

 private:
  sem_t raised_;
};

using WriteFunction = std::function<Result<void>(Transaction&)>;

// One thread that owns the one writing connection and commits the queued jobs in groups.
class Writer {
 public:
  Writer(std::string location, Options options, std::unique_ptr<Connection> connection);
  ~Writer();  // finishes the jobs that are queued

  // Returns once the job is durable or has failed.
  Result<void> run(const WriteFunction& function);
  // See Database::write_or_leave.
  Result<bool> run_or_leave(WriteFunction function, std::chrono::milliseconds patience);
  // The schema has changed: what the connection knows of it is out of date.
  void reconnect() { reconnect_ = true; }
  bool is_this_thread() const { return std::this_thread::get_id() == thread_.get_id(); }
  std::uint64_t version(Topic topic) const { return versions_[static_cast<std::size_t>(topic)]; }

 private:
  // Shared by its caller and the writer thread, so that the caller is woken without a lock that it would then wait for.
  struct Job {
    explicit Job(const WriteFunction& what) : function(&what) {}
    explicit Job(WriteFunction&& what) : owned(std::move(what)), function(&owned) {}
    Job(const Job&) = delete;
    Job& operator=(const Job&) = delete;
    const WriteFunction owned = {};  // of a job that may outlive its caller's patience
    const WriteFunction* function;
    std::optional<Result<void>> outcome = {};  // set by the writer thread before `done`
    unsigned touched = 0;
    std::atomic<bool> over = false;  // before `done`
    Signal done;
  };
  using Batch = std::vector<std::shared_ptr<Job>>;
  enum class Attempt { finished, restart, reconnect };

  Result<void> queue(std::shared_ptr<Job> job);
  void loop();
  void run_batch(const Batch& batch);
  Attempt attempt(const Batch& batch);
  Result<void> run_job(Job& job, bool in_savepoint);
  Result<void> connect();
  void finish(const Batch& batch);
  static void fail_all(const Batch& batch, const Error& error);

  const std::string location_;
  const Options options_;
  std::unique_ptr<Connection> connection_;  // of the writer thread alone; null when it must be opened anew
  std::atomic<bool> reconnect_ = false;
  std::array<std::atomic<std::uint64_t>, topic_count> versions_{};

  std::mutex mutex_;
  std::condition_variable queued_;
  std::deque<std::shared_ptr<Job>> queue_;
  bool stopping_ = false;
  std::weak_ptr<Job> left_;  // the last whose caller went on
  std::thread thread_;
};

struct DatabaseCore {
  DatabaseCore(std::string where, Options options, std::unique_ptr<Connection> connection)
      : location(std::move(where)),
        engine(connection->engine()),
        readers(std::in_place, location, options.readers),
        writer(std::make_unique<Writer>(location, options, std::move(connection))) {}
  ~DatabaseCore();

  const std::string location;
  const Engine engine;
  std::optional<ReaderPool> readers;
  std::unique_ptr<Writer> writer;
  std::function<void()> after_close;  // once no connection is left
};

// Applies migrations over a connection of its own (migrate.cc).
Result<int> apply_migrations(const std::string& location, std::span<const Migration> migrations);

}  // namespace gulou::db
