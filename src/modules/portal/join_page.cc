// Joining with a slip, and signing in: pages that work on any telephone, without script.
#include "modules/portal/join_page.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "modules/portal/own_page.h"
#include "modules/portal/password_page.h"
#include "modules/residents/queries.h"
#include "spine/access/browsers.h"
#include "spine/access/form.h"
#include "spine/access/letters.h"
#include "spine/access/sessions.h"

namespace gulou::portal {
namespace {

using html::Html;

using Kind = Question::Kind;

QuestionForm join_form() {
  return {.action = "/join",
          .title = "凭登记条加入",
          .questions = {{.name = "code", .label = "登记条上的登记码", .hint = "12 位，如 K7QM-2XWP-94TH，大小写都可以"},
                        {.name = "born_on", .label = "本人出生日期", .hint = "如 1990年1月1日，或 19900101"},
                        {.name = "name",
                         .label = "给自己取一个登录名",
                         .hint = "以后用它登录；不要用手机号、身份证号",
                         .autocomplete = "username"},
                        {.name = "password",
                         .label = "给自己定一个密码",
                         .hint = "至少 10 个字，可以是一句话",
                         .kind = Kind::password,
                         .autocomplete = "new-password"}},
          .button = "加入"};
}

// ---- a form that was sent too late

constexpr std::string_view again_field = "again";  // its path
constexpr std::string_view kept = "kept.";         // and the name of a question: what was typed there

std::optional<QuestionForm> carried_form(const TypedForm& typed) { return own_form(typed.value(again_field)); }

// What was typed there.
TypedForm carried(const QuestionForm& form, const TypedForm& typed) {
  TypedForm out;
  for (const auto& each : form.questions)
    out.values.emplace_back(each.name, typed.value(fmt::format("{}{}", kept, each.name)));
  return out;
}

// As the fields that go along through the sign-in form: nothing but what that form asks.
std::vector<std::pair<std::string, std::string>> to_carry(const QuestionForm& form, std::string_view owner,
                                                          const TypedForm& typed) {
  std::vector<std::pair<std::string, std::string>> out{{std::string(again_field), form.action},
                                                       {std::string(access::owner_field), std::string(owner)}};
  for (const auto& each : form.questions)
    out.emplace_back(fmt::format("{}{}", kept, each.name), typed.value(each.name));
  return out;
}

QuestionForm sign_in_form(const TypedForm& typed) {
  QuestionForm form{
      .action = "/signin",
      .title = "村（居）民登录",
      .questions = {{.name = "name", .label = "登录名", .autocomplete = "username"},
                    {.name = "password", .label = "密码", .kind = Kind::password, .autocomplete = "current-password"}},
      .button = "登录"};
  if (const auto carries = carried_form(typed)) {
    form.title = "登录已经结束，请重新登录";
    form.along = to_carry(*carries, typed.value(access::owner_field), carried(*carries, typed));
  }
  return form;
}

Html explained(const TypedForm& typed) {
  const auto form = carried_form(typed);
  if (!form) return {};
  return html::render(
      "<p class=\"lead\">您填写的还在，但没有提交。用同一个账号登录以后，可以核对，再提交。</p>"
      "<section class=\"card\"><h2>{}</h2>{}</section>",
      form->title, answers_html(*form, carried(*form, typed)));
}

// Whether this account opened the form that is carried.
Result<bool> is_own(const View& view, std::string_view session, const TypedForm& typed) {
  const auto open = TRY(access::open_session(view.reader, view.context.clock, session));
  if (!open) return false;
  return access::is_marked_for(view.reader, view.context.vault, typed.value(access::owner_field), open->account.id);
}

Result<net::Response> not_carried(const View& view) {
  auto page = view.page("已经登录");
  page.trail = {{"/", "首页"}, {"/own", "我的信息"}};
  page.body = html::render(
      "<h1>已经登录</h1><p class=\"note\" "
      "role=\"status\">刚才那份内容是用另一个账号填写的，没有带过来，也没有提交。</p>"
      "<p><a class=\"go\" href=\"/own\">看我的信息</a></p>");
  return portal::page(page);
}

// The form as it was filled in, with the marks of the new session.
Result<net::Response> given_back(const View& view, QuestionForm form, std::string_view session,
                                 const TypedForm& typed) {
  form.along = {{std::string(access::form_field), access::form_token(session, form.action)},
                {std::string(access::owner_field), typed.value(access::owner_field)}};
  const auto filled = at_the_end(form, carried(form, typed));
  auto page = view.page("还没有提交：" + form.title);
  page.title += step_title(form, filled, page.letters);
  page.trail = {{"/", "首页"}, {"/own", "我的信息"}};
  page.body = html::render(
      "<h1>{}</h1>{}<p class=\"note\" role=\"status\">已经登录。您填写的还在，还没有提交：请核对，再按“{}”。</p>{}",
      form.title, step_line(form, filled, page.letters), form.button, form_html(form, filled, page.letters));
  return portal::page(page);
}

// ---- pages

// Residents have one post and no second factor; whoever has more goes on where the console asks for a code or a post.
Result<std::string> way_on_after(const ModuleContext& context, std::string_view token) {
  const auto open = TRY(
      context.database.read([&](db::Reader& reader) { return access::open_session(reader, context.clock, token); }));
  const auto* post = open ? open->acting() : nullptr;
  if (!post || post->role != access::Role::resident) return std::string("/console/desk");
  return std::string(open->must_change_password() ? password_path : "/own");
}

Page page_of(const View& view, const QuestionForm& form, const TypedForm& typed, int status) {
  auto page = view.page(typed.errors.empty() ? form.title : "还没有完成：" + form.title);
  page.title += step_title(form, typed, page.letters);
  page.status = status;
  page.trail = {{"/", "首页"}};
  return page;
}

// From when on people join by themselves, as the law of the country has it; a village's slips ask for its own place.
Html too_young(const View& view) {
  const auto age = residents::join_age(view.reader, view.context, {});
  return age ? html::render("未满{}周岁的，由监护人到村里办理。", *age) : Html();
}

}  // namespace

Result<net::Response> signed_in(const ModuleContext& context, const net::Request& request, std::string_view token) {
  auto response = net::redirect(TRY(way_on_after(context, token)));
  response.headers.emplace_back("Set-Cookie", access::session_cookie(request, token));
  for (auto& cookie : TRY(access::letters_after_sign_in(context, request, token)))
    response.headers.emplace_back("Set-Cookie", std::move(cookie));
  return response;
}

Result<net::Response> join_page(const View& view, const TypedForm& typed, int status) {
  const auto form = join_form();
  auto page = page_of(view, form, typed, status);
  const Html filled = form_html(form, typed, page.letters);
  if (!is_first_page(form, typed, page.letters)) {
    page.body = html::render("<h1>{}</h1>{}{}", form.title, step_line(form, typed, page.letters), filled);
    return portal::page(page);
  }
  const Html beside = html::render(
      "<section class=\"card\"><h2>已经加入过</h2><p><a class=\"more\" href=\"/signin\">用登录名和密码登录</a></p>"
      "<p class=\"small mute\">登记条丢了、过期了，到村（居）民委员会重新打印一张。{}</p></section>",
      too_young(view));
  page.body = html::render(
      "<h1>{}</h1>{}<p>村里给您的登记条上有一个登记码，只能用一次。加入以后，您可以看到村里登记了您的哪些信息、谁看过。"
      "</p><div class=\"two\"><div class=\"stack\">{}</div>{}</div>",
      form.title, step_line(form, typed, page.letters), filled, beside);
  return portal::page(page);
}

Result<net::Response> sign_in_page(const View& view, const TypedForm& typed, int status) {
  const auto form = sign_in_form(typed);
  auto page = page_of(view, form, typed, status);
  page.body = html::render(
      "<h1>{}</h1>{}{}{}<p><a class=\"more\" href=\"/join\">第一次来，凭登记条加入</a></p>"
      "<p class=\"small mute\">忘了密码，到村（居）民委员会重新给一个。</p>",
      form.title, step_line(form, typed, page.letters), explained(typed), form_html(form, typed, page.letters));
  return portal::page(page);
}

Result<net::Response> signed_out_page(const View& view, const Error& error) {
  TypedForm typed;
  const auto sent = typed_in(view.request);
  if (const auto form = own_form(view.request.path))
    typed.values = to_carry(*form, sent.value(access::owner_field), sent);
  auto response = TRY(sign_in_page(view, typed, net::status_of(error.kind)));
  net::add_error_headers(response, error);
  return response;
}

Result<TypedForm> step_of_join(const View&, const TypedForm& typed) { return walked(join_form(), typed); }
Result<TypedForm> step_of_sign_in(const View&, const TypedForm& typed) { return walked(sign_in_form(typed), typed); }

Result<net::Response> post_join(const ModuleContext& context, const net::Request& request, const Render&) {
  const auto typed = typed_in(request);
  const residents::Join wanted{.code = typed.value("code"),
                               .born_on = typed.value("born_on"),
                               .name = typed.value("name"),
                               .password = typed.value("password")};
  return signed_in(context, request, TRY(residents::join(context, request, wanted)));
}

Result<net::Response> post_sign_in(const ModuleContext& context, const net::Request& request, const Render& render) {
  const auto typed = typed_in(request);
  const auto tokens = TRY(access::sign_in(context.database, context.clock, request,
                                          {.name = typed.value("name"), .password = typed.value("password")}));
  auto response = TRY(signed_in(context, request, tokens.session));
  if (const auto form = carried_form(typed)) {
    auto page = TRY(render(request, [&](const View& view) -> Result<net::Response> {
      if (!TRY(is_own(view, tokens.session, typed))) return not_carried(view);
      return given_back(view, *form, tokens.session, typed);
    }));
    std::erase_if(response.headers, [](const auto& header) { return header.first == "Location"; });
    page.headers.insert(page.headers.end(), response.headers.begin(), response.headers.end());
    response = std::move(page);
  }
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
