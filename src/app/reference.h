// The reference in docs/reference, written from what the code and the rule files declare: one page for each route, each
// rule and each state machine, and an index. It says the same as the API document and `gulou rules explain`, to read.
#pragma once

#include <string>
#include <vector>

#include "app/application.h"

namespace gulou::app {

struct ReferencePage {
  std::string path;  // relative, e.g. "rules/elections.valid.turnout.md"
  std::string text;  // Markdown
};

// In the order of their paths; the same declarations give the same bytes.
std::vector<ReferencePage> reference_pages(const Application& application);

// The parts of it.
std::vector<ReferencePage> route_pages(const net::Router& router, const access::PermissionTable& permissions,
                                       const std::vector<const workflow::Machine*>& machines);
std::vector<ReferencePage> rule_pages(const rules::Library& library);
std::vector<ReferencePage> machine_pages(const std::vector<const workflow::Machine*>& machines);

// Who may do what a route or an action asks for: "prefecture_bureau, county_bureau".
std::string holders_text(const access::PermissionTable& permissions, std::string_view permission);

}  // namespace gulou::app
