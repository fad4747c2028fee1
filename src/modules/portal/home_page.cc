// `/`: find your village by name or code, or by way of the county; how the plan stands; what is late, by name.
#include <fmt/format.h>

#include "modules/portal/paging.h"
#include "modules/portal/parts.h"
#include "modules/portal/portal.h"
#include "spine/units/queries.h"
#include "spine/units/search.h"

namespace gulou::portal {
namespace {

constexpr std::size_t hits_shown = 50;
constexpr std::size_t late_shown = 4;

std::string places_above(const std::vector<units::UnitSummary>& above) {
  std::string out;
  for (const auto& unit : above) {
    if (unit.level <= units::Level::prefecture && above.size() > 2) continue;  // everyone here knows the prefecture
    out += (out.empty() ? "" : " › ") + unit.name;
  }
  return out;
}

// The name with what was searched for marked.
Html marked(std::string_view text, std::string_view wanted) {
  const auto at = wanted.empty() ? std::string_view::npos : text.find(wanted);
  if (at == std::string_view::npos) return html::text(text);
  return html::render("{}<mark>{}</mark>{}", text.substr(0, at), wanted, text.substr(at + wanted.size()));
}

// Elders' mode: the way to the counties, in place of all of them.
Html way_to_counties(const plan::Plan& plan) {
  return html::render("<p><a class=\"go\" href=\"/u/{}\">从县（市）找起</a></p>", plan.division.code);
}

Html hit_line(const units::SearchHit& hit, std::string_view wanted) {
  return html::render("<li><a href=\"/u/{}\"><b>{}</b><small>{} · <span class=\"code\">{}</span></small></a></li>",
                      hit.unit.code, marked(hit.unit.name, wanted), places_above(hit.above),
                      marked(hit.unit.code, wanted));
}

// The counties of the plan's division. Without a plan: the highest units that leave a choice.
Result<std::vector<plan::UnitRef>> places_to_start_from(const View& view) {
  std::vector<units::UnitSummary> start;
  if (view.plan) {
    start = TRY(units::descendants(view.reader, view.plan->division, units::Level::county));
  } else {
    start = TRY(units::roots(view.reader));
  }
  while (start.size() == 1 && start.front().level < units::Level::county)
    start = TRY(units::children(view.reader, start.front().id));
  std::vector<plan::UnitRef> out;
  for (const auto& unit : start) out.push_back({unit.code, unit.name, unit.level});
  return out;
}

Html county_link(const plan::UnitRef& county) {
  return html::render("<a href=\"/u/{}\">{}</a>", county.code, short_name(county.name));
}

// The schematic map, or a plain list where a county has no place in it.
Html counties_to_choose(const std::vector<plan::UnitRef>& counties) {
  Html map = cartogram(counties, "县（市）示意图", &county_link);
  if (!map.empty()) return map;
  return html::render("<ul class=\"units\">{}</ul>", html::each(counties, [](const plan::UnitRef& county) {
                        return html::render("<li>{}</li>", county_link(county));
                      }));
}

// Where to begin, or in elders' mode the way there.
Result<Html> start_from(const View& view) {
  if (shows_few(view) && view.plan) return way_to_counties(*view.plan);
  return html::render("<section class=\"card\"><h2>从县（市）找起</h2>{}</section>",
                      counties_to_choose(TRY(places_to_start_from(view))));
}

Result<Html> advice(const View& view) {
  return html::render(
      "<section class=\"note\"><h2>可以这样试试</h2><ul "
      "class=\"dots\"><li>只写最要紧的两三个字，不写“村委会”“居委会”。</li>"
      "<li>有的村已合并或改为社区，可以从所在的乡镇里找。</li><li>区划代码写满 12 位，或只写前 6 位、9 "
      "位。</li></ul></section>{}",
      TRY(start_from(view)));
}

Result<net::Response> results(const View& view, std::string_view wanted) {
  auto page = view.page("查找结果", "/");
  auto found = units::search(view.reader, wanted, hits_shown);
  if (!found && found.error().kind != ErrorKind::invalid) return fail(std::move(found).error());
  if (!found) {
    page.title = "查找的文字不对";
    page.status = 400;
    const auto& message = found.error().fields.empty() ? found.error().message.zh : found.error().fields[0].message.zh;
    page.body = html::render("<h1>查找的文字不对</h1><p class=\"lead\">{}</p>{}{}", message, find_form(wanted),
                             TRY(advice(view)));
    return portal::page(page);
  }
  if (found->hits.empty()) {
    page.title = "没有找到";
    page.body = html::render("<h1>没有找到“{}”</h1>{}{}", wanted, find_form(wanted), TRY(advice(view)));
    return portal::page(page);
  }
  const auto count = found->more ? fmt::format("找到 {} 个以上，先列出前 {} 个", found->hits.size(), found->hits.size())
                                 : fmt::format("找到 {} 个", found->hits.size());
  const Html hint = found->hits.size() > 1
                        ? html::render("<p class=\"small mute\">同名的村不少，请看清所在的县和乡镇。</p>")
                        : Html();
  page.body = html::render("<h1>“{}”：{}</h1>{}{}", wanted, count, find_form(wanted), hint);
  Entries hits{.looks = "hits"};
  for (const auto& hit : found->hits) hits.items.push_back(hit_line(hit, wanted));
  page.body += shows_few(view) ? TRY(six_at_a_time(view, page, {hits}))
                               : html::render("<ol class=\"hits\">{}</ol>", html::join(hits.items));
  return portal::page(page);
}

Html without_plan(const std::vector<plan::UnitRef>& start) {
  if (start.empty()) {
    return html::render(
        "<h1>这里还没有资料</h1><p class=\"lead\">管理员导入行政区划和工作要点以后，就能在这里找到你的村。</p>");
  }
  return html::render(
      "<h1>找你的村或社区</h1>{}<section class=\"card\"><h2>从上往下找</h2>{}</section><p "
      "class=\"mute\">还没有发布工作要点，所以还看不到进展。</p>",
      find_form(""), counties_to_choose(start));
}

Html hero(const std::vector<plan::UnitRef>& all, std::int64_t townships, std::int64_t villages) {
  return html::render(
      "<div class=\"hero\"><div class=\"in two\"><div class=\"sub\"><h1>你的村办到哪一步，<wbr>这里都看得见</h1><p "
      "class=\"lead\">州民政局一年的工作要点，落到 {} 个县（市）、{} 个乡镇（街道）、{} "
      "个村（居），每一条进展人人可查，不用登录。</p>{}"
      "<p class=\"small mute\">例如 <a href=\"/?q=%E5%B2%A9%E5%AF%A8\">岩寨</a>、<a "
      "href=\"/?q=%E6%9C%AA%E6%9D%A5%E5%9F%8E\">未来城</a>、<a href=\"/?q=522632106\">522632106</a></p></div>"
      "<nav aria-label=\"按县（市）查找\">{}<p class=\"small "
      "mute\">或者先选县（市）。示意图，只表示相对方位。</p></nav></div></div>",
      static_cast<std::int64_t>(all.size()), grouped(townships), grouped(villages), find_form(""),
      counties_to_choose(all));
}

Html sections(const plan::PlanDocument& document) {
  std::size_t clauses = 0;
  std::size_t tasks = 0;
  for (const auto& section : document.sections) {
    clauses += section.clauses.size();
    for (const auto& clause : section.clauses) tasks += clause.tasks.size();
  }
  const Html lines = html::each(document.sections, [](const plan::Section& section) {
    // Up to the first comma or full stop: the rest of a heading says how.
    auto end = std::min(section.heading.find(','), section.heading.find("。"));
    return html::render("<li><a href=\"/plan#s{}\"><span>{}</span><small>{} 条</small></a></li>", section.number,
                        section.heading.substr(0, end), section.clauses.size());
  });
  return html::render(
      "<section class=\"card\"><div class=\"head\"><h2>{} 年工作要点</h2><a class=\"more\" "
      "href=\"/plan\">读全文</a></div>"
      "<p>{}：{} 个部分、{} 条、{} 项任务，一字不改。</p><ul class=\"units one\">{}</ul></section>",
      document.year, document.heading, document.sections.size(), clauses, tasks, lines);
}

Html late_ones(const plan::Scoreboard& board) {
  auto items = late_items(board);
  const auto count = items.size();
  if (count == 0)
    return html::render("<section class=\"card\"><h2>逾期的，点名公开</h2><p>现在没有逾期的事项。</p></section>");
  if (count > late_shown) items.resize(late_shown);
  return html::render(
      "<section class=\"card\"><div class=\"head\"><h2>逾期的，点名公开</h2><a class=\"more\" "
      "href=\"/scoreboard\">全部 "
      "{} 项</a></div>"
      "<ul class=\"figs slim\">{}</ul></section>",
      count, html::join(items));
}

// The same for everybody: who is signed in is nobody's business here.
Html own_information() {
  return html::render(
      "<section class=\"card\"><h2>村（居）民自己的信息</h2><p>村里登记了我的什么，谁看过；不对的可以请求更正。</p>"
      "<p class=\"pick\"><a href=\"/own\">我的信息</a><a href=\"/join\">第一次来，凭登记条加入</a></p></section>");
}

// Elders' mode: where to go, no more.
Result<net::Response> few_things(const View& view, const plan::Plan& plan, Page& page) {
  const auto board = TRY(plan::scoreboard(view.reader, view.context.catalogue, plan, plan.division, view.as_of));
  page.body = html::render("<h1>你的村<wbr>办到哪一步，<wbr>这里都看得见</h1><p>每一条进展人人可查，不用登录。</p>{}",
                           find_form(""));
  Entries ways;
  ways.items = {way_on("/u/" + plan.division.code, "从县（市）找起", fmt::format("{} 个", board.children.size())),
                way_on("/scoreboard", "看进展一览"),
                way_on("/scoreboard?part=late", "逾期的，点名公开", fmt::format("{} 项", late_items(board).size())),
                way_on("/plan", fmt::format("读 {} 年工作要点", plan.document.year)), way_on("/own", "我的信息")};
  page.body += TRY(six_at_a_time(view, page, {ways}));
  return portal::page(page);
}

Result<net::Response> few_to_start_from(const View& view, Page& page) {
  const auto start = TRY(places_to_start_from(view));
  if (start.empty())
    page.body = without_plan(start);
  else
    page.body = html::render("<h1>找你的村或社区</h1>{}", find_form(""));
  Entries places{.heading = start.empty() ? "" : "从上往下找"};
  for (const auto& each : start) places.items.push_back(way_on("/u/" + each.code, each.name));
  page.body += TRY(six_at_a_time(view, page, {places}));
  return portal::page(page);
}

}  // namespace

Result<net::Response> home_page(const View& view) {
  const auto wanted = view.request.query_value("q");
  if (!wanted.empty()) return results(view, wanted);
  auto page = view.page("黔东南州基层自治公开", "/");
  const auto& plan = view.plan;
  if (shows_few(view)) return plan ? few_things(view, *plan, page) : few_to_start_from(view, page);
  if (!plan) {
    page.body = without_plan(TRY(places_to_start_from(view)));
    return portal::page(page);
  }
  const auto board = TRY(plan::scoreboard(view.reader, view.context.catalogue, *plan, plan->division, view.as_of));
  const auto townships = TRY(units::count(view.reader, plan->division, units::Level::township));
  const auto villages = TRY(units::count(view.reader, plan->division, units::Level::village));
  page.hero = hero(board.children, townships, villages);
  page.body = html::render(
      "<section class=\"stack\"><div class=\"head\"><h2>现在怎么样</h2><span class=\"small mute\">截至 {}</span><a "
      "class=\"more\" "
      "href=\"/scoreboard\">看进展一览</a></div>{}</section><div class=\"two\">{}{}{}</div>",
      view.as_of.date.text_zh(), headlines(board), sections(plan->document), late_ones(board), own_information());
  return portal::page(page);
}

}  // namespace gulou::portal
