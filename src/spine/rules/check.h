// Internal to rules: what can be checked only when all files are read.
#pragma once

#include <vector>

#include "base/error.h"
#include "spine/rules/read.h"

namespace gulou::rules {

void check(const Parsed& parsed, std::vector<FieldError>& errors);

}  // namespace gulou::rules
