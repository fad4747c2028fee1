#include "modules/plan/api.h"

#include <fmt/format.h>

#include <memory>
#include <set>

#include "base/json.h"
#include "crypto/hash.h"
#include "modules/plan/api_model.h"
#include "modules/plan/path.h"
#include "spine/access/caller.h"
#include "spine/journal/journal.h"
#include "spine/measures/store.h"
#include "spine/units/queries.h"

namespace gulou::plan {
namespace {

constexpr std::string_view record_permission = "measures.record";
constexpr std::int64_t records_per_answer = 200;

using net::Request;
using net::Response;

class Api {
 public:
  Api(db::Database& database, const measures::Catalogue& catalogue, const Clock& clock)
      : database_(database), catalogue_(catalogue), clock_(clock) {}

  Result<Response> years(const Request&) const {
    return database_.read([](db::Reader& reader) -> Result<Response> {
      return net::json_reply(json::write(PlanYears{TRY(plan::years(reader))}));
    });
  }

  Result<Response> plan(const Request& request) const {
    return database_.read([&](db::Reader& reader) -> Result<Response> {
      const Plan found = TRY(load_asked(reader, request));
      PlanAnswer answer{.plan = found.document,
                        .division = {found.division.code, found.division.name, found.division.level},
                        .named = {},
                        .imported_at = found.imported_at,
                        .content_hash = found.content_hash};
      std::set<std::string> seen;
      for (const NamedPlace& each : found.named)
        if (seen.insert(each.unit.code).second)
          answer.named.push_back({each.unit.code, each.unit.name, each.unit.level});
      return net::json_reply(json::write(answer));
    });
  }

  Result<Response> scoreboard(const Request& request) const {
    return database_.read([&](db::Reader& reader) -> Result<Response> {
      const Plan found = TRY(load_asked(reader, request));
      const auto at = TRY(unit_asked(reader, request, found));
      const AsOf day = TRY(as_of(reader, clock_));
      return net::json_reply(json::write(TRY(plan::scoreboard(reader, catalogue_, found, at, day))));
    });
  }

  Result<Response> clause(const Request& request) const {
    return database_.read([&](db::Reader& reader) -> Result<Response> {
      const Plan found = TRY(load_asked(reader, request));
      const auto at = TRY(unit_asked(reader, request, found));
      const AsOf day = TRY(as_of(reader, clock_));
      return net::json_reply(
          json::write(TRY(clause_standing(reader, catalogue_, found, request.parameter("clause"), at, day))));
    });
  }

  Result<Response> measures(const Request&) const {
    return net::json_reply(json::write(MeasureList{catalogue_.all()}));
  }

  Result<Response> figures(const Request& request) const {
    return database_.read([&](db::Reader& reader) -> Result<Response> {
      const auto unit = TRY(units::by_code(reader, request.parameter("code")));
      const AsOf day = TRY(as_of(reader, clock_));
      const std::string period = TRY(period_asked(request, day));
      UnitFigures answer{.unit = {unit.code, unit.name, unit.level}, .period = period, .demo = day.demo, .figures = {}};
      for (const auto& total : TRY(measures::totals(reader, unit.id, period))) {
        const auto* measure = catalogue_.find(total.measure);
        if (!measure) continue;  // its module is gone
        answer.figures.push_back({total.measure, measure->zh, measure->en, total.n,
                                  measure->is_share() ? std::optional(total.d) : std::nullopt, total.reported});
      }
      return net::json_reply(json::write(answer));
    });
  }

  Result<Response> records(const Request& request) const {
    const auto* measure = catalogue_.find(request.parameter("code"));
    if (!measure) return fail(not_found_error({"没有这个指标。", "There is no such measure."}));
    return database_.read([&](db::Reader& reader) -> Result<Response> {
      const auto unit = TRY(units::by_code(reader, request.query_value("at")));
      const std::string period = TRY(period_asked(request, TRY(as_of(reader, clock_))));
      auto records = TRY(measures::records(reader, measure->code, period, unit.path, records_per_answer + 1));
      MeasureRecords answer{.measure = measure->code,
                            .zh = measure->zh,
                            .en = measure->en,
                            .unit = {unit.code, unit.name, unit.level},
                            .period = period,
                            .records = std::move(records)};
      answer.more = static_cast<std::int64_t>(answer.records.size()) > records_per_answer;
      if (answer.more) answer.records.pop_back();
      return net::json_reply(json::write(answer));
    });
  }

