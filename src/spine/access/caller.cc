#include "spine/access/caller.h"

namespace gulou::access {

const Caller& caller_of(const net::Request& request) {
  static const Caller visitor;
  const auto* caller = dynamic_cast<const Caller*>(request.caller.get());
  return caller ? *caller : visitor;
}

journal::Actor actor_of(const net::Request& request) {
  const Caller& caller = caller_of(request);
  return {.kind = caller.kind, .account_id = caller.account_id, .post = caller.post, .request = request.id};
}

}  // namespace gulou::access
