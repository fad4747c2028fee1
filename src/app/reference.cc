#include "app/reference.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/modules.h"

namespace gulou::app {
namespace {

constexpr std::string_view made_by =
    "<!-- Written by scripts/reference from what the code and data/rules declare; do not edit. -->\n\n";

// The first heading of a page, without its mark.
std::string_view title_of(const ReferencePage& page) {
  const std::string_view text = page.text;
  return text.substr(2, text.find('\n') - 2);
}

std::string index_text(const std::vector<ReferencePage>& pages) {
  std::string out =
      "# Reference\n\nWhat the code and `data/rules` declare, a page each; `scripts/reference` writes it anew.\n";
  const auto list = [&](std::string_view heading, std::string_view folder) {
    out += fmt::format("\n## {}\n\n", heading);
    for (const auto& page : pages)
      if (page.path.starts_with(folder)) out += fmt::format("- [{}]({})\n", title_of(page), page.path);
  };
  list("State machines", "machines/");
  list("Routes", "routes/");
  list("Rules", "rules/");
  return out;
}

std::string_view where_text(workflow::Where where) {
  switch (where) {
    case workflow::Where::own:
      return "at the unit itself";
    case workflow::Where::above:
      return "above the unit";
    case workflow::Where::own_or_above:
      return "at the unit or above";
  }
  return "";
}

std::string labels_text(const workflow::Machine& machine, const std::vector<std::string>& states) {
  std::string out;
  for (const auto& each : states) out += (out.empty() ? "" : "、") + machine.label_of(each).zh;
  return out;
}

std::string machine_text(const workflow::Machine& machine) {
  std::string out =
      fmt::format("# {} {} `{}`\n\nTable `{}`, first state `{}`.\n\n```mermaid\n{}```\n\n", machine.name.zh,
                  machine.name.en, machine.object_kind, machine.table, machine.initial, diagram(machine));
  out += "| state | 状态 | meaning |\n|---|---|---|\n";
  for (const auto& each : machine.states)
    out += fmt::format("| `{}` | {} | {} |\n", each.name, each.label.zh, each.label.en);
  out +=
      "\n| action | 动作 | from | to | permission | where the post stands | reason asked "
      "| another person than who did |\n|---|---|---|---|---|---|---|---|\n";
  for (const auto& each : machine.actions)
    out += fmt::format("| `{}` | {} {} | {} | {} | `{}` | {} | {} | {} |\n", each.name, each.label.zh, each.label.en,
                       labels_text(machine, each.from), each.to.empty() ? "(stays)" : machine.label_of(each.to).zh,
                       each.permission, where_text(each.where), each.asks_reason ? "yes" : "no",
                       each.other_than.empty() ? "" : "`" + each.other_than + "`");
  return out;
}

}  // namespace

std::string holders_text(const access::PermissionTable& permissions, std::string_view permission) {
  if (permission == net::public_route) return "everyone, without an account";
  if (permission == access::signed_in) return "every signed-in account";
  if (permission == access::arriving) return "every account, also before its second factor";
  std::string out;
  for (const auto& each : access::all_roles()) {
    if (!permissions.allows(permission, each.role)) continue;
    out += fmt::format("{}{} `{}`", out.empty() ? "" : ", ", each.name.zh, name_of(each.role));
  }
  if (permissions.allows_programs(permission)) out += out.empty() ? "programs with a token" : ", programs with a token";
  return out;
}

std::vector<ReferencePage> machine_pages(const std::vector<const workflow::Machine*>& machines) {
  std::vector<ReferencePage> pages;
  for (const auto* machine : machines)
    pages.push_back({fmt::format("machines/{}.md", machine->object_kind), machine_text(*machine)});
  return pages;
}

std::vector<ReferencePage> reference_pages(const Application& application) {
  std::vector<const workflow::Machine*> machines;
  for (const auto& module : modules()) machines.insert(machines.end(), module.machines.begin(), module.machines.end());
  auto pages = route_pages(application.router(), application.permissions(), machines);
  for (auto part : {rule_pages(application.rules()), machine_pages(machines)})
    pages.insert(pages.end(), part.begin(), part.end());
  std::ranges::sort(pages, {}, &ReferencePage::path);
  pages.insert(pages.begin(), {"README.md", index_text(pages)});
  for (auto& page : pages) page.text.insert(0, made_by);
  return pages;
}

}  // namespace gulou::app
