// Recording figures and asking for them. Totals of all units above are kept in the same transaction as the values.
//
// Units that move: totals follow the tree as it was when a value was recorded, so whoever moves a unit (the import of
// divisions does) calls `rebuild` in the same transaction.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "db/database.h"
#include "spine/measures/model.h"
#include "spine/units/model.h"

namespace gulou::measures {

std::vector<db::Migration> migrations();

// Records one value, or many: all or nothing. Errors (invalid_fields; pointers "/<index>/<field>"): measure
// "unknown_measure", unit "unknown_unit" or "wrong_level", period "format:period" or "wrong_period", n or d
// "out_of_range", d "required" or "not_a_share". Values are judged in their order; a later one for the same place wins.
// The clock must not run backwards between calls, because the day's totals become history.
Result<void> record(db::Transaction& tx, const Catalogue& catalogue, const Clock& clock, const Value& value);
Result<void> record_many(db::Transaction& tx, const Catalogue& catalogue, const Clock& clock,
                         std::span<const Value> values);
// Takes a value back: the unit has then not reported. Not found if it had none.
Result<void> retract(db::Transaction& tx, const Catalogue& catalogue, const Clock& clock, std::string_view measure,
                     const Id& unit_id, std::string_view period);

// All totals of one unit in one period, by measure.
Result<std::vector<Total>> totals(db::Reader& reader, const Id& unit_id, std::string_view period);
// All totals of all children of a unit in one period, in one statement, by unit and measure.
Result<std::vector<Total>> totals_of_children(db::Reader& reader, const Id& parent_id, std::string_view period);
// The same as they stood at the end of a day. Only counties and the levels above have history.
Result<std::vector<Daily>> totals_of_children_on(db::Reader& reader, const Id& parent_id, std::string_view period,
                                                 Date day);
// The history of all totals of one unit in one period, by measure and day.
Result<std::vector<Daily>> history(db::Reader& reader, const Id& unit_id, std::string_view period);
// The value a unit itself recorded, if any.
Result<std::optional<ValueRow>> value(db::Reader& reader, std::string_view measure, const Id& unit_id,
                                      std::string_view period);
// A value with the unit that recorded it.
struct Record {
  std::string unit_code;  // "" below the village
  std::string unit_name;
  std::string period;
  std::int64_t n = 0;
  std::optional<std::int64_t> d;
  Instant recorded_at;
  std::string source;
  bool is_demo = false;
};

constexpr auto describe(Tag<Record>) {
  return object("MeasureRecord", "A figure as a unit recorded it",
                field<&Record::unit_code>("unit_code", "Its code; empty below the village"),
                field<&Record::unit_name>("unit_name", "Its name"),
                field<&Record::period>("period", "Period, e.g. 2016 or 2016-Q3"), field<&Record::n>("n", "Numerator"),
                field<&Record::d>("d", "Denominator; null for plain counts"),
                field<&Record::recorded_at>("recorded_at", "When it was recorded"),
                field<&Record::source>("source", "On what ground"),
                field<&Record::is_demo>("is_demo", "Made-up data of the demo"));
}

// The values that make a total: of the period and of those within it, recorded at or below a path, in tree order.
Result<std::vector<Record>> records(db::Reader& reader, std::string_view measure, std::string_view period,
                                    std::string_view subtree, std::int64_t limit);
// Any figure that is not of the demo.
Result<bool> has_real_values(db::Reader& reader);

// A total that is not what the values say. A side without reports has `reported` 0.
struct Difference {
  units::Level level = units::Level::village;
  Total stored;
  Total computed;
};
// Sums everything up again from the values; empty if the totals are right.
Result<std::vector<Difference>> verify(db::Reader& reader, const Catalogue& catalogue);
// Puts right what `verify` finds; gives how many totals that were.
Result<std::int64_t> rebuild(db::Transaction& tx, const Catalogue& catalogue, const Clock& clock);

}  // namespace gulou::measures
