// Joining: from a slip to an account that is signed in.
#pragma once

#include <string>

#include "base/describe.h"
#include "base/result.h"
#include "net/http.h"
#include "spine/module.h"

namespace gulou::residents {

struct Join {
  std::string code;
  std::string born_on;  // as typed: 1990-01-01, 1990年1月1日, 19900101
  std::string name;     // to sign in with
  std::string password;
};

constexpr auto describe(Tag<Join>) {
  return object("Join", "A slip, and what its owner chooses",
                field<&Join::code>("code", "The code on the slip").max_length(40),
                field<&Join::born_on>("born_on", "Date of birth, as typed").max_length(40),
                field<&Join::name>("name", "Login name to have").max_length(100),
                field<&Join::password>("password", "Password to have").max_length(200));
}

// Gives the token of a session. Journal, both for the village to see whom it let in: "account.join" (an account was
// made) and "residents.join" (of which record, and by whom the slip was printed); "residents.join_failed" for a wrong
// date of birth with a good slip, with the tries that are left. Errors: rate_limited "too_many_tries";
// invalid_fields "/code" "slip" (no such slip, or not the date of birth of the person it is for: it does not say
// which), "/name" "required", "number" (a telephone or ID number has no business in a login name), "unique";
// "/password" as password_policy.h. The fifth wrong date of birth makes the slip void.
Result<std::string> join(const ModuleContext& context, const net::Request& request, const Join& wanted);

// A date as people type it; nothing for what is none.
std::optional<Date> typed_date(std::string_view typed);

}  // namespace gulou::residents
