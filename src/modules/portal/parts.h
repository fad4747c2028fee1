// Small pieces that several public pages share. Their looks: web/portal/README.md. Pure: they render what they are
// given.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "modules/plan/model.h"
#include "modules/plan/queries.h"
#include "net/html.h"
#include "spine/units/model.h"

namespace gulou::portal {

using html::Html;

// "1,862"
std::string grouped(std::int64_t number);
// One decimal, rounded down, so that 99.96 % never shows as 100 %; exactly 0 % and 100 % without. d must be above 0.
std::string share(std::int64_t n, std::int64_t d);
// The same without decimals, for the cells of the board.
std::string whole_share(std::int64_t n, std::int64_t d);

// The class of portal.css that a state wears, and its sign.
std::string_view state_class(plan::State state);
std::string_view state_sign(plan::State state);
// Sign, word and ground together; `extra` stands behind the word (a count).
Html state_badge(plan::State state, std::string_view extra = {});
Html legend();
// The states in the order of urgency, each with its count; and the same as a bar.
Html state_words(const std::vector<plan::StateCount>& counts);
Html state_tally(const std::vector<plan::StateCount>& counts);
// How many cells are in each state, every state once.
std::vector<plan::StateCount> count_states(const std::vector<plan::ClauseCell>& cells);

// A bar of n of d with the target as a dark line; empty without a denominator.
Html bar(std::int64_t n, std::int64_t d, const plan::Target* target = nullptr);

// 榕江县 -> 榕江; 凯里市 -> 凯里. Autonomous prefectures keep their name.
std::string short_name(std::string_view name);
// 岩寨村村民委员会 -> {岩寨村, 村民委员会}; the second is empty for other names.
struct SplitName {
  std::string place;
  std::string body;
};
SplitName split_name(std::string_view name);
std::string_view level_name(units::Level level);
std::string_view role_name(plan::Role role);

// Where a county stands in the schematic map of Qiandongnan; nullopt: not in it, lists are shown instead.
struct CartogramPlace {
  int column;
  int row;
};
std::optional<CartogramPlace> cartogram_place(std::string_view county_code);
// The map, empty if one of the counties has no place in it. `cell` renders what stands in a county's square.
template <class Cell>
Html cartogram(const std::vector<plan::UnitRef>& counties, std::string_view label, Cell cell);

Html find_form(std::string_view typed, std::string_view label = "找你的村或社区");

// A local address: "/u/" and a code, "/plan/2016/1.2#c522601", … Parts are percent-encoded.
std::string url_encoded(std::string_view text);

template <class Cell>
Html cartogram(const std::vector<plan::UnitRef>& counties, std::string_view label, Cell cell) {
  struct Placed {
    CartogramPlace at;
    const plan::UnitRef* county;
  };
  std::vector<Placed> placed;
  for (const auto& county : counties) {
    const auto at = cartogram_place(county.code);
    if (!at) return {};
    placed.push_back({*at, &county});
  }
  // Read row by row, as the eye does.
  std::ranges::sort(placed, {}, [](const Placed& p) { return std::pair(p.at.row, p.at.column); });
  const Html squares = html::each(placed, [&](const Placed& p) {
    return html::render("<li class=\"x{} y{}\">{}</li>", p.at.column, p.at.row, Html(cell(*p.county)));
  });
  return html::render("<ol class=\"carto\" aria-label=\"{}\">{}</ol>", label, squares);
}

}  // namespace gulou::portal
