#include "modules/residents/api.h"

#include <fmt/format.h>

#include "base/json.h"
#include "modules/residents/join.h"
#include "modules/residents/joined.h"
#include "modules/residents/own.h"
#include "modules/residents/request.h"
#include "modules/residents/slip.h"
#include "spine/access/gate.h"
#include "spine/documents/qr.h"
#include "spine/people/meeting.h"
#include "spine/people/store.h"
#include "spine/units/queries.h"
#include "spine/workflow/once.h"

namespace gulou::residents {
namespace {

using net::Request;
using net::Response;

struct Joined {
  std::string name;
};

constexpr auto describe(Tag<Joined>) {
  return object("Joined", "Who has joined and is signed in", field<&Joined::name>("name", "The login name"));
}

// The code behind the #: a browser keeps that part to itself, so that it is in no log.
std::string address_to_join(const Request& request, std::string_view code) {
  return fmt::format("{}://{}/join#{}", request.secure ? "https" : "http", request.header("host"), code);
}

Result<Response> post_slips(const ModuleContext& context, const Request& request) {
  const auto wanted = TRY(json::read<SlipsWanted>(request.body));
  return workflow::write_secret_once(context, request, [&](db::Transaction& tx) -> Result<Response> {
    auto printed = TRY(make_slips(tx, context, access::caller_of(request), wanted));
    for (auto& slip : printed.slips)
      if (auto code = documents::qr_code(address_to_join(request, slip.code), "二维码"))
        slip.qr = std::move(*code).take();
    return net::json_reply(json::write(printed), 201);
  });
}

Result<Response> get_joining(const ModuleContext& context, const Request& request) {
  const auto id = Id::parse(request.parameter("id"));
  if (!id) return fail(people::no_such_person());
  return context.database.read([&](db::Reader& reader) -> Result<Response> {
    return net::json_reply(json::write(TRY(joining_of(reader, access::caller_of(request), *id))));
  });
}

Result<Response> post_join(const ModuleContext& context, const Request& request) {
  const auto wanted = TRY(json::read<Join>(request.body));
  const auto token = TRY(join(context, request, wanted));
  auto response = net::json_reply(json::write(Joined{.name = wanted.name}), 201);
  response.headers.emplace_back("Set-Cookie", access::session_cookie(request, token));
  return response;
}

Result<Response> get_own(const ModuleContext& context, const Request& request) {
  return context.database.read([&](db::Reader& reader) -> Result<Response> {
    const auto resident = TRY(resident_of(reader, access::caller_of(request)));
    return net::json_reply(json::write(TRY(own_view(reader, context, access::caller_of(request), resident))));
  });
}

Result<OwnCopy> copy_for(const ModuleContext& context, const Request& request) {
  return context.database.write([&](db::Transaction& tx) { return own_copy(tx, context, access::caller_of(request)); });
}

Result<Response> get_copy(const ModuleContext& context, const Request& request) {
  auto response = net::json_reply(json::write(TRY(copy_for(context, request))));
  response.headers.emplace_back("Content-Disposition", "attachment; filename=\"gulou-copy.json\"");
  response.leaves = true;
  return response;
}

Result<Response> get_copy_paper(const ModuleContext& context, const Request& request) {
  const auto copy = TRY(copy_for(context, request));
  return documents::paper_page(copy_paper(copy), copy_mark(copy));
}

Result<Id> id_in_path(const Request& request) {
  const auto id = Id::parse(request.parameter("id"));
  if (!id) return fail(not_found_error({"没有这个请求。", "There is no such request."}));
  return *id;
}

Result<RequestView> own_request(db::Reader& reader, const ModuleContext& context, const access::Caller& caller,
                                const Id& id) {
  const auto resident = TRY(resident_of(reader, caller));
  for (auto& each : TRY(own_requests(reader, context, caller, resident.person_id, false)))
    if (each.id == id) return std::move(each);
  return fail(not_found_error({"没有这个请求。", "There is no such request."}));
}

Result<Response> post_own_request(const ModuleContext& context, const Request& request) {
  const auto wanted = TRY(json::read<Ask>(request.body));
  const auto& caller = access::caller_of(request);
  return workflow::write_once(context, request, [&](db::Transaction& tx) -> Result<Response> {
    const auto id = TRY(ask(tx, context, caller, wanted));
    return net::json_reply(json::write(TRY(own_request(tx, context, caller, id))), 201);
  });
}

Result<Response> act_on_own_request(const ModuleContext& context, const Request& request, std::string_view action) {
  const Id id = TRY(id_in_path(request));
  const auto decision = TRY(json::read<Decide>(request.body));
  const auto& caller = access::caller_of(request);
  return workflow::write_once(context, request, [&](db::Transaction& tx) -> Result<Response> {
    TRY(act_on_own(tx, context, caller, action, id, decision.version));
    return net::json_reply(json::write(TRY(own_request(tx, context, caller, id))));
  });
}

Result<Response> list_requests(const ModuleContext& context, const Request& request) {
  return context.database.read([&](db::Reader& reader) -> Result<Response> {
    const auto& caller = access::caller_of(request);
    auto subtree = TRY(access::allowed_subtree(reader, caller, requests_read));
    if (const auto at = request.query_value("at"); !at.empty()) {
      const auto unit = TRY(units::by_code(reader, at));
      if (!units::within(unit.path, subtree)) return fail(access::outside_subtree());
      subtree = unit.path;
    }
    return net::json_reply(
        json::write(TRY(find_requests(reader, context, caller, subtree, request.query_value("state")))));
  });
}

Result<Response> get_request(const ModuleContext& context, const Request& request) {
  const Id id = TRY(id_in_path(request));
  return context.database.read([&](db::Reader& reader) -> Result<Response> {
    return net::json_reply(json::write(TRY(request_for(reader, context, access::caller_of(request), id))));
  });
}

Result<Response> decide_request(const ModuleContext& context, const Request& request, std::string_view action) {
  const Id id = TRY(id_in_path(request));
  const auto decision = TRY(json::read<Decide>(request.body));
  const auto& caller = access::caller_of(request);
  people::Said said;
  auto answer = workflow::write_once(context, request, [&](db::Transaction& tx) -> Result<Response> {
    said = {};
    TRY(decide(tx, context, caller, action, id, decision, &said));
    return net::json_reply(json::write(TRY(request_for(tx, context, caller, id))));
  });
  if (!answer) return fail(people::noted(context, caller, said, std::move(answer).error()));
  return answer;
}

// One route for each action: whose it is, the machine's permission says.
void add_actions(net::Router& router, const ModuleContext& context) {
  for (const auto& action : request_machine().actions) {
    const bool own = action.permission == residents_own;
    router.add({.method = net::Method::post,
                .pattern = fmt::format("/api/residents/{}requests/{{id}}/{}", own ? "own/" : "", action.name),
                .permission = action.permission,
                .step_up = action.permission == requests_erase,
                .summary = action.label.en,
                .tags = {"residents"},
                .takes = &type_of<Decide>(),
                .gives = &type_of<RequestView>(),
                .handler = [context, own, name = action.name](const Request& request) {
                  return own ? act_on_own_request(context, request, name) : decide_request(context, request, name);
                }});
  }
}

}  // namespace

void register_routes(net::Router& router, const ModuleContext& context) {
  const auto add = [&](net::Route route, Result<Response> (*handler)(const ModuleContext&, const Request&)) {
    route.tags = {"residents"};
    route.handler = [context, handler](const Request& request) { return handler(context, request); };
    router.add(std::move(route));
  };
  add({.method = net::Method::post,
       .pattern = "/api/residents/slips",
       .permission = std::string(residents_invite),
       .step_up = true,
       .outgoing = net::Outgoing{net::DataClass::personal, "each slip is handed to whom it names"},
       .summary = "Makes slips with which people of the register join; each code is told this once",
       .takes = &type_of<SlipsWanted>(),
       .gives = &type_of<PrintedSlips>(),
       .success = 201},
      &post_slips);
  add({.pattern = "/api/residents/records/{id}",
       .permission = std::string(residents_invite),
       .summary = "Whether the person of a record has joined, and the slips that were printed for it",
       .gives = &type_of<Joining>()},
      &get_joining);
  add({.method = net::Method::post,
       .pattern = "/api/residents/join",
       .permission = std::string(net::public_route),
       .summary = "Joins with a slip, and signs in",
       .takes = &type_of<Join>(),
       .gives = &type_of<Joined>(),
       .success = 201},
      &post_join);
  add({.pattern = "/api/residents/own",
       .permission = std::string(residents_own),
       .summary = "What is kept of the caller, numbers masked",
       .gives = &type_of<OwnCopy>()},
      &get_own);
  // Reading alone, though each is journalled; so a link is enough, on any telephone.
  const net::Outgoing own{net::DataClass::sensitive, "one's own, by right (PIPL 45)"};
  add({.pattern = "/api/residents/own/copy",
       .permission = std::string(residents_own),
       .writes = true,
       .outgoing = own,
       .summary = "A copy of all that is kept of the caller, whole; journalled",
       .gives = &type_of<OwnCopy>()},
      &get_copy);
  add({.pattern = "/own/copy", .permission = std::string(residents_own), .writes = true, .outgoing = own},
      &get_copy_paper);
  add({.method = net::Method::post,
       .pattern = "/api/residents/own/requests",
       .permission = std::string(residents_own),
       .summary = "Asks to correct, erase or restrict what is kept of the caller",
       .takes = &type_of<Ask>(),
       .gives = &type_of<RequestView>(),
       .success = 201},
      &post_own_request);
  add({.pattern = "/api/residents/requests",
       .permission = std::string(requests_read),
       .summary = "What residents ask, what waits first",
       .gives = &type_of<RequestList>(),
       .query = {{"at", "12-digit code; without it all that the caller may see"},
                 {"state",
                  "waiting (submitted or agreed), or one of submitted, agreed, corrected, erased, restricted, refused, "
                  "withdrawn, lifted"}}},
      &list_requests);
  add({.pattern = "/api/residents/requests/{id}",
       .permission = std::string(requests_read),
       .summary = "A request of a resident",
       .gives = &type_of<RequestView>()},
      &get_request);
  add_actions(router, context);
}

}  // namespace gulou::residents
