// The HTTP server: Beast in callback style, one io_context and acceptor per I/O thread, handlers on a bounded pool.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "net/http.h"
#include "net/router.h"

namespace gulou::net {

struct ServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;  // 0: any free port, see Server::port()
  int io_threads = 1;
  int workers = 2;  // threads that answer
  // Threads for what writes. They wait for the one writer, and while they do, nobody else's answer waits for them.
  int writers = 4;
  std::size_t max_header_bytes = 16 * 1024;
  std::size_t max_body_bytes = 1024 * 1024;  // unless a route says otherwise
  std::size_t max_connections = 12'000;
  std::size_t max_connections_per_client = 256;  // ignored for loopback addresses
  std::size_t max_queued_jobs = 512;             // more: 503 with Retry-After
  std::chrono::milliseconds header_timeout{10'000};
  std::chrono::milliseconds body_timeout{30'000};
  std::chrono::milliseconds write_timeout{30'000};
  std::chrono::milliseconds idle_timeout{60'000};
  std::chrono::milliseconds heartbeat_period{15'000};  // a stream that has been silent for so long gets a comment
  // Cookies that choose how pages look: with "<name>=1" (to 9) a GET is answered as if that stood in its query, so that
  // kept answers differ by it and pages need not know about cookies.
  std::vector<std::string> preference_cookies = {};
  // Addresses of proxies that are believed about whose request they pass on (see net/address.h); their number of
  // connections is not limited per client.
  std::vector<std::string> trusted_proxies = {};
  std::size_t cache_bytes = 32 * 1024 * 1024;
  // Called once per answered request, on an I/O or worker thread.
  std::function<void(const Request&, int status, std::chrono::microseconds)> access_log = {};
};

class Server {
 public:
  // Binds and starts. The router must outlive the server.
  static Result<std::unique_ptr<Server>> start(const Router& router, ServerOptions options);
  ~Server();  // stop()
  std::uint16_t port() const;
  // Stops accepting, lets running handlers finish (bounded by write_timeout), closes connections, joins all threads.
  void stop();

 private:
  struct Core;
  explicit Server(std::unique_ptr<Core> core);
  std::unique_ptr<Core> core_;
};

}  // namespace gulou::net
