#include "spine/units/api.h"

#include "base/json.h"
#include "spine/access/caller.h"
#include "spine/units/queries.h"
#include "spine/units/search.h"
#include "spine/units/store.h"
#include "spine/units/use_cases.h"

namespace gulou::units {
namespace {

constexpr std::size_t hits_per_answer = 50;
constexpr std::string_view manage = "units.manage";

struct UnitAnswer {
  UnitSummary unit;
  std::vector<UnitSummary> above;
  std::optional<UnitSummary> successor;
};
constexpr auto describe(Tag<UnitAnswer>) {
  return object("UnitAnswer", "A unit and where it lies", field<&UnitAnswer::unit>("unit", "The unit"),
                field<&UnitAnswer::above>("above", "From the province down to the unit above"),
                field<&UnitAnswer::successor>("successor", "Who took over, if it was withdrawn and that is known"));
}

struct UnitList {
  std::vector<UnitSummary> units;
};
constexpr auto describe(Tag<UnitList>) {
  return object("UnitList", "Units", field<&UnitList::units>("units", "In the order of their codes"));
}

struct UnitHistory {
  std::vector<UnitCode> codes;
  std::vector<UnitChange> changes;
};
constexpr auto describe(Tag<UnitHistory>) {
  return object("UnitHistory", "What a unit was called and coded", field<&UnitHistory::codes>("codes", "Oldest first"),
                field<&UnitHistory::changes>("changes", "Oldest first"));
}

template <class T>
net::Response json_of(const T& object, int status = 200) {
  return net::json_reply(json::write(object), status);
}

Result<net::Response> get_search(db::Database& database, const net::Request& request) {
  return json_of(TRY(
      database.read([&](db::Reader& reader) { return search(reader, request.query_value("q"), hits_per_answer); })));
}

Result<net::Response> get_unit(db::Database& database, const net::Request& request) {
  return json_of(TRY(database.read([&](db::Reader& reader) -> Result<UnitAnswer> {
    UnitAnswer answer{.unit = TRY(by_code(reader, request.parameter("code"))), .above = {}, .successor = std::nullopt};
    answer.above = TRY(ancestors(reader, answer.unit));
    answer.successor = TRY(successor(reader, answer.unit));
    return answer;
  })));
}

Result<net::Response> get_children(db::Database& database, const net::Request& request) {
  return json_of(TRY(database.read([&](db::Reader& reader) -> Result<UnitList> {
    const auto unit = TRY(by_code(reader, request.parameter("code")));
    return UnitList{TRY(children(reader, unit.id))};
  })));
}

Result<net::Response> get_history(db::Database& database, const net::Request& request) {
  return json_of(TRY(database.read([&](db::Reader& reader) -> Result<UnitHistory> {
    const auto unit = TRY(by_code(reader, request.parameter("code")));
    auto codes = TRY(reader.all<UnitCode>(
        "SELECT code, unit_id, valid_from, valid_to, successor_id, urban_rural_class FROM unit_code "
        "WHERE unit_id = $1 ORDER BY valid_from, code",
        unit.id));
    auto changes =
        TRY(reader.all<UnitChange>("SELECT id, unit_id, on_date, kind, before, after, import_id FROM unit_change "
                                   "WHERE unit_id = $1 ORDER BY on_date, id",
                                   unit.id));
    return UnitHistory{std::move(codes), std::move(changes)};
  })));
}

Result<net::Response> post_unit(const ModuleContext& context, const net::Request& request) {
  const auto wanted = TRY(json::read<NewUnit>(request.body));
  return json_of(TRY(context.database.write([&](db::Transaction& tx) -> Result<UnitSummary> {
                   const auto& caller = access::caller_of(request);
                   TRY(access::require(tx, caller, manage, TRY(parent_of(tx, wanted))));
                   return add_unit(tx, context.clock, access::actor_of(caller), wanted);
                 })),
                 201);
}

Result<net::Response> post_successor(const ModuleContext& context, const net::Request& request) {
  const auto succession = TRY(json::read<Succession>(request.body));
  return json_of(TRY(context.database.write([&](db::Transaction& tx) -> Result<UnitSummary> {
    const auto& caller = access::caller_of(request);
    const auto code = request.parameter("code");
    TRY(access::require(tx, caller, manage, TRY(by_code(tx, code))));
    // What is kept of the one moves to the other, and is not moved back: both must be the caller's.
    TRY(access::require(tx, caller, manage, TRY(by_code(tx, succession.successor_code))));
    return name_successor(tx, context.clock, access::actor_of(caller), code, succession);
  })));
}

}  // namespace

std::vector<access::Permission> permissions() {
  return {{.name = std::string(manage),
           .allows = {"增设村以下单位，指定撤销单位的接续单位（两个单位都在管辖内）",
                      "Add units below the village, say who took over from a withdrawn unit where both are below"},
           .roles = {access::Role::prefecture_bureau, access::Role::county_bureau, access::Role::township,
                     access::Role::village_committee},
           .programs = true}};
}

void register_routes(net::Router& router, const ModuleContext& context) {
  const auto cached = cached_until_changed(context.database, {db::Topic::units});
  const auto get = [&](std::string pattern, std::string summary, const TypeInfo& gives, auto handler) {
    net::Route route{.method = net::Method::get,
                     .pattern = std::move(pattern),
                     .permission = std::string(net::public_route),
                     .summary = std::move(summary),
                     .tags = {"units"},
                     .gives = &gives,
                     .handler = [&database = context.database,
                                 handler](const net::Request& request) { return handler(database, request); },
                     .cache = cached};
    return route;
  };
  auto find = get("/api/units", "Find units by name or code", type_of<SearchResult>(), &get_search);
  find.query = {{"q", "Part of a name, a place and a name, or digits of a code"}};
  router.add(std::move(find));
  router.add(get("/api/units/{code}", "A unit and where it lies", type_of<UnitAnswer>(), &get_unit));
  router.add(get("/api/units/{code}/children", "The units directly below", type_of<UnitList>(), &get_children));
  router.add(get("/api/units/{code}/history", "Codes and changes of a unit", type_of<UnitHistory>(), &get_history));

  router.add(net::Route{.method = net::Method::post,
                        .pattern = "/api/units",
                        .permission = std::string(manage),
                        .summary = "Add a group, hamlet, compound or ten-household unit",
                        .tags = {"units"},
                        .takes = &type_of<NewUnit>(),
                        .gives = &type_of<UnitSummary>(),
                        .success = 201,
                        .handler = [context](const net::Request& request) { return post_unit(context, request); }});
  router.add(
      net::Route{.method = net::Method::post,
                 .pattern = "/api/units/{code}/successor",
                 .permission = std::string(manage),
                 .step_up = true,
                 .summary = "Say who took over from a withdrawn unit",
                 .tags = {"units"},
                 .takes = &type_of<Succession>(),
                 .gives = &type_of<UnitSummary>(),
                 .handler = [context](const net::Request& request) { return post_successor(context, request); }});
}

}  // namespace gulou::units
