#include "spine/access/session_parts.h"

#include <fmt/format.h>

#include <algorithm>

#include "crypto/hash.h"
#include "spine/access/policy.h"
#include "spine/access/store.h"
#include "spine/units/queries.h"

namespace gulou::access {
namespace {

constexpr std::int64_t minute_ms = 60'000;
constexpr std::int64_t hour_ms = 60 * minute_ms;

}  // namespace

std::string make_token() { return crypto::hex(crypto::random_bytes(32)); }

Error session_ended() {
  return {
      .kind = ErrorKind::unauthenticated, .code = "session_wanted", .message = {"请先登录。", "Please sign in first."}};
}

Error code_wanted() {
  return {.kind = ErrorKind::forbidden,
          .code = "code_wanted",
          .message = {"请先输入验证器上的动态验证码或一个恢复码。",
                      "Give the code of your authenticator, or a recovery code, first."}};
}

Result<std::optional<Session>> session_row(db::Reader& reader, const Id& id) {
  static const std::string sql = fmt::format("SELECT {} FROM session WHERE id = $1", session_columns);
  return reader.first<Session>(sql, id);
}

Result<void> insert_session(db::Transaction& tx, const Clock& clock, Session session, std::string_view token) {
  const auto now = clock.now();
  const auto limits = TRY(policy(tx));
  const auto longest_idle = std::max(limits.idle_minutes, limits.idle_minutes_official);
  TRY(tx.execute("DELETE FROM session WHERE created_at < $1 OR seen_at < $2",
                 Instant(now.ms() - limits.session_hours * hour_ms), Instant(now.ms() - longest_idle * minute_ms)));
  session.id = Id::make(now.ms());
  session.token_sha256 = crypto::sha256_hex(token);
  session.created_at = now;
  session.seen_at = now;
  session.proved_at = now;
  return tx.insert(session_table, session);
}

Result<journal::Entry> entry_at_the_door(db::Reader& reader, std::string action, const net::Request& request,
                                         const std::optional<Account>& known) {
  journal::Entry entry{
      .action = std::move(action), .object_kind = "account", .personal = {{"address", request.client}}};
  if (!known) return entry;
  const auto unit = TRY(units::by_id(reader, known->unit_id));
  entry.object_id = known->id.text();
  entry.unit_id = unit.id;
  entry.county_id = unit.county_id;
  return entry;
}

Result<journal::Entry> entry_of_owner(db::Reader& reader, std::string action, const Caller& caller) {
  const auto owner = TRY(account(reader, *caller.account_id));
  const auto unit = TRY(units::by_id(reader, owner.unit_id));
  return journal::Entry{.action = std::move(action),
                        .object_kind = "account",
                        .object_id = owner.id.text(),
                        .unit_id = unit.id,
                        .county_id = unit.county_id};
}

Result<void> note_signed_in(db::Transaction& tx, const Clock& clock, const Account& account, const Id& session) {
  TRY(tx.execute("UPDATE session SET wrong_before = $1, wrong_before_at = $2, signed_in_before = $3 WHERE id = $4",
                 account.wrong_tries, account.wrong_at, account.signed_in_at, session));
  TRY(tx.execute("UPDATE account SET wrong_tries = 0, wrong_at = NULL, signed_in_at = $1 WHERE id = $2", clock.now(),
                 account.id));
  return {};
}

}  // namespace gulou::access
