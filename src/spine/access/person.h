// Which accounts are one person's. Someone who acts in two offices has an account in each; where two people are wanted
// (four eyes) or two roles are kept apart, these are one.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "db/database.h"
#include "spine/access/caller.h"

namespace gulou::access {

// Are these accounts one person's? An id that is no account's is the same only as itself.
Result<bool> is_same_person(db::Reader& reader, const Id& one, const Id& other);
// Every account of the person whose account this is, itself included.
Result<std::vector<Id>> accounts_of_person(db::Reader& reader, const Id& account);

// Says that this account is of the person who also has the account of that login name; "" takes it back. The caller
// must be able to manage the one and see the other. Journal: "account.person". Errors: not_found; invalid_fields
// (/also "unknown", "itself"); refused_by_rule "administrators_apart" if together they would hold roles that are kept
// apart.
struct SamePerson {
  std::string also;
};
constexpr auto describe(Tag<SamePerson>) {
  return object("SamePerson", "That two accounts are one person's",
                field<&SamePerson::also>("also", "Login name of the person's other account; empty: of nobody else")
                    .max_length(64));
}
Result<void> set_person(db::Transaction& tx, const Clock& clock, const Caller& caller, const Id& account,
                        const SamePerson& same);

}  // namespace gulou::access
