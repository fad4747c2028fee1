#include "spine/units/division_code.h"

#include <algorithm>

namespace gulou::units {
namespace {

std::size_t digits_at(Level level) {
  switch (level) {
    case Level::province:
      return 2;
    case Level::prefecture:
      return 4;
    case Level::county:
      return 6;
    case Level::township:
      return 9;
    case Level::village:
    case Level::group:
    case Level::hamlet:
    case Level::compound:
    case Level::ten_households:
      return 12;
  }
  return 12;
}

}  // namespace

bool is_division_code(std::string_view text) {
  return text.size() == 12 && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<Level> level_of_code(std::string_view code) {
  if (!is_division_code(code)) return std::nullopt;
  const std::size_t last = code.find_last_not_of('0');
  if (last == std::string_view::npos) return std::nullopt;
  for (const auto level : {Level::province, Level::prefecture, Level::county, Level::township})
    if (last < digits_at(level)) return level;
  return Level::village;
}

std::string_view significant_digits(std::string_view code, Level level) { return code.substr(0, digits_at(level)); }

std::string full_code(std::string_view shortened) {
  std::string code(shortened);
  code.resize(12, '0');
  return code;
}

}  // namespace gulou::units
