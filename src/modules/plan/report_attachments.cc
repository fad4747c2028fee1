// The evidence of progress reports.
#include <algorithm>

#include "modules/plan/report.h"
#include "spine/units/queries.h"

namespace gulou::plan {
namespace {

struct OwningReport {
  std::string state;
  Id unit_id;
  std::optional<Id> county_id;
};
constexpr auto describe(Tag<OwningReport>) {
  return object("OwningReport", "What decides about a report's evidence", field<&OwningReport::state>("state", "State"),
                field<&OwningReport::unit_id>("unit_id", "Who reports"),
                field<&OwningReport::county_id>("county_id", "The county of who reports"));
}

Result<documents::OwnerFacts> find_owner(db::Reader& reader, const access::Caller& caller, const Id& id,
                                         documents::Use use) {
  const auto report =
      TRY(reader.first<OwningReport>("SELECT state, unit_id, county_id FROM plan_report WHERE id = $1", id));
  if (!report) return fail(not_found_error({"没有这个进展报告。", "There is no such progress report."}));
  const auto unit = TRY(units::by_id(reader, report->unit_id));
  if (use == documents::Use::read) {
    TRY(access::require(reader, caller, "plan.report.read", unit));
  } else {
    const auto& write = *report_machine().action("write");
    TRY(workflow::permit(reader, caller, write.permission, write.where, unit));
    if (std::ranges::find(write.from, report->state) == write.from.end())
      return fail({.kind = ErrorKind::conflict,
                   .code = "wrong_state",
                   .message = {"报告已提交，不能再增减附件；需要补充的，请上级退回报告。",
                               "The report is submitted: to change its files, ask for it to be returned."}});
  }
  return documents::OwnerFacts{.unit_id = report->unit_id, .county_id = report->county_id};
}

}  // namespace

documents::AttachmentOwner report_attachments() { return {.kind = report_machine().object_kind, .find = &find_owner}; }

}  // namespace gulou::plan
