#include "modules/portal/own_page.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "modules/portal/parts.h"
#include "modules/portal/typed_form.h"
#include "modules/residents/queries.h"
#include "spine/access/gate.h"

namespace gulou::portal {
namespace {

using html::Html;
using people::RollColumn;
using residents::RequestKind;

constexpr std::string_view correct_path = "/own/correct";
constexpr std::string_view erase_path = "/own/erase";

Html token_field(const net::Request& request, std::string_view path) {
  return html::render("<input type=\"hidden\" name=\"form\" value=\"{}\">", access::form_token(request, path));
}

Html facts_of(std::string_view title, const std::vector<residents::KeptFact>& facts) {
  return html::render("<section class=\"card\"><h2>{}</h2><dl class=\"facts\">{}</dl></section>", title,
                      html::each(facts, [](const residents::KeptFact& fact) {
                        return html::render("<dt>{}</dt><dd>{}</dd>", fact.name,
                                            fact.value.empty() ? std::string("（没有）") : fact.value);
                      }));
}

Html events_of(const std::vector<residents::KeptEvent>& events) {
  if (events.empty()) return html::render("<p class=\"mute\">还没有人看过或改过。</p>");
  return html::render("<ul class=\"steps\">{}</ul>", html::each(events, [](const residents::KeptEvent& event) {
                        const Html why = event.why.empty() ? Html() : html::render(" · 理由：{}", event.why);
                        return html::render("<li><p>{}</p><p class=\"small mute\">{} · {}{}</p></li>", event.what,
                                            Date::of(event.at).text_zh(), event.by, why);
                      }));
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

Html button_of(const net::Request& request, const residents::RequestView& asked,
               const workflow::OfferedAction& action) {
  const auto path = fmt::format("/own/requests/{}/{}", asked.id.text(), action.name);
  return html::render(
      "<form class=\"write\" method=\"post\" action=\"{}\">{}<input type=\"hidden\" name=\"version\" "
      "value=\"{}\"><button>{}</button></form>",
      html::Url::parse(path).value(), token_field(request, path), asked.version, action.label_zh);
}

Html request_line(const net::Request& request, const residents::RequestView& asked) {
  auto what = asked.kind_zh + asked.field_zh;
  if (!asked.wanted.empty()) what += "：" + asked.wanted;
  const Html why = asked.why.empty() ? Html() : html::render("<p class=\"small\">{}</p>", asked.why);
  const std::string due = asked.state == "submitted" ? " · 最晚" + asked.due_on.text_zh() + "答复" : std::string();
  return html::render("<li><p>{} <span class=\"tag\">{}</span></p>{}<p class=\"small mute\">{}提出{}</p>{}{}</li>",
                      what, asked.state_zh, why, Date::of(asked.asked_at).text_zh(), due, answer_of(asked),
                      html::each(asked.actions, [&](const auto& action) { return button_of(request, asked, action); }));
}

Html requests_of(const net::Request& request, const std::vector<residents::RequestView>& requests) {
  const Html list =
      requests.empty()
          ? html::render("<p class=\"mute\">还没有提出过请求。</p>")
          : html::render("<ul class=\"steps\">{}</ul>",
                         html::each(requests, [&](const auto& each) { return request_line(request, each); }));
  return html::render(
      "<section class=\"card\" id=\"requests\"><h2>我的请求</h2>{}<p class=\"pick\"><a href=\"/own/correct\">有不对的，"
      "请求更正</a><a href=\"/own/erase\">请求删除或限制处理</a></p></section>",
      list);
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
  Html wrong;
  for (const auto& error : typed.errors)
    wrong += html::render("<p class=\"note\" role=\"alert\">{}</p>", error.message.zh);
  page.body = html::render(
      "<h1>{}，这是登记的关于您的信息</h1>{}{}<p>号码只显示一部分，免得旁人看见；副本里是完整的。</p>"
      "<p class=\"pick\"><a href=\"/own/copy\">打印副本（A4）</a><a "
      "href=\"/api/residents/own/copy\">下载副本（JSON）</a>"
      "<a href=\"/signout\">退出登录</a></p>"
      "<div class=\"two\"><div class=\"stack\">{}{}{}</div><div class=\"stack\">{}<section "
      "class=\"card\"><h2>谁看过、改过</h2>{}</section></div></div>",
      own.name, demo, wrong, facts_of("本人", own.person), records, facts_of("账号", own.account),
      requests_of(view.request, own.requests), events_of(own.events));
  return portal::page(page);
}

// ---- correcting

struct Correctable {
  RollColumn field;
  std::string_view label;
};

constexpr Correctable correctable[] = {{RollColumn::name, "姓名"},          {RollColumn::sex, "性别"},
                                       {RollColumn::ethnic, "民族"},        {RollColumn::id_number, "身份证号码"},
                                       {RollColumn::born_on, "出生日期"},   {RollColumn::phone, "电话"},
                                       {RollColumn::political, "政治面貌"}, {RollColumn::status, "户籍与居住"},
                                       {RollColumn::group, "组（寨）"},     {RollColumn::household, "户号"},
                                       {RollColumn::address, "门牌"},       {RollColumn::kinship, "与户主的关系"}};

Result<net::Response> show_correct(const View& view, const TypedForm& typed, int status) {
  TRY(residents::resident_of(view.reader, access::caller_of(view.request)));
  auto page = view.page(typed.errors.empty() ? "请求更正" : "还没有提交：请求更正");
  page.status = status;
  page.trail = {{"/", "首页"}, {"/own", "我的信息"}};
  Html options = html::render("<option value=\"\">请选择</option>");
  for (const auto& each : correctable)
    options +=
        html::render("<option value=\"{}\"{@}>{}</option>", name_of(each.field),
                     html::attr_if(name_of(each.field) == typed.value("field"), "selected", "selected"), each.label);
  page.body = html::render(
      "<h1>请求更正</h1><p>村（居）民委员会收到以后会核对，同意的就改，不同意的会写明理由。</p>"
      "<form class=\"card write\" method=\"post\" action=\"{}\">{}{}"
      "<label for=\"field\">哪一项不对</label>{}<select id=\"field\" name=\"field\" required=\"required\">{}</select>"
      "<label for=\"wanted\">应当是什么</label><p class=\"small mute\">照证件写，如 苗族、1990年1月1日、一组</p>{}"
      "<input id=\"wanted\" name=\"wanted\" maxlength=\"200\" autocomplete=\"off\" required=\"required\" value=\"{}\">"
      "<label for=\"why\">为什么（可以不写）</label>{}<textarea id=\"why\" name=\"why\" rows=\"3\" "
      "maxlength=\"500\">{}</textarea><button>提交</button></form>",
      html::Url::parse(correct_path).value(), message_at(typed.errors, ""), token_field(view.request, correct_path),
      message_at(typed.errors, "/field"), options, message_at(typed.errors, "/wanted"), typed.value("wanted"),
      message_at(typed.errors, "/why"), typed.value("why"));
  return portal::page(page);
}

// ---- erasing

Result<net::Response> show_erase(const View& view, const TypedForm& typed, int status) {
  const auto resident = TRY(residents::resident_of(view.reader, access::caller_of(view.request)));
  auto page = view.page(typed.errors.empty() ? "请求删除或限制处理" : "还没有提交：请求删除或限制处理");
  page.status = status;
  page.trail = {{"/", "首页"}, {"/own", "我的信息"}};
  const auto choice = [&](std::string_view kind, std::string_view label) {
    return html::render("<option value=\"{}\"{@}>{}</option>", kind,
                        html::attr_if(kind == typed.value("kind"), "selected", "selected"), label);
  };
  page.body = html::render(
      "<h1>请求删除或限制处理</h1><section "
      "class=\"card\"><p><b>限制处理</b>：只保存，不查看、不修改，您随时可以解除。</p>"
      "<p><b>删除</b>：不能恢复。同意删除时，姓名、号码、写过的话都会去掉，"
      "只留下统计要用的性别、出生年份、民族。您还在名册上的，村里依法要保留登记，只能删去电话等可以不留的。</p>{}</"
      "section>"
      "<form class=\"card write\" method=\"post\" action=\"{}\">{}{}"
      "<label for=\"kind\">要求什么</label>{}<select id=\"kind\" name=\"kind\" required=\"required\">{}{}</select>"
      "<label for=\"why\">为什么（可以不写）</label>{}<textarea id=\"why\" name=\"why\" rows=\"3\" "
      "maxlength=\"500\">{}</textarea><button>提交</button></form>",
      holds_of(TRY(residents::holds_of(view.reader, view.context, resident.person_id))),
      html::Url::parse(erase_path).value(), message_at(typed.errors, ""), token_field(view.request, erase_path),
      message_at(typed.errors, "/kind"), choice("restriction", "限制处理"), choice("erasure", "删除"),
      message_at(typed.errors, "/why"), typed.value("why"));
  return portal::page(page);
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

Result<net::Response> take_ask(const ModuleContext& context, const net::Request& request, bool correction) {
  const auto wanted = TRY(wanted_from(typed_in(request), correction));
  TRY(context.database.write(
      [&](db::Transaction& tx) { return residents::ask(tx, context, access::caller_of(request), wanted); }));
  return net::redirect("/own#requests");
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
  return net::redirect("/own#requests");
}

}  // namespace

Result<net::Response> own_page(const View& view) { return show_own(view, {}, 200); }
Result<net::Response> correct_page(const View& view) { return show_correct(view, {}, 200); }
Result<net::Response> erase_page(const View& view) { return show_erase(view, {}, 200); }

void add_own_forms(net::Router& router, const ModuleContext& context, const MakeView& view_of) {
  using Show = Result<net::Response> (*)(const View&, const TypedForm&, int);
  using Take = std::function<Result<net::Response>(const net::Request&)>;
  const auto add = [&](std::string pattern, Show show, Take take) {
    access::add_form(router,
                     {.pattern = std::move(pattern),
                      .permission = std::string(residents::residents_form),
                      .handler = std::move(take)},
                     [context, view_of, show](const net::Request& request, const Error& error) {
                       return context.database.read([&](db::Reader& reader) -> Result<net::Response> {
                         return show(TRY(view_of(reader, request)), typed_in(request, error),
                                     net::status_of(error.kind));
                       });
                     });
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
