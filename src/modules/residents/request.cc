#include "modules/residents/request.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.h"
#include "modules/residents/joined.h"
#include "modules/residents/own.h"
#include "spine/access/retire.h"
#include "spine/obligations/obligations.h"
#include "spine/obligations/queries.h"
#include "spine/people/erasure.h"
#include "spine/people/store.h"
#include "spine/rules/place.h"
#include "spine/rules/store.h"
#include "spine/units/queries.h"
#include "spine/workflow/once.h"

namespace gulou::residents {
namespace {

using people::RollColumn;
using workflow::Where;

constexpr std::int64_t requests_per_answer = 100;
constexpr std::string_view select_requests =
    "SELECT r.id, r.unit_id, r.county_id, r.kind, r.state, r.version, r.account_id, r.person_id, r.record_id, r.field, "
    "r.wanted_sealed, r.why_sealed, r.asked_at, r.due_on, r.decided_at, r.kept, r.is_demo FROM resident_request r ";

vault::Place wanted_place(const Id& id) { return {"resident_request", "wanted_sealed", id.text()}; }
vault::Place why_place(const Id& id) { return {"resident_request", "why_sealed", id.text()}; }

Error no_such_request() { return not_found_error({"没有这个请求。", "There is no such request."}); }

Error refused(std::string code, Text message) {
  return {.kind = ErrorKind::refused_by_rule, .code = std::move(code), .message = std::move(message)};
}

Error wrong_kind() {
  return refused("wrong_kind", {"这个请求不是要求做这件事的。", "That is not what this request asks for."});
}

Error asked_already(std::string pointer) {
  const Text message{"同样的请求已经提交，还没有答复；要改，请先撤回。",
                     "The same was asked and waits for its answer; to change it, take that one back first."};
  return {.kind = ErrorKind::conflict,
          .code = "asked_already",
          .message = message,
          .fields = {{std::move(pointer), "asked_already", message}}};
}

bool is_number(const RequestRow& row) { return row.field == RollColumn::id_number || row.field == RollColumn::phone; }

Result<RequestRow> row_of(db::Reader& reader, const Id& id) {
  auto found = TRY(reader.first<RequestRow>(fmt::format("{}WHERE r.id = $1", select_requests), id));
  if (!found) return fail(no_such_request());
  return std::move(*found);
}

Result<std::optional<std::string>> sealed(db::Reader& reader, const ModuleContext& context, const vault::Place& place,
                                          const std::optional<std::string>& text) {
  const std::string trimmed(utf8::trim(text.value_or("")));
  if (trimmed.empty()) return std::optional<std::string>();
  return std::optional(TRY(context.vault.seal(reader, place, trimmed)));
}

Result<std::string> opened(const ModuleContext& context, const vault::Place& place,
                           const std::optional<std::string>& text) {
  if (!text) return std::string();
  return context.vault.open(place, *text);
}

// ---- asking

Result<void> check_ask(db::Reader& reader, const ModuleContext& context, const people::RecordRow& record,
                       const Ask& wanted) {
  const auto person = TRY(people::person_by_id(reader, record.person_id));
  if (!person || person->erased_at) return fail(refused("erased", {"这些信息已经删除。", "That is erased already."}));
  if (wanted.kind != RequestKind::correction) {
    if (wanted.field || wanted.wanted)
      return fail(invalid_fields(
          {{"/kind", "field_not_wanted", {"只有更正才写哪一项。", "Only a correction names a field."}}}));
    if (wanted.kind == RequestKind::restriction && person->restricted_at)
      return fail(refused("restricted_already", {"已经限制处理。", "It is restricted already."}));
    return {};
  }
  if (record.left_on)
    return fail(refused("record_ended", {"您在本村的登记已经结束，要更正请到村里办理。",
                                         "Your record in this village has ended; come to its desk for a correction."}));
  if (!wanted.field)
    return fail(invalid_fields({{"/field", "required", {"请选择哪一项不对。", "Choose what is wrong."}}}));
  auto faults = TRY(people::faults_of_correction(reader, context, record.id,
                                                 {.field = *wanted.field, .wanted = wanted.wanted.value_or("")}));
  if (!faults.empty()) return fail(invalid_fields(std::move(faults)));
  return {};
}

Result<void> check_not_waiting(db::Reader& reader, const Id& person, const Ask& wanted) {
  const std::string field = wanted.field ? std::string(name_of(*wanted.field)) : std::string();
  const auto waiting = TRY(reader.integer(
      "SELECT count(*) FROM resident_request WHERE person_id = $1 AND kind = $2 AND coalesce(field, '') = $3 "
      "AND decided_at IS NULL",
      person, wanted.kind, field));
  if (waiting.value_or(0) > 0) return fail(asked_already(wanted.field ? "/field" : "/kind"));
  return {};
}

std::string title_of_duty(RequestKind kind) { return fmt::format("答复居民{}个人信息的请求", label(kind).zh); }

Result<Date> owe_answer(db::Transaction& tx, const ModuleContext& context, const units::UnitSummary& village,
                        const Id& id, RequestKind kind) {
  const auto library = TRY(rules::confirmed(tx, context.rules));
  const auto term = TRY(library.resolve(kind == RequestKind::correction ? correction_term : erasure_term,
                                        context.clock.today(), TRY(rules::place_of(tx, village))));
  return TRY(obligations::owe(tx, context,
                              {.unit_id = village.id,
                               .role = std::string(name_of(access::Role::village_committee)),
                               .kind = std::string(answer_duty),
                               .object_kind = request_machine().object_kind,
                               .object_id = id.text(),
                               .title_zh = title_of_duty(kind)},
                              term))
      .due_on;
}

// ---- deciding

Result<void> close_duty(db::Transaction& tx, const ModuleContext& context, const RequestRow& row, bool answered) {
  // Wherever it stands: what a village owed stays with it though the request has moved to its successor.
  for (const auto& duty : TRY(obligations::about(tx, request_machine().object_kind, row.id.text()))) {
    if (duty.state != obligations::State::open) continue;
    if (answered)
      TRY(obligations::fulfil(tx, context, duty.id));
    else
      TRY(obligations::cancel(tx, context, duty.id, "本人撤回"));
  }
  return {};
}

// The number that was asked for is in the register now, or is of no more use.
Result<void> close_row(db::Transaction& tx, const ModuleContext& context, const RequestRow& row,
                       const std::string& kept) {
  TRY(tx.execute("UPDATE resident_request SET decided_at = $2, kept = $3 WHERE id = $1", row.id, context.clock.now(),
                 kept));
  if (is_number(row)) TRY(tx.execute("UPDATE resident_request SET wanted_sealed = NULL WHERE id = $1", row.id));
  return {};
}

Result<json::Value> change_correct(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller,
                                   const RequestRow& row, people::Said* said) {
  if (row.kind != RequestKind::correction || !row.field) return fail(wrong_kind());
  const auto wanted = TRY(opened(context, wanted_place(row.id), row.wanted_sealed));
  TRY(people::correct(tx, context, caller, row.record_id, {.field = *row.field, .wanted = wanted}, said));
  TRY(close_row(tx, context, row, ""));
  return json::Value::object().set("field", name_of(*row.field));
}

Result<json::Value> change_restrict(db::Transaction& tx, const ModuleContext& context, const RequestRow& row) {
  if (row.kind != RequestKind::restriction) return fail(wrong_kind());
  TRY(people::restrict(tx, context.clock, row.person_id, true));
  TRY(tx.execute("UPDATE resident_slip SET void_at = $2 WHERE record_id = $1 AND used_at IS NULL AND void_at IS NULL",
                 row.record_id, context.clock.now()));
  TRY(close_row(tx, context, row, ""));
  return json::Value::object();
}

// What the person wrote in requests, and what was answered: texts, which figures do not need.
Result<void> forget_requests(db::Transaction& tx, const ModuleContext& context, const RequestRow& row,
                             bool whole_person) {
  std::vector<Id> ids;
  for (const auto& each :
       TRY(tx.all<RequestRow>(fmt::format("{}WHERE r.person_id = $1 AND ($2 = 1 OR r.record_id = $3)", select_requests),
                              row.person_id, whole_person, row.record_id)))
    ids.push_back(each.id);
  for (const auto& id : ids) {
    TRY(tx.execute("UPDATE resident_request SET wanted_sealed = NULL, why_sealed = NULL WHERE id = $1", id));
    TRY(tx.execute("UPDATE workflow_step SET reason = '' WHERE object_id = $1", id));
    if (whole_person) TRY(tx.execute("UPDATE resident_request SET account_id = NULL WHERE id = $1", id));
  }
  std::vector<std::string> marks;
  for (const auto& id : ids) marks.push_back(id.text());
  TRY(workflow::forget_answers_with(tx, context, marks));
  TRY(people::forget_commitments(tx, ids));
  return {};
}

struct JoinedAccount {
  Id account_id;
};
constexpr auto describe(Tag<JoinedAccount>) {
  return object("JoinedAccount", "An account of a resident", field<&JoinedAccount::account_id>("account_id", "Which"));
}

Result<void> forget_account(db::Transaction& tx, const ModuleContext& context, const Id& person) {
  for (const auto& each : TRY(tx.all<JoinedAccount>("SELECT account_id FROM resident WHERE person_id = $1", person))) {
    TRY(tx.execute("DELETE FROM resident WHERE account_id = $1", each.account_id));
    TRY(tx.execute("DELETE FROM kept_answer WHERE caller = $1", each.account_id));
    if (TRY(access::retire_resident(tx, context.clock, each.account_id)))
      TRY(people::forget_commitments(tx, {each.account_id}));
  }
  return {};
}

Result<void> check_erasable(db::Reader& reader, const RequestRow& row) {
  if (row.kind != RequestKind::erasure) return fail(wrong_kind());
  const auto others = TRY(
      reader.integer("SELECT count(*) FROM resident_request WHERE person_id = $1 AND id <> $2 AND decided_at IS NULL",
                     row.person_id, row.id));
  if (others.value_or(0) > 0)
    return fail({.kind = ErrorKind::conflict,
                 .code = "other_request_open",
                 .message = {"此人还有别的请求没有答复，请先答复。",
                             "Another request of this person waits for its "
                             "answer; answer it first."}});
  return {};
}

// Nothing is erased yet: another person looks at it first.
Result<json::Value> change_agree(db::Transaction& tx, const ModuleContext& context, const RequestRow& row) {
  TRY(check_erasable(tx, row));
  return json::Value::object().set("kept", names_of(TRY(holds_of(tx, context, row.record_id))));
}

Result<json::Value> change_erase(db::Transaction& tx, const ModuleContext& context, const RequestRow& row) {
  TRY(check_erasable(tx, row));
  const auto holds = TRY(holds_of(tx, context, row.record_id));
  const bool all = !keeps_person(holds);
  const auto erased =
      TRY(people::erase(tx, context, row.record_id, all ? people::Extent::all : people::Extent::not_due));
  for (const auto& record : erased.records) TRY(tx.execute("DELETE FROM resident_slip WHERE record_id = $1", record));
  TRY(forget_requests(tx, context, row, all));
  if (all) TRY(forget_account(tx, context, row.person_id));
  TRY(close_row(tx, context, row, names_of(holds)));
  return json::Value::object()
      .set("extent", all ? "all" : "not_due")
      .set("kept", names_of(holds))
      .set("records", static_cast<std::int64_t>(erased.records.size()))
      .set("households", erased.households)
      .set("ties", erased.ties)
      .set("looks", erased.looks)
      .set("previews", erased.previews)
      .set("commitments", erased.commitments);
}

Result<json::Value> change_refuse(db::Transaction& tx, const ModuleContext& context, const RequestRow& row) {
  const bool erasure = row.kind == RequestKind::erasure;
  TRY(close_row(tx, context, row, erasure ? names_of(TRY(holds_of(tx, context, row.record_id))) : std::string()));
  return json::Value::object();
}

Result<json::Value> changed_by(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller,
                               std::string_view action, const RequestRow& row, people::Said* said) {
  if (action == "correct") return change_correct(tx, context, caller, row, said);
  if (action == "erase") return change_agree(tx, context, row);
  if (action == "confirm") return change_erase(tx, context, row);
  if (action == "restrict") return change_restrict(tx, context, row);
  return change_refuse(tx, context, row);
}

// ---- reading

// Of the actions that the state offers, those of the kind.
bool is_of_kind(std::string_view action, RequestKind kind) {
  if (action == "correct") return kind == RequestKind::correction;
  if (action == "erase" || action == "confirm" || action == "decline") return kind == RequestKind::erasure;
  if (action == "restrict" || action == "lift") return kind == RequestKind::restriction;
  return true;
}

Result<std::vector<Hold>> holds_to_show(db::Reader& reader, const ModuleContext& context, const RequestRow& row) {
  if (row.kind != RequestKind::erasure) return std::vector<Hold>();
  return row.decided_at ? holds_named(reader, context, row.kept) : holds_of(reader, context, row.record_id);
}

// What whoever agrees or confirms looks at: a departure that was entered yesterday and lies eleven years back, or an
// owner who joined this morning, are worth a question.
Result<void> add_circumstances(db::Reader& reader, const RequestRow& row, RequestView& view) {
  if (row.kind != RequestKind::erasure || row.decided_at) return {};
  view.left_on = TRY(people::record_by_id(reader, row.record_id)).left_on;
  if (view.left_on) view.left_entered_at = TRY(departure_entered_at(reader, row.record_id));
  view.joined_at = TRY(joined_at(reader, row.person_id));
  return {};
}

Result<RequestView> view_of(db::Reader& reader, const ModuleContext& context, const access::Caller& caller,
                            const RequestRow& row, bool whole) {
  const auto village = TRY(units::by_id(reader, row.unit_id));
  const auto person = TRY(people::person_by_id(reader, row.person_id));
  const auto& machine = request_machine();
  const Text state = machine.label_of(row.state);
  const Text kind = label(row.kind);
  auto wanted = TRY(opened(context, wanted_place(row.id), row.wanted_sealed));
  auto why = TRY(opened(context, why_place(row.id), row.why_sealed));
  auto holds = TRY(holds_to_show(reader, context, row));
  auto history = TRY(workflow::history(reader, machine, row.id));
  RequestView view{.id = row.id,
                   .kind = row.kind,
                   .kind_zh = kind.zh,
                   .kind_en = kind.en,
                   .name = person ? person->name : std::string(),
                   .record = row.record_id,
                   .village = village.code,
                   .village_name = village.name,
                   .field = row.field,
                   .field_zh = row.field ? std::string(people::title_of(*row.field)) : std::string(),
                   .now = {},
                   .wanted = std::move(wanted),
                   .why = std::move(why),
                   .state = row.state,
                   .state_zh = state.zh,
                   .state_en = state.en,
                   .version = row.version,
                   .asked_at = row.asked_at,
                   .due_on = row.due_on,
                   .decided_at = row.decided_at,
                   .holds = std::move(holds),
                   .left_on = {},
                   .left_entered_at = {},
                   .joined_at = {},
                   .actions = workflow::offered(caller, machine, row.state, village),
                   .history = std::move(history),
                   .is_demo = row.is_demo};
  std::erase_if(view.actions, [&](const auto& action) {
    const bool own = action.name == "withdraw" || action.name == "lift";
    return !is_of_kind(action.name, row.kind) || (own && row.account_id != caller.account_id);
  });
  TRY(workflow::mark_own_steps(reader, caller, machine, row.id, view.actions));
  TRY(add_circumstances(reader, row, view));
  if (row.field && row.state == "submitted")
    view.now = TRY(people::kept_in_words(reader, context, row.record_id, *row.field));
  if (row.field && !whole) view.wanted = people::masked(*row.field, view.wanted);
  return view;
}

}  // namespace

Result<Id> ask(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller, const Ask& wanted) {
  const auto resident = TRY(resident_of(tx, caller));
  const auto record = TRY(people::record_by_id(tx, resident.record_id));
  const auto village = TRY(units::by_id(tx, record.village_id));
  TRY(workflow::permit(tx, caller, residents_own, Where::own, village));
  TRY(check_ask(tx, context, record, wanted));
  TRY(check_not_waiting(tx, resident.person_id, wanted));
  RequestRow row{.id = Id::make(context.clock.now().ms()),
                 .unit_id = village.id,
                 .county_id = village.county_id,
                 .kind = wanted.kind,
                 .state = request_machine().initial,
                 .account_id = caller.account_id,
                 .person_id = resident.person_id,
                 .record_id = record.id,
                 .field = wanted.field,
                 .wanted_sealed = {},
                 .why_sealed = {},
                 .asked_at = context.clock.now(),
                 .due_on = {},
                 .decided_at = {},
                 .kept = {},
                 .is_demo = record.is_demo};
  row.wanted_sealed = TRY(sealed(tx, context, wanted_place(row.id), wanted.wanted));
  row.why_sealed = TRY(sealed(tx, context, why_place(row.id), wanted.why));
  row.due_on = TRY(owe_answer(tx, context, village, row.id, row.kind));
  TRY(tx.insert(request_table, row));
  auto detail = json::Value::object().set("kind", name_of(row.kind));
  if (row.field) detail.set("field", name_of(*row.field));
  TRY(workflow::created(tx, context.clock, caller, request_machine(),
                        {.id = row.id, .state = row.state, .version = row.version, .unit_id = row.unit_id},
                        std::move(detail)));
  return row.id;
}

Result<void> act_on_own(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller,
                        std::string_view action, const Id& id, std::int64_t version) {
  const auto row = TRY(row_of(tx, id));
  if (!caller.account_id || row.account_id != caller.account_id) return fail(no_such_request());
  TRY(workflow::perform(tx, context.clock, caller, request_machine(), {.action = action, .id = id, .version = version},
                        [&](db::Transaction&, const workflow::Subject&) -> Result<json::Value> {
                          if (action == "lift") {
                            TRY(people::restrict(tx, context.clock, row.person_id, false));
                          } else {
                            TRY(close_duty(tx, context, row, false));
                            TRY(close_row(tx, context, row, ""));
                          }
                          return json::Value::object();
                        }));
  return {};
}

Result<void> decide(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller,
                    std::string_view action, const Id& id, const Decide& decision, people::Said* said) {
  TRY(workflow::perform(tx, context.clock, caller, request_machine(),
                        {.action = action,
                         .id = id,
                         .version = decision.version,
                         .reason = std::string(utf8::trim(decision.reason.value_or("")))},
                        [&](db::Transaction&, const workflow::Subject&) -> Result<json::Value> {
                          const auto row = TRY(row_of(tx, id));
                          auto detail = TRY(changed_by(tx, context, caller, action, row, said));
                          if (action != "erase") TRY(close_duty(tx, context, row, true));
                          return detail;
                        }));
  return {};
}

Result<std::vector<RequestView>> own_requests(db::Reader& reader, const ModuleContext& context,
                                              const access::Caller& caller, const Id& person, bool whole) {
  std::vector<RequestView> out;
  for (const auto& row : TRY(reader.all<RequestRow>(
           fmt::format("{}WHERE r.person_id = $1 ORDER BY r.asked_at DESC, r.id DESC", select_requests), person)))
    out.push_back(TRY(view_of(reader, context, caller, row, whole)));
  return out;
}

Result<RequestList> find_requests(db::Reader& reader, const ModuleContext& context, const access::Caller& caller,
                                  const std::string& subtree, std::string_view state) {
  auto rows = TRY(reader.all<RequestRow>(
      fmt::format("{}JOIN unit u ON u.id = r.unit_id WHERE u.path >= $1 AND u.path < $2 AND ($3 = '' OR r.state = $3 "
                  "OR ($3 = 'waiting' AND r.decided_at IS NULL)) "
                  "ORDER BY CASE WHEN r.decided_at IS NULL THEN 0 ELSE 1 END, r.due_on, r.id LIMIT $4",
                  select_requests),
      subtree, units::subtree_end(subtree), state, requests_per_answer + 1));
  RequestList list;
  list.more = static_cast<std::int64_t>(rows.size()) > requests_per_answer;
  if (list.more) rows.pop_back();
  for (const auto& row : rows) list.requests.push_back(TRY(view_of(reader, context, caller, row, false)));
  return list;
}

Result<RequestView> request_for(db::Reader& reader, const ModuleContext& context, const access::Caller& caller,
                                const Id& id) {
  const auto row = TRY(row_of(reader, id));
  TRY(access::require(reader, caller, requests_read, TRY(units::by_id(reader, row.unit_id))));
  return view_of(reader, context, caller, row, false);
}

}  // namespace gulou::residents
