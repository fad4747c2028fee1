#include "modules/portal/portal.h"

#include "modules/portal/comments.h"
#include "modules/portal/join_page.h"
#include "modules/portal/notices.h"
#include "modules/portal/own_page.h"
#include "modules/portal/paging.h"
#include "modules/portal/parts.h"
#include "modules/portal/password_page.h"
#include "modules/portal/web_files.h"
#include "modules/residents/queries.h"
#include "spine/access/form.h"
#include "spine/access/letters.h"
#include "spine/units/queries.h"

namespace gulou::portal {
namespace {

using PageFunction = Result<net::Response> (*)(const View&);

Result<std::optional<plan::Plan>> latest_plan(db::Reader& reader) {
  const auto years = TRY(plan::years(reader));
  if (years.empty()) return std::optional<plan::Plan>();
  return std::optional<plan::Plan>(TRY(plan::load(reader, static_cast<int>(years.front()))));
}

Result<View> view_of(db::Reader& reader, const ModuleContext& context, const net::Request& request,
                     const std::string& stylesheet) {
  const auto as_of = TRY(plan::as_of(reader, context.clock));
  auto plan = TRY(latest_plan(reader));
  auto codes_hold_from = TRY(units::codes_hold_from(reader));
  return View{.reader = reader,
              .context = context,
              .request = request,
              .as_of = as_of,
              .plan = std::move(plan),
              .codes_hold_from = std::move(codes_hold_from),
              .stylesheet = stylesheet};
}

Render render_with(const ModuleContext& context, const std::string& stylesheet) {
  return [context, stylesheet](const net::Request& request, const MakePage& make) {
    return context.database.read([&](db::Reader& reader) -> Result<net::Response> {
      return make(TRY(view_of(reader, context, request, stylesheet)));
    });
  };
}

// The standard mode shows everything at once, at the address without page and part.
Result<net::Response> whole_or(const Render& render, const MakePage& make, const net::Request& request) {
  if (letters_asked(request) == Letters::standard && address_of(request) != proper_address(request))
    return net::redirect(proper_address(request));
  return render(request, make);
}

// `asked`: the query parameters whose answers are worth keeping; a page asked with others is rendered each time.
void add_page(net::Router& router, const ModuleContext& context, const Render& render, std::string pattern,
              PageFunction make, std::vector<std::pair<std::string, std::string>> asked = {}) {
  asked.emplace_back("elders", "1: large type, 2: larger");
  asked.emplace_back("page", "In elders' mode: the page of six entries");
  asked.emplace_back("part", "In elders' mode: a part that has a page of its own");
  router.add(net::Route{
      .method = net::Method::get,
      .pattern = std::move(pattern),
      .permission = std::string(net::public_route),
      .query = std::move(asked),
      .handler = [render, make](const net::Request& request) { return whole_or(render, make, request); },
      .cache = cached_until_changed(context.database, {db::Topic::units, db::Topic::plan, db::Topic::measures})});
}

// A form that anyone may send: what shows it, a step of its walk, and what takes it.
struct OpenForm {
  std::string pattern;
  Result<net::Response> (*show)(const View&, const TypedForm&, int);
  Result<TypedForm> (*step)(const View&, const TypedForm&);
  Result<net::Response> (*take)(const ModuleContext&, const net::Request&, const Render&);
  // It ends in a session: another site must not sign its visitors in here, nor show them words of its own in our page.
  bool from_own_pages_only = false;
};

// What cannot be taken brings the page back with what was typed.
void add_taker(net::Router& router, const ModuleContext& context, const Render& render, const OpenForm& form) {
  router.add(net::Route{
      .method = net::Method::post,
      .pattern = form.pattern,
      .permission = std::string(net::public_route),
      .max_body_bytes = access::form_bytes,
      .handler = [context, render, form](const net::Request& request) -> Result<net::Response> {
        if (form.from_own_pages_only && access::origin_of(request) == access::Origin::other)
          return fail(access::cross_site());
        if (is_walking(typed_in(request)))
          return render(request, [&](const View& view) -> Result<net::Response> {
            return form.show(view, TRY(form.step(view, typed_in(request))), 200);
          });
        auto taken = form.take(context, request, render);
        if (taken || taken.error().kind == ErrorKind::internal || taken.error().kind == ErrorKind::unavailable)
          return taken;
        return render(request, [&](const View& view) {
          return form.show(view, typed_in(request, taken.error()), net::status_of(taken.error().kind));
        });
      }});
}

// The same with its page, which is one person's and never kept.
void add_form(net::Router& router, const ModuleContext& context, const Render& render, const OpenForm& form) {
  router.add(net::Route{.pattern = form.pattern,
                        .permission = std::string(net::public_route),
                        .handler = [render, show = form.show](const net::Request& request) {
                          return render(request, [&](const View& view) { return show(view, {}, 200); });
                        }});
  add_taker(router, context, render, form);
}

// Remembers the mode, for the account too where one is signed in, and goes back to the page it was chosen on. Only
// local addresses are gone back to.
Result<net::Response> choose_mode(const ModuleContext& context, const net::Request& request) {
  const auto back = request.query_value("back");
  const bool local = back.starts_with('/') && html::Url::parse(back).has_value();
  auto response = net::redirect(local ? std::string(back) : "/");
  const auto wish = request.query_value("on");
  for (auto& cookie : TRY(access::choose_letters(context, request, wish == "1" ? 1 : wish == "2" ? 2 : 0)))
    response.headers.emplace_back("Set-Cookie", std::move(cookie));
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
          .address = address_of(request),
          .proper = proper_address(request)};
}

void register_routes(net::Router& router, const ModuleContext& context) {
  add_web_files(router);
  const auto& stylesheet = stylesheet_name();
  router.set_error_page(
      [stylesheet](const Error& error, const net::Request& request) { return error_page(error, request, stylesheet); });
  const auto render = render_with(context, stylesheet);
  add_page(router, context, render, "/", &home_page);
  add_page(router, context, render, "/u/{code}", &unit_page);
  add_page(router, context, render, "/u/{code}/notices", &unit_notices_page);
  add_page(router, context, render, "/u/{code}/playlist", &playlist_page);
  add_page(router, context, render, "/notices/{id}", &notice_page);
  add_page(router, context, render, "/plan", &plan_page);
  add_page(router, context, render, "/plan/full", &plan_full_page);
  add_page(router, context, render, "/plan/{year}/{clause}", &clause_page);
  add_page(
      router, context, render, "/plan/{year}/comments", &comments_page,
      {{"clause", "Code of a clause"}, {"sent", "1: thanks for a comment"}, {"write", "1: the form, in elders' mode"}});
  add_taker(router, context, render, {"/plan/{year}/comments", &comment_form_page, &step_of_comment, &post_comment});
  add_page(router, context, render, "/scoreboard", &scoreboard_page,
           {{"at", "Code of the unit whose children are shown"}, {"figure", "Measure shown on the map"}});
  add_form(router, context, render, {"/join", &join_page, &step_of_join, &post_join, true});
  add_form(router, context, render, {"/signin", &sign_in_page, &step_of_sign_in, &post_sign_in, true});
  add_form(router, context, render,
           {std::string(password_path), &password_page, &step_of_password, &post_password, true});
  router.add(net::Route{.pattern = "/signout",
                        .permission = std::string(residents::residents_own),
                        .handler = [context](const net::Request& request) { return sign_out(context, request); }});
  const auto add_own = [&](std::string_view path, PageFunction make) {
    router.add(
        net::Route{.pattern = std::string(path),
                   .permission = std::string(residents::residents_own),
                   .handler = [render, make](const net::Request& request) { return whole_or(render, make, request); }});
  };
  add_own("/own", &own_page);
  add_own("/own/correct", &correct_page);
  add_own("/own/erase", &erase_page);
  add_own_forms(router, context, render);
  router.add(net::Route{.method = net::Method::get,
                        .pattern = "/elders",
                        .permission = std::string(net::public_route),
                        .handler = [context](const net::Request& request) { return choose_mode(context, request); }});
}

}  // namespace gulou::portal
