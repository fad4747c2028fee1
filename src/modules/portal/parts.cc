#include "modules/portal/parts.h"

#include <fmt/format.h>

#include <array>
#include <map>

namespace gulou::portal {
namespace {

using plan::State;

// From what needs attention to what does not.
constexpr std::array order_of_urgency = {State::late, State::behind,       State::not_started, State::on_track,
                                         State::done, State::not_measured, State::not_asked};
constexpr std::array order_of_progress = {State::done, State::on_track,    State::behind,
                                          State::late, State::not_started, State::not_measured};

std::int64_t count_of(const std::vector<plan::StateCount>& counts, State state) {
  for (const auto& each : counts)
    if (each.state == state) return each.cells;
  return 0;
}

// Tenths of a percent as a number for SVG paths.
std::string tenths(std::int64_t value) { return fmt::format("{}.{}", value / 10, value % 10); }

std::int64_t tenths_of(std::int64_t n, std::int64_t d) {
  // Beyond this the product below would overflow, and the last digits of such figures do not show in a percentage.
  while (n > 9'000'000'000'000'000 || d > 9'000'000'000'000'000) {
    n /= 1000;
    d = std::max<std::int64_t>(d / 1000, 1);
  }
  return n * 1000 / d;
}

}  // namespace

std::string grouped(std::int64_t number) {
  const auto digits = std::to_string(number);
  std::string out;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const bool group_starts = i > 0 && (digits.size() - i) % 3 == 0 && digits[i - 1] != '-';
    if (group_starts) out += ',';
    out += digits[i];
  }
  return out;
}

std::string share(std::int64_t n, std::int64_t d) {
  if (n == 0) return "0%";
  if (n == d) return "100%";
  return tenths(tenths_of(n, d)) + "%";
}

std::string whole_share(std::int64_t n, std::int64_t d) { return fmt::format("{}%", tenths_of(n, d) / 10); }

std::string_view state_class(State state) {
  switch (state) {
    case State::done:
      return "done";
    case State::on_track:
      return "track";
    case State::behind:
      return "behind";
    case State::late:
      return "late";
    case State::not_started:
      return "todo";
    case State::not_asked:
      return "unasked";
    case State::not_measured:
      return "nodata";
  }
  return "";
}

std::string_view state_sign(State state) {
  switch (state) {
    case State::done:
      return "✓";
    case State::on_track:
      return "→";
    case State::behind:
      return "△";
    case State::late:
      return "!";
    case State::not_started:
      return "○";
    case State::not_asked:
      return "/";
    case State::not_measured:
      return "—";
  }
  return "";
}

Html state_badge(State state, std::string_view extra) {
  return html::render("<span class=\"st {}\">{} {}{}</span>", state_class(state), state_sign(state),
                      plan::label(state).zh, extra);
}

Html legend() {
  const Html items =
      html::each(order_of_urgency, [](State state) { return html::render("<li>{}</li>", state_badge(state)); });
  return html::render("<ul class=\"legend\" aria-label=\"图例\">{}</ul>", items);
}

Html state_words(const std::vector<plan::StateCount>& counts) {
  Html items;
  for (const auto state : order_of_urgency)
    if (const auto count = count_of(counts, state); count > 0)
      items += html::render("<li>{}</li>", state_badge(state, fmt::format(" {}", count)));
  return html::render("<ul class=\"words\">{}</ul>", items);
}

Html state_tally(const std::vector<plan::StateCount>& counts) {
  std::int64_t all = 0;
  for (const auto state : order_of_progress) all += count_of(counts, state);
  if (all == 0) return {};
  Html parts;
  std::int64_t before = 0;
  for (const auto state : order_of_progress) {
    const auto count = count_of(counts, state);
    if (count == 0) continue;
    // A gap of 0.4 between two parts.
    const auto left = tenths(tenths_of(before, all));
    const auto width = tenths(std::max<std::int64_t>(tenths_of(count, all) - 4, 1));
    parts += html::render("<path class=\"f-{}\" d=\"M{} 0h{}v8h-{}z\"/>", state_class(state), left, width, width);
    before += count;
  }
  return html::render(
      "<svg class=\"tally\" viewBox=\"0 0 100 8\" preserveAspectRatio=\"none\" aria-hidden=\"true\">{}</svg>", parts);
}

