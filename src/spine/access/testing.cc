#include "spine/access/testing.h"

#include <cstdio>
#include <cstdlib>

#include "net/target.h"
#include "spine/access/store.h"
#include "spine/units/queries.h"

namespace gulou::access {
namespace {

template <class T>
T must(Result<T> result) {
  if (result) return std::move(*result);
  std::fprintf(stderr, "%s %s\n", describe_error(result.error()).c_str(), result.error().internal.value.c_str());
  std::abort();  // nothing after this could mean anything
}

}  // namespace

std::shared_ptr<const Caller> test_caller(db::Database& database, const Clock& clock,
                                          const PermissionTable& permissions, Role role, std::string_view unit_code) {
  const auto post = must(database.write([&](db::Transaction& tx) -> Result<HeldPost> {
    const auto unit = TRY(units::by_code(tx, unit_code));
    Account account{.id = Id::make(clock.now().ms()),
                    .name = {},
                    .folded_name = {},
                    .display_name = "演示",
                    .unit_id = unit.id,
                    .password_hash = "none",
                    .state = AccountState::active,
                    .created_at = clock.now()};
    account.name = account.folded_name = account.id.text();
    TRY(tx.insert(account_table, account));
    const Post made{.id = Id::make(clock.now().ms()),
                    .account_id = account.id,
                    .role = role,
                    .unit_id = unit.id,
                    .valid_from = clock.today(),
                    .valid_to = {},
                    .granted_by = {},
                    .granted_at = clock.now(),
                    .revoked_by = {}};
    TRY(tx.insert(post_table, made));
    return TRY(held_post(tx, made.id)).value();
  }));
  Caller caller;
  caller.kind = journal::ActorKind::account;
  caller.account_id = post.account_id;
  caller.acting = ActingPost{post.id, post.role, unit_of(post)};
  caller.post = std::string(name_of(role));
  caller.today = clock.today();
  caller.permissions = &permissions;
  return std::make_shared<const Caller>(std::move(caller));
}

net::Gate gate_of(std::shared_ptr<const Caller> caller) {
  return [caller = std::move(caller)](const net::Request& request,
                                      const net::Wanted&) -> Result<std::shared_ptr<const net::Caller>> {
    auto known = std::make_shared<Caller>(*caller);
    known->request = request.id;
    return known;
  };
}

void without_second_factor(db::Database& database) {
  must(database.write([](db::Transaction& tx) {
    return tx.execute("INSERT INTO setting (name, value) VALUES ('access.second_factor', 'optional')");
  }));
}

net::Response TestBrowser::send(net::Method method, std::string_view target, std::string body) {
  net::Request request;
  request.method = method;
  request.target = target;
  auto read = must(net::read_target(target));
  request.path = std::move(read.path);
  request.query = std::move(read.query);
  request.client = client;
  request.id = "test";
  request.body = std::move(body);
  request.headers = headers;
  if (method != net::Method::get) request.headers.emplace_back("content-type", content_type);
  const auto cookies = cookie.empty() || known.empty() ? cookie + known : cookie + "; " + known;
  if (!cookies.empty()) request.headers.emplace_back("cookie", cookies);
  auto response = router_.answer(request);
  for (const auto& [name, value] : response.headers)
    if (name == "Set-Cookie" && !value.starts_with("elders"))
      (value.starts_with("gulou-browser=") ? known : cookie) = value.substr(0, value.find(';'));
  return response;
}

net::Response TestBrowser::sign_in(std::string_view name, std::string_view password) {
  return post("/api/session", json::write(json::Value::object().set("name", name).set("password", password)));
}

net::Response TestBrowser::give_code(std::string_view code) {
  return post("/api/session/code", json::write(json::Value::object().set("code", code)));
}

std::string code_of(const net::Response& response) {
  if (response.status < 400) return "";
  const auto document = json::parse(response.body);
  const auto* code = document ? document->find("code") : nullptr;
  return code && code->as_text() ? *code->as_text() : "not a problem";
}

}  // namespace gulou::access
