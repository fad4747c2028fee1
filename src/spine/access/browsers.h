// Browsers in which an account's owner has signed in before. Each carries a random token of its own; the database knows
// its SHA-256 only. It opens nothing: it only tells the owner's browser from a stranger's when wrong passwords are
// counted (tries.h), so that whoever guesses elsewhere cannot keep the owner out. A browser that several people share
// has one token, known to each of their accounts.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "db/database.h"
#include "net/http.h"

namespace gulou::access {

// A row of `known_browser`.
struct KnownBrowser {
  Id id;
  Id account_id;
  std::string token_sha256;
  Instant seen_at;  // last sign-in there
};

constexpr auto describe(Tag<KnownBrowser>) {
  return object("KnownBrowser", "A browser in which an account was signed in", field<&KnownBrowser::id>("id", "Id"),
                field<&KnownBrowser::account_id>("account_id", "Account"),
                field<&KnownBrowser::token_sha256>("token_sha256", "Hash of the browser's token"),
                field<&KnownBrowser::seen_at>("seen_at", "Last sign-in there"));
}

extern const db::Table known_browser_table;

// The hash of the browser's token if this account was signed in there within the last 90 days.
Result<std::optional<std::string>> known_browser(db::Reader& reader, const net::Request& request,
                                                 std::string_view folded_name, Instant now);
// The token that this browser is to carry: the one it has if it looks like one, else a new one.
std::string browser_token(const net::Request& request);
// The account was signed in with this token.
Result<void> note_browser(db::Transaction& tx, const Id& account, std::string_view token, Instant now);
// The cookie that carries a token, for 90 days.
std::string browser_cookie(const net::Request& request, std::string_view token);

// "Chrome · Windows" from a User-Agent header, for people to know their own sessions by; "" for none that is known.
std::string browser_words(std::string_view user_agent);

}  // namespace gulou::access
