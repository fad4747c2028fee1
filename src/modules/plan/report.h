// Progress reports: for a task that nothing measures, a unit above asks a unit below how it stands, by a date. The unit
// writes and submits; the unit above accepts, which locks the report, or returns it with a reason. Counties ask their
// townships the same way.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/describe.h"
#include "base/id.h"
#include "base/time.h"
#include "modules/plan/standing.h"
#include "net/router.h"
#include "spine/access/permission.h"
#include "spine/documents/attachment.h"
#include "spine/module.h"
#include "spine/workflow/machine.h"
#include "spine/workflow/perform.h"

namespace gulou::plan {

// A row of `plan_report`.
struct ReportRow {
  Id id;
  Id plan_id;
  std::string clause;
  std::string task;
  Id unit_id;     // who reports
  Id by_unit_id;  // who asked
  std::optional<Id> county_id;
  Date due_on;
  std::string note;  // what is asked, beyond the task's own words
  std::string state;
  std::int64_t version = 1;
  std::string text;
  Progress progress = Progress::not_started;
  Instant asked_at;
  std::optional<Instant> submitted_at;
  std::optional<Instant> decided_at;
};

constexpr auto describe(Tag<ReportRow>) {
  return object("ReportRow", "A progress report", field<&ReportRow::id>("id", "Id"),
                field<&ReportRow::plan_id>("plan_id", "The plan"), field<&ReportRow::clause>("clause", "The clause"),
                field<&ReportRow::task>("task", "The task"), field<&ReportRow::unit_id>("unit_id", "Who reports"),
                field<&ReportRow::by_unit_id>("by_unit_id", "Who asked"),
                field<&ReportRow::county_id>("county_id", "The county of who reports"),
                field<&ReportRow::due_on>("due_on", "Last day"), field<&ReportRow::note>("note", "What is asked"),
                field<&ReportRow::state>("state", "State"), field<&ReportRow::version>("version", "Version"),
                field<&ReportRow::text>("text", "The report"), field<&ReportRow::progress>("progress", "How far"),
                field<&ReportRow::asked_at>("asked_at", "Asked at"),
                field<&ReportRow::submitted_at>("submitted_at", "Submitted at"),
                field<&ReportRow::decided_at>("decided_at", "Accepted or withdrawn at"));
}

// Asking for reports on one task.
struct AskReports {
  std::string task;
  std::vector<std::string> units;  // 12-digit codes
  Date due_on;
  std::string note;
};

constexpr auto describe(Tag<AskReports>) {
  return object(
      "AskReports", "Ask units how a task stands", field<&AskReports::task>("task", "The task, e.g. 1.2-3"),
      field<&AskReports::units>("units", "12-digit codes of those who are asked").min_length(1).max_length(300),
      field<&AskReports::due_on>("due_on", "Last day to submit"),
      field<&AskReports::note>("note", "What is asked beyond the task's own words").max_length(500));
}

// What the unit writes.
struct WriteReport {
  std::int64_t version = 0;
  Progress progress = Progress::not_started;
  std::string text;
};

constexpr auto describe(Tag<WriteReport>) {
  return object("WriteReport", "A progress report's content",
                field<&WriteReport::version>("version", "The version seen"),
                field<&WriteReport::progress>("progress", "How far the task is"),
                field<&WriteReport::text>("text", "What was done, what hinders").max_length(5000));
}

// An action without content of its own. The reason is wanted where the action asks one.
struct ActOn {
  std::int64_t version = 0;
  std::optional<std::string> reason;
};

constexpr auto describe(Tag<ActOn>) {
  return object("ActOn", "An action on an object", field<&ActOn::version>("version", "The version seen"),
                field<&ActOn::reason>("reason", "Why, where the action asks it").max_length(500));
}

struct Report {
  Id id;
  std::int64_t year = 0;
  std::string clause;
  std::string task;
  std::string quote;  // the task's words
  UnitRef unit;
  UnitRef by;
  Date due_on;
  std::string note;
  std::string state;
  std::string state_zh;
  std::string state_en;
  bool late = false;
  std::int64_t version = 0;
  Progress progress = Progress::not_started;
  std::string text;
  Instant asked_at;
  std::optional<Instant> submitted_at;
  std::optional<Instant> decided_at;
  std::vector<workflow::OfferedAction> actions;
};

constexpr auto describe(Tag<Report>) {
  return object("Report", "A progress report", field<&Report::id>("id", "Id"),
                field<&Report::year>("year", "Of the plan"), field<&Report::clause>("clause", "The clause"),
                field<&Report::task>("task", "The task"), field<&Report::quote>("quote", "The task's words, verbatim"),
                field<&Report::unit>("unit", "Who reports"), field<&Report::by>("by", "Who asked"),
                field<&Report::due_on>("due_on", "Last day to submit"),
                field<&Report::note>("note", "What is asked beyond the task's own words"),
                field<&Report::state>("state", "State"), field<&Report::state_zh>("state_zh", "State in Chinese"),
                field<&Report::state_en>("state_en", "State in English"),
                field<&Report::late>("late", "Owed, and the last day is over"),
                field<&Report::version>("version", "Send it back with an action"),
                field<&Report::progress>("progress", "How far, by the unit's own word"),
                field<&Report::text>("text", "The report").max_length(5000),
                field<&Report::asked_at>("asked_at", "When it was asked"),
                field<&Report::submitted_at>("submitted_at", "When it was submitted last"),
                field<&Report::decided_at>("decided_at", "When it was accepted or withdrawn"),
                field<&Report::actions>("actions", "What the caller may do now"));
}

struct ReportList {
  std::vector<Report> reports;
  bool more = false;
};

constexpr auto describe(Tag<ReportList>) {
  return object("ReportList", "Progress reports",
                field<&ReportList::reports>("reports", "Most urgent first").max_length(1000),
                field<&ReportList::more>("more", "There are more; narrow the question"));
}

struct ReportDetail {
  Report report;
  std::vector<workflow::HistoryLine> history;
  std::vector<documents::AttachmentSummary> attachments;
};

constexpr auto describe(Tag<ReportDetail>) {
  return object("ReportDetail", "A progress report with its history",
                field<&ReportDetail::report>("report", "The report"),
                field<&ReportDetail::history>("history", "Oldest first"),
                field<&ReportDetail::attachments>("attachments", "Its evidence, oldest first"));
}

extern const db::Table report_table;
const workflow::Machine& report_machine();
// Evidence: whoever may read a report sees it; the unit that writes it changes it until it is submitted (conflict
// "wrong_state").
documents::AttachmentOwner report_attachments();
std::vector<access::Permission> report_permissions();

// Use cases, each in the caller's transaction. Pointers in errors are those of the payload.
// ask: field errors "unknown_task", "unknown_unit", "not_below" (each unit must lie below the caller's),
// "asked_already" (an open report on the task), "due_in_the_past".
Result<std::vector<Id>> ask_reports(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller,
                                    int year, const AskReports& wanted);
// write keeps a draft, submit hands it in. Field error "/text" "required" when submitting nothing.
Result<void> write_report(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller, const Id& id,
                          const WriteReport& written, bool submit);
// return, accept, withdraw.
Result<void> decide_report(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller,
                           const Id& id, std::string_view action, const ActOn& act);

Result<ReportDetail> report_detail(db::Reader& reader, const ModuleContext& context, const access::Caller& caller,
                                   const Id& id);

void register_report_routes(net::Router& router, const ModuleContext& context);

}  // namespace gulou::plan
