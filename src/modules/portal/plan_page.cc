// `/plan`, `/plan/full`, `/plan/{year}/{clause}`: the plan as a document people want to read.
#include <fmt/format.h>

#include "modules/portal/paging.h"
#include "modules/portal/parts.h"
#include "modules/portal/portal.h"

namespace gulou::portal {
namespace {

// Up to the first comma or full stop.
std::string heading_start(const std::string& heading) {
  return heading.substr(0, std::min(heading.find(','), heading.find("。")));
}

Html document_title(const plan::PlanDocument& document) {
  return html::render("<header class=\"doc-title\"><h1>{}</h1><p class=\"han\">{}</p></header>", document.title_zh,
                      document.heading);
}

Html contents(const plan::PlanDocument& document) {
  const Html sections = html::each(document.sections, [](const plan::Section& section) {
    const Html clauses = html::each(section.clauses, [](const plan::Clause& clause) {
      return html::render("<li><a href=\"#c{}\"><span class=\"code\">{}</span>{}</a></li>", clause.code, clause.code,
                          clause.short_zh);
    });
    return html::render("<li><a href=\"#s{}\">{}</a><ol>{}</ol></li>", section.number, heading_start(section.heading),
                        clauses);
  });
  return html::render(
      "<nav class=\"toc\" aria-label=\"目录\"><p class=\"small mute\">目录</p><ol>{}</ol><p><a class=\"more\" "
      "href=\"/plan/full\">不分条全文（可打印）</a></p></nav>",
      sections);
}

// The units a clause names, by role: "试点 凯里、黄平、镇远".
Html named_by_role(const plan::Plan& plan, std::string_view clause) {
  std::vector<std::pair<plan::Role, std::string>> roles;
  for (const auto& place : plan.named) {
    if (place.clause != clause) continue;
    auto role = std::ranges::find(roles, place.role, [](const auto& each) { return each.first; });
    if (role == roles.end()) role = roles.insert(roles.end(), {place.role, ""});
    role->second += (role->second.empty() ? "" : "、") + short_name(split_name(place.unit.name).place);
  }
  return html::each(roles, [](const auto& role) {
    return html::render("<p class=\"small\"><span class=\"tag\">{}</span> {}</p>", role_name(role.first), role.second);
  });
}

Html clause_block(const plan::Plan& plan, const plan::Clause& clause, const plan::ClauseLine& line) {
  const auto counts = count_states(line.cells);
  return html::render(
      "<section class=\"clause\" id=\"c{}\" aria-label=\"{} {}\"><p class=\"han\">{}</p><div class=\"sum\"><p><a "
      "class=\"more\" "
      "href=\"/plan/{}/{}\"><span class=\"code\">{}</span>{}</a></p>{}{}{}</div></section>",
      clause.code, clause.code, clause.short_zh, clause.text, plan.document.year, clause.code, clause.code,
      clause.short_zh, state_tally(counts), state_words(counts), named_by_role(plan, clause.code));
}

Result<net::Response> no_plan_yet(const View& view) {
  auto page = view.page("工作要点", "/plan");
  page.body = html::render("<h1>工作要点</h1><p class=\"lead\">还没有发布工作要点。</p>");
  return portal::page(page);
}

Html figure_of(const plan::ClauseStanding& standing, const plan::ClauseCell& cell) {
  if (!(cell.n && cell.d && *cell.d > 0 && cell.target)) return html::text("—");
  const auto& target = standing.targets[static_cast<std::size_t>(*cell.target)];
  return html::render("{}<span class=\"nd\">{} <span>{} / {}</span></span>", share(*cell.n, *cell.d), target.measure_zh,
                      grouped(*cell.n), grouped(*cell.d));
}

Html county_row(const plan::ClauseStanding& standing, const plan::Plan& plan, std::size_t index) {
  const auto& county = standing.children[index];
  const auto& cell = standing.standing.cells[index];
  std::string roles;
  for (const auto& place : plan.named)
    if (place.clause == standing.clause.code && place.unit.code.substr(0, 6) == county.code.substr(0, 6))
      roles += (roles.empty() ? "" : "、") + std::string(role_name(place.role));
  const Html tag = roles.empty() ? Html() : html::render(" <span class=\"tag\">{}</span>", roles);
  return html::render(
      "<tr id=\"c{}\"><th scope=\"row\"><a href=\"/u/{}\">{}</a>{}</th><td>{}</td><td class=\"r\">{}</td></tr>",
      county.code.substr(0, 6), county.code, short_name(county.name), tag, state_badge(cell.state),
      figure_of(standing, cell));
}

Html target_lines(const plan::ClauseStanding& standing, const std::string& task, const measures::Catalogue& catalogue) {
  return html::each(standing.targets, [&](const plan::TargetLine& line) -> Html {
    if (line.target.task != task) return {};
    const auto* measure = catalogue.find(line.target.measure);
    const std::string who =
        line.target.owed_by ? fmt::format("（只问{}的地方）", role_name(*line.target.owed_by)) : std::string();
    const std::string source = line.target.confidence == plan::Confidence::text ? "原文" : "建议值，待主管部门确认";
    const std::string due = line.target.due ? " · 期限 " + line.target.due->text_zh() : std::string();
    const std::string total = line.own.n && line.own.d
                                  ? fmt::format("合计 {} / {}", grouped(*line.own.n), grouped(*line.own.d))
                                  : std::string("尚无数据");
    return html::render(
        "<p><b>{}</b>{} 目标 {}<span class=\"mute small\"> · {}{}</span></p><p class=\"small mute\">{} ÷ {} · {}</p>",
        line.measure_zh, who, share(line.target.part, line.target.of), source, due, measure ? measure->n_zh : "",
        measure ? measure->d_zh : "", total);
  });
}

Html task_item(const plan::ClauseStanding& standing, const plan::Task& task, const measures::Catalogue& catalogue) {
  Html targets = target_lines(standing, task.code, catalogue);
  if (targets.empty()) targets = html::render("<p class=\"mute\">文件没有可数的目标，由县（市）文字报告。</p>");
  return html::render("<li><p class=\"han\">“{}”</p>{}</li>", task.quote, targets);
}

Html tasks_list(const plan::ClauseStanding& standing, const measures::Catalogue& catalogue) {
  return html::each(standing.clause.tasks,
                    [&](const plan::Task& task) { return task_item(standing, task, catalogue); });
}

// How many have said something, and the way to say something too.
Result<Html> way_to_comments(const View& view, const plan::Plan& plan, std::string_view clause) {
  const auto published = TRY(plan::published_comments(view.reader, plan.id, clause));
  const auto asked = clause.empty() ? std::string() : fmt::format("?clause={}", url_encoded(clause));
  const auto address = html::Url::parse(fmt::format("/plan/{}/comments{}", plan.document.year, asked));
  if (!address) return Html();
  return html::render("<p class=\"noprint\">已有 {} 人发表了评论。<a class=\"more\" href=\"{}\">看评论，说一句</a></p>",
                      published.count, *address);
}

Html turn_link(const plan::Clause* clause, std::int64_t year, bool next) {
  if (!clause) return {};
  return html::render("<a class=\"{}\" rel=\"{}\" href=\"/plan/{}/{}\"><small>{} {}</small>{}</a>",
                      next ? "next" : "prev", next ? "next" : "prev", year, clause->code, next ? "下一条" : "上一条",
                      clause->code, clause->short_zh);
}

// The clauses before and after this one, across sections.
Html turn(const plan::PlanDocument& document, std::string_view code) {
  const plan::Clause* before = nullptr;
  const plan::Clause* after = nullptr;
  bool found = false;
  for (const auto& section : document.sections) {
    for (const auto& clause : section.clauses) {
      if (clause.code == code) {
        found = true;
      } else if (!found) {
        before = &clause;
      } else if (!after) {
        after = &clause;
      }
    }
  }
  return html::render("<nav class=\"turn\" aria-label=\"上一条和下一条\">{}{}</nav>",
                      turn_link(before, document.year, false), turn_link(after, document.year, true));
}

// ---- elders' mode: the clauses as a list, each on its page; the text as a whole is prose and stays whole (/plan/full)

Html clause_entry(const plan::Plan& plan, const plan::Clause& clause, const plan::ClauseLine& line) {
  return html::render("<li><p><a class=\"more\" href=\"/plan/{}/{}\"><span class=\"code\">{}</span>{}</a></p>{}</li>",
                      plan.document.year, clause.code, clause.code, clause.short_zh,
                      state_words(count_states(line.cells)));
}

Result<net::Response> few_clauses(const View& view, const plan::Plan& plan, const plan::Scoreboard& board) {
  auto page = view.page(plan.document.title_zh, "/plan");
  const auto published = TRY(plan::published_comments(view.reader, plan.id, ""));
  std::vector<Entries> all{{.items = {way_on("/plan/full", "不分条全文"),
                                      way_on(fmt::format("/plan/{}/comments", plan.document.year), "看评论，说一句",
                                             fmt::format("{} 人说过", published.count))}}};
  std::size_t line = 0;
  for (const auto& section : plan.document.sections) {
    Entries block{.heading = heading_start(section.heading), .looks = "steps"};
    for (const auto& clause : section.clauses) block.items.push_back(clause_entry(plan, clause, board.clauses[line++]));
    all.push_back(std::move(block));
  }
  page.body = document_title(plan.document);
  page.body += TRY(six_at_a_time(view, page, all));
  return portal::page(page);
}

std::vector<Html> task_items(const plan::ClauseStanding& standing, const measures::Catalogue& catalogue) {
  std::vector<Html> items;
  for (const auto& task : standing.clause.tasks) items.push_back(task_item(standing, task, catalogue));
  return items;
}

// How a clause stands in each county, one after the other.
Html county_entry(const plan::ClauseStanding& standing, std::size_t index) {
  const auto& county = standing.children[index];
  const auto& cell = standing.standing.cells[index];
  return html::render("<li><p><a class=\"more\" href=\"/u/{}\">{}</a> {}</p>{}</li>", county.code,
                      short_name(county.name), state_badge(cell.state), figure_of(standing, cell));
}

Result<net::Response> clause_part(const View& view, const plan::Plan& plan, const plan::ClauseStanding& standing,
                                  Page& page) {
  Entries block{.looks = "steps"};
  std::string title;
  if (part_asked(view) == "places") {
    title = "各县（市）的状态";
    for (std::size_t i = 0; i < standing.children.size(); ++i) block.items.push_back(county_entry(standing, i));
  } else if (part_asked(view) == "tasks") {
    title = "任务和算法";
    block.items = task_items(standing, view.context.catalogue);
  } else {
    return fail(no_such_part());
  }
  const auto& clause = standing.clause;
  page.title += "：" + title;
  page.trail.push_back({fmt::format("/plan/{}/{}", plan.document.year, clause.code), clause.short_zh});
  page.body = html::render("<h1>{}</h1>", title);
  page.body += TRY(six_at_a_time(view, page, {block}));
  return portal::page(page);
}

Result<net::Response> few_of_clause(const View& view, const plan::Plan& plan, const plan::ClauseStanding& standing,
                                    Page& page) {
  if (!part_asked(view).empty()) return clause_part(view, plan, standing, page);
  const auto& clause = standing.clause;
  const auto own = fmt::format("/plan/{}/{}", plan.document.year, clause.code);
  const auto published = TRY(plan::published_comments(view.reader, plan.id, clause.code));
  Entries ways;
  ways.items = {way_on(own + "?part=places", "各县（市）的状态", fmt::format("{} 个", standing.children.size())),
                way_on(own + "?part=tasks", "任务和算法", fmt::format("{} 项", clause.tasks.size())),
                way_on(fmt::format("/plan/{}/comments?clause={}", plan.document.year, url_encoded(clause.code)),
                       "看评论，说一句", fmt::format("{} 人说过", published.count))};
  const auto counts = count_states(standing.standing.cells);
  page.body = html::render(
      "<h1><span class=\"mute num\">{}</span> {}</h1><blockquote class=\"quote\"><p class=\"han\">{}</p></blockquote>"
      "<section class=\"stack\">{}{}{}</section>",
      clause.code, clause.short_zh, clause.text, state_tally(counts), state_words(counts),
      named_by_role(plan, clause.code));
  page.body += TRY(six_at_a_time(view, page, {ways}));
  page.body += turn(plan.document, clause.code);
  return portal::page(page);
}

}  // namespace

Result<net::Response> plan_page(const View& view) {
  const auto& plan = view.plan;
  if (!plan) return no_plan_yet(view);
  const auto board = TRY(plan::scoreboard(view.reader, view.context.catalogue, *plan, plan->division, view.as_of));
  if (shows_few(view)) return few_clauses(view, *plan, board);
  Html document = document_title(plan->document);
  std::size_t line = 0;
  for (const auto& section : plan->document.sections) {
    document += html::render("<h2 id=\"s{}\" class=\"han\">{}</h2>", section.number, section.heading);
    for (const auto& clause : section.clauses) document += clause_block(*plan, clause, board.clauses[line++]);
  }
  auto page = view.page(plan->document.title_zh, "/plan");
  page.body = html::render("<div class=\"withtoc\">{}<article class=\"doc\">{}{}</article></div>",
                           contents(plan->document), document, TRY(way_to_comments(view, *plan, "")));
  return portal::page(page);
}

Result<net::Response> plan_full_page(const View& view) {
  const auto& plan = view.plan;
  if (!plan) return no_plan_yet(view);
  Html document = document_title(plan->document);
  for (const auto& section : plan->document.sections) {
    document += html::render("<h2 class=\"han\">{}</h2>", section.heading);
    for (const auto& clause : section.clauses) document += html::render("<p class=\"han\">{}</p>", clause.text);
  }
  auto page = view.page(plan->document.title_zh + " 全文", "/plan");
  page.body = html::render(
      "<p class=\"noprint small mute\">全文一字不改。用浏览器的“打印”，就是公文版式的 A4 纸。<a class=\"inline\" "
      "href=\"/plan\">回到分条版</a></p><article class=\"doc\">{}</article>",
      document);
  return portal::page(page);
}

Result<net::Response> clause_page(const View& view) {
  const auto plan = TRY(plan::load(view.reader, TRY(plan::year_in_path(view.request))));
  const auto standing = TRY(plan::clause_standing(view.reader, view.context.catalogue, plan,
                                                  view.request.parameter("clause"), plan.division, view.as_of));
  const auto& clause = standing.clause;
  auto page = view.page(clause.code + " " + clause.short_zh, "/plan");
  page.trail = {{"/", "首页"}, {"/plan", "工作要点"}};
  if (shows_few(view)) return few_of_clause(view, plan, standing, page);

  Html rows;
  for (std::size_t i = 0; i < standing.children.size(); ++i) rows += county_row(standing, plan, i);
  const auto counts = count_states(standing.standing.cells);
  page.body = html::render(
      "<h1><span class=\"mute num\">{}</span> {}</h1><div class=\"two side\"><blockquote class=\"quote\"><p "
      "class=\"han\">{}</p></blockquote><section class=\"card\"><h2>{} 个县（市）</h2>{}{}{}</section></div>",
      clause.code, clause.short_zh, clause.text, standing.children.size(), state_tally(counts), state_words(counts),
      named_by_role(plan, clause.code));
  page.body += html::render(
      "<div class=\"two\"><section class=\"card\"><table class=\"rows\"><caption class=\"hide\">{} "
      "各县（市）状态</caption><thead><tr><th scope=\"col\">县（市）</th><th scope=\"col\">状态</th><th scope=\"col\" "
      "class=\"r\">指标 n / "
      "d</th></tr></thead><tbody>{}</tbody></table></section><div class=\"stack\"><section "
      "class=\"card\"><h2>任务和算法</h2><ol "
      "class=\"steps\">{}</ol></section></div></div>{}{}",
      clause.code, rows, tasks_list(standing, view.context.catalogue), TRY(way_to_comments(view, plan, clause.code)),
      turn(plan.document, clause.code));
  return portal::page(page);
}

}  // namespace gulou::portal
