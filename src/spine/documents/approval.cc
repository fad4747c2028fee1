#include "spine/documents/approval.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.h"
#include "spine/access/gulou_itself.h"
#include "spine/access/person.h"
#include "spine/access/policy.h"
#include "spine/rules/judge.h"
#include "spine/rules/place.h"
#include "spine/rules/store.h"
#include "spine/units/queries.h"

namespace gulou::documents {

const db::Table export_request_table{
    .name = "export_request",
    .row = &type_of<ExportRequestRow>,
    .primary_key = "id",
    .foreign_keys = {{"unit_id", "unit(id)"}, {"account_id", "account(id)"}, {"decided_by", "account(id)"}},
    .indexes = {{"export_request_unit", "unit_id, state"},
                {"export_request_account", "account_id, asked_at"},
                {"export_request_state", "state, expires_at"}}};

const workflow::Machine& export_request_machine() {
  using workflow::Where;
  const std::string created(workflow::created_action), ask(exports_ask), approve(exports_approve);
  static const workflow::Machine machine{
      .object_kind = "documents.export_request",
      .name = {"导出申请", "request for an export"},
      .table = "export_request",
      .initial = "asked",
      .states = {{"asked", {"待批准", "Waits for another person"}},
                 {"agreed", {"已批准，待下载", "Agreed, not taken yet"}},
                 {"refused", {"未批准", "Refused"}},
                 {"withdrawn", {"本人已撤回", "Taken back"}},
                 {"taken", {"已下载", "Taken"}},
                 {"lapsed", {"已过期", "Lapsed"}}},
      .actions = {{.name = "agree",
                   .label = {"批准", "Agree"},
                   .done = {"批准了导出", "agreed to the export"},
                   .from = {"asked"},
                   .to = "agreed",
                   .permission = approve,
                   .where = Where::own_or_above,
                   .other_than = created},
                  {.name = "refuse",
                   .label = {"不批准", "Refuse"},
                   .done = {"没有批准导出", "refused the export"},
                   .from = {"asked"},
                   .to = "refused",
                   .permission = approve,
                   .where = Where::own_or_above,
                   .asks_reason = true,
                   .other_than = created},
                  {.name = "recall",
                   .label = {"收回批准", "Take the agreement back"},
                   .done = {"收回了对导出的批准", "took the agreement to the export back"},
                   .from = {"agreed"},
                   .to = "refused",
                   .permission = approve,
                   .where = Where::own_or_above,
                   .asks_reason = true,
                   .other_than = created},
                  {.name = "take",
                   .label = {"下载", "Take the file"},
                   .done = {"下载了批准的导出", "took the file"},
                   .from = {"agreed", "taken"},  // again, where the line broke
                   .to = "taken",
                   .permission = ask},
                  {.name = "withdraw",
                   .label = {"撤回申请", "Take the request back"},
                   .done = {"撤回了导出申请", "took the request back"},
                   .from = {"asked", "agreed"},
                   .to = "withdrawn",
                   .permission = ask},
                  // By time alone: no role has this permission.
                  {.name = "lapse",
                   .label = {"过期", "Lapse"},
                   .done = {"到期作废", "lapsed"},
                   .from = {"asked", "agreed"},
                   .to = "lapsed",
                   .permission = "exports.lapse",
                   .where = Where::own_or_above}}};
  return machine;
}

namespace {

constexpr std::int64_t day_ms = 86'400'000;
constexpr std::int64_t most_listed = 100;
constexpr std::int64_t most_lapsed_at_once = 200;

constexpr std::string_view select_requests =
    "SELECT r.id, r.unit_id, r.county_id, r.state, r.version, r.account_id, r.requester, r.data_class, r.what_zh, "
    "r.what_en, r.address, r.parameters, r.purpose, r.note, r.rows, r.asked_at, r.expires_at, r.decided_at, "
    "r.decided_by, r.decider, r.export_number FROM export_request r ";

Error no_such_request() { return not_found_error({"没有这个导出申请。", "There is no such request for an export."}); }

Error refused(ErrorKind kind, std::string code, Text message) {
  return {.kind = kind, .code = std::move(code), .message = std::move(message)};
}

Error lapsed() {
  return refused(ErrorKind::conflict, "lapsed",
                 {"这个申请已经过期，请重新申请。", "This request has lapsed; file another one."});
}

Error requester_wanted() {
  return refused(ErrorKind::forbidden, "requester_wanted",
                 {"这个申请不是您提出的，只能由申请人自己办。", "Only whoever filed this request may do this."});
}

Error taken_up() {
  return refused(ErrorKind::conflict, "taken_up",
                 {"这份文件批准的下载次数已经用完，还需要的请重新申请。",
                  "This was taken as often as it may be; file another request if it is still needed."});
}

Error not_as_approved() {
  return refused(ErrorKind::conflict, "not_as_approved",
                 {"要导出的和批准的不一样，请按批准的内容下载，或者重新申请。",
                  "This is not what was agreed to; take what was, or file another request."});
}

Result<ExportRequestRow> row_of(db::Reader& reader, const Id& id) {
  auto found = TRY(reader.first<ExportRequestRow>(fmt::format("{}WHERE r.id = $1", select_requests), id));
  if (!found) return fail(no_such_request());
  return std::move(*found);
}

bool is_open(std::string_view state) { return state == "asked" || state == "agreed"; }

// The term may have run out before Gulou has written it down.
std::string state_now(const ExportRequestRow& row, Instant now) {
  return is_open(row.state) && now >= row.expires_at ? "lapsed" : row.state;
}

// The days of a term, from this moment on or back.
Result<std::int64_t> term_ms(db::Reader& reader, const ModuleContext& context, std::string_view rule,
                             const units::UnitSummary& unit) {
  const auto library = TRY(rules::confirmed(reader, context.rules));
  const auto value = TRY(library.resolve(rule, context.clock.today(), TRY(rules::place_of(reader, unit))));
  return TRY(rules::term_of(value)).count * day_ms;
}

Result<Instant> end_of_term(db::Reader& reader, const ModuleContext& context, std::string_view rule,
                            const units::UnitSummary& unit) {
  return Instant(context.clock.now().ms() + TRY(term_ms(reader, context, rule, unit)));
}

// Are so many rows as good as the whole?
Result<bool> is_as_the_whole(db::Reader& reader, const ModuleContext& context, const Export& what, std::int64_t rows) {
  const auto place = TRY(rules::place_of(reader, TRY(units::by_id(reader, *what.unit_id))));
  const auto library = TRY(rules::confirmed(reader, context.rules));
  const auto rule = TRY(library.resolve(parts_share, context.clock.today(), place));
  return rules::reached(TRY(rules::share_of(rule)), rows, what.whole_rows);
}

// Rows of other parts that left without anybody's agreement within the last days.
Result<std::int64_t> rows_of_other_parts(db::Reader& reader, const ModuleContext& context, const Export& what) {
  const auto term = TRY(term_ms(reader, context, parts_term, TRY(units::by_id(reader, *what.unit_id))));
  return TRY(reader.integer("SELECT CAST(coalesce(sum(most), 0) AS BIGINT) FROM (SELECT part, max(rows) AS most FROM "
                            "document_export WHERE object_kind = $1 AND unit_id = $2 AND at > $3 AND approver = '' "
                            "AND part <> $4 GROUP BY part) parts",
                            what.object_kind, *what.unit_id, Instant(context.clock.now().ms() - term), what.part))
      .value_or(0);
}

Result<void> check_not_asked(db::Reader& reader, const ModuleContext& context, const access::Caller& caller,
                             const Export& what) {
  const auto waiting = TRY(
      reader.integer("SELECT count(*) FROM export_request WHERE account_id = $1 AND address = $2 AND parameters = $3 "
                     "AND state IN ('asked', 'agreed') AND expires_at > $4",
                     *caller.account_id, what.address, what.parameters, context.clock.now()));
  if (waiting.value_or(0) == 0) return {};
  return fail(refused(ErrorKind::conflict, "asked_already",
                      {"同样的申请已经提交，正在等批准或者等您下载。",
                       "The same was asked for, and waits for an answer or to be taken."}));
}

json::Value detail_of(const ExportRequestRow& row) {
  return json::Value::object()
      .set("class", row.data_class)
      .set("purpose", std::string(name_of(row.purpose)))
      .set("rows", row.rows)
      .set("asked_by", row.account_id.text());
}

// How often it may still be taken by whoever asked; null if it may not.
Result<std::optional<std::int64_t>> takings_left(db::Reader& reader, const ModuleContext& context,
                                                 const ExportRequestRow& row, const units::UnitSummary& unit) {
  const bool may = (row.state == "agreed" || row.state == "taken") && context.clock.now() < row.expires_at;
  if (!may) return std::optional<std::int64_t>();
  const auto library = TRY(rules::confirmed(reader, context.rules));
  const auto rule = TRY(library.resolve(most_takings, context.clock.today(), TRY(rules::place_of(reader, unit))));
  const auto left = TRY(rules::count_of(rule)) - TRY(workflow::times_done(reader, row.id, "take"));
  return left > 0 ? std::optional(left) : std::optional<std::int64_t>();
}

Result<std::string> reason_of(db::Reader& reader, const ExportRequestRow& row) {
  if (row.state != "refused") return std::string();
  const auto steps = TRY(workflow::history(reader, export_request_machine(), row.id));
  return steps.empty() ? std::string() : steps.back().reason;
}

Result<ExportRequestAnswer> answered(db::Reader& reader, const ModuleContext& context, const access::Caller& caller,
                                     const ExportRequestRow& row) {
  const auto unit = TRY(units::by_id(reader, row.unit_id));
  const auto data = class_named(row.data_class);
  const auto state = state_now(row, context.clock.now());
  const Text state_words = export_request_machine().label_of(state);
  const bool own = caller.account_id == row.account_id;
  auto reason = TRY(reason_of(reader, row));
  ExportRequestAnswer answer{.id = row.id,
                             .unit = {unit.code, unit.name, unit.level},
                             .what_zh = row.what_zh,
                             .what_en = row.what_en,
                             .data_class = row.data_class,
                             .class_zh = label(data).zh,
                             .class_en = label(data).en,
                             .purpose = row.purpose,
                             .purpose_zh = label(row.purpose).zh,
                             .purpose_en = label(row.purpose).en,
                             .note = row.note,
                             .rows = row.rows,
                             .requester = row.requester,
                             .asked_at = row.asked_at,
                             .state = state,
                             .state_zh = state_words.zh,
                             .state_en = state_words.en,
                             .version = row.version,
                             .decided_at = row.decided_at,
                             .decider = row.decider,
                             .reason = std::move(reason),
                             .export_number = row.export_number,
                             .actions = workflow::offered(caller, export_request_machine(), state, unit)};
  if (own) answer.takings_left = TRY(takings_left(reader, context, row, unit));
  if (is_open(state) || answer.takings_left) answer.expires_at = row.expires_at;
  if (own) answer.address = row.address;
  if (own) answer.parameters = row.parameters;
  std::erase_if(answer.actions, [&](const auto& action) {
    return (action.name == "take" && !answer.takings_left) || (action.name == "withdraw" && !own);
  });
  TRY(workflow::mark_own_steps(reader, caller, export_request_machine(), row.id, answer.actions));
  return answer;
}

Result<ExportRequestList> list_of(db::Reader& reader, const ModuleContext& context, const access::Caller& caller,
                                  const std::vector<ExportRequestRow>& rows) {
  ExportRequestList list;
  for (const auto& row : rows) list.requests.push_back(TRY(answered(reader, context, caller, row)));
  std::ranges::stable_partition(list.requests, [](const auto& each) { return is_open(each.state); });
  return list;
}

}  // namespace

Result<bool> wants_approval(db::Reader& reader, const ModuleContext& context, const Export& what) {
  if (what.data == net::DataClass::sensitive) return true;
  if (what.data != net::DataClass::personal) return false;
  if (TRY(access::policy(reader)).export_approval == access::ExportApproval::personal) return true;
  if (what.whole_rows == 0) return false;
  if (what.part.empty() || what.rows >= what.whole_rows) return true;
  if (!what.unit_id || what.rows == 0) return false;
  return is_as_the_whole(reader, context, what, TRY(rows_of_other_parts(reader, context, what)) + what.rows);
}

Result<Id> ask_approval(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller,
                        const Export& what, const ExportWanted& wanted) {
  if (!what.unit_id) return fail(internal_error("a request for an export concerns a unit"));
  const auto unit = TRY(units::by_id(tx, *what.unit_id));
  TRY(access::require(tx, caller, exports_ask, unit));
  if (!caller.account_id) return fail(access::not_permitted());
  TRY(check_wanted(wanted));
  if (!TRY(wants_approval(tx, context, what)))
    return fail(
        refused(ErrorKind::refused_by_rule, "approval_not_wanted",
                {"这份文件不用批准，可以直接导出。", "This file needs no approval; it may be exported at once."}));
  TRY(check_not_asked(tx, context, caller, what));
  const auto now = context.clock.now();
  auto requester = TRY(name_and_post(tx, caller));
  const auto expires_at = TRY(end_of_term(tx, context, answer_term, unit));
  const ExportRequestRow row{.id = Id::make(now.ms()),
                             .unit_id = unit.id,
                             .county_id = unit.county_id,
                             .state = export_request_machine().initial,
                             .account_id = *caller.account_id,
                             .requester = std::move(requester),
                             .data_class = std::string(net::name_of_class(what.data)),
                             .what_zh = what.what.zh,
                             .what_en = what.what.en,
                             .address = what.address,
                             .parameters = what.parameters,
                             .purpose = wanted.purpose,
                             .note = std::string(utf8::trim(wanted.note)),
                             .rows = what.rows,
                             .asked_at = now,
                             .expires_at = expires_at,
                             .decided_at = {},
                             .decided_by = {},
                             .decider = {},
                             .export_number = {}};
  TRY(tx.insert(export_request_table, row));
  TRY(workflow::created(tx, context.clock, caller, export_request_machine(),
                        {row.id, row.state, row.version, row.unit_id}, detail_of(row)));
  return row.id;
}

Result<void> decide_export(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller,
                           const Id& id, std::string_view action, const DecideExport& decision) {
  const auto change = [&](db::Transaction&, const workflow::Subject&) -> Result<json::Value> {
    const auto row = TRY(row_of(tx, id));
    if (action == "withdraw" && caller.account_id != row.account_id) return fail(requester_wanted());
    if (state_now(row, context.clock.now()) == "lapsed") return fail(lapsed());
    if (action == "withdraw") return detail_of(row);
    auto until = row.expires_at;
    if (action == "agree") until = TRY(end_of_term(tx, context, taking_term, TRY(units::by_id(tx, row.unit_id))));
    TRY(tx.execute(
        "UPDATE export_request SET decided_at = $1, decided_by = $2, decider = $3, expires_at = $4 WHERE id = $5",
        context.clock.now(), caller.account_id, TRY(name_and_post(tx, caller)), until, row.id));
    return detail_of(row);
  };
  TRY(workflow::perform(tx, context.clock, caller, export_request_machine(),
                        {.action = action, .id = id, .version = decision.version, .reason = decision.reason}, change));
  return {};
}

Result<ExportRequestRow> agreed_to(db::Reader& reader, const ModuleContext& context, const access::Caller& caller,
                                   const Id& id, const Export& what, const ExportWanted& wanted) {
  auto row = TRY(row_of(reader, id));
  const auto unit = TRY(units::by_id(reader, row.unit_id));
  TRY(access::require(reader, caller, exports_ask, unit));
  if (caller.account_id != row.account_id) return fail(requester_wanted());
  const auto now = context.clock.now();
  const auto state = state_now(row, now);
  if (state == "lapsed" || (state == "taken" && now >= row.expires_at)) return fail(lapsed());
  const auto& machine = export_request_machine();
  if (state != "agreed" && state != "taken")
    return fail(
        refused(ErrorKind::conflict, "wrong_state",
                {fmt::format("这个申请现在是“{}”，不能下载。", machine.label_of(state).zh),
                 fmt::format("This request is \"{}\" now; nothing can be taken.", machine.label_of(state).en)}));
  if (!TRY(takings_left(reader, context, row, unit))) return fail(taken_up());
  // Since it was agreed to, the two may have been found to be one person.
  if (!row.decided_by || TRY(access::is_same_person(reader, row.account_id, *row.decided_by)))
    return fail(refused(ErrorKind::forbidden, "other_person_wanted",
                        {"批准的人和申请的人是同一个人，批准无效，请重新申请。",
                         "Whoever agreed is whoever asked; that is no agreement. File another request."}));
  const bool same = row.address == what.address && row.parameters == what.parameters && row.unit_id == what.unit_id &&
                    row.data_class == net::name_of_class(what.data) && row.purpose == wanted.purpose &&
                    row.note == utf8::trim(wanted.note);
  if (!same) return fail(not_as_approved());
  return row;
}

Result<void> taken(db::Transaction& tx, const Clock& clock, const access::Caller& caller, const ExportRequestRow& row,
                   std::int64_t export_number) {
  const auto change = [&](db::Transaction&, const workflow::Subject&) -> Result<json::Value> {
    TRY(tx.execute("UPDATE export_request SET export_number = $1 WHERE id = $2", export_number, row.id));
    auto detail = detail_of(row);
    detail.set("export", export_number);
    if (row.decided_by) detail.set("agreed_by", row.decided_by->text());
    return detail;
  };
  TRY(workflow::perform(tx, clock, caller, export_request_machine(),
                        {.action = "take", .id = row.id, .version = row.version}, change));
  return {};
}

Result<std::string> lapse_requests(const ModuleContext& context) {
  const auto ended = TRY(context.database.write([&](db::Transaction& tx) -> Result<std::size_t> {
    const auto rows = TRY(tx.all<ExportRequestRow>(
        fmt::format(
            "{}WHERE r.state IN ('asked', 'agreed') AND r.expires_at <= $1 ORDER BY r.expires_at, r.id LIMIT {}",
            select_requests, most_lapsed_at_once),
        context.clock.now()));
    for (const auto& row : rows)
      TRY(workflow::perform(
          tx, context.clock, access::gulou_itself(context.clock), export_request_machine(),
          {.action = "lapse", .id = row.id, .version = row.version},
          [&](db::Transaction&, const workflow::Subject&) -> Result<json::Value> { return detail_of(row); }));
    return rows.size();
  }));
  return ended == 0 ? std::string() : fmt::format("documents: {} requests for exports lapsed", ended);
}

Result<ExportRequestAnswer> answer_of(db::Reader& reader, const ModuleContext& context, const access::Caller& caller,
                                      const Id& id) {
  return answered(reader, context, caller, TRY(row_of(reader, id)));
}

Result<ExportRequestList> own_export_requests(db::Reader& reader, const ModuleContext& context,
                                              const access::Caller& caller) {
  TRY(access::allowed_subtree(reader, caller, exports_ask));
  if (!caller.account_id) return fail(access::not_permitted());
  return list_of(reader, context, caller,
                 TRY(reader.all<ExportRequestRow>(
                     fmt::format("{}WHERE r.account_id = $1 ORDER BY r.asked_at DESC, r.id DESC LIMIT {}",
                                 select_requests, most_listed),
                     *caller.account_id)));
}

Result<ExportRequestList> export_requests(db::Reader& reader, const ModuleContext& context,
                                          const access::Caller& caller, std::string_view state) {
  const auto subtree = TRY(access::allowed_subtree(reader, caller, exports_approve));
  if (!state.empty() && !export_request_machine().state(state))
    return fail(invalid_fields({{"/state", "wrong_type", {"没有这个状态。", "There is no such state."}}}));
  // What the clock has ended is "lapsed", whether or not that is written down yet.
  constexpr std::string_view now_state =
      "CASE WHEN r.state IN ('asked', 'agreed') AND r.expires_at <= $3 THEN 'lapsed' ELSE r.state END";
  return list_of(
      reader, context, caller,
      TRY(reader.all<ExportRequestRow>(
          fmt::format("{}JOIN unit u ON u.id = r.unit_id WHERE u.path >= $1 AND u.path < $2 AND ($4 = '' OR {} = $4) "
                      "ORDER BY CASE WHEN {} IN ('asked', 'agreed') THEN 0 ELSE 1 END, r.asked_at DESC, r.id DESC "
                      "LIMIT {}",
                      select_requests, now_state, now_state, most_listed),
          subtree, units::subtree_end(subtree), context.clock.now(), state)));
}

std::vector<access::Permission> approval_permissions() {
  using access::Role;
  return {{.name = std::string(exports_ask),
           .allows = {"申请导出要另一人批准的文件，批准后下载",
                      "Ask for files that another person approves, and take them"},
           .roles = {Role::village_committee}},
          {.name = std::string(exports_approve),
           .allows = {"批准本单位和下级的导出申请（不能批准自己的）",
                      "Approve exports of the own unit and below, never one's own"},
           .roles = {Role::prefecture_bureau, Role::county_bureau, Role::township}}};
}

}  // namespace gulou::documents
