// Every limit in ServerOptions: what is over it is refused, what is at it passes, and who dawdles is cut off.
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <vector>

#include "net/core.h"
#include "net/open_files.h"
#include "net/testing_server.h"

namespace gulou::net {
namespace {

using std::chrono::milliseconds;

std::string post_head(std::string_view headers) {
  return "POST /echo HTTP/1.1\r\nHost: x\r\n" + std::string(headers) + "\r\n";
}

std::string chunk(std::size_t size) {
  char head[32];
  const auto length = std::snprintf(head, sizeof head, "%zx\r\n", size);
  return std::string(head, static_cast<std::size_t>(length)) + std::string(size, 'c') + "\r\n";
}

class LimitsTest : public ServerTest {
 protected:
  LimitsTest() {
    add_page("/page", "page");
    add_echo("/echo");
    add_held_page("/held");
  }
  // Sends one byte after the other, each long before a time limit, until the server says something.
  static void trickle(TestClient& client, const std::string& bytes) {
    for (const char byte : bytes) {
      client.send(std::string_view(&byte, 1));
      if (client.readable(milliseconds(20))) return;
    }
  }
};

TEST_F(LimitsTest, HeaderSize) {
  options.max_header_bytes = 500;
  start();
  const auto request_of = [](std::size_t size) {
    const auto bare = TestClient::get_request("/page", "A: \r\n");
    return TestClient::get_request("/page", "A: " + std::string(size - bare.size(), 'a') + "\r\n");
  };
  auto client = connect();
  EXPECT_EQ(client.ask(request_of(500)).status, 200);
  EXPECT_EQ(client.ask(request_of(500) + request_of(500)).status, 200) << "what comes behind does not count";
  EXPECT_EQ(client.read().status, 200);
  EXPECT_EQ(client.ask(request_of(501)).status, 431);
  EXPECT_TRUE(client.at_end());
  EXPECT_EQ(connect().ask("GET /" + std::string(600, 'a')).status, 431) << "without waiting for the rest";
}

TEST_F(LimitsTest, BodySizeOfAFormThatComesWithoutASession) {
  router.add(Route{.method = Method::post,
                   .pattern = "/form",
                   .permission = "desk.form",
                   .max_body_bytes = 1000,
                   .handler = [](const Request&) -> Result<Response> { return html_page("in"); },
                   .signed_out = [this](const Request& request) -> Result<Response> {
                     ++asked;
                     return html_page("[" + request.body + "]", 401);
                   }});
  start();
  auto client = connect();
  const auto head = [](std::size_t size) {
    return "POST /form HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(size) + "\r\n\r\n";
  };
  const auto read = client.ask(head(1000) + std::string(1000, 'b'));
  EXPECT_EQ(read.status, 401);
  EXPECT_EQ(read.body.size(), 1002u);
  EXPECT_EQ(client.ask(head(1001)).status, 413) << "before the body is sent";
  EXPECT_EQ(asked, 1);
}

TEST_F(LimitsTest, BodySize) {
  options.max_body_bytes = 100'000;
  start();
  auto client = connect();
  EXPECT_EQ(client.ask(post_head("Content-Length: 100000\r\n") + std::string(100'000, 'b')).body.size(), 100'002u);
  const auto in_chunks =
      client.ask(post_head("Transfer-Encoding: chunked\r\n") + chunk(60'000) + chunk(40'000) + "0\r\n\r\n");
  EXPECT_EQ(in_chunks.body.size(), 100'002u);
  EXPECT_EQ(asked, 2);
  EXPECT_EQ(client.ask(post_head("Content-Length: 100001\r\n")).status, 413) << "before the body is sent";
  EXPECT_TRUE(client.at_end());
  EXPECT_EQ(connect().ask(post_head("Content-Length: 100001\r\nExpect: 100-continue\r\n")).status, 413);
  EXPECT_EQ(connect().ask(post_head("Transfer-Encoding: chunked\r\n") + chunk(60'000) + chunk(40'001)).status, 413);
  EXPECT_EQ(connect().ask(post_head("Content-Length: 150000\r\n") + std::string(150'000, 'b')).status, 413)
      << "the answer is not lost though the client sends on";
  EXPECT_EQ(asked, 2);
}

TEST_F(LimitsTest, ARouteMayTakeMoreAndThenGetsMoreTime) {
  options.max_body_bytes = 1'000;
  options.body_timeout = milliseconds(100);
  router.add(Route{.method = Method::post,
                   .pattern = "/files",
                   .permission = "public",
                   .takes_bytes = true,
                   .max_body_bytes = 64'000,  // one second at the least rate
                   .handler = [](const Request& request) -> Result<Response> {
                     return html_page(std::to_string(request.body.size()));
                   }});
  start();
  const std::string head = "POST /files HTTP/1.1\r\nHost: x\r\nContent-Type: application/octet-stream\r\n";
  auto client = connect();
  EXPECT_EQ(client.ask(head + "Content-Length: 64000\r\n\r\n" + std::string(64'000, 'b')).body, "64000");
  EXPECT_EQ(client.ask(head + "Content-Length: 64001\r\n\r\n").status, 413);
  EXPECT_EQ(connect().ask(head + "Transfer-Encoding: chunked\r\n\r\n" + chunk(40'000) + chunk(24'001)).status, 413);
  EXPECT_EQ(connect().ask(post_head("Content-Length: 1001\r\n")).status, 413) << "the others take no more than before";
  auto slow = connect();
  slow.send(head + "Content-Length: 2\r\n\r\na");
  EXPECT_FALSE(slow.readable(milliseconds(500)));
  slow.send("b");
  EXPECT_EQ(slow.read().body, "2");
  EXPECT_EQ(connect()
                .ask("POST /files HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nab")
                .status,
            415);
}

TEST_F(LimitsTest, TimeToTheFirstByte) {
  options.header_timeout = milliseconds(100);
  start();
  auto client = connect();
  EXPECT_TRUE(client.connected());
  EXPECT_EQ(client.read_to_end(), "");
}

TEST_F(LimitsTest, SlowHeader) {
  options.header_timeout = milliseconds(200);
  start();
  auto stalled = connect();
  EXPECT_EQ(stalled.ask("GET /page HTTP/1.1\r\nHo").status, 408);
  EXPECT_TRUE(stalled.at_end());
  auto slow = connect();
  trickle(slow, "GET /page HTTP/1.1\r\nHost: x\r\nA: " + std::string(2'000, 'a'));
  EXPECT_EQ(slow.read().status, 408);
  auto second = connect();
  EXPECT_EQ(second.get("/page").status, 200);
  EXPECT_EQ(second.ask("GET /page HTTP/1.1\r\nHo").status, 408) << "also for a later request";
}

TEST_F(LimitsTest, SlowBody) {
  options.body_timeout = milliseconds(200);
  start();
  auto stalled = connect();
  EXPECT_EQ(stalled.ask(post_head("Content-Length: 5\r\n") + "hel").status, 408);
  EXPECT_TRUE(stalled.at_end());
  EXPECT_EQ(connect().ask(post_head("Content-Length: 5\r\n")).status, 408);
  auto slow = connect();
  slow.send(post_head("Content-Length: 2000\r\n"));
  trickle(slow, std::string(2'000, 'a'));
  EXPECT_EQ(slow.read().status, 408);
  auto slow_chunks = connect();
  slow_chunks.send(post_head("Transfer-Encoding: chunked\r\n"));
  for (int i = 0; i < 1'000 && !slow_chunks.readable(milliseconds(20)); ++i) slow_chunks.send("1\r\na\r\n");
  EXPECT_EQ(slow_chunks.read().status, 408);
  EXPECT_EQ(asked, 0);
}

TEST_F(LimitsTest, IdleConnections) {
  options.idle_timeout = milliseconds(100);
  start();
  auto client = connect();
  EXPECT_EQ(client.get("/page").header("Connection"), "");
  EXPECT_EQ(client.read_to_end(), "") << "closed without a word: nothing was asked";
}

TEST_F(LimitsTest, AHandlerMayTakeLongerThanTheTimeLimits) {
  options.header_timeout = options.body_timeout = options.idle_timeout = milliseconds(50);
  start();
  auto client = connect();
  client.send(TestClient::get_request("/held"));
  ASSERT_TRUE(turnstile.wait_for(1));
  EXPECT_FALSE(client.readable(milliseconds(500)));
  turnstile.open();
  EXPECT_EQ(client.read().body, "held");
}

// The client asks for an event that is far bigger than the system's buffers and never reads. Its connection is the only
// one allowed, so that a new one is served only once it is gone.
TEST_F(LimitsTest, ClientsThatDoNotReadAreDropped) {
  router.add(Stream{"/stream", "public", "", 500,
                    [](const Request&) -> Result<std::string> { return std::string(16 * 1024 * 1024, 's'); }});
  options.max_connections = 1;
  options.write_timeout = milliseconds(200);
  start();
  TestClient deaf(server->port(), test_patience, 4096);
  deaf.send(TestClient::get_request("/stream"));
  ASSERT_TRUE(deaf.readable(test_patience));
  const auto give_up = std::chrono::steady_clock::now() + test_patience;
  int status = 503;
  while (status == 503 && std::chrono::steady_clock::now() < give_up) {
    auto next = connect();
    next.readable(milliseconds(20));  // a refusal comes unasked
    status = next.get("/page").status;
    if (status == 0) status = 503;  // refused and reset before it was read
  }
  EXPECT_EQ(status, 200);
}

TEST_F(LimitsTest, Connections) {
  options.max_connections = 2;
  start();
  auto first = connect();
  auto second = connect();
  EXPECT_EQ(first.get("/page").status, 200);
  EXPECT_EQ(second.get("/page").status, 200);
  auto third = connect();
  const auto refused = third.read();
  EXPECT_EQ(refused.status, 503);
  EXPECT_EQ(refused.header("Retry-After"), "5");
  EXPECT_EQ(refused.header("Connection"), "close");
  EXPECT_TRUE(third.at_end());
  EXPECT_EQ(first.get("/page").status, 200);
  EXPECT_EQ(first.get("/page", "Connection: close\r\n").status, 200);
  EXPECT_TRUE(first.at_end());
  first.leave();
  const auto give_up = std::chrono::steady_clock::now() + test_patience;
  bool served = false;
  while (!served && std::chrono::steady_clock::now() < give_up) {
    auto next = connect();
    served = !next.readable(milliseconds(20)) && next.get("/page").status == 200;
  }
  EXPECT_TRUE(served);
  EXPECT_EQ(second.get("/page").status, 200);
}

TEST(ConnectionCount, CountsInAllAndPerClient) {
  ConnectionCount count(3, 2);
  EXPECT_TRUE(count.enter("a", true));
  EXPECT_TRUE(count.enter("a", true));
  EXPECT_FALSE(count.enter("a", true));
  EXPECT_TRUE(count.enter("b", true));
  EXPECT_FALSE(count.enter("c", true)) << "three in all";
  EXPECT_FALSE(count.wait_for_none(milliseconds(0)));
  count.leave("a", true);
  EXPECT_TRUE(count.enter("a", true));
  count.leave("b", true);
  count.leave("a", true);
  count.leave("a", true);
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(count.enter("127.0.0.1", false)) << "loopback has no share of its own";
  EXPECT_FALSE(count.enter("127.0.0.1", false));
  for (int i = 0; i < 3; ++i) count.leave("127.0.0.1", false);
  EXPECT_TRUE(count.wait_for_none(milliseconds(0)));
}

// One handler runs, one request waits in the queue; one more is too many.
TEST_F(LimitsTest, QueuedRequests) {
  options.workers = 1;
  options.max_queued_jobs = 1;
  start();
  auto running = connect();
  running.send(TestClient::get_request("/held"));
  ASSERT_TRUE(turnstile.wait_for(1));
  auto one = connect();
  auto other = connect();
  one.send(TestClient::get_request("/page"));
  other.send(TestClient::get_request("/page"));
  const auto give_up = std::chrono::steady_clock::now() + test_patience;
  while (!one.readable(milliseconds(10)) && !other.readable(milliseconds(10)))
    ASSERT_LT(std::chrono::steady_clock::now(), give_up);
  const bool one_is_refused = one.readable(milliseconds(0));
  auto& refused_client = one_is_refused ? one : other;
  const auto refused = refused_client.read();
  EXPECT_EQ(refused.status, 503);
  EXPECT_NE(refused.header("Retry-After"), "");
  turnstile.open();
  EXPECT_EQ((one_is_refused ? other : one).read().body, "page");
  EXPECT_EQ(running.read().body, "held");
  EXPECT_EQ(refused_client.get("/page").body, "page") << "a refused client may ask again";
}

// Connections that asked for /page once and then say nothing. They are held by a process of their own, for each process
// may open only so many files.
class IdleCrowd {
 public:
  IdleCrowd(std::uint16_t port, std::size_t size) : lines_(size) {
    if (pipe(told_.data()) != 0 || pipe(asked_.data()) != 0) return;
    child_ = fork();
    if (child_ == 0) idle(port);
    close(told_[1]);
    close(asked_[0]);
  }
  ~IdleCrowd() {
    close(asked_[1]);
    close(told_[0]);
    waitpid(child_, nullptr, 0);
  }
  IdleCrowd(const IdleCrowd&) = delete;
  IdleCrowd& operator=(const IdleCrowd&) = delete;

  // How many of them the server has not let go. The first time it waits until all have come.
  std::size_t held() const {
    std::size_t count = 0;
    const bool answered = write(asked_[1], "?", 1) == 1 && read(told_[0], &count, sizeof count) == sizeof count;
    return answered ? count : 0;
  }

 private:
  // In the child of a process with threads: system calls alone.
  [[noreturn]] void idle(std::uint16_t port) {
    close(told_[0]);
    close(asked_[1]);
    for (auto& line : lines_) line = {.fd = connect_and_ask(port), .events = POLLIN | POLLRDHUP, .revents = 0};
    char question = 0;
    while (read(asked_[0], &question, 1) == 1) {
      poll(lines_.data(), lines_.size(), 0);
      std::size_t count = 0;
      for (const auto& line : lines_) count += line.fd >= 0 && line.revents == 0 ? 1 : 0;
      if (write(told_[1], &count, sizeof count) < 0) break;
    }
    _exit(0);
  }
  // The connection after its answer; -1 when there was none.
  static int connect_and_ask(std::uint16_t port) {
    sockaddr_in server{};
    server.sin_family = AF_INET;
    server.sin_port = htons(port);
    server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    constexpr std::string_view request = "GET /page HTTP/1.1\r\nHost: x\r\n\r\n";
    std::array<char, 4096> answer;
    const int line = socket(AF_INET, SOCK_STREAM, 0);
    const bool heard = line >= 0 && ::connect(line, reinterpret_cast<const sockaddr*>(&server), sizeof server) == 0 &&
                       send(line, request.data(), request.size(), 0) > 0 &&
                       recv(line, answer.data(), answer.size(), 0) > 0;
    return heard ? line : -1;
  }

  std::vector<pollfd> lines_;
  std::array<int, 2> told_{};
  std::array<int, 2> asked_{};
  pid_t child_ = -1;
};

TEST_F(LimitsTest, SEC38_TenThousandThatIdleAndHundredsThatDrawOutTheirHeadersKeepNobodyOut) {
  constexpr std::size_t idle_ones = 10'000;
  constexpr std::size_t slow_ones = 200;
  ASSERT_GE(allow_open_files(idle_ones + 1'000), idle_ones + 1'000) << "raise the hard limit of open files";
  options.max_connections = idle_ones + slow_ones + 10;
  options.idle_timeout = std::chrono::seconds(100);
  options.header_timeout = std::chrono::seconds(3);
  start();
  const IdleCrowd idle(server->port(), idle_ones);
  ASSERT_EQ(idle.held(), idle_ones);
  std::vector<TestClient> slow;
  slow.reserve(slow_ones);
  for (std::size_t i = 0; i < slow_ones; ++i) {
    slow.push_back(connect());
    slow.back().send("GET /page HTTP/1.1\r\nHost: x\r\nA: ");
  }
  auto active = connect();
  auto slowest = std::chrono::steady_clock::duration::zero();
  for (int i = 0; i < 100; ++i) {
    const auto began = std::chrono::steady_clock::now();
    ASSERT_EQ(active.get("/page").status, 200) << i;
    slowest = std::max(slowest, std::chrono::steady_clock::now() - began);
    for (auto& each : slow) each.send("a");
  }
  EXPECT_LT(slowest, std::chrono::seconds(2));
  // However long they go on, a header has three seconds in all.
  for (auto& each : slow) EXPECT_EQ(each.read().status, 408);
  EXPECT_EQ(connect().get("/page").status, 200) << "their places are free again";
  EXPECT_EQ(idle.held(), idle_ones);
}

}  // namespace
}  // namespace gulou::net
