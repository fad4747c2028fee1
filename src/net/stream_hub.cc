#include "net/stream_hub.h"

#include <boost/asio/post.hpp>
#include <utility>

namespace gulou::net {

std::string event_of(std::string_view text) {
  std::string event;
  event.reserve(text.size() + 16);
  while (true) {
    const auto end = text.find('\n');
    auto line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    event += "data: ";
    for (const char c : line) event += c == '\r' ? ' ' : c;  // a lone CR would end the line
    event += '\n';
    if (end == text.npos) return event + '\n';
    text.remove_prefix(end + 1);
  }
}

std::uint64_t StreamHub::subscribe(const Stream& stream, Request request, Listener listener) {
  const auto number = next_number_++;
  request.headers.clear();
  request.client.clear();
  request.caller.reset();  // all who listen to a target share its state
  asio::post(executor_,
             [this, &stream, number, request = std::move(request), listener = std::move(listener)]() mutable {
               add(stream, std::move(request), number, std::move(listener));
             });
  return number;
}

void StreamHub::unsubscribe(std::uint64_t number, const std::string& target) {
  asio::post(executor_, [this, number, target] {
    const auto channel = channels_.find(target);
    if (channel == channels_.end()) return;
    channel->second->listeners.erase(number);
    if (!channel->second->listeners.empty()) return;
    channel->second->timer.cancel();
    channels_.erase(channel);
  });
}

void StreamHub::add(const Stream& stream, Request request, std::uint64_t number, Listener listener) {
  auto& channel = channels_[request.target];
  if (channel) {
    if (channel->last) listener(channel->last, nullptr);
    channel->listeners.emplace(number, std::move(listener));
    return;
  }
  channel = std::make_shared<Channel>(executor_);
  channel->stream = &stream;
  channel->request = std::move(request);
  channel->listeners.emplace(number, std::move(listener));
  poll(channel);
}

void StreamHub::poll(const ChannelPtr& channel) {
  auto job = [this, owned = channel, stream = channel->stream, request = channel->request]() mutable {
    auto state = shared_.router.poll(*stream, request);
    const auto executor = executor_;
    asio::post(executor, [this, back = std::move(owned), state = std::move(state)] { on_polled(back, state); });
  };
  if (!shared_.workers.post(std::move(job))) poll_later(channel);
}

void StreamHub::on_polled(const ChannelPtr& channel, const Result<std::string>& state) {
  const auto known = channels_.find(channel->request.target);
  if (known == channels_.end() || known->second != channel) return;  // everyone left meanwhile
  if (!state && channel->last) shared_.router.note_failure(state.error(), channel->request);
  if (!state && !channel->last) {  // it could not begin
    for (const auto& [number, listener] : channel->listeners) listener(nullptr, &state.error());
    channels_.erase(known);
    return;
  }
  if (state && (!channel->last || *state != channel->last_text)) {
    channel->last_text = *state;
    channel->last = std::make_shared<const std::string>(event_of(*state));
    for (const auto& [number, listener] : channel->listeners) listener(channel->last, nullptr);
  }
  poll_later(channel);
}

void StreamHub::poll_later(const ChannelPtr& channel) {
  channel->timer.expires_after(std::chrono::milliseconds(channel->stream->every_ms));
  channel->timer.async_wait([this, weak = std::weak_ptr(channel)](boost::system::error_code cancelled) {
    if (const auto owned = weak.lock(); owned && !cancelled) poll(owned);
  });
}

}  // namespace gulou::net
