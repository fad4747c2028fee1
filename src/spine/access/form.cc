#include "spine/access/form.h"

#include <algorithm>

#include "crypto/hash.h"
#include "net/target.h"
#include "spine/access/caller.h"
#include "spine/access/session_parts.h"

namespace gulou::access {
namespace {

constexpr std::string_view mark_purpose = "access.form_owner";

Error form_of_another() {
  return {
      .kind = ErrorKind::forbidden,
      .code = "form_of_another",
      .message = {"这个页面不是用现在登录的账号打开的，里面填写的内容没有带过来，也没有提交。",
                  "This page was opened by another account; what was typed there was neither taken over nor sent."}};
}

std::string mark_in(const net::Request& request) {
  if (const auto fields = net::read_form(request.body))
    for (const auto& [name, value] : *fields)
      if (name == owner_field) return value;
  return {};
}

// The token is outdated: is it at least the caller's own page, opened before they signed in anew?
Result<net::Response> outdated(const ModuleContext& context, const net::Request& request, const FormPages& pages) {
  const auto& caller = caller_of(request);
  const bool own = caller.account_id && TRY(context.database.read([&](db::Reader& reader) {
                     return is_marked_for(reader, context.vault, mark_in(request), *caller.account_id);
                   }));
  if (own) return pages.again(request, form_outdated());
  auto emptied = request;
  emptied.body.clear();
  return pages.again(emptied, form_of_another());
}

}  // namespace

Result<std::string> owner_mark(db::Reader& reader, const vault::Vault& vault, const Id& account) {
  return TRY(vault.sealer(reader)).index(mark_purpose, account.text());
}

Result<bool> is_marked_for(db::Reader& reader, const vault::Vault& vault, std::string_view mark, const Id& account) {
  const auto marks = TRY(vault.indexes(reader, mark_purpose, account.text()));
  return std::ranges::any_of(marks,
                             [&](const std::string& each) { return crypto::equal_in_constant_time(each, mark); });
}

void add_form(net::Router& router, const ModuleContext& context, net::Route route, FormPages pages) {
  route.method = net::Method::post;
  if (route.max_body_bytes == 0) route.max_body_bytes = form_bytes;
  // The gate found nobody, so it has not looked where the form comes from either.
  route.signed_out = [pages](const net::Request& request) -> Result<net::Response> {
    if (origin_of(request) != Origin::same || !is_form(request)) return fail(session_ended());
    return pages.signed_out(request, session_ended());
  };
  route.handler = [context, pages = std::move(pages),
                   take = std::move(route.handler)](const net::Request& request) -> Result<net::Response> {
    if (const auto checked = check_form(request); !checked) return outdated(context, request, pages);
    auto taken = take(request);
    if (taken || taken.error().kind == ErrorKind::internal || taken.error().kind == ErrorKind::unavailable)
      return taken;
    return pages.again(request, taken.error());
  };
  router.add(std::move(route));
}

}  // namespace gulou::access
