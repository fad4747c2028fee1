#include "spine/obligations/run.h"
#include "spine/journal/journal.h"

#include <fmt/format.h>

#include <set>

#include "spine/obligations/obligations.h"
#include "spine/obligations/store.h"
#include "spine/obligations/terms.h"
#include "spine/obligations/timeliness.h"
#include "spine/settings/settings.h"
#include "spine/units/queries.h"

namespace gulou::obligations {
namespace {

constexpr std::int64_t batch = 100;  // a batch keeps other writers waiting
constexpr std::string_view calendar_setting = "obligations.calendar";

std::string select_where(std::string_view condition) {
  return fmt::format("SELECT {} FROM obligation o WHERE {}", obligation_columns(), condition);
}

// Takes the due steps of obligations in one transaction.
class StepTaker {
 public:
  StepTaker(db::Transaction& tx, const ModuleContext& context)
      : tx_(tx), context_(context), today_(context.clock.today()) {}

  Result<void> take_due(Obligation obligation) {
    while (obligation.next_step_on && *obligation.next_step_on <= today_) {
      const auto desk = TRY(desk_of(obligation));
      // Above the highest level there is nobody to tell; the first escalation is noted all the same.
      if (!desk && obligation.steps_taken > warning_step + 1) {
        obligation.next_step_on.reset();
        break;
      }
      TRY(take(obligation, desk));
      ++obligation.steps_taken;
      obligation.next_step_on = day_of_step(obligation, context_.calendar, obligation.steps_taken);
    }
    TRY(update(tx_, obligation));
    if (obligation.steps_taken > warning_step + 1) late_.emplace(obligation.unit_id, obligation.due_on);
    return {};
  }

  Result<RunReport> finish() {
    for (const auto& [unit_id, due_on] : late_) TRY(refresh_timeliness(tx_, context_, unit_id, due_on));
    return report_;
  }

 private:
  // Whose desk the next step reaches: the unit's own for the warning, then one level up each time.
  Result<std::optional<Id>> desk_of(const Obligation& obligation) {
    if (obligation.steps_taken == warning_step) return std::optional(obligation.unit_id);
    const auto unit = TRY(units::by_id(tx_, obligation.unit_id));
    const auto above = TRY(units::ancestors(tx_, unit));
    const auto up = static_cast<std::size_t>(obligation.steps_taken);
    if (up > above.size() || above[above.size() - up].level < obligation.highest) return std::optional<Id>();
    return std::optional(above[above.size() - up].id);
  }

  // The one place where a step is taken.
  Result<void> take(const Obligation& obligation, const std::optional<Id>& desk) {
    const auto stored =
        TRY(tx_.execute("INSERT INTO obligation_step (obligation_id, step, due_on, taken_at, to_unit_id, county_id) "
                        "VALUES ($1, $2, $3, "
                        "$4, $5, $6) ON CONFLICT (obligation_id, step) DO NOTHING",
                        obligation.id, obligation.steps_taken, *obligation.next_step_on, context_.clock.now(), desk,
                        obligation.county_id));
    if (stored == 0) return {};
    const bool warns = obligation.steps_taken == warning_step;
    ++(warns ? report_.warned : report_.escalated);
    json::Value detail;
    detail.set("kind", obligation.kind).set("step", obligation.steps_taken).set("due_on", obligation.due_on.text());
    TRY(journal::record(tx_, context_.clock, journal::gulou_itself(),
                        {.action = warns ? "obligation.warn" : "obligation.escalate",
                         .object_kind = "obligation",
                         .object_id = obligation.id.text(),
                         .unit_id = obligation.unit_id,
                         .county_id = obligation.county_id,
                         .detail = std::move(detail)}));
    return {};
  }

