// A large import keeps the database's one writer busy for seconds: who only reads does not notice.
#include <array>
#include <chrono>
#include <future>
#include <thread>

#include "net/server.h"
#include "net/testing_client.h"
#include "people_desk.h"

namespace gulou {
namespace {

using std::chrono::steady_clock;

class ReadsBesideWrites : public PeopleDesk {
 protected:
  static constexpr int workers = 2, writers = 2;

  void serve() {
    net::ServerOptions options;
    options.port = 0;
    options.workers = workers;
    options.writers = writers;
    server_ = must(net::Server::start(application_->router(), options));
  }
  // Holds the writer until release().
  void hold() {
    std::promise<void> started;
    held_ = std::async(std::launch::async, [this, &started] {
      bool told = false;
      return database().write([&](db::Transaction&) -> Result<int> {
        if (!std::exchange(told, true)) started.set_value();
        released_.wait();
        return 0;
      });
    });
    started.get_future().wait();
  }
  void release() {
    go_.set_value();
    EXPECT_TRUE(held_.get());
  }
  void TearDown() override {
    if (server_) server_->stop();
  }
  static std::string with(const TestBrowser& browser) { return "Cookie: " + browser.cookie + "\r\n"; }
  static std::string writing(const TestBrowser& browser, std::string_view body) {
    return fmt::format(
        "POST /api/people HTTP/1.1\r\nHost: gulou.test\r\nOrigin: http://gulou.test\r\n{}Content-Type: "
        "application/json\r\nContent-Length: {}\r\n\r\n{}",
        with(browser), body.size(), body);
  }

  std::promise<void> go_;
  const std::shared_future<void> released_ = go_.get_future().share();
  std::future<Result<int>> held_;
  std::unique_ptr<net::Server> server_;
};

TEST_F(ReadsBesideWrites, pages_and_desks_are_read_at_once_while_every_writing_thread_waits) {
  auto village = desk(Role::village_committee, village_a);
  std::vector<TestBrowser> people;
  for (int i = 0; i < 6; ++i) people.push_back(desk(Role::village_committee, village_a));
  later(2 * 60'000);  // so that each request first notes that its sender is there
  serve();
  hold();
  constexpr std::array names = {"测试甲", "测试乙", "测试丙", "测试丁", "测试戊", "测试己", "测试庚", "测试辛"};
  static_assert(names.size() == 2 * (workers + writers));
  std::vector<std::unique_ptr<net::TestClient>> waiting;
  for (std::size_t i = 0; i < names.size(); ++i) {
    waiting.push_back(std::make_unique<net::TestClient>(server_->port()));
    waiting.back()->send(writing(village, body_of(village_a, someone(names[i]))));
  }
  std::this_thread::sleep_for(std::chrono::milliseconds(300));  // until they wait

  const auto began = steady_clock::now();
  net::TestClient reader(server_->port());
  EXPECT_EQ(reader.get("/").status, 200);
  EXPECT_EQ(reader.get("/u/522601001001").status, 200);
  for (const auto& each : people) EXPECT_EQ(reader.get("/api/people", with(each)).status, 200);
  for (const auto& each : people) EXPECT_EQ(reader.get("/api/people", with(each)).status, 200);
  EXPECT_LT(steady_clock::now() - began, std::chrono::seconds(2));
  for (const auto& each : waiting) EXPECT_FALSE(each->readable(std::chrono::milliseconds(0)));

  release();
  for (const auto& each : waiting) EXPECT_EQ(each->read().status, 201);
  // That they were there was written when it could be.
  EXPECT_EQ(count(fmt::format("SELECT count(*) FROM session WHERE seen_at = {}", clock_.now().ms())), 7);
}

}  // namespace
}  // namespace gulou
