// The one door for everything that is not public: who is it, and does their post have the permission at all? Which unit
// it is about, only the handler knows: see access::require.
#pragma once

#include <string>
#include <string_view>

#include "db/database.h"
#include "net/http.h"
#include "spine/access/permission.h"

namespace gulou::access {

// Programs come with "Authorization: Bearer <operator token>", people with the cookie of their session. What is passed
// must outlive the gate. Errors, in this order:
//   unauthenticated  "token_required", "session_wanted": neither, or not (any more) valid
//   forbidden        "cross_site": a write with a cookie that does not come from our own pages (see is_same_origin), or
//                    of a content type that any page's form could send
//   forbidden        "password_must_change", "post_wanted", "not_permitted"
//   forbidden        "step_up_required": the route wants a proof of identity of the last minutes (sessions.h, `prove`)
// A program's token is its proof, with each request.
net::Gate make_gate(db::Database& database, const Clock& clock, const PermissionTable& permissions);

// Where a request comes from, by Sec-Fetch-Site and Origin: a browser sets them, and no page can.
enum class Origin { same, other, unknown };
Origin origin_of(const net::Request& request);
Error cross_site();

// The cookie of a session. Behind TLS it is "__Host-gulou" and Secure, so that neither a sister domain nor plain HTTP
// can set or see it.
std::string_view session_token(const net::Request& request);
// The value of a cookie, or "".
std::string_view cookie_value(const net::Request& request, std::string_view name);
std::string session_cookie(const net::Request& request, std::string_view token);
std::string ended_session_cookie(const net::Request& request);

}  // namespace gulou::access
