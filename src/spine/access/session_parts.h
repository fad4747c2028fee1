// What signing in (sessions.cc) and the second factor (factor.cc) share.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "db/database.h"
#include "net/http.h"
#include "spine/access/caller.h"
#include "spine/access/model.h"
#include "spine/journal/model.h"

namespace gulou::access {

// 64 hexadecimal digits.
std::string make_token();
Error session_ended();
// The session waits for the code of the second factor.
Error code_wanted();

Result<std::optional<Session>> session_row(db::Reader& reader, const Id& id);
// Fills in what is the session's own and stores it; `session` says whose it is and what it inherits.
Result<void> insert_session(db::Transaction& tx, const Clock& clock, Session session, std::string_view token);

// An entry about a visitor at the door; `known`: whom they claim, or have shown, to be.
Result<journal::Entry> entry_at_the_door(db::Reader& reader, std::string action, const net::Request& request,
                                         const std::optional<Account>& known);
// An entry about what an account's owner does with it.
Result<journal::Entry> entry_of_owner(db::Reader& reader, std::string action, const Caller& caller);

// Its owner is in: what others tried before is handed to the session (`wrong_before`), and counted anew.
Result<void> note_signed_in(db::Transaction& tx, const Clock& clock, const Account& account, const Id& session);

}  // namespace gulou::access
