// `/plan/{year}/comments`: what people say of the plan, and the form to say something. Complete without script.
#include <fmt/format.h>

#include "modules/portal/comments.h"
#include "modules/portal/paging.h"
#include "modules/portal/parts.h"
#include "modules/portal/public_form.h"
#include "modules/portal/question_form.h"
#include "net/target.h"
#include "spine/access/caller.h"

namespace gulou::portal {
namespace {

// The same words once more at the top, each with the way to its field.
Html summary(const TypedForm& typed) {
  if (typed.errors.empty()) return {};
  return html::render("<div class=\"note\" role=\"alert\"><h2>还没有发出去</h2><ul class=\"dots\">{}</ul></div>",
                      html::each(typed.errors, [](const FieldError& error) {
                        const auto field = error.pointer.size() > 1 ? error.pointer.substr(1) : std::string("text");
                        return html::render("<li><a href=\"#{}\">{}</a></li>", field, error.message.zh);
                      }));
}

QuestionForm form_for(const plan::PlanDocument& document) {
  QuestionForm form{
      .action = fmt::format("/plan/{}/comments", document.year),
      .title = "对工作要点的评论",
      .heading = "说一句",
      .small_print = "不用登录，不记你的网络地址。审核后公开；没有通过的，理由会留存。",
      .questions = {{.name = "clause", .label = "说的是哪一条", .kind = Question::Kind::choice, .required = false},
                    {.name = "text", .label = "你的意见（最多 500 字）", .kind = Question::Kind::area, .most = 500},
                    {.name = "name", .label = "称呼（可以不写，最多 20 字）", .required = false, .most = 20}},
      .button = "发表",
      .keyed = true};
  auto& choices = form.questions[0].choices;
  choices.emplace_back("", "整个文件");
  for (const auto& section : document.sections)
    for (const auto& clause : section.clauses)
      choices.emplace_back(clause.code, fmt::format("{} {}", clause.code, clause.short_zh));
  return form;
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

Html thanks_of(const View& view) {
  if (view.request.query_value("sent") != "1") return {};
  return html::render("<p class=\"note\" role=\"status\">收到了。审核以后就会在这里公开。</p>");
}

Html list_of(const std::vector<plan::PublishedComment>& comments, std::int64_t year) {
  if (comments.empty()) return html::render("<p class=\"mute\">还没有公开的评论。</p>");
  return html::render("<ul class=\"steps\">{}</ul>",
                      html::each(comments, [&](const auto& each) { return comment_line(each, year); }));
}

Html narrowed_to(std::string_view clause, std::int64_t year) {
  if (clause.empty()) return {};
  return html::render(
      "<p class=\"small\">只看第 {} 条的。<a class=\"inline\" href=\"/plan/{}/comments\">看全部</a></p>", clause, year);
}

Page page_of(const View& view, const QuestionForm& form, const TypedForm& typed, int status) {
  auto page = view.page(form.title, "/plan");
  page.status = status;
  if (!typed.errors.empty()) page.title = "还没有发出去：" + page.title;
  page.trail = {{"/", "首页"}, {"/plan", "工作要点"}};
  return page;
}

// In elders' mode what others said and what one says oneself are pages apart.
Result<net::Response> one_question(const View& view, const QuestionForm& form, const TypedForm& typed, int status) {
  auto page = page_of(view, form, typed, status);
  page.trail.push_back({form.action, "评论"});
  page.body =
      html::render("<h1>说一句</h1>{}{}", step_line(form, typed, page.letters), form_html(form, typed, page.letters));
  return portal::page(page);
}

// In elders' mode the list alone, and the way to write as its first entry.
Result<net::Response> few_comments(const View& view, const plan::Plan& plan, const QuestionForm& form, Page& page) {
  const auto clause = view.request.query_value("clause");
  const auto year = plan.document.year;
  const auto published = TRY(plan::published_comments(view.reader, plan.id, clause));
  const auto about = clause.empty() ? std::string() : "&clause=" + url_encoded(clause);
  Entries ways;
  ways.items.push_back(way_on(fmt::format("{}?write=1{}", form.action, about), "说一句"));
  if (!clause.empty()) ways.items.push_back(way_on(form.action, "看全部评论"));
  Entries said{.looks = "steps"};
  for (const auto& each : published.comments) said.items.push_back(comment_line(each, year));
  const auto title = clause.empty() ? form.title : fmt::format("对第 {} 条的评论", clause);
  page.body = html::render("<h1>{}</h1>{}<p>已有 {} 人发表了评论。</p>", title, thanks_of(view), published.count);
  page.body += TRY(six_at_a_time(view, page, {ways, said}));
  return portal::page(page);
}

Result<net::Response> show(const View& view, const plan::Plan& plan, const TypedForm& typed, int status) {
  const auto form = form_for(plan.document);
  const auto clause = view.request.query_value("clause");
  const auto published = TRY(plan::published_comments(view.reader, plan.id, clause));
  auto page = page_of(view, form, typed, status);
  const auto year = plan.document.year;
  page.body = html::render(
      "<h1>{}</h1>{}{}<div class=\"two\"><section class=\"card\"><h2>已有 {} 人发表了评论</h2>{}{}</section>{}</div>",
      form.title, thanks_of(view), summary(typed), published.count, narrowed_to(clause, year),
      list_of(published.comments, year), form_html(form, typed, page.letters));
  return portal::page(page);
}

// The limits are those of the described type, so they are asked there.
Result<plan::NewComment> wanted_from(const TypedForm& typed) {
  json::Value document = json::Value::object();
  for (const std::string_view name : {"clause", "name", "text"}) document.set(std::string(name), typed.value(name));
  plan::NewComment wanted;
  TRY(json::read_into(type_of<plan::NewComment>(), &wanted, document));
  return wanted;
}

Result<plan::Plan> plan_asked(const View& view) {
  return plan::load(view.reader, TRY(plan::year_in_path(view.request)));
}

}  // namespace

Result<net::Response> comments_page(const View& view) {
  const auto plan = TRY(plan_asked(view));
  TypedForm typed;
  typed.values.emplace_back("clause", view.request.query_value("clause"));
  const auto form = form_for(plan.document);
  const bool few = shows_few(view);
  const bool writes = view.request.query_value("write") == "1";
  if (few && writes) return one_question(view, form, typed, 200);
  if (few) {
    auto page = page_of(view, form, typed, 200);
    return few_comments(view, plan, form, page);
  }
  return show(view, plan, typed, 200);
}

Result<net::Response> comment_form_page(const View& view, const TypedForm& typed, int status) {
  const auto plan = TRY(plan_asked(view));
  if (shows_few(view)) return one_question(view, form_for(plan.document), typed, status);
  return show(view, plan, typed, status);
}

Result<TypedForm> step_of_comment(const View& view, const TypedForm& typed) {
  return walked(form_for(TRY(plan_asked(view)).document), typed);
}

Result<net::Response> post_comment(const ModuleContext& context, const net::Request& request, const Render&) {
  const int year = TRY(plan::year_in_path(request));
  if (!net::read_form(request.body))
    return fail({.kind = ErrorKind::invalid,
                 .code = "malformed_form",
                 .message = {"提交的内容读不出来。", "What was sent cannot be read."}});
  const auto typed = typed_in(request);
  const auto wanted = TRY(wanted_from(typed));
  TRY(plan::admit_comment_from(request, context.clock));
  TRY(write_form_once(context, request, typed.value("key"), [&](db::Transaction& tx) -> Result<void> {
    const auto plan = TRY(plan::load(tx, year));
    TRY(plan::send_comment(tx, context, access::caller_of(request), plan, wanted));
    return {};
  }));
  const auto clause = typed.value("clause");
  const auto where = clause.empty() ? std::string() : "&clause=" + url_encoded(clause);
  return net::redirect(fmt::format("/plan/{}/comments?sent=1{}", year, where));
}

}  // namespace gulou::portal
