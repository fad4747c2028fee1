// Drafts of a plan over HTTP, and the versions that were published.
#include <charconv>

#include "base/json.h"
#include "modules/plan/document.h"
#include "modules/plan/draft.h"
#include "modules/plan/tasked.h"
#include "spine/units/queries.h"
#include "spine/workflow/once.h"

namespace gulou::plan {
namespace {

Result<DraftSummary> summary_of(const DraftRow& row, const PlanDocument& document, TaskedReading& reading,
                                const access::Caller& caller) {
  const auto& unit = *TRY(reading.unit(row.unit_id));
  const Text state = draft_machine().label_of(row.state);
  return DraftSummary{.id = row.id,
                      .year = row.year,
                      .division = {unit.code, unit.name, unit.level},
                      .title_zh = document.title_zh,
                      .state = row.state,
                      .state_zh = state.zh,
                      .state_en = state.en,
                      .version = row.version,
                      .saved_at = row.saved_at,
                      .actions = workflow::offered(caller, draft_machine(), row.state, unit)};
}

Result<net::Response> show(db::Reader& reader, const ModuleContext& context, const access::Caller& caller, const Id& id,
                           int status = 200) {
  const DraftRow row = TRY(find_draft(reader, id));
  TaskedReading reading(reader);
  TRY(access::require(reader, caller, "plan.edit", *TRY(reading.unit(row.unit_id))));
  DraftDetail detail;
  detail.document = TRY(json::read<PlanDocument>(row.document));
  detail.draft = TRY(summary_of(row, detail.document, reading, caller));
  for (auto& error : TRY(stands_against(reader, context.catalogue, detail.document)))
    detail.problems.push_back({std::move(error.pointer), std::move(error.rule), error.message.zh, error.message.en});
  detail.history = TRY(workflow::history(reader, draft_machine(), id));
  return net::json_reply(json::write(detail), status);
}

Result<net::Response> list(const ModuleContext& context, const net::Request& request) {
  return context.database.read([&](db::Reader& reader) -> Result<net::Response> {
    const auto& caller = access::caller_of(request);
    const std::string path = TRY(access::allowed_subtree(reader, caller, "plan.edit"));
    TaskedReading reading(reader);
    DraftList answer;
    for (const auto& row : TRY(reader.all<DraftRow>(
             "SELECT d.id, d.unit_id, d.year, d.state, d.version, d.document, d.saved_at FROM plan_draft d "
             "JOIN unit u ON u.id = d.unit_id WHERE u.path >= $1 AND u.path < $2 ORDER BY d.saved_at DESC, d.id LIMIT "
             "200",
             path, units::subtree_end(path))))
      answer.drafts.push_back(TRY(summary_of(row, TRY(json::read<PlanDocument>(row.document)), reading, caller)));
    return net::json_reply(json::write(answer));
  });
}

Result<net::Response> detail(const ModuleContext& context, const net::Request& request) {
  const Id id = TRY(id_in_path(request));
  return context.database.read(
      [&](db::Reader& reader) { return show(reader, context, access::caller_of(request), id); });
}

Result<net::Response> changes(const ModuleContext& context, const net::Request& request) {
  const Id id = TRY(id_in_path(request));
  return context.database.read([&](db::Reader& reader) -> Result<net::Response> {
    const DraftRow row = TRY(find_draft(reader, id));
    TRY(access::require(reader, access::caller_of(request), "plan.edit", TRY(units::by_id(reader, row.unit_id))));
    return net::json_reply(json::write(TRY(changes_of(reader, TRY(json::read<PlanDocument>(row.document))))));
  });
}

Result<net::Response> copy(const ModuleContext& context, const net::Request& request) {
  const int year = TRY(year_in_path(request));
  const auto wanted = TRY(json::read<CopyPlan>(request.body));
  return workflow::write_once(context, request, [&](db::Transaction& tx) -> Result<net::Response> {
    const auto& caller = access::caller_of(request);
    return show(tx, context, caller, TRY(copy_plan(tx, context, caller, year, wanted)), 201);
  });
}

Result<net::Response> save(const ModuleContext& context, const net::Request& request) {
  const Id id = TRY(id_in_path(request));
  const auto wanted = TRY(json::read<SaveDraft>(request.body));
  return workflow::write_once(context, request, [&](db::Transaction& tx) -> Result<net::Response> {
    const auto& caller = access::caller_of(request);
    TRY(save_draft(tx, context, caller, id, wanted));
    return show(tx, context, caller, id);
  });
}

Result<net::Response> end(const ModuleContext& context, const net::Request& request, std::string_view action) {
  const Id id = TRY(id_in_path(request));
  const auto act = TRY(json::read<ActOn>(request.body));
  return workflow::write_once(context, request, [&](db::Transaction& tx) -> Result<net::Response> {
    const auto& caller = access::caller_of(request);
    TRY(end_draft(tx, context, caller, id, action, act));
    return show(tx, context, caller, id);
  });
}

Result<net::Response> versions(const ModuleContext& context, const net::Request& request) {
  const int year = TRY(year_in_path(request));
  return context.database.read([&](db::Reader& reader) -> Result<net::Response> {
    const Plan plan = TRY(load(reader, year));
    return net::json_reply(json::write(
        PlanVersions{TRY(reader.all<PlanVersion>("SELECT number, content_hash, published_at FROM plan_version WHERE "
                                                 "plan_id = $1 ORDER BY number DESC LIMIT 1000",
                                                 plan.id))}));
  });
}

Result<std::int64_t> number_in_path(const net::Request& request) {
  const auto text = request.parameter("number");
  std::int64_t number = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || rest != text.data() + text.size())
    return fail(not_found_error({"没有这个版本。", "There is no such version."}));
  return number;
}

Result<net::Response> version(const ModuleContext& context, const net::Request& request) {
  const int year = TRY(year_in_path(request));
  const std::int64_t number = TRY(number_in_path(request));
  return context.database.read([&](db::Reader& reader) -> Result<net::Response> {
    return net::json_reply(TRY(find_version(reader, TRY(load(reader, year)).id, number)).document);
  });
}

Result<net::Response> version_changes(const ModuleContext& context, const net::Request& request) {
  const int year = TRY(year_in_path(request));
  const std::int64_t number = TRY(number_in_path(request));
  return context.database.read([&](db::Reader& reader) -> Result<net::Response> {
    return net::json_reply(json::write(TRY(changes_of_version(reader, TRY(load(reader, year)), number))));
  });
}

}  // namespace

