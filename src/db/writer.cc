// The writer thread: every queued job in a savepoint, one commit for all of them.
#include <time.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <exception>
#include <random>
#include <tuple>

#include "db/core.h"

namespace gulou::db {
namespace {

// Serialisation failures come from other processes on the same PostgreSQL; each attempt waits a little longer. Every
// write moves the head of the journal, so two processes that write at once always meet, and of four that write without
// a pause one may lose many times in a row. In all some five seconds at most, as long as SQLite waits for its lock.
constexpr int most_attempts = 50;

void wait_before_attempt(int attempt) {
  thread_local std::minstd_rand random{std::random_device{}()};
  const int longest_ms = std::min(1 << std::min(attempt, 10), 200);
  std::this_thread::sleep_for(std::chrono::milliseconds(std::uniform_int_distribution(0, longest_ms)(random)));
}

}  // namespace

bool Signal::wait_for(std::chrono::milliseconds time) {
  timespec until{};
  clock_gettime(CLOCK_MONOTONIC, &until);
  const auto nanoseconds = std::chrono::nanoseconds(until.tv_nsec) + time;
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(nanoseconds);
  until.tv_sec += seconds.count();
  until.tv_nsec = (nanoseconds - seconds).count();
  int failed = 0;
  while ((failed = sem_clockwait(&raised_, CLOCK_MONOTONIC, &until)) != 0 && errno == EINTR) {
  }
  return failed == 0;
}

Writer::Writer(std::string location, Options options, std::unique_ptr<Connection> connection)
    : location_(std::move(location)), options_(options), connection_(std::move(connection)) {
  thread_ = std::thread([this] { loop(); });
}

Writer::~Writer() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  queued_.notify_one();
  thread_.join();
}

Result<void> Writer::run(const WriteFunction& function) {
  // It would wait for itself.
  if (is_this_thread()) return fail(internal_error("write() inside a write: use the transaction at hand"));
  const auto job = std::make_shared<Job>(function);
  TRY(queue(job));
  job->done.wait();
  return std::move(*job->outcome);
}

Result<bool> Writer::run_or_leave(WriteFunction function, std::chrono::milliseconds patience) {
  if (is_this_thread()) return fail(internal_error("write() inside a write: use the transaction at hand"));
  const auto job = std::make_shared<Job>(std::move(function));
  TRY(queue(job));
  {
    const std::lock_guard lock(mutex_);
    if (const auto left = left_.lock(); left && !left->over) return false;
  }
  // `over` is set before `done` is raised: ThreadSanitizer, to which sem_clockwait is unknown, learns the order from
  // it.
  if (job->done.wait_for(patience) && job->over) {
    TRY(std::move(*job->outcome));
    return true;
  }
  const std::lock_guard lock(mutex_);
  left_ = job;
  return false;
}

Result<void> Writer::queue(std::shared_ptr<Job> job) {
  {
    const std::lock_guard lock(mutex_);
    if (queue_.size() >= options_.max_queue)
      return fail(unavailable_error("write_queue_full", "too many writes are waiting"));
    queue_.push_back(std::move(job));
  }
  queued_.notify_one();
  return {};
}

void Writer::loop() {
  for (;;) {
    Batch batch;
    {
      std::unique_lock lock(mutex_);
      queued_.wait(lock, [&] { return stopping_ || !queue_.empty(); });
      if (queue_.empty()) return;
      const auto count = std::min(queue_.size(), std::max<std::size_t>(options_.max_batch, 1));
      batch.assign(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(count));
      queue_.erase(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(count));
    }
    run_batch(batch);
    finish(batch);
  }
}

void Writer::finish(const Batch& batch) {
  for (const auto& job : batch)
    for (std::size_t topic = 0; topic < topic_count; ++topic)
      if (*job->outcome && (job->touched >> topic & 1u) != 0) ++versions_[topic];
  for (const auto& job : batch) {
    job->over = true;
    job->done.raise();
  }
}

void Writer::fail_all(const Batch& batch, const Error& error) {
  for (const auto& job : batch) job->outcome = fail(error);
}

Result<void> Writer::connect() {
  if (reconnect_.exchange(false) || (connection_ && connection_->state() == Connection::State::lost))
    connection_.reset();
  if (!connection_) connection_ = TRY(open_connection(location_, Access::write));
  return {};
}

void Writer::run_batch(const Batch& batch) {
  bool reconnected = false;
  for (int number = 0; number < most_attempts; ++number) {
    switch (attempt(batch)) {
      case Attempt::finished:
        return;
      case Attempt::restart:
        wait_before_attempt(number);
        break;
      case Attempt::reconnect:
        // Nothing was committed, so the jobs may run again; but only once, or a statement that makes the server
        // drop the connection would do so for ever.
        if (reconnected) return;
        reconnected = true;
        break;
    }
  }
  fail_all(batch, unavailable_error("database_busy", "serialisation failures without end"));
}

// One transaction. Unless it gives Attempt::restart, every job has its outcome.
Writer::Attempt Writer::attempt(const Batch& batch) {
  using State = Connection::State;
  if (auto connected = connect(); !connected) {
    fail_all(batch, connected.error());
    return Attempt::finished;
  }
  // What to do when the transaction as a whole has failed before its commit.
  const auto give_up = [&]() -> Attempt {
    const Error error = connection_->fault();
    const State state = connection_->state();
    connection_->rollback();
    if (state == State::restart) return Attempt::restart;
    fail_all(batch, error);
    return error.code == "database_away" ? Attempt::reconnect : Attempt::finished;
  };
  if (!connection_->begin(Access::write)) return give_up();
  bool anything = false;
  for (const auto& job : batch) {
    job->outcome = run_job(*job, batch.size() > 1);
    if (connection_->state() != State::good) {
      if (batch.size() > 1 || connection_->state() != State::failed) return give_up();
    }
    anything = anything || job->outcome->has_value();
  }
  if (!anything) {
    connection_->rollback();
    return Attempt::finished;
  }
  if (auto committed = connection_->commit(); !committed) {
    const bool restart = connection_->state() == State::restart;
    connection_->rollback();
    if (restart) return Attempt::restart;
    // Whatever the reason, what is stored is now uncertain to this connection: start from what a new one finds.
    // A commit is never tried again: after a failed fsync a second one may succeed without having written.
    fail_all(batch, committed.error());
    connection_.reset();
  }
  return Attempt::finished;
}

// Leaves the connection good with nothing of a failed job stored, or else not good. Without a savepoint (the only job
// of its transaction) a failed job may leave it failed.
Result<void> Writer::run_job(Job& job, bool in_savepoint) {
  if (in_savepoint) TRY(connection_->savepoint());
  Transaction transaction(*connection_);
  Result<void> outcome;
  try {
    outcome = (*job.function)(transaction);
  } catch (const std::exception& thrown) {
    outcome = fail(internal_error(std::string("exception in a write: ") + thrown.what()));
  } catch (...) {
    outcome = fail(internal_error("exception in a write"));
  }
  // On PostgreSQL a transaction cannot go on after a failed statement; it is the same on SQLite.
  if (outcome && connection_->state() != Connection::State::good)
    outcome = fail(internal_error("a write ignored a failed statement: " + connection_->fault().internal.value));
  job.touched = transaction.touched();
  if (!in_savepoint) return outcome;
  // A failure of these leaves the connection not good, which the caller sees.
  if (outcome)
    outcome = connection_->release();
  else
    std::ignore = connection_->rollback_to();
  return outcome;
}

}  // namespace gulou::db
