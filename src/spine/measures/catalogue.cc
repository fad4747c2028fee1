#include <fmt/format.h>

#include <algorithm>

#include "spine/measures/model.h"

namespace gulou::measures {

Result<Catalogue> Catalogue::make(std::vector<Measure> measures) {
  std::ranges::sort(measures, {}, &Measure::code);
  for (std::size_t i = 0; i < measures.size(); ++i) {
    const Measure& each = measures[i];
    if (i > 0 && measures[i - 1].code == each.code)
      return fail(internal_error(fmt::format("measure {} is declared twice", each.code)));
    if (each.zh.empty() || each.en.empty() || each.n_zh.empty() || each.n_en.empty() ||
        each.d_zh.empty() != each.d_en.empty())
      return fail(internal_error(fmt::format("measure {} lacks a text", each.code)));
  }
  Catalogue catalogue;
  catalogue.measures_ = std::move(measures);
  return catalogue;
}

const Measure* Catalogue::find(std::string_view code) const {
  const auto at = std::ranges::lower_bound(measures_, code, {}, &Measure::code);
  return at != measures_.end() && at->code == code ? &*at : nullptr;
}

}  // namespace gulou::measures
