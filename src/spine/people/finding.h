// What is wrong with something that a person typed about a person: the rule, and what to do, in plain words. The value
// itself never stands in it: findings reach logs and answers.
#pragma once

#include <expected>
#include <string>

#include "base/error.h"

namespace gulou::people {

struct Finding {
  std::string rule;  // stable, e.g. "id_number.check"
  Text message;
};

template <class T>
using Checked = std::expected<T, Finding>;

}  // namespace gulou::people
