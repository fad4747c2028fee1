#include "modules/plan/report.h"

#include <fmt/format.h>

#include <set>

#include "modules/plan/tasked.h"
#include "spine/units/queries.h"

namespace gulou::plan {

using workflow::Where;

const db::Table report_table{
    .name = "plan_report",
    .row = &type_of<ReportRow>,
    .primary_key = "id",
    .foreign_keys = {{"plan_id", "plan(id)"}, {"unit_id", "unit(id)"}, {"by_unit_id", "unit(id)"}},
    .indexes = {{"plan_report_of_unit", "unit_id, state"},
                // One open report per task and unit; the names are those of the machine's open states.
                {"plan_report_open", "plan_id, task, unit_id", true, "state IN ('asked', 'submitted', 'returned')"}}};

const workflow::Machine& report_machine() {
  static const workflow::Machine machine{.object_kind = "plan.report",
                                         .name = {"进展报告", "progress report"},
                                         .table = "plan_report",
                                         .initial = "asked",
                                         .states = {{"asked", {"待报告", "Asked"}},
                                                    {"submitted", {"已提交", "Submitted"}},
                                                    {"returned", {"已退回", "Returned"}},
                                                    {"accepted", {"已认可", "Accepted"}},
                                                    {"withdrawn", {"已撤销", "Withdrawn"}}},
                                         .actions = {{.name = "write",
                                                      .label = {"保存草稿", "Save draft"},
                                                      .done = {"写了草稿", "wrote a draft"},
                                                      .from = {"asked", "returned"},
                                                      .to = "",
                                                      .permission = "plan.report.write"},
                                                     {.name = "submit",
                                                      .label = {"提交", "Submit"},
                                                      .done = {"提交了报告", "submitted the report"},
                                                      .from = {"asked", "returned"},
                                                      .to = "submitted",
                                                      .permission = "plan.report.write"},
                                                     {.name = "accept",
                                                      .label = {"认可", "Accept"},
                                                      .done = {"认可了报告", "accepted the report"},
                                                      .from = {"submitted"},
                                                      .to = "accepted",
                                                      .permission = "plan.report.ask",
                                                      .where = Where::above,
                                                      .other_than = "submit"},
                                                     {.name = "return",
                                                      .label = {"退回", "Return"},
                                                      .done = {"退回了报告", "returned the report"},
                                                      .from = {"submitted"},
                                                      .to = "returned",
                                                      .permission = "plan.report.ask",
                                                      .where = Where::above,
                                                      .asks_reason = true,
                                                      .other_than = "submit"},
                                                     {.name = "withdraw",
                                                      .label = {"撤销", "Withdraw"},
                                                      .done = {"撤销了报告任务", "withdrew the question"},
                                                      .from = {"asked", "returned"},
                                                      .to = "withdrawn",
                                                      .permission = "plan.report.ask",
                                                      .where = Where::above,
                                                      .asks_reason = true}}};
  return machine;
}

std::vector<access::Permission> report_permissions() {
  return {{.name = "plan.report.ask",
           .allows = {"向下级布置、认可、退回进展报告", "Ask units below for progress reports, accept and return them"},
           .roles = {access::Role::prefecture_bureau, access::Role::county_bureau}},
          {.name = "plan.report.write",
           .allows = {"填写、提交本单位的进展报告", "Write and submit the own unit's progress reports"},
           .roles = {access::Role::county_bureau, access::Role::township}},
          {.name = "plan.report.read",
           .allows = {"查看进展报告", "Read progress reports"},
           .roles = {access::Role::prefecture_bureau, access::Role::county_bureau, access::Role::township}}};
}

namespace {

Result<bool> is_asked(db::Reader& reader, const Plan& plan, const std::string& task, const units::UnitSummary& unit) {
  const auto open = TRY(reader.integer(
      "SELECT 1 FROM plan_report WHERE plan_id = $1 AND task = $2 AND unit_id = $3 AND state IN ('asked', 'submitted', "
      "'returned')",
      plan.id, task, unit.id));
  return open.has_value();
}

// Everybody who is asked, or everything that is wrong with the question.
Result<std::vector<units::UnitSummary>> check_units(db::Reader& reader, TaskRequest& request, const Plan& plan,
                                                    const AskReports& wanted) {
  std::vector<units::UnitSummary> asked;
  std::set<std::string> seen;
  for (std::size_t i = 0; i < wanted.units.size(); ++i) {
    const std::string pointer = fmt::format("/units/{}", i);
    auto unit = TRY(request.check_unit(wanted.units[i], pointer));
    if (!unit) continue;
    if (!seen.insert(unit->code).second || TRY(is_asked(reader, plan, wanted.task, *unit)))
      request.refuse(pointer, "asked_already",
                     {fmt::format("{}的这项任务已经有未办结的报告。", unit->name),
                      fmt::format("{} has an open report on this task.", unit->name)});
    asked.push_back(std::move(*unit));
  }
  TRY(request.outcome());
  return asked;
}

constexpr std::string_view report_duty = "plan.report";
constexpr std::string_view review_duty = "plan.report.review";

// What the unit that reports, or the one that asked, owes for a report.
Duty duty_of(const units::UnitSummary& unit, std::string_view kind, const Id& report, std::string title,
             std::string_view rule) {
  return {.unit = unit,
          .kind = std::string(kind),
          .object_kind = report_machine().object_kind,
          .object = report,
          .title_zh = std::move(title),
          .rule = std::string(rule)};
}

Result<void> close_duty(db::Transaction& tx, const ModuleContext& context, const Id& unit_id, std::string_view kind,
                        const Id& report) {
  return fulfil(tx, context, unit_id, kind, report_machine().object_kind, report);
}

Result<ReportRow> find_row(db::Reader& reader, const Id& id) {
  auto row = TRY(reader.first<ReportRow>(
      "SELECT id, plan_id, clause, task, unit_id, by_unit_id, county_id, due_on, note, state, version, text, progress, "
      "asked_at, submitted_at, decided_at FROM plan_report WHERE id = $1",
      id));
  if (!row) return fail(not_found_error({"没有这个进展报告。", "There is no such progress report."}));
  return std::move(*row);
}

// Submitting ends what the unit owes; now the unit that asked owes its decision.
Result<void> hand_in(db::Transaction& tx, const ModuleContext& context, const Id& id) {
  const auto row = TRY(find_row(tx, id));
  TRY(close_duty(tx, context, row.unit_id, report_duty, id));
  const auto by = TRY(units::by_id(tx, row.by_unit_id));
  TRY(owe(tx, context, duty_of(by, review_duty, id, "审核任务 " + row.task + " 的进展报告", "plan.report.review")));
  return {};
}

// Returning gives the unit the rule's term once more.
Result<void> send_back(db::Transaction& tx, const ModuleContext& context, const ReportRow& row) {
  TRY(close_duty(tx, context, row.by_unit_id, review_duty, row.id));
  const auto unit = TRY(units::by_id(tx, row.unit_id));
  const Date due_on = TRY(owe(
      tx, context, duty_of(unit, report_duty, row.id, "重新报送任务 " + row.task + " 的进展", "plan.report.returned")));
  TRY(tx.execute("UPDATE plan_report SET due_on = $2 WHERE id = $1", row.id, due_on));
  return {};
}

Result<Id> ask(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller, const ReportRow& row) {
  TRY(tx.insert(report_table, row));
  tx.touch(db::Topic::plan);
  const auto unit = TRY(units::by_id(tx, row.unit_id));
  TRY(owe_by(tx, context, duty_of(unit, report_duty, row.id, "报送任务 " + row.task + " 的进展", "plan.report.due"),
             row.due_on));
  json::Value detail;
  detail.set("task", row.task).set("due_on", row.due_on.text());
  TRY(workflow::created(tx, context.clock, caller, report_machine(), {row.id, row.state, row.version, row.unit_id},
                        std::move(detail)));
  return row.id;
}

}  // namespace

Result<std::vector<Id>> ask_reports(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller,
                                    int year, const AskReports& wanted) {
  const Plan plan = TRY(load(tx, year));
  TaskRequest request(tx, caller, plan, "plan.report.ask");
  const Clause* clause = request.check_task(wanted.task);
  request.check_due(wanted.due_on, context.clock.today());
  std::vector<Id> ids;
  for (const auto& unit : TRY(check_units(tx, request, plan, wanted))) {
    const Instant now = context.clock.now();
    ids.push_back(TRY(ask(tx, context, caller,
                          {.id = Id::make(now.ms()),
                           .plan_id = plan.id,
                           .clause = clause->code,
                           .task = wanted.task,
                           .unit_id = unit.id,
                           .by_unit_id = request.by_unit_id(),
                           .county_id = unit.county_id,
                           .due_on = wanted.due_on,
                           .note = wanted.note,
                           .state = report_machine().initial,
                           .text = {},
                           .asked_at = now,
                           .submitted_at = {},
                           .decided_at = {}})));
  }
  return ids;
}

Result<void> write_report(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller, const Id& id,
                          const WriteReport& written, bool submit) {
  const auto change = [&](db::Transaction&, const workflow::Subject& subject) -> Result<json::Value> {
    if (submit && is_blank(written.text))
      return fail(invalid_fields({{"/text", "required", {"请写明进展情况。", "Say how the task stands."}}}));
    TRY(tx.execute("UPDATE plan_report SET text = $2, progress = $3 WHERE id = $1", subject.id, written.text,
                   written.progress));
    if (submit) {
      TRY(tx.execute("UPDATE plan_report SET submitted_at = $2 WHERE id = $1", subject.id, context.clock.now()));
      TRY(hand_in(tx, context, subject.id));
    }
    json::Value detail;
    detail.set("progress", name_of(written.progress));
    return detail;
  };
  TRY(workflow::perform(tx, context.clock, caller, report_machine(),
                        {.action = submit ? "submit" : "write", .id = id, .version = written.version}, change));
  return {};
}

Result<void> decide_report(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller,
                           const Id& id, std::string_view action, const ActOn& act) {
  const auto change = [&](db::Transaction&, const workflow::Subject& subject) -> Result<json::Value> {
    const auto row = TRY(find_row(tx, subject.id));
    if (action == "return") {
      TRY(send_back(tx, context, row));
      return json::Value();
    }
    TRY(close_duty(tx, context, row.by_unit_id, review_duty, row.id));
    if (action == "withdraw")
      TRY(cancel(tx, context, row.unit_id, report_duty, report_machine().object_kind, row.id, act.reason.value_or("")));
    TRY(tx.execute("UPDATE plan_report SET decided_at = $2 WHERE id = $1", subject.id, context.clock.now()));
    tx.touch(db::Topic::plan);  // what was accepted shows in the standing of the plan
    return json::Value();
  };
  TRY(workflow::perform(tx, context.clock, caller, report_machine(),
                        {.action = action, .id = id, .version = act.version, .reason = act.reason.value_or("")},
                        change));
  return {};
}

}  // namespace gulou::plan
