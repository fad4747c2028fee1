// The second factor over HTTP: its code, setting it up, and its reset by two.
#include "base/json.h"
#include "spine/access/accounts.h"
#include "spine/access/api.h"
#include "spine/access/api_model.h"
#include "spine/access/browsers.h"
#include "spine/access/factor.h"
#include "spine/access/factor_reset.h"
#include "spine/access/gate.h"
#include "spine/units/queries.h"
#include "spine/workflow/once.h"

namespace gulou::access {
namespace {

using net::Request;
using net::Response;

Result<Response> post_code(const ModuleContext& context, const Request& request) {
  const auto given = TRY(json::read<CodeGiven>(request.body));
  const auto tokens = TRY(give_code(context, request, given));
  auto response = TRY(signed_in_reply(context, request, tokens.session));
  response.headers.emplace_back("Set-Cookie", browser_cookie(request, tokens.browser));
  return response;
}

Result<Response> post_factor(const ModuleContext& context, const Request& request) {
  return net::json_reply(json::write(TRY(begin_enrolment(context, caller_of(request)))));
}

Result<Response> post_confirm(const ModuleContext& context, const Request& request) {
  const auto given = TRY(json::read<CodeGiven>(request.body));
  auto enrolled = TRY(confirm_enrolment(context, caller_of(request), given));
  auto response = net::json_reply(
      json::write(EnrolledAnswer{TRY(session_answer(context, enrolled.token)), std::move(enrolled.recovery_codes)}));
  response.headers.emplace_back("Set-Cookie", session_cookie(request, enrolled.token));
  return response;
}

Result<Response> post_recovery_codes(const ModuleContext& context, const Request& request) {
  return net::json_reply(json::write(RecoveryCodesAnswer{TRY(renew_recovery_codes(context, caller_of(request)))}));
}

Result<Response> delete_factor(const ModuleContext& context, const Request& request) {
  TRY(context.database.write(
      [&](db::Transaction& tx) { return remove_factor(tx, context.clock, caller_of(request)); }));
  return net::json_reply(json::write(TRY(session_answer(context, session_token(request)))));
}

Result<Response> get_resets(const ModuleContext& context, const Request& request) {
  return context.database.read([&](db::Reader& reader) -> Result<Response> {
    const auto& caller = caller_of(request);
    FactorResetList list;
    const auto subtree = TRY(allowed_subtree(reader, caller, factors_reset));
    for (const auto& row : TRY(open_factor_resets(reader, context.clock, subtree)))
      list.resets.push_back(TRY(answer_of(reader, context.clock, caller, row)));
    return net::json_reply(json::write(list));
  });
}

Result<Response> decide(const ModuleContext& context, const Request& request, std::string_view action) {
  const auto id = Id::parse(request.parameter("id"));
  if (!id) return fail(not_found_error({"没有这条记录。", "There is no such record."}));
  const auto decision = TRY(json::read<DecideFactorReset>(request.body));
  return workflow::write_once(context, request, [&](db::Transaction& tx) -> Result<Response> {
    const auto& caller = caller_of(request);
    TRY(decide_factor_reset(tx, context.clock, caller, *id, action, decision));
    return net::json_reply(json::write(TRY(answer_of(tx, context.clock, caller, TRY(factor_reset(tx, *id)).value()))));
  });
}

Result<Response> post_confirm_reset(const ModuleContext& context, const Request& request) {
  return decide(context, request, "confirm");
}

Result<Response> post_refuse_reset(const ModuleContext& context, const Request& request) {
  return decide(context, request, "refuse");
}

}  // namespace

Result<FactorResetAnswer> answer_of(db::Reader& reader, const Clock& clock, const Caller& caller,
                                    const FactorResetRow& row) {
  const auto of = TRY(account(reader, row.account_id));
  const auto unit = TRY(units::by_id(reader, row.unit_id));
  const auto until = TRY(end_of_term(reader, row));
  // The term may have run out before Gulou has written it down.
  const std::string name = row.state == "asked" && clock.now() >= until ? "lapsed" : row.state;
  const Text state = factor_reset_machine().label_of(name);
  auto asked_by = TRY(account(reader, row.asked_by)).display_name;
  FactorResetAnswer answer{.id = row.id,
                           .account = of.id,
                           .name = of.name,
                           .display_name = of.display_name,
                           .unit = {unit.code, unit.name, unit.level},
                           .reason = row.reason,
                           .state = name,
                           .state_zh = state.zh,
                           .state_en = state.en,
                           .version = row.version,
                           .asked_at = row.asked_at,
                           .asked_by = std::move(asked_by)};
  if (name == "asked") answer.expires_at = until;
  if (!TRY(may_reset_factor_of(reader, caller, of))) return answer;
  answer.actions = workflow::offered(caller, factor_reset_machine(), name, unit);
  TRY(workflow::mark_own_steps(reader, caller, factor_reset_machine(), row.id, answer.actions));
  return answer;
}

void register_factor_routes(net::Router& router, const ModuleContext& context) {
  const auto route = [&](net::Method method, std::string pattern, std::string_view permission, std::string summary,
                         const TypeInfo* takes, const TypeInfo* gives,
                         Result<Response> (*handler)(const ModuleContext&, const Request&), bool step_up = false) {
    router.add(net::Route{.method = method,
                          .pattern = std::move(pattern),
                          .permission = std::string(permission),
                          .step_up = step_up,
                          .summary = std::move(summary),
                          .tags = {"second factor"},
                          .takes = takes,
                          .gives = gives,
                          .handler = [context, handler](const Request& request) { return handler(context, request); }});
  };
  const auto post = net::Method::post;
  route(post, "/api/session/code", arriving, "The second step of signing in: a code, or a recovery code",
        &type_of<CodeGiven>(), &type_of<SessionAnswer>(), &post_code);
  route(post, "/api/session/factor", arriving, "A key for an authenticator app", nullptr, &type_of<Enrolment>(),
        &post_factor, true);
  route(post, "/api/session/factor/confirm", arriving, "Show by a code that the app has the key: it is in use then",
        &type_of<CodeGiven>(), &type_of<EnrolledAnswer>(), &post_confirm);
  route(net::Method::del, "/api/session/factor", signed_in, "Give the second factor up, where no post asks for it",
        nullptr, &type_of<SessionAnswer>(), &delete_factor, true);
  route(post, "/api/session/recovery-codes", signed_in, "Ten new recovery codes", nullptr,
        &type_of<RecoveryCodesAnswer>(), &post_recovery_codes, true);
  route(net::Method::get, "/api/factor-resets", factors_reset, "Resets of second factors that wait for another person",
        nullptr, &type_of<FactorResetList>(), &get_resets);
  route(post, "/api/factor-resets/{id}/confirm", factors_reset, "Confirm a reset that another person asked for",
        &type_of<DecideFactorReset>(), &type_of<FactorResetAnswer>(), &post_confirm_reset, true);
  route(post, "/api/factor-resets/{id}/refuse", factors_reset, "Refuse a reset", &type_of<DecideFactorReset>(),
        &type_of<FactorResetAnswer>(), &post_refuse_reset);
}

}  // namespace gulou::access
