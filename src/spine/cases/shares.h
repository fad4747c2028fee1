// The case runner for thresholds and limits: majorities, quorums, requests, caps. What each rule counts, and what a
// clerk calls the outcome, stands in one table.
#pragma once

#include <vector>

#include "spine/cases/runner.h"

namespace gulou::cases {

// Names in 给定 are the Chinese words of data/rules/words.json. 应得: the outcome; 至少, the least number that would
// do; 结论, what the verdict is: 符合, 待确认 (does not hold, but may go on with a recorded ground), 不符合.
std::vector<Runner> share_runners(const rules::Library& library);

}  // namespace gulou::cases
