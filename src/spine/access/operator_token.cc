#include "spine/access/operator_token.h"

#include "base/json.h"
#include "crypto/hash.h"
#include "spine/journal/journal.h"

namespace gulou::access {
const db::Table operator_token_table{.name = "operator_token",
                                     .row = &type_of<OperatorToken>,
                                     .primary_key = "id",
                                     .indexes = {{"operator_token_sha256", "sha256", true}}};

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

Result<std::optional<ValidToken>> OperatorTokens::find(std::string_view token) {
  const auto hash = crypto::sha256_hex(token);
  const std::scoped_lock lock(mutex_);
  const auto now = std::chrono::steady_clock::now();
  if (!read_at_ || now - *read_at_ >= std::chrono::seconds(1)) {
    tokens_ = TRY(database_.read([](db::Reader& reader) {
      return reader.all<ValidToken>("SELECT id, name, sha256 FROM operator_token WHERE revoked_at IS NULL");
    }));
    read_at_ = now;
  }
  std::optional<ValidToken> known;
  for (const auto& each : tokens_)
    if (crypto::equal_in_constant_time(each.sha256, hash)) known = each;
  return known;
}

}  // namespace gulou::access
