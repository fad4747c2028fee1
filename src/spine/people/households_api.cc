// Households over HTTP.
#include "base/json.h"
#include "spine/people/api_parts.h"
#include "spine/people/households.h"
#include "spine/people/register.h"
#include "spine/workflow/once.h"

namespace gulou::people {
namespace {

using net::Method;
using net::Request;
using net::Response;

Result<Response> household_answer(db::Reader& reader, const Id& id, int status = 200) {
  const auto found = TRY(find_households(reader, {.subtree = "", .household = id}));
  if (found.households.empty()) return fail(not_found_error({"没有这一户。", "There is no such household."}));
  return net::json_reply(json::write(found.households.front()), status);
}

Result<Response> households(const ModuleContext& context, const Request& request) {
  HouseholdFilter filter;
  Query query(request);
  query.id("group", filter.group);
  query.id("after", filter.after);
  TRY(query.finish());
  return context.database.read([&](db::Reader& reader) -> Result<Response> {
    const auto asked = TRY(subtree_asked(reader, request, people_read));
    filter.subtree = asked.subtree;
    filter.by_number = asked.one_village;
    return net::json_reply(json::write(TRY(find_households(reader, filter))));
  });
}

Result<Response> new_household(const ModuleContext& context, const Request& request) {
  const auto wanted = TRY(json::read<NewHousehold>(request.body));
  return workflow::write_once(context, request, [&](db::Transaction& tx) -> Result<Response> {
    return household_answer(tx, TRY(add_household(tx, context, access::caller_of(request), wanted)), 201);
  });
}

Result<Response> put_household(const ModuleContext& context, const Request& request) {
  const Id id = TRY(id_in_path(request));
  const auto wanted = TRY(json::read<ChangedHousehold>(request.body));
  return workflow::write_once(context, request, [&](db::Transaction& tx) -> Result<Response> {
    TRY(change_household(tx, context, access::caller_of(request), id, wanted));
    return household_answer(tx, id);
  });
}

}  // namespace

void register_household_routes(Routes& routes) {
  const std::string read(people_read);
  const std::string write(people_write);
  routes.add({.pattern = "/api/households",
              .permission = read,
              .summary = "Households with their heads",
              .gives = &type_of<HouseholdList>(),
              .query = {at_parameter, {"group", "Id of a group or hamlet"}, {"after", "`next` of the answer before"}}},
             &households);
  routes.add({.method = Method::post,
              .pattern = "/api/households",
              .permission = write,
              .summary = "Enter a household",
              .takes = &type_of<NewHousehold>(),
              .gives = &type_of<HouseholdLine>(),
              .success = 201},
             &new_household);
  routes.add({.method = Method::put,
              .pattern = "/api/households/{id}",
              .permission = write,
              .summary = "Change a household",
              .takes = &type_of<ChangedHousehold>(),
              .gives = &type_of<HouseholdLine>()},
             &put_household);
}

}  // namespace gulou::people
