// Internal to plan: what progress reports say about tasks, at a unit and its children.
#pragma once

#include <map>
#include <string>
#include <utility>

#include "db/database.h"
#include "modules/plan/rules.h"
#include "modules/plan/store.h"

namespace gulou::plan {

class Reported {
 public:
  // One statement. A report that was withdrawn was never asked.
  static Result<Reported> load(db::Reader& reader, const Plan& plan, const units::UnitSummary& at);
  Word find(const Id& unit, const std::string& task) const;

 private:
  std::map<std::pair<Id, std::string>, Word> words_;
};

}  // namespace gulou::plan
