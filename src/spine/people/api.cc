#include "spine/people/api.h"

#include "base/json.h"
#include "spine/documents/approval.h"
#include "spine/people/api_model.h"
#include "spine/people/api_parts.h"
#include "spine/people/ethnic.h"
#include "spine/people/households.h"
#include "spine/people/lists.h"
#include "spine/people/look.h"
#include "spine/people/register.h"
#include "spine/people/roll_export.h"
#include "spine/people/writing.h"
#include "spine/units/queries.h"
#include "spine/workflow/once.h"

namespace gulou::people {
namespace {

using net::Method;
using net::Request;
using net::Response;

Result<Response> list(const ModuleContext& context, const Request& request) {
  PeopleFilter filter;
  Query query(request);
  query.id("after", filter.after);
  query.id("group", filter.group);
  query.id("household", filter.household);
  query.word("status", filter.status);
  query.word("sex", filter.sex);
  query.word("political", filter.political);
  query.age("age_from", filter.age_from);
  query.age("age_to", filter.age_to);
  TRY(query.finish());
  filter.ethnic_code = request.query_value("ethnic");
  filter.ended = request.query_value("ended") == "yes";
  return context.database.read([&](db::Reader& reader) -> Result<Response> {
    filter.subtree = TRY(subtree_asked(reader, request, people_read)).subtree;
    const auto today = context.clock.today();
    return net::json_reply(
        json::write(TRY(list_of(context.vault, today, TRY(find_lines(reader, today, filter)), filter.limit))));
  });
}

// The record, if the caller may see it; else as if it were not there.
Result<RecordLine> line_for(db::Reader& reader, const Request& request, std::string_view permission) {
  auto line = TRY(find_line(reader, TRY(id_in_path(request))));
  if (!line) return fail(no_such_person());
  const auto village = TRY(units::by_id(reader, line->village_id));
  TRY(require_or_hide(reader, access::caller_of(request), permission, village, no_such_person()));
  return std::move(*line);
}

Result<Response> answer_with(db::Reader& reader, const ModuleContext& context, const access::Caller& caller,
                             const Id& record, int status = 200, const Said& said = {}) {
  const auto line = TRY(find_line(reader, record));
  if (!line) return fail(no_such_person());
  auto detail = TRY(detail_of(reader, context.vault, context.clock.today(), *line));
  const auto village = TRY(units::by_id(reader, line->village_id));
  detail.may_change = access::require(reader, caller, people_write, village).has_value() && !line->left_on;
  detail.kept = said.kept;
  for (const auto& each : said.warnings)
    detail.warnings.push_back({each.pointer, each.rule, each.message.zh, each.message.en});
  return net::json_reply(json::write(detail), status);
}

Result<Response> detail(const ModuleContext& context, const Request& request) {
  return context.database.read([&](db::Reader& reader) -> Result<Response> {
    const auto line = TRY(line_for(reader, request, people_read));
    return answer_with(reader, context, access::caller_of(request), line.id);
  });
}

Result<Response> add(const ModuleContext& context, const Request& request) {
  const auto wanted = TRY(json::read<NewPerson>(request.body));
  const auto& caller = access::caller_of(request);
  Said said;
  auto answer = workflow::write_once(context, request, [&](db::Transaction& tx) -> Result<Response> {
    said = {};
    const auto record = TRY(add_person(tx, context, caller, wanted, false, &said));
    return answer_with(tx, context, caller, record, 201, said);
  });
  if (!answer) return fail(noted(context, caller, said, std::move(answer).error()));
  return answer;
}

Result<Response> change(const ModuleContext& context, const Request& request) {
  const Id id = TRY(id_in_path(request));
  const auto wanted = TRY(json::read<ChangedPerson>(request.body));
  const auto& caller = access::caller_of(request);
  Said said;
  auto answer = workflow::write_once(context, request, [&](db::Transaction& tx) -> Result<Response> {
    said = {};
    TRY(change_person(tx, context, caller, id, wanted, &said));
    return answer_with(tx, context, caller, id, 200, said);
  });
  if (!answer) return fail(noted(context, caller, said, std::move(answer).error()));
  return answer;
}

// What changes a record and answers with it.
template <class Body>
net::Handler changing(const ModuleContext& context,
                      Result<void> (*use_case)(db::Transaction&, const ModuleContext&, const access::Caller&, const Id&,
                                               const Body&)) {
  return [context, use_case](const Request& request) -> Result<Response> {
    const Id id = TRY(id_in_path(request));
    const auto body = TRY(json::read<Body>(request.body));
    const auto& caller = access::caller_of(request);
    return workflow::write_once(context, request, [&](db::Transaction& tx) -> Result<Response> {
      TRY(use_case(tx, context, caller, id, body));
      return answer_with(tx, context, caller, id);
    });
  };
}

Result<Response> history(const ModuleContext& context, const Request& request) {
  return context.database.read([&](db::Reader& reader) -> Result<Response> {
    const auto line = TRY(line_for(reader, request, people_read));
    PersonHistory answer;
    for (auto& row : TRY(reader.all<ChangeRow>(
             "SELECT id, record_id, action, fields, at, account_id, post, entry FROM person_change "
             "WHERE record_id = $1 ORDER BY entry, id",
             line.id))) {
      PersonHistoryLine each{.at = row.at, .post = row.post, .action = row.action, .fields = {}, .entry = row.entry};
      for (std::string_view rest = row.fields; !rest.empty();) {
        const auto comma = rest.find(',');
        each.fields.emplace_back(rest.substr(0, comma));
        rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
      }
      answer.lines.push_back(std::move(each));
    }
    return net::json_reply(json::write(answer));
  });
}

Result<RelativeList> relatives_for(db::Reader& reader, const ModuleContext& context, const Request& request) {
  const auto line = TRY(line_for(reader, request, people_read));
  return relatives_of(reader, context, line.person_id,
                      TRY(access::allowed_subtree(reader, access::caller_of(request), people_read)));
}

Result<Response> relatives(const ModuleContext& context, const Request& request) {
  return context.database.read([&](db::Reader& reader) -> Result<Response> {
    return net::json_reply(json::write(TRY(relatives_for(reader, context, request))));
  });
}

Result<Response> tie(const ModuleContext& context, const Request& request) {
  const Id id = TRY(id_in_path(request));
  const auto body = TRY(json::read<NewTie>(request.body));
  return workflow::write_once(context, request, [&](db::Transaction& tx) -> Result<Response> {
    TRY(add_tie(tx, context, access::caller_of(request), id, body));
    return net::json_reply(json::write(TRY(relatives_for(tx, context, request))), 201);
  });
}

Result<Response> untie(const ModuleContext& context, const Request& request) {
  const Id id = TRY(id_in_path(request));
  const auto body = TRY(json::read<EndedTie>(request.body));
  return workflow::write_once(context, request, [&](db::Transaction& tx) -> Result<Response> {
    TRY(end_marriage(tx, context, access::caller_of(request), id, body));
    return net::json_reply(json::write(TRY(relatives_for(tx, context, request))));
  });
}

// The answer holds what must not be kept, so it is not one that may be asked for again.
Result<Response> look_at(const ModuleContext& context, const Request& request) {
  const Id id = TRY(id_in_path(request));
  const auto wanted = TRY(json::read<LookAt>(request.body));
  return net::json_reply(json::write(TRY(look(context, access::caller_of(request), id, wanted))));
}

Result<Response> take_roll(const ModuleContext& context, const Request& request) {
  const auto wanted = TRY(json::read<ExportRoll>(request.body));
  const auto workbook = TRY(export_roll(context, access::caller_of(request), wanted));
  return documents::xlsx_download(workbook, workbook.sheets.front().title);
}

Result<Response> get_whole_numbers(const ModuleContext& context, const Request& request) {
  std::optional<Id> group;
  Query query(request);
  query.id("group", group);
  TRY(query.finish());
  return context.database.read([&](db::Reader& reader) -> Result<Response> {
    return net::json_reply(json::write(
        TRY(whole_numbers(reader, context, access::caller_of(request), request.query_value("village"), group))));
  });
}

Result<Response> ask_roll(const ModuleContext& context, const Request& request) {
  const auto wanted = TRY(json::read<ExportRoll>(request.body));
  const auto& caller = access::caller_of(request);
  return workflow::write_once(context, request, [&](db::Transaction& tx) -> Result<Response> {
    const auto id = TRY(ask_for_roll(tx, context, caller, wanted));
    return net::json_reply(json::write(TRY(documents::answer_of(tx, context, caller, id))), 201);
  });
}

Result<Response> search_people(const ModuleContext& context, const Request& request) {
  const auto wanted = TRY(json::read<SearchPeople>(request.body));
  return net::json_reply(json::write(TRY(search(context, access::caller_of(request), wanted))));
}

Result<Response> looks(const ModuleContext& context, const Request& request) {
  LookFilter filter;
  std::optional<Date> from, to;
  Query query(request);
  query.id("account", filter.account);
  query.id("record", filter.record);
  query.id("before", filter.before);
  query.day("from", from);
  query.day("to", to);
  TRY(query.finish());
  if (from) filter.from = from->start();
  if (to) filter.to = to->plus_days(1).start();
  return context.database.read([&](db::Reader& reader) -> Result<Response> {
    filter.subtree = TRY(subtree_asked(reader, request, people_looks)).subtree;
    return net::json_reply(json::write(TRY(find_looks(reader, filter))));
  });
}

Result<Response> get_figures(const ModuleContext& context, const Request& request) {
  const auto today = context.clock.today();
  std::optional<Date> from, to;
  Query query(request);
  query.day("from", from);
  query.day("to", to);
  TRY(query.finish());
  return context.database.read([&](db::Reader& reader) -> Result<Response> {
    const auto& caller = access::caller_of(request);
    const auto subtree = TRY(access::allowed_subtree(reader, caller, people_read));
    const auto at = request.query_value("at");
    if (at.empty() && !caller.acting)
      return fail(invalid_fields({{"/at", "required", {"请填写区划代码。", "A code is wanted."}}}));
    const auto unit = at.empty() ? caller.acting->unit : TRY(units::by_code(reader, at));
    if (!units::within(unit.path, subtree)) return fail(access::outside_subtree());
    return net::json_reply(json::write(
        TRY(figures(reader, unit, today, from.value_or(*Date::of(today.year(), 1, 1)), to.value_or(today)))));
  });
}

Result<Response> get_ethnic_groups(const ModuleContext&, const Request&) {
  EthnicGroupList list;
  for (const auto& group : ethnic_groups()) list.groups.push_back({group.code, group.name.zh, group.name.en});
  return net::json_reply(json::write(list));
}

void register_reading(Routes& routes) {
  const std::string read(people_read);
  routes.add({.pattern = "/api/people",
              .permission = read,
              .summary = "People in the register, numbers masked",
              .gives = &type_of<PersonList>(),
              .query = {at_parameter,
                        {"after", "`next` of the answer before"},
                        {"group", "Id of a group or hamlet"},
                        {"household", "Id of a household"},
                        {"status", "both, registered, lives_here or away"},
                        {"sex", "male, female, unknown or not_stated"},
                        {"political", "Political status"},
                        {"ethnic", "Code of an ethnic group"},
                        {"age_from", "Full years, at least"},
                        {"age_to", "Full years, at most"},
                        {"ended", "yes: those who left or died"}}},
             &list);
  routes.add({.method = Method::post,
              .pattern = "/api/people/search",
              .permission = read,
              .costly = true,
              .summary = "Search by name, or by a whole number (journalled)",
              .takes = &type_of<SearchPeople>(),
              .gives = &type_of<PersonList>()},
             &search_people);
  routes.add({.pattern = "/api/people/figures",
              .permission = read,
              .summary = "How many people there are, by sex, age, ethnic group and status, and who came and left",
              .gives = &type_of<PeopleFigures>(),
              .query = {{"at", "12-digit code; without it the unit of the caller's post"},
                        {"from", "First day for who came and left: 1 January"},
                        {"to", "Last day: today"}}},
             &get_figures);
  routes.add({.pattern = "/api/people/ethnic-groups",
              .permission = read,
              .summary = "Ethnic groups to choose from",
              .gives = &type_of<EthnicGroupList>()},
             &get_ethnic_groups);
  routes.add({.pattern = "/api/people/{id}",
              .permission = read,
              .summary = "What a village keeps of a person, numbers masked",
              .gives = &type_of<PersonDetail>()},
             &detail);
  routes.add({.pattern = "/api/people/{id}/history",
              .permission = read,
              .summary = "Who changed a record, when, which fields",
              .gives = &type_of<PersonHistory>()},
             &history);
  routes.add({.pattern = "/api/people/{id}/relatives",
              .permission = read,
              .summary = "Near relatives, as far as they are known",
              .gives = &type_of<RelativeList>()},
             &relatives);
}

void register_writing(Routes& routes, const ModuleContext& context) {
  const std::string write(people_write);
  routes.add({.method = Method::post,
              .pattern = "/api/people",
              .permission = write,
              .summary = "Enter a person",
              .takes = &type_of<NewPerson>(),
              .gives = &type_of<PersonDetail>(),
              .success = 201},
             &add);
  routes.add({.method = Method::put,
              .pattern = "/api/people/{id}",
              .permission = write,
              .summary = "Change what is kept of a person",
              .takes = &type_of<ChangedPerson>(),
              .gives = &type_of<PersonDetail>()},
             &change);
  routes.add({.method = Method::post,
              .pattern = "/api/people/{id}/leave",
              .permission = write,
              .summary = "Enter a death, a move, a marriage to another place",
              .takes = &type_of<Leaving>(),
              .gives = &type_of<PersonDetail>()},
             changing<Leaving>(context, &leave));
  routes.add({.method = Method::post,
              .pattern = "/api/people/{id}/reinstate",
              .permission = write,
              .summary = "Take back a departure that was a mistake",
              .takes = &type_of<Reinstating>(),
              .gives = &type_of<PersonDetail>()},
             changing<Reinstating>(context, &reinstate));
  routes.add({.method = Method::post,
              .pattern = "/api/people/{id}/ties",
              .permission = write,
              .summary = "Record a parent, a child or a spouse",
              .takes = &type_of<NewTie>(),
              .gives = &type_of<RelativeList>(),
              .success = 201},
             &tie);
  routes.add({.method = Method::post,
              .pattern = "/api/people/{id}/ties/end",
              .permission = write,
              .summary = "Record that a marriage ended",
              .takes = &type_of<EndedTie>(),
              .gives = &type_of<RelativeList>()},
             &untie);
}

void register_looking(Routes& routes) {
  routes.add(
      {.method = Method::post,
       .pattern = "/api/people/export",
       .permission = std::string(people_export),
       .step_up = true,
       .outgoing = net::Outgoing{net::DataClass::sensitive},
       .summary = "The roll of the own village as a workbook (xlsx), numbers masked; journalled with its purpose",
       .takes = &type_of<ExportRoll>()},
      &take_roll);
  routes.add({.pattern = "/api/people/export/whole-numbers",
              .permission = std::string(people_export),
              .summary = "Whether a roll may leave with whole ID numbers now",
              .gives = &type_of<WholeNumbers>(),
              .query = {{"village", "12-digit code"}, {"group", "Id of a group or hamlet in it; else all of it"}}},
             &get_whole_numbers);
  routes.add({.method = Method::post,
              .pattern = "/api/people/export/requests",
              .permission = std::string(people_export),
              .summary = "Ask a second person to agree to an export of the roll",
              .takes = &type_of<ExportRoll>(),
              .gives = &type_of<documents::ExportRequestAnswer>(),
              .success = 201},
             &ask_roll);
  routes.add({.method = Method::post,
              .pattern = "/api/people/{id}/look",
              .permission = std::string(people_look),
              .costly = true,
              .summary = "See a whole number, for a reason that is kept",
              .takes = &type_of<LookAt>(),
              .gives = &type_of<Unmasked>()},
             &look_at);
  routes.add({.pattern = "/api/people/looks",
              .permission = std::string(people_looks),
              .summary = "Who looked at whose number, and why, newest first",
              .gives = &type_of<LookList>(),
              .query = {at_parameter,
                        {"account", "Id of the account that looked"},
                        {"record", "Id of the record that was looked at"},
                        {"from", "First day"},
                        {"to", "Last day"},
                        {"before", "`next` of the answer before"}}},
             &looks);
}

}  // namespace

void register_routes(net::Router& router, const ModuleContext& context) {
  Routes routes(router, context);
  register_reading(routes);
  register_writing(routes, context);
  register_looking(routes);
  register_household_routes(routes);
}

}  // namespace gulou::people
