#include "spine/access/gate.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <mutex>
#include <set>

#include "crypto/cipher.h"
#include "crypto/hash.h"
#include "net/target.h"
#include "spine/access/caller.h"
#include "spine/access/operator_token.h"
#include "spine/access/session_parts.h"
#include "spine/access/sessions.h"

namespace gulou::access {
namespace {

using CallerPtr = std::shared_ptr<const net::Caller>;

Error token_required() {
  return {.kind = ErrorKind::unauthenticated,
          .code = "token_required",
          .message = {"请出示有效的令牌。", "Present a valid token."}};
}

Error password_must_change() {
  return {.kind = ErrorKind::forbidden,
          .code = "password_must_change",
          .message = {"请先设置自己的密码。", "Please choose a password of your own first."}};
}

Error enrolment_wanted() {
  return {.kind = ErrorKind::forbidden,
          .code = "enrolment_wanted",
          .message = {"您的岗位要求二次验证，请先设置。", "Your post asks for a second factor; set one up first."}};
}

// Until the second factor is given, or set up where it must be, nothing but the way there is open.
Result<void> check_arrived(const OpenSession& open, std::string_view permission) {
  if (permission == arriving || open.need == Need::nothing) return {};
  return fail(open.need == Need::code ? code_wanted() : enrolment_wanted());
}

Error other_account() {
  return {.kind = ErrorKind::conflict,
          .code = "other_account",
          .message = {"这个浏览器里现在登录的是另一个帐号，这一步没有做。",
                      "Another account is signed in now in this browser; nothing was done."}};
}

// A page says on whose behalf it asks. When somebody else has signed in beside it, in the same browser, its words must
// not be written as theirs.
Result<void> check_spoken_for(const net::Request& request, const Session& session) {
  const auto account = request.header("gulou-account");
  if (!account.empty() && account != session.account_id.text()) return fail(other_account());
  return {};
}

Error step_up_required() {
  return {.kind = ErrorKind::forbidden,
          .code = "step_up_required",
          .message = {"这一步需要再次验证身份。", "Please prove once more that it is you."}};
}

// Content types that no HTML form can send: another site would have to ask for leave first, and gets none.
bool is_beyond_forms(std::string_view type) { return type == "application/json" || type == "application/octet-stream"; }

std::string_view media_type(const net::Request& request) {
  const auto content_type = request.header("content-type");
  auto type = content_type.substr(0, content_type.find(';'));
  while (type.ends_with(' ')) type.remove_suffix(1);
  return type;
}

// A route that takes forms takes nothing else; its token is looked at when the body is there (check_form).
Result<void> check_cross_site(const net::Request& request, bool takes_form) {
  if (request.method == net::Method::get) return {};
  const bool expected = takes_form ? is_form(request) : is_beyond_forms(media_type(request));
  if (origin_of(request) != Origin::same || !expected) return fail(cross_site());
  return {};
}

// How long a request waits until it is written that its sender was there. While the database's writer is busy for
// longer, requests that only read go on without.
constexpr std::chrono::milliseconds patience{200};

// Sessions of which that is being written: nobody writes it twice.
class BeingNoted : public std::enable_shared_from_this<BeingNoted> {
 public:
  // Out by leave(), or else when the last copy is gone; null if the session is in already.
  std::shared_ptr<const void> enter(const Id& session) {
    const std::lock_guard lock(mutex_);
    if (!sessions_.insert(session).second) return nullptr;
    return {this, [all = shared_from_this(), session](const void*) { all->leave(session); }};
  }
  void leave(const Id& session) {
    const std::lock_guard lock(mutex_);
    sessions_.erase(session);
  }

 private:
  std::mutex mutex_;
  std::set<Id> sessions_;
};

class Gate {
 public:
  Gate(db::Database& database, const Clock& clock, const PermissionTable& permissions)
      : database_(database), clock_(clock), permissions_(permissions), tokens_(database) {}

  Result<CallerPtr> admit(const net::Request& request, const net::Wanted& wanted) {
    const auto authorization = request.header("authorization");
    return authorization.empty() ? admit_person(request, wanted)
                                 : admit_program(request, authorization, wanted.permission);
  }

 private:
  Result<CallerPtr> admit_program(const net::Request& request, std::string_view authorization,
                                  std::string_view permission) {
    constexpr std::string_view scheme = "Bearer ";
    if (!authorization.starts_with(scheme)) return fail(token_required());
    const auto token = TRY(tokens_.find(authorization.substr(scheme.size())));
    if (!token) return fail(token_required());
    if (!permissions_.allows_programs(permission)) return fail(not_permitted());
    Caller caller;
    caller.today = clock_.today();
    caller.request = request.id;
    caller.permissions = &permissions_;
    caller.kind = journal::ActorKind::operator_;
    caller.account_id = token->id;
    caller.post = "token " + token->name;
    return std::make_shared<const Caller>(std::move(caller));
  }

