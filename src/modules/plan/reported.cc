#include "modules/plan/reported.h"

namespace gulou::plan {
namespace {

struct WordRow {
  Id unit_id;
  std::string task;
  std::string state;
  Progress progress = Progress::not_started;
};

constexpr auto describe(Tag<WordRow>) {
  return object("WordRow", "A report in short", field<&WordRow::unit_id>("unit_id", "Unit"),
                field<&WordRow::task>("task", "Task"), field<&WordRow::state>("state", "State"),
                field<&WordRow::progress>("progress", "How far"));
}

}  // namespace

Result<Reported> Reported::load(db::Reader& reader, const Plan& plan, const units::UnitSummary& at) {
  Reported reported;
  // What was accepted last comes last, and stays.
  for (auto& row : TRY(reader.all<WordRow>(
           "SELECT unit_id, task, state, progress FROM plan_report WHERE plan_id = $1 AND state <> 'withdrawn' AND "
           "unit_id IN (SELECT id FROM unit WHERE id = $2 OR parent_id = $2) ORDER BY decided_at NULLS FIRST, id",
           plan.id, at.id))) {
    Word& word = reported.words_[{row.unit_id, std::move(row.task)}];
    word.asked = true;
    if (row.state == "accepted") word.accepted = row.progress;
  }
  return reported;
}

Word Reported::find(const Id& unit, const std::string& task) const {
  const auto found = words_.find({unit, task});
  return found == words_.end() ? Word{} : found->second;
}

}  // namespace gulou::plan
