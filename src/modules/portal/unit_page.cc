// `/u/{code}`: the page of any unit: where it lies, what is below it, how the plan stands there, who took over from it.
#include <fmt/format.h>

#include <map>

#include "modules/contacts/queries.h"
#include "modules/portal/notices.h"
#include "modules/portal/paging.h"
#include "modules/portal/parts.h"
#include "modules/portal/portal.h"
#include "spine/units/queries.h"

namespace gulou::portal {
namespace {

using units::Level;
using units::UnitSummary;

Html unit_link(const UnitSummary& unit) {
  if (unit.code.empty()) return html::text(unit.name);
  return html::render("<a class=\"more\" href=\"/u/{}\">{}</a>", unit.code, unit.name);
}

// A long name may break before "村民委员会".
Html title_of(const UnitSummary& unit) {
  const auto name = split_name(unit.name);
  if (name.body.empty()) return html::text(name.place);
  return html::render("{}<wbr>{}", name.place, name.body);
}

std::vector<Step> trail_of(const std::vector<UnitSummary>& above) {
  std::vector<Step> steps = {{"/", "首页"}};
  for (const auto& unit : above)
    if (unit.level != Level::province) steps.push_back({"/u/" + unit.code, unit.name});
  return steps;
}

Html withdrawn_note(const UnitSummary& unit, const std::optional<UnitSummary>& successor) {
  if (!unit.withdrawn_on) return {};
  const Html heir = successor ? html::render("，由 {} 接续", unit_link(*successor)) : Html();
  return html::render(
      "<section class=\"note\"><h2>这个区划已撤销</h2><p>{}自 {}起不再单列{}。下面是撤销以前的资料。</p></section>",
      unit.name, unit.withdrawn_on->text_zh(), heir);
}

Result<Html> level_and_codes(const View& view, const UnitSummary& unit) {
  Html facts = html::render("<dt>级别</dt><dd>{}</dd>", level_name(unit.level));
  if (!unit.code.empty()) facts += html::render("<dt>区划代码</dt><dd><span class=\"num\">{}</span></dd>", unit.code);
  const auto registered = TRY(contacts::credit_code_of(view.reader, unit));
  if (!registered.code.empty())
    facts += html::render("<dt>统一社会信用代码</dt><dd><span class=\"num\">{}</span></dd>", registered.code);
  return facts;
}

Result<Html> where_it_lies(const View& view, const UnitSummary& unit, const std::vector<UnitSummary>& above) {
  Html facts = TRY(level_and_codes(view, unit));
  if (!above.empty()) facts += html::render("<dt>上级</dt><dd>{}</dd>", unit_link(above.back()));
  return html::render("<section class=\"card place\"><h2>所在位置</h2><dl class=\"facts\">{}</dl></section>", facts);
}

// What a child is called in the list of children: communities apart from villages, towns apart from townships.
std::string kind_of(const UnitSummary& unit) {
  if (unit.level == Level::village) return unit.name.ends_with("居民委员会") ? "社区" : "村";
  if (unit.level == Level::township) {
    for (const std::string_view ending : {"街道", "镇", "乡"})
      if (unit.name.ends_with(ending)) return std::string(ending);
  }
  return std::string(level_name(unit.level));
}

Html child_line(const UnitSummary& unit) {
  const auto name = split_name(unit.name).place;
  if (unit.code.empty()) return html::render("<li><span>{}</span></li>", name);
  return html::render("<li><a href=\"/u/{}\"><span>{}</span></a></li>", unit.code, name);
}

using Kinds = std::vector<std::pair<std::string, std::vector<const UnitSummary*>>>;

Kinds by_kind(const std::vector<UnitSummary>& children) {
  Kinds groups;
  for (const auto& child : children) {
    const auto kind = kind_of(child);
    auto group = std::ranges::find(groups, kind, [](const auto& each) { return each.first; });
    if (group == groups.end()) group = groups.insert(groups.end(), {kind, {}});
    group->second.push_back(&child);
  }
  return groups;
}

Html children_section(const UnitSummary& unit, const std::vector<UnitSummary>& children) {
  if (children.empty()) {
    if (unit.level >= Level::village) return {};
    return html::render("<section class=\"card\"><h2>下级单位</h2><p>还没有登记下级单位。</p></section>");
  }
  const Html lists = html::each(by_kind(children), [](const auto& group) {
    return html::render("<h3>{} <span class=\"mute small\">{} 个</span></h3><ul class=\"units\">{}</ul>", group.first,
                        group.second.size(),
                        html::each(group.second, [](const UnitSummary* child) { return child_line(*child); }));
  });
  return html::render("<section class=\"card\"><h2>下级单位</h2>{}</section>", lists);
}

Html figure_line(const plan::Clause& clause, const plan::TargetLine& line) {
  const auto& figure = line.own;
  return html::render(
      "<li><a href=\"/plan/{}/{}\"><span class=\"code\">{}</span>{}</a><span class=\"v\"><b>{}</b><small class=\"nd "
      "mute\">{} / "
      "{}</small></span>{}{}</li>",
      line.target.period.substr(0, 4), clause.code, clause.code, line.measure_zh, share(*figure.n, *figure.d),
      grouped(*figure.n), grouped(*figure.d), bar(*figure.n, *figure.d, &line.target), state_badge(figure.state));
}

// Every figure of the plan at this unit; what has none is named, not shown as zero.
struct Figures {
  std::vector<Html> lines;
  Html missing;
};

Result<Figures> figures_of(const View& view, const plan::Plan& plan, const UnitSummary& unit) {
  Figures out;
  std::string missing;
  std::size_t missing_count = 0;
  for (const auto& [clause, line] :
       TRY(plan::targets_at(view.reader, view.context.catalogue, plan, unit, view.as_of))) {
    if (line.own.state == plan::State::not_asked) continue;
    if (line.own.n && line.own.d && *line.own.d > 0) {
      out.lines.push_back(figure_line(*clause, line));
    } else {
      missing += (missing_count++ == 0 ? "" : "、") + line.measure_zh;
    }
  }
  if (missing_count > 0)
    out.missing = html::render("<p>{} <span class=\"small mute\">{}。没有数据不按零计。</span></p>",
                               state_badge(plan::State::not_measured, fmt::format(" {}", missing_count)), missing);
  return out;
}

constexpr std::string_view no_figures = "这里还没有任何数字。没有上报不等于零，所以不显示为 0%。";
constexpr std::string_view how_to_read = "竖线是目标。点名称看这一条的原文和算法。";

Result<Html> figures_section(const View& view, const plan::Plan& plan, const UnitSummary& unit) {
  const auto figures = TRY(figures_of(view, plan, unit));
  const Html shown = figures.lines.empty() ? html::render("<p>{}</p>", no_figures)
                                           : html::render("<ul class=\"figs\">{}</ul><p class=\"small mute\">{}</p>",
                                                          html::join(figures.lines), how_to_read);
  return html::render(
      "<section class=\"card\"><div class=\"head\"><h2>工作要点在本地的进展</h2><span class=\"small mute\">截至 "
      "{}</span></div>{}{}</section>",
      view.as_of.date.text_zh(), shown, figures.missing);
}

// The clauses that name this unit or the county it lies in.
std::vector<Html> named_lines(const plan::Plan& plan, const UnitSummary& unit) {
  std::vector<Html> lines;
  for (const auto& place : plan.named) {
    const bool own = place.unit.id == unit.id;
    const bool county = unit.level > Level::county && unit.county_id == place.unit.id;
    if (!own && !county) continue;
    const Html whom = own ? Html() : html::render("<span class=\"small mute\">点到{}</span>", place.unit.name);
    for (const auto& section : plan.document.sections) {
      for (const auto& clause : section.clauses) {
        if (clause.code != place.clause) continue;
        lines.push_back(
            html::render("<li><p><span class=\"tag\">{}</span> <a href=\"/plan/{}/{}\"><span class=\"code\">{}</span> "
                         "{}</a> {}</p></li>",
                         role_name(place.role), plan.document.year, clause.code, clause.code, clause.short_zh, whom));
      }
    }
  }
  return lines;
}

Html named_section(const plan::Plan& plan, const UnitSummary& unit) {
  const auto lines = named_lines(plan, unit);
  if (lines.empty()) return {};
  return html::render("<section class=\"card\"><h2>文件点名</h2><ul class=\"steps\">{}</ul></section>",
                      html::join(lines));
}

Html telephone_sign() {
  return html::render(
      "<svg viewBox=\"0 0 24 24\" aria-hidden=\"true\"><path d=\"M6.6 3.5l3 .2 1.5 4.3-2 1.600a12 12 0 0 0 5.300 "
      "5.300l1.600-2 "
      "4.3 1.5.2 3a2 2 0 0 1-2.1 2.1A16 16 0 0 1 4.5 5.6a2 2 0 0 1 2.1-2.1z\"/></svg>");
}

// Whom to call, on a telephone by one touch; in elders' mode a large button.
Result<Html> call_section(const View& view, const UnitSummary& unit) {
  const auto telephone = TRY(contacts::telephone_for(view.reader, unit));
  const auto address = html::Url::parse("tel:" + telephone.number);
  if (!address) return Html();
  const auto call = telephone.unit_name.empty() ? std::string("拨打政务服务热线")
                                                : "打电话给" + split_name(telephone.unit_name).place;
  const Html hours =
      telephone.hours.empty() ? Html() : html::render("<small class=\"mute\">{}</small>", telephone.hours);
  return html::render("<p class=\"call\"><a href=\"{}\">{}<span>{} <b class=\"num\">{}</b></span></a>{}</p>", *address,
                      telephone_sign(), call, telephone.number, hours);
}

bool has_board_below(const UnitSummary& unit) {
  return unit.level == Level::prefecture || unit.level == Level::county || unit.level == Level::township;
}

Html way_to_scoreboard(const UnitSummary& unit) {
  if (!has_board_below(unit)) return {};
  return html::render("<p><a class=\"go\" href=\"/scoreboard?at={}\">看下级进展</a></p>", unit.code);
}

// ---- elders' mode

bool in_plan(const View& view, const UnitSummary& unit) {
  return view.plan && units::within(unit.path, view.plan->division.path);
}

// How the plan stands here, on pages of its own.
Result<net::Response> progress_part(const View& view, const UnitSummary& unit, Page& page) {
  if (!in_plan(view, unit)) return fail(no_such_part());
  auto figures = TRY(figures_of(view, *view.plan, unit));
  page.title += "：工作要点的进展";
  page.body =
      html::render("<h1>{}：工作要点的进展</h1><p class=\"small mute\">截至 {}</p>{}", unit.name,
                   view.as_of.date.text_zh(), figures.lines.empty() ? html::render("<p>{}</p>", no_figures) : Html());
  page.body += TRY(six_at_a_time(view, page,
                                 {{.looks = "figs", .items = std::move(figures.lines)},
                                  {.heading = "文件点名", .looks = "steps", .items = named_lines(*view.plan, unit)}}));
  page.body += figures.missing;
  page.body += html::render("<p class=\"small mute\">{}</p>", how_to_read);
  return portal::page(page);
}

Result<Entries> ways_from(const View& view, const UnitSummary& unit, const std::optional<UnitSummary>& successor) {
  Entries ways;
  const auto add = [&](std::string_view address, std::string_view words, std::string_view behind = {}) {
    ways.items.push_back(way_on(address, words, behind));
  };
  const auto own = "/u/" + unit.code;
  if (successor && !successor->code.empty()) add("/u/" + successor->code, "接续的单位：" + successor->name);
  const auto hung = TRY(notices_count(view, unit));
  if (hung > 0) add(own + "/notices", "公告", fmt::format("{} 份", hung));
  if (in_plan(view, unit)) add(own + "?part=progress", "工作要点在本地的进展");
  if (has_board_below(unit)) add("/scoreboard?at=" + unit.code, "看下级进展");
  if (unit.level >= Level::village) {
    add("/join", "凭登记条加入");
    add("/signin", "村（居）民登录");
  }
  return ways;
}

Result<net::Response> few_things(const View& view, const UnitSummary& unit, Page& page) {
  const auto part = part_asked(view);
  if (part == "progress") return progress_part(view, unit, page);
  if (!part.empty()) return fail(no_such_part());
  const auto successor = TRY(units::successor(view.reader, unit));
  const auto children = TRY(units::children(view.reader, unit.id));
  std::vector<Entries> all{TRY(ways_from(view, unit, successor))};
  for (const auto& [kind, members] : by_kind(children)) {
    Entries block{.heading = fmt::format("{} {} 个", kind, members.size()), .looks = "units"};
    for (const auto* child : members) block.items.push_back(child_line(*child));
    all.push_back(std::move(block));
  }
  page.body = html::render("{}<div class=\"title\"><h1>{}</h1>{}</div>", withdrawn_note(unit, std::nullopt),
                           title_of(unit), TRY(call_section(view, unit)));
  page.body += TRY(six_at_a_time(view, page, all));
  // Its superior stands in the trail.
  page.body += html::render("<dl class=\"facts\">{}</dl>", TRY(level_and_codes(view, unit)));
  return portal::page(page);
}

}  // namespace

Result<net::Response> unit_page(const View& view) {
  const auto unit = TRY(units::by_code(view.reader, view.request.parameter("code")));
  const auto above = TRY(units::ancestors(view.reader, unit));
  auto page = view.page(unit.name);
  page.trail = trail_of(above);
  if (shows_few(view)) return few_things(view, unit, page);
  const auto children = TRY(units::children(view.reader, unit.id));
  const auto successor = TRY(units::successor(view.reader, unit));
  const auto& plan = view.plan;

  const Html hung = TRY(notices_section(view, unit));
  Html main = children_section(unit, children);
  Html side = TRY(where_it_lies(view, unit, above));
  if (plan && units::within(unit.path, plan->division.path)) {
    const Html figures = TRY(figures_section(view, *plan, unit));
    // A villager came for the figures, an official for the way down.
    if (unit.level >= Level::village) {
      Html figures_first = figures;
      figures_first += main;
      main = std::move(figures_first);
    } else {
      main += figures;
    }
    side += named_section(*plan, unit);
  }
  // What hangs out is news, so it stands first; above the village it stands beside the way down.
  if (unit.level >= Level::village) {
    Html news_first = hung;
    news_first += main;
    main = std::move(news_first);
  } else {
    side += hung;
  }
  page.body = html::render(
      "{}<div class=\"title\"><h1>{}</h1>{}</div>{}<div class=\"two side\"><div class=\"stack\">{}</div><div "
      "class=\"stack{}\">{}</div></div>",
      withdrawn_note(unit, successor), title_of(unit), TRY(call_section(view, unit)), way_to_scoreboard(unit), main,
      unit.level >= Level::village ? " first" : "", side);
  if (unit.level >= Level::village)
    page.body += html::render(
        "<p><a href=\"/join\">凭登记条加入</a> · <a href=\"/signin\">村（居）民登录</a>，看看登记了您的哪些信息</p>");
  return portal::page(page);
}

}  // namespace gulou::portal
