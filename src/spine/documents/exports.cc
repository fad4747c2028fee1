#include "spine/documents/exports.h"

#include <fmt/format.h>

#include <charconv>

#include "base/personal_number.h"
#include "base/utf8.h"
#include "spine/access/store.h"
#include "spine/documents/approval.h"
#include "spine/journal/journal.h"

namespace gulou::documents {
namespace {

constexpr std::int64_t minute_ms = 60'000;

Error approval_wanted() {
  return {.kind = ErrorKind::forbidden,
          .code = "approval_wanted",
          .message = {"这份文件要由另一个人同意后才能导出，请先提交申请。",
                      "Another person has to agree before this file leaves; file a request first."}};
}

Error purpose_wanted() {
  return {.kind = ErrorKind::forbidden,
          .code = "purpose_wanted",
          .message = {"请先说明用途，再打开这份文件。", "Say first what this paper is wanted for."},
          .fields = {{"/purpose",
                      "required",
                      {"请先说明用途（15分钟内有效）。", "Say what for; good for a quarter of an hour."}}}};
}

// Path and query without the number of the export: what the purpose was stated for.
std::string address_of(const net::Request& request) {
  std::string out = request.path;
  char mark = '?';
  for (const auto& [name, value] : request.query) {
    if (name == "export") continue;
    out += fmt::format("{}{}={}", mark, name, value);
    mark = '&';
  }
  return out;
}

std::optional<std::int64_t> number_in(std::string_view text) {
  std::int64_t number = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || rest != text.data() + text.size()) return std::nullopt;
  return number;
}

json::Value detail_of(const Export& what, Purpose purpose, const std::optional<ExportRequestRow>& agreed) {
  auto detail = json::Value::object()
                    .set("class", std::string(net::name_of_class(what.data)))
                    .set("form", what.form)
                    .set("purpose", std::string(name_of(purpose)))
                    .set("rows", what.rows);
  if (agreed) detail.set("approval", agreed->id.text());
  if (agreed && agreed->decided_by) detail.set("agreed_by", agreed->decided_by->text());
  return detail;
}

// What was agreed to; none for what needs no second person.
Result<std::optional<ExportRequestRow>> approval_of(db::Reader& reader, const ModuleContext& context,
                                                    const access::Caller& caller, const Export& what,
                                                    const ExportWanted& wanted) {
  if (wanted.approval) return std::optional(TRY(agreed_to(reader, context, caller, *wanted.approval, what, wanted)));
  if (TRY(wants_approval(reader, context, what))) return fail(approval_wanted());
  return std::optional<ExportRequestRow>();
}

}  // namespace

const db::Table export_table{.name = "document_export",
                             .row = &type_of<ExportRow>,
                             .primary_key = "number",
                             .foreign_keys = {{"account_id", "account(id)"}, {"unit_id", "unit(id)"}},
                             .indexes = {{"document_export_unit", "unit_id, at"}}};

net::DataClass class_named(std::string_view name) {
  for (const auto each : {net::DataClass::public_, net::DataClass::internal, net::DataClass::personal})
    if (name == net::name_of_class(each)) return each;
  return net::DataClass::sensitive;
}

Result<std::string> name_and_post(db::Reader& reader, const access::Caller& caller) {
  if (!caller.account_id || caller.kind != journal::ActorKind::account) return caller.post;
  const auto account = TRY(access::account(reader, *caller.account_id));
  return fmt::format("{} {}", account.display_name, caller.post);
}

Result<void> check_wanted(const ExportWanted& wanted) {
  if (wanted.purpose == Purpose::own_copy)
    return fail(invalid_fields(
        {{"/purpose",
          "own_copy",
          {"本人副本由本人在“我的信息”里取。", "A copy of one's own is taken by oneself, on the own page."}}}));
  if (holds_personal_number(wanted.note)) return fail(invalid_fields({personal_number_refused("/note")}));
  if (utf8::length(utf8::trim(wanted.note)) < shortest_export_note)
    return fail(invalid_fields({{"/note",
                                 "too_short",
                                 {fmt::format("请写明用途，至少{}个字，如哪次会议、谁要的。", shortest_export_note),
                                  fmt::format("Say what for, in at least {} characters.", shortest_export_note)}}}));
  return {};
}

Result<ExportMark> note_export(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller,
                               const Export& what, const ExportWanted& wanted) {
  TRY(check_wanted(wanted));
  const auto agreed = TRY(approval_of(tx, context, caller, what, wanted));
  auto requester = TRY(name_and_post(tx, caller));
  ExportMark mark{.number = 0,
                  .data = what.data,
                  .at = context.clock.now(),
                  .requester = std::move(requester),
                  .approver = agreed ? agreed->decider : std::string(),
                  .purpose = wanted.purpose,
                  .note = std::string(utf8::trim(wanted.note))};
  mark.number = TRY(journal::record(tx, context.clock, access::actor_of(caller),
                                    {.action = "documents.export",
                                     .object_kind = what.object_kind,
                                     .object_id = what.object_id,
                                     .unit_id = what.unit_id,
                                     .county_id = what.county_id,
                                     .detail = detail_of(what, wanted.purpose, agreed),
                                     .personal = {{"note", mark.note}}}));
  TRY(tx.insert(export_table, ExportRow{.number = mark.number,
                                        .at = mark.at,
                                        .account_id = caller.account_id,
                                        .requester = mark.requester,
                                        .data_class = std::string(net::name_of_class(what.data)),
                                        .purpose = mark.purpose,
                                        .note = mark.note,
                                        .address = what.address,
                                        .approver = mark.approver,
                                        .object_kind = what.object_kind,
                                        .unit_id = what.unit_id,
                                        .part = what.part,
                                        .rows = what.rows}));
  if (agreed) TRY(taken(tx, context.clock, caller, *agreed, mark.number));
  return mark;
}

ExportedPaper paper_of(const Export& what, const ExportMark& mark) {
  const char joint = what.address.find('?') == std::string::npos ? '?' : '&';
  return {.number = mark.number, .address = fmt::format("{}{}export={}", what.address, joint, mark.number)};
}

Result<ExportMark> opened_export(db::Reader& reader, const Clock& clock, const net::Request& request) {
  const auto number = number_in(request.query_value("export"));
  if (!number) return fail(purpose_wanted());
  const auto row = TRY(reader.first<ExportRow>(
      "SELECT number, at, account_id, requester, data_class, purpose, note, address, approver, object_kind, unit_id, "
      "part, rows FROM document_export WHERE number = $1",
      *number));
  const bool good = row && row->account_id == access::caller_of(request).account_id &&
                    row->address == address_of(request) &&
                    clock.now().ms() - row->at.ms() < export_page_minutes * minute_ms;
  if (!good) return fail(purpose_wanted());
  return ExportMark{.number = row->number,
                    .data = class_named(row->data_class),
                    .at = row->at,
                    .requester = row->requester,
                    .approver = row->approver,
                    .purpose = row->purpose,
                    .note = row->note};
}

}  // namespace gulou::documents
