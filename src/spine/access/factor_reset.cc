#include "spine/access/factor_reset.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/personal_number.h"
#include "base/utf8.h"
#include "spine/access/accounts.h"
#include "spine/access/factor.h"
#include "spine/access/gulou_itself.h"
#include "spine/access/person.h"
#include "spine/access/policy.h"
#include "spine/access/role.h"
#include "spine/access/store.h"
#include "spine/journal/journal.h"
#include "spine/units/queries.h"

namespace gulou::access {

const db::Table factor_reset_table{
    .name = "factor_reset",
    .row = &type_of<FactorResetRow>,
    .primary_key = "id",
    .foreign_keys = {{"account_id", "account(id)"},
                     {"unit_id", "unit(id)"},
                     {"asked_by", "account(id)"},
                     {"decided_by", "account(id)"}},
    .indexes = {{"factor_reset_account", "account_id, state"}, {"factor_reset_unit", "unit_id, state"}}};

const workflow::Machine& factor_reset_machine() {
  static const workflow::Machine machine{.object_kind = "access.factor_reset",
                                         .name = {"二次验证重置", "reset of a second factor"},
                                         .table = "factor_reset",
                                         .initial = "asked",
                                         .states = {{"asked", {"待另一人确认", "Waits for another person"}},
                                                    {"done", {"已重置", "Reset"}},
                                                    {"refused", {"未同意", "Refused"}},
                                                    {"lapsed", {"已过期", "Lapsed"}}},
                                         .actions = {{.name = "confirm",
                                                      .label = {"确认重置", "Confirm the reset"},
                                                      .done = {"确认重置了二次验证", "confirmed the reset"},
                                                      .from = {"asked"},
                                                      .to = "done",
                                                      .permission = std::string(factors_reset),
                                                      .where = workflow::Where::own_or_above,
                                                      .other_than = std::string(workflow::created_action)},
                                                     {.name = "refuse",
                                                      .label = {"不同意", "Refuse"},
                                                      .done = {"没有同意重置二次验证", "refused the reset"},
                                                      .from = {"asked"},
                                                      .to = "refused",
                                                      .permission = std::string(factors_reset),
                                                      .where = workflow::Where::own_or_above},
                                                     // By time alone: no role has this permission.
                                                     {.name = "lapse",
                                                      .label = {"过期", "Lapse"},
                                                      .done = {"到期作废", "lapsed"},
                                                      .from = {"asked"},
                                                      .to = "lapsed",
                                                      .permission = "factors.lapse",
                                                      .where = workflow::Where::own_or_above}}};
  return machine;
}

namespace {

constexpr std::int64_t shown_days = 30;
constexpr std::int64_t hour_ms = 3'600'000;
constexpr std::string_view columns =
    "id, account_id, unit_id, reason, state, version, asked_at, asked_by, decided_at, decided_by";

Error refused(ErrorKind kind, std::string code, Text message) {
  return {.kind = kind, .code = std::move(code), .message = std::move(message)};
}

Error no_second_factor() {
  return refused(ErrorKind::refused_by_rule, "no_second_factor",
                 {"该账号没有设置二次验证，不需要重置。", "The account has no second factor to reset."});
}

// What was asked for before then has lapsed.
Result<Instant> begin_of_term(db::Reader& reader, const Clock& clock) {
  return Instant(clock.now().ms() - TRY(policy(reader)).factor_reset_hours * hour_ms);
}

// May the caller take part in a reset for this account, as the one or the other?
Result<units::UnitSummary> check_may_reset(db::Reader& reader, const Caller& caller, const Account& of) {
  const auto unit = TRY(units::by_id(reader, of.unit_id));
  TRY(require(reader, caller, factors_reset, unit));
  if (!caller.account_id || !caller.acting) return fail(not_permitted());
  if (TRY(is_same_person(reader, *caller.account_id, of.id)))
    return fail(refused(ErrorKind::forbidden, "not_to_oneself",
                        {"不能对自己的账号这样做。", "Nobody does this to their own account."}));
  const auto& own = caller.acting->unit.path;
  for (const auto& post : TRY(posts_of(reader, of.id))) {
    if (!is_pending_or_in_force(post, caller.today)) continue;
    const bool may = units::within(post.unit_path, own) &&
                     may_reset_factor(caller.acting->role, post.role, post.unit_path.size() > own.size());
    if (!may)
      return fail(
          refused(ErrorKind::forbidden, "not_the_superior",
                  {"该账号有您无权管理的岗位。", "The account holds a post that you are not the superior of."}));
  }
  return unit;
}

Result<std::optional<FactorResetRow>> first_where(db::Reader& reader, std::string_view where, const Id& id,
                                                  std::optional<Instant> since = {}) {
  const auto sql =
      fmt::format("SELECT {} FROM factor_reset WHERE {} ORDER BY asked_at DESC, id DESC LIMIT 1", columns, where);
  if (where.find("$2") == std::string_view::npos) return reader.first<FactorResetRow>(sql, id);
  return reader.first<FactorResetRow>(sql, id, since.value_or(Instant(0)));
}

}  // namespace

Result<Id> ask_factor_reset(db::Transaction& tx, const Clock& clock, const Caller& caller, const Id& id,
                            const AskFactorReset& wanted) {
  const auto of = TRY(account(tx, id));
  const auto unit = TRY(check_may_reset(tx, caller, of));
  if (holds_personal_number(wanted.reason)) return fail(invalid_fields({personal_number_refused("/reason")}));
  if (utf8::trim(wanted.reason).empty())
    return fail(
        invalid_fields({{"/reason", "required", {"请写明怎样核对了本人。", "Say how you have seen who it is."}}}));
  if (!of.second_factor_since) return fail(no_second_factor());
  TRY(lapse_factor_resets(tx, clock));
  if (TRY(open_factor_reset(tx, clock, id)))
    return fail(refused(ErrorKind::conflict, "asked_already",
                        {"已有一份申请在等另一人确认。", "It is asked for already, and waits for another person."}));
  const FactorResetRow row{.id = Id::make(clock.now().ms()),
                           .account_id = id,
                           .unit_id = unit.id,
                           .reason = std::string(utf8::trim(wanted.reason)),
                           .state = factor_reset_machine().initial,
                           .asked_at = clock.now(),
                           .asked_by = *caller.account_id,
                           .decided_at = {},
                           .decided_by = {}};
  TRY(tx.insert(factor_reset_table, row));
  json::Value detail;
  detail.set("account", id.text());
  TRY(workflow::created(tx, clock, caller, factor_reset_machine(), {row.id, row.state, row.version, row.unit_id},
                        std::move(detail)));
  return row.id;
}

Result<void> decide_factor_reset(db::Transaction& tx, const Clock& clock, const Caller& caller, const Id& id,
                                 std::string_view action, const DecideFactorReset& decision) {
  const auto change = [&](db::Transaction&, const workflow::Subject& subject) -> Result<json::Value> {
    const auto row = TRY(factor_reset(tx, subject.id)).value();
    TRY(check_may_reset(tx, caller, TRY(account(tx, row.account_id))));
    if (row.asked_at <= TRY(begin_of_term(tx, clock)))
      return fail(refused(ErrorKind::conflict, "lapsed",
                          {"这份申请已经过期，请重新申请。", "This request has lapsed; ask for it anew."}));
    TRY(tx.execute("UPDATE factor_reset SET decided_at = $1, decided_by = $2 WHERE id = $3", clock.now(),
                   caller.account_id, row.id));
    if (action == "confirm") TRY(forget_factor(tx, row.account_id));
    json::Value detail;
    detail.set("account", row.account_id.text()).set("asked_by", row.asked_by.text());
    return detail;
  };
  TRY(workflow::perform(tx, clock, caller, factor_reset_machine(),
                        {.action = action, .id = id, .version = decision.version}, change));
  return {};
}

Result<bool> may_reset_factor_of(db::Reader& reader, const Caller& caller, const Account& account) {
  const auto may = check_may_reset(reader, caller, account);
  if (!may && may.error().kind != ErrorKind::forbidden) return fail(may.error());
  return may.has_value();
}

Result<void> reset_factor_on_shell(db::Transaction& tx, const Clock& clock, const Caller& operator_, const Id& id) {
  const auto of = TRY(account(tx, id));
  if (!of.second_factor_since) return fail(no_second_factor());
  TRY(forget_factor(tx, id));
  TRY(journal::record(tx, clock, actor_of(operator_),
                      entry_about("account.reset_factor", of, TRY(units::by_id(tx, of.unit_id)))));
  return {};
}

Result<std::optional<FactorResetRow>> open_factor_reset(db::Reader& reader, const Clock& clock, const Id& account) {
  return first_where(reader, "account_id = $1 AND state = 'asked' AND asked_at > $2", account,
                     TRY(begin_of_term(reader, clock)));
}

Result<std::optional<FactorResetRow>> waiting_or_lapsed(db::Reader& reader, const Clock& clock, const Id& account) {
  const auto last = TRY(first_where(reader, "account_id = $1 AND asked_at > $2", account,
                                    Instant(clock.now().ms() - shown_days * 24 * hour_ms)));
  return last && (last->state == "asked" || last->state == "lapsed") ? last : std::nullopt;
}

Result<Instant> end_of_term(db::Reader& reader, const FactorResetRow& row) {
  return Instant(row.asked_at.ms() + TRY(policy(reader)).factor_reset_hours * hour_ms);
}

Result<std::optional<FactorResetRow>> factor_reset_done_since(db::Reader& reader, const Id& account,
                                                              std::optional<Instant> since) {
  return first_where(reader, "account_id = $1 AND state = 'done' AND decided_at > $2", account, since);
}

Result<std::optional<FactorResetRow>> factor_reset(db::Reader& reader, const Id& id) {
  return first_where(reader, "id = $1", id);
}

Result<std::vector<FactorResetRow>> open_factor_resets(db::Reader& reader, const Clock& clock,
                                                       std::string_view subtree) {
  return reader.all<FactorResetRow>(
      "SELECT r.id, r.account_id, r.unit_id, r.reason, r.state, r.version, r.asked_at, r.asked_by, r.decided_at, "
      "r.decided_by FROM factor_reset r JOIN unit u ON u.id = r.unit_id "
      "WHERE r.state = 'asked' AND r.asked_at > $3 AND u.path >= $1 AND u.path < $2 ORDER BY r.asked_at, r.id "
      "LIMIT 200",
      subtree, units::subtree_end(subtree), TRY(begin_of_term(reader, clock)));
}

Result<std::int64_t> lapse_factor_resets(db::Transaction& tx, const Clock& clock) {
  const auto late = TRY(tx.all<FactorResetRow>(
      fmt::format(
          "SELECT {} FROM factor_reset WHERE state = 'asked' AND asked_at <= $1 ORDER BY asked_at, id LIMIT 200",
          columns),
      TRY(begin_of_term(tx, clock))));
  for (const auto& row : late)
    TRY(workflow::perform(tx, clock, gulou_itself(clock), factor_reset_machine(),
                          {.action = "lapse", .id = row.id, .version = row.version},
                          [&](db::Transaction&, const workflow::Subject&) -> Result<json::Value> {
                            return json::Value::object().set("account", row.account_id.text());
                          }));
  return static_cast<std::int64_t>(late.size());
}

}  // namespace gulou::access
