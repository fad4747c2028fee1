// What residents ask of whoever keeps their data: to correct a field (PIPL 46), to erase or to keep without using it
// (PIPL 47). One machine; the village answers within the term of a rule. An erasure cannot be undone: one person
// agrees, and another, there or above, confirms it (four eyes, SEC-17).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/describe.h"
#include "base/id.h"
#include "base/time.h"
#include "db/database.h"
#include "modules/residents/hold.h"
#include "spine/access/caller.h"
#include "spine/access/permission.h"
#include "spine/module.h"
#include "spine/people/correction.h"
#include "spine/vault/columns.h"
#include "spine/workflow/machine.h"
#include "spine/workflow/perform.h"

namespace gulou::residents {

inline constexpr std::string_view requests_read = "residents.requests";  // what residents of the unit ask
inline constexpr std::string_view requests_answer = "residents.answer";  // correct, restrict, refuse
inline constexpr std::string_view requests_erase = "residents.erase";    // agree to an erasure, or confirm one
inline constexpr std::string_view answer_duty = "residents.request";     // kind of the obligation
inline constexpr std::string_view correction_term = "residents.correction.answer";
inline constexpr std::string_view erasure_term = "residents.erasure.answer";

enum class RequestKind { correction, erasure, restriction };

constexpr auto describe(Tag<RequestKind>) {
  return enumeration("ResidentRequestKind", "更正，删除，限制处理", named(RequestKind::correction, "correction"),
                     named(RequestKind::erasure, "erasure"), named(RequestKind::restriction, "restriction"));
}

Text label(RequestKind kind);

// A row of `resident_request`. What a resident wrote is sealed; a number that was asked for is forgotten once it is
// decided.
struct RequestRow {
  Id id;
  Id unit_id;  // the village
  std::optional<Id> county_id;
  RequestKind kind = RequestKind::correction;
  std::string state;
  std::int64_t version = 1;
  std::optional<Id> account_id;  // whose request it is; none once the person is erased
  Id person_id;
  Id record_id;
  std::optional<people::RollColumn> field;
  std::optional<std::string> wanted_sealed;
  std::optional<std::string> why_sealed;
  Instant asked_at;
  Date due_on;
  std::optional<Instant> decided_at;
  std::string kept;  // rules by which something must be kept, as they were answered, by commas
  bool is_demo = false;
};

constexpr auto describe(Tag<RequestRow>) {
  return object("StoredResidentRequest", "What a resident asks, as stored", field<&RequestRow::id>("id", "Id"),
                field<&RequestRow::unit_id>("unit_id", "The village that answers"),
                field<&RequestRow::county_id>("county_id", "County of the village"),
                field<&RequestRow::kind>("kind", "Correction, erasure, restriction"),
                field<&RequestRow::state>("state", "State"),
                field<&RequestRow::version>("version", "Rises with every action"),
                field<&RequestRow::account_id>("account_id", "Whose request"),
                field<&RequestRow::person_id>("person_id", "About whom"),
                field<&RequestRow::record_id>("record_id", "The village's record"),
                field<&RequestRow::field>("field", "What shall be corrected"),
                field<&RequestRow::wanted_sealed>("wanted_sealed", "What is right, sealed"),
                field<&RequestRow::why_sealed>("why_sealed", "Why, sealed"),
                field<&RequestRow::asked_at>("asked_at", "When it was asked"),
                field<&RequestRow::due_on>("due_on", "Last day for the answer"),
                field<&RequestRow::decided_at>("decided_at", "When it was answered or taken back"),
                field<&RequestRow::kept>("kept", "Rules by which something is kept"),
                field<&RequestRow::is_demo>("is_demo", "Made-up data of the demo"));
}

extern const db::Table request_table;
std::vector<vault::SealedColumn> sealed_columns();
const workflow::Machine& request_machine();
std::vector<access::Permission> request_permissions();

struct Ask {
  RequestKind kind = RequestKind::correction;
  std::optional<people::RollColumn> field;
  std::optional<std::string> wanted;
  std::optional<std::string> why;
};

constexpr auto describe(Tag<Ask>) {
  return object("ResidentAsks", "What a resident asks", field<&Ask::kind>("kind", "Correction, erasure, restriction"),
                field<&Ask::field>("field", "Of a correction: what is wrong"),
                field<&Ask::wanted>("wanted", "Of a correction: what is right").max_length(200),
                field<&Ask::why>("why", "Why; may be left out").max_length(500));
}

struct Decide {
  std::int64_t version = 0;
  std::optional<std::string> reason;
};

constexpr auto describe(Tag<Decide>) {
  return object("DecideResidentRequest", "An action on a resident's request",
                field<&Decide::version>("version", "The version seen"),
                field<&Decide::reason>("reason", "Why, where the action asks it").max_length(500));
}

struct RequestView {
  Id id;
  RequestKind kind = RequestKind::correction;
  std::string kind_zh;
  std::string kind_en;
  std::string name;
  Id record;
  std::string village;
  std::string village_name;
  std::optional<people::RollColumn> field;
  std::string field_zh;
  std::string now;
  std::string wanted;
  std::string why;
  std::string state;
  std::string state_zh;
  std::string state_en;
  std::int64_t version = 0;
  Instant asked_at;
  Date due_on;
  std::optional<Instant> decided_at;
  std::vector<Hold> holds;
  std::optional<Date> left_on;
  std::optional<Instant> left_entered_at;
  std::optional<Instant> joined_at;
  std::vector<workflow::OfferedAction> actions;
  std::vector<workflow::HistoryLine> history;
  bool is_demo = false;
};

constexpr auto describe(Tag<RequestView>) {
  return object(
      "ResidentRequest", "What a resident asks, and what became of it", field<&RequestView::id>("id", "Id"),
      field<&RequestView::kind>("kind", "Correction, erasure, restriction"),
      field<&RequestView::kind_zh>("kind_zh", "In Chinese"), field<&RequestView::kind_en>("kind_en", "In English"),
      field<&RequestView::name>("name", "Who asks, as the register has it"),
      field<&RequestView::record>("record", "The village's record"),
      field<&RequestView::village>("village", "12-digit code of the village that answers"),
      field<&RequestView::village_name>("village_name", "Its name"),
      field<&RequestView::field>("field", "Of a correction: what is wrong"),
      field<&RequestView::field_zh>("field_zh", "Its title; empty for other kinds"),
      field<&RequestView::now>("now", "What the register says there now, numbers masked"),
      field<&RequestView::wanted>("wanted", "What is right, numbers masked; empty once a number was decided"),
      field<&RequestView::why>("why", "Why; may be empty"), field<&RequestView::state>("state", "State"),
      field<&RequestView::state_zh>("state_zh", "In Chinese"), field<&RequestView::state_en>("state_en", "In English"),
      field<&RequestView::version>("version", "Send it with an action"),
      field<&RequestView::asked_at>("asked_at", "When"), field<&RequestView::due_on>("due_on", "Last day to answer"),
      field<&RequestView::decided_at>("decided_at", "When it was answered or taken back"),
      field<&RequestView::holds>("holds", "What must be kept: as it would be answered now, or as it was"),
      field<&RequestView::left_on>("left_on", "Of an erasure: when the record ended; null: it holds"),
      field<&RequestView::left_entered_at>("left_entered_at", "Of an erasure: when that was entered"),
      field<&RequestView::joined_at>("joined_at", "Of an erasure: when whoever asks has joined"),
      field<&RequestView::actions>("actions", "What the caller may do now"),
      field<&RequestView::history>("history", "Oldest first"),
      field<&RequestView::is_demo>("is_demo", "Made-up data of the demo"));
}

struct RequestList {
  std::vector<RequestView> requests;
  bool more = false;
};

constexpr auto describe(Tag<RequestList>) {
  return object("ResidentRequestList", "What residents ask, what waits first",
                field<&RequestList::requests>("requests", "At most 100"),
                field<&RequestList::more>("more", "There are more"));
}

// Journal: "residents.request.create". The village owes its answer from then on. Errors: not_found "not_joined";
// invalid_fields "/field" "required", "/wanted" as people::faults_of_correction, "/kind" "field_not_wanted"; conflict
// "/kind" or "/field" "asked_already" while the same waits; refused_by_rule "record_ended" (nothing to correct),
// "restricted_already", "erased".
Result<Id> ask(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller, const Ask& wanted);

// The resident's own actions, "withdraw" and "lift". Not found for a request of somebody else.
Result<void> act_on_own(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller,
                        std::string_view action, const Id& request, std::int64_t version);
// The village's: "correct", "erase" (agrees to it, and nothing is erased yet), "confirm" and "decline" (by another
// person), "restrict", "refuse". Errors: what workflow::perform gives, among them forbidden "other_person_wanted";
// refused_by_rule "wrong_kind"; those of the register; conflict "other_request_open" where an erasure would end another
// request. `said`: whom a correction met; if it is refused, pass that and the refusal to people::noted().
Result<void> decide(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller,
                    std::string_view action, const Id& request, const Decide& decision, people::Said* said = nullptr);

// What the person has asked, newest first. `whole`: numbers not masked.
Result<std::vector<RequestView>> own_requests(db::Reader& reader, const ModuleContext& context,
                                              const access::Caller& caller, const Id& person, bool whole);
// Within a subtree; `state` "" for all, "waiting" for those that are not answered.
Result<RequestList> find_requests(db::Reader& reader, const ModuleContext& context, const access::Caller& caller,
                                  const std::string& subtree, std::string_view state);
// Errors: not_found; forbidden outside the unit of the caller.
Result<RequestView> request_for(db::Reader& reader, const ModuleContext& context, const access::Caller& caller,
                                const Id& request);

}  // namespace gulou::residents
