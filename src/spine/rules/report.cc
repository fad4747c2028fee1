#include "spine/rules/report.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>

#include "spine/rules/words.h"

namespace gulou::rules {
namespace {

std::string place_text(std::string_view division) { return division.empty() ? "全国 country" : std::string(division); }

std::string list_text(const std::vector<ValueLine>& lines) {
  std::string out;
  for (const ValueLine& each : lines) {
    out += fmt::format("  {} {} {} {} {}", each.rule, each.from.text(), place_text(each.division),
                       confidence_text(each.confidence).zh, each.checked_on.text());
    if (!each.note.empty()) out += "  " + each.note;
    out += '\n';
  }
  return out;
}

std::string ground_text(const Library& library, const Resolved& rule) {
  std::string out;
  if (rule.article) out += fmt::format("  依据 article     {} {}\n", library.article(rule.article).zh, *rule.article);
  if (rule.source) {
    const Source* source = library.source(*rule.source);
    out += fmt::format("  来源 source      {} {}\n", *rule.source, source ? source->zh : "");
  }
  const Text known = confidence_text(rule.confidence);
  out += fmt::format("  可信 confidence  {} {}\n", known.zh, known.en);
  if (rule.confirmed_by)
    out += fmt::format("  确认 confirmed   {} {} {}\n", rule.confirmed_by->office, rule.confirmed_by->on.text(),
                       rule.confirmed_by->paper);
  out += rule.binding() ? "  不满足时阻止 blocks when it does not hold\n"
                        : "  待确认：只提醒 to be confirmed: only warns\n";
  return out;
}

std::string history_text(const Library& library, const Rule& rule) {
  std::string out = "  历来的值 all values\n";
  for (const PlaceValues& place : rule.places) {
    for (const DatedValue& value : place.values) {
      const Text words = value_text(library, rule.kind, rule.unit, value.value);
      out += fmt::format("    {} {} {} [{}] {}\n", value.from.text(), place_text(place.division), words.zh,
                         confidence_text(value.confidence).zh, value.note);
    }
  }
  return out;
}

}  // namespace

Health health(const Library& library, Date today) {
  Health out;
  for (const Area& area : library.areas()) out.areas.push_back({.area = area.name});
  for (const Rule& rule : library.rules()) {
    AreaHealth& area = *std::ranges::find(out.areas, rule.area, &AreaHealth::area);
    ++area.rules;
    for (const PlaceValues& place : rule.places) {
      for (const DatedValue& value : place.values) {
        ++area.values[static_cast<std::size_t>(value.confidence)];
        const ValueLine line{rule.id, place.division, value.from, value.confidence, value.checked_on, value.note};
        if (value.confidence != Confidence::text && !value.confirmed_by) out.unconfirmed.push_back(line);
        if (value.checked_on.plus_days(stale_after_days) < today) out.stale.push_back(line);
      }
    }
  }
  return out;
}

std::string health_text(const Health& health) {
  std::string out =
      fmt::format("{:<14}{:>7}{:>7}{:>11}{:>8}{:>10}\n", "area", "rules", "text", "secondary", "memory", "proposal");
  for (const AreaHealth& each : health.areas)
    out += fmt::format("{:<14}{:>7}{:>7}{:>11}{:>8}{:>10}\n", each.area, each.rules, each.values[0], each.values[1],
                       each.values[2], each.values[3]);
  out += fmt::format("待确认 to be confirmed: {}\n{}", health.unconfirmed.size(), list_text(health.unconfirmed));
  out += fmt::format("久未核对 not looked at for {} days: {}\n{}", stale_after_days, health.stale.size(),
                     list_text(health.stale));
  return out;
}

Result<std::string> explain(const Library& library, std::string_view id, Date on, const Place& at) {
  const auto found = library.resolve(id, on, at);
  const Rule* rule = library.find(id);
  if (!found && !rule) return fail(found.error());
  std::string out =
      fmt::format("{} {}\n{}\n  {} {}  地区 {}\n", rule->zh, rule->en, rule->id, key_date_text(rule->key_date).zh,
                  on.text(), at.codes.empty() ? "全国 country" : fmt::format("{}", fmt::join(at.codes, " > ")));
  if (found) {
    const Text words = value_text(library, *found);
    out += fmt::format("  值 value         {}; {}\n", words.zh, words.en);
    out += fmt::format("  自 since         {} ({})\n", found->from.text(), place_text(found->division));
    out += ground_text(library, *found);
  } else {
    out += fmt::format("  {} {}\n", found.error().message.zh, found.error().message.en);
  }
  return out + history_text(library, *rule);
}

}  // namespace gulou::rules
