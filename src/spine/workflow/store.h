// The tables of workflow: what was done to an object, and answers kept for repeated requests.
#pragma once

#include <vector>

#include "base/describe.h"
#include "base/id.h"
#include "base/time.h"
#include "db/database.h"
#include "spine/vault/columns.h"

namespace gulou::workflow {

std::vector<db::Migration> migrations();

// A row of `workflow_step`: one action that was done. The reason is kept here, where it can be erased; the journal
// holds a salted hash of it.
struct Step {
  Id id;
  std::string object_kind;
  Id object_id;
  std::string action;
  std::string state;  // afterwards
  Instant at;
  std::optional<Id> account_id;
  std::string post;  // in words, as it was then
  std::string reason;
  std::int64_t entry = 0;  // number in the journal
};

constexpr auto describe(Tag<Step>) {
  return object("WorkflowStep", "An action that was done", field<&Step::id>("id", "Id"),
                field<&Step::object_kind>("object_kind", "Kind of the object"),
                field<&Step::object_id>("object_id", "The object"), field<&Step::action>("action", "The action"),
                field<&Step::state>("state", "State afterwards"), field<&Step::at>("at", "When"),
                field<&Step::account_id>("account_id", "Who"), field<&Step::post>("post", "In which post"),
                field<&Step::reason>("reason", "Why, if that is asked"),
                field<&Step::entry>("entry", "Number in the journal"));
}

extern const db::Table step_table;

// A row of `kept_answer`. The answer is sealed: it may show what the row that it tells of holds sealed.
struct KeptAnswer {
  Id id;
  std::string caller;  // account or token; "" for visitors
  std::string key;
  std::string request_sha256;  // of method, path and body, under the vault's key
  std::int64_t status = 200;
  std::string body_sealed;
  Instant at;
  // Until when a body is kept that holds a secret; 1970 once it is forgotten. Null: it holds none.
  std::optional<Instant> secret_until = {};
};

constexpr auto describe(Tag<KeptAnswer>) {
  return object("KeptAnswer", "An answer kept for repeated requests", field<&KeptAnswer::id>("id", "Id").added_in(2),
                field<&KeptAnswer::caller>("caller", "Who asked"), field<&KeptAnswer::key>("key", "Idempotency-Key"),
                field<&KeptAnswer::request_sha256>("request_sha256", "Keyed hash of the request"),
                field<&KeptAnswer::status>("status", "Status"),
                field<&KeptAnswer::body_sealed>("body_sealed", "Body, sealed").added_in(2),
                field<&KeptAnswer::at>("at", "When"),
                field<&KeptAnswer::secret_until>("secret_until", "Until when a secret in it is kept; 1970: forgotten")
                    .added_in(3));
}

extern const db::Table kept_answer_table;
std::vector<vault::SealedColumn> sealed_columns();
inline vault::Place body_place(const Id& kept) { return {"kept_answer", "body_sealed", kept.text()}; }

}  // namespace gulou::workflow
