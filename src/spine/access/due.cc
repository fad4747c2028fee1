#include "spine/access/due.h"

#include <fmt/format.h>

#include "spine/access/accounts.h"
#include "spine/access/demo.h"
#include "spine/access/factor_reset.h"
#include "spine/access/policy.h"
#include "spine/access/tries.h"
#include "spine/journal/journal.h"
#include "spine/units/queries.h"

namespace gulou::access {
namespace {

constexpr std::int64_t day_ms = 86'400'000;
// One transaction must not hold up the others for long; the next minute takes the rest.
constexpr std::int64_t most_at_once = 200;

Result<void> lock(db::Transaction& tx, const Clock& clock, const Account& account, std::string_view why) {
  TRY(tx.execute("UPDATE account SET state = $1, locked_why = $2 WHERE id = $3", AccountState::locked, why,
                 account.id));
  TRY(end_sessions(tx, account.id));
  auto entry = entry_about("account.lock", account, TRY(units::by_id(tx, account.unit_id)));
  entry.detail.set("why", why);
  TRY(journal::record(tx, clock, journal::gulou_itself(), entry));
  return {};
}

// Residents are no officials: who looks at what is kept about them once in a year is not to ask for leave each time.
Result<std::vector<Account>> stale_accounts(db::Reader& reader, const Policy& limits, Instant now) {
  if (TRY(is_demo(reader))) return std::vector<Account>();
  static const std::string sql = fmt::format(
      "SELECT {} FROM account a WHERE a.state <> 'locked' AND a.created_at < $1 AND coalesce(a.signed_in_at, 0) < $1 "
      "AND coalesce(a.unlocked_at, 0) < $1 AND (NOT EXISTS (SELECT 1 FROM post p WHERE p.account_id = a.id) "
      "OR EXISTS (SELECT 1 FROM post p WHERE p.account_id = a.id AND p.role <> 'resident')) ORDER BY a.id LIMIT $2",
      account_columns);
  return reader.all<Account>(sql, Instant(now.ms() - limits.stale_days * day_ms), most_at_once);
}

Result<std::vector<Account>> leavers(db::Reader& reader, Date today) {
  static const std::string sql = fmt::format(
      "SELECT {} FROM account a WHERE a.state <> 'locked' AND EXISTS (SELECT 1 FROM post p WHERE p.account_id = a.id) "
      "AND NOT EXISTS (SELECT 1 FROM post p JOIN unit u ON u.id = p.unit_id WHERE p.account_id = a.id "
      "AND u.withdrawn_on IS NULL AND (p.valid_to IS NULL OR (p.valid_to > $1 AND p.valid_from < p.valid_to))) "
      "ORDER BY a.id LIMIT $2",
      account_columns);
  return reader.all<Account>(sql, today, most_at_once);
}

struct Done {
  std::int64_t stale = 0;
  std::int64_t left = 0;
  std::int64_t forgotten = 0;
  std::int64_t lapsed = 0;
};

Result<Done> take_due(db::Transaction& tx, const Clock& clock) {
  const auto limits = TRY(policy(tx));
  Done done;
  for (const auto& each : TRY(stale_accounts(tx, limits, clock.now()))) {
    TRY(lock(tx, clock, each, why_stale));
    ++done.stale;
  }
  for (const auto& each : TRY(leavers(tx, clock.today()))) {
    TRY(lock(tx, clock, each, why_left));
    ++done.left;
  }
  done.lapsed = TRY(lapse_factor_resets(tx, clock));
  done.forgotten = TRY(forget_old_tries(tx, limits, clock.now()));
  return done;
}

}  // namespace

Result<std::string> run_due(const ModuleContext& context) {
  const auto done = TRY(context.database.write([&](db::Transaction& tx) { return take_due(tx, context.clock); }));
  if (done.stale + done.left + done.forgotten + done.lapsed == 0) return std::string();
  auto line = fmt::format("access: {} unused and {} leavers\' accounts locked, {} counts of wrong tries forgotten",
                          done.stale, done.left, done.forgotten);
  if (done.lapsed > 0) line += fmt::format(", {} resets of second factors lapsed", done.lapsed);
  return line;
}

}  // namespace gulou::access
