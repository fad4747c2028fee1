// Elders' mode shows few things at once: what a page offers or lists, it shows six at a time, with a way to the next
// six (docs/accessibility.md, "few things at once"). The standard mode shows everything on one page.
//
// A page asks `shows_few(view)`, hands all its entries to `six_at_a_time`, and puts the answer into its body. The pages
// behind the first are asked for by ?page=2, and parts of a subject that have a list of their own by ?part=…: both are
// nothing of the address proper (`proper_address`), to which the standard mode sends whoever asks for them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "modules/portal/portal.h"

namespace gulou::portal {

inline constexpr std::size_t entries_on_a_page = 6;

// Which entries a page shows: [first, last) of them, on page `page` of `of`.
struct Turn {
  std::size_t page = 1;
  std::size_t of = 1;
  std::size_t first = 0;
  std::size_t last = 0;
};
// `asked` as in the query: "" is the first page. nullopt for a page that is not there, and for what is no number.
std::optional<Turn> turn_to(std::string_view asked, std::size_t entries);

bool shows_few(const View& view);
// The part of the subject that is asked for; "" is the subject itself.
std::string_view part_asked(const View& view);
Error no_such_part();

// Entries of one kind under a heading (which may be empty). Each item is an <li>; `looks` is the class of their list.
struct Entries {
  std::string heading = {};
  std::string_view looks = "units one";
  std::vector<html::Html> items = {};
};
// A way on, as an item for the looks "units one": a link, and on its right how much there is.
html::Html way_on(std::string_view address, std::string_view words, std::string_view behind = {});

// Those of the page that is asked for, with the ways to the one before and the one behind; notes in `page` which it is.
// Error not_found for a page that is not there.
Result<html::Html> six_at_a_time(const View& view, Page& page, const std::vector<Entries>& all);

// The address without mode, page and part; `address_of` keeps the latter two.
std::string proper_address(const net::Request& request);
std::string address_of(const net::Request& request);

}  // namespace gulou::portal
