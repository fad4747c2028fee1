// The table of routes, static files and live streams that a server answers from.
#pragma once

#include <functional>
#include <map>
#include <memory>
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
  // Adding fails the start (Result from `check`) for a second route of the same method and pattern, and for a route
  // without permission.
  void add(Route route);
  void add(StaticFile file);
  void add(Stream stream);
  void set_error_page(ErrorPage page);
  void set_gate(Gate gate);

  // Every mistake made while adding; empty if the router may start.
  std::vector<std::string> mistakes() const;
  const std::vector<Route>& routes() const;
  const std::vector<Stream>& streams() const;

  struct Match {
    const Route* route = nullptr;
    const Stream* stream = nullptr;
    const StaticFile* file = nullptr;
    std::vector<std::pair<std::string, std::string>> parameters = {};
    std::vector<Method> allowed = {};  // when the path is known but not with this method
  };
  // HEAD is matched as GET.
  Match match(Method method, std::string_view path) const;

  // The whole way of one request after its body was read: match, gate, handler, errors. Never throws.
  Response answer(const Request& request) const;

 private:
  std::vector<Route> routes_;
  std::vector<Stream> streams_;
  std::vector<StaticFile> files_;
  ErrorPage error_page_;
  Gate gate_;
  std::vector<std::string> mistakes_;
};

}  // namespace gulou::net
