#include "modules/residents/api.h"

#include <fmt/format.h>

#include "base/json.h"
#include "modules/residents/join.h"
#include "modules/residents/joined.h"
#include "modules/residents/own.h"
#include "modules/residents/slip.h"
#include "spine/access/gate.h"
#include "spine/documents/qr.h"

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
  auto printed = TRY(context.database.write(
      [&](db::Transaction& tx) { return make_slips(tx, context, access::caller_of(request), wanted); }));
  for (auto& slip : printed.slips)
    if (auto code = documents::qr_code(address_to_join(request, slip.code), "二维码"))
      slip.qr = std::move(*code).take();
  return net::json_reply(json::write(printed), 201);
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
    return net::json_reply(json::write(TRY(own_view(reader, context, resident))));
  });
}

Result<OwnCopy> copy_for(const ModuleContext& context, const Request& request) {
  return context.database.write([&](db::Transaction& tx) { return own_copy(tx, context, access::caller_of(request)); });
}

Result<Response> get_copy(const ModuleContext& context, const Request& request) {
  auto response = net::json_reply(json::write(TRY(copy_for(context, request))));
  response.headers.emplace_back("Content-Disposition", "attachment; filename=\"gulou-copy.json\"");
  return response;
}

Result<Response> get_copy_paper(const ModuleContext& context, const Request& request) {
  return documents::paper_page(copy_paper(TRY(copy_for(context, request))));
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
       .summary = "Makes slips with which people of the register join; each code is told this once",
       .takes = &type_of<SlipsWanted>(),
       .gives = &type_of<PrintedSlips>(),
       .success = 201},
      &post_slips);
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
  add({.pattern = "/api/residents/own/copy",
       .permission = std::string(residents_own),
       .summary = "A copy of all that is kept of the caller, whole; journalled",
       .gives = &type_of<OwnCopy>()},
      &get_copy);
  add({.pattern = "/own/copy", .permission = std::string(residents_own)}, &get_copy_paper);
}

}  // namespace gulou::residents
