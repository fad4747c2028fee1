// Pages for residents who join and sign in. Never kept in a cache: they are one person's.
#pragma once

#include "modules/portal/portal.h"
#include "modules/portal/question_form.h"

namespace gulou::portal {

Result<net::Response> join_page(const View& view, const TypedForm& typed, int status);
// The same page asks to sign in again where `typed` carries a form that was sent after the session had ended: it shows
// what was typed there and takes it along.
Result<net::Response> sign_in_page(const View& view, const TypedForm& typed, int status);
// The answer to whoever is signed in now: on to the own page, or first to a password of one's own; officials go on to
// their desk.
Result<net::Response> signed_in(const ModuleContext& context, const net::Request& request, std::string_view token);
// In answer to a form of an own page (own_form) that was sent without a session.
Result<net::Response> signed_out_page(const View& view, const Error& error);

Result<net::Response> post_join(const ModuleContext& context, const net::Request& request, const Render& render);
// Who signs in with the account whose form is carried gets it back, to look through and to send; any other account gets
// nothing of it.
Result<net::Response> post_sign_in(const ModuleContext& context, const net::Request& request, const Render& render);
// A step of the walk through the form (question_form.h).
Result<TypedForm> step_of_join(const View& view, const TypedForm& typed);
Result<TypedForm> step_of_sign_in(const View& view, const TypedForm& typed);
// By a link, so that it needs no script; the cookie is sent to our own pages' links alone.
Result<net::Response> sign_out(const ModuleContext& context, const net::Request& request);

}  // namespace gulou::portal
