// Signing in, accounts, posts and roles over HTTP.
#pragma once

#include "base/result.h"
#include "spine/access/api_model.h"
#include "spine/access/factor_reset.h"
#include "spine/module.h"

namespace gulou::access {

// Public: POST /api/session (sign in).
// Permission "session.arriving" (any account, also before the second factor): GET and DELETE /api/session, POST
// /api/session/password, /proof. "session" (any account): POST /api/session/post, GET /api/sessions, DELETE
// /api/sessions/{id}, GET /api/roles.
void register_session_routes(net::Router& router, const ModuleContext& context);
// session.arriving: POST /api/session/code, /factor, /factor/confirm. session: POST /api/session/recovery-codes, DELETE
// /api/session/factor. factors.reset: POST /api/accounts/{id}/factor-reset, GET /api/factor-resets, POST
// /api/factor-resets/{id}/confirm, /refuse.
void register_factor_routes(net::Router& router, const ModuleContext& context);
// accounts.read: GET /api/accounts, GET /api/accounts/{id}. accounts.manage: POST /api/accounts,
// POST /api/accounts/{id}/reset-password, /lock, /unlock, /release,
// /end-sessions, /person. posts.grant: POST /api/accounts/{id}/posts,
// DELETE /api/posts/{id}, GET /api/posts/withdrawn, POST /api/posts/{id}/move.
void register_account_routes(net::Router& router, const ModuleContext& context);

Result<SessionAnswer> session_answer(const ModuleContext& context, std::string_view token);
// A reset as whoever may see the account sees it.
Result<FactorResetAnswer> answer_of(db::Reader& reader, const Clock& clock, const Caller& caller,
                                    const FactorResetRow& row);
// The answer to whoever has just got this token, with the cookie that carries it.
Result<net::Response> signed_in_reply(const ModuleContext& context, const net::Request& request,
                                      std::string_view token);

}  // namespace gulou::access
