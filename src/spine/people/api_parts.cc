#include "spine/people/api_parts.h"

#include <fmt/format.h>

#include <charconv>

#include "spine/access/caller.h"
#include "spine/people/store.h"
#include "spine/units/queries.h"

namespace gulou::people {
namespace {

constexpr std::int64_t greatest_age = 199;

}  // namespace

Result<Id> id_in_path(const net::Request& request) {
  const auto id = Id::parse(request.parameter("id"));
  if (!id) return fail(no_such_person());
  return *id;
}

void Query::id(std::string_view name, std::optional<Id>& into) {
  const auto text = request_.query_value(name);
  if (text.empty()) return;
  into = Id::parse(text);
  if (!into) refuse(name, {"应当是编号。", "Must be an id."});
}

void Query::age(std::string_view name, std::optional<std::int64_t>& into) {
  const auto text = request_.query_value(name);
  if (text.empty()) return;
  std::int64_t number = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < 0 || number > greatest_age)
    return refuse(name, {"应当是0到199的整数。", "Must be a whole number from 0 to 199."});
  into = number;
}

void Query::day(std::string_view name, std::optional<Date>& into) {
  const auto text = request_.query_value(name);
  if (text.empty()) return;
  into = Date::parse(text);
  if (!into) refuse(name, {"应当是日期，如2016-07-01。", "Must be a date such as 2016-07-01."});
}

Result<void> Query::finish() {
  if (!faults_.empty()) return fail(invalid_fields(std::move(faults_)));
  return {};
}

void Query::refuse(std::string_view name, Text message) {
  faults_.push_back({fmt::format("/{}", name), "wrong_type", std::move(message)});
}

Result<Asked> subtree_asked(db::Reader& reader, const net::Request& request, std::string_view permission) {
  const auto& caller = access::caller_of(request);
  auto subtree = TRY(access::allowed_subtree(reader, caller, permission));
  const auto at = request.query_value("at");
  if (at.empty()) return Asked{std::move(subtree), caller.acting && caller.acting->unit.level == units::Level::village};
  const auto unit = TRY(units::by_code(reader, at));
  if (!units::within(unit.path, subtree)) return fail(access::outside_subtree());
  return Asked{unit.path, unit.level == units::Level::village};
}

void Routes::add(net::Route route, Handling handling) {
  add(std::move(route),
      [context = context_, handling](const net::Request& request) { return handling(context, request); });
}

void Routes::add(net::Route route, net::Handler handler) {
  route.tags = {"people"};
  route.handler = std::move(handler);
  router_.add(std::move(route));
}

}  // namespace gulou::people
