// A connection that listens to a live stream (server-sent events).
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>

#include "net/connection.h"
#include "net/stream_hub.h"

namespace gulou::net {
namespace {

const auto heartbeat_line = std::make_shared<const std::string>(":\n\n");

}  // namespace

void Connection::open_stream() {
  keep_alive_ = false;  // the stream has no length: its end is the connection's end
  if (exchange_->match.stream->permission == public_route) {
    exchange_->passed = true;
    return subscribe();
  }
  ask_stream_gate();
}

void Connection::ask_stream_gate() {
  on_worker(
      [](const Router& router, Exchange& exchange) {
        exchange.answer = nullptr;
        if (auto refused = router.refusal(exchange.match, exchange.request))
          exchange.answer = make_answer(std::move(*refused), exchange.accept_encoding);
        exchange.passed = !exchange.answer;
      },
      &Connection::subscribe);
}

void Connection::subscribe() {
  if (!exchange_->passed) return send_exchange_answer();
  if (is_head()) return send(std::make_shared<const Answer>(Answer{200, stream_head("text/event-stream"), {}}));
  set_phase(Phase::working, SteadyClock::duration::max());
  auto listener = [weak = weak_from_this(), executor = thread_.executor()](
                      const std::shared_ptr<const std::string>& event, const Error* error) {
    asio::post(executor, [weak, event, problem = error ? std::optional(*error) : std::nullopt] {
      const auto self = weak.lock();
      if (!self || self->phase_ == Phase::closed) return;
      problem ? self->on_stream_error(*problem) : self->on_event(event);
    });
  };
  subscription_ = shared_.hub->subscribe(*exchange_->match.stream, exchange_->request, std::move(listener));
}

void Connection::unsubscribe() {
  shared_.hub->unsubscribe(subscription_, exchange_->request.target);
  subscription_ = 0;
}

void Connection::on_stream_error(const Error& error) {
  subscription_ = 0;
  send_error(error);
}

void Connection::on_event(const std::shared_ptr<const std::string>& event) {
  if (phase_ == Phase::working) {  // the first one
    log(200);
    set_phase(Phase::streaming, SteadyClock::duration::max());
    write_stream(std::make_shared<const std::string>(stream_head("text/event-stream") + thread_.date_line() +
                                                     "X-Accel-Buffering: no\r\nConnection: close\r\n\r\n" + *event));
    return read();  // ends when the client goes
  }
  if (phase_ != Phase::streaming) return;
  if (stream_writing_)
    stream_next_ = event;  // a slow listener gets the latest state, not all of them
  else
    write_stream(event);
}

void Connection::write_stream(std::shared_ptr<const std::string> text) {
  stream_writing_ = std::move(text);
  last_written_ = thread_.now();
  set_phase(Phase::streaming, shared_.options.write_timeout);
  asio::async_write(
      socket_, asio::buffer(*stream_writing_),
      [self = shared_from_this()](boost::system::error_code ec, std::size_t) { self->on_stream_written(ec); });
}

void Connection::on_stream_written(boost::system::error_code ec) {
  if (phase_ == Phase::closed) return;
  if (ec || shared_.stopping) return close();
  stream_writing_ = nullptr;
  if (stream_next_) return write_stream(std::exchange(stream_next_, nullptr));
  set_phase(Phase::streaming, SteadyClock::duration::max());
}

// Keeps the line open, notices clients that vanished, and ends the stream of those who may no longer listen.
void Connection::heartbeat() {
  if (stream_writing_ || thread_.now() - last_written_ < shared_.options.heartbeat_period) return;
  write_stream(heartbeat_line);
  if (exchange_->match.stream->permission == public_route) return;
  auto job = [self = shared_from_this(), exchange = exchange_]() mutable {
    Request request = exchange->request;  // a copy: the gate's finding is for this once, and heartbeats may overlap
    const bool refused = self->shared_.router.refusal(exchange->match, request).has_value();
    const auto executor = self->thread_.executor();
    asio::post(executor, [owned = std::move(self), refused] {
      if (refused) owned->close();
    });
  };
  shared_.workers.post(std::move(job));  // if they are too busy, the next heartbeat asks again
}

}  // namespace gulou::net
