// What `gulou rules check` and `gulou rules explain` tell: how well the rules are known, and one rule in full.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "spine/rules/library.h"

namespace gulou::rules {

// A value that was not looked at for longer than this is stale.
inline constexpr int stale_after_days = 365;

struct AreaHealth {
  std::string area;
  std::int64_t rules = 0;
  std::array<std::int64_t, 4> values{};  // by Confidence
};

// One value, as a line in a list.
struct ValueLine {
  std::string rule;
  std::string division;
  Date from;
  Confidence confidence = Confidence::proposal;
  Date checked_on;
  std::string note;
};

struct Health {
  std::vector<AreaHealth> areas;
  std::vector<ValueLine> unconfirmed;  // neither read in the text nor confirmed
  std::vector<ValueLine> stale;
};

Health health(const Library& library, Date today);
// The report as lines of text.
std::string health_text(const Health& health);

// A rule on a day at a place: its value, article, source, how it is known, and all its other values.
Result<std::string> explain(const Library& library, std::string_view id, Date on, const Place& at);

}  // namespace gulou::rules