  // Recording the same again changes nothing, so a retry does no harm.
  Result<Response> record(const Request& request) const {
    const std::string measure(request.parameter("code"));
    if (!catalogue_.find(measure)) return fail(not_found_error({"没有这个指标。", "There is no such measure."}));
    const auto body = TRY(json::read<RecordValues>(request.body));
    const auto& caller = access::caller_of(request);
    auto stored = database_.write([&](db::Transaction& tx) -> Result<void> {
      const auto subtree = TRY(access::allowed_subtree(tx, caller, record_permission));
      const auto units = TRY(units_of(tx, body, subtree));
      auto outcome = measures::record_many(tx, catalogue_, clock_, values_of(measure, body, units));
      if (outcome) return write_journal(tx, access::actor_of(caller), measure, request.body, units);
      // record_many counts from "/0/…"; in the request the list is called values.
      Error error = std::move(outcome).error();
      for (auto& each : error.fields) each.pointer.insert(0, "/values");
      return fail(std::move(error));
    });
    if (!stored) return fail(std::move(stored).error());
    return net::json_reply(json::write(Recorded{static_cast<std::int64_t>(body.values.size())}));
  }

  // Rises whenever one of the answers above may have changed.
  std::uint64_t version() const {
    return database_.version(db::Topic::units) + database_.version(db::Topic::plan) +
           database_.version(db::Topic::measures);
  }
  // Other processes may write to a shared database, and today becomes tomorrow: so no answer is kept for long.
  std::int64_t expires_after_ms() const { return database_.shared() ? 1'000 : 60'000; }

 private:
  static Result<Plan> load_asked(db::Reader& reader, const Request& request) {
    return load(reader, TRY(year_in_path(request)), request.query_value("division"));
  }

  static Result<units::UnitSummary> unit_asked(db::Reader& reader, const Request& request, const Plan& plan) {
    const std::string_view code = request.query_value("at");
    if (code.empty()) return plan.division;
    return units::by_code(reader, code);
  }

  // The current year if none is asked for.
  static Result<std::string> period_asked(const Request& request, const AsOf& day) {
    std::string period(request.query_value("period"));
    if (period.empty()) period = measures::Period::of_year(day.date.year()).text();
    if (measures::is_period(period)) return period;
    return fail(
        invalid_fields({{"/period",
                         "format:period",
                         {"期间应写作 2016、2016-Q3 或 2016-07。", "A period is written 2016, 2016-Q3 or 2016-07."}}}));
  }

  // The unit of each value that was sent.
  static Result<std::vector<units::UnitSummary>> units_of(db::Reader& reader, const RecordValues& body,
                                                          std::string_view subtree) {
    std::vector<units::UnitSummary> units;
    std::vector<FieldError> errors;
    for (std::size_t i = 0; i < body.values.size(); ++i) {
      auto unit = units::by_code(reader, body.values[i].unit);
      if (!unit && unit.error().kind != ErrorKind::not_found) return fail(std::move(unit).error());
      if (!unit) {
        errors.push_back(
            {fmt::format("/values/{}/unit", i), "unknown_unit", {"没有这个代码的单位。", "No unit has this code."}});
        continue;
      }
      if (!units::within(unit->path, subtree)) return fail(access::outside_subtree());
      units.push_back(std::move(*unit));
    }
    if (!errors.empty()) return fail(invalid_fields(std::move(errors)));
    return units;
  }

  static std::vector<measures::Value> values_of(const std::string& measure, const RecordValues& body,
                                                const std::vector<units::UnitSummary>& units) {
    std::vector<measures::Value> values;
    for (std::size_t i = 0; i < units.size(); ++i) {
      const NewValue& each = body.values[i];
      values.push_back({.measure = measure,
                        .unit_id = units[i].id,
                        .period = each.period,
                        .n = each.n,
                        .d = each.d,
                        .source = body.source});
    }
    return values;
  }

  // One entry for the whole request; the figures themselves stand in their table.
  Result<void> write_journal(db::Transaction& tx, const journal::Actor& actor, const std::string& measure,
                             const std::string& sent, const std::vector<units::UnitSummary>& units) const {
    journal::Entry entry{
        .action = "measures.record", .object_kind = "measure", .object_id = measure, .unit_id = actor.post_unit_id};
    if (units.size() == 1) {
      entry.unit_id = units.front().id;
      entry.county_id = units.front().county_id;
    }
    entry.detail.set("count", static_cast<std::int64_t>(units.size())).set("sha256", crypto::sha256_hex(sent));
    TRY(journal::record(tx, clock_, actor, entry));
    return {};
  }

