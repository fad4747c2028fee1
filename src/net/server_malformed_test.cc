// What no well-behaved client sends: each is refused with its status, the connection is closed, and what follows in
// the same packet is not taken for a request.
#include <gtest/gtest.h>

#include <random>

#include "net/testing_server.h"

namespace gulou::net {
namespace {

using std::string_literals::operator""s;

struct Bad {
  int status;
  std::string bytes;
};

const std::string host = "Host: x\r\n";
const std::string get = "GET /page HTTP/1.1\r\n" + host;
const std::string post = "POST /echo HTTP/1.1\r\n" + host;
const std::string chunked = post + "Transfer-Encoding: chunked\r\n\r\n";
const std::string smuggled = "GET /page HTTP/1.1\r\n" + host + "\r\n";

std::string many_headers(int count) {
  std::string headers;
  for (int i = 0; i < count; ++i) headers += "X-" + std::to_string(i) + ": 1\r\n";
  return headers;
}

struct MalformedTest : ServerTest {
  void SetUp() override {
    add_page("/page", "page");
    add_echo("/echo");
    start();
  }
  void expect_refused(const std::vector<Bad>& corpus) {
    for (const auto& bad : corpus) {
      auto client = connect();
      client.send(bad.bytes + smuggled);
      const auto reply = client.read();
      EXPECT_EQ(reply.status, bad.status) << bad.bytes;
      EXPECT_EQ(reply.header("Connection"), "close") << bad.bytes;
      client.send_no_more();
      EXPECT_TRUE(client.at_end()) << bad.bytes;
    }
    EXPECT_EQ(asked, 0);
    EXPECT_EQ(connect().get("/page").body, "page") << "the server goes on";
  }
};

TEST_F(MalformedTest, RequestLines) {
  expect_refused({
      {400, "\r\n" + get + "\r\n"},
      {400, "get /page HTTP/1.1\r\n" + host + "\r\n"},
      {400, " GET /page HTTP/1.1\r\n" + host + "\r\n"},
      {400, "GET\r\n" + host + "\r\n"},
      {400, "GET /page\r\n" + host + "\r\n"},
      {400, "GET  /page HTTP/1.1\r\n" + host + "\r\n"},
      {400, "GET /pa\0ge HTTP/1.1\r\n"s + host + "\r\n"},
      {400, "GE\0T /page HTTP/1.1\r\n"s + host + "\r\n"},
      {400, "G(T /page HTTP/1.1\r\n" + host + "\r\n"},
      {400, "GET\t/page HTTP/1.1\r\n" + host + "\r\n"},
      {400, "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"s},  // TLS
      {400, "\0\0\0\0"s},
      {400, "HTTP/1.1 200 OK\r\n\r\n"},
      {400, "{\"a\": 1}\r\n\r\n"},
  });
}

TEST_F(MalformedTest, Versions) {
  expect_refused({
      {505, "GET /page HTTP/0.9\r\n" + host + "\r\n"},
      {505, "GET /page HTTP/1.2\r\n" + host + "\r\n"},
      {505, "GET /page HTTP/2.0\r\n" + host + "\r\n"},
      {505, "GET /page HTTP/11.1\r\n" + host + "\r\n"},
      {505, "GET /page http/1.1\r\n" + host + "\r\n"},
      {505, "GET /page HTTP/1.1 \r\n" + host + "\r\n"},
      {505, "GET /page a HTTP/1.1\r\n" + host + "\r\n"},
      {505, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"},
  });
}

TEST_F(MalformedTest, Targets) {
  expect_refused({
      {400, "GET http://x/page HTTP/1.1\r\n" + host + "\r\n"},
      {400, "GET * HTTP/1.1\r\n" + host + "\r\n"},
      {400, "OPTIONS * HTTP/1.1\r\n" + host + "\r\n"},
      {400, "CONNECT x:443 HTTP/1.1\r\n" + host + "\r\n"},
      {400, "GET page HTTP/1.1\r\n" + host + "\r\n"},
      {400, "GET //x/../page HTTP/1.1\r\n" + host + "\r\n"},
      {400, "GET /%2e%2e/page HTTP/1.1\r\n" + host + "\r\n"},
      {400, "GET /page%00 HTTP/1.1\r\n" + host + "\r\n"},
      {400, "GET /page#top HTTP/1.1\r\n" + host + "\r\n"},
      {400, "GET /\xff HTTP/1.1\r\n" + host + "\r\n"},
  });
}

TEST_F(MalformedTest, SEC29_Headers) {
  expect_refused({
      {400, "GET /page HTTP/1.1\r\n\r\n"},  // no Host
      {400, get + host + "\r\n"},           // two
      {400, "GET /page HTTP/1.1\r\nHost: x/y\r\n\r\n"},
      {400, "GET /page HTTP/1.1\r\nHost: x y\r\n\r\n"},
      {400, "GET /page HTTP/1.1\n" + host + "\r\n"},
      {400, "GET /page HTTP/1.1\r\nHost: x\n\r\n"},
      {400, get + "A: b\n\n"},
      {400, get + "A: b\r\n\n"},
      {400, get + "A: b\rc: d\r\n\r\n"},
      {400, get + "A: b\r\n folded\r\n\r\n"},
      {400, get + "no colon\r\n\r\n"},
      {400, get + "A b: c\r\n\r\n"},
      {400, get + "A : b\r\n\r\n"},
      {400, get + ": b\r\n\r\n"},
      {400, get + "A\0: b\r\n\r\n"s},
      {400, get + "A: b\0c\r\n\r\n"s},
      {400, get + "A: b\x01\r\n\r\n"},
      {400, get + "A: b\x7f\r\n\r\n"},
      {417, post + "Content-Length: 1\r\nExpect: 200-ok\r\n\r\n"},
      {431, get + many_headers(100) + "\r\n"},
      {431, get + "A: " + std::string(20'000, 'a') + "\r\n\r\n"},
      {431, get + "A: " + std::string(20'000, 'a')},
      {431, "GET /" + std::string(20'000, 'a')},
      {431, get + many_headers(5'000)},
  });
}

TEST_F(MalformedTest, SEC29_Framing) {
  expect_refused({
      {400, post + "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc"},
      {400, post + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabc"},
      {400, post + "Content-Length: 3, 3\r\n\r\nabc"},
      {400, post + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
      {400, post + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n"},
      {400, post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
      {400, post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"},
      {400, post + "Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n"},
      {400, post + "Transfer-Encoding: identity\r\n\r\n"},
      {400, post + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n"},
      {400, post + "Transfer-Encoding:\x0b" + "chunked\r\n\r\n0\r\n\r\n"},
      {400, "POST /echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
      {400, post + "Content-Length: +3\r\n\r\nabc"},
      {400, post + "Content-Length: -3\r\n\r\nabc"},
      {400, post + "Content-Length: 0x3\r\n\r\nabc"},
      {400, post + "Content-Length: 3 3\r\n\r\nabc"},
      {400, post + "Content-Length: three\r\n\r\nabc"},
      {400, post + "Content-Length:\r\n\r\n"},
      {400, post + "Content-Length: 99999999999999999999\r\n\r\n"},
      {413, post + "Content-Length: 9999999999999\r\n\r\n"},
  });
}

TEST_F(MalformedTest, SEC29_Chunks) {
  expect_refused({
      {400, chunked + "x\r\nabc\r\n"},
      {400, chunked + "-3\r\nabc\r\n0\r\n\r\n"},
      {400, chunked + "+3\r\nabc\r\n0\r\n\r\n"},
      {400, chunked + "0x3\r\nabc\r\n0\r\n\r\n"},
      {400, chunked + " 3\r\nabc\r\n0\r\n\r\n"},
      {400, chunked + "\r\nabc\r\n0\r\n\r\n"},
      {400, chunked + "3\nabc\r\n0\r\n\r\n"},
      {400, chunked + "3\0\r\nabc\r\n0\r\n\r\n"s},
      {400, chunked + "3\r\nabcd\r\n0\r\n\r\n"},
      {400, chunked + "3\r\nabc\n0\r\n\r\n"},
      {400, chunked + "3\r\nabc\r\n0\r\nno colon\r\n\r\n"},
      {400, chunked + "3\r\nabc\r\n0\r\nContent-Length: 3\r\n\r\n"},
      {400, chunked + "fffffffffffffffff\r\nabc"},
      {413, chunked + "ffffffffffffffff\r\nabc"},
      {413, chunked + "7fffffff\r\nabc"},
      {400, chunked + "3;" + std::string(20'000, 'a')},
      {400, chunked + "3\r\nabc\r\n0\r\nA: " + std::string(20'000, 'a')},
  });
}

// Requests with some bytes changed, cut or doubled: whatever they have become, the server answers sensibly or closes.
TEST_F(MalformedTest, DamagedRequestsDoNoHarm) {
  const std::string seeds[] = {get + "Accept-Encoding: gzip\r\n\r\n" + smuggled,
                               post + "Content-Length: 5\r\n\r\nhello" + smuggled,
                               chunked + "5\r\nhello\r\n0\r\n\r\n" + smuggled};
  std::mt19937 random(20161124);  // NOLINT(cert-msc51-cpp): the same bytes in each run
  const auto below = [&](std::size_t limit) { return random() % limit; };
  for (int round = 0; round < 1500; ++round) {
    auto bytes = seeds[below(std::size(seeds))];
    for (auto changes = 1 + below(3); changes > 0; --changes) {
      const auto at = below(bytes.size());
      const auto kind = below(4);
      if (kind == 0) bytes[at] = static_cast<char>(below(256));
      if (kind == 1) bytes.erase(at, 1 + below(8));
      if (kind == 2) bytes.insert(at, bytes.substr(below(bytes.size()), 1 + below(30)));
      if (kind == 3) bytes.insert(at, 1, "\r\n\0 :;,0"[below(8)]);
    }
    auto client = connect();
    client.send(bytes);
    client.send_no_more();
    const auto all = client.read_to_end();
    ASSERT_TRUE(all.empty() || all.starts_with("HTTP/1.1 ")) << bytes << all;
    ASSERT_EQ(all.find("HTTP/1.1 500"), std::string::npos) << bytes << all;
  }
  EXPECT_EQ(connect().get("/page").body, "page");
  EXPECT_GT(asked, 0);
}

}  // namespace
}  // namespace gulou::net
