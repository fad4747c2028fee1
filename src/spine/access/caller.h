// Who sends a request. Handlers ask for it with caller_of and actor_of.
#pragma once

#include <optional>
#include <string>

#include "base/id.h"
#include "net/http.h"
#include "spine/journal/model.h"

namespace gulou::access {

struct Caller : net::Caller {
  journal::ActorKind kind = journal::ActorKind::visitor;
  std::optional<Id> account_id;  // of the account, or of the operator token
  std::string post;              // in words, for the journal
};

// The caller whom the gate found; a visitor on public routes.
const Caller& caller_of(const net::Request& request);
// The same, as the journal writes it.
journal::Actor actor_of(const net::Request& request);

}  // namespace gulou::access
