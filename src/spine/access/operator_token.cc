#include "spine/access/operator_token.h"

#include <chrono>
#include <mutex>

#include "crypto/hash.h"

namespace gulou::access {
namespace {

const db::Table operator_token_table{.name = "operator_token",
                                     .row = &type_of<OperatorToken>,
                                     .primary_key = "id",
                                     .indexes = {{"operator_token_sha256", "sha256", true}}};

struct ValidHash {
  std::string sha256;
};
constexpr auto describe(Tag<ValidHash>) {
  return object("ValidHash", "Hash of a valid token", field<&ValidHash::sha256>("sha256", ""));
}

Error no_token() {
  return {.kind = ErrorKind::unauthenticated,
          .code = "token_required",
          .message = {"请先登录或出示有效的令牌。", "Sign in, or present a valid token."}};
}

// The hashes of all valid tokens, read again when they are older than a second.
class ValidTokens {
 public:
  explicit ValidTokens(db::Database& database) : database_(database) {}

  Result<bool> accept(std::string_view token) {
    const auto hash = crypto::sha256_hex(token);
    const std::scoped_lock lock(mutex_);
    const auto now = std::chrono::steady_clock::now();
    if (now - read_at_ >= std::chrono::seconds(1) || !read_once_) {
      hashes_ = TRY(database_.read([](db::Reader& reader) {
        return reader.all<ValidHash>("SELECT sha256 FROM operator_token WHERE revoked_at IS NULL");
      }));
      read_at_ = now;
      read_once_ = true;
    }
    bool known = false;
    for (const auto& each : hashes_) known |= crypto::equal_in_constant_time(each.sha256, hash);
    return known;
  }

 private:
  db::Database& database_;
  std::mutex mutex_;
  std::vector<ValidHash> hashes_;
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
  TRY(database.write([&](db::Transaction& tx) { return tx.insert(operator_token_table, row); }));
  return token;
}

Result<std::int64_t> revoke_operator_tokens(db::Database& database, const Clock& clock, std::string_view name) {
  return database.write([&](db::Transaction& tx) {
    return tx.execute("UPDATE operator_token SET revoked_at = $1 WHERE name = $2 AND revoked_at IS NULL", clock.now(),
                      name);
  });
}

net::Gate operator_gate(db::Database& database) {
  return [tokens = std::make_shared<ValidTokens>(database)](const net::Request& request,
                                                            std::string_view permission) -> std::optional<Error> {
    if (permission == net::public_route) return std::nullopt;
    constexpr std::string_view scheme = "Bearer ";
    const auto header = request.header("authorization");
    if (!header.starts_with(scheme)) return no_token();
    auto known = tokens->accept(header.substr(scheme.size()));
    if (!known) return std::move(known).error();
    if (!*known) return no_token();
    return std::nullopt;
  };
}

}  // namespace gulou::access
