// A blocking HTTP client on a plain socket, for tests and the soak: it sends exactly the bytes that it is told to.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>

#include "net/encoding.h"

namespace gulou::net {

// One answer. status 0: none came, or only a part of one.
struct TestReply {
  int status = 0;
  std::string head;  // with its empty line
  std::string body;

  // The value of the first header of that name; "" if there is none.
  std::string header(std::string_view name) const {
    std::string_view rest = head;
    while (!rest.empty()) {
      const auto line = rest.substr(0, rest.find("\r\n"));
      rest.remove_prefix(std::min(line.size() + 2, rest.size()));
      const auto colon = line.find(": ");
      if (colon != line.npos && equal_ignoring_case(line.substr(0, colon), name))
        return std::string(line.substr(colon + 2));
    }
    return "";
  }
};

class TestClient {
 public:
  // `patience`: how long any call waits for the server. `receive_buffer`: 0 leaves the system's size.
  explicit TestClient(std::uint16_t port, std::chrono::milliseconds patience = std::chrono::seconds(30),
                      int receive_buffer = 0)
      : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    if (receive_buffer > 0) setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    const timeval limit{.tv_sec = patience.count() / 1000, .tv_usec = patience.count() % 1000 * 1000};
    setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    const int yes = 1;
    setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = ::connect(socket_, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0;
  }
  ~TestClient() { leave(); }
  TestClient(TestClient&& other) noexcept
      : socket_(std::exchange(other.socket_, -1)),
        connected_(other.connected_),
        ended_(other.ended_),
        arrived_(std::move(other.arrived_)) {}
  TestClient(const TestClient&) = delete;
  TestClient& operator=(const TestClient&) = delete;
  TestClient& operator=(TestClient&&) = delete;

  bool connected() const { return connected_; }

  // False: the server has closed the connection or does not take the bytes.
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }
  void send_no_more() { ::shutdown(socket_, SHUT_WR); }

  // The next answer; its body by Content-Length, none to a HEAD. Interim answers (1xx) come as answers of their own.
  TestReply read(bool to_head = false) {
    TestReply reply;
    reply.head = read_through("\r\n\r\n");
    if (!reply.head.starts_with("HTTP/1.1 ")) return {};
    const int status = std::atoi(reply.head.c_str() + 9);
    const auto length = static_cast<std::size_t>(std::atoll(reply.header("Content-Length").c_str()));
    if (!to_head) {
      while (arrived_.size() < length)
        if (!receive()) return {};
      reply.body = take(length);
    }
    reply.status = status;
    return reply;
  }
  TestReply ask(std::string_view request) {
    send(request);
    return read(request.starts_with("HEAD "));
  }
  // A GET with these further header lines, each with its CRLF.
  TestReply get(std::string_view target, std::string_view headers = "") { return ask(get_request(target, headers)); }
  static std::string get_request(std::string_view target, std::string_view headers = "") {
    return "GET " + std::string(target) + " HTTP/1.1\r\nHost: gulou.test\r\n" + std::string(headers) + "\r\n";
  }

  // All up to and with `mark`; "" if it did not come.
  std::string read_through(std::string_view mark) {
    std::size_t at = 0;
    while ((at = arrived_.find(mark)) == std::string::npos)
      if (!receive()) return "";
    return take(at + mark.size());
  }
  // All that comes until the server closes.
  std::string read_to_end() {
    while (receive()) continue;
    return std::exchange(arrived_, "");
  }
  // Waits for the server to close, in whichever way; false if more bytes came, or nothing happened.
  bool at_end() { return !receive() && ended_ && arrived_.empty(); }
  // Is there something to read (bytes or the end) within `limit`?
  bool readable(std::chrono::milliseconds limit) {
    if (!arrived_.empty()) return true;
    pollfd watched{.fd = socket_, .events = POLLIN, .revents = 0};
    return ::poll(&watched, 1, static_cast<int>(limit.count())) > 0;
  }

  void leave() {
    if (socket_ >= 0) ::close(std::exchange(socket_, -1));
  }
  // Leaves with a reset in place of an end.
  void reset() {
    const linger at_once{.l_onoff = 1, .l_linger = 0};
    setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    leave();
  }

 private:
  bool receive() {
    char bytes[16 * 1024];
    const auto count = ::recv(socket_, bytes, sizeof bytes, 0);
    if (count > 0) arrived_.append(bytes, static_cast<std::size_t>(count));
    ended_ = count == 0 || (count < 0 && errno != EAGAIN && errno != EWOULDBLOCK);
    return count > 0;
  }
  std::string take(std::size_t count) {
    auto taken = arrived_.substr(0, count);
    arrived_.erase(0, count);
    return taken;
  }

  int socket_;
  bool connected_ = false;
  bool ended_ = false;
  std::string arrived_;
};

}  // namespace gulou::net
