// What the parts of a running server share: the I/O threads, and what all connections need.
#pragma once

#include <atomic>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_map>

#include "net/answer.h"
#include "net/answer_cache.h"
#include "net/router.h"
#include "net/server.h"
#include "net/workers.h"

namespace gulou::net {

namespace asio = boost::asio;
using asio::ip::tcp;
using SteadyClock = std::chrono::steady_clock;
using Executor = asio::io_context::executor_type;
using Socket = asio::basic_stream_socket<tcp, Executor>;
using Timer = asio::basic_waitable_timer<SteadyClock, asio::wait_traits<SteadyClock>, Executor>;

class Connection;
class StreamHub;

// Counts open connections, in all and per client address.
class ConnectionCount {
 public:
  ConnectionCount(std::size_t most, std::size_t most_per_client) : most_(most), most_per_client_(most_per_client) {}
  // False: one too many; then do not call leave().
  bool enter(const std::string& client, bool limited);
  void leave(const std::string& client, bool limited);
  // Waits until none is open; false if `limit` passes first.
  bool wait_for_none(std::chrono::milliseconds limit);

 private:
  const std::size_t most_;
  const std::size_t most_per_client_;
  std::mutex mutex_;
  std::condition_variable none_;
  std::size_t open_ = 0;
  std::unordered_map<std::string, std::size_t> per_client_;
};

// What every connection uses; outlives them all.
struct Shared {
  const Router& router;
  const ServerOptions options;
  const std::chrono::milliseconds tick_period;  // how finely deadlines are watched
  AnswerCache cache;
  std::unordered_map<std::string_view, std::shared_ptr<const Variants>> files;  // by path
  Workers workers;
  Workers writers;  // for routes that wait for the database's writer
  ConnectionCount connections;
  StreamHub* hub = nullptr;
  std::atomic<bool> stopping = false;

  Shared(const Router& the_router, ServerOptions the_options);
};

// One thread with its own event loop, acceptor and connections. All but run(), post() and the constructor are called
// on that thread.
class IoThread {
 public:
  explicit IoThread(Shared& shared);
  ~IoThread();

  // `reuse_port`: several threads listen on the same port and the kernel spreads the connections.
  Result<void> listen(const tcp::endpoint& at, bool reuse_port);
  std::uint16_t port() const { return port_; }
  void start();
  void begin_stop();  // any thread: no new connections, idle ones close
  void join();        // stops the loop at once

  Executor executor() { return context_.get_executor(); }
  // The time at the last tick, good enough for deadlines and free of charge.
  SteadyClock::time_point now() const { return now_; }
  const std::string& date_line() const { return date_line_; }
  void forget(Connection* connection);

 private:
  void accept();
  void on_accept(boost::system::error_code ec, Socket socket);
  void tick();

  Shared& shared_;
  asio::io_context context_{1};
  asio::executor_work_guard<Executor> busy_;
  asio::basic_socket_acceptor<tcp, Executor> acceptor_;
  std::uint16_t port_ = 0;
  Timer ticker_;
  Timer accept_pause_;
  SteadyClock::time_point now_ = SteadyClock::now();
  std::string date_line_;
  std::int64_t date_second_ = 0;
  std::unordered_map<Connection*, std::shared_ptr<Connection>> connections_;
  std::thread thread_;
};

// 16 random hexadecimal digits.
std::string make_request_id();

}  // namespace gulou::net
