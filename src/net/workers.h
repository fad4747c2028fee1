// A fixed number of threads that run jobs from a bounded queue, in order.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace gulou::net {

class Workers {
 public:
  // Must not throw, and must not be the last owner of anything that belongs to an I/O thread when it ends.
  using Job = std::move_only_function<void()>;

  Workers(int threads, std::size_t max_queued);
  ~Workers();  // stop()
  // False if the queue is full or stop() was called; the job is then destroyed.
  bool post(Job job);
  // Drops what is queued, waits for what is running.
  void stop();

 private:
  void run();

  const std::size_t max_queued_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Job> queue_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace gulou::net
