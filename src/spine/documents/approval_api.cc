// Requests for exports over HTTP. Each kind of export files them at a route of its own, because only its module knows
// what a request asks for.
#include "base/json.h"
#include "spine/documents/approval.h"
#include "spine/workflow/once.h"

namespace gulou::documents {
namespace {

using net::Request;
using net::Response;

Result<Response> get_own(const ModuleContext& context, const Request& request) {
  return context.database.read([&](db::Reader& reader) -> Result<Response> {
    return net::json_reply(json::write(TRY(own_export_requests(reader, context, access::caller_of(request)))));
  });
}

Result<Response> get_all(const ModuleContext& context, const Request& request) {
  return context.database.read([&](db::Reader& reader) -> Result<Response> {
    return net::json_reply(
        json::write(TRY(export_requests(reader, context, access::caller_of(request), request.query_value("state")))));
  });
}

net::Handler deciding(const ModuleContext& context, std::string_view action) {
  return [context, action](const Request& request) -> Result<Response> {
    const auto id = Id::parse(request.parameter("id"));
    if (!id) return fail(not_found_error({"没有这个导出申请。", "There is no such request for an export."}));
    const auto decision = TRY(json::read<DecideExport>(request.body));
    const auto& caller = access::caller_of(request);
    return workflow::write_once(context, request, [&](db::Transaction& tx) -> Result<Response> {
      TRY(decide_export(tx, context, caller, *id, action, decision));
      return net::json_reply(json::write(TRY(answer_of(tx, context, caller, *id))));
    });
  };
}

}  // namespace

void register_approval_routes(net::Router& router, const ModuleContext& context) {
  const auto list = [&](std::string pattern, std::string_view permission, std::string summary,
                        Result<Response> (*f)(const ModuleContext&, const Request&),
                        std::vector<std::pair<std::string, std::string>> query = {}) {
    router.add({.pattern = std::move(pattern),
                .permission = std::string(permission),
                .summary = std::move(summary),
                .tags = {"exports"},
                .gives = &type_of<ExportRequestList>(),
                .query = std::move(query),
                .handler = [context, f](const Request& request) { return f(context, request); }});
  };
  const auto act = [&](std::string_view action, std::string_view permission, std::string summary, bool step_up) {
    router.add({.method = net::Method::post,
                .pattern = "/api/export-requests/{id}/" + std::string(action),
                .permission = std::string(permission),
                .step_up = step_up,
                .summary = std::move(summary),
                .tags = {"exports"},
                .takes = &type_of<DecideExport>(),
                .gives = &type_of<ExportRequestAnswer>(),
                .handler = deciding(context, action)});
  };
  list("/api/export-requests/own", exports_ask, "The caller's own requests for exports", &get_own);
  list("/api/export-requests", exports_approve, "Requests for exports at and below the own unit", &get_all,
       {{"state", "asked, agreed, refused, withdrawn, taken or lapsed; without it all"}});
  act("agree", exports_approve, "Agree to an export that another person asked for", true);
  act("refuse", exports_approve, "Refuse it, with a reason", false);
  act("recall", exports_approve, "Take the agreement back before the file was taken, with a reason", false);
  act("withdraw", exports_ask, "Take one's own request back", false);
}

}  // namespace gulou::documents
