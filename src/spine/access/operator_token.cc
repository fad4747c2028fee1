#include "spine/access/operator_token.h"

#include <chrono>
#include <mutex>

#include "crypto/hash.h"
#include "spine/access/caller.h"
#include "spine/journal/journal.h"

namespace gulou::access {
namespace {

const db::Table operator_token_table{.name = "operator_token",
                                     .row = &type_of<OperatorToken>,
                                     .primary_key = "id",
                                     .indexes = {{"operator_token_sha256", "sha256", true}}};

struct ValidToken {
  Id id;
  std::string name;
  std::string sha256;
};
constexpr auto describe(Tag<ValidToken>) {
  return object("ValidToken", "A token that is not void", field<&ValidToken::id>("id", "Id"),
                field<&ValidToken::name>("name", "What it is for"), field<&ValidToken::sha256>("sha256", "Its hash"));
}

Error no_token() {
  return {.kind = ErrorKind::unauthenticated,
          .code = "token_required",
          .message = {"请先登录或出示有效的令牌。", "Sign in, or present a valid token."}};
}

// All valid tokens, read again when what is known of them is older than a second.
class ValidTokens {
 public:
  explicit ValidTokens(db::Database& database) : database_(database) {}

  // Null if the token is not known.
  Result<std::shared_ptr<const net::Caller>> find(std::string_view token) {
    const auto hash = crypto::sha256_hex(token);
    const std::scoped_lock lock(mutex_);
    const auto now = std::chrono::steady_clock::now();
    if (now - read_at_ >= std::chrono::seconds(1) || !read_once_) {
      tokens_ = TRY(database_.read([](db::Reader& reader) {
        return reader.all<ValidToken>("SELECT id, name, sha256 FROM operator_token WHERE revoked_at IS NULL");
      }));
      read_at_ = now;
      read_once_ = true;
    }
    const ValidToken* known = nullptr;
    for (const auto& each : tokens_)
      if (crypto::equal_in_constant_time(each.sha256, hash)) known = &each;
    if (!known) return std::shared_ptr<const net::Caller>();
    Caller caller;
    caller.kind = journal::ActorKind::operator_;
    caller.account_id = known->id;
    caller.post = "token " + known->name;
    return std::make_shared<const Caller>(std::move(caller));
  }

 private:
  db::Database& database_;
  std::mutex mutex_;
  std::vector<ValidToken> tokens_;
  std::chrono::steady_clock::time_point read_at_{};
  bool read_once_ = false;
};

}  // namespace

std::vector<db::Migration> migrations() {
  return {{"access", 1, "operator tokens", {db::CreateTable{&operator_token_table}}}};
}

Result<std::string> make_operator_token(db::Database& database, const Clock& clock, std::string_view name) {
  auto token = "gulou_" + crypto::hex(crypto::random_bytes(32));
  const OperatorToken row{Id::make(clock.now().ms()), std::string(name), crypto::sha256_hex(token), clock.now(),
                          std::nullopt};
  TRY(database.write([&](db::Transaction& tx) -> Result<void> {
    TRY(tx.insert(operator_token_table, row));
    TRY(journal::record(tx, clock, journal::operator_on_shell(),
                        {.action = "token.make",
                         .object_kind = "operator_token",
                         .object_id = row.id.text(),
                         .detail = json::Value::object().set("name", name)}));
    return {};
  }));
  return token;
}

Result<std::int64_t> revoke_operator_tokens(db::Database& database, const Clock& clock, std::string_view name) {
  return database.write([&](db::Transaction& tx) -> Result<std::int64_t> {
    const auto revoked = TRY(tx.execute(
        "UPDATE operator_token SET revoked_at = $1 WHERE name = $2 AND revoked_at IS NULL", clock.now(), name));
    TRY(journal::record(tx, clock, journal::operator_on_shell(),
                        {.action = "token.revoke",
                         .object_kind = "operator_token",
                         .detail = json::Value::object().set("name", name).set("count", revoked)}));
    return revoked;
  });
}

net::Gate operator_gate(db::Database& database) {
  return [tokens = std::make_shared<ValidTokens>(database)](
             const net::Request& request, std::string_view permission) -> Result<std::shared_ptr<const net::Caller>> {
    if (permission == net::public_route) return std::shared_ptr<const net::Caller>();
    constexpr std::string_view scheme = "Bearer ";
    const auto header = request.header("authorization");
    if (!header.starts_with(scheme)) return fail(no_token());
    auto caller = TRY(tokens->find(header.substr(scheme.size())));
    if (!caller) return fail(no_token());
    return caller;
  };
}

}  // namespace gulou::access
