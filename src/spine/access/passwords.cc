#include "spine/access/passwords.h"

#include <algorithm>

#include "spine/access/policy.h"

namespace gulou::access {

const db::Table former_password_table{.name = "former_password",
                                      .row = &type_of<FormerPassword>,
                                      .primary_key = "id",
                                      .foreign_keys = {{"account_id", "account(id)"}},
                                      .indexes = {{"former_password_account", "account_id"}}};

const db::Table handed_out_table{.name = "handed_out_password",
                                 .row = &type_of<HandedOut>,
                                 .primary_key = "account_id",
                                 .foreign_keys = {{"account_id", "account(id)"}}};

namespace {

constexpr std::int64_t hour_ms = 3'600'000;
constexpr std::int64_t day_ms = 86'400'000;

Result<std::vector<FormerPassword>> all_former_passwords(db::Reader& reader, const Id& account) {
  return reader.all<FormerPassword>(
      "SELECT id, account_id, password_hash, until FROM former_password WHERE account_id = $1 "
      "ORDER BY until DESC, id DESC",
      account);
}

}  // namespace

Result<void> note_handed_out(db::Transaction& tx, const Clock& clock, const Id& account) {
  TRY(forget_handed_out(tx, account));
  const auto hours = TRY(policy(tx)).handed_out_hours;
  return tx.insert(handed_out_table,
                   HandedOut{.account_id = account, .until = Instant(clock.now().ms() + hours * hour_ms)});
}

Result<void> forget_handed_out(db::Transaction& tx, const Id& account) {
  TRY(tx.execute("DELETE FROM handed_out_password WHERE account_id = $1", account));
  return {};
}

Result<std::optional<Instant>> handed_out_until(db::Reader& reader, const Id& account) {
  const auto row =
      TRY(reader.first<HandedOut>("SELECT account_id, until FROM handed_out_password WHERE account_id = $1", account));
  return row ? std::optional(row->until) : std::nullopt;
}

bool is_lapsed(const Account& account, std::optional<Instant> until, Instant now) {
  return account.state == AccountState::must_change_password && until && now >= *until;
}

PasswordRules password_rules(const Policy& policy, const std::vector<HeldPost>& posts, Date today) {
  std::vector<Role> roles;
  for (const auto& post : posts)
    if (is_pending_or_in_force(post, today)) roles.push_back(post.role);
  return password_rules(policy.passwords, roles);
}

bool is_expired(const Account& account, const PasswordRules& rules, Instant now) {
  if (rules.days == 0) return false;
  return account.password_set_at.value_or(account.created_at).ms() + rules.days * day_ms <= now.ms();
}

Result<std::vector<FormerPassword>> former_passwords(db::Reader& reader, const Id& account,
                                                     const PasswordRules& rules) {
  auto all = TRY(all_former_passwords(reader, account));
  const auto wanted = static_cast<std::size_t>(std::max<std::int64_t>(rules.remembered - 1, 0));
  if (all.size() > wanted) all.resize(wanted);
  return all;
}

Result<void> remember_password(db::Transaction& tx, const Id& account, const std::string& hash,
                               const PasswordRules& rules, Instant now) {
  if (rules.remembered > 0)
    TRY(tx.insert(
        former_password_table,
        FormerPassword{.id = Id::make(now.ms()), .account_id = account, .password_hash = hash, .until = now}));
  const auto kept = TRY(former_passwords(tx, account, rules));
  for (const auto& each : TRY(all_former_passwords(tx, account)))
    if (std::ranges::find(kept, each.id, &FormerPassword::id) == kept.end())
      TRY(tx.execute("DELETE FROM former_password WHERE id = $1", each.id));
  return {};
}

}  // namespace gulou::access
