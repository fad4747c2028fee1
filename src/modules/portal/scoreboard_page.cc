// `/scoreboard`: every clause at every unit below, the headline figures, and one figure on the map.
// ?at=<code> goes down the tree, ?figure=<measure> chooses the figure of the map.
#include <fmt/format.h>

#include <map>
#include <set>

#include "modules/portal/paging.h"
#include "modules/portal/parts.h"
#include "modules/portal/portal.h"
#include "spine/units/queries.h"

namespace gulou::portal {
namespace {

// More children than this stand in rows, with the clauses as columns.
constexpr std::size_t most_columns = 16;

Html board_cell(const plan::ClauseCell& cell, std::string_view label, const html::Url& address) {
  Html value;
  html::Attr hover;
  if (cell.n && cell.d && *cell.d > 0) {
    value = html::render("<b>{}</b>", whole_share(*cell.n, *cell.d));
    hover = html::attr("title", fmt::format("{} / {}", grouped(*cell.n), grouped(*cell.d)));
  }
  return html::render(
      "<td class=\"{}\"><a href=\"{}\"{@}><i>{}</i><span>{} {}</span><span class=\"hide\">{}</span></a></td>",
      state_class(cell.state), address, hover, label, state_sign(cell.state), value, plan::label(cell.state).zh);
}

html::Url clause_address(const plan::Scoreboard& board, const plan::ClauseLine& clause, const plan::UnitRef& unit) {
  return *html::Url::parse(fmt::format("/plan/{}/{}#c{}", board.year, clause.code, unit.code.substr(0, 6)));
}

// Where a unit's own scoreboard is; a village has none, there its page tells.
html::Url drill_address(const plan::UnitRef& unit) {
  const bool has_board = unit.level < units::Level::village;
  return *html::Url::parse((has_board ? "/scoreboard?at=" : "/u/") + unit.code);
}

Html board_by_clause(const plan::Scoreboard& board) {
  const Html heads = html::each(board.children, [](const plan::UnitRef& unit) {
    return html::render("<th scope=\"col\"><a href=\"{}\">{}</a></th>", drill_address(unit), short_name(unit.name));
  });
  const Html rows = html::each(board.clauses, [&](const plan::ClauseLine& clause) {
    Html cells;
    for (std::size_t i = 0; i < board.children.size(); ++i)
      cells += board_cell(clause.cells[i], short_name(board.children[i].name),
                          clause_address(board, clause, board.children[i]));
    return html::render(
        "<tr><th scope=\"row\"><a href=\"/plan/{}/{}\"><span class=\"code\">{}</span>{}</a></th>{}</tr>\n", board.year,
        clause.code, clause.code, clause.short_zh, cells);
  });
  return html::render(
      "<table class=\"board\"><caption class=\"hide\">{} 条 × {} "
      "个单位</caption><thead><tr><td></td>{}</tr></thead><tbody>{}</tbody></table>",
      board.clauses.size(), board.children.size(), heads, rows);
}

Html board_by_unit(const plan::Scoreboard& board) {
  const Html heads = html::each(board.clauses, [&](const plan::ClauseLine& clause) {
    return html::render("<th scope=\"col\"><a href=\"/plan/{}/{}\">{}</a></th>", board.year, clause.code,
                        clause.short_zh);
  });
  Html rows;
  for (std::size_t i = 0; i < board.children.size(); ++i) {
    const auto& unit = board.children[i];
    const Html cells = html::each(board.clauses, [&](const plan::ClauseLine& clause) {
      return board_cell(clause.cells[i], clause.short_zh, drill_address(unit));
    });
    rows += html::render("<tr><th scope=\"row\"><a href=\"/u/{}\">{}</a></th>{}</tr>\n", unit.code,
                         split_name(unit.name).place, cells);
  }
  return html::render(
      "<table class=\"board wide\"><caption class=\"hide\">{} 个单位 × {} "
      "条</caption><thead><tr><td></td>{}</tr></thead><tbody>{}</tbody></table>",
      board.children.size(), board.clauses.size(), heads, rows);
}

// One figure at every county.
struct MapFigure {
  std::string measure;
  std::string name;
  std::string clause;
  plan::FigureCell own;
  std::map<std::string, plan::FigureCell> by_unit;
};

Result<std::optional<MapFigure>> map_figure(const View& view, const plan::Plan& plan, const plan::Scoreboard& board) {
  if (board.headlines.empty()) return std::optional<MapFigure>();
  const auto wanted = view.request.query_value("figure");
  const plan::Headline* chosen = &board.headlines.front();
  for (const auto& each : board.headlines)
    if (each.measure == wanted) chosen = &each;
  const auto standing =
      TRY(plan::clause_standing(view.reader, view.context.catalogue, plan, chosen->clause, plan.division, view.as_of));
  MapFigure out{chosen->measure, chosen->zh, chosen->clause, chosen->figure, {}};
  for (const auto& line : standing.targets)
    if (line.target.measure == chosen->measure)
      for (std::size_t i = 0; i < standing.children.size(); ++i) out.by_unit[standing.children[i].code] = line.cells[i];
  return std::optional<MapFigure>(std::move(out));
}

bool has_share(const plan::FigureCell& cell) { return cell.n && cell.d && *cell.d > 0; }

std::string parts_of(const plan::FigureCell& cell) {
  return has_share(cell) ? fmt::format("{} / {}", grouped(*cell.n), grouped(*cell.d)) : std::string("尚无数据");
}

// The shade of a square: 95, 85 and 70 in a hundred are the steps of the key.
std::string_view shade(const plan::FigureCell& cell) {
  if (!has_share(cell)) return "v0";
  const auto percent = *cell.n * 100 / *cell.d;
  if (percent >= 95) return "v4";
  if (percent >= 85) return "v3";
  return percent >= 70 ? "v2" : "v1";
}

// The highest share first, those without a figure last.
std::vector<const plan::UnitRef*> ranked(const plan::Scoreboard& board, const MapFigure& figure) {
  std::vector<const plan::UnitRef*> order;
  for (const auto& unit : board.children) order.push_back(&unit);
  std::ranges::stable_sort(order, [&](const plan::UnitRef* a, const plan::UnitRef* b) {
    const auto& left = figure.by_unit.at(a->code);
    const auto& right = figure.by_unit.at(b->code);
    if (!has_share(left) || !has_share(right)) return has_share(left) && !has_share(right);
    return *left.n * *right.d > *right.n * *left.d;  // village figures: far from overflow
  });
  return order;
}

Html ranked_table(const plan::Scoreboard& board, const MapFigure& figure) {
  const Html rows = html::each(ranked(board, figure), [&](const plan::UnitRef* unit) {
    const auto& cell = figure.by_unit.at(unit->code);
    const Html value = has_share(cell) ? html::render("{}<span class=\"nd\">{} / {}</span>", share(*cell.n, *cell.d),
                                                      grouped(*cell.n), grouped(*cell.d))
                                       : html::text("—");
    return html::render(
        "<tr><th scope=\"row\"><a href=\"/scoreboard?at={}\">{}</a></th><td>{}</td><td class=\"r\">{}</td></tr>",
        unit->code, short_name(unit->name), has_share(cell) ? bar(*cell.n, *cell.d) : Html(), value);
  });
  return html::render(
      "<table class=\"rows slim\"><caption class=\"hide\">{}，由高到低</caption><thead><tr><th "
      "scope=\"col\">县（市）</th><th "
      "scope=\"col\"><span class=\"hide\">比例</span></th><th scope=\"col\" class=\"r\">完成 / "
      "应完成</th></tr></thead><tbody>{}</tbody></table>",
      figure.name, rows);
}

Html map_section(const plan::Scoreboard& board, const MapFigure& figure) {
  const Html choices = html::each(board.headlines, [&](const plan::Headline& each) {
    return html::render("<a href=\"/scoreboard?figure={}\"{@}>{}</a>", each.measure,
                        html::attr_if(each.measure == figure.measure, "aria-current", "true"), each.zh);
  });
  const Html map = cartogram(board.children, figure.name + "，各县（市）", [&](const plan::UnitRef& county) {
    const auto& cell = figure.by_unit.at(county.code);
    return html::render("<a class=\"{}\" href=\"/scoreboard?at={}\">{}<b>{}</b></a>", shade(cell), county.code,
                        short_name(county.name), has_share(cell) ? share(*cell.n, *cell.d) : std::string("—"));
  });
  const std::string total = has_share(figure.own) ? share(*figure.own.n, *figure.own.d) : std::string("—");
  return html::render(
      "<section class=\"card fig\"><h2>{} <span class=\"num\">{}</span> <span class=\"small mute "
      "nd\">{}</span></h2><div class=\"two\"><div "
      "class=\"stack\"><nav class=\"pick\" aria-label=\"选择图上的数字\">{}</nav>{}<p class=\"key\"><span><i "
      "class=\"v4\"></i>95%以上</span><span><i class=\"v3\"></i>85%–95%</span><span><i "
      "class=\"v2\"></i>70%–85%</span><span><i "
      "class=\"v1\"></i>不到70%</span><span><i class=\"v0\"></i>— 尚无数据</span></p><p class=\"small "
      "mute\">示意图，只表示相对方位，不表示边界。</p></div>{}</div></section>",
      figure.name, total, parts_of(figure.own), choices, map, ranked_table(board, figure));
}

Html late_line(const plan::Scoreboard& board, const plan::ClauseLine& clause, std::size_t unit) {
  const auto& cell = clause.cells[unit];
  const auto n = cell.n.value_or(0);
  const auto d = cell.d.value_or(0);
  return html::render(
      "<li><a href=\"{}\">{} · {}</a><span class=\"v\"><b>{}</b><small class=\"nd mute\">{} / "
      "{}</small></span>{}{}</li>",
      clause_address(board, clause, board.children[unit]), short_name(split_name(board.children[unit].name).place),
      clause.short_zh, d > 0 ? share(n, d) : std::string("—"), grouped(n), grouped(d), bar(n, d),
      state_badge(cell.state));
}

Result<net::Response> no_board(const View& view, std::string_view why) {
  auto page = view.page("进展一览", "/scoreboard");
  page.body = html::render("<h1>进展一览</h1><p class=\"lead\">{}</p>", why);
  return portal::page(page);
}

// ---- elders' mode: one county's card after the other, and each other view on pages of its own

// The states of one unit, clause by clause.
std::vector<plan::ClauseCell> cells_of(const plan::Scoreboard& board, std::size_t unit) {
  std::vector<plan::ClauseCell> cells;
  for (const auto& clause : board.clauses) cells.push_back(clause.cells[unit]);
  return cells;
}

Html late_words(const plan::Scoreboard& board, std::size_t unit) {
  std::string names;
  for (const auto& clause : board.clauses)
    if (clause.cells[unit].state == plan::State::late) names += (names.empty() ? "" : "、") + clause.short_zh;
  return names.empty() ? Html() : html::render("<p class=\"small\">逾期：{}</p>", names);
}

Html unit_card(const plan::Scoreboard& board, std::size_t index) {
  const auto& unit = board.children[index];
  const auto counts = count_states(cells_of(board, index));
  return html::render("<li class=\"card\"><h3><a class=\"more\" href=\"/u/{}?part=progress\">{}</a></h3>{}{}{}</li>",
                      unit.code, split_name(unit.name).place, state_tally(counts), state_words(counts),
                      late_words(board, index));
}

Result<net::Response> with_title(const View& view, Page& page, std::string_view title,
                                 const std::vector<Entries>& entries) {
  page.title += fmt::format("：{}", title);
  page.body = html::render("<h1>{}</h1>", title);
  page.body += TRY(six_at_a_time(view, page, entries));
  return portal::page(page);
}

Html figure_entry(const plan::Headline& each, bool whole) {
  const bool known = has_share(each.figure);
  const Html name = whole
                        ? html::render("<a class=\"more\" href=\"/scoreboard?figure={}\">{}</a>", each.measure, each.zh)
                        : html::text(each.zh);
  return html::render("<li><p>{}</p><b>{}</b><p class=\"small nd\">{}</p>{}</li>", name,
                      known ? share(*each.figure.n, *each.figure.d) : std::string("—"), parts_of(each.figure),
                      known ? bar(*each.figure.n, *each.figure.d) : Html());
}

Html ranked_entry(const plan::UnitRef& unit, const plan::FigureCell& cell) {
  return html::render(
      "<li><p><a class=\"more\" href=\"/u/{}\">{}</a> <b>{}</b> <span class=\"nd\">{}</span></p>{}</li>", unit.code,
      short_name(unit.name), has_share(cell) ? share(*cell.n, *cell.d) : std::string("—"), parts_of(cell),
      has_share(cell) ? bar(*cell.n, *cell.d) : Html());
}

Result<net::Response> ranked_part(const View& view, const plan::Scoreboard& board, Page& page) {
  const auto figure = TRY(map_figure(view, *view.plan, board));
  if (!figure || figure->measure != view.request.query_value("figure")) return fail(no_such_part());
  Entries places{.looks = "steps"};
  for (const auto* unit : ranked(board, *figure))
    places.items.push_back(ranked_entry(*unit, figure->by_unit.at(unit->code)));
  return with_title(view, page, figure->name + "，由高到低", {places});
}

Result<net::Response> late_part(const View& view, const plan::Scoreboard& board, Page& page) {
  Entries late{.looks = "figs slim", .items = late_items(board)};
  return with_title(view, page, fmt::format("逾期的 {} 项", late.items.size()), {late});
}

Result<net::Response> few_of_board(const View& view, const plan::Scoreboard& board, const units::UnitSummary& at,
                                   bool whole, Page& page) {
  const auto part = part_asked(view);
  const auto own = "/scoreboard" + (whole ? std::string("?") : "?at=" + at.code + "&");
  if (whole && !view.request.query_value("figure").empty()) return ranked_part(view, board, page);
  if (part == "late") return late_part(view, board, page);
  if (part == "figures") {
    Entries figures{.looks = "steps"};
    for (const auto& each : board.headlines) figures.items.push_back(figure_entry(each, whole));
    return with_title(view, page, "要紧的数", {figures});
  }
  if (!part.empty()) return fail(no_such_part());
  Entries ways;
  ways.items = {way_on(own + "part=figures", "要紧的数", fmt::format("{} 个", board.headlines.size())),
                way_on(own + "part=late", "逾期的", fmt::format("{} 项", late_items(board).size()))};
  Entries units{.heading = "一个单位一张", .looks = "cards"};
  for (std::size_t i = 0; i < board.children.size(); ++i) units.items.push_back(unit_card(board, i));
  page.body = html::render("<div class=\"sub\"><h1>{}</h1><p class=\"mute\">{} 年工作要点 · 截至 {}</p></div>",
                           page.title, board.year, board.as_of.text_zh());
  page.body += TRY(six_at_a_time(view, page, {ways, units}));
  return portal::page(page);
}

}  // namespace

std::vector<Html> late_items(const plan::Scoreboard& board) {
  std::vector<Html> items;
  for (const auto& clause : board.clauses)
    for (std::size_t unit = 0; unit < clause.cells.size(); ++unit)
      if (clause.cells[unit].state == plan::State::late) items.push_back(late_line(board, clause, unit));
  return items;
}

Html headlines(const plan::Scoreboard& board) {
  constexpr std::size_t figures_shown = 3;
  Html items;
  std::size_t shown = 0;
  for (const auto& each : board.headlines) {
    if (shown == figures_shown) break;
    ++shown;
    const auto& figure = each.figure;
    const bool known = has_share(figure);
    items += html::render("<li><p class=\"small mute\">{}</p><b>{}</b><p class=\"small nd\">{}</p>{}</li>", each.zh,
                          known ? share(*figure.n, *figure.d) : std::string("—"), parts_of(figure),
                          known ? bar(*figure.n, *figure.d) : Html());
  }
  std::size_t late = 0;
  std::set<std::size_t> late_units;
  for (const auto& clause : board.clauses)
    for (std::size_t i = 0; i < clause.cells.size(); ++i)
      if (clause.cells[i].state == plan::State::late) ++late, late_units.insert(i);
  items += html::render("<li{@}><p class=\"small mute\">逾期</p><b>{} 项</b><p class=\"small\">涉及 {} 个单位</p></li>",
                        html::attr_if(late > 0, "class", "is-late"), late, late_units.size());
  return html::render("<ul class=\"heads\">{}</ul>", items);
}

Result<net::Response> scoreboard_page(const View& view) {
  const auto& plan = view.plan;
  if (!plan) return no_board(view, "还没有发布工作要点。");
  const auto code = view.request.query_value("at");
  const auto at = code.empty() ? plan->division : TRY(units::by_code(view.reader, code));
  const auto board = TRY(plan::scoreboard(view.reader, view.context.catalogue, *plan, at, view.as_of));
  const bool whole = at.id == plan->division.id;
  if (board.children.empty()) return no_board(view, "这里没有下级单位，请看它自己的页面。");

  auto page = view.page(whole ? "进展一览" : at.name + "进展", "/scoreboard");
  if (!whole) {
    page.trail = {{"/", "首页"}, {"/scoreboard", plan->division.name}};
    for (const auto& unit : TRY(units::ancestors(view.reader, at)))
      if (unit.level >= units::Level::county) page.trail.push_back({"/scoreboard?at=" + unit.code, unit.name});
    page.trail.push_back({"/u/" + at.code, at.name});
  }
  if (shows_few(view)) return few_of_board(view, board, at, whole, page);
  page.body = html::render(
      "<div class=\"sub\"><h1>{}</h1><p class=\"mute\">{} 年工作要点 · {} · 截至 {}</p></div><h2 "
      "class=\"hide\">要紧的数</h2>{}",
      whole ? std::string("进展一览") : at.name + " · 进展一览", board.year, plan->document.heading,
      board.as_of.text_zh(), headlines(board));
  page.body += html::render(
      "<section class=\"stack\"><h2>每一条，每个单位</h2>{}{}<p class=\"small "
      "mute\">"
      "百分比是这一格里最要紧的那项指标，点开看分子、分母和原文。落后：完成比例低于目标乘以已过去的时间。未安排："
      "文件没有要求这个单位。</p></section>",
      legend(), whole && board.children.size() <= most_columns ? board_by_clause(board) : board_by_unit(board));
  if (whole)
    if (const auto figure = TRY(map_figure(view, *plan, board))) page.body += map_section(board, *figure);
  return portal::page(page);
}

}  // namespace gulou::portal
