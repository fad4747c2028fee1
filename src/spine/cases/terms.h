// The case runner for terms of days: when they end, and whether something was done in time.
#pragma once

#include <vector>

#include "spine/cases/runner.h"

namespace gulou::cases {

// 给定: 起算日 (or the day of 依据 if it is one) and a term: 规则, a rule of kind days, or 期限 and 单位 (自然日,
// 工作日). A term that runs back from a day gives that day as 期前 instead of 起算日. With 办理日 it is judged whether
// that was in time. 应得: 到期日 (or 最迟日 for a term that runs back), 顺延 and 暂定 (是, 否), 按期 (是, 否).
std::vector<Runner> term_runners(const rules::Library& library);

}  // namespace gulou::cases
