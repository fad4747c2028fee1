// The one door for everything that is not public: who is it, and does their post have the permission at all? Which unit
// it is about, only the handler knows: see access::require.
#pragma once

#include <string>
#include <string_view>

#include "db/database.h"
#include "net/http.h"
#include "net/router.h"
#include "spine/access/permission.h"

namespace gulou::access {

// Programs come with "Authorization: Bearer <operator token>", people with the cookie of their session. What is passed
// must outlive the gate. Errors, in this order:
//   unauthenticated  "token_required", "session_wanted": neither, or not (any more) valid
//   forbidden        "cross_site": a write with a cookie that does not come from our own pages (see origin_of), or
//                    of a content type that any page's form could send, unless the route takes forms (check_form)
//   forbidden        "code_wanted", "enrolment_wanted": the session is not a full one yet (sessions.h, `Need`)
//   forbidden        "password_must_change", "post_wanted", "not_permitted"
//   forbidden        "step_up_required": the route wants a proof of identity of the last minutes (sessions.h, `prove`)
// A program's token is its proof, with each request.
net::Gate make_gate(db::Database& database, const Clock& clock, const PermissionTable& permissions);

// HTML forms of whoever is signed in, for pages that work without script. Any site can make a browser send a form, and
// its content type says nothing; so a route that takes one
//   - declares that by its permission, whose name ends in ".form": the gate lets nothing but forms pass there,
//   - and is added by `add_form` alone (form.h), which looks at the form's token before anything else sees the form.
// tests/residents_rights_test.cc asks the routes of such a permission without a token.
inline constexpr std::string_view form_suffix = ".form";
inline bool is_form_permission(std::string_view permission) { return permission.ends_with(form_suffix); }

// The token that a form carries in the hidden field `form_field`: bound to the session that asks for the page and to
// the path that takes the form. It needs no memory, tells nothing of the session's own token, and ends with it.
inline constexpr std::string_view form_field = "form";
std::string form_token(const net::Request& request, std::string_view path);
// The same for a session that has only just begun, by its token.
std::string form_token(std::string_view session, std::string_view path);
// Forbidden "form_outdated": no token, or that of another session or of another form.
Result<void> check_form(const net::Request& request);
bool is_form(const net::Request& request);  // by its content type
// Where a request comes from, by Sec-Fetch-Site and Origin: a browser sets them, and no page can.
enum class Origin { same, other, unknown };
Origin origin_of(const net::Request& request);
Error cross_site();
Error form_outdated();

// The cookie of a session. Behind TLS it is "__Host-gulou" and Secure, so that neither a sister domain nor plain HTTP
// can set or see it.
std::string_view session_token(const net::Request& request);
// The value of a cookie, or "".
std::string_view cookie_value(const net::Request& request, std::string_view name);
std::string session_cookie(const net::Request& request, std::string_view token);
std::string ended_session_cookie(const net::Request& request);

}  // namespace gulou::access