  db::Transaction& tx_;
  const ModuleContext& context_;
  const Date today_;
  RunReport report_;
  std::set<std::pair<Id, Date>> late_;
};

Result<std::int64_t> recompute_if_calendar_changed(const ModuleContext& context) {
  const auto known =
      TRY(context.database.read([](db::Reader& reader) { return settings::get(reader, calendar_setting); }));
  if (known == context.calendar.sha256()) return 0;
  return context.database.write([&](db::Transaction& tx) -> Result<std::int64_t> {
    TRY(settings::set(tx, context.clock, journal::gulou_itself(), calendar_setting, context.calendar.sha256()));
    return recompute(tx, context);
  });
}

struct StepCount {
  Id id;
  std::int64_t steps_taken = 0;
  std::int64_t steps = 0;
};

constexpr auto describe(Tag<StepCount>) {
  return object("StepCount", "Steps noted and stored", field<&StepCount::id>("id", "Obligation"),
                field<&StepCount::steps_taken>("steps_taken", "Noted"), field<&StepCount::steps>("steps", "Stored"));
}

}  // namespace

Result<RunReport> run_due(const ModuleContext& context) {
  static const std::string due_now = select_where("o.next_step_on <= $1 ORDER BY o.next_step_on, o.id LIMIT $2");
  RunReport all{.moved = TRY(recompute_if_calendar_changed(context))};
  const Date today = context.clock.today();
  for (;;) {
    const auto rows =
        TRY(context.database.read([&](db::Reader& reader) { return reader.all<Obligation>(due_now, today, batch); }));
    if (rows.empty()) return all;
    const auto taken = TRY(context.database.write([&](db::Transaction& tx) -> Result<RunReport> {
      StepTaker taker(tx, context);
      for (auto& each : TRY(tx.all<Obligation>(due_now, today, batch))) TRY(taker.take_due(std::move(each)));
      return taker.finish();
    }));
    all.warned += taken.warned;
    all.escalated += taken.escalated;
  }
}

Result<std::int64_t> recompute(db::Transaction& tx, const ModuleContext& context) {
  static const std::string sql =
      select_where("o.state = 'open' AND o.provisional = 1 AND o.paused_on IS NULL ORDER BY o.id");
  std::int64_t moved = 0;
  for (auto& each : TRY(tx.all<Obligation>(sql))) {
    const auto due = due_of(each, context.calendar);
    if (due.on == each.due_on && due.provisional) continue;
    const Date before = each.due_on;
    each.due_on = due.on;
    each.provisional = due.provisional;
    if (each.next_step_on) each.next_step_on = day_of_step(each, context.calendar, each.steps_taken);
    TRY(update(tx, each));
    TRY(refresh_timeliness(tx, context, each.unit_id, before));
    TRY(refresh_timeliness(tx, context, each.unit_id, each.due_on));
    ++moved;
  }
  return moved;
}

Result<std::vector<std::string>> verify(db::Reader& reader, const ModuleContext& context) {
  static const std::string running =
      select_where("o.state = 'open' AND o.provisional = 0 AND o.paused_on IS NULL ORDER BY o.id");
  auto faults = TRY(verify_timeliness(reader));
  for (const auto& each : TRY(reader.all<Obligation>(running))) {
    const Date due = due_of(each, context.calendar).on;
    if (due != each.due_on)
      faults.push_back(
          fmt::format("obligation {} is due on {}, its term says {}", each.id.text(), each.due_on.text(), due.text()));
  }
  const auto counts = TRY(reader.all<StepCount>(
      "SELECT o.id, o.steps_taken, (SELECT count(*) FROM obligation_step s WHERE s.obligation_id = o.id) AS steps "
      "FROM obligation o WHERE o.steps_taken <> (SELECT count(*) FROM obligation_step s WHERE s.obligation_id = "
      "o.id)"));
  for (const auto& each : counts)
    faults.push_back(
        fmt::format("obligation {} notes {} steps and has {}", each.id.text(), each.steps_taken, each.steps));
  return faults;
}

Result<void> tree_changed(db::Transaction& tx) {
  TRY(tx.execute("UPDATE obligation SET county_id = (SELECT u.county_id FROM unit u WHERE u.id = obligation.unit_id)"));
  TRY(
      tx.execute("UPDATE obligation_step SET county_id = (SELECT o.county_id FROM obligation o WHERE o.id = "
                 "obligation_step.obligation_id)"));
  tx.touch(db::Topic::obligations);
  return {};
}

}  // namespace gulou::obligations
