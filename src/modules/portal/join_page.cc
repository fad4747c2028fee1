// Joining with a slip, and signing in: pages that work on any telephone, without script.
#include "modules/portal/join_page.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/json.h"
#include "modules/portal/typed_form.h"
#include "modules/residents/queries.h"
#include "spine/access/browsers.h"
#include "spine/access/gate.h"
#include "spine/access/sessions.h"

namespace gulou::portal {
namespace {

using html::Html;

struct Field {
  std::string_view name;
  std::string_view label;
  std::string_view hint;
  std::string_view type = "text";
  std::string_view autocomplete = "off";
};

constexpr Field join_fields[] = {
    {"code", "登记条上的登记码", "12 位，如 K7QM-2XWP-94TH，大小写都可以"},
    {"born_on", "本人出生日期", "如 1990年1月1日，或 19900101"},
    {"name", "给自己取一个登录名", "以后用它登录；不要用手机号、身份证号", "text", "username"},
    {"password", "给自己定一个密码", "至少 10 个字，可以是一句话", "password", "new-password"},
};
constexpr Field sign_in_fields[] = {{"name", "登录名", "", "text", "username"},
                                    {"password", "密码", "", "password", "current-password"}};

// Passwords are never given back.
Html field_of(const Field& field, const TypedForm& typed) {
  const Html hint = field.hint.empty() ? Html() : html::render("<p class=\"small mute\">{}</p>", field.hint);
  return html::render(
      "<label for=\"{}\">{}</label>{}{}<input id=\"{}\" name=\"{}\" type=\"{}\" autocomplete=\"{}\" "
      "required=\"required\" "
      "maxlength=\"200\" value=\"{}\">",
      field.name, field.label, hint, message_at(typed.errors, fmt::format("/{}", field.name)), field.name, field.name,
      field.type, field.autocomplete, field.type == "password" ? std::string() : typed.value(field.name));
}

Html form_of(const html::Url& action, std::span<const Field> fields, std::string_view button, const TypedForm& typed) {
  Html inside = message_at(typed.errors, "");
  for (const auto& field : fields) inside += field_of(field, typed);
  return html::render("<form class=\"card write\" method=\"post\" action=\"{}\">{}<button>{}</button></form>", action,
                      inside, button);
}

net::Response signed_in(const net::Request& request, std::string_view token) {
  auto response = net::redirect("/own");
  response.headers.emplace_back("Set-Cookie", access::session_cookie(request, token));
  return response;
}

Page page_of(const View& view, std::string title, const TypedForm& typed, int status) {
  auto page = view.page(typed.errors.empty() ? title : "还没有完成：" + title);
  page.status = status;
  page.trail = {{"/", "首页"}};
  return page;
}

// From when on people join by themselves, as the law of the country has it; a village's slips ask for its own place.
Html too_young(const View& view) {
  const auto age = residents::join_age(view.reader, view.context, {});
  return age ? html::render("未满{}周岁的，由监护人到村里办理。", *age) : Html();
}

Result<net::Response> show_join(const View& view, const TypedForm& typed, int status) {
  auto page = page_of(view, "凭登记条加入", typed, status);
  page.body = html::render(
      "<h1>凭登记条加入</h1>"
      "<p>村里给您的登记条上有一个登记码，只能用一次。加入以后，您可以看到村里登记了您的哪些信息、谁看过。</p>"
      "<div class=\"two\">{}<section class=\"card\"><h2>已经加入过</h2>"
      "<p><a href=\"/signin\">用登录名和密码登录</a></p>"
      "<p class=\"small mute\">登记条丢了、过期了，到村（居）民委员会重新打印一张。{}</p></section></div>",
      form_of(html::Url::parse("/join").value(), join_fields, "加入", typed), too_young(view));
  return portal::page(page);
}

Result<net::Response> show_sign_in(const View& view, const TypedForm& typed, int status) {
  auto page = page_of(view, "村（居）民登录", typed, status);
  page.body = html::render("<h1>村（居）民登录</h1>{}<p><a href=\"/join\">第一次来，凭登记条加入</a></p>",
                           form_of(html::Url::parse("/signin").value(), sign_in_fields, "登录", typed));
  return portal::page(page);
}

}  // namespace

Result<net::Response> join_page(const View& view) { return show_join(view, {}, 200); }
Result<net::Response> sign_in_page(const View& view) { return show_sign_in(view, {}, 200); }

Result<net::Response> join_page_with(const View& view, const Error& error) {
  return show_join(view, typed_in(view.request, error), net::status_of(error.kind));
}
Result<net::Response> sign_in_page_with(const View& view, const Error& error) {
  return show_sign_in(view, typed_in(view.request, error), net::status_of(error.kind));
}

Result<net::Response> post_join(const ModuleContext& context, const net::Request& request) {
  const auto typed = typed_in(request);
  const residents::Join wanted{.code = typed.value("code"),
                               .born_on = typed.value("born_on"),
                               .name = typed.value("name"),
                               .password = typed.value("password")};
  return signed_in(request, TRY(residents::join(context, request, wanted)));
}

Result<net::Response> post_sign_in(const ModuleContext& context, const net::Request& request) {
  const auto typed = typed_in(request);
  const auto tokens = TRY(access::sign_in(context.database, context.clock, request,
                                          {.name = typed.value("name"), .password = typed.value("password")}));
  auto response = signed_in(request, tokens.session);
  response.headers.emplace_back("Set-Cookie", access::browser_cookie(request, tokens.browser));
  return response;
}

Result<net::Response> sign_out(const ModuleContext& context, const net::Request& request) {
  TRY(context.database.write(
      [&](db::Transaction& tx) { return access::sign_out(tx, context.clock, access::caller_of(request)); }));
  auto response = net::redirect("/");
  response.headers.emplace_back("Set-Cookie", access::ended_session_cookie(request));
  return response;
}

}  // namespace gulou::portal
