// The public pages: finding a village, the page of every unit, the plan as a document, the scoreboard.
#pragma once

#include <functional>
#include <string>

#include "modules/plan/queries.h"
#include "modules/portal/frame.h"
#include "spine/module.h"
#include "spine/units/model.h"

namespace gulou::portal {

// What every page function needs: a snapshot of the data and the request it answers.
struct View {
  db::Reader& reader;
  const ModuleContext& context;
  const net::Request& request;
  plan::AsOf as_of;
  std::optional<plan::Plan> plan;  // the latest; none before one is published
  std::optional<Date> codes_hold_from;
  std::string stylesheet;

  // A page with everything filled in that does not depend on its content.
  Page page(std::string title, std::string here = {}) const;
};

// Makes a page over a snapshot of the data.
using MakePage = std::function<Result<net::Response>(const View&)>;
using Render = std::function<Result<net::Response>(const net::Request&, const MakePage&)>;

Result<net::Response> home_page(const View& view);
Result<net::Response> unit_page(const View& view);
Result<net::Response> plan_page(const View& view);
Result<net::Response> plan_full_page(const View& view);
Result<net::Response> clause_page(const View& view);
Result<net::Response> scoreboard_page(const View& view);
net::Response error_page(const Error& error, const net::Request& request, const std::string& stylesheet);

// What is late, clause by clause, each an <li> for the looks "figs".
std::vector<html::Html> late_items(const plan::Scoreboard& board);
// The figures above the scoreboard, with what is late.
html::Html headlines(const plan::Scoreboard& board);

void register_routes(net::Router& router, const ModuleContext& context);

}  // namespace gulou::portal
