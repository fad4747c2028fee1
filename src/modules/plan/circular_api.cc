// 通报 over HTTP: the list, the paper, the workbook; a preview of each, and issuing.
#include <fmt/format.h>

#include <charconv>
#include <map>

#include "base/json.h"
#include "modules/plan/circular.h"
#include "modules/plan/path.h"
#include "spine/documents/exports.h"
#include "spine/units/queries.h"
#include "spine/workflow/once.h"

namespace gulou::plan {
namespace {

struct CircularLine {
  Id id;
  std::string name;
  std::int64_t year = 0;
  std::int64_t quarter = 1;
  std::string number;
  Date judged_on;
  bool demo = false;
  Instant issued_at;
};

constexpr auto describe(Tag<CircularLine>) {
  return object("CircularLine", "An issued circular", field<&CircularLine::id>("id", "Id"),
                field<&CircularLine::name>("name", "What it is called"),
                field<&CircularLine::year>("year", "Of the plan"), field<&CircularLine::quarter>("quarter", "1 to 4"),
                field<&CircularLine::number>("number", "Document number"),
                field<&CircularLine::judged_on>("judged_on", "The day that states were judged on"),
                field<&CircularLine::demo>("demo", "The figures are made up"),
                field<&CircularLine::issued_at>("issued_at", "When"));
}

struct CircularList {
  std::vector<CircularLine> circulars;
};

constexpr auto describe(Tag<CircularList>) {
  return object("CircularList", "Issued circulars",
                field<&CircularList::circulars>("circulars", "Latest first").max_length(1000));
}

CircularLine line_of(const CircularRow& row, const Circular& circular) {
  return {row.id,     circular_name(circular), circular.year, circular.quarter,
          row.number, circular.judged_on,      circular.demo, row.issued_at};
}

// Whose circulars the caller reads: those of the plan that their unit works by, and of plans below it.
class Readable {
 public:
  static Result<Readable> of(db::Reader& reader, const access::Caller& caller) {
    return Readable(reader, TRY(access::allowed_subtree(reader, caller, "plan.circular.read")));
  }

  Result<bool> holds(const Circular& circular) {
    const std::string& code = circular.division.code;
    if (!paths_.contains(code)) paths_[code] = TRY(units::by_code(reader_, code)).path;
    return units::within(subtree_, paths_[code]) || units::within(paths_[code], subtree_);
  }

 private:
  Readable(db::Reader& reader, std::string subtree) : reader_(reader), subtree_(std::move(subtree)) {}

