// How large an account's owner wants to read (elders' mode, decision 7): kept with the account, so that another device
// shows it after signing in. Whoever is not signed in has the cookie alone. Of the two, the one chosen last counts.
//
// Choosing is no entry of the journal: it does nothing to anybody, and how well somebody sees is not to stand there for
// ten years. Who is erased takes it along (retire.h).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "db/database.h"
#include "net/http.h"
#include "spine/module.h"

namespace gulou::access {

// A row of `account_letters`.
struct ChosenLetters {
  Id account_id;
  std::int64_t letters = 0;  // 0: standard, 1: large, 2: larger
  Instant chosen_at;
};

constexpr auto describe(Tag<ChosenLetters>) {
  return object("ChosenLetters", "How large an account's owner wants to read",
                field<&ChosenLetters::account_id>("account_id", "Account"),
                field<&ChosenLetters::letters>("letters", "0 standard, 1 large, 2 larger").range(0, 2),
                field<&ChosenLetters::chosen_at>("chosen_at", "When it was chosen"));
}

extern const db::Table letters_table;

// nullopt: never chosen while signed in.
Result<std::optional<ChosenLetters>> letters_of(db::Reader& reader, const Id& account);
// An earlier choice than the one that is kept changes nothing.
Result<void> keep_letters(db::Transaction& tx, const ChosenLetters& chosen);
// 长辈版 and its like; "" for the standard.
std::string_view letters_word(std::int64_t letters);

// The choice that the browser's cookies carry; nullopt for none. One without a time, or of a time to come, is of now.
std::optional<ChosenLetters> carried_letters(const net::Request& request, const Id& account, Instant now);
// The values of Set-Cookie that make the browser remember the choice for a year: `elders`, which pages follow, and when
// it was chosen.
std::vector<std::string> letters_cookies(std::int64_t letters, Instant chosen_at);

// Somebody chose in this browser: keeps it with the account that is signed in there, if one is, and gives the cookies.
Result<std::vector<std::string>> choose_letters(const ModuleContext& context, const net::Request& request,
                                                std::int64_t letters);
// Somebody has just signed in with this session: the account and the browser now have the same choice. Gives the
// cookies; none before the session is a full one, and none where nobody has ever chosen.
Result<std::vector<std::string>> letters_after_sign_in(const ModuleContext& context, const net::Request& request,
                                                       std::string_view session);

}  // namespace gulou::access
