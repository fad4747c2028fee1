// Operator tokens: how a program (or the operator's own shell) may write before people have accounts.
//
// A token is 32 random bytes, shown once when it is made; the database keeps its SHA-256 only. There is none by
// default, so a fresh installation takes no write over HTTP.
#pragma once

#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/describe.h"
#include "base/time.h"
#include "db/database.h"

namespace gulou::access {

// A row of `operator_token`.
struct OperatorToken {
  Id id;
  std::string name;  // what it is for
  std::string sha256;
  Instant created_at;
  std::optional<Instant> revoked_at;
};

constexpr auto describe(Tag<OperatorToken>) {
  return object("OperatorToken", "A token that may write over HTTP", field<&OperatorToken::id>("id", "Id"),
                field<&OperatorToken::name>("name", "What it is for").min_length(1).max_length(100),
                field<&OperatorToken::sha256>("sha256", "Hash of the token"),
                field<&OperatorToken::created_at>("created_at", "When it was made"),
                field<&OperatorToken::revoked_at>("revoked_at", "Since when it is void"));
}

extern const db::Table operator_token_table;

// Makes a token and gives it in clear, the only time. Journal: "token.make".
Result<std::string> make_operator_token(db::Database& database, const Clock& clock, std::string_view name);
// Voids every token of that name; how many there were. Journal: "token.revoke".
Result<std::int64_t> revoke_operator_tokens(db::Database& database, const Clock& clock, std::string_view name);

// A token that is not void.
struct ValidToken {
  Id id;
  std::string name;
  std::string sha256;
};

constexpr auto describe(Tag<ValidToken>) {
  return object("ValidToken", "A token that is not void", field<&ValidToken::id>("id", "Id"),
                field<&ValidToken::name>("name", "What it is for"), field<&ValidToken::sha256>("sha256", "Its hash"));
}

// Looks tokens up, in the database at most once a second: so a revoked one is void a second later. Any thread.
class OperatorTokens {
 public:
  explicit OperatorTokens(db::Database& database) : database_(database) {}
  Result<std::optional<ValidToken>> find(std::string_view token);

 private:
  db::Database& database_;
  std::mutex mutex_;
  std::vector<ValidToken> tokens_;
  std::optional<std::chrono::steady_clock::time_point> read_at_;
};

}  // namespace gulou::access
