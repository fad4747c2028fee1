#include "modules/portal/password_page.h"

#include "modules/portal/join_page.h"
#include "spine/access/gate.h"
#include "spine/access/sessions.h"

namespace gulou::portal {
namespace {

using html::Html;
using Kind = Question::Kind;

QuestionForm password_form() {
  return {.action = std::string(password_path),
          .title = "定一个自己的密码",
          .questions = {{.name = "current",
                         .label = "现在的密码",
                         .hint = "村里刚给的，就写那一个",
                         .kind = Kind::password,
                         .autocomplete = "current-password"},
                        {.name = "new",
                         .label = "新密码",
                         .hint = "至少 10 个字，可以是一句话",
                         .kind = Kind::password,
                         .autocomplete = "new-password"}},
          .button = "改密码"};
}

Result<std::optional<access::OpenSession>> session_of(db::Reader& reader, const ModuleContext& context,
                                                      const net::Request& request) {
  return access::open_session(reader, context.clock, access::session_token(request));
}

Html why(const access::OpenSession& open) {
  if (!open.must_change_password()) return {};
  return html::render("<p class=\"lead\">别人给的密码只能用来进门。定好自己的密码，才能看村里登记的信息。</p>");
}

}  // namespace

Result<net::Response> password_page(const View& view, const TypedForm& typed, int status) {
  const auto open = TRY(session_of(view.reader, view.context, view.request));
  if (!open) return sign_in_page(view, {}, 200);
  auto form = password_form();
  form.along = {{std::string(access::form_field), access::form_token(view.request, password_path)}};
  auto page = view.page(typed.errors.empty() ? form.title : "还没有完成：" + form.title);
  page.title += step_title(form, typed, page.letters);
  page.status = status;
  page.trail = {{"/", "首页"}};
  if (!open->must_change_password()) page.trail.push_back({"/own", "我的信息"});
  page.body = html::render("<h1>{}</h1>{}{}{}", form.title, step_line(form, typed, page.letters), why(*open),
                           form_html(form, typed, page.letters));
  return portal::page(page);
}

Result<TypedForm> step_of_password(const View&, const TypedForm& typed) { return walked(password_form(), typed); }

Result<net::Response> post_password(const ModuleContext& context, const net::Request& request, const Render&) {
  const auto open =
      TRY(context.database.read([&](db::Reader& reader) { return session_of(reader, context, request); }));
  if (!open) return net::redirect("/signin");
  TRY(access::check_form(request));
  const auto typed = typed_in(request);
  const auto token = TRY(access::change_password(context.database, context.clock,
                                                 access::caller_in(*open, request, context.clock.today()),
                                                 {.current = typed.value("current"), .wanted = typed.value("new")}));
  return signed_in(context, request, token);
}

}  // namespace gulou::portal
