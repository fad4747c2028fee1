#include "modules/plan/press.h"

#include "modules/plan/tasked.h"

namespace gulou::plan {

using workflow::Where;

const db::Table press_table{
    .name = "plan_press",
    .row = &type_of<PressRow>,
    .primary_key = "id",
    .foreign_keys = {{"plan_id", "plan(id)"}, {"unit_id", "unit(id)"}, {"by_unit_id", "unit(id)"}},
    .indexes = {{"plan_press_of_unit", "unit_id, state"}}};

const workflow::Machine& press_machine() {
  static const workflow::Machine machine{.object_kind = "plan.press",
                                         .name = {"督办", "pressed task"},
                                         .table = "plan_press",
                                         .initial = "open",
                                         .states = {{"open", {"待回复", "Open"}},
                                                    {"replied", {"已回复", "Replied"}},
                                                    {"withdrawn", {"已撤销", "Withdrawn"}}},
                                         .actions = {{.name = "reply",
                                                      .label = {"回复", "Reply"},
                                                      .done = {"回复了督办", "replied"},
                                                      .from = {"open"},
                                                      .to = "replied",
                                                      .permission = "plan.press.reply"},
                                                     {.name = "withdraw",
                                                      .label = {"撤销", "Withdraw"},
                                                      .done = {"撤销了督办", "withdrew it"},
                                                      .from = {"open"},
                                                      .to = "withdrawn",
                                                      .permission = "plan.press",
                                                      .where = Where::above,
                                                      .asks_reason = true}}};
  return machine;
}

std::vector<access::Permission> press_permissions() {
  return {{.name = "plan.press",
           .allows = {"督办下级的任务", "Press units below on a task"},
           .roles = {access::Role::prefecture_bureau, access::Role::county_bureau}},
          {.name = "plan.press.reply",
           .allows = {"回复对本单位的督办", "Reply where the own unit is pressed"},
           .roles = {access::Role::county_bureau, access::Role::township}},
          {.name = "plan.press.read",
           .allows = {"查看督办", "Read what units are pressed on"},
           .roles = {access::Role::prefecture_bureau, access::Role::county_bureau, access::Role::township}}};
}

Result<Id> press(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller, int year,
                 const PressOn& wanted) {
  const Plan plan = TRY(load(tx, year));
  TaskRequest request(tx, caller, plan, "plan.press");
  const Clause* clause = request.check_task(wanted.task);
  request.check_due(wanted.due_on, context.clock.today());
  const auto unit = TRY(request.check_unit(wanted.unit, "/unit"));
  TRY(request.outcome());
  const Instant now = context.clock.now();
  const PressRow row{.id = Id::make(now.ms()),
                     .plan_id = plan.id,
                     .clause = clause->code,
                     .task = wanted.task,
                     .unit_id = unit->id,
                     .by_unit_id = request.by_unit_id(),
                     .county_id = unit->county_id,
                     .due_on = wanted.due_on,
                     .text = wanted.text,
                     .state = press_machine().initial,
                     .reply = {},
                     .pressed_at = now,
                     .closed_at = {}};
  TRY(tx.insert(press_table, row));
  TRY(owe_by(tx, context,
             {.unit = *unit,
              .kind = press_machine().object_kind,
              .object_kind = press_machine().object_kind,
              .object = row.id,
              .title_zh = "答复对任务 " + row.task + " 的督办",
              .rule = "plan.supervise.answer"},
             row.due_on));
  json::Value detail;
  detail.set("task", row.task).set("due_on", row.due_on.text());
  TRY(workflow::created(tx, context.clock, caller, press_machine(), {row.id, row.state, row.version, row.unit_id},
                        std::move(detail)));
  return row.id;
}

Result<void> reply_to_press(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller,
                            const Id& id, const ReplyToPress& reply) {
  const auto change = [&](db::Transaction&, const workflow::Subject& subject) -> Result<json::Value> {
    if (is_blank(reply.text))
      return fail(invalid_fields({{"/text", "required", {"请写明回复。", "A reply is needed."}}}));
    TRY(tx.execute("UPDATE plan_press SET reply = $2, closed_at = $3 WHERE id = $1", subject.id, reply.text,
                   context.clock.now()));
    const auto& kind = press_machine().object_kind;
    TRY(fulfil(tx, context, subject.unit_id, kind, kind, subject.id));
    return json::Value();
  };
  TRY(workflow::perform(tx, context.clock, caller, press_machine(),
                        {.action = "reply", .id = id, .version = reply.version}, change));
  return {};
}

Result<void> withdraw_press(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller,
                            const Id& id, const ActOn& act) {
  const auto change = [&](db::Transaction&, const workflow::Subject& subject) -> Result<json::Value> {
    TRY(tx.execute("UPDATE plan_press SET closed_at = $2 WHERE id = $1", subject.id, context.clock.now()));
    const auto& kind = press_machine().object_kind;
    TRY(cancel(tx, context, subject.unit_id, kind, kind, subject.id, act.reason.value_or("")));
    return json::Value();
  };
  TRY(workflow::perform(tx, context.clock, caller, press_machine(),
                        {.action = "withdraw", .id = id, .version = act.version, .reason = act.reason.value_or("")},
                        change));
  return {};
}

}  // namespace gulou::plan
