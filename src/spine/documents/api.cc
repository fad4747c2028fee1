#include "spine/documents/api.h"

#include "base/json.h"
#include "spine/documents/approval.h"
#include "spine/documents/download.h"
#include "spine/documents/file_name.h"
#include "spine/documents/paper.h"

namespace gulou::documents {
namespace {

constexpr std::string_view use_permission = "attachments.use";

AttachmentContext attachments(const ModuleContext& context) {
  return {context.database, context.files, context.attachment_owners, context.clock};
}

Result<Id> id_of(std::string_view text, std::string pointer) {
  if (const auto id = Id::parse(text)) return *id;
  return fail(invalid_fields({{std::move(pointer), "wrong_type", {"应当是编号（UUID）。", "Must be an id (UUID)."}}}));
}

Result<net::Response> post(const ModuleContext& context, const net::Request& request) {
  const auto owner_id = TRY(id_of(request.query_value("owner_id"), "/owner_id"));
  auto name = TRY(read_file_name(request.header("x-file-name")));
  const auto added = TRY(add(attachments(context), access::caller_of(request),
                             {.owner_kind = std::string(request.query_value("owner_kind")),
                              .owner_id = owner_id,
                              .name = std::move(name),
                              .bytes = request.body}));
  return net::json_reply(json::write(summary_of(added)), 201);
}

Result<net::Response> get(const ModuleContext& context, const net::Request& request) {
  const auto id = TRY(id_of(request.parameter("id"), "/id"));
  auto opened = TRY(open(attachments(context), access::caller_of(request), id));
  return download(opened.row.name, opened.row.media_type, std::move(opened.bytes));
}

Result<net::Response> del(const ModuleContext& context, const net::Request& request) {
  const auto id = TRY(id_of(request.parameter("id"), "/id"));
  TRY(remove(attachments(context), access::caller_of(request), id));
  return net::Response{.status = 204, .headers = {}, .body = {}};
}

}  // namespace

std::vector<access::Permission> permissions() {
  access::Permission use{.name = std::string(use_permission),
                         .allows = {"查看和上传附件（以所属事项允许为限）",
                                    "See and send attachments, as far as the object they belong to allows"}};
  for (const auto& each : access::all_roles())
    if (!access::is_administrator(each.role)) use.roles.push_back(each.role);
  auto all = approval_permissions();
  all.push_back(std::move(use));
  return all;
}

void register_routes(net::Router& router, const ModuleContext& context) {
  add_paper_stylesheet(router);
  register_approval_routes(router, context);
  const auto add_route = [&](net::Route route, Result<net::Response> (*f)(const ModuleContext&, const net::Request&)) {
    route.permission = use_permission;
    route.tags = {"attachments"};
    route.handler = [context, f](const net::Request& request) { return f(context, request); };
    router.add(std::move(route));
  };
  add_route({.method = net::Method::post,
             .pattern = "/api/attachments",
             .summary = "Attach a file to an object; its name, percent-encoded, in the header X-File-Name",
             .takes_bytes = true,
             .max_body_bytes = most_file_bytes,
             .gives = &type_of<AttachmentSummary>(),
             .success = 201,
             .query = {{"owner_kind", "Kind of the object, e.g. plan.report"}, {"owner_id", "Its id"}}},
            &post);
  add_route(
      {.pattern = "/api/attachments/{id}",
       .outgoing = net::Outgoing{net::DataClass::internal, "a file as it was sent in, shown with what it belongs to"},
       .summary = "The file itself, as a download"},
      &get);
  add_route({.method = net::Method::del,
             .pattern = "/api/attachments/{id}",
             .step_up = true,
             .summary = "Remove it",
             .success = 204},
            &del);
}

}  // namespace gulou::documents
