// `/plan/{year}/comments`: what people say of the plan, and the form to say something. Complete without script.
#include <fmt/format.h>

#include "modules/portal/comments.h"
#include "modules/portal/parts.h"
#include "modules/portal/public_form.h"
#include "modules/portal/typed_form.h"
#include "net/target.h"
#include "spine/access/caller.h"

namespace gulou::portal {
namespace {

// What someone typed, and what is wrong with it.
struct Typed {
  std::string clause;
  std::string name;
  std::string text;
  std::string key;  // public_form.h
  std::vector<FieldError> errors;
};

// The same words once more at the top, each with the way to its field.
Html summary(const Typed& typed) {
  if (typed.errors.empty()) return {};
  return html::render("<div class=\"note\" role=\"alert\"><h2>还没有发出去</h2><ul class=\"dots\">{}</ul></div>",
                      html::each(typed.errors, [](const FieldError& error) {
                        const auto field = error.pointer.size() > 1 ? error.pointer.substr(1) : std::string("text");
                        return html::render("<li><a href=\"#{}\">{}</a></li>", field, error.message.zh);
                      }));
}

Html clause_choice(const plan::PlanDocument& document, const std::string& chosen) {
  Html options = html::render("<option value=\"\">整个文件</option>");
  for (const auto& section : document.sections)
    for (const auto& clause : section.clauses)
      options +=
          html::render("<option value=\"{}\"{@}>{} {}</option>", clause.code,
                       html::attr_if(clause.code == chosen, "selected", "selected"), clause.code, clause.short_zh);
  return options;
}

Html form(const plan::PlanDocument& document, const Typed& typed, Letters letters) {
  return html::render(
      "<form class=\"card write\" method=\"post\" action=\"/plan/{}/comments?elders={}\"><h2>说一句</h2>"
      "<p class=\"small mute\">不用登录，不记你的网络地址。审核后公开；没有通过的，理由会留存。</p>"
      "<label for=\"clause\">说的是哪一条</label>{}<select id=\"clause\" name=\"clause\">{}</select>"
      "<label for=\"text\">你的意见（最多 500 字）</label>{}<textarea id=\"text\" name=\"text\" rows=\"5\" "
      "maxlength=\"500\" required=\"required\">{}</textarea>"
      "<label for=\"name\">称呼（可以不写，最多 20 字）</label>{}<input id=\"name\" name=\"name\" maxlength=\"20\" "
      "autocomplete=\"off\" value=\"{}\">"
      "<button>发表</button>{}</form>",
      document.year, static_cast<int>(letters), message_at(typed.errors, "/clause"),
      clause_choice(document, typed.clause), message_at(typed.errors, "/text"), typed.text,
      message_at(typed.errors, "/name"), typed.name, key_field());
}

Html comment_line(const plan::PublishedComment& comment, std::int64_t year) {
  const Html about = comment.clause.empty() ? Html()
                                            : html::render(" · <a href=\"/plan/{}/{}\">第 {} 条</a>", year,
                                                           comment.clause, comment.clause);
  const Html demo = comment.demo ? html::render(" <span class=\"tag\">示例</span>") : Html();
  return html::render("<li><p>{}</p><p class=\"small mute\">{} · {}{}{}</p></li>", comment.text,
                      comment.name.empty() ? std::string("匿名") : comment.name, Date::of(comment.sent_at).text_zh(),
                      about, demo);
}

Result<net::Response> show(const View& view, const plan::Plan& plan, const Typed& typed, int status) {
  const auto clause = view.request.query_value("clause");
  const auto published = TRY(plan::published_comments(view.reader, plan.id, clause));
  auto page = view.page("对工作要点的评论", "/plan");
  page.status = status;
  if (status != 200) page.title = "还没有发出去：" + page.title;
  page.trail = {{"/", "首页"}, {"/plan", "工作要点"}};
  const Html thanks = view.request.query_value("sent") == "1"
                          ? html::render("<p class=\"note\" role=\"status\">收到了。审核以后就会在这里公开。</p>")
                          : Html();
  const Html list = published.comments.empty() ? html::render("<p class=\"mute\">还没有公开的评论。</p>")
                                               : html::render("<ul class=\"steps\">{}</ul>",
                                                              html::each(published.comments, [&](const auto& each) {
                                                                return comment_line(each, plan.document.year);
                                                              }));
  const Html narrowed = clause.empty() ? Html()
                                       : html::render(
                                             "<p class=\"small\">只看第 {} 条的。<a class=\"inline\" "
                                             "href=\"/plan/{}/comments\">看全部</a></p>",
                                             clause, plan.document.year);
  page.body = html::render(
      "<h1>对工作要点的评论</h1>{}{}<div class=\"two\"><section class=\"card\"><h2>已有 {} "
      "人发表了评论</h2>{}{}</section>{}</div>",
      thanks, summary(typed), published.count, narrowed, list, form(plan.document, typed, page.letters));
  return portal::page(page);
}

Result<Typed> read_typed(const net::Request& request) {
  const auto fields = net::read_form(request.body);
  if (!fields)
    return fail({.kind = ErrorKind::invalid,
                 .code = "malformed_form",
                 .message = {"提交的内容读不出来。", "What was sent cannot be read."}});
  Typed typed;
  for (const auto& [name, value] : *fields) {
    if (name == "clause") typed.clause = value;
    if (name == "name") typed.name = value;
    if (name == "text") typed.text = value;
    if (name == "key") typed.key = value;
  }
  return typed;
}

// The limits are those of the described type, so they are asked there.
Result<plan::NewComment> wanted_from(const Typed& typed) {
  json::Value document = json::Value::object();
  document.set("clause", typed.clause).set("name", typed.name).set("text", typed.text);
  plan::NewComment wanted;
  TRY(json::read_into(type_of<plan::NewComment>(), &wanted, document));
  return wanted;
}

Result<void> store(const ModuleContext& context, const net::Request& request, int year, const Typed& typed) {
  const auto wanted = TRY(wanted_from(typed));
  TRY(plan::admit_comment_from(request, context.clock));
  return write_form_once(context, request, typed.key, [&](db::Transaction& tx) -> Result<void> {
    const auto plan = TRY(plan::load(tx, year));
    TRY(plan::send_comment(tx, context, access::caller_of(request), plan, wanted));
    return {};
  });
}

}  // namespace

Result<net::Response> comments_page(const View& view) {
  const auto plan = TRY(plan::load(view.reader, TRY(plan::year_in_path(view.request))));
  Typed typed;
  typed.clause = view.request.query_value("clause");
  return show(view, plan, typed, 200);
}

Result<net::Response> comments_page_with(const View& view, const Error& error) {
  auto typed = TRY(read_typed(view.request));
  typed.errors = error.fields;
  if (typed.errors.empty()) typed.errors.push_back({"/text", error.code, error.message});
  const auto plan = TRY(plan::load(view.reader, TRY(plan::year_in_path(view.request))));
  return show(view, plan, typed, net::status_of(error.kind));
}

Result<net::Response> post_comment(const ModuleContext& context, const net::Request& request) {
  const int year = TRY(plan::year_in_path(request));
  const auto typed = TRY(read_typed(request));
  TRY(store(context, request, year, typed));
  const auto where = typed.clause.empty() ? std::string() : "&clause=" + url_encoded(typed.clause);
  return net::redirect(fmt::format("/plan/{}/comments?sent=1{}", year, where));
}

}  // namespace gulou::portal
