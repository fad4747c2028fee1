// Editing a plan: a draft is copied from a published plan, edited as a whole document, and published. Every published
// version is kept.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "modules/plan/difference.h"
#include "modules/plan/model.h"
#include "modules/plan/report.h"
#include "modules/plan/store.h"

namespace gulou::plan {

// A row of `plan_draft`. The document is the file format of data/plans: it becomes rows when it is published.
struct DraftRow {
  Id id;
  Id unit_id;  // whose plan it will be
  std::int64_t year = 0;
  std::string state;
  std::int64_t version = 1;
  std::string document;
  Instant saved_at;
};

constexpr auto describe(Tag<DraftRow>) {
  return object("DraftRow", "A plan being edited", field<&DraftRow::id>("id", "Id"),
                field<&DraftRow::unit_id>("unit_id", "Whose plan"), field<&DraftRow::year>("year", "Year"),
                field<&DraftRow::state>("state", "State"), field<&DraftRow::version>("version", "Version"),
                field<&DraftRow::document>("document", "The plan as JSON").max_length(2'000'000),
                field<&DraftRow::saved_at>("saved_at", "When it was saved last"));
}

// A row of `plan_version`: what was published, word for word.
struct VersionRow {
  Id plan_id;
  std::int64_t number = 0;  // from 1
  std::string content_hash;
  std::string document;
  Instant published_at;
};

constexpr auto describe(Tag<VersionRow>) {
  return object("VersionRow", "A published version of a plan", field<&VersionRow::plan_id>("plan_id", "The plan"),
                field<&VersionRow::number>("number", "From 1"),
                field<&VersionRow::content_hash>("content_hash", "SHA-256 of the document"),
                field<&VersionRow::document>("document", "The plan as JSON").max_length(2'000'000),
                field<&VersionRow::published_at>("published_at", "When"));
}

struct CopyPlan {
  std::int64_t to_year = 0;
};

constexpr auto describe(Tag<CopyPlan>) {
  return object("CopyPlan", "Start a draft from a published plan",
                field<&CopyPlan::to_year>("to_year", "Its year; the plan's own year for a revision").range(1950, 2200));
}

struct SaveDraft {
  std::int64_t version = 0;
  PlanDocument document;
};

constexpr auto describe(Tag<SaveDraft>) {
  return object("SaveDraft", "A draft as it is to be", field<&SaveDraft::version>("version", "The version seen"),
                field<&SaveDraft::document>("document", "The whole plan"));
}

struct DraftProblem {
  std::string field;  // JSON pointer into the document
  std::string rule;
  std::string zh;
  std::string en;
};

constexpr auto describe(Tag<DraftProblem>) {
  return object("DraftProblem", "What stands against publishing", field<&DraftProblem::field>("field", "JSON pointer"),
                field<&DraftProblem::rule>("rule", "Rule"), field<&DraftProblem::zh>("zh", "In Chinese"),
                field<&DraftProblem::en>("en", "In English"));
}

struct DraftSummary {
  Id id;
  std::int64_t year = 0;
  UnitRef division;
  std::string title_zh;
  std::string state;
  std::string state_zh;
  std::string state_en;
  std::int64_t version = 0;
  Instant saved_at;
  std::vector<workflow::OfferedAction> actions;
};

constexpr auto describe(Tag<DraftSummary>) {
  return object("DraftSummary", "A plan being edited", field<&DraftSummary::id>("id", "Id"),
                field<&DraftSummary::year>("year", "Year"), field<&DraftSummary::division>("division", "Whose plan"),
                field<&DraftSummary::title_zh>("title_zh", "Title"), field<&DraftSummary::state>("state", "State"),
                field<&DraftSummary::state_zh>("state_zh", "State in Chinese"),
                field<&DraftSummary::state_en>("state_en", "State in English"),
                field<&DraftSummary::version>("version", "Send it back with an action"),
                field<&DraftSummary::saved_at>("saved_at", "When it was saved last"),
                field<&DraftSummary::actions>("actions", "What the caller may do now"));
}

struct DraftList {
  std::vector<DraftSummary> drafts;
};

constexpr auto describe(Tag<DraftList>) {
  return object("DraftList", "Plans being edited", field<&DraftList::drafts>("drafts", "Latest first").max_length(200));
}

struct DraftDetail {
  DraftSummary draft;
  PlanDocument document;
  std::vector<DraftProblem> problems;
  std::vector<workflow::HistoryLine> history;
};

constexpr auto describe(Tag<DraftDetail>) {
  return object("DraftDetail", "A plan being edited, whole", field<&DraftDetail::draft>("draft", "The draft"),
                field<&DraftDetail::document>("document", "The plan"),
                field<&DraftDetail::problems>("problems", "What stands against publishing it").max_length(5000),
                field<&DraftDetail::history>("history", "Oldest first"));
}

struct PlanVersion {
  std::int64_t number = 0;
  std::string content_hash;
  Instant published_at;
};

constexpr auto describe(Tag<PlanVersion>) {
  return object("PlanVersion", "A published version", field<&PlanVersion::number>("number", "From 1"),
                field<&PlanVersion::content_hash>("content_hash", "SHA-256 of the document"),
                field<&PlanVersion::published_at>("published_at", "When"));
}

struct PlanVersions {
  std::vector<PlanVersion> versions;
};

constexpr auto describe(Tag<PlanVersions>) {
  return object("PlanVersions", "What was published",
                field<&PlanVersions::versions>("versions", "Latest first").max_length(1000));
}

struct PlanChanges {
  std::optional<std::int64_t> against_year;     // none: nothing was published before
  std::optional<std::int64_t> against_version;  // of that year
  std::vector<PlanChange> changes;
};

constexpr auto describe(Tag<PlanChanges>) {
  return object("PlanChanges", "What differs from the plan before",
                field<&PlanChanges::against_year>("against_year", "Year of the plan before; null if there is none"),
                field<&PlanChanges::against_version>("against_version", "Its version"),
                field<&PlanChanges::changes>("changes", "In the order of the plan, what was removed last"));
}

extern const db::Table draft_table;
extern const db::Table version_table;
const workflow::Machine& draft_machine();
std::vector<access::Permission> draft_permissions();

// Keeps what is published now as the plan's next version. Called by import_plan.
Result<void> keep_version(db::Transaction& tx, const Clock& clock, const Id& plan_id, const std::string& content_hash,
                          const std::string& document);

// The same plan for another year: years in titles, periods and dates move along; nothing else is changed.
PlanDocument moved_to_year(PlanDocument document, std::int64_t year);

// Field error "/to_year" "draft_exists" if there is one in the making.
Result<Id> copy_plan(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller, int year,
                     const CopyPlan& wanted);
// Field errors "/document/year" and "/document/division" "fixed": those stay.
Result<void> save_draft(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller, const Id& id,
                        const SaveDraft& wanted);
// What stands against publishing a document: the errors of document.h, units that are not there, and codes of tasks and
// clauses that have to stay (difference.h).
Result<std::vector<FieldError>> stands_against(db::Reader& reader, const measures::Catalogue& catalogue,
                                               const PlanDocument& document);
// What a document changes of the plan of its year or, if there is none, of the year before that has one, moved to its
// year.
Result<PlanChanges> changes_of(db::Reader& reader, const PlanDocument& document);
// What a published version changed of the one before. Not found if there is no such version.
Result<PlanChanges> changes_of_version(db::Reader& reader, const Plan& plan, std::int64_t number);
Result<VersionRow> find_version(db::Reader& reader, const Id& plan_id, std::int64_t number);
Result<DraftRow> find_draft(db::Reader& reader, const Id& id);
// publish (field errors of stands_against) or discard.
Result<void> end_draft(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller, const Id& id,
                       std::string_view action, const ActOn& act);

void register_draft_routes(net::Router& router, const ModuleContext& context);

}  // namespace gulou::plan
