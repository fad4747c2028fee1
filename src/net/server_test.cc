// The server over real sockets: what well-behaved clients see. Others: server_malformed_test, server_limits_test.
#include "net/server.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <stdexcept>
#include <thread>
#include <vector>

#include "base/json.h"
#include "net/testing_server.h"

namespace gulou::net {
namespace {

std::string gunzip(std::string_view bytes) {
  z_stream stream{};
  if (inflateInit2(&stream, 15 + 16) != Z_OK) return "";
  std::string out(1024 * 1024, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const bool done = inflate(&stream, Z_FINISH) == Z_STREAM_END;
  out.resize(done ? stream.total_out : 0);
  inflateEnd(&stream);
  return out;
}

std::string post_request(std::string_view path, std::string_view body, std::string_view headers = "") {
  return "POST " + std::string(path) + " HTTP/1.1\r\nHost: gulou.test\r\n" + std::string(headers) +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

const std::string long_text(4000, 'x');

TEST_F(ServerTest, AnswersManyRequestsOnOneConnection) {
  add_page("/page", "a page");
  add_echo("/echo");
  start();
  auto client = connect();
  for (int i = 0; i < 3; ++i) {
    const auto page = client.get("/page");
    EXPECT_EQ(page.status, 200);
    EXPECT_EQ(page.body, "a page");
    EXPECT_EQ(page.header("Connection"), "");
    EXPECT_EQ(client.ask(post_request("/echo", "body")).body, "[body]");
    EXPECT_EQ(client.ask(post_request("/echo", "")).body, "[]");
  }
  EXPECT_EQ(asked, 9);
}

TEST_F(ServerTest, SEC22_EveryAnswerIsDatedAndCarriesTheSecurityHeaders) {
  add_page("/page", "a page");
  start();
  const auto page = connect().get("/page");
  EXPECT_EQ(page.header("Content-Type"), "text/html; charset=utf-8");
  EXPECT_EQ(page.header("Cache-Control"), "no-store");
  EXPECT_TRUE(page.header("Content-Security-Policy").starts_with("default-src 'none';"));
  EXPECT_EQ(page.header("X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(page.header("Referrer-Policy"), "same-origin");
  EXPECT_TRUE(page.header("Date").ends_with(" GMT"));
}

TEST_F(ServerTest, TheClientDecidesWhetherTheConnectionStays) {
  add_page("/page", "a page");
  start();
  auto closing = connect();
  const auto last = closing.get("/page", "Connection: close\r\n");
  EXPECT_EQ(last.body, "a page");
  EXPECT_EQ(last.header("Connection"), "close");
  EXPECT_TRUE(closing.at_end());
  auto old = connect();
  EXPECT_EQ(old.ask("GET /page HTTP/1.0\r\n\r\n").header("Connection"), "close");
  EXPECT_TRUE(old.at_end());
  auto old_and_kept = connect();
  for (int i = 0; i < 2; ++i)
    EXPECT_EQ(old_and_kept.ask("GET /page HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").header("Connection"),
              "keep-alive");
}

TEST_F(ServerTest, PipelinedRequestsAreAnsweredInOrder) {
  add_page("/quick", "quick");
  add_held_page("/held");
  add_echo("/echo");
  router.add(StaticFile{"/file", "text/plain", "file", false});
  start();
  auto client = connect();
  const auto get = [](std::string_view path) { return TestClient::get_request(path); };
  client.send(get("/quick") + get("/held") + post_request("/echo", "one") + get("/file") +
              post_request("/echo", "two") + get("/nowhere") + get("/quick"));
  EXPECT_EQ(client.read().body, "quick");
  ASSERT_TRUE(turnstile.wait_for(1));
  EXPECT_EQ(asked, 1) << "the next ones wait for the one before";
  turnstile.open();
  EXPECT_EQ(client.read().body, "held");
  EXPECT_EQ(client.read().body, "[one]");
  EXPECT_EQ(client.read().body, "file");
  EXPECT_EQ(client.read().body, "[two]");
  EXPECT_EQ(client.read().status, 404);
  EXPECT_EQ(client.read().body, "quick");
}

TEST_F(ServerTest, BytesMayArriveInAnyPieces) {
  add_echo("/echo");
  start();
  const auto chunked =
      "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3;ext=1\r\nabc\r\n2\r\nde\r\n0\r\nTrailer: "
      "t\r\n\r\n";
  const auto both = post_request("/echo", "one") + chunked + TestClient::get_request("/nowhere");
  for (std::size_t split = 1; split < both.size(); ++split) {
    auto client = connect();
    client.send(both.substr(0, split));
    client.send(both.substr(split));
    ASSERT_EQ(client.read().body, "[one]") << split;
    ASSERT_EQ(client.read().body, "[abcde]") << split;
    ASSERT_EQ(client.read().status, 404) << split;
  }
  auto slow = connect();
  for (const char c : both) slow.send(std::string_view(&c, 1));
  EXPECT_EQ(slow.read().body, "[one]");
  EXPECT_EQ(slow.read().body, "[abcde]");
  EXPECT_EQ(slow.read().status, 404);
}

TEST_F(ServerTest, HeadSaysWhatGetWouldWithoutTheBody) {
  add_page("/page", "a page");
  router.add(StaticFile{"/file", "text/plain", "file", false});
  start();
  auto client = connect();
  for (const std::string_view path : {"/page", "/file", "/nowhere"}) {
    const auto head = client.ask("HEAD " + std::string(path) + " HTTP/1.1\r\nHost: x\r\n\r\n");
    const auto get = client.get(path);
    EXPECT_EQ(head.status, get.status) << path;
    EXPECT_EQ(head.header("Content-Length"), std::to_string(get.body.size())) << path;
    EXPECT_EQ(head.header("Content-Type"), get.header("Content-Type")) << path;
  }
}

TEST_F(ServerTest, OptionsNamesTheMethods) {
  add_page("/both", "");
  add_echo("/both");
  start();
  auto client = connect();
  const auto options_reply = client.ask("OPTIONS /both HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(options_reply.status, 204);
  EXPECT_EQ(options_reply.header("Allow"), "GET, HEAD, POST, OPTIONS");
  EXPECT_EQ(options_reply.header("Content-Length"), "");
  EXPECT_EQ(client.ask("OPTIONS /nowhere HTTP/1.1\r\nHost: x\r\n\r\n").status, 404);
  EXPECT_EQ(asked, 0);
}

TEST_F(ServerTest, UnknownPathsAndMethods) {
  add_page("/page", "");
  start();
  auto client = connect();
  EXPECT_EQ(client.get("/nowhere").status, 404);
  for (const std::string method : {"PUT", "DELETE", "TRACE", "PROPFIND", "BREW"}) {
    const auto reply = client.ask(method + " /page HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(reply.status, 405) << method;
    EXPECT_EQ(reply.header("Allow"), "GET, HEAD, OPTIONS") << method;
    EXPECT_EQ(client.ask(method + " /nowhere HTTP/1.1\r\nHost: x\r\n\r\n").status, 404) << method;
  }
  EXPECT_EQ(asked, 0);
}

TEST_F(ServerTest, CompressesOnlyForThoseWhoAccept) {
  add_page("/long", long_text);
  add_page("/short", "short");
  router.add(StaticFile{"/long.css", "text/css", long_text, false});
  router.add(StaticFile{"/long.png", "image/png", long_text, false});
  start();
  auto client = connect();
  for (const auto path : {"/long", "/long.css"}) {
    const auto packed = client.get(path, "Accept-Encoding: br, gzip;q=0.5\r\n");
    EXPECT_EQ(packed.header("Content-Encoding"), "gzip") << path;
    EXPECT_LT(packed.body.size(), 1000u) << path;
    EXPECT_EQ(gunzip(packed.body), long_text) << path;
    for (const auto refusal : {"", "Accept-Encoding: br\r\n", "Accept-Encoding: gzip;q=0, *\r\n"}) {
      const auto plain = client.get(path, refusal);
      EXPECT_EQ(plain.header("Content-Encoding"), "") << path << refusal;
      EXPECT_EQ(plain.body, long_text) << path << refusal;
      EXPECT_EQ(plain.header("Vary"), "Accept-Encoding") << path << refusal;
    }
  }
  for (const auto path : {"/short", "/long.png"})
    EXPECT_EQ(client.get(path, "Accept-Encoding: gzip\r\n").header("Content-Encoding"), "") << path;
}

TEST_F(ServerTest, StaticFilesAreNotSentTwice) {
  router.add(StaticFile{"/a.css", "text/css", long_text, false});
  router.add(StaticFile{"/a-1f3a9c.css", "text/css", "p{}", true});
  start();
  auto client = connect();
  const auto plain = client.get("/a.css");
  const auto packed = client.get("/a.css", "Accept-Encoding: gzip\r\n");
  EXPECT_EQ(plain.header("Cache-Control"), "no-cache");
  EXPECT_EQ(client.get("/a-1f3a9c.css").header("Cache-Control"), "public, max-age=31536000, immutable");
  ASSERT_GT(plain.header("ETag").size(), 2u);
  EXPECT_NE(plain.header("ETag"), packed.header("ETag"));
  EXPECT_EQ(client.get("/a.css?x=1").body, long_text);
  const auto again = client.get("/a.css", "If-None-Match: \"other\", W/" + plain.header("ETag") + "\r\n");
  EXPECT_EQ(again.status, 304);
  EXPECT_EQ(again.body, "");
  EXPECT_EQ(again.header("ETag"), plain.header("ETag"));
  EXPECT_EQ(client.get("/a.css", "Accept-Encoding: gzip\r\nIf-None-Match: " + packed.header("ETag") + "\r\n").status,
            304);
  EXPECT_EQ(client.get("/a.css", "If-None-Match: " + packed.header("ETag") + "\r\n").status, 200) << "another coding";
  EXPECT_EQ(client.get("/a.css", "If-None-Match: \"other\"\r\n").status, 200);
}

// The gate is asked before the body: the client has sent only its header and gets the answer.
TEST_F(ServerTest, TheGateAnswersBeforeTheBodyIsRead) {
  add_echo("/api/desk", "desk.write");
  router.set_gate([](const Request& request, const Wanted& wanted) -> Result<std::shared_ptr<const Caller>> {
    EXPECT_EQ(wanted.permission, "desk.write");
    EXPECT_EQ(request.body, "");
    if (request.header("authorization").empty())
      return fail(Error{.kind = ErrorKind::unauthenticated, .code = "session_wanted", .message = {}});
    if (request.header("authorization") != "Bearer good")
      return fail(Error{.kind = ErrorKind::forbidden, .code = "forbidden", .message = {}});
    return std::shared_ptr<const Caller>();
  });
  start();
  const std::string head = "POST /api/desk HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n";
  auto nobody = connect();
  const auto unknown = nobody.ask(head + "\r\n");
  EXPECT_EQ(unknown.status, 401);
  EXPECT_EQ(unknown.header("WWW-Authenticate"), "Bearer");
  EXPECT_EQ(unknown.header("Connection"), "close") << "the body would be taken for a request";
  EXPECT_TRUE(nobody.at_end());
  EXPECT_EQ(connect().ask(head + "Authorization: Bearer bad\r\n\r\n").status, 403);
  EXPECT_EQ(connect().ask(head + "Expect: 100-continue\r\n\r\n").status, 401);
  EXPECT_EQ(asked, 0);
  auto known = connect();
  EXPECT_EQ(known.ask(head + "Authorization: Bearer good\r\n\r\nhello").body, "[hello]");
  EXPECT_EQ(known.ask(head + "Authorization: Bearer good\r\nExpect: 100-continue\r\n\r\n").status, 100);
  EXPECT_EQ(known.ask("again").body, "[again]");
  EXPECT_EQ(asked, 2);
}

TEST_F(ServerTest, ExceptionsBecome500AndTellNothing) {
  std::mutex mutex;
  std::vector<std::string> logged;
  router.set_failure_log([&](const Error& error, const Request&) {
    const std::lock_guard lock(mutex);
    logged.push_back(error.internal.value);
  });
  const auto add = [&](std::string path, Handler handler, std::optional<CachePolicy> cache = std::nullopt) {
    router.add(
        Route{.pattern = std::move(path), .permission = "public", .handler = std::move(handler), .cache = cache});
  };
  const Handler thrower = [](const Request&) -> Result<Response> { throw std::runtime_error("SELECT secret"); };
  add("/throws", thrower);
  add("/throws/kept", thrower, CachePolicy{[] { return std::uint64_t{1}; }});
  add("/throws/number", [](const Request&) -> Result<Response> { throw 42; });
  add("/fails", [](const Request&) -> Result<Response> { return fail(internal_error("SELECT secret")); });
  add("/header", [](const Request&) -> Result<Response> {
    return Response{.headers = {{"X-Name", "a\r\nSet-Cookie: secret=1"}}, .body = "secret"};
  });
  start();
  auto client = connect();
  for (const auto path : {"/throws", "/throws/kept", "/throws/number", "/fails", "/header"}) {
    const auto reply = client.get(path);
    EXPECT_EQ(reply.status, 500) << path;
    EXPECT_EQ((reply.head + reply.body).find("secret"), std::string::npos) << path;
  }
  const std::lock_guard lock(mutex);
  ASSERT_EQ(logged.size(), 4u);
  EXPECT_NE(logged[0].find("SELECT secret"), std::string::npos);
}

TEST_F(ServerTest, PagesGetPagesAndTheApiGetsProblems) {
  router.set_error_page([](const Error& error, const Request& request) {
    return html_page("<p>" + error.code + " " + request.id + "</p>", status_of(error.kind));
  });
  add_echo("/echo");
  add_echo("/api/echo");
  options.max_body_bytes = 10;
  start();
  const auto check = [&](const std::string& request, int status, const std::string& code) {
    const auto reply = connect().ask(request);
    EXPECT_EQ(reply.status, status) << request;
    if (request.find(" /api/") == std::string::npos) {
      EXPECT_EQ(reply.header("Content-Type"), "text/html; charset=utf-8") << request;
      EXPECT_TRUE(reply.body.starts_with("<p>" + code + " ")) << request << reply.body;
    } else {
      EXPECT_EQ(reply.header("Content-Type"), "application/problem+json") << request;
      const auto problem = json::parse(reply.body);
      ASSERT_TRUE(problem) << request << reply.body;
      EXPECT_EQ(*problem->find("code")->as_text(), code) << request;
      EXPECT_EQ(problem->find("request")->as_text()->size(), 16u) << request;
    }
  };
  for (const std::string prefix : {"/", "/api/"}) {
    check(TestClient::get_request(prefix + "nowhere"), 404, "not_found");
    check(TestClient::get_request(prefix + "echo"), 405, "method_not_allowed");
    check(TestClient::get_request(prefix + "%zz"), 400, "bad_target");
    check(post_request(prefix + "echo", "eleven byte"), 413, "body_too_large");
  }
}

TEST_F(ServerTest, RequestsReachTheHandlerDecoded) {
  Request seen;
  router.add(Route{.method = Method::put,
                   .pattern = "/u/{code}/x",
                   .permission = "public",
                   .handler = [&](const Request& request) -> Result<Response> {
                     seen = request;
                     return html_page("");
                   }});
  start();
  connect().ask(
      "PUT /u/%E6%9D%91/x?q=a+b HTTP/1.1\r\nHost: x\r\nX-Odd-NAME:  two words \r\nContent-Length: 2\r\n\r\n{}");
  EXPECT_EQ(seen.method, Method::put);
  EXPECT_EQ(seen.target, "/u/%E6%9D%91/x?q=a+b");
  EXPECT_EQ(seen.path, "/u/村/x");
  EXPECT_EQ(seen.parameter("code"), "村");
  EXPECT_EQ(seen.query_value("q"), "a b");
  EXPECT_EQ(seen.header("x-odd-name"), "two words");
  EXPECT_EQ(seen.body, "{}");
  EXPECT_EQ(seen.client, "127.0.0.1");
  EXPECT_EQ(seen.id.size(), 16u);
}

TEST_F(ServerTest, TheAccessLogSeesEveryAnswerOnce) {
  add_page("/page", "");
  router.add(StaticFile{"/file", "text/plain", "file", false});
  std::mutex mutex;
  std::vector<std::string> lines;
  options.access_log = [&](const Request& request, int status, std::chrono::microseconds) {
    const std::lock_guard lock(mutex);
    lines.push_back(request.path + " " + std::to_string(status) + " " + request.client);
  };
  start();
  auto client = connect();
  client.get("/page?q=1");
  client.get("/file");
  client.get("/nowhere");
  client.ask("GET / HTTP/1.1\r\n\r\n");  // no Host
  server->stop();
  EXPECT_EQ(lines, (std::vector<std::string>{"/page 200 127.0.0.1", "/file 200 127.0.0.1", "/nowhere 404 127.0.0.1",
                                             "/ 400 127.0.0.1"}));
}

TEST_F(ServerTest, ManyClientsAtOnceEachGetTheirOwnAnswers) {
  add_echo("/echo");
  start();
  std::atomic<int> right = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t)
    threads.emplace_back([&, t] {
      auto client = connect();
      for (int i = 0; i < 50; ++i) {
        const auto text = std::to_string(t) + "/" + std::to_string(i);
        if (client.ask(post_request("/echo", text)).body == "[" + text + "]") ++right;
      }
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(right, 400);
}

}  // namespace
}  // namespace gulou::net