void register_draft_routes(net::Router& router, const ModuleContext& context) {
  const auto handler = [context](Result<net::Response> (*f)(const ModuleContext&, const net::Request&)) {
    return [context, f](const net::Request& request) { return f(context, request); };
  };
  router.add(net::Route{.pattern = "/api/drafts",
                        .permission = "plan.edit",
                        .summary = "Plans being edited",
                        .tags = {"plan"},
                        .gives = &type_of<DraftList>(),
                        .query = {},
                        .handler = handler(&list)});
  router.add(net::Route{.pattern = "/api/drafts/{id}",
                        .permission = "plan.edit",
                        .summary = "A plan being edited, with what stands against publishing it",
                        .tags = {"plan"},
                        .gives = &type_of<DraftDetail>(),
                        .query = {},
                        .handler = handler(&detail)});
  router.add(net::Route{.pattern = "/api/drafts/{id}/changes",
                        .permission = "plan.edit",
                        .summary = "What publishing a draft would change",
                        .tags = {"plan"},
                        .gives = &type_of<PlanChanges>(),
                        .query = {},
                        .handler = handler(&changes)});
  router.add(net::Route{.method = net::Method::post,
                        .pattern = "/api/plans/{year}/copy",
                        .permission = "plan.edit",
                        .summary = "Start a draft from a published plan",
                        .tags = {"plan"},
                        .takes = &type_of<CopyPlan>(),
                        .gives = &type_of<DraftDetail>(),
                        .success = 201,
                        .query = {},
                        .handler = handler(&copy)});
  router.add(net::Route{.method = net::Method::post,
                        .pattern = "/api/drafts/{id}/save",
                        .permission = "plan.edit",
                        .summary = "Save the whole draft",
                        .tags = {"plan"},
                        .takes = &type_of<SaveDraft>(),
                        .gives = &type_of<DraftDetail>(),
                        .query = {},
                        .handler = handler(&save)});
  for (const std::string name : {"publish", "discard"}) {
    router.add(
        net::Route{.method = net::Method::post,
                   .pattern = "/api/drafts/{id}/" + name,
                   .permission = "plan.edit",
                   .summary = draft_machine().action(name)->label.en,
                   .tags = {"plan"},
                   .takes = &type_of<ActOn>(),
                   .gives = &type_of<DraftDetail>(),
                   .query = {},
                   .handler = [context, name](const net::Request& request) { return end(context, request, name); }});
  }
  router.add(net::Route{.pattern = "/api/plans/{year}/versions",
                        .permission = std::string(net::public_route),
                        .summary = "What was published of a year's plan, latest first",
                        .tags = {"plan"},
                        .gives = &type_of<PlanVersions>(),
                        .query = {},
                        .handler = handler(&versions)});
  router.add(net::Route{.pattern = "/api/plans/{year}/versions/{number}",
                        .permission = std::string(net::public_route),
                        .summary = "A published version, word for word",
                        .tags = {"plan"},
                        .gives = &type_of<PlanDocument>(),
                        .query = {},
                        .handler = handler(&version)});
  router.add(net::Route{.pattern = "/api/plans/{year}/versions/{number}/changes",
                        .permission = std::string(net::public_route),
                        .summary = "What a published version changed of the one before",
                        .tags = {"plan"},
                        .gives = &type_of<PlanChanges>(),
                        .query = {},
                        .handler = handler(&version_changes)});
}

}  // namespace gulou::plan
