// Internal to people: what the clerk agrees to, as one word.
#pragma once

#include <string>

#include "base/id.h"
#include "spine/people/import_plan.h"
#include "spine/vault/vault.h"

namespace gulou::people {

// Another word for any other outcome of a row: another person, another value or another one that it replaces, another
// fault. Keyed, so that nobody can compare it with rolls they make up; and of one import alone, so that it cannot be
// compared with those of others. Good while the same key seals: after a change of keys the preview is looked at anew.
std::string digest_of(const Id& import, const ImportPlan& plan, const vault::Sealer& sealer);

}  // namespace gulou::people
