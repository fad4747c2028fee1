// A second person agrees before personal data leave the house (SEC-58, SEC-17; 政务数据共享条例, PIPL 23, 25, 51).
// Whoever wants such a file files a request: what, of which unit, what for. Somebody else, who may approve exports at
// the unit or above it, agrees or refuses with a reason. What was agreed to is taken by whoever asked, within a term,
// and is exactly what was asked for: note_export (exports.h) holds the one against the other. A line may break in the
// middle of a download, so the same may be taken a few times, each an export of its own with its own number. The
// machine is declared (spine/workflow); four eyes count people and not accounts.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "db/database.h"
#include "spine/access/api_model.h"
#include "spine/access/caller.h"
#include "spine/documents/exports.h"
#include "spine/module.h"
#include "spine/workflow/perform.h"

namespace gulou::documents {

inline constexpr std::string_view exports_ask = "exports.ask";          // file a request, take what was agreed to
inline constexpr std::string_view exports_approve = "exports.approve";  // agree to or refuse somebody else's
// Rules, in days of 24 hours: how long a request waits for an answer, and how long what was agreed to may be taken.
inline constexpr std::string_view answer_term = "exports.approval.answer";
inline constexpr std::string_view taking_term = "exports.approval.taking";
// How often it may be taken.
inline constexpr std::string_view most_takings = "exports.approval.takings";
// Within it, parts of a whole are counted together; and the share from which on they are as good as the whole. All but
// one person would be.
inline constexpr std::string_view parts_term = "exports.parts.together";
inline constexpr std::string_view parts_share = "exports.parts.whole";

// A row of `export_request`.
struct ExportRequestRow {
  Id id;
  Id unit_id;
  std::optional<Id> county_id;
  std::string state;
  std::int64_t version = 1;
  Id account_id;
  std::string requester;
  std::string data_class;
  std::string what_zh;
  std::string what_en;
  std::string address;
  std::string parameters;
  Purpose purpose = Purpose::other;
  std::string note;
  std::int64_t rows = 0;
  Instant asked_at;
  Instant expires_at;
  std::optional<Instant> decided_at;
  std::optional<Id> decided_by;
  std::string decider;
  std::optional<std::int64_t> export_number;
};

constexpr auto describe(Tag<ExportRequestRow>) {
  return object(
      "ExportRequestRow", "That a file is wanted which a second person agrees to",
      field<&ExportRequestRow::id>("id", "Id"), field<&ExportRequestRow::unit_id>("unit_id", "Whom it concerns"),
      field<&ExportRequestRow::county_id>("county_id", "County"), field<&ExportRequestRow::state>("state", "State"),
      field<&ExportRequestRow::version>("version", "Version"),
      field<&ExportRequestRow::account_id>("account_id", "Who asked"),
      field<&ExportRequestRow::requester>("requester", "Shown name and post, as they were"),
      field<&ExportRequestRow::data_class>("data_class", "How carefully it is to be handled"),
      field<&ExportRequestRow::what_zh>("what_zh", "What, in Chinese"),
      field<&ExportRequestRow::what_en>("what_en", "What, in English"),
      field<&ExportRequestRow::address>("address", "The route that gives it"),
      field<&ExportRequestRow::parameters>("parameters", "What it is asked for, as JSON"),
      field<&ExportRequestRow::purpose>("purpose", "What for"), field<&ExportRequestRow::note>("note", "In words"),
      field<&ExportRequestRow::rows>("rows", "How many people or lines, when it was asked for"),
      field<&ExportRequestRow::asked_at>("asked_at", "When it was asked for"),
      field<&ExportRequestRow::expires_at>("expires_at", "Until when it may be answered, or taken"),
      field<&ExportRequestRow::decided_at>("decided_at", "When it was decided"),
      field<&ExportRequestRow::decided_by>("decided_by", "Who decided"),
      field<&ExportRequestRow::decider>("decider", "Shown name and post, as they were"),
      field<&ExportRequestRow::export_number>("export_number", "Of the latest export, once it was taken"));
}

extern const db::Table export_request_table;
const workflow::Machine& export_request_machine();

// The one place that says what needs a second person: files of class sensitive; of class personal what holds the whole
// (Export::whole_rows), or more than a share of it (`parts_share`) with the parts that left without approval within the
// last days (`parts_term`); with the setting "access.export_approval" on "personal", every file of class personal.
Result<bool> wants_approval(db::Reader& reader, const ModuleContext& context, const Export& what);

// Files a request; `what` names the unit. Journal: "documents.export_request.create". Errors: forbidden (exports.ask at
// the unit); invalid_fields "/note", "/purpose" as note_export; refused_by_rule "approval_not_wanted"; conflict
// "asked_already" while the same request of the caller's waits or can be taken.
Result<Id> ask_approval(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller,
                        const Export& what, const ExportWanted& wanted);

struct DecideExport {
  std::int64_t version = 0;
  std::string reason = {};
};
constexpr auto describe(Tag<DecideExport>) {
  return object("DecideExport", "Agree, refuse, take back",
                field<&DecideExport::version>("version", "The version seen"),
                field<&DecideExport::reason>("reason", "Why, of a refusal"));
}
// `action`: "agree", "refuse", "recall" (exports.approve), "withdraw" (of whoever asked). Errors: those of
// workflow::perform, among them forbidden "other_person_wanted" for one's own request; forbidden "requester_wanted";
// conflict "lapsed".
Result<void> decide_export(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller,
                           const Id& id, std::string_view action, const DecideExport& decision);

// Takes an agreed request for this very export, before it is noted; gives it as it stood. Nothing is stored yet:
// `taken` stores it, in the same transaction, once the export has its number. Errors: not_found; forbidden
// "requester_wanted", "other_person_wanted"; conflict "wrong_state", "lapsed", "taken_up", "not_as_approved".
Result<ExportRequestRow> agreed_to(db::Reader& reader, const ModuleContext& context, const access::Caller& caller,
                                   const Id& id, const Export& what, const ExportWanted& wanted);
// Journal: "documents.export_request.take".
Result<void> taken(db::Transaction& tx, const Clock& clock, const access::Caller& caller, const ExportRequestRow& row,
                   std::int64_t export_number);

// Ends what was not answered or taken in time: journal "documents.export_request.lapse", by Gulou itself, one entry for
// each. A line for the log, empty if nothing was to be done.
Result<std::string> lapse_requests(const ModuleContext& context);

// What the routes give.
struct ExportRequestAnswer {
  Id id;
  access::PostUnit unit = {};
  std::string what_zh;
  std::string what_en;
  std::string data_class;
  std::string class_zh;
  std::string class_en;
  Purpose purpose = Purpose::other;
  std::string purpose_zh;
  std::string purpose_en;
  std::string note;
  std::int64_t rows = 0;
  std::string requester;
  Instant asked_at;
  std::string state;
  std::string state_zh;
  std::string state_en;
  std::int64_t version = 0;
  std::optional<Instant> expires_at = {};
  std::optional<Instant> decided_at = {};
  std::string decider = {};
  std::string reason = {};
  std::optional<std::int64_t> export_number = {};
  std::optional<std::int64_t> takings_left = {};
  std::optional<std::string> address = {};
  std::optional<std::string> parameters = {};
  std::vector<workflow::OfferedAction> actions = {};
};

constexpr auto describe(Tag<ExportRequestAnswer>) {
  return object(
      "ExportRequestAnswer", "A file that is wanted, and what a second person says of it",
      field<&ExportRequestAnswer::id>("id", "Id"), field<&ExportRequestAnswer::unit>("unit", "Whom it concerns"),
      field<&ExportRequestAnswer::what_zh>("what_zh", "What, in Chinese"),
      field<&ExportRequestAnswer::what_en>("what_en", "What, in English"),
      field<&ExportRequestAnswer::data_class>("data_class", "personal or sensitive"),
      field<&ExportRequestAnswer::class_zh>("class_zh", "The same in Chinese"),
      field<&ExportRequestAnswer::class_en>("class_en", "The same in English"),
      field<&ExportRequestAnswer::purpose>("purpose", "What for"),
      field<&ExportRequestAnswer::purpose_zh>("purpose_zh", "The same in Chinese"),
      field<&ExportRequestAnswer::purpose_en>("purpose_en", "The same in English"),
      field<&ExportRequestAnswer::note>("note", "What for, in words"),
      field<&ExportRequestAnswer::rows>("rows", "How many people it was about when it was asked for"),
      field<&ExportRequestAnswer::requester>("requester", "Who asked: shown name and post"),
      field<&ExportRequestAnswer::asked_at>("asked_at", "When"), field<&ExportRequestAnswer::state>("state", "State"),
      field<&ExportRequestAnswer::state_zh>("state_zh", "State in Chinese"),
      field<&ExportRequestAnswer::state_en>("state_en", "State in English"),
      field<&ExportRequestAnswer::version>("version", "Send it back with an action"),
      field<&ExportRequestAnswer::expires_at>("expires_at", "Until when it may be answered, or taken; null if over"),
      field<&ExportRequestAnswer::decided_at>("decided_at", "When it was decided"),
      field<&ExportRequestAnswer::decider>("decider", "Who decided: shown name and post"),
      field<&ExportRequestAnswer::reason>("reason", "Why it was refused or taken back"),
      field<&ExportRequestAnswer::export_number>("export_number", "Printed in the file that was taken last"),
      field<&ExportRequestAnswer::takings_left>(
          "takings_left", "To whoever asked: how often it may still be taken; null if it may not"),
      field<&ExportRequestAnswer::address>("address", "To whoever asked: the route that gives the file"),
      field<&ExportRequestAnswer::parameters>("parameters",
                                              "To whoever asked: what to send there besides purpose, note and "
                                              "`approval`, as JSON"),
      field<&ExportRequestAnswer::actions>("actions", "What the caller may do now"));
}

struct ExportRequestList {
  std::vector<ExportRequestAnswer> requests;
};

constexpr auto describe(Tag<ExportRequestList>) {
  return object("ExportRequestList", "Files that are wanted",
                field<&ExportRequestList::requests>("requests", "What waits first, then the latest; at most 100"));
}

Result<ExportRequestAnswer> answer_of(db::Reader& reader, const ModuleContext& context, const access::Caller& caller,
                                      const Id& id);
// Of whoever asks.
Result<ExportRequestList> own_export_requests(db::Reader& reader, const ModuleContext& context,
                                              const access::Caller& caller);
// Of the subtree in which the caller approves exports; `state` "": all.
Result<ExportRequestList> export_requests(db::Reader& reader, const ModuleContext& context,
                                          const access::Caller& caller, std::string_view state);

std::vector<access::Permission> approval_permissions();
// exports.ask: GET /api/export-requests/own, POST /api/export-requests/{id}/withdraw. exports.approve: GET
// /api/export-requests, POST /api/export-requests/{id}/agree, /refuse, /recall.
void register_approval_routes(net::Router& router, const ModuleContext& context);

}  // namespace gulou::documents
