#include "spine/journal/names.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "base/json.h"
#include "spine/people/register.h"
#include "spine/units/queries.h"

namespace gulou::journal {
namespace {

// So many ids are asked for at once, unused places empty: the statements keep their texts, and stay prepared.
constexpr std::size_t ids_at_once = 250;
constexpr std::size_t range_parameters = 4;
using Ids = std::array<std::string, ids_at_once>;

bool may_be_named(std::string_view text) {
  const bool is_code = text.size() == 12 && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
  return is_code || Id::parse(text);
}

void collect(const json::Value& value, std::set<std::string>& into) {
  if (const auto* text = value.as_text(); text && may_be_named(*text)) into.insert(*text);
  if (const auto* list = value.as_list())
    for (const auto& each : *list) collect(each, into);
  if (const auto* members = value.as_object())
    for (const auto& [name, each] : *members) collect(each, into);
}

std::set<std::string> ids_in(const std::vector<JournalLine>& entries) {
  std::set<std::string> ids;
  for (const auto& entry : entries) {
    if (may_be_named(entry.object_id)) ids.insert(entry.object_id);
    if (const auto detail = json::parse(entry.detail)) collect(*detail, ids);
  }
  return ids;
}

// " IN ($5, …)"
std::string among_ids() {
  std::string places;
  for (std::size_t i = 0; i < ids_at_once; ++i)
    places += fmt::format("{}${}", i == 0 ? "" : ", ", range_parameters + 1 + i);
  return " IN (" + places + ")";
}

// A parameter that a statement does not use still appears, so that the numbers have no gaps.
constexpr std::string_view no_second_range = " AND $3 = '' AND $4 = ''";

const std::string& accounts_statement() {
  static const std::string text =
      "SELECT n.id, 'account' AS kind, CASE WHEN n.residents = 1 THEN '' ELSE n.display_name END AS name, "
      "CASE WHEN n.residents = 1 THEN 'resident' ELSE 'plain' END AS state FROM (SELECT a.id, a.display_name, " +
      std::string(residents_account) +
      " AS residents FROM account a JOIN unit u ON u.id = a.unit_id WHERE u.path >= $1 AND u.path < $2" +
      std::string(no_second_range) + " AND a.id" + among_ids() + ") n";
  return text;
}

const std::string& units_statement() {
  static const std::string text =
      "SELECT u.id, 'unit' AS kind, u.name, 'plain' AS state FROM unit u WHERE u.path >= $1 AND u.path < $2" +
      std::string(no_second_range) + " AND u.id" + among_ids() +
      " UNION ALL SELECT c.code AS id, 'unit' AS kind, u.name, 'plain' AS state FROM unit_code c "
      "JOIN unit u ON u.id = c.unit_id WHERE c.valid_to IS NULL AND u.path >= $1 AND u.path < $2 AND c.code" +
      among_ids();
  return text;
}

// Entries say of a person their record in a village; what they did themselves says the person.
std::string people_by(std::string_view column) {
  return fmt::format(
      "SELECT {0} AS id, 'person' AS kind, p.name, CASE WHEN p.erased_at IS NOT NULL THEN 'erased' "
      "WHEN p.restricted_at IS NOT NULL THEN 'restricted' ELSE 'plain' END AS state FROM person_record r "
      "JOIN person p ON p.id = r.person_id JOIN unit v ON v.id = r.village_id WHERE ((v.path >= $1 AND v.path < $2) "
      "OR (v.path >= $3 AND v.path < $4 AND EXISTS (SELECT 1 FROM person_look l WHERE l.record_id = r.id))) AND {0}{1}",
      column, among_ids());
}

const std::string& people_statement() {
  static const std::string text = people_by("r.id") + " UNION " + people_by("r.person_id");
  return text;
}

using Range = std::pair<std::string, std::string>;

// Of a subtree that there is none of, nothing: no path lies before "".
Range range_of(const std::optional<std::string>& subtree) {
  if (!subtree) return {};
  return {*subtree, units::subtree_end(*subtree)};
}

template <std::size_t... I>
Result<std::vector<NamedId>> ask(db::Reader& reader, const std::string& sql, const Range& first, const Range& second,
                                 const Ids& ids, std::index_sequence<I...>) {
  return reader.all<NamedId>(sql, first.first, first.second, second.first, second.second, ids[I]...);
}

Result<void> add_names(db::Reader& reader, const Ids& ids, const NameReader& by, std::vector<NamedId>& names) {
  const auto add = [&](const std::string& sql, const Range& first, const Range& second) -> Result<void> {
    for (auto& name : TRY(ask(reader, sql, first, second, ids, std::make_index_sequence<ids_at_once>())))
      names.push_back(std::move(name));
    return {};
  };
  TRY(add(accounts_statement(), range_of(by.subtree), {}));
  TRY(add(units_statement(), range_of(by.subtree), {}));
  if (!by.people && !by.looks) return {};
  return add(people_statement(), range_of(by.people), range_of(by.looks));
}

// None for a role that has not the permission.
Result<std::optional<std::string>> subtree_if_permitted(db::Reader& reader, const access::Caller& caller,
                                                        std::string_view permission) {
  auto subtree = access::allowed_subtree(reader, caller, permission);
  if (subtree) return std::optional(std::move(*subtree));
  if (subtree.error().kind == ErrorKind::forbidden) return std::optional<std::string>();
  return fail(std::move(subtree).error());
}

}  // namespace

Result<NameReader> name_reader(db::Reader& reader, const access::Caller& caller, std::string subtree) {
  auto people = TRY(subtree_if_permitted(reader, caller, people::people_read));
  auto looks = TRY(subtree_if_permitted(reader, caller, people::people_looks));
  return NameReader{.subtree = std::move(subtree), .people = std::move(people), .looks = std::move(looks)};
}

Result<std::vector<NamedId>> names_in(db::Reader& reader, const std::vector<JournalLine>& entries,
                                      const NameReader& by) {
  const auto wanted = ids_in(entries);
  std::vector<NamedId> names;
  for (auto next = wanted.begin(); next != wanted.end();) {
    Ids ids;
    for (std::size_t i = 0; i < ids_at_once && next != wanted.end(); ++i) ids[i] = *next++;
    TRY(add_names(reader, ids, by, names));
  }
  return names;
}

}  // namespace gulou::journal
