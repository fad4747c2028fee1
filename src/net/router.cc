#include "net/router.h"

#include <algorithm>
#include <array>
#include <exception>

namespace gulou::net {
namespace {

constexpr std::size_t method_count = 5;
constexpr std::size_t index_of(Method method) { return static_cast<std::size_t>(method); }

// Takes the next segment off a path or pattern that begins with "/".
std::string_view next_segment(std::string_view& rest) {
  rest.remove_prefix(1);
  const auto segment = rest.substr(0, rest.find('/'));
  rest.remove_prefix(segment.size());
  return segment;
}

bool is_parameter(std::string_view segment) { return segment.starts_with('{') && segment.ends_with('}'); }

std::vector<std::pair<std::string, std::string>> named(std::string_view pattern,
                                                       const std::vector<std::string>& values) {
  std::vector<std::pair<std::string, std::string>> parameters;
  while (!pattern.empty()) {
    const auto segment = next_segment(pattern);
    if (is_parameter(segment))
      parameters.emplace_back(segment.substr(1, segment.size() - 2), values[parameters.size()]);
  }
  return parameters;
}

// "application/json; charset=utf-8" is application/json.
bool is_type(std::string_view content_type, std::string_view wanted) {
  std::string type(content_type.substr(0, content_type.find(';')));
  while (type.ends_with(' ') || type.ends_with('\t')) type.pop_back();
  std::transform(type.begin(), type.end(), type.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return type == wanted;
}

Error unknown_path() { return not_found_error({"没有这个页面。", "There is no such page."}); }

Error unknown_method() {
  return {.kind = ErrorKind::method_not_allowed,
          .code = "method_not_allowed",
          .message = {"这个地址不支持这种操作。", "This address does not know this method."}};
}

Error json_wanted() {
  return {.kind = ErrorKind::unsupported_type,
          .code = "json_wanted",
          .message = {"请以 JSON 格式提交。", "Please send JSON (content type application/json)."}};
}

Error bytes_wanted() {
  return {.kind = ErrorKind::unsupported_type,
          .code = "bytes_wanted",
          .message = {"请直接提交文件内容(application/octet-stream)。",
                      "Please send the bytes themselves (content type application/octet-stream)."}};
}

Error session_wanted() {
  return {
      .kind = ErrorKind::unauthenticated, .code = "session_wanted", .message = {"请先登录。", "Please sign in first."}};
}

template <class F>
auto guarded(F&& f) -> Result<decltype(f())> {
  try {
    return f();
  } catch (const std::exception& caught) {
    return fail(internal_error(std::string("exception: ") + caught.what()));
  } catch (...) {
    return fail(internal_error("exception of unknown type"));
  }
}

}  // namespace

struct Router::Node {
  std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
  std::unique_ptr<Node> parameter;
  // Places in routes_, streams_ and files_.
  std::array<std::optional<std::size_t>, method_count> routes;
  std::optional<std::size_t> stream;
  std::optional<std::size_t> file;

  bool taken(Method method) const { return routes[index_of(method)] || (method == Method::get && (stream || file)); }

