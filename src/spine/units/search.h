// Finding a place by what people type: part of its name, its place and name ("栽麻镇 宰荡", "栽麻镇宰荡村"), or digits
// of its code.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "db/database.h"
#include "spine/units/model.h"

namespace gulou::units {

struct SearchHit {
  UnitSummary unit;
  std::vector<UnitSummary> above;  // from the province down
};

constexpr auto describe(Tag<SearchHit>) {
  return object("SearchHit", "A place that was found", field<&SearchHit::unit>("unit", "The place"),
                field<&SearchHit::above>("above", "Where it lies, from the province down"));
}

struct SearchResult {
  std::vector<SearchHit> hits;
  bool more = false;  // there are more than were asked for
};

constexpr auto describe(Tag<SearchResult>) {
  return object("SearchResult", "Places that were found",
                field<&SearchResult::hits>("hits", "At most as many as asked"),
                field<&SearchResult::more>("more", "Whether there are more"));
}

inline constexpr std::size_t longest_query = 60;  // code points; longer text is refused

// Exact names first, then names that begin so, then names that contain it; each in tree order.
// Errors: kind invalid, field "/q", rules "required", "too_long".
Result<SearchResult> search(db::Reader& reader, std::string_view text, std::size_t limit);

}  // namespace gulou::units
