// Starting and stopping: what keeps the server from starting, and how it ends with clients in every state.
#include <gtest/gtest.h>

#include <thread>

#include "net/testing_server.h"

namespace gulou::net {
namespace {

using std::chrono::milliseconds;

class StopTest : public ServerTest {
 protected:
  StopTest() {
    add_page("/page", "page");
    add_echo("/echo");
    add_held_page("/held");
    options.io_threads = 1;
  }
  void TearDown() override {
    join();
    ServerTest::TearDown();
  }
  void begin_stop() {
    stopper_ = std::thread([this] { server->stop(); });
  }
  void join() {
    turnstile.open();
    if (stopper_.joinable()) stopper_.join();
  }

 private:
  std::thread stopper_;
};

TEST_F(StopTest, ARunningHandlerMayFinish) {
  router.add(Stream{"/live", "public", "", 10, [](const Request&) -> Result<std::string> { return "state"; }});
  start();
  auto idle = connect();
  EXPECT_EQ(idle.get("/page").status, 200);
  auto half = connect();
  half.send("GET /page HTTP/1.1\r\nHo");
  auto half_body = connect();
  EXPECT_EQ(half_body.ask("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\n").status,
            100);
  auto listener = connect();
  listener.send(TestClient::get_request("/live"));
  listener.read_through("data: state\n\n");
  auto busy = connect();
  busy.send(TestClient::get_request("/held") + TestClient::get_request("/page"));
  ASSERT_TRUE(turnstile.wait_for(1));
  begin_stop();
  EXPECT_TRUE(idle.at_end());
  EXPECT_TRUE(half.at_end());
  EXPECT_TRUE(half_body.at_end());
  EXPECT_TRUE(listener.at_end());
  EXPECT_FALSE(connect().connected()) << "nobody new";
  EXPECT_FALSE(busy.readable(milliseconds(0)));
  turnstile.open();
  const auto last = busy.read();
  EXPECT_EQ(last.body, "held");
  EXPECT_EQ(last.header("Connection"), "close");
  EXPECT_TRUE(busy.at_end());
  join();
  EXPECT_EQ(asked, 1) << "what was pipelined behind is not begun";
}

TEST_F(StopTest, QueuedRequestsAreAnsweredToo) {
  options.workers = 1;
  router.add(StaticFile{"/file", "text/plain", "file", false});
  start();
  auto busy = connect();
  auto queued = connect();
  auto idle = connect();
  EXPECT_EQ(queued.get("/page").status, 200);
  busy.send(TestClient::get_request("/held"));
  ASSERT_TRUE(turnstile.wait_for(1));
  queued.send(TestClient::get_request("/page"));
  EXPECT_EQ(idle.get("/file").body, "file");  // the only I/O thread has seen all that was sent before
  begin_stop();
  EXPECT_TRUE(idle.at_end());
  turnstile.open();
  EXPECT_EQ(busy.read().body, "held");
  EXPECT_EQ(queued.read().body, "page");
}

// stop() must wait for the worker; the connections it no longer serves when the handler ends at last.
TEST_F(StopTest, AHandlerMayOutlastThePatience) {
  options.write_timeout = milliseconds(50);
  start();
  auto busy = connect();
  busy.send(TestClient::get_request("/held"));
  ASSERT_TRUE(turnstile.wait_for(1));
  begin_stop();
  EXPECT_FALSE(busy.readable(milliseconds(500)));
  join();
  server.reset();
  EXPECT_EQ(busy.read_to_end(), "");
}

// A request that passes its gate while the server stops must not wait for its body.
TEST_F(StopTest, NoBodyIsWaitedFor) {
  router.set_gate([this](const Request&, const Wanted&) -> Result<std::shared_ptr<const Caller>> {
    turnstile.pass();
    return std::shared_ptr<const Caller>();
  });
  add_echo("/desk", "desk.write");
  start();
  auto idle = connect();
  EXPECT_EQ(idle.get("/page").status, 200);
  auto slow = connect();
  slow.send("POST /desk HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n");
  auto whole = connect();
  whole.send("POST /desk HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody");
  ASSERT_TRUE(turnstile.wait_for(2));
  begin_stop();
  EXPECT_TRUE(idle.at_end());
  turnstile.open();
  EXPECT_TRUE(slow.at_end());
  EXPECT_EQ(whole.read().body, "[body]");
}

TEST_F(StopTest, StoppingTwiceIsHarmless) {
  start();
  server->stop();
  server->stop();
}

TEST_F(StopTest, WhatKeepsItFromStarting) {
  const auto code_of = [this](ServerOptions with) {
    const auto started = Server::start(router, std::move(with));
    return started ? std::string("started") : started.error().code;
  };
  start();
  for (const int threads : {1, 2}) {
    auto taken = options;
    taken.port = server->port();
    taken.io_threads = threads;
    EXPECT_EQ(code_of(taken), "cannot_listen") << threads;
  }
  auto nowhere = options;
  nowhere.address = "gulou.test";
  EXPECT_EQ(code_of(nowhere), "bad_address");
  server->stop();
  add_page("/page", "a second time");
  EXPECT_EQ(code_of(options), "router_mistakes");
}

}  // namespace
}  // namespace gulou::net
