#include "spine/people/import_notices.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <span>

namespace gulou::people {
namespace {

struct Listed {
  std::string zh, en;
};

// The first of them, and that there are more.
Listed listed(const std::vector<std::string>& names, std::size_t count) {
  const auto shown = std::span(names).first(std::min(names.size(), most_named));
  const bool more = count > shown.size();
  return {fmt::format("{}{}", fmt::join(shown, "、"), more ? "等" : ""),
          fmt::format("{}{}", fmt::join(shown, ", "), more ? " and others" : "")};
}

}  // namespace

std::vector<ImportNotice> notices_of(const ImportPlan& plan, bool names) {
  std::vector<ImportNotice> notices;
  if (const auto count = plan.headless.size(); count > 0) {
    const auto numbers = listed(plan.headless, count);
    notices.push_back(
        {"no_head",
         fmt::format("导入后有{}户没有户主：户号{}。可以照样导入，请核对与户主关系，以后在页面上指定户主。", count,
                     numbers.zh),
         fmt::format("Households that would have no head: {} (number {}). They can be imported all the "
                     "same; check the kinships, and name the heads later.",
                     count, numbers.en)});
  }
  if (const auto count = plan.absent_count; count > 0) {
    const auto who = listed(plan.absent, static_cast<std::size_t>(count));
    notices.push_back(
        {"absent",
         fmt::format("名册里另有{}人不在这份表里{}{}。他们的登记不变；只导入一部分人时，这是正常的。已经迁出、去世的，"
                     "请在页面上逐个登记减少。",
                     count, names ? "：" : "", names ? who.zh : ""),
         fmt::format("Registered and not in this table: {}{}{}. They stay as they are; with a table of some people "
                     "only, this is as it should be. Who has moved away or died is entered on the pages.",
                     count, names ? ": " : "", names ? who.en : "")});
  }
  return notices;
}

}  // namespace gulou::people
