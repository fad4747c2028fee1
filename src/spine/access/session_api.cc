#include "base/json.h"
#include "spine/access/api.h"
#include "spine/access/api_model.h"
#include "spine/access/browsers.h"
#include "spine/access/caller.h"
#include "spine/access/factor_reset.h"
#include "spine/access/gate.h"
#include "spine/access/letters.h"
#include "spine/access/policy.h"
#include "spine/access/recovery.h"
#include "spine/access/session_parts.h"
#include "spine/access/sessions.h"

namespace gulou::access {
namespace {

using net::Request;
using net::Response;

Result<std::string> shown_name(db::Reader& reader, const Id& id) { return TRY(account(reader, id)).display_name; }

Result<std::optional<OwnFactorReset>> own_reset(db::Reader& reader, const Clock& clock, const OpenSession& open) {
  auto row = TRY(open_factor_reset(reader, clock, open.account.id));
  if (!row) row = TRY(factor_reset_done_since(reader, open.account.id, open.session.signed_in_before));
  if (!row) return std::optional<OwnFactorReset>();
  auto asked_by = TRY(shown_name(reader, row->asked_by));
  OwnFactorReset shown{.state = row->state,
                       .reason = row->reason,
                       .asked_at = row->asked_at,
                       .asked_by = std::move(asked_by),
                       .decided_at = row->decided_at};
  if (row->decided_by) shown.decided_by = TRY(shown_name(reader, *row->decided_by));
  return std::optional(std::move(shown));
}

Result<OwnSecondFactor> own_second_factor(db::Reader& reader, const Clock& clock, const OpenSession& open) {
  const auto demanded = is_second_factor_demanded(TRY(policy(reader)), open.posts);
  OwnSecondFactor shown{.wanted = open.need, .since = open.account.second_factor_since, .demanded = demanded};
  // Who has the password alone is not to learn more.
  if (open.need == Need::code) return shown;
  const auto codes = TRY(recovery_codes_kept(reader, open.account.id));
  shown.recovery_codes_left = codes.left;
  shown.recovery_codes_made_at = codes.made_at;
  shown.reset = TRY(own_reset(reader, clock, open));
  return shown;
}

std::string proof_of(const OpenSession& open) {
  if (open.session.opened_by == "demo") return "demo";
  return open.account.second_factor_since ? "code" : "password";
}

Result<Response> post_session(const ModuleContext& context, const Request& request) {
  // Another site must not sign its visitors in here under a name of its own choice.
  if (origin_of(request) == Origin::other) return fail(cross_site());
  const auto wanted = TRY(json::read<SignIn>(request.body));
  const auto tokens = TRY(sign_in(context.database, context.clock, request, wanted));
  auto response = TRY(signed_in_reply(context, request, tokens.session));
  response.headers.emplace_back("Set-Cookie", browser_cookie(request, tokens.browser));
  return response;
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

Result<Response> post_proof(const ModuleContext& context, const Request& request) {
  const auto proof = TRY(json::read<Proof>(request.body));
  TRY(prove(context, caller_of(request), proof));
  return net::json_reply(json::write(TRY(session_answer(context, session_token(request)))));
}

Result<Response> get_sessions(const ModuleContext& context, const Request& request) {
  return context.database.read([&](db::Reader& reader) -> Result<Response> {
    return net::json_reply(json::write(OwnSessions{TRY(own_sessions(reader, context.clock, caller_of(request)))}));
  });
}

Result<Response> delete_one_session(const ModuleContext& context, const Request& request) {
  const auto id = Id::parse(request.parameter("id"));
  if (!id) return fail(not_found_error({"这处登录已经退出。", "That session has ended already."}));
  TRY(context.database.write(
      [&](db::Transaction& tx) { return end_session(tx, context.clock, caller_of(request), *id); }));
  return Response{.status = 204, .headers = {}, .body = {}};
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

Result<SessionAnswer> session_answer(const ModuleContext& context, std::string_view token) {
  return context.database.read([&](db::Reader& reader) -> Result<SessionAnswer> {
    const auto open = TRY(open_session(reader, context.clock, token));
    if (!open) return fail(session_ended());
    auto second_factor = TRY(own_second_factor(reader, context.clock, *open));
    SessionAnswer answer{.account = open->account.id,
                         .name = open->account.name,
                         .display_name = open->account.display_name,
                         .must_change_password = open->must_change_password(),
                         .ends_at = open->ends_at,
                         .idle_minutes = open->idle_minutes,
                         .proof_ends_at = open->proof_ends_at,
                         .opened_by = open->session.opened_by,
                         .wrong_before = open->session.wrong_before,
                         .wrong_before_at = open->session.wrong_before_at,
                         .proof_by = proof_of(*open),
                         .second_factor = std::move(second_factor),
                         .password_expired = open->password_expired,
                         .password_rules = open->password_rules};
    // Where they work is for who has arrived.
    if (open->need == Need::code) return answer;
    for (const auto& post : open->posts) answer.posts.push_back(answer_of(post, context.clock.today()));
    if (const auto* post = open->acting()) {
      answer.post = post->id;
      for (const auto* each : context.permissions.of(post->role)) answer.permissions.push_back(each->name);
    }
    return answer;
  });
}

Result<Response> signed_in_reply(const ModuleContext& context, const Request& request, std::string_view token) {
  auto response = net::json_reply(json::write(TRY(session_answer(context, token))));
  response.headers.emplace_back("Set-Cookie", session_cookie(request, token));
  for (auto& cookie : TRY(letters_after_sign_in(context, request, token)))
    response.headers.emplace_back("Set-Cookie", std::move(cookie));
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
  auto who = route(net::Method::get, "/api/session", arriving, "Who is signed in, and what they may do", &get_session);
  who.gives = &type_of<SessionAnswer>();
  router.add(std::move(who));
  auto choice = route(net::Method::post, "/api/session/post", signed_in, "Choose the post to act in", &post_choice);
  choice.takes = &type_of<PostChoice>();
  choice.gives = &type_of<SessionAnswer>();
  router.add(std::move(choice));
  auto password =
      route(net::Method::post, "/api/session/password", arriving, "Choose another password", &post_password);
  password.takes = &type_of<PasswordChange>();
  password.gives = &type_of<SessionAnswer>();
  router.add(std::move(password));
  auto proof = route(net::Method::post, "/api/session/proof", arriving,
                     "Show once more who one is, for what asks for it", &post_proof);
  proof.takes = &type_of<Proof>();
  proof.gives = &type_of<SessionAnswer>();
  router.add(std::move(proof));
  auto sessions = route(net::Method::get, "/api/sessions", signed_in, "Where one is signed in", &get_sessions);
  sessions.gives = &type_of<OwnSessions>();
  router.add(std::move(sessions));
  auto end = route(net::Method::del, "/api/sessions/{id}", signed_in, "Sign out there", &delete_one_session);
  end.success = 204;
  router.add(std::move(end));
  auto out = route(net::Method::del, "/api/session", arriving, "Sign out, here and elsewhere", &delete_session);
  out.success = 204;
  router.add(std::move(out));
  auto roles =
      route(net::Method::get, "/api/roles", signed_in, "Roles, their permissions and who grants them", &get_roles);
  roles.gives = &type_of<RoleList>();
  router.add(std::move(roles));
}

}  // namespace gulou::access