  db::Reader& reader_;
  std::string subtree_;
  std::map<std::string, std::string> paths_;  // of divisions, by code: most circulars are of one
};

struct Issued {
  std::string number;
  Circular circular;
};

Result<Issued> find(const ModuleContext& context, const net::Request& request) {
  const Id id = TRY(id_in_path(request));
  return context.database.read([&](db::Reader& reader) -> Result<Issued> {
    const Error none = not_found_error({"没有这份通报。", "There is no such circular."});
    const auto row = TRY(reader.first<CircularRow>(
        "SELECT id, plan_id, quarter, number, content, issued_at FROM plan_circular WHERE id = $1", id));
    if (!row) return fail(none);
    auto circular = TRY(json::read<Circular>(row->content));
    Issued out{row->number, std::move(circular)};
    auto readable = TRY(Readable::of(reader, access::caller_of(request)));
    if (!TRY(readable.holds(out.circular))) return fail(none);
    return out;
  });
}

Result<int> number_asked(const net::Request& request, std::string_view name) {
  const auto text = request.query_value(name);
  int number = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool good = error == std::errc() && rest == text.data() + text.size();
  if (!good || (name == "quarter" && (number < 1 || number > 4)))
    return fail(invalid_fields({{"/" + std::string(name),
                                 "out_of_range",
                                 {"应写明年份和季度（1 到 4）。", "Name the year and the quarter, 1 to 4."}}}));
  return number;
}

Result<Circular> preview(const ModuleContext& context, const net::Request& request) {
  const int year = TRY(number_asked(request, "year"));
  const int quarter = TRY(number_asked(request, "quarter"));
  return context.database.read([&](db::Reader& reader) -> Result<Circular> {
    const Plan plan = TRY(load(reader, year));
    TRY(access::require(reader, access::caller_of(request), "plan.circular.issue", plan.division));
    return make_circular(reader, context, plan, quarter);
  });
}

Result<net::Response> list(const ModuleContext& context, const net::Request& request) {
  return context.database.read([&](db::Reader& reader) -> Result<net::Response> {
    auto readable = TRY(Readable::of(reader, access::caller_of(request)));
    CircularList answer;
    for (const auto& row : TRY(reader.all<CircularRow>(
             "SELECT id, plan_id, quarter, number, content, issued_at FROM plan_circular ORDER BY issued_at DESC, id "
             "DESC LIMIT 200"))) {
      const auto circular = TRY(json::read<Circular>(row.content));
      if (TRY(readable.holds(circular))) answer.circulars.push_back(line_of(row, circular));
    }
    return net::json_reply(json::write(answer));
  });
}

Result<net::Response> issue(const ModuleContext& context, const net::Request& request) {
  const int year = TRY(year_in_path(request));
  const auto wanted = TRY(json::read<IssueCircular>(request.body));
  return workflow::write_once(context, request, [&](db::Transaction& tx) -> Result<net::Response> {
    const auto row = TRY(issue_circular(tx, context, access::caller_of(request), year, wanted));
    return net::json_reply(json::write(line_of(row, TRY(json::read<Circular>(row.content)))), 201);
  });
}

std::int64_t rows_of(const Circular& circular) {
  return static_cast<std::int64_t>(circular.counties.size() * circular.clauses.size());
}

documents::Export as_export(const Circular& circular, std::string form, std::string id) {
  return {.data = net::DataClass::internal,
          .form = std::move(form),
          .object_kind = "plan.circular",
          .object_id = std::move(id),
          .rows = rows_of(circular)};
}

// An issued circular or a preview, and what it is wanted for.
struct Asked {
  Circular circular;
  std::string id;  // empty: a preview
  documents::ExportWanted wanted;
};

Result<Asked> issued_asked(const ModuleContext& context, const net::Request& request) {
  const auto wanted = TRY(json::read<documents::ExportWanted>(request.body));
  return Asked{TRY(find(context, request)).circular, std::string(request.parameter("id")), wanted};
}

Result<Asked> preview_asked(const ModuleContext& context, const net::Request& request) {
  const auto wanted = TRY(json::read<documents::ExportWanted>(request.body));
  return Asked{TRY(preview(context, request)), "", wanted};
}

Result<documents::ExportMark> noted(const ModuleContext& context, const net::Request& request,
                                    const documents::Export& what, const documents::ExportWanted& wanted) {
  return context.database.write([&](db::Transaction& tx) {
    return documents::note_export(tx, context, access::caller_of(request), what, wanted);
  });
}

Result<net::Response> paper_export(const ModuleContext& context, const net::Request& request, const Asked& asked,
                                   std::string address) {
  auto what = as_export(asked.circular, "paper", asked.id);
  what.address = std::move(address);
  const auto mark = TRY(noted(context, request, what, asked.wanted));
  return net::json_reply(json::write(documents::paper_of(what, mark)), 201);
}

Result<net::Response> workbook_export(const ModuleContext& context, const net::Request& request, const Asked& asked) {
  auto workbook = circular_workbook(asked.circular);
  workbook.mark = TRY(noted(context, request, as_export(asked.circular, "xlsx", asked.id), asked.wanted));
  return documents::xlsx_download(workbook, circular_name(asked.circular));
}

Result<net::Response> opened(const ModuleContext& context, const net::Request& request, const documents::Paper& paper) {
  const auto mark = TRY(context.database.read(
      [&](db::Reader& reader) { return documents::opened_export(reader, context.clock, request); }));
  return documents::paper_page(paper, mark);
}

Result<net::Response> paper_of_issued(const ModuleContext& context, const net::Request& request) {
  const auto asked = TRY(issued_asked(context, request));
  return paper_export(context, request, asked, "/circulars/" + asked.id);
}

Result<net::Response> paper_of_preview(const ModuleContext& context, const net::Request& request) {
  const auto asked = TRY(preview_asked(context, request));
  return paper_export(
      context, request, asked,
      fmt::format("/circulars/preview?year={}&quarter={}", asked.circular.year, asked.circular.quarter));
}

Result<net::Response> paper(const ModuleContext& context, const net::Request& request) {
  const auto found = TRY(find(context, request));
  return opened(context, request, circular_paper(found.circular, found.number));
}

Result<net::Response> workbook(const ModuleContext& context, const net::Request& request) {
  return workbook_export(context, request, TRY(issued_asked(context, request)));
}

Result<net::Response> paper_preview(const ModuleContext& context, const net::Request& request) {
  return opened(context, request, circular_paper(TRY(preview(context, request)), ""));
}

Result<net::Response> workbook_preview(const ModuleContext& context, const net::Request& request) {
  return workbook_export(context, request, TRY(preview_asked(context, request)));
}

}  // namespace

void register_circular_routes(net::Router& router, const ModuleContext& context) {
  const auto add = [&](net::Route route, Result<net::Response> (*f)(const ModuleContext&, const net::Request&)) {
    route.tags = {"plan"};
    route.handler = [context, f](const net::Request& request) { return f(context, request); };
    router.add(std::move(route));
  };
  const std::vector<std::pair<std::string, std::string>> asked = {{"year", "Of the plan"}, {"quarter", "1 to 4"}};
  add({.pattern = "/api/circulars",
       .permission = "plan.circular.read",
       .summary = "Issued circulars",
       .gives = &type_of<CircularList>()},
      &list);
  add({.method = net::Method::post,
       .pattern = "/api/plans/{year}/circulars",
       .permission = "plan.circular.issue",
       .summary = "Issue the circular of a quarter",
       .takes = &type_of<IssueCircular>(),
       .gives = &type_of<CircularLine>(),
       .success = 201},
      &issue);
  const net::Outgoing internal{net::DataClass::internal};
  add({.method = net::Method::post,
       .pattern = "/api/circulars/{id}/xlsx",
       .permission = "plan.circular.read",
       .step_up = true,
       .outgoing = internal,
       .summary = "An issued circular as a workbook",
       .takes = &type_of<documents::ExportWanted>()},
      &workbook);
  add({.method = net::Method::post,
       .pattern = "/api/circulars/preview/xlsx",
       .permission = "plan.circular.issue",
       .step_up = true,
       .outgoing = internal,
       .summary = "The workbook as it would be issued now",
       .takes = &type_of<documents::ExportWanted>(),
       .query = asked},
      &workbook_preview);
  add({.method = net::Method::post,
       .pattern = "/api/circulars/{id}/paper",
       .permission = "plan.circular.read",
       .outgoing = internal,
       .summary = "States what an issued circular is wanted for on paper, and tells where it can be opened then",
       .takes = &type_of<documents::ExportWanted>(),
       .gives = &type_of<documents::ExportedPaper>(),
       .success = 201},
      &paper_of_issued);
  add({.method = net::Method::post,
       .pattern = "/api/circulars/preview/paper",
       .permission = "plan.circular.issue",
       .outgoing = internal,
       .summary = "The same for the paper as it would be issued now",
       .takes = &type_of<documents::ExportWanted>(),
       .gives = &type_of<documents::ExportedPaper>(),
       .success = 201,
       .query = asked},
      &paper_of_preview);
  // Pages to print.
  const std::pair<std::string, std::string> number{"export", "Number of the export that was stated before"};
  add({.pattern = "/circulars/{id}", .permission = "plan.circular.read", .outgoing = internal, .query = {number}},
      &paper);
  add({.pattern = "/circulars/preview",
       .permission = "plan.circular.issue",
       .outgoing = internal,
       .query = {asked[0], asked[1], number}},
      &paper_preview);
}

}  // namespace gulou::plan
