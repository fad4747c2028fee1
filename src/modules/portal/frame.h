// The frame of every public page: head, header with the way around, the one strip of batik, trail, demo ribbon, footer.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "modules/plan/queries.h"
#include "net/html.h"
#include "net/http.h"

namespace gulou::portal {

// How large a page is written: 18 px, in elders' mode 24 px, and there on wish 30 px (decision 7).
enum class Letters { standard, elders, larger };
// What the query parameter "elders" chooses, and where a form was sent, the cookie.
Letters letters_asked(const net::Request& request);

struct Step {
  std::string href;  // local
  std::string name;
};

struct Page {
  std::string title;
  std::string here = {};         // "/", "/plan" or "/scoreboard": which entry of the header this page belongs to
  std::vector<Step> trail = {};  // the way up the tree, from the top
  html::Html hero = {};          // above the strip of batik
  html::Html body;
  std::optional<plan::AsOf> as_of = std::nullopt;      // unknown on error pages, as are the two below
  std::optional<Date> codes_hold_from = std::nullopt;  // of the divisions; none before they are imported
  std::string plan_title = {};                         // of the latest plan
  std::string stylesheet;                              // address of the style sheet
  Letters letters = Letters::standard;
  std::string address = "/";  // of this page, for the switch of the mode
  std::string proper = "/";   // the same without what elders' mode alone has (paging.h)
  int status = 200;
};

net::Response page(const Page& page);

}  // namespace gulou::portal
