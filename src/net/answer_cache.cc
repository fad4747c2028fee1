#include "net/answer_cache.h"

#include <utility>

namespace gulou::net {

AnswerCache::VariantsPtr AnswerCache::find(std::string_view target, TimePoint now) {
  const std::lock_guard lock(mutex_);
  const auto found = index_.find(target);
  if (found == index_.end()) return nullptr;
  const auto entry = found->second;
  if (now >= entry->expires || entry->policy->current() != entry->version) {
    erase(entry);
    return nullptr;
  }
  if (entry != entries_.begin()) entries_.splice(entries_.begin(), entries_, entry);
  return entry->variants;
}

std::shared_ptr<AnswerCache::Flight> AnswerCache::join(const std::string& target, const CachePolicy& policy,
                                                       Done done) {
  const auto version = policy.current();
  const std::lock_guard lock(mutex_);
  auto& flight = flights_[target];
  if (flight && flight->version == version) {
    flight->waiting.push_back(std::move(done));
    return nullptr;
  }
  flight = std::make_shared<Flight>(Flight{target, &policy, version, {}});
  flight->waiting.push_back(std::move(done));
  return flight;
}

void AnswerCache::finish(const std::shared_ptr<Flight>& flight, const VariantsPtr& variants, bool keep, TimePoint now) {
  std::vector<Done> waiting;
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = flights_.find(flight->target); found != flights_.end() && found->second == flight)
      flights_.erase(found);
    waiting.swap(flight->waiting);
    if (keep) store(*flight, variants, now);
  }
  for (const auto& done : waiting) done(variants);
}

void AnswerCache::store(const Flight& flight, const VariantsPtr& variants, TimePoint now) {
  if (flight.policy->current() != flight.version) return;  // stale already
  if (const auto old = index_.find(flight.target); old != index_.end()) erase(old->second);
  const auto expires = flight.policy->expires_after_ms > 0
                           ? now + std::chrono::milliseconds(flight.policy->expires_after_ms)
                           : TimePoint::max();
  entries_.push_front({flight.target, flight.policy, flight.version, expires, variants});
  index_.emplace(entries_.front().target, entries_.begin());
  bytes_ += entries_.front().bytes();
  while (bytes_ > max_bytes_) erase(std::prev(entries_.end()));
}

void AnswerCache::erase(Entries::iterator entry) {
  bytes_ -= entry->bytes();
  index_.erase(entry->target);
  entries_.erase(entry);
}

std::size_t AnswerCache::bytes() const {
  const std::lock_guard lock(mutex_);
  return bytes_;
}

}  // namespace gulou::net
