// Signing in, accounts, posts and roles over HTTP.
#pragma once

#include "base/result.h"
#include "spine/module.h"

namespace gulou::access {

// Public: POST /api/session (sign in).
// Permission "session" (any account): GET and DELETE /api/session, POST /api/session/post, POST /api/session/password,
// POST /api/session/proof, GET /api/sessions, DELETE /api/sessions/{id}, GET /api/roles.
void register_session_routes(net::Router& router, const ModuleContext& context);
// accounts.read: GET /api/accounts, GET /api/accounts/{id}. accounts.manage: POST /api/accounts,
// POST /api/accounts/{id}/reset-password, /lock, /unlock, /release,
// /end-sessions, /person. posts.grant: POST /api/accounts/{id}/posts,
// DELETE /api/posts/{id}.
void register_account_routes(net::Router& router, const ModuleContext& context);

// The answer to whoever has just got this token, with the cookie that carries it.
Result<net::Response> signed_in_reply(const ModuleContext& context, const net::Request& request,
                                      std::string_view token);

}  // namespace gulou::access
