// Polls live streams on the workers, once per target however many listen, and hands each new state to the listeners.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>

#include "net/core.h"

namespace gulou::net {

class StreamHub {
 public:
  // One listener; called on the hub's thread, so it must only post. `event` is ready to send ("data: …\n\n"); null when
  // the stream could not begin, then `error` says why and nothing more follows.
  using Listener = std::function<void(const std::shared_ptr<const std::string>& event, const Error* error)>;

  // All state lives on this executor's thread.
  StreamHub(Shared& shared, Executor executor) : shared_(shared), executor_(executor) {}

  // Any thread. Streams are shared per target, so `request` is stripped of headers and client before it is polled with.
  // Gives a number for unsubscribe().
  std::uint64_t subscribe(const Stream& stream, Request request, Listener listener);
  void unsubscribe(std::uint64_t number, const std::string& target);

 private:
  struct Channel {
    const Stream* stream;
    Request request;
    std::unordered_map<std::uint64_t, Listener> listeners;
    std::shared_ptr<const std::string> last;  // as sent
    std::string last_text;
    Timer timer;
    explicit Channel(Executor executor) : stream(nullptr), timer(executor) {}
  };
  using ChannelPtr = std::shared_ptr<Channel>;

  void add(const Stream& stream, Request request, std::uint64_t number, Listener listener);
  void poll(const ChannelPtr& channel);
  void on_polled(const ChannelPtr& channel, const Result<std::string>& state);
  void poll_later(const ChannelPtr& channel);

  Shared& shared_;
  Executor executor_;
  std::atomic<std::uint64_t> next_number_ = 1;
  std::unordered_map<std::string, ChannelPtr> channels_;
};

// Text as one event's data lines.
std::string event_of(std::string_view text);

}  // namespace gulou::net
