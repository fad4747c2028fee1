// Who did what, when, to which object: the rows of the journal, and what an action says of itself.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/describe.h"
#include "base/id.h"
#include "base/json.h"
#include "base/time.h"

namespace gulou::journal {

// account: a person who signed in. operator: a program with a token, or the operator on the shell. system: Gulou itself
// (a date came). visitor: no one known. import: a file.
enum class ActorKind { account, operator_, system, visitor, import };

constexpr auto describe(Tag<ActorKind>) {
  return enumeration("ActorKind", "Who acts", named(ActorKind::account, "account"),
                     named(ActorKind::operator_, "operator"), named(ActorKind::system, "system"),
                     named(ActorKind::visitor, "visitor"), named(ActorKind::import, "import"));
}

// Who acts. For a request, access::actor_of(request) gives it.
struct Actor {
  ActorKind kind = ActorKind::visitor;
  std::optional<Id> account_id = {};  // of the account, or of the operator token
  std::string post = {};              // in words, as it was then: role and unit, the token's purpose; no person's name
  std::optional<Id> post_id = {};     // the post the account acted in
  std::optional<Id> post_unit_id = {};  // and where that is
  std::string request = {};             // id of the HTTP request, to be found in the server's log
};

inline Actor operator_on_shell() { return {.kind = ActorKind::operator_, .post = "shell"}; }
inline Actor gulou_itself() { return {.kind = ActorKind::system}; }
inline Actor importer() { return {.kind = ActorKind::import}; }

// A value about a person. The journal keeps a salted hash of it (see commitments.h), never the value.
struct PersonalValue {
  std::string name;
  std::string value;
};

// What was done. No values about people outside `personal`: an entry can never be changed.
struct Entry {
  std::string action;                // "plan.report.submit"
  std::string object_kind = {};      // "unit"
  std::string object_id = {};        // an id, a code or a number
  std::optional<Id> unit_id = {};    // the unit it concerns: auditors there and above see the entry
  std::optional<Id> county_id = {};  // of that unit
  json::Value detail = {};           // an object, or nothing
  std::vector<PersonalValue> personal = {};
};

// A row of `journal_entry`. Its hash covers every other field (chain.h has the layout). Ids and kinds are plain text
// here, so that a row which someone has tampered with can still be read, and named.
struct JournalEntry {
  std::int64_t number = 0;  // from 1, without gaps
  Instant at;               // by the server's clock, which may be set back: the order is that of the numbers
  std::string actor;        // an ActorKind
  std::optional<std::string> account_id;
  std::string post;
  std::optional<std::string> post_id;
  std::optional<std::string> post_unit_id;
  std::string action;
  std::string object_kind;
  std::string object_id;
  std::optional<std::string> unit_id;
  std::optional<std::string> county_id;
  std::string detail;  // canonical JSON
  std::string request;
  std::string previous;  // hash of the entry before; 64 zeros for the first
  std::string hash;      // SHA-256, 64 hexadecimal digits
};

constexpr auto describe(Tag<JournalEntry>) {
  return object(
      "JournalEntry", "One entry of the journal", field<&JournalEntry::number>("number", "From 1, without gaps"),
      field<&JournalEntry::at>("at", "When, by the server's clock"), field<&JournalEntry::actor>("actor", "Who acted"),
      field<&JournalEntry::account_id>("account_id", "The account, or the operator token"),
      field<&JournalEntry::post>("post", "In which post, in words"),
      field<&JournalEntry::post_id>("post_id", "The post"),
      field<&JournalEntry::post_unit_id>("post_unit_id", "The unit of the post"),
      field<&JournalEntry::action>("action", "What was done"),
      field<&JournalEntry::object_kind>("object_kind", "Kind of the object"),
      field<&JournalEntry::object_id>("object_id", "Id, code or number of the object"),
      field<&JournalEntry::unit_id>("unit_id", "The unit it concerns"),
      field<&JournalEntry::county_id>("county_id", "The county of that unit"),
      field<&JournalEntry::detail>("detail", "More, as canonical JSON"),
      field<&JournalEntry::request>("request", "The HTTP request"),
      field<&JournalEntry::previous>("previous", "Hash of the entry before"),
      field<&JournalEntry::hash>("hash", "Hash of this entry"));
}

}  // namespace gulou::journal
