// Internal to plan: what the API takes and gives, beyond model.h and standing.h.
#pragma once

#include "modules/plan/model.h"
#include "modules/plan/standing.h"
#include "spine/measures/store.h"

namespace gulou::plan {

struct PlanYears {
  std::vector<std::int64_t> years;
};

constexpr auto describe(Tag<PlanYears>) {
  return object("PlanYears", "The years that have a plan", field<&PlanYears::years>("years", "Latest first"));
}

struct PlanAnswer {
  PlanDocument plan;
  UnitRef division;
  std::vector<UnitRef> named;
  Instant imported_at;
  std::string content_hash;
};

constexpr auto describe(Tag<PlanAnswer>) {
  return object("Plan", "A year's plan", field<&PlanAnswer::plan>("plan", "The plan"),
                field<&PlanAnswer::division>("division", "Whose plan it is"),
                field<&PlanAnswer::named>("named", "The units it names, each once"),
                field<&PlanAnswer::imported_at>("imported_at", "When it was imported"),
                field<&PlanAnswer::content_hash>("content_hash", "SHA-256 of the document"));
}

struct MeasureList {
  std::vector<measures::Measure> measures;
};

constexpr auto describe(Tag<MeasureList>) {
  return object("MeasureList", "All measures", field<&MeasureList::measures>("measures", "By code").max_length(10'000));
}

struct UnitFigure {
  std::string measure;
  std::string zh;
  std::string en;
  std::int64_t n = 0;
  std::optional<std::int64_t> d;
  std::int64_t reported = 0;
};

constexpr auto describe(Tag<UnitFigure>) {
  return object(
      "UnitFigure", "A figure at or below a unit", field<&UnitFigure::measure>("measure", "Code of the measure"),
      field<&UnitFigure::zh>("zh", "Name in Chinese"), field<&UnitFigure::en>("en", "Name in English"),
      field<&UnitFigure::n>("n", "Numerator"), field<&UnitFigure::d>("d", "Denominator; null for plain counts"),
      field<&UnitFigure::reported>("reported", "Units that reported"));
}

struct UnitFigures {
  UnitRef unit;
  std::string period;
  bool demo = false;
  std::vector<UnitFigure> figures;
};

constexpr auto describe(Tag<UnitFigures>) {
  return object(
      "UnitFigures", "What was reported at or below a unit", field<&UnitFigures::unit>("unit", "The unit"),
      field<&UnitFigures::period>("period", "The period"), field<&UnitFigures::demo>("demo", "The figures are made up"),
      field<&UnitFigures::figures>("figures", "By measure; one without reports is not listed").max_length(10'000));
}

struct NewValue {
  std::string unit;
  std::string period;
  std::int64_t n = 0;
  std::optional<std::int64_t> d;
};

constexpr auto describe(Tag<NewValue>) {
  return object(
      "NewValue", "A figure of one unit",
      field<&NewValue::unit>("unit", "12-digit code").format("division_code", &units::is_division_code),
      field<&NewValue::period>("period", "Period, e.g. 2016 or 2016-Q3").format("period", &measures::is_period),
      field<&NewValue::n>("n", "Numerator").range(0, measures::greatest_figure),
      field<&NewValue::d>("d", "Denominator; null for plain counts").range(0, measures::greatest_figure));
}

struct RecordValues {
  std::string source;
  std::vector<NewValue> values;
};

constexpr auto describe(Tag<RecordValues>) {
  return object("RecordValues", "Figures to record; each replaces what its unit recorded for the period",
                field<&RecordValues::source>("source", "On what ground").min_length(1).max_length(200),
                field<&RecordValues::values>("values", "The figures").max_length(1000));
}

struct Recorded {
  std::int64_t recorded = 0;
};

constexpr auto describe(Tag<Recorded>) {
  return object("Recorded", "How many figures were recorded", field<&Recorded::recorded>("recorded", "Figures"));
}

struct MeasureRecords {
  std::string measure;
  std::string zh;
  std::string en;
  UnitRef unit;
  std::string period;
  std::vector<measures::Record> records;
  bool more = false;
};

constexpr auto describe(Tag<MeasureRecords>) {
  return object("MeasureRecords", "What stands behind a figure: the values as they were recorded",
                field<&MeasureRecords::measure>("measure", "Code of the measure"),
                field<&MeasureRecords::zh>("zh", "Name in Chinese"),
                field<&MeasureRecords::en>("en", "Name in English"),
                field<&MeasureRecords::unit>("unit", "Recorded at or below this unit"),
                field<&MeasureRecords::period>("period", "Of this period and those within it"),
                field<&MeasureRecords::records>("records", "In the order of the tree").max_length(200),
                field<&MeasureRecords::more>("more", "There are more; ask at a unit below"));
}

}  // namespace gulou::plan
