// Pages for residents who join and sign in. Never kept in a cache: they are one person's.
#pragma once

#include "modules/portal/portal.h"

namespace gulou::portal {

Result<net::Response> join_page(const View& view);
Result<net::Response> sign_in_page(const View& view);
// With what was typed and what was wrong with it.
Result<net::Response> join_page_with(const View& view, const Error& error);
Result<net::Response> sign_in_page_with(const View& view, const Error& error);
Result<net::Response> post_join(const ModuleContext& context, const net::Request& request);
Result<net::Response> post_sign_in(const ModuleContext& context, const net::Request& request);
// By a link, so that it needs no script; the cookie is sent to our own pages' links alone.
Result<net::Response> sign_out(const ModuleContext& context, const net::Request& request);

}  // namespace gulou::portal
