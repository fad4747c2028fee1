// gulou_soak [--seconds N]: lets clients of every kind at the server at once, meant for builds with a sanitizer. Those
// that behave well must always get the right answer; the others half-send, stall around the time limits, reset,
// overfill the limits, or connect and leave. Prints one line; exit code 1 if an answer was wrong or none was given.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <functional>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "net/server.h"
#include "net/testing_client.h"

namespace gulou::net {
namespace {

using std::chrono::milliseconds;
using Random = std::mt19937;

constexpr auto time_limit = milliseconds(1'000);  // of headers, bodies and idle connections
constexpr std::size_t max_header_bytes = 4 * 1024;
constexpr std::size_t max_body_bytes = 64 * 1024;
const std::string filler(4'000, '.');

std::size_t below(Random& random, std::size_t limit) { return random() % limit; }

// ---- the server

// What the kept pages and the stream show; changes all the time.
std::atomic<std::uint64_t> version = 1;
std::atomic<std::uint64_t> served = 0;

Route public_get(std::string pattern, Handler handler) {
  return {.pattern = std::move(pattern), .permission = "public", .handler = std::move(handler)};
}

Router make_router() {
  Router router;
  auto page = public_get("/page/{number}", [](const Request& request) -> Result<Response> {
    return html_page(fmt::format("page {} {} {}", request.parameter("number"), version.load(), filler));
  });
  page.cache = CachePolicy{[] { return version.load(); }};
  router.add(std::move(page));
  router.add(public_get("/api/number/{number}", [](const Request& request) -> Result<Response> {
    return json_reply(fmt::format("{{\"number\":{}}}", request.parameter("number")));
  }));
  router.add(public_get("/slow", [](const Request&) -> Result<Response> {
    std::this_thread::sleep_for(milliseconds(10));
    return html_page("slow");
  }));
  router.add(public_get("/big", [](const Request&) -> Result<Response> {
    return Response{.content_type = "image/png", .headers = {}, .body = std::string(2 * 1024 * 1024, 'b')};
  }));
  const Handler echo = [](const Request& request) -> Result<Response> { return html_page(request.body); };
  router.add(Route{.method = Method::post, .pattern = "/echo", .permission = "public", .handler = echo});
  router.add(Route{.method = Method::post, .pattern = "/desk/echo", .permission = "desk", .handler = echo});
  router.set_gate([](const Request& request, const Wanted&) -> Result<std::shared_ptr<const Caller>> {
    if (request.header("authorization") == "Bearer soak") return std::shared_ptr<const Caller>();
    return fail(Error{.kind = ErrorKind::unauthenticated, .code = "session_wanted", .message = {}});
  });
  router.add(Stream{"/live", "public", "", 10,
                    [](const Request&) -> Result<std::string> { return std::to_string(version.load()); }});
  router.add(StaticFile{"/file.css", "text/css", filler, false});
  return router;
}

ServerOptions make_options() {
  ServerOptions options;
  options.port = 0;
  options.io_threads = 2;
  options.workers = 4;
  options.max_header_bytes = max_header_bytes;
  options.max_body_bytes = max_body_bytes;
  options.header_timeout = options.body_timeout = options.idle_timeout = time_limit;
  options.write_timeout = milliseconds(2'000);
  options.heartbeat_period = milliseconds(30);
  options.cache_bytes = 64 * 1024;  // not all pages fit
  options.access_log = [](const Request&, int, std::chrono::microseconds) { ++served; };
  return options;
}

// ---- the clients

// What clients of one kind did and saw.
struct Tally {
  std::string_view name;
  std::atomic<std::uint64_t> connections = 0;
  std::atomic<std::uint64_t> requests = 0;  // also begun ones
  std::atomic<std::uint64_t> answers = 0;
  std::atomic<std::uint64_t> wrong = 0;
};

// One thread of clients of a kind.
struct Actor {
  std::uint16_t port;
  const std::atomic<bool>& over;
  Tally& tally;
  Random random;

  TestClient connect(int receive_buffer = 0) {
    ++tally.connections;
    return TestClient(port, std::chrono::seconds(30), receive_buffer);
  }
  void send(TestClient& client, std::string_view bytes, std::uint64_t requests = 1) {
    tally.requests += requests;
    client.send(bytes);
  }
  TestReply read(TestClient& client, bool to_head = false) {
    auto reply = client.read(to_head);
    if (reply.status != 0) ++tally.answers;
    return reply;
  }
  // Asks on a new connection, and once more if that ends before an answer begins: on a busy machine this thread may
  // have slept through the time to the first byte.
  TestClient begin(std::string_view bytes, std::uint64_t requests = 1) {
    auto client = connect();
    send(client, bytes, requests);
    if (!client.at_end()) return client;
    auto second = connect();
    send(second, bytes, 0);
    return second;
  }
  void complain(std::string_view asked, std::string_view got) {
    if (++tally.wrong <= 3)
      fmt::print(stderr, "{}: wrong answer\n--- asked\n{}\n--- got\n{}\n", tally.name, asked.substr(0, 300),
                 got.substr(0, 600));
  }
  void expect(const TestReply& reply, std::initializer_list<int> statuses, std::string_view asked) {
    if (std::find(statuses.begin(), statuses.end(), reply.status) == statuses.end())
      complain(asked, reply.head + reply.body);
  }
  bool one_in(std::size_t n) { return below(random, n) == 0; }
};

// A request and how to tell the right answer.
struct Ask {
  std::string request;
  std::function<bool(const TestReply&)> is_right;
  bool is_head = false;
};

std::string in_chunks(const std::string& body, Random& random) {
  std::string out;
  for (std::size_t at = 0; at < body.size();) {
    const auto size = std::min(1 + below(random, 2'000), body.size() - at);
    out += fmt::format("{:x}\r\n{}\r\n", size, std::string_view(body).substr(at, size));
    at += size;
  }
  return out + "0\r\n\r\n";
}

Ask echo_ask(Random& random, std::size_t max_size) {
  std::string body(below(random, max_size), '\0');
  for (auto& byte : body) byte = static_cast<char>(below(random, 256));
  const std::string line = fmt::format("POST {} HTTP/1.1\r\nHost: soak\r\nAuthorization: Bearer soak\r\n",
                                       below(random, 2) == 0 ? "/echo" : "/desk/echo");
  auto request = below(random, 2) == 0 ? line + fmt::format("Content-Length: {}\r\n\r\n", body.size()) + body
                                       : line + "Transfer-Encoding: chunked\r\n\r\n" + in_chunks(body, random);
  return {std::move(request),
          [body = std::move(body)](const TestReply& reply) { return reply.status == 200 && reply.body == body; }};
}

// A kept page shows the version at the time of the request, or a later one.
Ask page_ask(Random& random) {
  const auto number = below(random, 20);
  const auto right = [number, least = version.load()](const TestReply& reply) {
    const auto start = fmt::format("page {} ", number);
    if (reply.status != 200 || !reply.body.starts_with(start) || !reply.body.ends_with(filler)) return false;
    std::uint64_t shown = 0;
    std::from_chars(reply.body.data() + start.size(), reply.body.data() + reply.body.size(), shown);
    return shown >= least;
  };
  return {TestClient::get_request(fmt::format("/page/{}", number)), right};
}

Ask number_ask(Random& random) {
  const auto number = random();
  return {TestClient::get_request(fmt::format("/api/number/{}", number)), [number](const TestReply& reply) {
            return reply.status == 200 && reply.body == fmt::format("{{\"number\":{}}}", number);
          }};
}

Ask random_ask(Random& random, std::size_t max_body) {
  switch (below(random, 8)) {
    case 0:
    case 1:
      return page_ask(random);
    case 2:
      return number_ask(random);
    case 3:
      return {TestClient::get_request("/file.css"),
              [](const TestReply& reply) { return reply.status == 200 && reply.body == filler; }};
    case 4:
      return {TestClient::get_request("/file.css", "Accept-Encoding: gzip\r\n"), [](const TestReply& reply) {
                return reply.status == 200 && reply.header("Content-Encoding") == "gzip" && reply.body.size() < 200;
              }};
    case 5:
      return {"HEAD /nowhere HTTP/1.1\r\nHost: soak\r\n\r\n",
              [](const TestReply& reply) { return reply.status == 404; }, true};
    case 6:
      return {TestClient::get_request("/slow"),
              [](const TestReply& reply) { return reply.status == 200 && reply.body == "slow"; }};
    default:
      return echo_ask(random, max_body);
  }
}

// Some requests on one connection, one after the other. A connection that ended while it was idle is opened anew, as
// browsers do.
void behave_well(Actor& actor) {
  std::optional<TestClient> client;
  for (int i = 0; i < 30 && !actor.over; ++i) {
    const auto ask = random_ask(actor.random, max_body_bytes);
    if (client) actor.send(*client, ask.request);
    if (!client || client->at_end()) client.emplace(actor.begin(ask.request));
    const auto reply = actor.read(*client, ask.is_head);
    if (!ask.is_right(reply)) actor.complain(ask.request, reply.head + reply.body);
  }
}

// Many requests in one go; the answers must come in their order, all of them.
void pipeline(Actor& actor) {
  std::vector<Ask> asks(2 + below(actor.random, 20));
  std::string all;
  for (auto& ask : asks) {
    ask = random_ask(actor.random, 1'000);
    all += ask.request;
  }
  auto client = actor.begin(all, asks.size());
  for (const auto& ask : asks) {
    const auto reply = actor.read(client, ask.is_head);
    if (ask.is_right(reply)) continue;
    return actor.complain(ask.request, reply.head + reply.body);
  }
}

// Hears the numbers of a stream rise for a while.
void listen(Actor& actor) {
  auto client = actor.begin(TestClient::get_request("/live"));
  const auto head = client.read_through("\r\n\r\n");
  if (!head.starts_with("HTTP/1.1 200 ")) return actor.complain("/live", head);
  ++actor.tally.answers;
  std::uint64_t last = 0;
  for (auto events = 1 + below(actor.random, 20); events > 0; --events) {
    const auto event = client.read_through("\n\n");
    if (event == ":\n\n") continue;
    std::uint64_t number = 0;
    if (event.starts_with("data: ")) std::from_chars(event.data() + 6, event.data() + event.size(), number);
    if (number <= last) return actor.complain("/live", event);
    last = number;
  }
  if (actor.one_in(2)) client.reset();
}

void half_send(Actor& actor) {
  const auto whole = random_ask(actor.random, 10'000).request;
  auto client = actor.connect();
  actor.send(client, whole.substr(0, below(actor.random, whole.size())));
  if (actor.one_in(4)) return client.reset();
  if (actor.one_in(2)) return;
  if (actor.one_in(2)) client.send_no_more();
  const auto reply = actor.read(client);  // 408, or the end
  actor.expect(reply, {0, 408}, whole);
}

// Stops somewhere for about as long as the server waits, then goes on.
void stall(Actor& actor) {
  const auto ask = random_ask(actor.random, 10'000);
  const auto at = below(actor.random, ask.request.size());
  const auto pause = time_limit - milliseconds(100) + milliseconds(below(actor.random, 400));
  auto client = actor.connect();
  if (actor.one_in(3)) {  // before a second request
    const auto first = page_ask(actor.random);
    actor.send(client, first.request);
    actor.read(client);
  }
  actor.send(client, ask.request.substr(0, at));
  std::this_thread::sleep_for(pause);
  actor.send(client, ask.request.substr(at), 0);
  const auto reply = actor.read(client, ask.is_head);
  if (!ask.is_right(reply)) actor.expect(reply, {0, 408}, ask.request);
}

void reset(Actor& actor) {
  auto client = actor.connect(actor.one_in(2) ? 4'096 : 0);
  const auto target = std::array{"/big", "/slow", "/live", "/page/1", "/file.css"}[below(actor.random, 5)];
  for (auto requests = 1 + below(actor.random, 3); requests > 0; --requests)
    actor.send(client, TestClient::get_request(target));
  if (actor.one_in(2)) client.readable(milliseconds(below(actor.random, 30)));
  client.reset();
}

void overfill(Actor& actor) {
  const std::string get = "GET /page/1 HTTP/1.1\r\nHost: soak\r\n";
  const std::string post = "POST /echo HTTP/1.1\r\nHost: soak\r\n";
  std::string request;
  int status = 413;
  switch (below(actor.random, 6)) {
    case 0:
      status = 401;  // without waiting for its body
      request = "POST /desk/echo HTTP/1.1\r\nHost: soak\r\nContent-Length: 10\r\n\r\n";
      break;
    case 1:
      status = 431;
      request = get + "A: " + std::string(2 * max_header_bytes, 'a') + "\r\n\r\n";
      break;
    case 2:
      status = 431;
      request = get;
      for (int i = 0; i < 110; ++i) request += "A: b\r\n";
      request += "\r\n";
      break;
    case 3:
      request =
          post + fmt::format("Content-Length: {}\r\n\r\n", 4 * max_body_bytes) + std::string(4 * max_body_bytes, 'a');
      break;
    case 4:
      request = post + "Transfer-Encoding: chunked\r\n\r\n" +
                in_chunks(std::string(max_body_bytes + 1 + below(actor.random, max_body_bytes), 'a'), actor.random);
      break;
    default:
      status = 400;
      request = post + "Transfer-Encoding: chunked\r\n\r\n1;" + std::string(2 * max_header_bytes, 'a');
  }
  auto client = actor.connect();
  actor.send(client, request);
  // 0: the server does not take it all and the reset was faster; 408: this thread was not fast enough.
  actor.expect(actor.read(client), {0, 408, status}, request);
}

void connect_and_leave(Actor& actor) {
  auto client = actor.connect();
  if (actor.one_in(2)) return client.reset();
  if (actor.one_in(20) && !client.read_to_end().empty()) actor.complain("nothing", "something");
}

// After each misdeed one request through the pool, answered: else the queue would fill with what nobody waits for, and
// good clients would rightly get 503.
void catch_up(Actor& actor) { TestClient(actor.port).ask(number_ask(actor.random).request); }

struct Behaviour {
  std::string_view name;
  void (*act)(Actor&);
  int threads;
  bool good;  // ends before the server does
};

constexpr Behaviour behaviours[] = {
    {"well-behaved", behave_well, 4, true}, {"pipelining", pipeline, 2, true},
    {"listening", listen, 3, true},         {"half-sending", half_send, 4, false},
    {"stalling", stall, 16, false},         {"resetting", reset, 2, false},
    {"overfilling", overfill, 2, false},    {"connecting and leaving", connect_and_leave, 2, false},
};

// ---- the run

class Soak {
 public:
  explicit Soak(std::uint16_t port) : port_(port) {
    unsigned seed = 1;
    for (std::size_t i = 0; i < std::size(behaviours); ++i) {
      tallies_[i].name = behaviours[i].name;
      for (int thread = 0; thread < behaviours[i].threads; ++thread) begin(behaviours[i], tallies_[i], seed++);
    }
  }
  void end_good_ones() { end(good_over_, good_); }
  void end_others() { end(others_over_, others_); }

  // One line; true if all went well.
  bool report(std::chrono::seconds took) const {
    std::uint64_t connections = 0;
    std::uint64_t requests = 0;
    std::uint64_t wrong = 0;
    std::string kinds;
    for (const auto& tally : tallies_) {
      connections += tally.connections;
      requests += tally.requests;
      wrong += tally.wrong;
      kinds += fmt::format("; {} {}/{}", tally.name, tally.answers.load(), tally.requests.load());
    }
    fmt::print("soak: {} s, {} connections, {} requests, {} served, {} wrong (answers/requests{})\n", took.count(),
               connections, requests, served.load(), wrong, kinds);
    return wrong == 0 && served > 0;
  }

 private:
  void begin(const Behaviour& behaviour, Tally& tally, unsigned seed) {
    const auto& over = behaviour.good ? good_over_ : others_over_;
    (behaviour.good ? good_ : others_).emplace_back([this, &behaviour, &over, &tally, seed] {
      Actor actor{port_, over, tally, Random(seed)};
      while (!over) {
        behaviour.act(actor);
        if (!behaviour.good) catch_up(actor);
      }
    });
  }
  static void end(std::atomic<bool>& over, std::vector<std::thread>& threads) {
    over = true;
    for (auto& thread : threads) thread.join();
  }

  const std::uint16_t port_;
  std::array<Tally, std::size(behaviours)> tallies_;
  std::atomic<bool> good_over_ = false;
  std::atomic<bool> others_over_ = false;
  std::vector<std::thread> good_;
  std::vector<std::thread> others_;
};

int run(std::chrono::seconds length) {
  const auto router = make_router();
  auto server = Server::start(router, make_options());
  if (!server) {
    fmt::print(stderr, "{}\n", describe_error(server.error()));
    return 1;
  }
  const auto began = std::chrono::steady_clock::now();
  Soak soak((*server)->port());
  while (std::chrono::steady_clock::now() - began < length) {
    std::this_thread::sleep_for(milliseconds(20));
    ++version;
  }
  soak.end_good_ones();
  (*server)->stop();  // under the hands of the others
  soak.end_others();
  return soak.report(std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now() - began)) ? 0
                                                                                                                 : 1;
}

// "--seconds N"; nullopt if that is not what was given.
std::optional<std::chrono::seconds> read_arguments(const std::vector<std::string_view>& arguments) {
  if (arguments.empty()) return std::chrono::seconds(120);
  if (arguments.size() != 2 || arguments[0] != "--seconds") return std::nullopt;
  int seconds = 0;
  const auto end = arguments[1].data() + arguments[1].size();
  const auto read = std::from_chars(arguments[1].data(), end, seconds);
  if (read.ec != std::errc() || read.ptr != end || seconds <= 0) return std::nullopt;
  return std::chrono::seconds(seconds);
}

}  // namespace
}  // namespace gulou::net

int main(int argc, char** argv) {
  const auto length = gulou::net::read_arguments({argv + 1, argv + argc});
  if (!length) {
    fmt::print(stderr, "usage: gulou_soak [--seconds N]\n");
    return 2;
  }
  return gulou::net::run(*length);
}
