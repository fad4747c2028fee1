// A page for each rule: what it says since when, by which article, and how it is known.
#include <fmt/format.h>

#include "app/reference.h"
#include "spine/rules/words.h"

namespace gulou::app {
namespace {

std::string values_text(const rules::Library& library, const rules::Rule& rule, const rules::PlaceValues& place) {
  std::string out = fmt::format(
      "\n## {}\n\n| since | value | article | read in | how it is known | looked at | note |\n"
      "|---|---|---|---|---|---|---|\n",
      place.division.empty() ? "The country 全国" : place.division);
  for (const auto& value : place.values) {
    const Text words = rules::value_text(library, rule.kind, rule.unit, value.value);
    const auto* source = value.source ? library.source(*value.source) : nullptr;
    std::string known = rules::confidence_text(value.confidence).zh;
    if (value.confirmed_by)
      known += fmt::format(", {} {} 确认", value.confirmed_by->office, value.confirmed_by->on.text());
    out += fmt::format("| {} | {}; {} | {} | {} | {} | {} | {} |\n", value.from.text(), words.zh, words.en,
                       library.article(value.article).zh, source ? source->zh : "", known, value.checked_on.text(),
                       value.note);
  }
  return out;
}

std::string rule_text(const rules::Library& library, const rules::Rule& rule) {
  std::string out = fmt::format("# `{}` {}\n\n{}.\n\n- selected by: {}\n- may be varied down to: `{}`\n", rule.id,
                                rule.zh, rule.en, rules::key_date_text(rule.key_date).zh, name_of(rule.set_by));
  if (rule.bounds)
    out += fmt::format("- a place may choose from {} to {}\n", rule.bounds->least, rule.bounds->greatest);
  std::string options;
  for (const auto& each : rule.options)
    options += fmt::format("{}{} `{}`", options.empty() ? "" : "; ", library.word(each).zh, each);
  if (!options.empty()) out += fmt::format("- options: {}\n", options);
  for (const auto& place : rule.places) out += values_text(library, rule, place);
  return out;
}

}  // namespace

std::vector<ReferencePage> rule_pages(const rules::Library& library) {
  std::vector<ReferencePage> pages;
  for (const auto& rule : library.rules())
    pages.push_back({fmt::format("rules/{}.md", rule.id), rule_text(library, rule)});
  return pages;
}

}  // namespace gulou::app