std::vector<plan::StateCount> count_states(const std::vector<plan::ClauseCell>& cells) {
  std::map<State, std::int64_t> counts;
  for (const auto& cell : cells) ++counts[cell.state];
  std::vector<plan::StateCount> out;
  for (const auto& [state, count] : counts) out.push_back({state, count});
  return out;
}

Html bar(std::int64_t n, std::int64_t d, const plan::Target* target) {
  if (d <= 0) return {};
  Html tick;
  if (target && target->part < target->of) {
    const auto at = tenths(std::max<std::int64_t>(tenths_of(target->part, target->of) - 5, 0));
    tick = html::render("<path class=\"t\" d=\"M{} 0h1v8h-1z\"/>", at);
  }
  return html::render(
      "<svg class=\"bar\" viewBox=\"0 0 100 8\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
      "<path class=\"v\" d=\"M0 0h{}v8H0z\"/>{}</svg>",
      tenths(tenths_of(std::min(n, d), d)), tick);
}

std::string short_name(std::string_view name) {
  for (const std::string_view ending : {"市", "县"})
    if (name.ends_with(ending) && name.size() > 2 * ending.size())
      return std::string(name.substr(0, name.size() - ending.size()));
  return std::string(name);
}

SplitName split_name(std::string_view name) {
  for (const std::string_view body : {"村民委员会", "居民委员会"})
    if (name.ends_with(body) && name.size() > body.size())
      return {std::string(name.substr(0, name.size() - body.size())), std::string(body)};
  return {std::string(name), ""};
}

std::string_view level_name(units::Level level) {
  switch (level) {
    case units::Level::province:
      return "省";
    case units::Level::prefecture:
      return "州（市）";
    case units::Level::county:
      return "县（市）";
    case units::Level::township:
      return "乡镇（街道）";
    case units::Level::village:
      return "村（居）";
    case units::Level::group:
      return "村（居）民小组";
    case units::Level::hamlet:
      return "自然寨";
    case units::Level::compound:
      return "小区";
    case units::Level::ten_households:
      return "十户单元";
  }
  return "";
}

std::string_view role_name(plan::Role role) {
  switch (role) {
    case plan::Role::pilot:
      return "试点";
    case plan::Role::experience:
      return "推广经验";
    case plan::Role::basis:
      return "工作基础";
    case plan::Role::station_pilot:
      return "站点试点";
    case plan::Role::start:
      return "力争启动";
    case plan::Role::finish:
      return "全面完成";
  }
  return "";
}

std::optional<CartogramPlace> cartogram_place(std::string_view county_code) {
  // Schematic, no boundaries: only which county lies beside which.
  static const std::map<std::string_view, CartogramPlace> places = {
      {"522623", {2, 0}}, {"522625", {3, 0}}, {"522626", {4, 0}}, {"522622", {1, 1}},
      {"522630", {2, 1}}, {"522629", {3, 1}}, {"522624", {4, 1}}, {"522627", {5, 1}},
      {"522635", {0, 2}}, {"522601", {1, 2}}, {"522634", {2, 2}}, {"522632", {3, 2}},
      {"522631", {4, 2}}, {"522628", {5, 2}}, {"522636", {1, 3}}, {"522633", {4, 3}}};
  const auto found = places.find(county_code.substr(0, 6));
  if (found == places.end()) return std::nullopt;
  return found->second;
}

Html find_form(std::string_view typed, std::string_view label) {
  return html::render(
      "<form class=\"find\" action=\"/\" method=\"get\" role=\"search\"><label for=\"q\">{}</label><div><input "
      "id=\"q\" "
      "name=\"q\" type=\"search\" value=\"{}\" placeholder=\"村名或代码\" "
      "autocomplete=\"off\"><button>查找</button></div></form>",
      label, typed);
}

std::string url_encoded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
    if (plain)
      out += c;
    else
      out += fmt::format("%{:02X}", static_cast<unsigned>(byte));
  }
  return out;
}

}  // namespace gulou::portal
