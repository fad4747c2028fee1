#include "modules/portal/own_page.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "modules/portal/join_page.h"
#include "modules/portal/paging.h"
#include "modules/portal/parts.h"
#include "modules/portal/typed_form.h"
#include "modules/residents/queries.h"
#include "spine/access/form.h"

namespace gulou::portal {
namespace {

using html::Html;
using people::RollColumn;
using residents::RequestKind;

constexpr std::string_view correct_path = "/own/correct";
// The name stands in the first line below: one of 38 characters would fill the telephone.
constexpr std::string_view own_title = "这是登记的关于您的信息";
constexpr std::string_view erase_path = "/own/erase";

// The hidden fields of a form of whoever is signed in.
Result<std::vector<std::pair<std::string, std::string>>> marks_of(const View& view, std::string_view path) {
  const auto& account = access::caller_of(view.request).account_id;
  if (!account) return fail(access::not_permitted());
  auto owner = TRY(access::owner_mark(view.reader, view.context.vault, *account));
  return std::vector<std::pair<std::string, std::string>>{
      {std::string(access::form_field), access::form_token(view.request, path)},
      {std::string(access::owner_field), std::move(owner)}};
}

Html facts_of(std::string_view title, const std::vector<residents::KeptFact>& facts) {
  return html::render("<section class=\"card\"><h2>{}</h2><dl class=\"facts\">{}</dl></section>", title,
                      html::each(facts, [](const residents::KeptFact& fact) {
                        return html::render("<dt>{}</dt><dd>{}</dd>", fact.name,
                                            fact.value.empty() ? std::string("（没有）") : fact.value);
                      }));
}

Html event_line(const residents::KeptEvent& event) {
  const Html why = event.why.empty() ? Html() : html::render(" · 理由：{}", event.why);
  return html::render("<li><p>{}</p><p class=\"small mute\">{} · {}{}</p></li>", event.what,
                      Date::of(event.at).text_zh(), event.by, why);
}

Html no_events() { return html::render("<p class=\"mute\">还没有人看过、查过或改过。</p>"); }

Html events_of(const std::vector<residents::KeptEvent>& events) {
  if (events.empty()) return no_events();
  return html::render("<ul class=\"steps\">{}</ul>", html::each(events, &event_line));
}

// ---- requests

// What stays, and by which rule.
Html holds_of(const std::vector<residents::Hold>& holds) {
  if (holds.empty()) return {};
  return html::render("<p class=\"small\">依法还要保留：</p><ul class=\"dots small\">{}</ul>",
                      html::each(holds, [](const residents::Hold& hold) {
                        const std::string article = hold.article.empty() ? "" : "（" + hold.article + "）";
                        return html::render("<li>{}{}{}</li>", hold.zh, article,
                                            std::string_view(hold.certain ? "" : "，依据待确认"));
                      }));
}

Html answer_of(const residents::RequestView& asked) {
  std::string reason;
  for (const auto& line : asked.history)
    if (!line.reason.empty()) reason = line.reason;
  Html answer;
  if (!reason.empty()) answer += html::render("<p>理由：{}</p>", reason);
  if (asked.state == "erased" || asked.state == "refused") answer += holds_of(asked.holds);
  return answer;
}

Result<Html> button_of(const View& view, const residents::RequestView& asked, const workflow::OfferedAction& action) {
  const auto path = fmt::format("/own/requests/{}/{}", asked.id.text(), action.name);
  Html hidden = hidden_field("version", std::to_string(asked.version));
  for (const auto& [name, value] : TRY(marks_of(view, path))) hidden += hidden_field(name, value);
  return html::render("<form class=\"write\" method=\"post\" action=\"{}\">{}<button>{}</button></form>",
                      html::Url::parse(path).value(), hidden, action.label_zh);
}

Result<Html> request_line(const View& view, const residents::RequestView& asked) {
  auto what = asked.kind_zh + asked.field_zh;
  if (!asked.wanted.empty()) what += "：" + asked.wanted;
  const Html why = asked.why.empty() ? Html() : html::render("<p class=\"small\">{}</p>", asked.why);
  const std::string due = asked.decided_at ? std::string() : " · 最晚" + asked.due_on.text_zh() + "答复";
  Html buttons;
  for (const auto& action : asked.actions) buttons += TRY(button_of(view, asked, action));
  return html::render("<li><p>{} <span class=\"tag\">{}</span></p>{}<p class=\"small mute\">{}提出{}</p>{}{}</li>",
                      what, asked.state_zh, why, Date::of(asked.asked_at).text_zh(), due, answer_of(asked), buttons);
}

Result<Html> requests_of(const View& view, const std::vector<residents::RequestView>& requests) {
  Html lines;
  for (const auto& each : requests) lines += TRY(request_line(view, each));
  const Html list = requests.empty() ? html::render("<p class=\"mute\">还没有提出过请求。</p>")
                                     : html::render("<ul class=\"steps\">{}</ul>", lines);
  return html::render(
      "<section class=\"card\" id=\"requests\"><h2>我的请求</h2>{}<p class=\"pick\"><a href=\"/own/correct\">有不对的，"
      "请求更正</a><a href=\"/own/erase\">请求删除或限制处理</a></p></section>",
      list);
}

// ---- elders' mode: the facts on one page, what is asked and who looked on pages of their own

Html errors_of(const TypedForm& typed) {
  return html::each(typed.errors, [](const FieldError& error) {
    return html::render("<p class=\"note\" role=\"alert\">{}</p>", error.message.zh);
  });
}

Result<net::Response> with_title(const View& view, Page& page, std::string_view title, const Html& said,
                                 const std::vector<Entries>& entries) {
  page.title = title;
  page.trail.push_back({"/own", "我的信息"});
  page.body = html::render("<h1>{}</h1>{}", title, said);
  page.body += TRY(six_at_a_time(view, page, entries));
  return portal::page(page);
}

Result<net::Response> few_requests(const View& view, const residents::OwnCopy& own, const TypedForm& typed,
                                   Page& page) {
  Entries ways;
  ways.items = {way_on(correct_path, "有不对的，请求更正"), way_on(erase_path, "请求删除或限制处理")};
  Entries asked{.looks = "steps"};
  for (const auto& each : own.requests) asked.items.push_back(TRY(request_line(view, each)));
  return with_title(view, page, "我的请求", errors_of(typed), {ways, asked});
}

Result<net::Response> few_events(const View& view, const residents::OwnCopy& own, Page& page) {
  Entries seen{.looks = "steps"};
  for (const auto& each : own.events) seen.items.push_back(event_line(each));
  return with_title(view, page, "谁看过、查过、改过", own.events.empty() ? no_events() : Html(), {seen});
}

Result<net::Response> few_of_own(const View& view, const residents::OwnCopy& own, const Html& facts,
                                 const TypedForm& typed, Page& page) {
  // The buttons of the requests lead back here when they cannot be taken.
  if (part_asked(view) == "requests" || view.request.method == net::Method::post)
    return few_requests(view, own, typed, page);
  if (part_asked(view) == "events") return few_events(view, own, page);
  if (!part_asked(view).empty()) return fail(no_such_part());
  Entries ways;
  ways.items = {way_on("/own?part=requests", "我的请求", fmt::format("{} 个", own.requests.size())),
                way_on("/own?part=events", "谁看过、查过、改过", fmt::format("{} 次", own.events.size())),
                way_on("/own/copy", "打印副本（A4）"),
                way_on("/api/residents/own/copy", "下载副本（JSON）"),
                way_on("/own/password", "改密码"),
                way_on("/signout", "退出登录")};
  page.body = html::render("<h1>{}</h1>", own_title);
  page.body += TRY(six_at_a_time(view, page, {ways}));
  page.body += facts;
  return portal::page(page);
}

Result<net::Response> show_own(const View& view, const TypedForm& typed, int status) {
  const auto& caller = access::caller_of(view.request);
  const auto resident = TRY(residents::resident_of(view.reader, caller));
  const auto own = TRY(residents::own_view(view.reader, view.context, caller, resident));
  auto page = view.page("村里登记了我的什么");
  page.status = status;
  page.trail = {{"/", "首页"}};
  const Html demo = own.is_demo ? html::render("<p class=\"note\">示例数据：这是编造的人。</p>") : Html();
  Html records;
  for (const auto& record : own.records) records += facts_of(record.village_name + "的登记", record.facts);
  Html sections;
  for (const auto& [title, kept] : residents::further_sections(own))
    if (!kept->empty()) sections += facts_of(title, *kept);
  if (shows_few(view)) {
    Html facts = demo;
    facts += facts_of("本人", own.person);
    facts += records;
    facts += sections;
    return few_of_own(view, own, facts, typed, page);
  }
  page.body = html::render(
      "<h1>{}</h1>{}{}<p>号码只显示一部分，免得旁人看见；副本里是完整的。</p>"
      "<p class=\"pick\"><a href=\"/own/copy\">打印副本（A4）</a><a "
      "href=\"/api/residents/own/copy\">下载副本（JSON）</a>"
      "<a href=\"/own/password\">改密码</a><a href=\"/signout\">退出登录</a></p>"
      "<div class=\"two\"><div class=\"stack\">{}{}{}</div><div class=\"stack\">{}<section "
      "class=\"card\"><h2>谁看过、查过、改过</h2>{}</section></div></div>",
      own_title, demo, errors_of(typed), facts_of("本人", own.person), records, sections,
      TRY(requests_of(view, own.requests)), events_of(own.events));
  return portal::page(page);
}

// ---- correcting

const Question why_question{
    .name = "why", .label = "为什么（可以不写）", .kind = Question::Kind::area, .required = false, .most = 500};

struct Correctable {
  RollColumn field;
  std::string_view label;
};

constexpr Correctable correctable[] = {{RollColumn::name, "姓名"},          {RollColumn::sex, "性别"},
                                       {RollColumn::ethnic, "民族"},        {RollColumn::id_number, "身份证号码"},
                                       {RollColumn::born_on, "出生日期"},   {RollColumn::phone, "电话"},
                                       {RollColumn::political, "政治面貌"}, {RollColumn::status, "居住情况"},
                                       {RollColumn::group, "组（寨）"},     {RollColumn::household, "户号"},
                                       {RollColumn::address, "门牌"},       {RollColumn::kinship, "与户主的关系"}};

QuestionForm correct_form() {
  QuestionForm form{
      .action = std::string(correct_path),
      .title = "请求更正",
      .questions = {{.name = "field", .label = "哪一项不对", .kind = Question::Kind::choice},
                    {.name = "wanted", .label = "应当是什么", .hint = "照证件写，如 苗族、1990年1月1日、一组"},
                    why_question},
      .button = "提交"};
  auto& choices = form.questions[0].choices;
  choices.emplace_back("", "请选择");
  for (const auto& each : correctable) choices.emplace_back(name_of(each.field), each.label);
  return form;
}

QuestionForm erase_form() {
  return {.action = std::string(erase_path),
          .title = "请求删除或限制处理",
          .questions = {{.name = "kind",
                         .label = "要求什么",
                         .kind = Question::Kind::choice,
                         .choices = {{"restriction", "限制处理"}, {"erasure", "删除"}}},
                        why_question},
          .button = "提交"};
}

// The page of a form, with what explains it above.
Result<net::Response> show_form(const View& view, QuestionForm form, const Html& explained, const TypedForm& typed,
                                int status) {
  form.along = TRY(marks_of(view, form.action));
  auto page = view.page(typed.errors.empty() ? form.title : "还没有提交：" + form.title);
  page.title += step_title(form, typed, page.letters);
  page.status = status;
  page.trail = {{"/", "首页"}, {"/own", "我的信息"}};
  page.body =
      html::render("<h1>{}</h1>{}{}{}", form.title, step_line(form, typed, page.letters),
                   is_first_page(form, typed, page.letters) ? explained : Html(), form_html(form, typed, page.letters));
  return portal::page(page);
}

Result<net::Response> show_correct(const View& view, const TypedForm& typed, int status) {
  TRY(residents::resident_of(view.reader, access::caller_of(view.request)));
  return show_form(view, correct_form(),
                   html::render("<p>村（居）民委员会收到以后会核对，同意的就改，不同意的会写明理由。</p>"), typed,
                   status);
}

// ---- erasing

Result<net::Response> show_erase(const View& view, const TypedForm& typed, int status) {
  const auto resident = TRY(residents::resident_of(view.reader, access::caller_of(view.request)));
  const Html explained = html::render(
      "<section class=\"card\"><p><b>限制处理</b>：只保存，不查看、不修改，您随时可以解除。</p>"
      "<p><b>删除</b>：不能恢复。同意删除时，姓名、号码、写过的话都会去掉，"
      "只留下统计要用的性别、出生年份、民族。您还在名册上的，或者离开还没有到规定年限的，村里要保留登记，只能删去电话等"
      "可以不留的。村里同意以后，还要另一个人确认。</p>{}"
      "</section>",
      holds_of(TRY(residents::holds_of(view.reader, view.context, resident.record_id))));
  return show_form(view, erase_form(), explained, typed, status);
}

// ---- taking forms

// By the names of the described type, so that an unknown word is a fault of its field.
Result<residents::Ask> wanted_from(const TypedForm& typed, bool correction) {
  json::Value document = json::Value::object();
  document.set("kind", correction ? std::string("correction") : typed.value("kind"));
  if (correction && typed.value("field").empty())
    return fail(invalid_fields({{"/field", "required", {"请选择哪一项不对。", "Choose what is wrong."}}}));
  if (correction)
    document.set("field", typed.value("field")).set("wanted", typed.value("wanted"));
  else
    document.set("field", json::Value()).set("wanted", json::Value());
  document.set("why", typed.value("why"));
  residents::Ask wanted;
  TRY(json::read_into(type_of<residents::Ask>(), &wanted, document));
  return wanted;
}

net::Response back_to_requests(const net::Request& request) {
  return net::redirect(letters_asked(request) == Letters::standard ? "/own#requests" : "/own?part=requests");
}

Result<net::Response> take_ask(const ModuleContext& context, const net::Request& request, bool correction) {
  const auto wanted = TRY(wanted_from(typed_in(request), correction));
  TRY(context.database.write(
      [&](db::Transaction& tx) { return residents::ask(tx, context, access::caller_of(request), wanted); }));
  return back_to_requests(request);
}

Result<net::Response> take_action(const ModuleContext& context, const net::Request& request, std::string_view action) {
  const auto id = Id::parse(request.parameter("id"));
  const auto typed = typed_in(request).value("version");
  std::int64_t version = 0;
  const auto read = std::from_chars(typed.data(), typed.data() + typed.size(), version);
  if (!id || read.ec != std::errc() || read.ptr != typed.data() + typed.size())
    return fail(not_found_error({"没有这个请求。", "There is no such request."}));
  TRY(context.database.write([&](db::Transaction& tx) {
    return residents::act_on_own(tx, context, access::caller_of(request), action, *id, version);
  }));
  return back_to_requests(request);
}

}  // namespace

Result<net::Response> own_page(const View& view) { return show_own(view, {}, 200); }
Result<net::Response> correct_page(const View& view) { return show_correct(view, {}, 200); }
Result<net::Response> erase_page(const View& view) { return show_erase(view, {}, 200); }

std::optional<QuestionForm> own_form(std::string_view path) {
  if (path == correct_path) return correct_form();
  if (path == erase_path) return erase_form();
  return std::nullopt;
}

void add_own_forms(net::Router& router, const ModuleContext& context, const Render& render) {
  using Show = Result<net::Response> (*)(const View&, const TypedForm&, int);
  using Take = std::function<Result<net::Response>(const net::Request&)>;
  const auto add = [&](std::string pattern, Show show, Take take) {
    const auto step = [render, show, take = std::move(take)](const net::Request& request) -> Result<net::Response> {
      const auto form = own_form(request.path);
      if (!form || !is_walking(typed_in(request))) return take(request);
      return render(request, [&](const View& view) { return show(view, walked(*form, typed_in(view.request)), 200); });
    };
    const auto again = [render, show](const net::Request& request, const Error& error) {
      return render(request, [&](const View& view) {
        return show(view, typed_in(view.request, error), net::status_of(error.kind));
      });
    };
    const auto signed_out = [render](const net::Request& request, const Error& error) {
      return render(request, [&](const View& view) { return signed_out_page(view, error); });
    };
    access::add_form(
        router, context,
        {.pattern = std::move(pattern), .permission = std::string(residents::residents_form), .handler = step},
        {.again = again, .signed_out = signed_out});
  };
  add(std::string(correct_path), &show_correct,
      [context](const net::Request& request) { return take_ask(context, request, true); });
  add(std::string(erase_path), &show_erase,
      [context](const net::Request& request) { return take_ask(context, request, false); });
  for (const std::string_view action : {"withdraw", "lift"})
    add(fmt::format("/own/requests/{{id}}/{}", action), &show_own,
        [context, action](const net::Request& request) { return take_action(context, request, action); });
}

}  // namespace gulou::portal
