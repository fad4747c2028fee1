// Forms of whoever is signed in (see gate.h for why they carry a token), and what becomes of one that comes too late:
// what was typed is never lost, never sent on by itself, and never shown to another account.
//
// A form carries, besides its token, a mark of the account that opened it: a keyed hash (spine/vault) that tells
// nothing and outlives the session. So a form that is sent after the session ended can be given back, without anything
// being stored, once the same account has signed in again: what was typed goes along through the sign-in form.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "db/database.h"
#include "net/router.h"
#include "spine/access/gate.h"
#include "spine/module.h"

namespace gulou::access {

// The most that such a form, and one that carries it along, may weigh: also from whom nobody knows.
inline constexpr std::size_t form_bytes = 32 * 1024;

// The hidden field with the mark.
inline constexpr std::string_view owner_field = "owner";
Result<std::string> owner_mark(db::Reader& reader, const vault::Vault& vault, const Id& account);
// Was a form with this mark opened by that account? Also while the keys are being changed.
Result<bool> is_marked_for(db::Reader& reader, const vault::Vault& vault, std::string_view mark, const Id& account);

// The pages that a form leads back to when it cannot be taken.
struct FormPages {
  // With what was typed (the request's body; emptied where another account opened the form) and what was wrong.
  std::function<Result<net::Response>(const net::Request&, const Error&)> again;
  // Nobody is signed in any more; the form comes from a page of ours, but whose it is nobody has shown.
  std::function<Result<net::Response>(const net::Request&, const Error&)> signed_out;
};

// Adds a POST whose form must carry its token. Without a session, `signed_out` answers; with a token that is not (any
// more) good, or after a refusal of the handler that is not our own fault, `again`. Errors: forbidden "cross_site",
// unauthenticated "session_wanted" for what comes from elsewhere; see also check_form.
void add_form(net::Router& router, const ModuleContext& context, net::Route route, FormPages pages);

}  // namespace gulou::access
