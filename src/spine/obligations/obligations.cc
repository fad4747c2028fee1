#include "spine/obligations/obligations.h"

#include <fmt/format.h>

#include "spine/obligations/store.h"
#include "spine/obligations/terms.h"
#include "spine/obligations/timeliness.h"
#include "spine/rules/judge.h"
#include "spine/rules/place.h"
#include "spine/units/queries.h"

namespace gulou::obligations {
namespace {

Failure refused(ErrorKind kind, std::string code, Text message) {
  return fail({.kind = kind, .code = std::move(code), .message = std::move(message)});
}

Result<units::UnitSummary> unit_that_may_owe(db::Reader& reader, const NewObligation& wanted) {
  auto unit = TRY(units::by_id(reader, wanted.unit_id));
  if (unit.withdrawn_on)
    return refused(ErrorKind::refused_by_rule, "unit_withdrawn",
                   {"这个单位已经撤销，不能再承担事项。", "The unit no longer exists and cannot owe anything."});
  if (TRY(open_for(reader, wanted.unit_id, wanted.kind, wanted.object_kind, wanted.object_id)))
    return refused(ErrorKind::conflict, "already_owed",
                   {"这个单位已经有一件同样的未办事项。", "The unit owes this already."});
  return unit;
}

Result<Obligation> store(db::Transaction& tx, const ModuleContext& context, const NewObligation& wanted,
                         const rules::Resolved& ground, Obligation obligation) {
  const auto unit = TRY(unit_that_may_owe(tx, wanted));
  obligation.id = Id::make(context.clock.now().ms());
  obligation.unit_id = unit.id;
  obligation.county_id = unit.county_id;
  obligation.role = wanted.role;
  obligation.kind = wanted.kind;
  obligation.object_kind = wanted.object_kind;
  obligation.object_id = wanted.object_id;
  obligation.title_zh = wanted.title_zh;
  obligation.ground_rule = ground.id;
  obligation.ground_article = ground.article.value_or("");
  obligation.opened_at = context.clock.now();
  obligation.counted_from = obligation.event_on;
  obligation.days_left = obligation.term_days;
  TRY(set_engine_rules(obligation, context.rules, TRY(rules::place_of(tx, unit)), context.clock.today()));
  const auto due = due_of(obligation, context.calendar);
  obligation.due_on = due.on;
  obligation.provisional = due.provisional;
  obligation.next_step_on = day_of_step(obligation, context.calendar, warning_step);
  TRY(tx.insert(obligation_table, obligation));
  tx.touch(db::Topic::obligations);
  return obligation;
}

Result<Obligation> find_open(db::Reader& reader, const Id& id) {
  auto obligation = TRY(find(reader, id));
  if (obligation.state != State::open)
    return refused(ErrorKind::conflict, "not_open",
                   {"这件事项已经办结或撤销。", "It is fulfilled or cancelled already."});
  return obligation;
}

Result<void> close(db::Transaction& tx, const ModuleContext& context, Obligation& obligation) {
  obligation.paused_on.reset();
  obligation.next_step_on.reset();
  TRY(update(tx, obligation));
  return refresh_timeliness(tx, context, obligation.unit_id, obligation.due_on);
}

}  // namespace

Result<Obligation> owe(db::Transaction& tx, const ModuleContext& context, const NewObligation& wanted,
                       const rules::Resolved& term, std::optional<Date> event_on) {
  const auto [count, unit] = TRY(rules::term_of(term));
  Obligation obligation;
  obligation.event_on = event_on.value_or(context.clock.today());
  obligation.term_days = count;
  obligation.term_unit = unit;
  return store(tx, context, wanted, term, std::move(obligation));
}

Result<Obligation> owe_by(db::Transaction& tx, const ModuleContext& context, const NewObligation& wanted,
                          const rules::Resolved& ground, Date due_on) {
  const Date today = context.clock.today();
  if (due_on < today) return fail(invalid_fields({{"/due_on", "in_past", {"日期已经过去。", "That day is past."}}}));
  Obligation obligation;
  obligation.event_on = today;
  obligation.term_days = today.days_until(due_on);
  obligation.fixed = true;
  return store(tx, context, wanted, ground, std::move(obligation));
}

Result<Obligation> fulfil(db::Transaction& tx, const ModuleContext& context, const Id& id) {
  auto obligation = TRY(find_open(tx, id));
  obligation.on_time = !is_late(obligation, context.clock.today());
  obligation.state = State::fulfilled;
  obligation.fulfilled_at = context.clock.now();
  TRY(close(tx, context, obligation));
  return obligation;
}

Result<Obligation> cancel(db::Transaction& tx, const ModuleContext& context, const Id& id, const std::string& why) {
  auto obligation = TRY(find_open(tx, id));
  obligation.state = State::cancelled;
  obligation.cancelled_at = context.clock.now();
  obligation.closing_note = why;
  TRY(close(tx, context, obligation));
  return obligation;
}

Result<Obligation> pause(db::Transaction& tx, const ModuleContext& context, const Id& id) {
  auto obligation = TRY(find_open(tx, id));
  if (obligation.paused_on)
    return refused(ErrorKind::conflict, "already_paused", {"已经中止计算期限。", "It is paused already."});
  if (is_late(obligation, context.clock.today()))
    return refused(ErrorKind::refused_by_rule, "already_late",
                   {"已经逾期，不能再中止。", "It is late already, so it cannot be paused."});
  start_pause(obligation, context.calendar, context.clock.today());
  TRY(update(tx, obligation));
  return obligation;
}

Result<Obligation> resume(db::Transaction& tx, const ModuleContext& context, const Id& id) {
  auto obligation = TRY(find_open(tx, id));
  if (!obligation.paused_on)
    return refused(ErrorKind::conflict, "not_paused", {"没有中止计算期限。", "It is not paused."});
  end_pause(obligation, context.calendar, context.clock.today());
  obligation.next_step_on = day_of_step(obligation, context.calendar, obligation.steps_taken);
  TRY(update(tx, obligation));
  return obligation;
}

Result<std::optional<Obligation>> open_for(db::Reader& reader, const Id& unit_id, std::string_view kind,
                                           std::string_view object_kind, std::string_view object_id) {
  static const std::string sql = fmt::format(
      "SELECT {} FROM obligation o WHERE o.unit_id = $1 AND o.kind = $2 AND o.object_kind = $3 AND o.object_id = $4 "
      "AND "
      "o.state = 'open'",
      obligation_columns());
  return reader.first<Obligation>(sql, unit_id, kind, object_kind, object_id);
}

}  // namespace gulou::obligations
