// What changed lately at and below a unit: what was done about the plan, and how its figures moved.
#pragma once

#include <string>
#include <vector>

#include "modules/plan/standing.h"
#include "net/router.h"
#include "spine/access/permission.h"
#include "spine/module.h"

namespace gulou::plan {

// A step of a progress report or of a press.
struct Deed {
  Instant at;
  std::string object_kind;  // plan.report or plan.press
  Id object_id;
  std::string clause;
  std::string task;
  UnitRef unit;
  std::string post;  // whose desk did it
  std::string done_zh;
  std::string done_en;
};

constexpr auto describe(Tag<Deed>) {
  return object("PlanDeed", "Something that was done about a task", field<&Deed::at>("at", "When"),
                field<&Deed::object_kind>("object_kind", "plan.report or plan.press"),
                field<&Deed::object_id>("object_id", "Which one"), field<&Deed::clause>("clause", "Its clause"),
                field<&Deed::task>("task", "Its task"), field<&Deed::unit>("unit", "The unit it is about"),
                field<&Deed::post>("post", "In which post it was done"),
                field<&Deed::done_zh>("done_zh", "What was done, in Chinese"),
                field<&Deed::done_en>("done_en", "What was done, in English"));
}

// How a total moved. Only counties and the levels above keep a history.
struct FigureMove {
  std::string clause;
  std::string measure;
  std::string period;
  std::int64_t n = 0;
  std::int64_t d = 0;
  std::int64_t n_before = 0;
  std::int64_t d_before = 0;
};

constexpr auto describe(Tag<FigureMove>) {
  return object("FigureMove", "A figure that moved", field<&FigureMove::clause>("clause", "Its clause"),
                field<&FigureMove::measure>("measure", "Code of the measure"),
                field<&FigureMove::period>("period", "Period"), field<&FigureMove::n>("n", "Numerator now"),
                field<&FigureMove::d>("d", "Denominator now"),
                field<&FigureMove::n_before>("n_before", "Numerator a week ago"),
                field<&FigureMove::d_before>("d_before", "Denominator a week ago"));
}

struct PlanNews {
  Date figures_since;  // seven days before the day that states are judged on
  std::vector<Deed> deeds;
  std::vector<FigureMove> figures;
  bool more = false;
};

constexpr auto describe(Tag<PlanNews>) {
  return object("PlanNews", "What changed in the last seven days",
                field<&PlanNews::figures_since>("figures_since", "The day that figures are compared with"),
                field<&PlanNews::deeds>("deeds", "Latest first").max_length(50),
                field<&PlanNews::figures>("figures", "In the order of the plan").max_length(5000),
                field<&PlanNews::more>("more", "There are more deeds"));
}

// Who reads progress reports reads what is done about them.
void register_news_routes(net::Router& router, const ModuleContext& context);

}  // namespace gulou::plan
