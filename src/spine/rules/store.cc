#include "spine/rules/store.h"

#include <algorithm>

#include "base/json.h"
#include "crypto/hash.h"

namespace gulou::rules {
namespace {

// A row of `rule_set`.
struct StoredSet {
  std::string id;  // SHA-256 of the text
  std::string area;
  Date on_date;
  std::string text;
  Instant kept_at;
};

constexpr auto describe(Tag<StoredSet>) {
  return object("StoredRuleSet", "Rules as they held when something was opened",
                field<&StoredSet::id>("id", "SHA-256 of the text"), field<&StoredSet::area>("area", "Area"),
                field<&StoredSet::on_date>("on_date", "The day"),
                field<&StoredSet::text>("text", "The set as canonical JSON").max_length(1'000'000),
                field<&StoredSet::kept_at>("kept_at", "When it was first kept"));
}

const db::Table rule_set_table{.name = "rule_set", .row = &type_of<StoredSet>, .primary_key = "id"};

const db::Table rule_confirmation_table{
    .name = "rule_confirmation",
    .row = &type_of<Confirmation>,
    .primary_key = "id",
    .indexes = {{"rule_confirmation_value", "rule_id, division, from_date, value_sha256", true}}};

constexpr std::string_view select_set = "SELECT id, area, on_date, text, kept_at FROM rule_set WHERE id = $1";

Failure at_field(std::string pointer, std::string rule, Text message) {
  return fail(invalid_fields({{std::move(pointer), std::move(rule), std::move(message)}}));
}

// The value that a confirmation is about.
Result<const DatedValue*> value_of(const Library& library, const NewConfirmation& wanted) {
  const Rule* rule = library.find(wanted.rule);
  if (!rule) return at_field("/rule", "unknown_rule", {"没有这条规则。", "There is no such rule."});
  for (const PlaceValues& place : rule->places) {
    if (place.division != wanted.division) continue;
    const auto found = std::ranges::find(place.values, wanted.from, &DatedValue::from);
    if (found != place.values.end()) return &*found;
  }
  return at_field("/from", "no_such_value", {"没有从这一天起的值。", "There is no value from that day."});
}

}  // namespace

std::vector<db::Migration> migrations() {
  return {{"rules",
           1,
           "frozen rule sets and confirmations",
           {db::CreateTable{&rule_set_table}, db::CreateTable{&rule_confirmation_table}}}};
}

Result<std::string> keep(db::Transaction& tx, const Clock& clock, const RuleSet& set) {
  const std::string text = set.text();
  std::string hash = crypto::sha256_hex(text);
  TRY(
      tx.execute("INSERT INTO rule_set (id, area, on_date, text, kept_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id) "
                 "DO NOTHING",
                 hash, set.area, set.on, text, clock.now()));
  return hash;
}

Result<RuleSet> load(db::Reader& reader, std::string_view hash) {
  const auto row = TRY(reader.first<StoredSet>(select_set, hash));
  if (!row) return fail(not_found_error({"没有这份规则。", "There is no such set of rules."}));
  if (crypto::sha256_hex(row->text) != row->id)
    return fail(internal_error("the stored rule set " + row->id + " was altered"));
  return json::read<RuleSet>(row->text);
}

Result<Confirmation> confirm(db::Transaction& tx, const Clock& clock, const Library& library,
                             const NewConfirmation& wanted) {
  const DatedValue* value = TRY(value_of(library, wanted));
  if (!value->value) {
    return fail({.kind = ErrorKind::refused_by_rule,
                 .code = "nothing_to_confirm",
                 .message = {"这一条已废止,没有可确认的值。", "It is repealed: there is no value to confirm."}});
  }
  if (wanted.confirmed_on > clock.today())
    return at_field("/confirmed_on", "in_future", {"确认的日期还没有到。", "That day has not come yet."});
  Confirmation row{.id = Id::make(clock.now().ms()),
                   .rule_id = wanted.rule,
                   .division = wanted.division,
                   .from_date = wanted.from,
                   .value = canonical_value(*value),
                   .value_sha256 = crypto::sha256_hex(canonical_value(*value)),
                   .office = wanted.office,
                   .person = wanted.person,
                   .confirmed_on = wanted.confirmed_on,
                   .paper = wanted.paper,
                   .recorded_at = clock.now()};
  const auto there = TRY(
      tx.integer("SELECT count(*) FROM rule_confirmation WHERE rule_id = $1 AND division = $2 AND from_date = $3 AND "
                 "value_sha256 = $4",
                 row.rule_id, row.division, row.from_date, row.value_sha256));
  if (there.value_or(0) > 0) {
    return fail({.kind = ErrorKind::conflict,
                 .code = "already_confirmed",
                 .message = {"这个值已经确认过了。", "This value is confirmed already."}});
  }
  TRY(tx.insert(rule_confirmation_table, row));
  tx.touch(db::Topic::rules);
  return row;
}

Result<Library> confirmed(db::Reader& reader, const Library& library) {
  const auto rows = TRY(reader.all<Confirmation>(
      "SELECT id, rule_id, division, from_date, value, value_sha256, office, person, confirmed_on, paper, "
      "recorded_at FROM rule_confirmation ORDER BY id"));
  std::vector<Overlay> overlays;
  for (const auto& row : rows) {
    overlays.push_back(
        {row.rule_id, row.division, row.from_date, row.value, {row.office, row.person, row.confirmed_on, row.paper}});
  }
  return library.with(overlays);
}

}  // namespace gulou::rules
