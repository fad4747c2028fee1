#include "modules/portal/portal.h"

#include "modules/portal/comments.h"
#include "modules/portal/join_page.h"
#include "modules/portal/notices.h"
#include "modules/portal/own_page.h"
#include "modules/portal/parts.h"
#include "modules/portal/web_files.h"
#include "modules/residents/queries.h"
#include "spine/units/queries.h"

namespace gulou::portal {
namespace {

constexpr std::int64_t year_of_seconds = 31'536'000;

using PageFunction = Result<net::Response> (*)(const View&);

// The address of this page without its mode, for the switch of the mode.
std::string address_of(const net::Request& request) {
  std::string out = request.path;
  for (const auto& [name, value] : request.query)
    if (name != "elders")
      out += (out.size() == request.path.size() ? "?" : "&") + url_encoded(name) + "=" + url_encoded(value);
  return out;
}

Result<std::optional<plan::Plan>> latest_plan(db::Reader& reader) {
  const auto years = TRY(plan::years(reader));
  if (years.empty()) return std::optional<plan::Plan>();
  return std::optional<plan::Plan>(TRY(plan::load(reader, static_cast<int>(years.front()))));
}

Result<View> view_of(db::Reader& reader, const ModuleContext& context, const net::Request& request,
                     const std::string& stylesheet) {
  return View{.reader = reader,
              .context = context,
              .request = request,
              .as_of = TRY(plan::as_of(reader, context.clock)),
              .plan = TRY(latest_plan(reader)),
              .codes_hold_from = TRY(units::codes_hold_from(reader)),
              .stylesheet = stylesheet};
}

// `asked`: the query parameters whose answers are worth keeping; a page asked with others is rendered each time.
void add_page(net::Router& router, const ModuleContext& context, std::string pattern, const std::string& stylesheet,
              PageFunction make, std::vector<std::pair<std::string, std::string>> asked = {}) {
  asked.emplace_back("elders", "1: large type, 2: larger");
  router.add(net::Route{
      .method = net::Method::get,
      .pattern = std::move(pattern),
      .permission = std::string(net::public_route),
      .query = std::move(asked),
      .handler = [context, stylesheet, make](const net::Request& request) -> Result<net::Response> {
        return context.database.read([&](db::Reader& reader) -> Result<net::Response> {
          return make(TRY(view_of(reader, context, request, stylesheet)));
        });
      },
      .cache = cached_until_changed(context.database, {db::Topic::units, db::Topic::plan, db::Topic::measures})});
}

// A comment that cannot be taken brings the page back, with what was typed and what was wrong with it.
void add_comment_form(net::Router& router, const ModuleContext& context, const std::string& stylesheet) {
  router.add(net::Route{
      .method = net::Method::post,
      .pattern = "/plan/{year}/comments",
      .permission = std::string(net::public_route),
      .handler = [context, stylesheet](const net::Request& request) -> Result<net::Response> {
        auto taken = post_comment(context, request);
        if (taken || (taken.error().kind != ErrorKind::invalid && taken.error().kind != ErrorKind::rate_limited))
          return taken;
        return context.database.read([&](db::Reader& reader) -> Result<net::Response> {
          return comments_page_with(TRY(view_of(reader, context, request, stylesheet)), taken.error());
        });
      }});
}

using FormPage = Result<net::Response> (*)(const View&);
using FormPageWith = Result<net::Response> (*)(const View&, const Error&);
using FormTaker = Result<net::Response> (*)(const ModuleContext&, const net::Request&);

// A page with a form, and what takes the form: what cannot be taken brings the page back with what was typed.
void add_form(net::Router& router, const ModuleContext& context, const std::string& stylesheet, std::string_view path,
              FormPage show, FormPageWith show_with, FormTaker take) {
  const auto render = [context, stylesheet](const net::Request& request, const auto& make) {
    return context.database.read([&](db::Reader& reader) -> Result<net::Response> {
      return make(TRY(view_of(reader, context, request, stylesheet)));
    });
  };
  router.add(net::Route{.pattern = std::string(path),
                        .permission = std::string(net::public_route),
                        .handler = [render, show](const net::Request& request) { return render(request, show); }});
  router.add(net::Route{
      .method = net::Method::post,
      .pattern = std::string(path),
      .permission = std::string(net::public_route),
      .handler = [context, render, show_with, take](const net::Request& request) -> Result<net::Response> {
        auto taken = take(context, request);
        if (taken || taken.error().kind == ErrorKind::internal || taken.error().kind == ErrorKind::unavailable)
          return taken;
        return render(request, [&](const View& view) { return show_with(view, taken.error()); });
      }});
}

// Remembers the mode in a cookie and goes back to the page it was chosen on. Only local addresses are gone back to.
Result<net::Response> choose_mode(const net::Request& request) {
  const auto back = request.query_value("back");
  const bool local = back.starts_with('/') && html::Url::parse(back).has_value();
  auto response = net::redirect(local ? std::string(back) : "/");
  const auto wish = request.query_value("on");
  const bool on = wish == "1" || wish == "2";
  response.headers.emplace_back("Set-Cookie",
                                "elders=" + std::string(on ? wish : "0") +
                                    "; Path=/; SameSite=Lax; Max-Age=" + std::to_string(on ? year_of_seconds : 0));
  return response;
}

}  // namespace

Page View::page(std::string title, std::string here) const {
  return {.title = std::move(title),
          .here = std::move(here),
          .body = {},
          .as_of = as_of,
          .codes_hold_from = codes_hold_from,
          .plan_title = plan ? plan->document.title_zh : std::string(),
          .stylesheet = stylesheet,
          .letters = letters_asked(request),
          .address = address_of(request)};
}

void register_routes(net::Router& router, const ModuleContext& context) {
  add_web_files(router);
  const auto& stylesheet = stylesheet_name();
  router.set_error_page(
      [stylesheet](const Error& error, const net::Request& request) { return error_page(error, request, stylesheet); });
  add_page(router, context, "/", stylesheet, &home_page);
  add_page(router, context, "/u/{code}", stylesheet, &unit_page);
  add_page(router, context, "/u/{code}/notices", stylesheet, &unit_notices_page);
  add_page(router, context, "/u/{code}/playlist", stylesheet, &playlist_page);
  add_page(router, context, "/notices/{id}", stylesheet, &notice_page);
  add_page(router, context, "/plan", stylesheet, &plan_page);
  add_page(router, context, "/plan/full", stylesheet, &plan_full_page);
  add_page(router, context, "/plan/{year}/{clause}", stylesheet, &clause_page);
  add_page(router, context, "/plan/{year}/comments", stylesheet, &comments_page,
           {{"clause", "Code of a clause"}, {"sent", "1: thanks for a comment"}});
  add_comment_form(router, context, stylesheet);
  add_page(router, context, "/scoreboard", stylesheet, &scoreboard_page,
           {{"at", "Code of the unit whose children are shown"}, {"figure", "Measure shown on the map"}});
  add_form(router, context, stylesheet, "/join", &join_page, &join_page_with, &post_join);
  add_form(router, context, stylesheet, "/signin", &sign_in_page, &sign_in_page_with, &post_sign_in);
  router.add(net::Route{.pattern = "/signout",
                        .permission = std::string(residents::residents_own),
                        .handler = [context](const net::Request& request) { return sign_out(context, request); }});
  const auto own_view = [context, stylesheet](db::Reader& reader, const net::Request& request) {
    return view_of(reader, context, request, stylesheet);
  };
  const auto add_own = [&](std::string_view path, PageFunction make) {
    router.add(net::Route{.pattern = std::string(path),
                          .permission = std::string(residents::residents_own),
                          .handler = [context, own_view, make](const net::Request& request) {
                            return context.database.read([&](db::Reader& reader) -> Result<net::Response> {
                              return make(TRY(own_view(reader, request)));
                            });
                          }});
  };
  add_own("/own", &own_page);
  add_own("/own/correct", &correct_page);
  add_own("/own/erase", &erase_page);
  add_own_forms(router, context, own_view);
  router.add(net::Route{.method = net::Method::get,
                        .pattern = "/elders",
                        .permission = std::string(net::public_route),
                        .handler = &choose_mode});
}

}  // namespace gulou::portal
