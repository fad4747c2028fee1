// Who waits for the database's one writer keeps nobody else waiting.
#include <thread>
#include <vector>

#include "net/testing_server.h"

namespace gulou::net {
namespace {

using ServerWriters = ServerTest;

Route held(Turnstile& turnstile, Method method, bool writes) {
  return {.method = method,
          .pattern = "/held",
          .permission = "public",
          .writes = writes,
          .handler = [&turnstile](const Request&) -> Result<Response> {
            turnstile.pass();
            return html_page("written");
          }};
}

TEST_F(ServerWriters, ReadsAreAnsweredWhileAllThreadsForWritesWait) {
  options.workers = 1;
  options.writers = 2;
  router.add(held(turnstile, Method::post, false));
  router.add(held(turnstile, Method::get, true));
  add_page("/page", "read");
  start();
  std::vector<TestClient> writers;
  for (int i = 0; i < 6; ++i) {
    writers.push_back(connect());
    writers.back().send(i % 2 == 0 ? "POST /held HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n"
                                   : TestClient::get_request("/held"));
  }
  ASSERT_TRUE(turnstile.wait_for(2));
  const auto began = std::chrono::steady_clock::now();
  auto reader = connect();
  for (int i = 0; i < 20; ++i) EXPECT_EQ(reader.get("/page").body, "read");
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(5));
  EXPECT_EQ(turnstile.entered(), 2) << "no more than there are threads for them";
  turnstile.open();
  for (auto& each : writers) EXPECT_EQ(each.read().body, "written");
}

TEST_F(ServerWriters, WritesAreAnsweredWhileAllThreadsForReadsAreBusy) {
  options.workers = 1;
  add_held_page("/slow");
  add_echo("/echo");
  start();
  auto slow = connect(), writer = connect();
  slow.send(TestClient::get_request("/slow"));
  ASSERT_TRUE(turnstile.wait_for(1));
  EXPECT_EQ(writer.ask("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi").body, "[hi]");
  turnstile.open();
  EXPECT_EQ(slow.read().body, "held");
}

TEST_F(ServerWriters, OnlyAGetSaysThatItWrites) {
  router.add(held(turnstile, Method::post, true));
  EXPECT_FALSE(Server::start(router, options));
}

}  // namespace
}  // namespace gulou::net
