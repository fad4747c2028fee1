#include "net/rate_limit.h"

#include <functional>
#include <random>
#include <utility>

namespace gulou::net {

RateLimit::RateLimit(std::int64_t most, std::int64_t window_ms)
    : most_(most), window_ms_(window_ms), salt_(std::random_device{}()) {}

RateLimit::Verdict RateLimit::ask(std::string_view who, Instant now) {
  const std::lock_guard lock(mutex_);
  forget_old(now.ms());
  Window& window = windows_[std::hash<std::string_view>{}(who) ^ salt_];
  if (now.ms() - window.begins_ms >= window_ms_) window = {.begins_ms = now.ms()};
  if (window.count >= most_)
    return {.wait_ms = window.begins_ms + window_ms_ - now.ms(), .first = !std::exchange(window.refused, true)};
  ++window.count;
  return {};
}

// Once a window, so that memory is bounded by what comes within two.
void RateLimit::forget_old(std::int64_t now_ms) {
  if (now_ms - forgotten_at_ms_ < window_ms_) return;
  std::erase_if(windows_, [&](const auto& entry) { return now_ms - entry.second.begins_ms >= window_ms_; });
  forgotten_at_ms_ = now_ms;
}

}  // namespace gulou::net
