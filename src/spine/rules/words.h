// Values in words, for pages, traces and the command line.
#pragma once

#include "base/error.h"
#include "spine/rules/library.h"

namespace gulou::rules {

// 登记选民的过半数; 3 人; 10 个工作日; 是; 配偶、父母. "已废止" for none.
Text value_text(const Library& library, RuleKind kind, std::optional<Unit> unit, const std::optional<Value>& value);
Text value_text(const Library& library, const Resolved& rule);
Text confidence_text(Confidence confidence);
Text key_date_text(KeyDate date);

}  // namespace gulou::rules
