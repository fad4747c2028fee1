// `/scoreboard`: every clause at every unit below, the headline figures, and one figure on the map.
// ?at=<code> goes down the tree, ?figure=<measure> chooses the figure of the map.
#include <fmt/format.h>

#include <map>
#include <set>

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

// The shade of a square: 95, 85 and 70 in a hundred are the steps of the key.
std::string_view shade(const plan::FigureCell& cell) {
  if (!has_share(cell)) return "v0";
  const auto percent = *cell.n * 100 / *cell.d;
  if (percent >= 95) return "v4";
  if (percent >= 85) return "v3";
  return percent >= 70 ? "v2" : "v1";
}

Html ranked_table(const plan::Scoreboard& board, const MapFigure& figure) {
  std::vector<const plan::UnitRef*> order;
  for (const auto& unit : board.children) order.push_back(&unit);
  std::ranges::stable_sort(order, [&](const plan::UnitRef* a, const plan::UnitRef* b) {
    const auto& left = figure.by_unit.at(a->code);
    const auto& right = figure.by_unit.at(b->code);
    if (!has_share(left) || !has_share(right)) return has_share(left) && !has_share(right);
    return *left.n * *right.d > *right.n * *left.d;  // village figures: far from overflow
  });
  const Html rows = html::each(order, [&](const plan::UnitRef* unit) {
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
  const std::string parts = has_share(figure.own)
                                ? fmt::format("{} / {}", grouped(*figure.own.n), grouped(*figure.own.d))
                                : std::string("尚无数据");
  return html::render(
      "<section class=\"card fig\"><h2>{} <span class=\"num\">{}</span> <span class=\"small mute "
      "nd\">{}</span></h2><div class=\"two\"><div "
      "class=\"stack\"><nav class=\"pick\" aria-label=\"选择图上的数字\">{}</nav>{}<p class=\"key\"><span><i "
      "class=\"v4\"></i>95%以上</span><span><i class=\"v3\"></i>85%–95%</span><span><i "
      "class=\"v2\"></i>70%–85%</span><span><i "
      "class=\"v1\"></i>不到70%</span><span><i class=\"v0\"></i>— 尚无数据</span></p><p class=\"small "
      "mute\">示意图，只表示相对方位，不表示边界。</p></div>{}</div></section>",
      figure.name, total, parts, choices, map, ranked_table(board, figure));
}

Result<net::Response> no_board(const View& view, std::string_view why) {
  auto page = view.page("进展一览", "/scoreboard");
  page.body = html::render("<h1>进展一览</h1><p class=\"lead\">{}</p>", why);
  return portal::page(page);
}

}  // namespace

Html headlines(const plan::Scoreboard& board) {
  constexpr std::size_t figures_shown = 3;
  Html items;
  std::size_t shown = 0;
  for (const auto& each : board.headlines) {
    if (shown == figures_shown) break;
    ++shown;
    const auto& figure = each.figure;
    const bool known = has_share(figure);
    items +=
        html::render("<li><p class=\"small mute\">{}</p><b>{}</b><p class=\"small nd\">{}</p>{}</li>", each.zh,
                     known ? share(*figure.n, *figure.d) : std::string("—"),
                     known ? fmt::format("{} / {}", grouped(*figure.n), grouped(*figure.d)) : std::string("尚无数据"),
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
