// Kept answers: the cache by itself, and what clients see of it over real sockets.
#include "net/answer_cache.h"

#include <gtest/gtest.h>

#include <deque>

#include "net/testing_server.h"

namespace gulou::net {
namespace {

using std::chrono::milliseconds;

struct AnswerCacheTest : testing::Test {
  std::uint64_t version = 1;
  CachePolicy policy{[this] { return version; }};
  CachePolicy short_lived{[this] { return version; }, 100};
  AnswerCache::TimePoint now{};
  AnswerCache cache{64 * 1024};

  static AnswerCache::VariantsPtr answer(std::string body) {
    return make_variants({.headers = {}, .body = std::move(body)}, cache_revalidate, 6);
  }
  void keep(const std::string& target, std::string body) {
    cache.finish(cache.join(target, policy, [](const auto&) {}), answer(std::move(body)), true, now);
  }
  std::string found(std::string_view target) {
    const auto variants = cache.find(target, now);
    return variants ? variants->identity->body : "";
  }
};

TEST_F(AnswerCacheTest, OneRendersAndAllWhoWaitGetIt) {
  std::vector<std::string> got;
  const auto done = [&](const AnswerCache::VariantsPtr& variants) { got.push_back(variants->identity->body); };
  const auto flight = cache.join("/a", policy, done);
  ASSERT_TRUE(flight);
  EXPECT_FALSE(cache.join("/a", policy, done));
  EXPECT_FALSE(cache.join("/a", policy, done));
  EXPECT_TRUE(cache.join("/b", policy, done)) << "another target";
  EXPECT_EQ(found("/a"), "");
  cache.finish(flight, answer("a"), true, now);
  EXPECT_EQ(got, (std::vector<std::string>{"a", "a", "a"}));
  EXPECT_EQ(found("/a"), "a");
}

TEST_F(AnswerCacheTest, AChangeEndsWhatIsKeptAndWhatIsUnderWay) {
  keep("/a", "old");
  EXPECT_EQ(found("/a"), "old");
  ++version;
  EXPECT_EQ(found("/a"), "");
  EXPECT_EQ(cache.bytes(), 0u);

  std::vector<std::string> got;
  const auto done = [&](const AnswerCache::VariantsPtr& variants) { got.push_back(variants->identity->body); };
  const auto before = cache.join("/a", policy, done);
  ++version;
  const auto after = cache.join("/a", policy, done);
  ASSERT_TRUE(before && after) << "who comes after the change does not get the state before it";
  cache.finish(before, answer("before"), true, now);
  EXPECT_EQ(got, (std::vector<std::string>{"before"}));
  EXPECT_EQ(found("/a"), "");
  EXPECT_FALSE(cache.join("/a", policy, done)) << "the later flight goes on";
  cache.finish(after, answer("after"), true, now);
  EXPECT_EQ(got, (std::vector<std::string>{"before", "after", "after"}));
  EXPECT_EQ(found("/a"), "after");
}

TEST_F(AnswerCacheTest, AnswersExpire) {
  cache.finish(cache.join("/a", short_lived, [](const auto&) {}), answer("a"), true, now);
  now += milliseconds(99);
  EXPECT_EQ(found("/a"), "a");
  now += milliseconds(1);
  EXPECT_EQ(found("/a"), "");
}

TEST_F(AnswerCacheTest, WhatIsNotToBeKeptIsNot) {
  int calls = 0;
  cache.finish(cache.join("/a", policy, [&](const auto&) { ++calls; }), answer("a"), false, now);
  EXPECT_EQ(calls, 1);
  EXPECT_EQ(found("/a"), "");
}

TEST_F(AnswerCacheTest, TheLeastRecentlyUsedGoFirst) {
  const std::string body(20'000, 'x');
  keep("/a", body);
  keep("/b", body);
  const auto two = cache.bytes();
  EXPECT_GT(two, 40'000u);
  EXPECT_EQ(found("/a"), body);  // now /b is the older one
  keep("/c", body);
  keep("/d", body);
  EXPECT_LE(cache.bytes(), 64u * 1024);
  EXPECT_EQ(found("/b"), "");
  EXPECT_EQ(found("/d"), body);
  keep("/huge", std::string(100'000, 'x'));
  EXPECT_EQ(found("/huge"), "");
  EXPECT_EQ(cache.bytes(), 0u) << "all made room for it in vain";
  keep("/a", body);
  const auto one = cache.bytes();
  keep("/a", body);
  EXPECT_EQ(cache.bytes(), one) << "the same target counts once";
}

class KeptAnswersTest : public ServerTest {
 protected:
  // A kept page whose text tells how often it was rendered and what it was asked with.
  void add_kept(std::string path, std::int64_t expires_after_ms = 0) {
    router.add(Route{.pattern = std::move(path),
                     .permission = "public",
                     .query = {{"q", "what to look for"}, {"elders", "large print"}},
                     .handler = [this](const Request& request) -> Result<Response> {
                       auto text = std::to_string(++asked);
                       for (const auto& [name, value] : request.query) text += " " + name + "=" + value;
                       for (const auto& [name, value] : request.headers) text += " " + name;
                       return html_page(text + request.client);
                     },
                     .cache = CachePolicy{[this] { return version.load(); }, expires_after_ms}});
  }
  std::atomic<std::uint64_t> version = 1;
};

TEST_F(KeptAnswersTest, RenderedOncePerTargetUntilSomethingChanges) {
  add_kept("/page");
  start();
  auto client = connect();
  const auto first = client.get("/page");
  EXPECT_EQ(first.body, "1");
  EXPECT_EQ(first.header("Cache-Control"), "no-cache");
  EXPECT_EQ(client.get("/page", "Cookie: session=1\r\nAuthorization: Bearer x\r\n").body, "1");
  EXPECT_EQ(connect().get("/page").body, "1") << "also on the other I/O thread";
  EXPECT_EQ(client.ask("HEAD /page HTTP/1.1\r\nHost: x\r\n\r\n").header("ETag"), first.header("ETag"));
  EXPECT_EQ(client.get("/page?q=a").body, "2 q=a");
  EXPECT_EQ(client.get("/page?q=a").body, "2 q=a");
  EXPECT_EQ(client.get("/page?q=b").body, "3 q=b");
  ++version;
  EXPECT_EQ(client.get("/page").body, "4");
  EXPECT_EQ(client.get("/page").body, "4");
  EXPECT_EQ(client.get("/page?q=a").body, "5 q=a");
}

TEST_F(KeptAnswersTest, OnlyDeclaredParametersAreKept) {
  add_kept("/page");
  start();
  auto client = connect();
  EXPECT_EQ(client.get("/page?other=1").body, "1 other=1");
  EXPECT_EQ(client.get("/page?other=1").body, "2 other=1");
  EXPECT_EQ(client.get("/page?q=a&other=1").body, "3 q=a other=1");
  EXPECT_EQ(client.get("/page?q=a&other=1").body, "4 q=a other=1");
}

TEST_F(KeptAnswersTest, ClientsThatHaveItGet304) {
  add_kept("/page");
  start();
  auto client = connect();
  const auto etag = client.get("/page").header("ETag");
  ASSERT_GT(etag.size(), 2u);
  const auto again = client.get("/page", "If-None-Match: " + etag + "\r\n");
  EXPECT_EQ(again.status, 304);
  EXPECT_EQ(again.header("ETag"), etag);
  EXPECT_EQ(again.header("Content-Length"), "");
  ++version;
  const auto changed = client.get("/page", "If-None-Match: " + etag + "\r\n");
  EXPECT_EQ(changed.status, 200);
  EXPECT_NE(changed.header("ETag"), etag);
}

TEST_F(KeptAnswersTest, AnswersExpire) {
  add_kept("/brief", 1);
  add_kept("/long", 1'000'000'000);
  start();
  auto client = connect();
  const auto kept = client.get("/long").body;
  const auto first = client.get("/brief").body;
  const auto give_up = std::chrono::steady_clock::now() + test_patience;
  while (client.get("/brief").body == first) ASSERT_LT(std::chrono::steady_clock::now(), give_up);
  EXPECT_EQ(client.get("/long").body, kept);
}

TEST_F(KeptAnswersTest, PreferenceCookiesChooseAnotherAnswer) {
  options.preference_cookies = {"elders"};
  add_kept("/page");
  router.add(StaticFile{"/file", "text/plain", "file", false});
  start();
  auto client = connect();
  const auto elders = "Cookie: a=b; elders=1; c=d\r\n";
  EXPECT_EQ(client.get("/page").body, "1");
  EXPECT_EQ(client.get("/page", elders).body, "2 elders=1");
  EXPECT_EQ(client.get("/page", elders).body, "2 elders=1");
  EXPECT_EQ(client.get("/page").body, "1");
  EXPECT_EQ(client.get("/page?elders=1").body, "2 elders=1") << "the same answer as without cookies";
  EXPECT_EQ(client.get("/page?q=a", elders).body, "3 q=a elders=1");
  EXPECT_EQ(client.get("/page?q=a").body, "4 q=a");
  EXPECT_EQ(client.get("/page", "Cookie: elders=2\r\n").body, "5 elders=2") << "another choice, another answer";
  EXPECT_EQ(client.get("/file", elders).body, "file");
  for (const std::string cookies :
       {"elders=0", "elders=11", "xelders=1", "elders", "elders=1x", "other=1", "elders==1"})
    EXPECT_EQ(client.get("/page", "Cookie: " + cookies + "\r\n").body, "1") << cookies;
  const auto etag = client.get("/page").header("ETag");
  EXPECT_EQ(client.get("/page", elders + ("If-None-Match: " + etag + "\r\n")).status, 200);
}

TEST_F(KeptAnswersTest, OneRendersForAllWhoAskMeanwhile) {
  options.io_threads = 1;  // so that it has read all requests once it has read the last
  options.workers = 4;
  router.add(Route{.pattern = "/page",
                   .permission = "public",
                   .handler = [this](const Request&) -> Result<Response> {
                     ++asked;
                     turnstile.pass();
                     return html_page("page");
                   },
                   .cache = CachePolicy{[] { return std::uint64_t{1}; }}});
  router.add(StaticFile{"/file", "text/plain", "file", false});
  start();
  std::deque<TestClient> clients;
  for (int i = 0; i < 10; ++i) clients.push_back(connect());
  for (auto& client : clients) EXPECT_EQ(client.get("/file").body, "file");
  for (auto& client : clients) client.send(TestClient::get_request("/page"));
  clients[3].leave();  // even the one that it was begun for may go
  clients[0].leave();
  EXPECT_EQ(connect().get("/file").body, "file");
  ASSERT_TRUE(turnstile.wait_for(1));
  EXPECT_EQ(turnstile.entered(), 1);
  turnstile.open();
  for (auto i : {1, 2, 4, 5, 6, 7, 8, 9}) EXPECT_EQ(clients[static_cast<std::size_t>(i)].read().body, "page") << i;
  EXPECT_EQ(asked, 1);
}

// Kept is only what answers everyone: 200, and no cookie set.
TEST_F(KeptAnswersTest, RefusalsAndCookiesAreNotKept) {
  const auto add = [this](std::string path, Response response) {
    router.add(Route{.pattern = std::move(path),
                     .permission = "public",
                     .handler = [this, response = std::move(response)](const Request&) -> Result<Response> {
                       ++asked;
                       return response;
                     },
                     .cache = CachePolicy{[this] { return version.load(); }}});
  };
  add("/missing", html_page("none", 404));
  add("/cookie", {.headers = {{"set-Cookie", "a=b"}}, .body = "cookie"});
  start();
  auto client = connect();
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(client.get("/missing").status, 404);
    EXPECT_EQ(client.get("/cookie").body, "cookie");
  }
  EXPECT_EQ(asked, 4);
}

TEST_F(KeptAnswersTest, AFullQueueIsToldToAllWhoWait) {
  options.workers = 1;
  options.max_queued_jobs = 0;
  add_kept("/page");
  start();
  auto client = connect();
  const auto refused = client.get("/page");
  EXPECT_EQ(refused.status, 503);
  EXPECT_NE(refused.header("Retry-After"), "");
  EXPECT_EQ(client.get("/page").status, 503);
  EXPECT_EQ(asked, 0);
}

}  // namespace
}  // namespace gulou::net
