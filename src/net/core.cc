#include "net/core.h"

#include <algorithm>
#include <ctime>

#include "crypto/hash.h"
#include "net/address.h"
#include "net/connection.h"

namespace gulou::net {
namespace {

constexpr std::string_view overload_reply =
    "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nRetry-After: 5\r\nConnection: close\r\n\r\n";

// A quarter of the shortest time limit, between 10 and 250 ms.
std::chrono::milliseconds tick_period_for(const ServerOptions& options) {
  const auto shortest = std::min({options.header_timeout, options.body_timeout, options.write_timeout,
                                  options.idle_timeout, options.heartbeat_period});
  return std::clamp<std::chrono::milliseconds>(shortest / 4, std::chrono::milliseconds(10),
                                               std::chrono::milliseconds(250));
}

// "Date: Tue, 24 Nov 2026 09:36:00 GMT\r\n"
std::string make_date_line(std::time_t now) {
  std::tm utc{};
  gmtime_r(&now, &utc);
  char text[64];
  const auto length = std::strftime(text, sizeof text, "Date: %a, %d %b %Y %H:%M:%S GMT\r\n", &utc);
  return std::string(text, length);
}

Error cannot_listen(const tcp::endpoint& at, const boost::system::error_code& ec) {
  const auto where = at.address().to_string() + ":" + std::to_string(at.port());
  return {
      .kind = ErrorKind::unavailable,
      .code = "cannot_listen",
      .message = {"无法在 " + where + " 提供服务：" + ec.message(), "Cannot listen on " + where + ": " + ec.message()}};
}

}  // namespace

bool ConnectionCount::enter(const std::string& client, bool limited) {
  const std::lock_guard lock(mutex_);
  if (open_ >= most_) return false;
  if (limited) {
    auto& of_client = per_client_[client];
    if (of_client >= most_per_client_) return false;
    ++of_client;
  }
  ++open_;
  return true;
}

void ConnectionCount::leave(const std::string& client, bool limited) {
  const std::lock_guard lock(mutex_);
  if (limited)
    if (const auto of_client = per_client_.find(client); of_client != per_client_.end() && --of_client->second == 0)
      per_client_.erase(of_client);
  if (--open_ == 0) none_.notify_all();
}

bool ConnectionCount::wait_for_none(std::chrono::milliseconds limit) {
  std::unique_lock lock(mutex_);
  return none_.wait_for(lock, limit, [this] { return open_ == 0; });
}

Shared::Shared(const Router& the_router, ServerOptions the_options)
    : router(the_router),
      options(std::move(the_options)),
      tick_period(tick_period_for(options)),
      cache(options.cache_bytes),
      workers(options.workers, options.max_queued_jobs),
      writers(options.writers, options.max_queued_jobs),
      connections(options.max_connections, options.max_connections_per_client) {
  for (const auto& file : router.files()) {
    Response response{.content_type = file.content_type, .headers = {}, .body = file.body};
    files.emplace(file.path, make_variants(std::move(response), file.immutable ? cache_forever : cache_revalidate, 9));
  }
}

IoThread::IoThread(Shared& shared)
    : shared_(shared),
      busy_(context_.get_executor()),
      acceptor_(executor()),
      ticker_(executor()),
      accept_pause_(executor()) {}

IoThread::~IoThread() { join(); }

Result<void> IoThread::listen(const tcp::endpoint& at, bool reuse_port) {
  boost::system::error_code ec;
  acceptor_.open(at.protocol(), ec);
  if (!ec) acceptor_.set_option(asio::socket_base::reuse_address(true), ec);
  if (!ec && reuse_port) acceptor_.set_option(asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>(true), ec);
  if (!ec) acceptor_.bind(at, ec);
  if (!ec) acceptor_.listen(4096, ec);
  if (!ec) port_ = acceptor_.local_endpoint(ec).port();
  if (ec) return fail(cannot_listen(at, ec));
  return {};
}

void IoThread::start() {
  thread_ = std::thread([this] {
    tick();
    accept();
    context_.run();
  });
}

void IoThread::begin_stop() {
  asio::post(executor(), [this] {
    boost::system::error_code ignored;
    acceptor_.close(ignored);
    accept_pause_.cancel();
    std::vector<std::shared_ptr<Connection>> all;
    for (const auto& [pointer, connection] : connections_) all.push_back(connection);
    for (const auto& connection : all) connection->begin_stop();
  });
}

void IoThread::join() {
  context_.stop();
  if (thread_.joinable()) thread_.join();
}

void IoThread::forget(Connection* connection) { connections_.erase(connection); }

void IoThread::accept() {
  acceptor_.async_accept([this](boost::system::error_code ec, Socket socket) { on_accept(ec, std::move(socket)); });
}

void IoThread::on_accept(boost::system::error_code ec, Socket socket) {
  if (!acceptor_.is_open()) return;
  if (ec) {  // out of file descriptors, most likely: others must end first
    accept_pause_.expires_after(std::chrono::milliseconds(100));
    accept_pause_.async_wait([this](boost::system::error_code cancelled) {
      if (!cancelled && acceptor_.is_open()) accept();
    });
    return;
  }
  boost::system::error_code ignored;
  const auto client = canonical_address(socket.remote_endpoint(ignored).address().to_string()).value_or("");
  const auto& proxies = shared_.options.trusted_proxies;
  const bool limited = !is_loopback(client) && std::ranges::find(proxies, client) == proxies.end();
  if (shared_.connections.enter(client, limited)) {
    socket.set_option(tcp::no_delay(true), ignored);
    auto connection = std::make_shared<Connection>(shared_, *this, std::move(socket), client, limited);
    connections_.emplace(connection.get(), connection);
    connection->start();
  } else {
    socket.non_blocking(true, ignored);
    socket.write_some(asio::buffer(overload_reply), ignored);
  }
  accept();
}

void IoThread::tick() {
  now_ = SteadyClock::now();
  if (const auto second = std::time(nullptr); second != date_second_) {
    date_second_ = second;
    date_line_ = make_date_line(second);
  }
  std::vector<std::shared_ptr<Connection>> due;
  for (const auto& [pointer, connection] : connections_)
    if (connection->is_due(now_)) due.push_back(connection);
  for (const auto& connection : due) connection->tick();
  ticker_.expires_after(shared_.tick_period);
  ticker_.async_wait([this](boost::system::error_code cancelled) {
    if (!cancelled) tick();
  });
}

std::string make_request_id() {
  thread_local std::string random;  // asked from the system for many ids at once
  constexpr std::size_t size = 8;
  if (random.size() < size) random = crypto::random_bytes(32 * size);
  const auto id = crypto::hex(std::string_view(random).substr(random.size() - size));
  random.resize(random.size() - size);
  return id;
}

}  // namespace gulou::net
