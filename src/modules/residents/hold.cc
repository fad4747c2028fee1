#include "modules/residents/hold.h"

#include <fmt/format.h>

#include <algorithm>

#include "spine/people/erasure.h"
#include "spine/people/store.h"
#include "spine/rules/store.h"

namespace gulou::residents {
namespace {

Result<std::int64_t> open_duties_about(db::Reader& reader, const Id& person) {
  std::vector<Id> objects{person};
  for (const auto& record : TRY(people::records_of_person(reader, person))) objects.push_back(record.id);
  std::int64_t open = 0;
  for (const auto& each : objects)
    open += TRY(reader.integer("SELECT count(*) FROM obligation WHERE object_id = $1 AND state = 'open'", each.text()))
                .value_or(0);
  return open;
}

// By the country's rules of today, with what an office has confirmed. Nothing if the rule does not apply.
Result<std::optional<rules::Resolved>> rule_today(const rules::Library& library, const ModuleContext& context,
                                                  std::string_view rule) {
  auto found = library.resolve(rule, context.clock.today(), {});
  if (!found && found.error().code == "rule_unknown_on_date") return std::optional<rules::Resolved>();
  if (!found) return fail(found.error());
  if (!found->value.on.value_or(true)) return std::optional<rules::Resolved>();
  return std::optional(std::move(*found));
}

Result<std::optional<Hold>> hold_by(const rules::Library& library, const ModuleContext& context,
                                    std::string_view rule) {
  const auto found = TRY(rule_today(library, context, rule));
  if (!found) return std::optional<Hold>();
  return std::optional(Hold{.rule = found->id,
                            .zh = found->zh,
                            .en = found->en,
                            .article = library.article(found->article).zh,
                            .certain = found->binding()});
}

// The same day some years later; who left on 29 February, on 1 March.
Date years_after(Date day, std::int64_t years) {
  const int year = day.year() + static_cast<int>(years);
  return Date::of(year, day.month(), day.day()).value_or(*Date::of(year, 3, 1));
}

struct Entered {
  Instant at;
};
constexpr auto describe(Tag<Entered>) {
  return object("DepartureEntered", "When a departure was entered", field<&Entered::at>("at", "When"));
}

// Until when a record that has ended is kept. The day of departure is what somebody typed, so the years count from the
// day on which it was entered if that is later: else a day far back would end them at once.
Result<Date> kept_until(db::Reader& reader, const rules::Library& library, const ModuleContext& context,
                        const people::RecordRow& record) {
  const auto rule = TRY(rule_today(library, context, hold_retention));
  auto from = *record.left_on;
  if (const auto entered = TRY(departure_entered_at(reader, record.id))) from = std::max(from, Date::of(*entered));
  return years_after(from, rule ? rule->value.number.value_or(0) : 0);
}

// On what grounds each village keeps its record of the person.
struct Kept {
  bool in_register = false;  // of the village that is asked
  std::optional<Date> here_until;
  bool elsewhere = false;
};

Result<Kept> kept_by_registers(db::Reader& reader, const rules::Library& library, const ModuleContext& context,
                               const people::RecordRow& asked) {
  Kept kept;
  for (const auto& each : TRY(people::records_of_person(reader, asked.person_id))) {
    const bool here = each.village_id == asked.village_id;
    const auto until = each.left_on ? std::optional(TRY(kept_until(reader, library, context, each))) : std::nullopt;
    if (until && *until <= context.clock.today()) continue;
    if (!here)
      kept.elsewhere = true;
    else if (!until)
      kept.in_register = true;
    else
      kept.here_until = kept.here_until ? std::max(*kept.here_until, *until) : until;
  }
  return kept;
}

void say_until(Hold& hold, Date until) {
  hold.zh += fmt::format("，到{}", until.text_zh());
  hold.en += fmt::format(", to {}", until.text());
}

}  // namespace

Result<std::optional<Instant>> departure_entered_at(db::Reader& reader, const Id& record) {
  const auto entered = TRY(reader.first<Entered>(
      "SELECT at FROM person_change WHERE record_id = $1 AND action IN ('people.leave', 'people.leave_elsewhere') "
      "ORDER BY entry DESC LIMIT 1",
      record));
  return entered ? std::optional(entered->at) : std::optional<Instant>();
}

Result<std::vector<Hold>> holds_of(db::Reader& reader, const ModuleContext& context, const Id& record) {
  const auto library = TRY(rules::confirmed(reader, context.rules));
  const auto asked = TRY(people::record_by_id(reader, record));
  const auto kept = TRY(kept_by_registers(reader, library, context, asked));
  std::vector<std::string_view> apply;
  if (kept.in_register) apply.push_back(hold_register);
  if (!kept.in_register && kept.here_until) apply.push_back(hold_retention);
  if (kept.elsewhere) apply.push_back(hold_other_village);
  if (TRY(open_duties_about(reader, asked.person_id)) > 0) apply.push_back(hold_open_duty);
  apply.push_back(hold_journal);
  std::vector<Hold> holds;
  for (const auto rule : apply) {
    auto hold = TRY(hold_by(library, context, rule));
    if (hold && rule == hold_retention) say_until(*hold, *kept.here_until);
    if (hold) holds.push_back(std::move(*hold));
  }
  return holds;
}

Result<std::vector<Hold>> holds_named(db::Reader& reader, const ModuleContext& context, std::string_view rules) {
  const auto library = TRY(rules::confirmed(reader, context.rules));
  std::vector<Hold> holds;
  while (!rules.empty()) {
    const auto comma = rules.find(',');
    if (auto hold = TRY(hold_by(library, context, rules.substr(0, comma)))) holds.push_back(std::move(*hold));
    rules = comma == std::string_view::npos ? std::string_view() : rules.substr(comma + 1);
  }
  return holds;
}

bool keeps_person(const std::vector<Hold>& holds) {
  return std::ranges::any_of(holds, [](const Hold& each) { return each.rule != hold_journal; });
}

std::string names_of(const std::vector<Hold>& holds) {
  std::string names;
  for (const auto& each : holds) names += (names.empty() ? "" : ",") + each.rule;
  return names;
}

}  // namespace gulou::residents
