#include "spine/measures/rollup.h"

namespace gulou::measures {

Share share_of_unit(std::span<const PeriodValue> values, const Period& period, Aggregate aggregate) {
  Share share;
  const PeriodValue* latest = nullptr;
  for (const PeriodValue& each : values) {
    const auto its_period = Period::parse(each.period);
    if (!its_period || !period.contains(*its_period)) continue;
    share.n += each.n;
    share.d += each.d.value_or(0);
    share.reported = 1;
    // Texts of periods of one kind sort by time.
    if (!latest || latest->period < each.period) latest = &each;
  }
  if (aggregate == Aggregate::stock && latest) {
    share.n = latest->n;
    share.d = latest->d.value_or(0);
  }
  return share;
}

std::vector<Period> with_containing(const Period& period) {
  std::vector<Period> all = period.containing();
  all.push_back(period);
  return all;
}

}  // namespace gulou::measures
