#include "spine/obligations/api.h"

#include "base/json.h"
#include "spine/access/caller.h"
#include "spine/obligations/queries.h"
#include "spine/units/queries.h"

namespace gulou::obligations {
namespace {

constexpr std::string_view read_permission = "obligations.read";
constexpr std::int64_t lines_per_answer = 100;

struct ObligationList {
  Counts counts;
  std::vector<Line> lines;
};

constexpr auto describe(Tag<ObligationList>) {
  return object("ObligationList", "What stands on a desk", field<&ObligationList::counts>("counts", "In numbers"),
                field<&ObligationList::lines>("lines", "The most urgent first").max_length(100));
}

Result<Which> which_asked(const net::Request& request) {
  const auto asked = request.query_value("which");
  if (asked.empty() || asked == "open") return Which::open;
  if (asked == "late") return Which::late;
  if (asked == "escalated") return Which::escalated;
  return fail(invalid_fields(
      {{"/which", "not_one_of", {"只能是 open、late 或 escalated。", "One of open, late, escalated."}}}));
}

Result<net::Response> list_obligations(const ModuleContext& context, const net::Request& request) {
  const auto which = TRY(which_asked(request));
  const bool subtree = request.query_value("below") == "1";
  return context.database.read([&](db::Reader& reader) -> Result<net::Response> {
    const auto& caller = access::caller_of(request);
    const auto code = request.query_value("at");
    if (code.empty() && !caller.acting) return fail(access::post_wanted());
    units::UnitSummary unit;
    if (code.empty()) {
      unit = caller.acting->unit;
    } else {
      unit = TRY(units::by_code(reader, code));
    }
    TRY(access::require(reader, caller, read_permission, unit));
    const Date today = context.clock.today();
    ObligationList answer{.counts = TRY(counts(reader, unit, subtree, today)), .lines = {}};
    answer.lines =
        TRY(list(reader, {.unit = unit, .subtree = subtree, .which = which, .limit = lines_per_answer}, today));
    return net::json_reply(json::write(answer));
  });
}

}  // namespace

std::vector<access::Permission> permissions() {
  using enum access::Role;
  return {{.name = std::string(read_permission),
           .allows = {"查看本单位和下级的待办", "See what the own unit and those below owe"},
           .roles = {prefecture_bureau, county_bureau, township, village_committee, village_supervision,
                     community_supervision}}};
}

void register_routes(net::Router& router, const ModuleContext& context) {
  router.add(
      net::Route{.pattern = "/api/obligations",
                 .permission = std::string(read_permission),
                 .summary = "What is owed by a date: to do, late, escalated",
                 .tags = {"obligations"},
                 .gives = &type_of<ObligationList>(),
                 .query = {{"at", "12-digit code; without it the caller's own unit"},
                           {"below", "1: also of the units below"},
                           {"which", "open, late or escalated"}},
                 .handler = [context](const net::Request& request) { return list_obligations(context, request); }});
}

}  // namespace gulou::obligations
