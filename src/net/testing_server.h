// A server on a free port for the tests of src/net, and what holds a handler until the test has seen enough.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "net/server.h"
#include "net/testing_client.h"

namespace gulou::net {

inline constexpr auto test_patience = std::chrono::seconds(30);

// Handlers pass through it; while it is closed they wait inside.
class Turnstile {
 public:
  void pass() {
    std::unique_lock lock(mutex_);
    ++entered_;
    changed_.notify_all();
    changed_.wait_for(lock, test_patience, [this] { return open_; });
  }
  // Waits until so many have come; false if they do not.
  bool wait_for(int entered) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, test_patience, [&] { return entered_ >= entered; });
  }
  void open() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }
  int entered() {
    const std::lock_guard lock(mutex_);
    return entered_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int entered_ = 0;
  bool open_ = false;
};

// A test adds its routes, changes the options, starts the server and talks to it.
class ServerTest : public testing::Test {
 protected:
  ServerTest() {
    options.port = 0;
    options.io_threads = 2;
    options.workers = 2;
  }
  // While all that handlers use is there: when this class's destructor runs, the members of derived fixtures are gone.
  void TearDown() override {
    turnstile.open();
    if (server) server->stop();
  }

  void start() {
    auto started = Server::start(router, options);
    ASSERT_TRUE(started) << started.error().message.en;
    server = std::move(*started);
  }
  TestClient connect() { return TestClient(server->port(), test_patience); }

  // A public route that answers with `body`, and counts how often it was asked.
  void add_page(std::string path, std::string body) {
    router.add(Route{.pattern = std::move(path),
                     .permission = "public",
                     .handler = [this, body = std::move(body)](const Request&) -> Result<Response> {
                       ++asked;
                       return html_page(body);
                     }});
  }
  // A public route that waits in the turnstile.
  void add_held_page(std::string path) {
    router.add(Route{
        .pattern = std::move(path), .permission = "public", .handler = [this](const Request&) -> Result<Response> {
          turnstile.pass();
          return html_page("held");
        }});
  }
  // A route that gives the body back, with what was asked for.
  void add_echo(std::string path, std::string permission = "public") {
    router.add(Route{.method = Method::post,
                     .pattern = std::move(path),
                     .permission = std::move(permission),
                     .handler = [this](const Request& request) -> Result<Response> {
                       ++asked;
                       return html_page("[" + request.body + "]");
                     }});
  }

  Turnstile turnstile;
  std::atomic<int> asked = 0;
  Router router;
  ServerOptions options;
  std::unique_ptr<Server> server;
};

}  // namespace gulou::net
