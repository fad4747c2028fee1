// How often somebody may do something. In memory alone: what is counted is a hash, keyed anew with each process.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/time.h"

namespace gulou::net {

class RateLimit {
 public:
  // `most` times in each window of `window_ms`, counted from the first.
  RateLimit(std::int64_t most, std::int64_t window_ms);
  struct Verdict {
    std::int64_t wait_ms = 0;  // 0: admitted
    bool first = false;        // the first that is refused in this window
  };
  // Counts one try of `who`. Any thread.
  Verdict ask(std::string_view who, Instant now);
  // The same; false if it is one too many.
  bool admit(std::string_view who, Instant now) { return ask(who, now).wait_ms == 0; }

 private:
  struct Window {
    std::int64_t begins_ms = 0;
    std::int64_t count = 0;
    bool refused = false;
  };
  void forget_old(std::int64_t now_ms);

  const std::int64_t most_;
  const std::int64_t window_ms_;
  const std::size_t salt_;
  std::mutex mutex_;
  std::unordered_map<std::size_t, Window> windows_;
  std::int64_t forgotten_at_ms_ = 0;
};

}  // namespace gulou::net
