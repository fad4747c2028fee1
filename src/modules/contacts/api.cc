#include "modules/contacts/api.h"

#include "base/json.h"
#include "modules/contacts/credit_code.h"
#include "modules/contacts/queries.h"
#include "modules/contacts/telephone.h"
#include "spine/access/gate.h"
#include "spine/units/queries.h"
#include "spine/workflow/once.h"

namespace gulou::contacts {
namespace {

Result<net::Response> get_telephone(const ModuleContext& context, const net::Request& request) {
  return context.database.read([&](db::Reader& reader) -> Result<net::Response> {
    const auto unit = TRY(units::by_code(reader, request.parameter("code")));
    return net::json_reply(json::write(TRY(telephone_for(reader, unit))));
  });
}

Result<net::Response> post_telephone(const ModuleContext& context, const net::Request& request) {
  const auto wanted = TRY(json::read<SetTelephone>(request.body));
  return workflow::write_once(context, request, [&](db::Transaction& tx) -> Result<net::Response> {
    const auto unit = TRY(units::by_code(tx, request.parameter("code")));
    TRY(set_telephone(tx, context, access::caller_of(request), unit, wanted));
    return net::json_reply(json::write(TRY(telephone_for(tx, unit))));
  });
}

Result<net::Response> get_credit_code(const ModuleContext& context, const net::Request& request) {
  return context.database.read([&](db::Reader& reader) -> Result<net::Response> {
    const auto unit = TRY(units::by_code(reader, request.parameter("code")));
    return net::json_reply(json::write(TRY(credit_code_of(reader, unit))));
  });
}

Result<net::Response> post_credit_code(const ModuleContext& context, const net::Request& request) {
  const auto wanted = TRY(json::read<SetCreditCode>(request.body));
  return workflow::write_once(context, request, [&](db::Transaction& tx) -> Result<net::Response> {
    const auto unit = TRY(units::by_code(tx, request.parameter("code")));
    TRY(set_credit_code(tx, context, access::caller_of(request), unit, wanted));
    return net::json_reply(json::write(TRY(credit_code_of(tx, unit))));
  });
}

}  // namespace

void register_routes(net::Router& router, const ModuleContext& context) {
  router.add({.pattern = "/api/units/{code}/telephone",
              .permission = std::string(net::public_route),
              .summary = "Whom people call about a unit: its own number, that of the nearest unit above, or 12345",
              .tags = {"units"},
              .gives = &type_of<Telephone>(),
              .handler = [context](const net::Request& request) { return get_telephone(context, request); },
              .cache = cached_until_changed(context.database, {db::Topic::units})});
  router.add({.method = net::Method::post,
              .pattern = "/api/units/{code}/telephone",
              .permission = std::string(write_permission),
              .summary = "Sets or removes a unit's public telephone number",
              .tags = {"units"},
              .takes = &type_of<SetTelephone>(),
              .gives = &type_of<Telephone>(),
              .handler = [context](const net::Request& request) { return post_telephone(context, request); }});
  router.add({.pattern = "/api/units/{code}/credit-code",
              .permission = std::string(net::public_route),
              .summary = "The unified social credit code under which a unit is registered",
              .tags = {"units"},
              .gives = &type_of<UnitCreditCode>(),
              .handler = [context](const net::Request& request) { return get_credit_code(context, request); },
              .cache = cached_until_changed(context.database, {db::Topic::units})});
  router.add({.method = net::Method::post,
              .pattern = "/api/units/{code}/credit-code",
              .permission = std::string(write_permission),
              .summary = "Sets or removes a unit's unified social credit code",
              .tags = {"units"},
              .takes = &type_of<SetCreditCode>(),
              .gives = &type_of<UnitCreditCode>(),
              .handler = [context](const net::Request& request) { return post_credit_code(context, request); }});
}

}  // namespace gulou::contacts