  db::Database& database_;
  const measures::Catalogue& catalogue_;
  const Clock& clock_;
};

}  // namespace

std::vector<access::Permission> permissions() {
  return {{.name = std::string(record_permission),
           .allows = {"填报指标数字", "Record figures of units"},
           .roles = {access::Role::prefecture_bureau, access::Role::county_bureau, access::Role::township,
                     access::Role::village_committee},
           .programs = true}};
}

void register_routes(net::Router& router, db::Database& database, const measures::Catalogue& catalogue,
                     const Clock& clock) {
  const auto api = std::make_shared<const Api>(database, catalogue, clock);
  const net::CachePolicy cached{.current = [api] { return api->version(); },
                                .expires_after_ms = api->expires_after_ms()};
  const auto handler = [api](Result<Response> (Api::*method)(const Request&) const) {
    return [api, method](const Request& request) { return ((*api).*method)(request); };
  };
  const std::pair<std::string, std::string> division{"division",
                                                     "12-digit code of the plan's owner; for years with several plans"};
  const std::pair<std::string, std::string> at{
      "at", "12-digit code of the unit whose children are shown; without it the plan's owner"};

  router.add(net::Route{.pattern = "/api/plans",
                        .permission = std::string(net::public_route),
                        .summary = "The years that have a plan",
                        .tags = {"plan"},
                        .gives = &type_of<PlanYears>(),
                        .query = {},
                        .handler = handler(&Api::years),
                        .cache = cached});
  router.add(net::Route{.pattern = "/api/plans/{year}",
                        .permission = std::string(net::public_route),
                        .summary = "A year's plan: sections, clauses, tasks, named units, targets",
                        .tags = {"plan"},
                        .gives = &type_of<PlanAnswer>(),
                        .query = {division},
                        .handler = handler(&Api::plan),
                        .cache = cached});
  router.add(net::Route{.pattern = "/api/plans/{year}/scoreboard",
                        .permission = std::string(net::public_route),
                        .summary = "Every clause at every child of a unit",
                        .tags = {"plan"},
                        .gives = &type_of<Scoreboard>(),
                        .query = {division, at},
                        .handler = handler(&Api::scoreboard),
                        .cache = cached});
  router.add(net::Route{.pattern = "/api/plans/{year}/clauses/{clause}",
                        .permission = std::string(net::public_route),
                        .summary = "One clause with all its figures",
                        .tags = {"plan"},
                        .gives = &type_of<ClauseStanding>(),
                        .query = {division, at},
                        .handler = handler(&Api::clause),
                        .cache = cached});
  router.add(net::Route{.pattern = "/api/measures",
                        .permission = std::string(net::public_route),
                        .summary = "All measures and what they count",
                        .tags = {"measures"},
                        .gives = &type_of<MeasureList>(),
                        .query = {},
                        .handler = handler(&Api::measures),
                        .cache = cached});
  router.add(net::Route{.pattern = "/api/units/{code}/figures",
                        .permission = std::string(net::public_route),
                        .summary = "What was reported at or below a unit",
                        .tags = {"measures"},
                        .gives = &type_of<UnitFigures>(),
                        .query = {{"period", "2016, 2016-Q3 or 2016-07; without it the current year"}},
                        .handler = handler(&Api::figures),
                        .cache = cached});
  // The ground that a unit gave for a figure is meant for colleagues: not a public route, as the figures are.
  router.add(net::Route{.pattern = "/api/measures/{code}/records",
                        .permission = std::string(access::signed_in),
                        .summary = "The values behind a figure, as they were recorded at or below a unit",
                        .tags = {"measures"},
                        .gives = &type_of<MeasureRecords>(),
                        .query = {{"at", "12-digit code of the unit"},
                                  {"period", "2016, 2016-Q3 or 2016-07; without it the current year"}},
                        .handler = handler(&Api::records)});
  router.add(net::Route{.method = net::Method::post,
                        .pattern = "/api/measures/{code}/values",
                        .permission = std::string(record_permission),
                        .summary = "Record figures of units",
                        .tags = {"measures"},
                        .takes = &type_of<RecordValues>(),
                        .gives = &type_of<Recorded>(),
                        .query = {},
                        .handler = handler(&Api::record)});
}

}  // namespace gulou::plan
