// Live streams (server-sent events) over real sockets.
#include <gtest/gtest.h>

#include <deque>

#include "net/testing_server.h"

namespace gulou::net {
namespace {

using std::chrono::milliseconds;

class StreamTest : public ServerTest {
 protected:
  StreamTest() {
    router.add(Stream{"/live", "public", "", 10, [this](const Request&) { return poll(); }});
    router.add(Stream{"/api/live/{unit}", "desk.read", "", 10, [this](const Request&) { return poll(); }});
  }

  Result<std::string> poll() {
    const std::lock_guard lock(mutex_);
    ++polls_;
    polled_.notify_all();
    return state_;
  }
  void set_state(Result<std::string> state) {
    const std::lock_guard lock(mutex_);
    state_ = std::move(state);
  }
  // Waits for `more` polls; false if they do not come within `limit`.
  bool wait_for_polls(int more, std::chrono::milliseconds limit = test_patience) {
    std::unique_lock lock(mutex_);
    const int wanted = polls_ + more;
    return polled_.wait_for(lock, limit, [&] { return polls_ >= wanted; });
  }
  // The head of the answer; the client is then at the first event.
  static std::string listen(TestClient& client, std::string_view target, std::string_view headers = "") {
    client.send(TestClient::get_request(target, headers));
    return client.read_through("\r\n\r\n");
  }
  static std::string next_event(TestClient& client) { return client.read_through("\n\n"); }

