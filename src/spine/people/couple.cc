#include "spine/people/couple.h"

#include <algorithm>

namespace gulou::people {
namespace {

bool are_same(Sex one, Sex other) { return one == other && (one == Sex::male || one == Sex::female); }

}  // namespace

Result<MarriageRule> marriage_rule(const rules::Library& library, Date on) {
  const auto spouses = TRY(library.resolve(spouses_rule, on, {}));
  const auto two_sexes = TRY(library.resolve(two_sexes_rule, on, {}));
  return MarriageRule{spouses.value.number.value_or(1), two_sexes.value.on.value_or(true)};
}

std::optional<CoupleFault> couple_fault(const MarriageRule& rule, const Partner& joining,
                                        std::span<const Partner> others) {
  const auto is_head = [](const Partner& each) { return each.kinship == Kinship::head; };
  const auto is_spouse = [](const Partner& each) { return each.kinship == Kinship::spouse; };
  if (!is_head(joining) && !is_spouse(joining)) return std::nullopt;
  const auto head = std::ranges::find_if(others, is_head);
  if (is_spouse(joining) && head == others.end()) return std::nullopt;
  const auto spouses = std::ranges::count_if(others, is_spouse) + (is_spouse(joining) ? 1 : 0);
  if (spouses > rule.spouses) return CoupleFault::spouse_taken;
  if (!rule.two_sexes) return std::nullopt;
  const bool same =
      is_spouse(joining) ? are_same(joining.sex, head->sex) : std::ranges::any_of(others, [&](const Partner& each) {
        return is_spouse(each) && are_same(joining.sex, each.sex);
      });
  return same ? std::optional(CoupleFault::same_sex) : std::nullopt;
}

FieldError said_of(CoupleFault fault, const std::string& at) {
  if (fault == CoupleFault::spouse_taken)
    return {at + "/kinship",
            "spouse_taken",
            {"这一户的户主已有一名配偶，法律规定一夫一妻。已去世、迁出的请先登记减少，已离婚的请先登记婚姻结束；"
             "不是配偶的请改与户主关系。",
             "The head of this household has a spouse, and the law knows one only. Enter first who died or left, or "
             "that the marriage ended; or correct the kinship."}};
  return {at + "/kinship",
          "spouse_same_sex",
          {"户主和配偶的性别相同，而法律上的夫妻是一男一女，请核对两人的性别和与户主关系。",
           "Head and spouse are of one sex, and by law they are man and woman; check sex and kinship of "
           "both."}};
}

}  // namespace gulou::people
