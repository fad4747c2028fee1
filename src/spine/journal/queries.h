// What auditors ask of the journal.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/time.h"
#include "db/database.h"
#include "spine/journal/model.h"

namespace gulou::journal {

inline constexpr std::int64_t entries_per_answer = 50;
inline constexpr std::int64_t most_entries_per_answer = 200;

// SQL, 1 or 0: is the account `a` only a resident's own? Its name is a person's in the register, and told nobody here.
inline constexpr std::string_view residents_account =
    "CASE WHEN EXISTS (SELECT 1 FROM post q WHERE q.account_id = a.id AND q.role = 'resident') AND NOT EXISTS "
    "(SELECT 1 FROM post q WHERE q.account_id = a.id AND q.role <> 'resident') THEN 1 ELSE 0 END";

struct Filter {
  std::string subtree = {};   // path: entries that concern a unit in it; "" is every unit
  bool without_unit = false;  // and those that concern no unit
  std::optional<Instant> from = {};
  std::optional<Instant> to = {};  // before
  std::optional<Id> account_id = {};
  std::string action = {};  // "post" is also "post.grant" and "post.revoke"
  std::string object_kind = {};
  std::string object_id = {};
  std::int64_t before = std::numeric_limits<std::int64_t>::max();  // only smaller numbers
  std::int64_t limit = entries_per_answer;
};

// An entry with the names of today.
struct JournalLine {
  std::int64_t number = 0;
  Instant at;
  std::string actor;
  std::optional<std::string> account_id;
  std::string account_name;
  std::string post;
  std::string action;
  std::string object_kind;
  std::string object_id;
  std::string unit_code;
  std::string unit_name;
  std::string detail;
  std::string request;
  std::string previous;
  std::string hash;
};

constexpr auto describe(Tag<JournalLine>) {
  return object("JournalLine", "An entry of the journal", field<&JournalLine::number>("number", "From 1, without gaps"),
                field<&JournalLine::at>("at", "When, by the server's clock"),
                field<&JournalLine::actor>("actor", "account, operator, system, visitor or import"),
                field<&JournalLine::account_id>("account_id", "The account, or the operator token"),
                field<&JournalLine::account_name>(
                    "account_name", "What the account is called today; empty for none, and for a resident's"),
                field<&JournalLine::post>("post", "In which post, as it was called then"),
                field<&JournalLine::action>("action", "What was done"),
                field<&JournalLine::object_kind>("object_kind", "Kind of the object"),
                field<&JournalLine::object_id>("object_id", "Id, code or number of the object"),
                field<&JournalLine::unit_code>("unit_code", "The unit it concerns; empty for none"),
                field<&JournalLine::unit_name>("unit_name", "Its name today"),
                field<&JournalLine::detail>("detail", "More, as canonical JSON; hashes in place of personal values"),
                field<&JournalLine::request>("request", "The HTTP request"),
                field<&JournalLine::previous>("previous", "Hash of the entry before"),
                field<&JournalLine::hash>("hash", "Hash of this entry"));
}

// Newest first, at most `limit`.
Result<std::vector<JournalLine>> find(db::Reader& reader, const Filter& filter);

}  // namespace gulou::journal
