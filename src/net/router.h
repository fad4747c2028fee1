// The table of routes, static files and live streams that a server answers from.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "net/http.h"

namespace gulou::net {

// A file served as it is: compressed once at start, with a strong ETag.
struct StaticFile {
  std::string path;  // as requested, e.g. "/assets/portal-1f3a9c.css"
  std::string content_type;
  std::string body;
  bool immutable = false;  // the name carries a hash of the content: browsers may keep it for a year
};

// A stream of server-sent events. The server calls `poll` on a worker about every `every_ms`; when it gives text that
// differs from the last, that text goes out as one event's data. A comment line keeps idle streams alive.
struct Stream {
  std::string pattern;
  std::string permission;
  std::string summary;
  std::int64_t every_ms = 500;
  std::function<Result<std::string>(const Request&)> poll;
};

class Router {
 public:
  Router();
  ~Router();
  Router(Router&&) noexcept;
  Router& operator=(Router&&) noexcept;

  // Mistakes made here stop the server from starting: a second route of the same method and pattern, a route without
  // permission or handler, a cached route that is not a public GET, one that lets data out without asking what for, two
  // described types of one name (the API document could hold only one of them).
  void add(Route route);
  void add(StaticFile file);
  void add(Stream stream);
  void set_error_page(ErrorPage page);
  // Without a gate, whatever is not public is refused.
  void set_gate(Gate gate);
  // Without a limiter everyone may ask as often as they like. It is asked after the gate, also where that refuses.
  void set_limiter(Limiter limiter);
  // Called for each failure of kind internal or unavailable, so that Error::internal reaches the log. Any thread.
  void set_failure_log(std::function<void(const Error&, const Request&)> log);

  // Every mistake made while adding; empty if the router may start.
  std::vector<std::string> mistakes() const;
  const std::vector<Route>& routes() const;
  const std::vector<Stream>& streams() const;
  const std::vector<StaticFile>& files() const;

  struct Match {
    const Route* route = nullptr;
    const Stream* stream = nullptr;
    const StaticFile* file = nullptr;
    std::vector<std::pair<std::string, std::string>> parameters = {};
    std::vector<Method> allowed = {};  // when the path is known but not with this method
  };
  // HEAD is matched as GET. A literal segment goes before a parameter.
  Match match(Method method, std::string_view path) const;
  // The methods that the path knows, for Allow; empty for an unknown path.
  std::vector<Method> allowed(std::string_view path) const;

  // The whole way of one request after its body was read: match, gate, handler, errors. Never throws.
  Response answer(const Request& request) const;

  // The same in two steps, for a server that wants to know before it reads the body. Neither throws.
  // refusal: everything that the headers alone decide (unknown path or method, gate, limiter, content type); nullopt:
  // go on, and request.caller is who the gate found (null where the route answers whom it does not know). run: the
  // handler. Both want request.parameters = match.parameters.
  std::optional<Response> refusal(const Match& match, Request& request) const;
  Response run(const Match& match, const Request& request) const;
  // A stream's state, with exceptions caught.
  Result<std::string> poll(const Stream& stream, const Request& request) const;
  // An error as this path's readers want it: problem+json below /api/, else the error page.
  Response error_response(const Error& error, const Request& request) const;
  // Tells the failure log, if it is one for it.
  void note_failure(const Error& error, const Request& request) const;

 private:
  struct Node;  // one segment in the tree of patterns
  Node* node_of(std::string_view pattern);
  // The gate's answer, with who it found in request.caller.
  Result<void> pass_gate(const Match& match, Request& request) const;
  void add_mistake(std::string_view pattern, std::string_view what);
  bool check_common(std::string_view pattern, std::string_view permission);
  void check_outgoing(const Route& route);
  void check_names(std::string_view pattern, const TypeInfo& type);

  std::vector<Route> routes_;
  std::vector<Stream> streams_;
  std::vector<StaticFile> files_;
  ErrorPage error_page_;
  Gate gate_;
  Limiter limiter_;
  std::function<void(const Error&, const Request&)> failure_log_;
  std::vector<std::string> mistakes_;
  std::map<std::string_view, const TypeInfo*> types_;  // that the API document defines, by name
  std::unique_ptr<Node> root_;
};

std::string_view name_of_method(Method method);  // "GET"
// The value of an Allow header; HEAD comes with GET, OPTIONS always.
std::string allow_header(const std::vector<Method>& methods);

}  // namespace gulou::net
