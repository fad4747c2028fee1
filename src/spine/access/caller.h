// Who sends a request, and where they may do what. A handler reads
//   const auto& caller = access::caller_of(request);
//   TRY(context.database.write([&](db::Transaction& tx) -> Result<…> {
//     const auto unit = TRY(units::by_code(tx, …));
//     TRY(access::require(tx, caller, "plan.report", unit));
//     …
//     TRY(journal::record(tx, context.clock, access::actor_of(caller), {…}));
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/id.h"
#include "base/time.h"
#include "db/database.h"
#include "net/http.h"
#include "spine/access/model.h"
#include "spine/access/permission.h"
#include "spine/journal/model.h"
#include "spine/units/model.h"

namespace gulou::access {

// The post in which someone acts.
struct ActingPost {
  Id id;
  Role role = Role::resident;
  units::UnitSummary unit = {};
};

struct Caller : net::Caller {
  journal::ActorKind kind = journal::ActorKind::visitor;
  std::optional<Id> account_id;      // of the account, or of the operator token
  std::string post;                  // in words, for the journal
  std::optional<ActingPost> acting;  // accounts: the post they chose, if it is in force
  std::optional<Id> session_id;      // accounts
  bool code_wanted = false;          // the session waits for the code of the second factor (permission.h, `arriving`)
  bool on_shell = false;             // the operator at the command line, who may do everything
  Date today;                        // when the request came
  std::string request;               // its id
  const PermissionTable* permissions = nullptr;
};

// The caller whom the gate found; a visitor on public routes.
const Caller& caller_of(const net::Request& request);
// The operator at the command line.
Caller operator_on_shell(const Clock& clock);
// A caller as the journal writes it.
journal::Actor actor_of(const Caller& caller);
// The same for a request, also for visitors.
journal::Actor actor_of(const net::Request& request);

// The path of the subtree in which the caller has the permission; "" is everywhere (units::within and
// units::subtree_end take it as it is). Looks the post up again, so that it is in force in this very transaction.
// Errors (forbidden): "post_wanted" without a post in force, "not_permitted" for a role without the permission.
Result<std::string> allowed_subtree(db::Reader& reader, const Caller& caller, std::string_view permission);
// Has the caller the permission at this unit? Errors: as above, and "outside_subtree".
Result<void> require(db::Reader& reader, const Caller& caller, std::string_view permission,
                     const units::UnitSummary& unit);
Error outside_subtree();
Error not_permitted();
Error post_wanted();

}  // namespace gulou::access
