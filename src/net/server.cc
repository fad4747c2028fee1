#include "net/server.h"

#include <boost/asio/ip/address.hpp>

#include "net/address.h"
#include "net/connection.h"
#include "net/core.h"
#include "net/stream_hub.h"

namespace gulou::net {
namespace {

Error router_mistakes(const std::vector<std::string>& mistakes) {
  std::string all;
  for (const auto& mistake : mistakes) all += "\n  " + mistake;
  return {.kind = ErrorKind::internal,
          .code = "router_mistakes",
          .message = {"路由登记有误：" + all, "The routes have mistakes:" + all}};
}

Error bad_address(const std::string& address) {
  return {.kind = ErrorKind::invalid,
          .code = "bad_address",
          .message = {"不是有效的 IP 地址：" + address, "Not an IP address: " + address}};
}

}  // namespace

// Members end in reverse order: the event loops last, when nothing can post to them any more.
struct Server::Core {
  Shared shared;
  std::vector<std::unique_ptr<IoThread>> threads;
  std::unique_ptr<StreamHub> hub;
  bool stopped = false;

  Core(const Router& router, ServerOptions options) : shared(router, std::move(options)) {
    for (int i = 0; i < std::max(shared.options.io_threads, 1); ++i)
      threads.push_back(std::make_unique<IoThread>(shared));
    hub = std::make_unique<StreamHub>(shared, threads.front()->executor());
    shared.hub = hub.get();
  }

  Result<void> listen() {
    boost::system::error_code ec;
    const auto address = asio::ip::make_address(shared.options.address, ec);
    if (ec) return fail(bad_address(shared.options.address));
    tcp::endpoint at(address, shared.options.port);
    const bool several = threads.size() > 1;
    if (several && at.port() != 0) {
      // With SO_REUSEPORT a second server on the port would go unnoticed; a plain bind tells.
      IoThread probe(shared);
      TRY(probe.listen(at, false));
    }
    for (const auto& thread : threads) {
      TRY(thread->listen(at, several));
      at.port(thread->port());
    }
    return {};
  }

  void stop() {
    if (std::exchange(stopped, true)) return;
    shared.stopping = true;
    for (const auto& thread : threads) thread->begin_stop();
    shared.connections.wait_for_none(shared.options.write_timeout);
    for (const auto& thread : threads) thread->join();
    shared.workers.stop();
    shared.writers.stop();
  }
};

Result<std::unique_ptr<Server>> Server::start(const Router& router, ServerOptions options) {
  if (const auto mistakes = router.mistakes(); !mistakes.empty()) return fail(router_mistakes(mistakes));
  for (auto& proxy : options.trusted_proxies) {
    const auto canonical = canonical_address(proxy);
    if (!canonical) return fail(bad_address(proxy));
    proxy = *canonical;
  }
  auto core = std::make_unique<Core>(router, std::move(options));
  TRY(core->listen());
  for (const auto& thread : core->threads) thread->start();
  return std::unique_ptr<Server>(new Server(std::move(core)));
}

Server::Server(std::unique_ptr<Core> core) : core_(std::move(core)) {}
Server::~Server() { stop(); }
std::uint16_t Server::port() const { return core_->threads.front()->port(); }
void Server::stop() { core_->stop(); }

}  // namespace gulou::net
