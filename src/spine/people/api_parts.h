// Internal to people: what the files of its routes share.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "net/router.h"
#include "spine/module.h"

namespace gulou::people {

// The query parameter that narrows a list to a unit and those below.
inline const std::pair<std::string, std::string> at_parameter{"at",
                                                              "12-digit code; without it all that the caller may see"};

// The {id} of the path. Error not_found: one that is no id is as one that nobody has.
Result<Id> id_in_path(const net::Request& request);

// Reads the query one parameter after the other and remembers every fault.
class Query {
 public:
  explicit Query(const net::Request& request) : request_(request) {}

  void id(std::string_view name, std::optional<Id>& into);
  template <class E>
  void word(std::string_view name, std::optional<E>& into) {
    const auto text = request_.query_value(name);
    if (text.empty()) return;
    into = enum_named<E>(text);
    if (!into) refuse(name, {"没有这个取值。", "There is no such value."});
  }
  void age(std::string_view name, std::optional<std::int64_t>& into);
  void day(std::string_view name, std::optional<Date>& into);
  // invalid_fields with all faults, each "/name" "wrong_type".
  Result<void> finish();

 private:
  void refuse(std::string_view name, Text message);
  const net::Request& request_;
  std::vector<FieldError> faults_;
};

// What of the tree a list is asked for.
struct Asked {
  std::string subtree;
  bool one_village = false;
};
// The unit in ?at=, or all that the caller may see with the permission. Error "outside_subtree".
Result<Asked> subtree_asked(db::Reader& reader, const net::Request& request, std::string_view permission);

using Handling = Result<net::Response> (*)(const ModuleContext&, const net::Request&);

// Adds the routes of the register.
class Routes {
 public:
  Routes(net::Router& router, const ModuleContext& context) : router_(router), context_(context) {}

  void add(net::Route route, Handling handling);
  void add(net::Route route, net::Handler handler);

 private:
  net::Router& router_;
  ModuleContext context_;
};

// people.read: GET /api/households. people.write: POST /api/households, PUT /api/households/{id}.
void register_household_routes(Routes& routes);

}  // namespace gulou::people
