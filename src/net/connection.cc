#include "net/connection.h"

#include <algorithm>
#include <boost/asio/write.hpp>
#include <cstring>

namespace gulou::net {
namespace {

constexpr std::size_t first_buffer_size = 2 * 1024;
constexpr std::size_t body_buffer_size = 16 * 1024;
constexpr std::size_t least_write_rate = 16;  // bytes per millisecond; big answers get more time
constexpr std::size_t least_read_rate = 64;   // the same for bodies that a route allows to be bigger than others
constexpr auto linger_limit = std::chrono::seconds(2);

}  // namespace

Connection::Connection(Shared& shared, IoThread& thread, Socket socket, std::string client, bool limited)
    : shared_(shared), thread_(thread), socket_(std::move(socket)), client_(std::move(client)), limited_(limited) {}

Connection::~Connection() {
  // Only where the event loop was stopped before the connection could close.
  if (phase_ != Phase::closed) shared_.connections.leave(client_, limited_);
}

void Connection::start() {
  set_phase(Phase::head, shared_.options.header_timeout);
  read();
}

void Connection::set_phase(Phase phase, SteadyClock::duration limit) {
  phase_ = phase;
  deadline_ = limit == SteadyClock::duration::max() ? SteadyClock::time_point::max()
                                                    : thread_.now() + limit + shared_.tick_period;
}

void Connection::tick() {
  if (phase_ == Phase::streaming) heartbeat();
  if (phase_ == Phase::closed || thread_.now() <= deadline_) return;
  const bool reading = phase_ == Phase::body || (phase_ == Phase::head && end_ > begin_);
  if (!reading) return close();
  timed_out_ = true;  // the read that is cancelled answers 408
  deadline_ = SteadyClock::time_point::max();
  boost::system::error_code ignored;
  socket_.cancel(ignored);
}

void Connection::begin_stop() {
  keep_alive_ = false;
  if (phase_ != Phase::working && phase_ != Phase::writing) close();
}

void Connection::close() {
  if (phase_ == Phase::closed) return;
  phase_ = Phase::closed;
  if (subscription_ != 0) unsubscribe();
  boost::system::error_code ignored;
  socket_.close(ignored);
  shared_.connections.leave(client_, limited_);
  thread_.forget(this);
}

void Connection::make_room() {
  if (begin_ == end_) begin_ = end_ = 0;
  const auto wanted = phase_ == Phase::body || phase_ == Phase::lingering ? body_buffer_size : first_buffer_size;
  if (end_ < buffer_.size() && buffer_.size() >= wanted) return;
  if (begin_ > 0) {
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  if (end_ == buffer_.size() || buffer_.size() < wanted) buffer_.resize(std::max(wanted, 2 * end_));
}

void Connection::read() {
  make_room();
  socket_.async_read_some(
      asio::buffer(buffer_.data() + end_, buffer_.size() - end_),
      [self = shared_from_this()](boost::system::error_code ec, std::size_t count) { self->on_read(ec, count); });
}

void Connection::on_read(boost::system::error_code ec, std::size_t count) {
  if (phase_ == Phase::closed) return;
  if (timed_out_) return refuse(408);
  if (ec) return close();
  end_ += count;
  switch (phase_) {
    case Phase::idle:
    case Phase::head:
      return process_head();
    case Phase::body:
      return process_body();
    case Phase::lingering:
      discarded_ += count;
      begin_ = end_ = 0;
      return discarded_ > shared_.options.max_body_bytes ? close() : read();
    case Phase::streaming:
      return close();  // a listener has nothing more to say
    case Phase::working:
    case Phase::writing:
    case Phase::closed:
      return;
  }
}

void Connection::next_request() {
  const bool had_body = parser_ && parser_->has_body();
  parser_.reset();
  exchange_.reset();
  answer_.reset();
  scan_ = {};
  if (begin_ < end_) return process_head();
  // A big request came by, and idle connections stay small; or a body that may have held a password, and giving the
  // memory back wipes it (base/freed_memory).
  if (had_body || buffer_.size() > first_buffer_size) {
    buffer_ = {};
    begin_ = end_ = 0;
  }
  set_phase(Phase::idle, shared_.options.idle_timeout);
  read();
}

void Connection::process_head() {
  if (phase_ != Phase::head) set_phase(Phase::head, shared_.options.header_timeout);
  const auto state = scan_.scan(arrived());
  if (state == HeadScan::State::malformed) return refuse(400);
  const auto length = state == HeadScan::State::complete ? scan_.length() : arrived().size();
  if (length > shared_.options.max_header_bytes) return refuse(431);
  if (state == HeadScan::State::incomplete) return read();
  beast::error_code ec;
  parser_.emplace();
  const auto used = parser_->put(asio::buffer(arrived().substr(0, length)), ec);
  if (ec == http::error::bad_version) return refuse(505);
  if (ec || !parser_->is_header_done() || used != length) return refuse(400);
  begin_ += length;
  dispatch();
}

void Connection::read_body() {
  const auto extra = std::chrono::milliseconds(exchange_->match.route->max_body_bytes / least_read_rate);
  set_phase(Phase::body, shared_.options.body_timeout + extra);
  process_body();
}

void Connection::process_body() {
  beast::error_code ec;
  while (!parser_->is_done() && !ec && begin_ < end_) begin_ += parser_->put(asio::buffer(arrived()), ec);
  if (ec == http::error::body_limit) return send_error(too_large());
  if (ec && ec != http::error::need_more) return refuse(400);
  if (parser_->is_done()) {
    exchange_->request.body = std::move(parser_->body());
    return run_handler();
  }
  // What Beast cannot use yet is the line of a chunk or trailers; none may grow for ever.
  if (arrived().size() >= shared_.options.max_header_bytes) return refuse(400);
  if (shared_.stopping) return close();  // as begin_stop() does; this one was with its gate then
  read();
}

void Connection::send(AnswerPtr answer) {
  const bool body_left = parser_ && parser_->is_header_done() && !parser_->is_done();
  if (body_left || shared_.stopping) keep_alive_ = false;
  answer_ = std::move(answer);
  log(answer_->status);
  tail_ = thread_.date_line();
  if (!keep_alive_)
    tail_ += "Connection: close\r\n";
  else if (parser_->http_1_0())
    tail_ += "Connection: keep-alive\r\n";
  tail_ += "\r\n";
  const std::string_view body = is_head() ? std::string_view() : std::string_view(answer_->body);
  const auto extra = std::chrono::milliseconds(body.size() / least_write_rate);
  set_phase(Phase::writing, shared_.options.write_timeout + extra);
  const std::array<asio::const_buffer, 3> buffers = {asio::buffer(answer_->head), asio::buffer(tail_),
                                                     asio::buffer(body)};
  asio::async_write(socket_, buffers,
                    [self = shared_from_this()](boost::system::error_code ec, std::size_t) { self->on_sent(ec); });
}

void Connection::on_sent(boost::system::error_code ec) {
  if (phase_ == Phase::closed) return;
  if (ec) return close();
  if (keep_alive_) return next_request();
  linger();
}

// Closing at once would reset the connection if the client still sends, and the reset can overtake the answer.
void Connection::linger() {
  boost::system::error_code ec;
  socket_.shutdown(tcp::socket::shutdown_send, ec);
  if (ec || shared_.stopping) return close();
  begin_ = end_ = 0;
  set_phase(Phase::lingering, linger_limit);
  read();
}

}  // namespace gulou::net
