// Reading a plan file, with everything that can be checked without a database.
#pragma once

#include <string_view>
#include <vector>

#include "base/result.h"
#include "modules/plan/model.h"
#include "spine/measures/model.h"

namespace gulou::plan {

// Both name every faulty field by JSON pointer; read_document fails with invalid_fields. Beyond the described types
// they check: numbering
// ("wrong_number"), quotes and words that are not in the clause ("not_verbatim"), tasks that do not exist
// ("unknown_task"), measures nobody declares ("unknown_measure") or that are no share ("not_a_share"), a target above
// the whole ("above_whole"), a due date outside the period ("outside_period"), a role in which nobody is named
// ("nobody_named"), a unit named twice in one role ("named_twice").
std::vector<FieldError> check_document(const PlanDocument& document, const measures::Catalogue& catalogue);
Result<PlanDocument> read_document(std::string_view json, const measures::Catalogue& catalogue);

// The plan's text as it was issued: heading, section headings and clauses, one a line, each line ended.
std::string full_text(const PlanDocument& document);

}  // namespace gulou::plan
