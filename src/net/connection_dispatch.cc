// What a connection does with a request once its header is read.
#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>

#include "net/address.h"
#include "net/connection.h"
#include "net/target.h"

namespace gulou::net {
namespace {

constexpr std::string_view continue_line = "HTTP/1.1 100 Continue\r\n\r\n";

std::optional<Method> method_of(http::verb verb) {
  if (verb == http::verb::get || verb == http::verb::head) return Method::get;
  if (verb == http::verb::post) return Method::post;
  if (verb == http::verb::put) return Method::put;
  if (verb == http::verb::patch) return Method::patch;
  if (verb == http::verb::delete_) return Method::del;
  return std::nullopt;
}

std::string lower_case(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

// A route's answers are kept per target, so what it is asked with must be the target alone.
Request only_target(const Request& request) {
  Request bare;
  bare.method = request.method;
  bare.target = request.target;
  bare.path = request.path;
  bare.query = request.query;
  bare.parameters = request.parameters;
  bare.id = request.id;
  return bare;
}

}  // namespace

Error Connection::too_large() {
  return {.kind = ErrorKind::too_large,
          .code = "body_too_large",
          .message = {"提交的内容太大。", "What was sent is too large."}};
}

void Connection::refuse(int status) {
  keep_alive_ = false;
  timed_out_ = false;
  send(make_answer({.status = status, .headers = {}, .body = std::string(reason_of(status)) + "\n"}, ""));
}

void Connection::send_error(const Error& error) {
  send(make_answer(shared_.router.error_response(error, exchange_->request), exchange_->accept_encoding));
}

void Connection::dispatch() {
  if (shared_.options.access_log) started_ = SteadyClock::now();
  if (const int status = parser_->fault()) return refuse(status);
  keep_alive_ = parser_->keep_alive();
  read_target_with_preferences();
  if (send_kept()) return;
  exchange_ = make_exchange();
  auto& request = exchange_->request;
  auto target = read_target(request.target);
  if (!target) {
    keep_alive_ = false;
    if (request.target.starts_with("/api/")) request.path = "/api/";  // so that it is refused as the API refuses
    return send_error(target.error());
  }
  request.path = std::move(target->path);
  request.query = std::move(target->query);
  const auto method = method_of(parser_->verb());
  if (method) {
    request.method = *method;
    exchange_->match = shared_.router.match(*method, request.path);
    request.parameters = exchange_->match.parameters;
  } else {
    exchange_->match.allowed = shared_.router.allowed(request.path);
    if (parser_->verb() == http::verb::options && !exchange_->match.allowed.empty())
      return send(
          make_answer({.status = 204, .headers = {{"Allow", allow_header(exchange_->match.allowed)}}, .body = {}}, ""));
  }
  dispatch_route();
}

namespace {

// The digit of "name=1" to "name=9" where that is one of the pairs of a Cookie header; else none.
std::optional<char> choice_of(std::string_view cookies, std::string_view name) {
  while (!cookies.empty()) {
    const auto end = std::min(cookies.find(';'), cookies.size());
    auto pair = cookies.substr(0, end);
    while (pair.starts_with(' ')) pair.remove_prefix(1);
    const bool fits = pair.size() == name.size() + 2 && pair.starts_with(name) && pair[name.size()] == '=';
    if (fits && pair.back() >= '1' && pair.back() <= '9') return pair.back();
    cookies.remove_prefix(std::min(end + 1, cookies.size()));
  }
  return std::nullopt;
}

}  // namespace

// The target as sent, with the preferences that cookies carry (see ServerOptions::preference_cookies).
void Connection::read_target_with_preferences() {
  target_ = parser_->target();
  const bool get = parser_->verb() == http::verb::get || is_head();
  if (!get || shared_.options.preference_cookies.empty()) return;
  for (const auto& [name, value] : parser_->fields()) {
    if (!beast::iequals(name, "cookie")) continue;
    for (const auto& preference : shared_.options.preference_cookies)
      if (const auto choice = choice_of(value, preference))
        target_ += (target_.find('?') == std::string::npos ? "?" : "&") + preference + "=" + *choice;
  }
}

// The short way: a static file or a kept answer, found by the bytes of the target.
bool Connection::send_kept() {
  const bool get = parser_->verb() == http::verb::get || is_head();
  if (!get || parser_->has_body()) return false;
  if (const auto kept = shared_.cache.find(target_, thread_.now())) {
    send_variants(*kept);
    return true;
  }
  const auto file = shared_.files.find(target_);
  if (file == shared_.files.end()) return false;
  send_variants(*file->second);
  return true;
}

void Connection::send_variants(const Variants& variants) {
  const auto accept_encoding = exchange_ ? exchange_->accept_encoding : parser_->accept_encoding();
  const auto if_none_match = exchange_ ? exchange_->request.header("if-none-match") : parser_->if_none_match();
  send(variants.choose(accept_encoding, if_none_match));
}

Connection::ExchangePtr Connection::make_exchange() {
  auto exchange = std::make_shared<Exchange>();
  exchange->request.target = target_;
  exchange->request.id = make_request_id();
  exchange->request.headers.reserve(parser_->fields().size());
  for (const auto& [name, value] : parser_->fields()) exchange->request.headers.emplace_back(lower_case(name), value);
  auto from = origination(client_, exchange->request.headers, shared_.options.trusted_proxies);
  exchange->request.client = std::move(from.client);
  exchange->request.secure = from.secure;
  exchange->accept_encoding = parser_->accept_encoding();
  return exchange;
}

void Connection::dispatch_route() {
  const auto& match = exchange_->match;
  if (match.file) return send_variants(*shared_.files.at(match.file->path));  // asked for with a query
  if (match.stream) return open_stream();
  if (!match.route) {
    const auto refused = shared_.router.refusal(match, exchange_->request);
    return send(make_answer(*refused, exchange_->accept_encoding));
  }
  if (!parser_->has_body()) return is_kept() ? run_cached() : run_handler();
  if (match.route->permission != public_route) return ask_gate();
  if (auto refused = shared_.router.refusal(match, exchange_->request))  // the content type: nothing here blocks
    return send(make_answer(std::move(*refused), exchange_->accept_encoding));
  exchange_->passed = true;
  begin_body();
}

void Connection::ask_gate() {
  on_worker(
      [](const Router& router, Exchange& exchange) {
        if (auto refused = router.refusal(exchange.match, exchange.request))
          exchange.answer = make_answer(std::move(*refused), exchange.accept_encoding);
        exchange.passed = !exchange.answer;
      },
      &Connection::begin_body);
}

void Connection::begin_body() {
  if (!exchange_->passed) return send_exchange_answer();
  if (parser_->length() > most_body_bytes()) return send_error(too_large());
  parser_->body_limit(most_body_bytes());
  if (!parser_->expects_continue() || begin_ < end_) return read_body();
  set_phase(Phase::writing, shared_.options.write_timeout);
  asio::async_write(socket_, asio::buffer(continue_line),
                    [self = shared_from_this()](boost::system::error_code ec, std::size_t) {
                      if (self->phase_ == Phase::closed) return;
                      ec ? self->close() : self->read_body();
                    });
}

std::size_t Connection::most_body_bytes() const {
  const auto of_route = exchange_->match.route->max_body_bytes;
  return of_route > 0 ? of_route : shared_.options.max_body_bytes;
}

void Connection::run_handler() {
  on_worker(
      [](const Router& router, Exchange& exchange) {
        auto response = exchange.passed ? std::nullopt : router.refusal(exchange.match, exchange.request);
        if (!response) {
          const bool bare = exchange.match.route->cache.has_value();
          response = router.run(exchange.match, bare ? only_target(exchange.request) : exchange.request);
        }
        exchange.answer = make_answer(std::move(*response), exchange.accept_encoding);
      },
      &Connection::send_exchange_answer);
}

void Connection::send_exchange_answer() { send(std::move(exchange_->answer)); }

void Connection::on_worker(void (*work)(const Router&, Exchange&), void (Connection::*then)()) {
  set_phase(Phase::working, SteadyClock::duration::max());
  auto job = [self = shared_from_this(), exchange = exchange_, work, then]() mutable {
    try {
      work(self->shared_.router, *exchange);
    } catch (...) {  // out of memory
      exchange->answer = make_answer({.status = 500, .headers = {}, .body = "Internal Server Error\n"}, "");
    }
    const auto executor = self->thread_.executor();
    asio::post(executor, [owned = std::move(self), then] {
      if (owned->phase_ != Phase::closed) ((*owned).*then)();
    });
  };
  if (!workers_for(exchange_->match).post(std::move(job))) send_overload();
}

// The gate of a route runs where its handler does: it reads, and leaves behind what it cannot write at once.
Workers& Connection::workers_for(const Router::Match& match) {
  return match.route && waits_for_the_writer(*match.route) ? shared_.writers : shared_.workers;
}

void Connection::send_overload() { send_error(unavailable_error("overloaded", "the worker queue is full")); }

// Kept are answers of public routes, and only for query parameters that the route declares: otherwise anyone could
// fill the cache with copies of one page.
bool Connection::is_kept() const {
  const auto& route = *exchange_->match.route;
  if (!route.cache) return false;
  const auto& query = exchange_->request.query;
  return std::all_of(query.begin(), query.end(), [&](const auto& given) {
    return std::any_of(route.query.begin(), route.query.end(),
                       [&](const auto& declared) { return declared.first == given.first; });
  });
}

void Connection::run_cached() {
  if (auto refused = shared_.router.refusal(exchange_->match, exchange_->request))  // asked too often; does not block
    return send(make_answer(std::move(*refused), exchange_->accept_encoding));
  set_phase(Phase::working, SteadyClock::duration::max());
  const Route& route = *exchange_->match.route;
  // The rendering may be done for a client of another I/O thread: only post, and never own the connection over there.
  auto done = [weak = weak_from_this(), executor = thread_.executor()](const AnswerCache::VariantsPtr& variants) {
    asio::post(executor, [weak, variants] {
      const auto self = weak.lock();
      if (self && self->phase_ == Phase::working) self->send_variants(*variants);
    });
  };
  const auto flight = shared_.cache.join(exchange_->request.target, *route.cache, std::move(done));
  if (!flight) return;
  auto job = [&shared = shared_, flight, route = &route, match = exchange_->match,
              request = only_target(exchange_->request)] {
    AnswerCache::VariantsPtr variants;
    bool keep = false;
    try {
      auto response = shared.router.run(match, request);
      keep = response.status == 200 && std::none_of(response.headers.begin(), response.headers.end(),
                                                    [](const auto& h) { return lower_case(h.first) == "set-cookie"; });
      variants =
          keep ? make_variants(std::move(response), cache_revalidate, 6) : make_plain_variants(std::move(response));
    } catch (...) {  // out of memory
      keep = false;
      variants = make_plain_variants({.status = 500, .headers = {}, .body = "Internal Server Error\n"});
    }
    shared.cache.finish(flight, variants, keep, SteadyClock::now());
  };
  if (shared_.workers.post(std::move(job))) return;
  const auto error = unavailable_error("overloaded", "the worker queue is full");
  shared_.cache.finish(flight, make_plain_variants(shared_.router.error_response(error, exchange_->request)), false,
                       thread_.now());
}

void Connection::log(int status) {
  if (!shared_.options.access_log) return;
  const auto took = std::chrono::duration_cast<std::chrono::microseconds>(SteadyClock::now() - started_);
  if (exchange_) return shared_.options.access_log(exchange_->request, status, took);
  Request request;  // answered before there was one
  request.client = client_;
  request.id = make_request_id();
  if (parser_ && parser_->is_header_done()) {
    request.target = parser_->target();
    request.path = request.target.substr(0, request.target.find('?'));
  }
  shared_.options.access_log(request, status, parser_ ? took : std::chrono::microseconds(0));
}

}  // namespace gulou::net
