// For tests of what stands behind the gate: people with posts, and a browser that signs them in.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/json.h"
#include "db/database.h"
#include "net/router.h"
#include "spine/access/caller.h"
#include "spine/access/permission.h"

namespace gulou::access {

// A caller whom a gate would give for someone with this role at the unit of that code: account and post are made in the
// database (without journal or checks). `permissions` must outlive the caller.
std::shared_ptr<const Caller> test_caller(db::Database& database, const Clock& clock,
                                          const PermissionTable& permissions, Role role, std::string_view unit_code);
// A gate that lets everyone pass as this caller.
net::Gate gate_of(std::shared_ptr<const Caller> caller);

// Officials sign in with the password alone: for tests of everything but the second factor.
void without_second_factor(db::Database& database);

// Sends requests as a browser does that shows our own pages, and keeps the cookie of the session.
class TestBrowser {
 public:
  explicit TestBrowser(const net::Router& router) : router_(router) {}

  net::Response send(net::Method method, std::string_view target, std::string body = {});
  net::Response get(std::string_view target) { return send(net::Method::get, target); }
  net::Response post(std::string_view target, std::string body = "{}") {
    return send(net::Method::post, target, std::move(body));
  }
  net::Response del(std::string_view target) { return send(net::Method::del, target); }
  // POST /api/session.
  net::Response sign_in(std::string_view name, std::string_view password);
  // POST /api/session/code.
  net::Response give_code(std::string_view code);

  std::string cookie;                                           // "gulou=…"
  std::string known;                                            // "gulou-browser=…", once someone has signed in here
  std::vector<std::pair<std::string, std::string>> headers = {  // sent besides cookie and content type
      {"host", "localhost:8080"},
      {"origin", "http://localhost:8080"},
      {"sec-fetch-site", "same-origin"}};
  std::string client = "127.0.0.1";
  std::string content_type = "application/json";  // of what is not a GET

 private:
  const net::Router& router_;
};

// The code of a problem, or "" for a success.
std::string code_of(const net::Response& response);

}  // namespace gulou::access
