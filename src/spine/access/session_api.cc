#include "base/json.h"
#include "spine/access/api.h"
#include "spine/access/api_model.h"
#include "spine/access/caller.h"
#include "spine/access/gate.h"
#include "spine/access/sessions.h"

namespace gulou::access {
namespace {

using net::Request;
using net::Response;

Error session_gone() {
  return {
      .kind = ErrorKind::unauthenticated, .code = "session_wanted", .message = {"请先登录。", "Please sign in first."}};
}

Result<SessionAnswer> session_answer(const ModuleContext& context, std::string_view token) {
  const auto open =
      TRY(context.database.read([&](db::Reader& reader) { return open_session(reader, context.clock, token); }));
  if (!open) return fail(session_gone());
  SessionAnswer answer{.account = open->account.id,
                       .name = open->account.name,
                       .display_name = open->account.display_name,
                       .must_change_password = open->account.state == AccountState::must_change_password,
                       .ends_at = Instant(open->session.created_at.ms() + absolute_limit.count())};
  for (const auto& post : open->posts) answer.posts.push_back(answer_of(post, context.clock.today()));
  if (const auto* post = open->acting()) {
    answer.post = post->id;
    for (const auto* each : context.permissions.of(post->role)) answer.permissions.push_back(each->name);
  }
  return answer;
}

Result<Response> post_session(const ModuleContext& context, const Request& request) {
  // Another site must not sign its visitors in here under a name of its own choice.
  if (origin_of(request) == Origin::other) return fail(cross_site());
  const auto wanted = TRY(json::read<SignIn>(request.body));
  return signed_in_reply(context, request, TRY(sign_in(context.database, context.clock, request, wanted)));
}

Result<Response> get_session(const ModuleContext& context, const Request& request) {
  return net::json_reply(json::write(TRY(session_answer(context, session_token(request)))));
}

Result<Response> post_choice(const ModuleContext& context, const Request& request) {
  const auto choice = TRY(json::read<PostChoice>(request.body));
  const auto token = TRY(context.database.write(
      [&](db::Transaction& tx) { return choose_post(tx, context.clock, caller_of(request), choice.post_id); }));
  return signed_in_reply(context, request, token);
}

Result<Response> post_password(const ModuleContext& context, const Request& request) {
  const auto change = TRY(json::read<PasswordChange>(request.body));
  return signed_in_reply(context, request,
                         TRY(change_password(context.database, context.clock, caller_of(request), change)));
}

Result<Response> delete_session(const ModuleContext& context, const Request& request) {
  TRY(context.database.write([&](db::Transaction& tx) { return sign_out(tx, context.clock, caller_of(request)); }));
  Response response{.status = 204, .headers = {{"Set-Cookie", ended_session_cookie(request)}}, .body = {}};
  return response;
}

Result<Response> get_roles(const ModuleContext& context, const Request&) {
  RoleList list;
  for (const auto& info : all_roles()) {
    RoleAnswer role{.role = info.role,
                    .zh = info.name.zh,
                    .en = info.name.en,
                    .administrator = is_administrator(info.role),
                    .levels = info.levels,
                    .grants = info.grants};
    for (const auto* each : context.permissions.of(info.role))
      role.permissions.push_back({each->name, each->allows.zh, each->allows.en});
    list.roles.push_back(std::move(role));
  }
  return net::json_reply(json::write(list));
}

}  // namespace

Result<Response> signed_in_reply(const ModuleContext& context, const Request& request, std::string_view token) {
  auto response = net::json_reply(json::write(TRY(session_answer(context, token))));
  response.headers.emplace_back("Set-Cookie", session_cookie(request, token));
  return response;
}

void register_session_routes(net::Router& router, const ModuleContext& context) {
  const auto route = [&](net::Method method, std::string pattern, std::string_view permission, std::string summary,
                         Result<Response> (*handler)(const ModuleContext&, const Request&)) {
    return net::Route{.method = method,
                      .pattern = std::move(pattern),
                      .permission = std::string(permission),
                      .summary = std::move(summary),
                      .tags = {"session"},
                      .handler = [context, handler](const Request& request) { return handler(context, request); }};
  };
  auto in = route(net::Method::post, "/api/session", net::public_route, "Sign in", &post_session);
  in.takes = &type_of<SignIn>();
  in.gives = &type_of<SessionAnswer>();
  router.add(std::move(in));
  auto who = route(net::Method::get, "/api/session", signed_in, "Who is signed in, and what they may do", &get_session);
  who.gives = &type_of<SessionAnswer>();
  router.add(std::move(who));
  auto choice = route(net::Method::post, "/api/session/post", signed_in, "Choose the post to act in", &post_choice);
  choice.takes = &type_of<PostChoice>();
  choice.gives = &type_of<SessionAnswer>();
  router.add(std::move(choice));
  auto password =
      route(net::Method::post, "/api/session/password", signed_in, "Choose another password", &post_password);
  password.takes = &type_of<PasswordChange>();
  password.gives = &type_of<SessionAnswer>();
  router.add(std::move(password));
  auto out = route(net::Method::del, "/api/session", signed_in, "Sign out", &delete_session);
  out.success = 204;
  router.add(std::move(out));
  auto roles =
      route(net::Method::get, "/api/roles", signed_in, "Roles, their permissions and who grants them", &get_roles);
  roles.gives = &type_of<RoleList>();
  router.add(std::move(roles));
}

}  // namespace gulou::access