  Result<CallerPtr> admit_person(const net::Request& request, const net::Wanted& wanted) {
    const auto token = session_token(request);
    if (token.empty()) return fail(session_ended());
    const auto open = TRY(database_.read([&](db::Reader& reader) { return open_session(reader, clock_, token); }));
    if (!open) return fail(session_ended());
    const auto permission = wanted.permission;
    TRY(check_cross_site(request, is_form_permission(permission)));
    TRY(check_spoken_for(request, open->session));
    TRY(note_activity(request, open->session));
    auto caller = caller_in(*open, request, clock_.today());
    caller.permissions = &permissions_;
    TRY(check_arrived(*open, permission));
    if (permission != signed_in && permission != arriving) {
      if (open->must_change_password()) return fail(password_must_change());
      if (!caller.acting) return fail(post_wanted());
      if (!permissions_.allows(permission, caller.acting->role)) return fail(not_permitted());
    }
    // A clock that was set back makes no proof fresh again.
    if (wanted.step_up && std::max(clock_.now(), open->session.seen_at) >= open->proof_ends_at)
      return fail(step_up_required());
    return std::make_shared<const Caller>(std::move(caller));
  }

  // A page that only listens to a live stream, or that a browser re-reads for it, is nobody at the desk.
  Result<void> note_activity(const net::Request& request, const Session& session) {
    const auto now = clock_.now();
    if (request.header("accept") == "text/event-stream" || now.ms() - session.seen_at.ms() < seen_step.count())
      return {};
    auto turn = being_noted_->enter(session.id);
    if (!turn) return {};
    // It may outlive this request and the gate. Its turn ends with it, not with whenever the writer forgets it: the
    // next request may come before that.
    auto note = [all = being_noted_, turn = std::move(turn), now,
                 id = session.id](db::Transaction& tx) -> Result<void> {
      TRY(tx.execute("UPDATE session SET seen_at = $1 WHERE id = $2 AND seen_at < $1", now, id));
      all->leave(id);
      return {};
    };
    const auto noted = database_.write_or_leave(std::move(note), patience);
    // A disk that is full, or takes nothing more, ends writing and not reading.
    const bool goes_on =
        noted || noted.error().code == "write_queue_full" || noted.error().code.starts_with("storage_");
    if (!goes_on) return fail(noted.error());
    return {};
  }

  db::Database& database_;
  const Clock& clock_;
  const PermissionTable& permissions_;
  OperatorTokens tokens_;
  const std::shared_ptr<BeingNoted> being_noted_ = std::make_shared<BeingNoted>();
};

std::string_view cookie_name(const net::Request& request) { return request.secure ? "__Host-gulou" : "gulou"; }

}  // namespace

net::Gate make_gate(db::Database& database, const Clock& clock, const PermissionTable& permissions) {
  return [gate = std::make_shared<Gate>(database, clock, permissions)](
             const net::Request& request, const net::Wanted& wanted) { return gate->admit(request, wanted); };
}

bool is_form(const net::Request& request) { return media_type(request) == "application/x-www-form-urlencoded"; }

std::string form_token(const net::Request& request, std::string_view path) {
  return form_token(session_token(request), path);
}

std::string form_token(std::string_view session, std::string_view path) {
  const crypto::Secret key{std::string(session)};
  return crypto::base64url(crypto::hmac_sha256(key, fmt::format("gulou.form.1\n{}", path)));
}

Result<void> check_form(const net::Request& request) {
  const auto fields = net::read_form(request.body);
  std::string sent;
  if (fields)
    for (const auto& [name, value] : *fields)
      if (name == form_field) sent = value;
  // Without a session there is nothing to be bound to: a token under an empty key could be made by anybody.
  if (session_token(request).empty() || !crypto::equal_in_constant_time(sent, form_token(request, request.path)))
    return fail(form_outdated());
  return {};
}

Origin origin_of(const net::Request& request) {
  const auto site = request.header("sec-fetch-site");
  const auto origin = request.header("origin");
  if (!site.empty() && site != "same-origin") return Origin::other;
  if (origin.empty()) return site.empty() ? Origin::unknown : Origin::same;
  // Without the scheme: whether TLS ends before us is not always known.
  const auto after_scheme = origin.find("://");
  const bool same = after_scheme != std::string_view::npos && origin.substr(after_scheme + 3) == request.header("host");
  return same ? Origin::same : Origin::other;
}

Error form_outdated() {
  return {.kind = ErrorKind::forbidden,
          .code = "form_outdated",
          .message = {"这个页面打开得太久，或者您重新登录过。内容还在，请再提交一次。",
                      "This page is no longer current, or you have signed in anew. Nothing is lost; send it again."}};
}

Error cross_site() {
  return {.kind = ErrorKind::forbidden,
          .code = "cross_site",
          .message = {"请求不是从本系统的页面发出的。", "The request does not come from a page of this site."}};
}

std::string_view session_token(const net::Request& request) { return cookie_value(request, cookie_name(request)); }

std::string_view cookie_value(const net::Request& request, std::string_view name) {
  auto cookies = request.header("cookie");
  while (!cookies.empty()) {
    const auto end = std::min(cookies.find(';'), cookies.size());
    auto pair = cookies.substr(0, end);
    while (pair.starts_with(' ')) pair.remove_prefix(1);
    if (pair.size() > name.size() && pair.starts_with(name) && pair[name.size()] == '=')
      return pair.substr(name.size() + 1);
    cookies.remove_prefix(std::min(end + 1, cookies.size()));
  }
  return {};
}

std::string session_cookie(const net::Request& request, std::string_view token) {
  return fmt::format("{}={}; Path=/; HttpOnly; SameSite=Strict{}", cookie_name(request), token,
                     request.secure ? "; Secure" : "");
}

std::string ended_session_cookie(const net::Request& request) { return session_cookie(request, "") + "; Max-Age=0"; }

}  // namespace gulou::access
