// Answers of public GET routes, kept per target and bounded in bytes; the least recently used go first. While one
// request has a target rendered, others that miss it wait for that same rendering.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "net/answer.h"

namespace gulou::net {

class AnswerCache {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;
  using VariantsPtr = std::shared_ptr<const Variants>;
  using Done = std::function<void(const VariantsPtr&)>;

  explicit AnswerCache(std::size_t max_bytes) : max_bytes_(max_bytes) {}

  // A fresh answer, or null. Any thread.
  VariantsPtr find(std::string_view target, TimePoint now);

  // One rendering under way.
  struct Flight {
    std::string target;
    const CachePolicy* policy;
    std::uint64_t version;  // of policy->current() before the rendering began
    std::vector<Done> waiting;
  };
  // After a miss. `done` will be called once, on the thread that calls finish(). A flight comes back if the caller is
  // to render and then to call finish(); null if someone else does so already. A flight that began before the latest
  // change is not joined.
  std::shared_ptr<Flight> join(const std::string& target, const CachePolicy& policy, Done done);
  // `keep`: the answer may be given to others later.
  void finish(const std::shared_ptr<Flight>& flight, const VariantsPtr& variants, bool keep, TimePoint now);

  std::size_t bytes() const;

 private:
  struct Entry {
    std::string target;
    const CachePolicy* policy;
    std::uint64_t version;
    TimePoint expires;
    VariantsPtr variants;
    std::size_t bytes() const { return sizeof(Entry) + 2 * target.size() + sizeof(Variants) + variants->bytes(); }
  };
  using Entries = std::list<Entry>;

  void store(const Flight& flight, const VariantsPtr& variants, TimePoint now);
  void erase(Entries::iterator entry);

  const std::size_t max_bytes_;
  mutable std::mutex mutex_;
  std::size_t bytes_ = 0;
  Entries entries_;                                                // the most recently used first
  std::unordered_map<std::string_view, Entries::iterator> index_;  // keys are the entries' own targets
  std::unordered_map<std::string, std::shared_ptr<Flight>> flights_;
};

}  // namespace gulou::net
