#include "spine/obligations/timeliness.h"

#include <fmt/format.h>

#include <map>
#include <tuple>

#include "spine/measures/store.h"
#include "spine/units/queries.h"

namespace gulou::obligations {
namespace {

// The measure of a level; empty for levels that are not measured: the province and prefecture owe to nobody here, and
// below the village there is no office.
std::string_view measure_of(units::Level level) {
  switch (level) {
    case units::Level::county:
      return "obligations.timely";
    case units::Level::township:
      return "obligations.timely.township";
    case units::Level::village:
      return "obligations.timely.village";
    case units::Level::province:
    case units::Level::prefecture:
    case units::Level::group:
    case units::Level::hamlet:
    case units::Level::compound:
    case units::Level::ten_households:
      return "";
  }
  return "";
}

measures::Period quarter_of(Date day) {
  return *measures::Period::parse(fmt::format("{:04}-Q{}", day.year(), (day.month() + 2) / 3));
}

struct Counted {
  std::int64_t n = 0;
  std::int64_t d = 0;
  bool operator==(const Counted&) const = default;
};

constexpr auto describe(Tag<Counted>) {
  return object("Counted", "On time, of due", field<&Counted::n>("n", "On time"), field<&Counted::d>("d", "Due"));
}

// What counts as having come due; more steps than the warning means that it was escalated.
constexpr std::string_view came_due = "(o.state = 'fulfilled' OR (o.state = 'open' AND o.steps_taken > 1))";
constexpr std::string_view on_time_and_all =
    "coalesce(sum(CASE WHEN o.on_time = 1 THEN 1 ELSE 0 END), 0) AS n, count(*) AS d";

Result<Counted> count(db::Reader& reader, const Id& unit_id, const measures::Period& period) {
  static const std::string sql =
      fmt::format("SELECT {} FROM obligation o WHERE o.unit_id = $1 AND o.due_on >= $2 AND o.due_on <= $3 AND {}",
                  on_time_and_all, came_due);
  const auto row = TRY(reader.first<Counted>(sql, unit_id, period.first_day(), period.last_day()));
  return row.value_or(Counted{});
}

// The counts of one unit and last day.
struct DayCount {
  Id unit_id;
  units::Level level = units::Level::county;
  Date due_on;
  std::int64_t n = 0;
  std::int64_t d = 0;
};

constexpr auto describe(Tag<DayCount>) {
  return object("DayCount", "Counts of a day", field<&DayCount::unit_id>("unit_id", "The unit"),
                field<&DayCount::level>("level", "Its level"), field<&DayCount::due_on>("due_on", "Last day"),
                field<&DayCount::n>("n", "On time"), field<&DayCount::d>("d", "Due"));
}

// A figure as it is stored.
struct Figure {
  Id unit_id;
  std::string measure;
  std::string period;
  std::int64_t n = 0;
  std::optional<std::int64_t> d;
};

constexpr auto describe(Tag<Figure>) {
  return object("Figure", "A figure", field<&Figure::unit_id>("unit_id", "The unit"),
                field<&Figure::measure>("measure", "Code"), field<&Figure::period>("period", "Quarter"),
                field<&Figure::n>("n", "On time"), field<&Figure::d>("d", "Due"));
}

using Key = std::tuple<std::string, Id, std::string>;  // measure, unit, quarter

measures::Measure measure(std::string code, units::Level level, const Text& who) {
  return {.code = std::move(code),
          .zh = who.zh + "应办事项按期",
          .en = "Obligations of " + who.en + " on time",
          .n_zh = "按期办结的应办事项",
          .n_en = "obligations fulfilled on time",
          .d_zh = "到期的应办事项",
          .d_en = "obligations that came due",
          .level = level,
          .period = measures::PeriodKind::quarter,
          .aggregate = measures::Aggregate::flow};
}

}  // namespace

std::vector<measures::Measure> declared_measures() {
  return {measure("obligations.timely", units::Level::county, {"县（市）", "counties"}),
          measure("obligations.timely.township", units::Level::township, {"乡镇（街道）", "townships"}),
          measure("obligations.timely.village", units::Level::village, {"村（居）", "villages"})};
}

Result<void> refresh_timeliness(db::Transaction& tx, const ModuleContext& context, const Id& unit_id, Date due_on) {
  const auto unit = TRY(units::by_id(tx, unit_id));
  const std::string code(measure_of(unit.level));
  if (code.empty()) return {};
  const auto period = quarter_of(due_on);
  const Counted counted = TRY(count(tx, unit_id, period));
  const auto stored = TRY(measures::value(tx, code, unit_id, period.text()));
  if (counted.d == 0 && !stored) return {};
  if (counted.d == 0) return measures::retract(tx, context.catalogue, context.clock, code, unit_id, period.text());
  if (stored && stored->n == counted.n && stored->d == counted.d) return {};
  return measures::record(tx, context.catalogue, context.clock,
                          {.measure = code,
                           .unit_id = unit_id,
                           .period = period.text(),
                           .n = counted.n,
                           .d = counted.d,
                           .source = "obligations"});
}

Result<std::vector<std::string>> verify_timeliness(db::Reader& reader) {
  static const std::string sql = fmt::format(
      "SELECT o.unit_id, u.level, o.due_on, {} FROM obligation o JOIN unit u ON u.id = o.unit_id WHERE {} "
      "GROUP BY o.unit_id, u.level, o.due_on",
      on_time_and_all, came_due);
  std::map<Key, Counted> counted, stored;
  for (const DayCount& each : TRY(reader.all<DayCount>(sql))) {
    const std::string code(measure_of(each.level));
    if (code.empty()) continue;
    Counted& sum = counted[{code, each.unit_id, quarter_of(each.due_on).text()}];
    sum.n += each.n;
    sum.d += each.d;
  }
  const auto figures = TRY(reader.all<Figure>(
      "SELECT unit_id, measure, period, n, d FROM measure_value WHERE measure >= $1 AND measure < $2",
      "obligations.timely", "obligations.timely~"));
  for (const Figure& each : figures) stored[{each.measure, each.unit_id, each.period}] = {each.n, each.d.value_or(0)};

  std::vector<std::string> faults;
  for (const auto* side : {&counted, &stored}) {
    for (const auto& [key, value] : *side) {
      const auto& other = side == &counted ? stored : counted;
      const auto there = other.find(key);
      if (there != other.end() && (there->second == value || side == &stored)) continue;
      faults.push_back(fmt::format("{} of unit {} in {} is not what its obligations say", std::get<0>(key),
                                   std::get<1>(key).text(), std::get<2>(key)));
    }
  }
  return faults;
}

}  // namespace gulou::obligations
