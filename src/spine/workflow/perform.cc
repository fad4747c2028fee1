#include "spine/workflow/perform.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/personal_number.h"
#include "spine/access/person.h"
#include "spine/journal/journal.h"
#include "spine/units/queries.h"
#include "spine/workflow/store.h"

namespace gulou::workflow {
namespace {

constexpr std::size_t longest_reason = 500;

Error forbidden(std::string code, Text message) {
  return {.kind = ErrorKind::forbidden, .code = std::move(code), .message = std::move(message)};
}

Error conflict(std::string code, Text message) {
  return {.kind = ErrorKind::conflict, .code = std::move(code), .message = std::move(message)};
}

Error not_there(const Machine& machine) {
  return not_found_error(
      {fmt::format("没有这个{}。", machine.name.zh), fmt::format("There is no such {}.", machine.name.en)});
}

Error wrong_state(const Machine& machine, const Action& action, std::string_view state) {
  const Text is = machine.label_of(state);
  return conflict("wrong_state", {fmt::format("现在是“{}”，不能{}。", is.zh, action.label.zh),
                                  fmt::format("It is \"{}\" now; \"{}\" is not possible.", is.en, action.label.en)});
}

bool stands(Where where, const units::UnitSummary& post, const units::UnitSummary& unit) {
  const bool own = post.id == unit.id;
  const bool above = !own && units::within(unit.path, post.path);
  switch (where) {
    case Where::own:
      return own;
    case Where::above:
      return above;
    case Where::own_or_above:
      return own || above;
  }
  return false;
}

Result<void> check_reason(const Action& action, const std::string& reason) {
  if (!action.asks_reason) return {};
  if (reason.find_first_not_of(" \t\r\n") == std::string::npos)
    return fail(invalid_fields({{"/reason", "required", {"请写明理由。", "A reason has to be given."}}}));
  if (holds_personal_number(reason)) return fail(invalid_fields({personal_number_refused("/reason")}));
  if (reason.size() > longest_reason * 4)
    return fail(invalid_fields({{"/reason", "too_long", {"理由太长。", "The reason is too long."}}}));
  return {};
}

// Who did that action to the object last; none if it was not done, or by no account.
Result<std::optional<Id>> doer_of(db::Reader& reader, const Id& object, std::string_view action) {
  const auto step = TRY(reader.first<Step>(
      "SELECT id, object_kind, object_id, action, state, at, account_id, post, reason, entry FROM workflow_step "
      "WHERE object_id = $1 AND action = $2 ORDER BY entry DESC LIMIT 1",
      object, action));
  return step ? step->account_id : std::nullopt;
}

Text done_words(const Machine& machine, std::string_view name) {
  const Action* action = machine.action(name);
  return action ? action->done : Text{"提出了" + machine.name.zh, "asked for the " + machine.name.en};
}

Error other_person_wanted(const Machine& machine, const Action& action) {
  const Text done = done_words(machine, action.other_than);
  return forbidden("other_person_wanted",
                   {fmt::format("是您{}，“{}”要由另一个人来做。", done.zh, action.label.zh),
                    fmt::format("You {}; \"{}\" is for another person to do.", done.en, action.label.en)});
}

Result<void> check_other_person(db::Reader& reader, const access::Caller& caller, const Machine& machine,
                                const Action& action, const Id& object) {
  if (action.other_than.empty()) return {};
  const auto doer = TRY(doer_of(reader, object, action.other_than));
  if (!doer || !caller.account_id) return {};
  if (TRY(access::is_same_person(reader, *doer, *caller.account_id))) return fail(other_person_wanted(machine, action));
  return {};
}

Result<Subject> find_subject(db::Reader& reader, const Machine& machine, const Id& id) {
  const auto found = TRY(reader.first<Subject>(
      fmt::format("SELECT id, state, version, unit_id FROM {} WHERE id = $1", machine.table), id));
  if (!found) return fail(not_there(machine));
  return *found;
}

// One line in the history and one in the journal.
Result<void> note(db::Transaction& tx, const Clock& clock, const access::Caller& caller, const Machine& machine,
                  const Subject& subject, std::string_view action, const std::string& reason, json::Value detail) {
  const auto unit = TRY(units::by_id(tx, subject.unit_id));
  const auto actor = access::actor_of(caller);
  detail.set("state", subject.state);
  journal::Entry entry{.action = fmt::format("{}.{}", machine.object_kind, action),
                       .object_kind = machine.object_kind,
                       .object_id = subject.id.text(),
                       .unit_id = unit.id,
                       .county_id = unit.county_id,
                       .detail = std::move(detail)};
  if (!reason.empty()) entry.personal.push_back({"reason", reason});
  const auto number = TRY(journal::record(tx, clock, actor, entry));
  TRY(tx.insert(step_table, Step{.id = Id::make(clock.now().ms()),
                                 .object_kind = machine.object_kind,
                                 .object_id = subject.id,
                                 .action = std::string(action),
                                 .state = subject.state,
                                 .at = clock.now(),
                                 .account_id = actor.account_id,
                                 .post = actor.post,
                                 .reason = reason,
                                 .entry = number}));
  return {};
}

}  // namespace

Result<void> permit(db::Reader& reader, const access::Caller& caller, std::string_view permission, Where where,
                    const units::UnitSummary& unit) {
  TRY(access::require(reader, caller, permission, unit));
  if (!caller.acting || stands(where, caller.acting->unit, unit)) return {};  // programs have no unit
  if (where == Where::own)
    return fail(forbidden("own_wanted", {fmt::format("这一步只能由{}自己来做。", unit.name),
                                         fmt::format("Only {} itself may do this.", unit.name)}));
  return fail(forbidden("above_wanted", {"这一步要由上级来做。", "Only a unit above may do this."}));
}

Result<Subject> perform(db::Transaction& tx, const Clock& clock, const access::Caller& caller, const Machine& machine,
                        const Call& call, const Change& change) {
  const Action* action = machine.action(call.action);
  if (!action) return fail(internal_error(fmt::format("{} has no action {}", machine.object_kind, call.action)));
  Subject subject = TRY(find_subject(tx, machine, call.id));
  TRY(permit(tx, caller, action->permission, action->where, TRY(units::by_id(tx, subject.unit_id))));
  TRY(check_other_person(tx, caller, machine, *action, subject.id));
  if (subject.version != call.version)
    return fail(conflict("version_changed", {"内容刚被别人改过，请看过最新的内容再做。",
                                             "Someone else has changed this meanwhile; look at it again first."}));
  if (std::ranges::find(action->from, subject.state) == action->from.end())
    return fail(wrong_state(machine, *action, subject.state));
  TRY(check_reason(*action, call.reason));
  json::Value detail = TRY(change(tx, subject));
  if (!action->to.empty()) subject.state = action->to;
  ++subject.version;
  TRY(tx.execute(fmt::format("UPDATE {} SET state = $2, version = $3 WHERE id = $1", machine.table), subject.id,
                 subject.state, subject.version));
  TRY(note(tx, clock, caller, machine, subject, action->name, action->asks_reason ? call.reason : std::string(),
           std::move(detail)));
  return subject;
}

Result<void> created(db::Transaction& tx, const Clock& clock, const access::Caller& caller, const Machine& machine,
                     const Subject& subject, json::Value detail) {
  return note(tx, clock, caller, machine, subject, created_action, {}, std::move(detail));
}

std::vector<OfferedAction> offered(const access::Caller& caller, const Machine& machine, std::string_view state,
                                   const units::UnitSummary& unit) {
  std::vector<OfferedAction> out;
  if (!caller.acting || !caller.permissions) return out;
  for (const Action& each : machine.actions) {
    if (std::ranges::find(each.from, state) == each.from.end()) continue;
    if (!caller.permissions->allows(each.permission, caller.acting->role)) continue;
    if (!stands(each.where, caller.acting->unit, unit)) continue;
    OfferedAction action{each.name, each.label.zh, each.label.en, each.asks_reason, {}, {}, {}};
    if (!each.other_than.empty()) action.other_than = each.other_than;
    out.push_back(std::move(action));
  }
  return out;
}

Result<void> mark_own_steps(db::Reader& reader, const access::Caller& caller, const Machine& machine, const Id& object,
                            std::vector<OfferedAction>& actions) {
  for (auto& each : actions) {
    const Action* action = machine.action(each.name);
    if (!action) continue;
    const auto other = check_other_person(reader, caller, machine, *action, object);
    if (other) continue;
    if (other.error().kind != ErrorKind::forbidden) return fail(other.error());
    each.refused_zh = other.error().message.zh;
    each.refused_en = other.error().message.en;
  }
  return {};
}

Result<std::int64_t> times_done(db::Reader& reader, const Id& object, std::string_view action) {
  return TRY(reader.integer("SELECT count(*) FROM workflow_step WHERE object_id = $1 AND action = $2", object, action))
      .value_or(0);
}

Result<std::vector<HistoryLine>> history(db::Reader& reader, const Machine& machine, const Id& object) {
  std::vector<HistoryLine> out;
  for (auto& step :
       TRY(reader.all<Step>("SELECT id, object_kind, object_id, action, state, at, account_id, post, reason, "
                            "entry FROM workflow_step WHERE object_id = $1 ORDER BY entry",
                            object))) {
    const Action* action = machine.action(step.action);
    const Text done = action ? action->done : Text{"建立了" + machine.name.zh, "made the " + machine.name.en};
    out.push_back(
        {step.at, std::move(step.post), done.zh, done.en, std::move(step.state), std::move(step.reason), step.entry});
  }
  return out;
}

}  // namespace gulou::workflow
