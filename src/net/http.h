// Requests, responses and routes, free of any HTTP library: a handler is a plain function that reads top to bottom.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/describe.h"
#include "base/error.h"
#include "base/result.h"

namespace gulou::net {

enum class Method { get, post, put, patch, del };

// Who sends a request, as far as the gate found out. What a caller is, access/ says; net only carries it.
struct Caller {
  Caller() = default;
  Caller(const Caller&) = default;
  Caller& operator=(const Caller&) = default;
  virtual ~Caller() = default;
};

struct Request {
  Method method = Method::get;
  std::string target;                                           // as sent: path and query
  std::string path;                                             // percent-decoded, UTF-8, no dot segments
  std::vector<std::pair<std::string, std::string>> query;       // decoded, in order
  std::vector<std::pair<std::string, std::string>> parameters;  // from the route's pattern
  std::vector<std::pair<std::string, std::string>> headers;     // names in lower case
  std::string body;
  std::string client;                    // the peer's address (or what a trusted proxy says of it)
  bool secure = false;                   // it came by TLS, as a trusted proxy says
  std::string id;                        // of this request, for the log and for error pages
  std::shared_ptr<const Caller> caller;  // set by the gate; null on public routes

  // The first value, or "".
  std::string_view query_value(std::string_view name) const;
  std::string_view parameter(std::string_view name) const;
  std::string_view header(std::string_view lower_case_name) const;
};

struct Response {
  int status = 200;
  std::string content_type = "text/plain; charset=utf-8";
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  bool leaves = false;  // a file, a paper or a copy: only a route that declares `outgoing` may give it
};

Response html_page(std::string body, int status = 200);
Response json_reply(std::string body, int status = 200);
Response redirect(std::string location, int status = 303);
// application/problem+json (RFC 9457): {type, title, status, code, message: {zh, en}, errors: [{field, rule, message}],
// request}. The only place that maps an ErrorKind to a status.
Response problem(const Error& error, const Request& request);
int status_of(ErrorKind kind);
std::string_view reason_of(int status);  // "Not Found"
// What a refusal asks for besides its body: WWW-Authenticate, Retry-After. problem() has them already.
void add_error_headers(Response& response, const Error& error);

using Handler = std::function<Result<Response>(const Request&)>;

// How long a GET's answer may be given again without asking the handler. `current` gives a number that changes when the
// answer may have (the versions of the topics it depends on). Cached answers are served by the I/O thread, compressed
// once.
struct CachePolicy {
  std::function<std::uint64_t()> current;
  std::int64_t expires_after_ms = 0;  // 0: only `current` decides
};

// How carefully what leaves the house as a file is handled. public: anyone may have it; internal: of the offices;
// personal: about people, numbers masked; sensitive: about people, with whole numbers (PIPL 28).
enum class DataClass { public_, internal, personal, sensitive };
std::string_view name_of_class(DataClass data);  // "personal"

// That a route gives a file, a paper or a copy to take out of the house. Unless it is public, whoever asks says what
// for: in the body (a field "purpose"), or by the number of an export that they stated before (a query "export"); never
// in the address, which stands in logs. Or else the route says why nobody is asked.
struct Outgoing {
  DataClass data = DataClass::public_;
  std::string unasked = {};
};

struct Route {
  Method method = Method::get;
  std::string pattern = {};  // "/u/{code}": a parameter matches one segment
  // Everyone may call a route whose permission is `public_route`; any other names a permission. Empty does not start.
  std::string permission = {};
  // Wants more than a session: who asks must have proved within the last minutes that it is still them. For what cannot
  // be undone or gives power away: deletes, exports, grants, keys.
  bool step_up = false;
  // Counts towards the tighter limit of how often somebody may ask: work for the server, or a way to find out about
  // people one after the other. What leaves the house about people is costly without saying so.
  bool costly = false;
  // A GET that writes, were it only an entry in the journal. Others have a thread to answer on however long the writer
  // is busy, and such a one would take it.
  bool writes = false;
  std::optional<Outgoing> outgoing = std::nullopt;
  std::string summary = {};            // one line, for the API document; empty for pages
  std::vector<std::string> tags = {};  // for the API document
  const TypeInfo* takes = nullptr;     // the JSON body
  bool takes_bytes = false;            // instead of JSON: anything, sent as application/octet-stream
  std::size_t max_body_bytes = 0;      // 0: what the server allows every route
  const TypeInfo* gives = nullptr;     // the JSON answer of status 200 or 201
  int success = 200;
  std::vector<std::pair<std::string, std::string>> query = {};  // query parameters and what they mean
  Handler handler = {};
  // For forms that people have filled in: asked instead of the handler when the gate knows nobody (unauthenticated), so
  // that the body is read all the same, within max_body_bytes. It must treat what it gets as a stranger's.
  Handler signed_out = {};
  std::optional<CachePolicy> cache = std::nullopt;
};

inline constexpr std::string_view public_route = "public";

// Pages (HTML) get a page for their errors, the API gets problem+json; a path below /api/ is the API. It may run on any
// thread (also when the workers are all busy), so it must not block: it renders what it is given, no more.
using ErrorPage = std::function<Response(const Error&, const Request&)>;

// What a route wants of whoever asks.
struct Wanted {
  std::string_view permission;
  bool step_up = false;
};

bool is_costly(const Route& route);
bool waits_for_the_writer(const Route& route);

// Whether whoever sends this request (its caller, if the gate found one) may ask once more now. Error rate_limited.
// Asked on any thread, so it must not block.
using Limiter = std::function<Result<void>(const Request&, const Route&)>;

// Who sends this request, if they have what is wanted; else why not. Asked on a worker, before the body is read, and
// never for public routes.
using Gate = std::function<Result<std::shared_ptr<const Caller>>(const Request&, const Wanted&)>;

}  // namespace gulou::net
