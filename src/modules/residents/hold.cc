#include "modules/residents/hold.h"

#include <fmt/format.h>

#include <algorithm>

#include "spine/people/erasure.h"
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

Result<std::int64_t> records_that_hold(db::Reader& reader, const Id& person) {
  return TRY(reader.integer("SELECT count(*) FROM person_record WHERE person_id = $1 AND left_on IS NULL", person))
      .value_or(0);
}

// By the country's rules of today, with what an office has confirmed. Nothing if the rule does not apply.
Result<std::optional<Hold>> hold_by(const rules::Library& library, const ModuleContext& context,
                                    std::string_view rule) {
  const auto found = library.resolve(rule, context.clock.today(), {});
  if (!found && found.error().code == "rule_unknown_on_date") return std::optional<Hold>();
  if (!found) return fail(found.error());
  if (!found->value.on.value_or(false)) return std::optional<Hold>();
  return std::optional(Hold{.rule = found->id,
                            .zh = found->zh,
                            .en = found->en,
                            .article = library.article(found->article).zh,
                            .certain = found->binding()});
}

}  // namespace

Result<std::vector<Hold>> holds_of(db::Reader& reader, const ModuleContext& context, const Id& person) {
  const auto library = TRY(rules::confirmed(reader, context.rules));
  std::vector<std::string_view> apply;
  if (TRY(records_that_hold(reader, person)) > 0) apply.push_back(hold_register);
  if (TRY(open_duties_about(reader, person)) > 0) apply.push_back(hold_open_duty);
  apply.push_back(hold_journal);
  std::vector<Hold> holds;
  for (const auto rule : apply)
    if (auto hold = TRY(hold_by(library, context, rule))) holds.push_back(std::move(*hold));
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
  return std::ranges::any_of(
      holds, [](const Hold& each) { return each.rule == hold_register || each.rule == hold_open_duty; });
}

std::string names_of(const std::vector<Hold>& holds) {
  std::string names;
  for (const auto& each : holds) names += (names.empty() ? "" : ",") + each.rule;
  return names;
}

}  // namespace gulou::residents
