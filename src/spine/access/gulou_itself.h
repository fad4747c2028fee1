// Who acts when a term has run out.
#pragma once

#include "spine/access/caller.h"

namespace gulou::access {

// Gulou itself; it may do everything.
inline Caller gulou_itself(const Clock& clock) {
  Caller caller;
  caller.kind = journal::ActorKind::system;
  caller.on_shell = true;
  caller.today = clock.today();
  return caller;
}

}  // namespace gulou::access
