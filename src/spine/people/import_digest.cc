#include "spine/people/import_digest.h"

#include <array>
#include <map>

#include "crypto/hash.h"

namespace gulou::people {
namespace {

// Texts one after the other, each with its length, so that no two lists of them read the same.
class Digest {
 public:
  void add(std::string_view text) {
    hash_.update(std::to_string(text.size()) + ":");
    hash_.update(text);
  }
  void add(std::int64_t number) { add(std::to_string(number)); }
  std::string end() { return hash_.hex(); }

 private:
  crypto::Sha256 hash_;
};

// A value that may be missing: "" and nothing are not the same.
std::string text_of(const std::optional<std::string>& value) { return value ? "=" + *value : ""; }
std::string text_of(const std::optional<Date>& value) { return value ? value->text() : ""; }
template <class E>
requires std::is_enum_v<E> std::string text_of(E value) { return std::string(name_of(value)); }
template <class E>
requires std::is_enum_v<E> std::string text_of(const std::optional<E>& value) { return value ? text_of(*value) : ""; }

using Values = std::array<std::string, 14>;

class Outcomes {
 public:
  Outcomes(const ImportPlan& plan, Digest& digest) : digest_(digest) {
    for (const auto& each : plan.households) new_households_.emplace(each.id, &each);
  }

  void row(const PlannedRow& row) {
    digest_.add(row.line);
    if (row.known)
      changed(row);
    else
      added(row);
    for (const auto& field : row.kept) digest_.add(field);
    digest_.add("");
  }

  void fault(const RowFault& fault) {
    digest_.add(fault.line);
    digest_.add(fault.column);
    digest_.add(fault.rule);
  }

 private:
  void added(const PlannedRow& row) {
    digest_.add("added");
    digest_.add(row.person ? row.person->id.text() : "");
    for (const auto& value : wanted(row)) digest_.add(value);
  }

  // Who is known, and each value that becomes another. What stays may be what it wants.
  void changed(const PlannedRow& row) {
    digest_.add("known");
    digest_.add(row.known->record.id.text());
    const auto from = kept(*row.known);
    const auto to = wanted(row);
    for (std::size_t i = 0; i < from.size(); ++i) {
      if (from[i] == to[i]) continue;
      digest_.add(static_cast<std::int64_t>(i));
      digest_.add(from[i]);
      digest_.add(to[i]);
    }
    digest_.add("");
  }

  Values wanted(const PlannedRow& row) const {
    const auto& facts = row.facts;
    return {facts.name,
            text_of(facts.sex),
            facts.ethnic_code,
            facts.ethnic_text,
            text_of(facts.id_number),
            facts.born_on.text(),
            text_of(facts.political),
            text_of(facts.phone),
            text_of(facts.status),
            row.typed.group ? row.typed.group->text() : "",
            household(row.typed.household),
            text_of(facts.kinship),
            text_of(facts.arrival),
            text_of(facts.since)};
  }

  Values kept(const Known& known) const {
    const auto& [person, record] = std::tie(known.person, known.record);
    return {person.name,
            text_of(person.sex),
            person.ethnic_code,
            person.ethnic_text,
            text_of(known.id_number),
            person.born_on.text(),
            text_of(person.political),
            text_of(known.phone),
            text_of(record.status),
            record.unit_id == record.village_id ? "" : record.unit_id.text(),
            household(record.household_id),
            text_of(record.kinship),
            text_of(record.arrival),
            text_of(record.since)};
  }

  // A new household has another id each time it is planned.
  std::string household(const std::optional<Id>& id) const {
    if (!id) return "";
    const auto made = new_households_.find(*id);
    if (made == new_households_.end()) return id->text();
    const auto& row = *made->second;
    return "new " + row.unit_id.text() + std::to_string(row.number.size()) + ":" + row.number + row.address;
  }

  Digest& digest_;
  std::map<Id, const HouseholdRow*> new_households_;
};

}  // namespace

std::string digest_of(const Id& import, const ImportPlan& plan, const vault::Sealer& sealer) {
  Digest digest;
  Outcomes outcomes(plan, digest);
  digest.add(import.text());
  for (const auto& row : plan.rows) outcomes.row(row);
  digest.add("faults");
  for (const auto& fault : plan.faults) outcomes.fault(fault);
  return sealer.index("person_import.plan", digest.end());
}

}  // namespace gulou::people
