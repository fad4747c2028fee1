#include "modules/portal/paging.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <span>

#include "modules/portal/parts.h"

namespace gulou::portal {
namespace {

using html::Html;

// The path as it is asked for.
std::string encoded_path(std::string_view path) {
  std::string out;
  while (!path.empty()) {
    const auto end = std::min(path.find('/', 1), path.size());
    out += "/" + url_encoded(path.substr(1, end - 1));
    path.remove_prefix(end);
  }
  return out;
}

std::string address_without(const net::Request& request, std::span<const std::string_view> left_out) {
  std::string out = encoded_path(request.path);
  char joint = '?';
  for (const auto& [name, value] : request.query) {
    if (std::ranges::find(left_out, name) != left_out.end()) continue;
    out += fmt::format("{}{}={}", joint, url_encoded(name), url_encoded(value));
    joint = '&';
  }
  return out;
}

Error no_such_page(std::size_t of) {
  return not_found_error({fmt::format("没有这一页，一共 {} 页。", of), fmt::format("No such page: there are {}.", of)});
}

std::string address_of_page(const net::Request& request, std::size_t number) {
  constexpr std::string_view left_out[] = {"elders", "page"};
  auto out = address_without(request, left_out);
  if (number > 1) out += fmt::format("{}page={}", out.find('?') == std::string::npos ? '?' : '&', number);
  return out;
}

Html link_to(const net::Request& request, std::size_t number, bool next) {
  const auto address = html::Url::parse(address_of_page(request, number));
  if (!address) return {};
  return html::render("<a class=\"{}\" rel=\"{}\" href=\"{}\">{}</a>", std::string_view(next ? "next" : "prev"),
                      std::string_view(next ? "next" : "prev"), *address, std::string_view(next ? "下一页" : "上一页"));
}

Html way_through(const net::Request& request, const Turn& turn) {
  if (turn.of == 1) return {};
  return html::render("<nav class=\"turn paging\" aria-label=\"翻页\"><p>第 {} 页，共 {} 页</p>{}{}</nav>", turn.page,
                      turn.of, turn.page > 1 ? link_to(request, turn.page - 1, false) : Html(),
                      turn.page < turn.of ? link_to(request, turn.page + 1, true) : Html());
}

// The items of a block that the page shows; `before` entries stand in the blocks before it.
Html shown_of(const Entries& block, std::size_t before, const Turn& turn) {
  Html items;
  for (std::size_t i = 0; i < block.items.size(); ++i)
    if (before + i >= turn.first && before + i < turn.last) items += block.items[i];
  if (items.empty()) return {};
  const Html heading = block.heading.empty() ? Html() : html::render("<h2>{}</h2>", block.heading);
  return html::render("<section class=\"stack\">{}<ul class=\"{}\">{}</ul></section>", heading, block.looks, items);
}

}  // namespace

std::optional<Turn> turn_to(std::string_view asked, std::size_t entries) {
  Turn turn;
  turn.of = std::max<std::size_t>((entries + entries_on_a_page - 1) / entries_on_a_page, 1);
  if (!asked.empty()) {
    const auto read = std::from_chars(asked.data(), asked.data() + asked.size(), turn.page);
    const bool whole = read.ec == std::errc() && read.ptr == asked.data() + asked.size();
    if (!whole || asked.front() == '0' || turn.page > turn.of) return std::nullopt;
  }
  turn.first = (turn.page - 1) * entries_on_a_page;
  turn.last = std::min(turn.first + entries_on_a_page, entries);
  return turn;
}

bool shows_few(const View& view) { return letters_asked(view.request) != Letters::standard; }
std::string_view part_asked(const View& view) { return view.request.query_value("part"); }
Error no_such_part() { return not_found_error({"没有这个页面。", "There is no such page."}); }

Html way_on(std::string_view address, std::string_view words, std::string_view behind) {
  const auto url = html::Url::parse(address);
  if (!url) return {};
  return html::render("<li><a href=\"{}\"><span>{}</span>{}</a></li>", *url, words,
                      behind.empty() ? Html() : html::render("<small>{}</small>", behind));
}

Result<Html> six_at_a_time(const View& view, Page& page, const std::vector<Entries>& all) {
  std::size_t count = 0;
  for (const auto& block : all) count += block.items.size();
  const auto turn = turn_to(view.request.query_value("page"), count);
  if (!turn) return fail(no_such_page(turn_to("", count)->of));
  Html out;
  std::size_t before = 0;
  for (const auto& block : all) {
    out += shown_of(block, before, *turn);
    before += block.items.size();
  }
  if (turn->page > 1) page.title += fmt::format("（第 {} 页）", turn->page);
  return out += way_through(view.request, *turn);
}

std::string proper_address(const net::Request& request) {
  constexpr std::string_view left_out[] = {"elders", "page", "part"};
  return address_without(request, left_out);
}

std::string address_of(const net::Request& request) {
  constexpr std::string_view left_out[] = {"elders"};
  return address_without(request, left_out);
}

}  // namespace gulou::portal