  struct Found {
    const Node* node;
    std::vector<std::string> values;
  };
  // Every node that the rest of the path leads to, the most literal first.
  void find(std::string_view rest, std::vector<std::string>& values, std::vector<Found>& found) const {
    if (rest.empty()) {
      found.push_back({this, values});
      return;
    }
    const auto segment = next_segment(rest);
    if (const auto literal = literals.find(segment); literal != literals.end())
      literal->second->find(rest, values, found);
    if (parameter && !segment.empty()) {
      values.emplace_back(segment);
      parameter->find(rest, values, found);
      values.pop_back();
    }
  }
  std::vector<Found> find(std::string_view path) const {
    std::vector<Found> found;
    std::vector<std::string> values;
    if (path.starts_with('/')) find(path, values, found);
    return found;
  }
};

Router::Router() : root_(std::make_unique<Node>()) {}
Router::~Router() = default;
Router::Router(Router&&) noexcept = default;
Router& Router::operator=(Router&&) noexcept = default;

void Router::add_mistake(std::string_view pattern, std::string_view what) {
  mistakes_.push_back(std::string(pattern) + ": " + std::string(what));
}

Router::Node* Router::node_of(std::string_view pattern) {
  Node* node = root_.get();
  while (!pattern.empty()) {
    const auto segment = next_segment(pattern);
    auto& child = is_parameter(segment) ? node->parameter : node->literals[std::string(segment)];
    if (!child) child = std::make_unique<Node>();
    node = child.get();
  }
  return node;
}

bool Router::check_common(std::string_view pattern, std::string_view permission) {
  if (!pattern.starts_with('/')) {
    add_mistake(pattern, "a pattern begins with /");
    return false;
  }
  if (permission.empty()) add_mistake(pattern, "no permission named (use public_route for everyone)");
  return true;
}

void Router::check_names(std::string_view pattern, const TypeInfo& type) {
  if (type.element) check_names(pattern, type.element());
  if (type.name.empty()) return;
  const auto [known, is_new] = types_.emplace(type.name, &type);
  if (known->second != &type) add_mistake(pattern, "another type is called " + std::string(type.name) + " too");
  if (!is_new) return;
  for (const auto& field : type.fields) check_names(pattern, field.type());
}

void Router::check_outgoing(const Route& route) {
  const auto& [data, unasked] = *route.outgoing;
  if (data == DataClass::public_) return;
  if (route.permission == public_route) add_mistake(route.pattern, "a public route gives nothing that is not public");
  if (!unasked.empty()) return;
  const auto in_body = [&](std::string_view name) {
    return route.takes &&
           std::ranges::any_of(route.takes->fields, [&](const FieldInfo& field) { return field.name == name; });
  };
  const bool before = std::ranges::any_of(route.query, [](const auto& each) { return each.first == "export"; });
  if (!in_body("purpose") && !before) add_mistake(route.pattern, "what leaves the house leaves for a purpose");
  if (data >= DataClass::personal && !route.step_up)
    add_mistake(route.pattern, "personal data leave after a proof of identity");
  if (data == DataClass::sensitive && !in_body("approval"))
    add_mistake(route.pattern, "sensitive personal data leave when a second person has agreed");
}

void Router::add(Route route) {
  if (!check_common(route.pattern, route.permission)) return;
  if (!route.handler) add_mistake(route.pattern, "no handler");
  if (route.signed_out && (route.permission == public_route || route.max_body_bytes == 0))
    add_mistake(route.pattern, "what strangers may send to a route that is not public has a limit of its own");
  if (route.step_up && route.permission == public_route) add_mistake(route.pattern, "a public route proves nobody");
  if (route.writes && (route.method != Method::get || route.cache))
    add_mistake(route.pattern, "only a GET says that it writes, and none that is cached does");
  if (route.takes && route.takes_bytes) add_mistake(route.pattern, "takes either JSON or bytes");
  if (route.cache && (route.permission != public_route || route.method != Method::get || !route.cache->current))
    add_mistake(route.pattern, "only a public GET is cached, and its policy needs `current`");
  if (route.outgoing) check_outgoing(route);
  for (const auto* type : {route.takes, route.gives})
    if (type) check_names(route.pattern, *type);
  Node* node = node_of(route.pattern);
  if (node->taken(route.method)) {
    add_mistake(route.pattern, "added twice for " + std::string(name_of_method(route.method)));
    return;
  }
  node->routes[index_of(route.method)] = routes_.size();
  routes_.push_back(std::move(route));
}

void Router::add(StaticFile file) {
  if (!check_common(file.path, public_route)) return;
  Node* node = node_of(file.path);
  if (node->taken(Method::get)) {
    add_mistake(file.path, "added twice for GET");
    return;
  }
  node->file = files_.size();
  files_.push_back(std::move(file));
}

void Router::add(Stream stream) {
  if (!check_common(stream.pattern, stream.permission)) return;
  if (!stream.poll || stream.every_ms <= 0) add_mistake(stream.pattern, "a stream needs `poll` and a positive period");
  Node* node = node_of(stream.pattern);
  if (node->taken(Method::get)) {
    add_mistake(stream.pattern, "added twice for GET");
    return;
  }
  node->stream = streams_.size();
  streams_.push_back(std::move(stream));
}

void Router::set_error_page(ErrorPage page) { error_page_ = std::move(page); }
void Router::set_gate(Gate gate) { gate_ = std::move(gate); }
void Router::set_limiter(Limiter limiter) { limiter_ = std::move(limiter); }
void Router::set_failure_log(std::function<void(const Error&, const Request&)> log) { failure_log_ = std::move(log); }

std::vector<std::string> Router::mistakes() const { return mistakes_; }
const std::vector<Route>& Router::routes() const { return routes_; }
const std::vector<Stream>& Router::streams() const { return streams_; }
const std::vector<StaticFile>& Router::files() const { return files_; }

Router::Match Router::match(Method method, std::string_view path) const {
  const auto found = root_->find(path);
  for (const auto& [node, values] : found) {
    if (!node->taken(method)) continue;
    if (const auto route = node->routes[index_of(method)])
      return {.route = &routes_[*route], .parameters = named(routes_[*route].pattern, values)};
    if (node->stream)
      return {.stream = &streams_[*node->stream], .parameters = named(streams_[*node->stream].pattern, values)};
    return {.file = &files_[*node->file]};
  }
  return {.allowed = allowed(path)};
}

std::vector<Method> Router::allowed(std::string_view path) const {
  const auto found = root_->find(path);
  std::vector<Method> methods;
  for (const auto method : {Method::get, Method::post, Method::put, Method::patch, Method::del})
    if (std::any_of(found.begin(), found.end(), [&](const auto& each) { return each.node->taken(method); }))
      methods.push_back(method);
  return methods;
}

void Router::note_failure(const Error& error, const Request& request) const {
  const bool is_ours = error.kind == ErrorKind::internal || error.kind == ErrorKind::unavailable;
  if (is_ours && failure_log_) failure_log_(error, request);
}

Response Router::error_response(const Error& error, const Request& request) const {
  note_failure(error, request);
  if (request.path.starts_with("/api/") || !error_page_) return problem(error, request);
  auto page = guarded([&] { return error_page_(error, request); });
  if (!page) return problem(error, request);
  add_error_headers(*page, error);
  return std::move(*page);
}

Result<void> Router::pass_gate(const Match& match, Request& request) const {
  const auto& permission = match.route ? match.route->permission : match.stream->permission;
  if (permission == public_route) return {};
  auto asked = guarded([&]() -> Result<std::shared_ptr<const Caller>> {
    if (!gate_) return fail(session_wanted());
    return gate_(request, {permission, match.route && match.route->step_up});
  });
  if (!asked) return fail(asked.error());
  request.caller = TRY(std::move(*asked));
  return {};
}

std::optional<Response> Router::refusal(const Match& match, Request& request) const {
  if (match.file) return std::nullopt;
  if (!match.route && !match.stream) {
    if (match.allowed.empty()) return error_response(unknown_path(), request);
    auto response = error_response(unknown_method(), request);
    response.headers.emplace_back("Allow", allow_header(match.allowed));
    return response;
  }
  const auto passed = pass_gate(match, request);
  if (match.route && limiter_) {
    const auto limited = guarded([&] { return limiter_(request, *match.route); });
    if (!limited) return error_response(limited.error(), request);
    if (!*limited) return error_response(limited->error(), request);
  }
  if (!passed) {
    const bool nobody = passed.error().kind == ErrorKind::unauthenticated;
    if (nobody && match.route && match.route->signed_out) return std::nullopt;
    return error_response(passed.error(), request);
  }
  const auto content_type = request.header("content-type");
  if (match.route && match.route->takes && !is_type(content_type, "application/json"))
    return error_response(json_wanted(), request);
  if (match.route && match.route->takes_bytes && !is_type(content_type, "application/octet-stream"))
    return error_response(bytes_wanted(), request);
  return std::nullopt;
}

Response Router::run(const Match& match, const Request& request) const {
  if (match.file) return {.content_type = match.file->content_type, .headers = {}, .body = match.file->body};
  if (match.stream) {  // the server streams; asked here, it gives the current state once
    auto text = poll(*match.stream, request);
    if (!text) return error_response(text.error(), request);
    return {.content_type = "text/plain; charset=utf-8", .headers = {}, .body = std::move(*text)};
  }
  // Such a route has a handler for whom the gate did not find, and nobody gets to the other one without the gate.
  const bool nobody = match.route->signed_out && !request.caller;
  auto response = guarded([&] { return nobody ? match.route->signed_out(request) : match.route->handler(request); });
  if (!response) return error_response(response.error(), request);
  if (!*response) return error_response(response->error(), request);
  if ((*response)->leaves && !match.route->outgoing)
    return error_response(internal_error("a file from a route that does not declare it"), request);
  return std::move(**response);
}

Result<std::string> Router::poll(const Stream& stream, const Request& request) const {
  auto state = guarded([&] { return stream.poll(request); });
  if (!state) return Failure(std::move(state).error());
  return std::move(*state);
}

Response Router::answer(const Request& request) const {
  const auto found = match(request.method, request.path);
  Request with_parameters = request;
  with_parameters.parameters = found.parameters;
  if (auto refused = refusal(found, with_parameters)) return std::move(*refused);
  return run(found, with_parameters);
}

std::string_view name_of_method(Method method) {
  switch (method) {
    case Method::get:
      return "GET";
    case Method::post:
      return "POST";
    case Method::put:
      return "PUT";
    case Method::patch:
      return "PATCH";
    case Method::del:
      return "DELETE";
  }
  return "GET";
}

std::string_view name_of_class(DataClass data) {
  switch (data) {
    case DataClass::public_:
      return "public";
    case DataClass::internal:
      return "internal";
    case DataClass::personal:
      return "personal";
    case DataClass::sensitive:
      return "sensitive";
  }
  return "sensitive";
}

std::string allow_header(const std::vector<Method>& methods) {
  std::string value;
  for (const auto method : methods) {
    value += name_of_method(method);
    value += method == Method::get ? ", HEAD, " : ", ";
  }
  return value + "OPTIONS";
}

}  // namespace gulou::net