 private:
  std::mutex mutex_;
  std::condition_variable polled_;
  Result<std::string> state_ = "first";
  int polls_ = 0;
};

TEST_F(StreamTest, AnEventForEachChange) {
  start();
  auto client = connect();
  const auto head = listen(client, "/live");
  EXPECT_TRUE(head.starts_with("HTTP/1.1 200 OK\r\n")) << head;
  EXPECT_NE(head.find("\r\nContent-Type: text/event-stream\r\n"), std::string::npos);
  EXPECT_NE(head.find("\r\nCache-Control: no-store\r\n"), std::string::npos);
  EXPECT_EQ(head.find("Content-Length"), std::string::npos);
  EXPECT_EQ(next_event(client), "data: first\n\n");
  ASSERT_TRUE(wait_for_polls(3));
  EXPECT_FALSE(client.readable(milliseconds(0))) << "nothing has changed";
  set_state("second\nline\r\nwith\rreturns");
  EXPECT_EQ(next_event(client), "data: second\ndata: line\ndata: with returns\n\n");
  set_state("");
  EXPECT_EQ(next_event(client), "data: \n\n");
}

TEST_F(StreamTest, AllListenersOfATargetShareThePolling) {
  Turnstile held;
  std::atomic<int> polls = 0;
  router.add(Stream{"/shared", "public", "", 1'000'000, [&](const Request&) -> Result<std::string> {
                      ++polls;
                      held.pass();
                      return "state";
                    }});
  start();
  std::deque<TestClient> clients;
  for (int i = 0; i < 5; ++i) {
    clients.push_back(connect());
    clients.back().send(TestClient::get_request("/shared"));
  }
  EXPECT_TRUE(held.wait_for(1));
  held.open();
  for (auto& client : clients) {
    client.read_through("\r\n\r\n");
    EXPECT_EQ(next_event(client), "data: state\n\n");
  }
  auto late = connect();
  listen(late, "/shared");
  EXPECT_EQ(next_event(late), "data: state\n\n") << "who comes later gets the last state at once";
  EXPECT_EQ(polls, 1);
}

TEST_F(StreamTest, CommentsKeepASilentStreamAlive) {
  options.heartbeat_period = milliseconds(50);
  options.idle_timeout = options.header_timeout = options.body_timeout = milliseconds(100);
  start();
  auto client = connect();
  listen(client, "/live");
  EXPECT_EQ(next_event(client), "data: first\n\n");
  for (int i = 0; i < 6; ++i) EXPECT_EQ(next_event(client), ":\n\n");
  set_state("second");
  std::string event;
  while ((event = next_event(client)) == ":\n\n") continue;
  EXPECT_EQ(event, "data: second\n\n");
}

TEST_F(StreamTest, WhenTheListenersAreGoneThePollingEnds) {
  start();
  auto leaving = connect();
  auto reset = connect();
  listen(leaving, "/live");
  listen(reset, "/live");
  leaving.leave();
  EXPECT_TRUE(wait_for_polls(3)) << "one still listens";
  reset.reset();
  const auto give_up = std::chrono::steady_clock::now() + test_patience;
  bool quiet = false;
  while (!quiet && std::chrono::steady_clock::now() < give_up) quiet = !wait_for_polls(1, milliseconds(500));
  EXPECT_TRUE(quiet);
}

TEST_F(StreamTest, AListenerThatTalksIsDropped) {
  start();
  auto client = connect();
  listen(client, "/live");
  EXPECT_EQ(next_event(client), "data: first\n\n");
  client.send("GET /live HTTP/1.1\r\n");
  EXPECT_TRUE(client.at_end());
}

TEST_F(StreamTest, OneThatCannotBeginIsAnOrdinaryError) {
  set_state(fail(not_found_error({"没有", "none"})));
  start();
  const auto refused = connect().get("/live");
  EXPECT_EQ(refused.status, 404);
  EXPECT_EQ(refused.header("Content-Type"), "application/problem+json");
  set_state("there");
  auto client = connect();
  listen(client, "/live");
  EXPECT_EQ(next_event(client), "data: there\n\n");
  set_state(fail(unavailable_error("away", "the database is away")));
  ASSERT_TRUE(wait_for_polls(3));
  set_state("back");
  EXPECT_EQ(next_event(client), "data: back\n\n") << "a failure on the way does not end it";
}

TEST_F(StreamTest, ExceptionsDoNotEndTheServer) {
  router.add(Stream{"/throws", "public", "", 10,
                    [](const Request&) -> Result<std::string> { throw std::runtime_error("SELECT secret"); }});
  start();
  const auto reply = connect().get("/throws");
  EXPECT_EQ(reply.status, 500);
  EXPECT_EQ(reply.body.find("secret"), std::string::npos);
}

class GatedStreamTest : public StreamTest {
 protected:
  GatedStreamTest() {
    router.set_gate([this](const Request& request, const Wanted&) -> Result<std::shared_ptr<const Caller>> {
      if (request.header("authorization") == "Bearer good" && !revoked) return std::shared_ptr<const Caller>();
      return fail(Error{.kind = ErrorKind::unauthenticated, .code = "session_wanted", .message = {}});
    });
  }
  std::atomic<bool> revoked = false;
};

TEST_F(GatedStreamTest, TheGateIsAsked) {
  start();
  EXPECT_EQ(connect().get("/api/live/52").status, 401);
  EXPECT_EQ(connect().ask("HEAD /api/live/52 HTTP/1.1\r\nHost: x\r\n\r\n").status, 401);
  const auto head = connect().ask("HEAD /api/live/52 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer good\r\n\r\n");
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.header("Content-Type"), "text/event-stream");
  auto client = connect();
  listen(client, "/api/live/52", "Authorization: Bearer good\r\n");
  EXPECT_EQ(next_event(client), "data: first\n\n");
}

TEST_F(GatedStreamTest, AndAskedAgainWithEachHeartbeat) {
  options.heartbeat_period = milliseconds(50);
  start();
  auto client = connect();
  listen(client, "/api/live/52", "Authorization: Bearer good\r\n");
  EXPECT_EQ(next_event(client), "data: first\n\n");
  EXPECT_EQ(next_event(client), ":\n\n");
  EXPECT_EQ(next_event(client), ":\n\n");
  revoked = true;
  const auto give_up = std::chrono::steady_clock::now() + test_patience;
  while (next_event(client) == ":\n\n" && std::chrono::steady_clock::now() < give_up) continue;
  EXPECT_TRUE(client.at_end());
}

}  // namespace
}  // namespace gulou::net
