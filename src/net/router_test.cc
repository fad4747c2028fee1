#include "net/router.h"

#include <gtest/gtest.h>

#include <stdexcept>

#include "base/json.h"

namespace gulou::net {
namespace {

Route route(Method method, std::string pattern, std::string permission = "public") {
  Route made;
  made.method = method;
  made.pattern = pattern;
  made.permission = std::move(permission);
  made.handler = [pattern](const Request& request) -> Result<Response> {
    std::string body = pattern;
    for (const auto& [name, value] : request.parameters) body += " " + name + "=" + value;
    return json_reply(body + request.body);
  };
  return made;
}

Request request(Method method, std::string path) {
  Request made;
  made.method = method;
  made.path = std::move(path);
  made.id = "r1";
  return made;
}

std::string header(const Response& response, std::string_view name) {
  for (const auto& [key, value] : response.headers)
    if (key == name) return value;
  return "";
}

struct RouterTest : testing::Test {
  Router router;
  std::string get(std::string path) { return router.answer(request(Method::get, std::move(path))).body; }
};

TEST_F(RouterTest, MatchesLiteralsBeforeParameters) {
  router.add(route(Method::get, "/"));
  router.add(route(Method::get, "/u/{code}"));
  router.add(route(Method::get, "/u/new"));
  router.add(route(Method::get, "/u/{code}/plan/{clause}"));
  router.add(StaticFile{"/assets/a.css", "text/css", "p{}", true});
  EXPECT_TRUE(router.mistakes().empty());
  EXPECT_EQ(get("/"), "/");
  EXPECT_EQ(get("/u/new"), "/u/new");
  EXPECT_EQ(get("/u/52"), "/u/{code} code=52");
  EXPECT_EQ(get("/u/new/plan/3"), "/u/{code}/plan/{clause} code=new clause=3");
  EXPECT_EQ(get("/assets/a.css"), "p{}");
  for (const auto unknown : {"/u", "/u/", "/u//plan/3", "/u/52/", "/x", "", "u/52"})
    EXPECT_EQ(router.answer(request(Method::get, unknown)).status, 404) << unknown;
}

TEST_F(RouterTest, AnotherMethodIs405WithAllow) {
  router.add(route(Method::post, "/u/new"));
  router.add(route(Method::get, "/u/{code}"));
  EXPECT_EQ(get("/u/new"), "/u/{code} code=new");  // the literal has no GET
  const auto response = router.answer(request(Method::del, "/u/new"));
  EXPECT_EQ(response.status, 405);
  EXPECT_EQ(header(response, "Allow"), "GET, HEAD, POST, OPTIONS");
  EXPECT_EQ(header(router.answer(request(Method::put, "/u/1")), "Allow"), "GET, HEAD, OPTIONS");
}

TEST_F(RouterTest, MistakesAreCollected) {
  router.add(route(Method::get, "/a"));
  router.add(route(Method::get, "/a"));
  router.add(route(Method::get, "/b", ""));
  router.add(route(Method::get, "c"));
  router.add(StaticFile{"/a", "text/css", "", false});
  router.add(Stream{"/s", "public", "", 500, nullptr});
  auto cached = route(Method::get, "/private", "desk");
  cached.cache = CachePolicy{[] { return std::uint64_t{1}; }};
  router.add(cached);
  EXPECT_EQ(router.mistakes().size(), 6u);
}

// Two modules that call their types the same, one of them deep inside an answer.
namespace first {
enum class Role { pilot };
constexpr auto describe(Tag<Role>) { return enumeration("Role", "Why", named(Role::pilot, "pilot")); }
struct Answer {
  std::vector<Role> roles;
};
constexpr auto describe(Tag<Answer>) { return object("Answer", "An answer", field<&Answer::roles>("roles", "Roles")); }
}  // namespace first
namespace second {
enum class Role { auditor };
constexpr auto describe(Tag<Role>) { return enumeration("Role", "Who", named(Role::auditor, "auditor")); }
struct Other {
  std::optional<Role> role;
};
constexpr auto describe(Tag<Other>) { return object("Other", "Another", field<&Other::role>("role", "Role")); }
}  // namespace second

TEST_F(RouterTest, TwoTypesOfOneNameAreAMistake) {
  auto one = route(Method::get, "/api/one");
  one.gives = &type_of<first::Answer>();
  router.add(one);
  auto again = route(Method::get, "/api/again");
  again.gives = &type_of<first::Answer>();
  router.add(again);
  EXPECT_EQ(router.mistakes(), std::vector<std::string>{});
  auto two = route(Method::get, "/api/two");
  two.gives = &type_of<second::Other>();
  router.add(two);
  EXPECT_EQ(router.mistakes(), std::vector<std::string>{"/api/two: another type is called Role too"});
}

struct ForAPurpose {
  std::string purpose;
};
constexpr auto describe(Tag<ForAPurpose>) {
  return object("ForAPurpose", "Says what for", field<&ForAPurpose::purpose>("purpose", "What for"));
}

struct AgreedTo {
  std::string purpose;
  std::string approval;
};
constexpr auto describe(Tag<AgreedTo>) {
  return object("AgreedTo", "Says what for, and who agreed", field<&AgreedTo::purpose>("purpose", "What for"),
                field<&AgreedTo::approval>("approval", "The request"));
}

TEST_F(RouterTest, SEC58_what_leaves_is_declared_and_asks_what_for) {
  const auto add = [&](std::string pattern, Outgoing outgoing, bool asks, bool step_up, std::string who = "desk") {
    auto made = route(Method::post, std::move(pattern), std::move(who));
    made.outgoing = std::move(outgoing);
    if (asks) made.takes = &type_of<ForAPurpose>();
    made.step_up = step_up;
    router.add(made);
  };
  add("/api/open", {DataClass::public_}, false, false, "public");
  add("/api/internal", {DataClass::internal}, true, false);
  add("/api/people", {DataClass::personal}, true, true);
  add("/api/own", {DataClass::sensitive, "one's own"}, false, false);
  auto page = route(Method::get, "/paper", "desk");
  page.outgoing = Outgoing{DataClass::internal};
  page.query = {{"export", "Stated before"}};
  router.add(page);
  EXPECT_EQ(router.mistakes(), std::vector<std::string>{});
  add("/a", {DataClass::internal}, true, false, "public");
  add("/b", {DataClass::internal}, false, false);
  add("/c", {DataClass::personal}, true, false);
  EXPECT_EQ(router.mistakes(), (std::vector<std::string>{"/a: a public route gives nothing that is not public",
                                                         "/b: what leaves the house leaves for a purpose",
                                                         "/c: personal data leave after a proof of identity"}));
}

TEST_F(RouterTest, SEC58_sensitive_data_leave_when_a_second_person_has_agreed) {
  const auto add = [&](std::string pattern, const TypeInfo& takes) {
    auto made = route(Method::post, std::move(pattern), "desk");
    made.outgoing = Outgoing{DataClass::sensitive};
    made.takes = &takes;
    made.step_up = true;
    router.add(made);
  };
  add("/api/good", type_of<AgreedTo>());
  EXPECT_EQ(router.mistakes(), std::vector<std::string>{});
  add("/a", type_of<ForAPurpose>());
  EXPECT_EQ(router.mistakes(),
            (std::vector<std::string>{"/a: sensitive personal data leave when a second person has agreed"}));
}

TEST_F(RouterTest, SEC58_a_file_from_a_route_that_declares_none_does_not_leave) {
  const auto file = [](const Request&) -> Result<Response> {
    return Response{.content_type = "text/csv", .headers = {}, .body = "secret", .leaves = true};
  };
  auto undeclared = route(Method::get, "/api/undeclared");
  undeclared.handler = file;
  router.add(undeclared);
  auto declared = route(Method::get, "/api/declared");
  declared.handler = file;
  declared.outgoing = Outgoing{};
  router.add(declared);
  const auto refused = router.answer(request(Method::get, "/api/undeclared"));
  EXPECT_EQ(refused.status, 500);
  EXPECT_EQ(refused.body.find("secret"), std::string::npos);
  EXPECT_EQ(router.answer(request(Method::get, "/api/declared")).body, "secret");
}

TEST_F(RouterTest, GateIsAskedBeforeContentTypeAndHandler) {
  static constexpr TypeInfo document{.kind = Kind::object};
  auto post = route(Method::post, "/api/x", "desk.write");
  post.takes = &document;
  router.add(post);
  EXPECT_EQ(router.answer(request(Method::post, "/api/x")).status, 401);  // no gate: refused
  std::string asked;
  std::optional<Error> verdict = Error{.kind = ErrorKind::unauthenticated, .code = "session_wanted", .message = {}};
  router.set_gate([&](const Request&, const Wanted& wanted) -> Result<std::shared_ptr<const Caller>> {
    asked = std::string(wanted.permission) + (wanted.step_up ? " step-up" : "");
    if (verdict) return fail(*verdict);
    return std::make_shared<const Caller>();
  });
  const auto refused = router.answer(request(Method::post, "/api/x"));
  EXPECT_EQ(refused.status, 401);
  EXPECT_EQ(header(refused, "WWW-Authenticate"), "Bearer");
  EXPECT_EQ(asked, "desk.write");
  verdict->kind = ErrorKind::forbidden;
  EXPECT_EQ(router.answer(request(Method::post, "/api/x")).status, 403);
  verdict.reset();
  EXPECT_EQ(router.answer(request(Method::post, "/api/x")).status, 415);
  auto json = request(Method::post, "/api/x");
  json.headers = {{"content-type", "Application/JSON ; charset=utf-8"}};
  json.body = "!";
  EXPECT_EQ(router.answer(json).body, "/api/x!");
  json.headers = {{"content-type", "application/jsonx"}};
  EXPECT_EQ(router.answer(json).status, 415);
  auto del = route(Method::del, "/api/x", "desk.write");
  del.step_up = true;
  router.add(del);
  EXPECT_EQ(router.answer(request(Method::del, "/api/x")).status, 200);
  EXPECT_EQ(asked, "desk.write step-up");
  EXPECT_TRUE(router.mistakes().empty());
  auto open = route(Method::post, "/api/open", std::string(public_route));
  open.step_up = true;
  router.add(open);
  EXPECT_EQ(router.mistakes(), std::vector<std::string>{"/api/open: a public route proves nobody"});
}

// A form that comes after its session ended is read all the same, but only by the handler for strangers.
TEST_F(RouterTest, WhomTheGateDoesNotKnowGetsTheHandlerForThat) {
  int handled = 0;
  auto form = route(Method::post, "/form", "desk.form");
  form.max_body_bytes = 100;
  form.handler = [&](const Request&) -> Result<Response> { return ++handled, Response(); };
  form.signed_out = [](const Request& asked) -> Result<Response> { return html_page("typed " + asked.body, 401); };
  router.add(form);
  auto sent = request(Method::post, "/form");
  sent.body = "words";
  EXPECT_EQ(router.answer(sent).body, "typed words") << "no gate: nobody is known";
  std::optional<Error> verdict = Error{.kind = ErrorKind::unauthenticated, .code = "session_wanted", .message = {}};
  router.set_gate([&](const Request&, const Wanted&) -> Result<std::shared_ptr<const Caller>> {
    if (verdict) return fail(*verdict);
    return std::make_shared<const Caller>();
  });
  EXPECT_EQ(router.answer(sent).body, "typed words");
  for (const auto kind : {ErrorKind::forbidden, ErrorKind::unavailable, ErrorKind::internal}) {
    verdict->kind = kind;
    EXPECT_EQ(router.answer(sent).body.find("words"), std::string::npos) << "any other refusal stands";
  }
  EXPECT_EQ(handled, 0);
  verdict.reset();
  EXPECT_EQ(router.answer(sent).status, 200);
  EXPECT_EQ(handled, 1);
  EXPECT_TRUE(router.mistakes().empty());
  form.pattern = "/no-limit";
  form.max_body_bytes = 0;
  router.add(form);
  EXPECT_EQ(router.mistakes().size(), 1u);
}

TEST_F(RouterTest, HandlersGetTheCallerWhomTheGateFound) {
  const auto caller = std::make_shared<const Caller>();
  router.set_gate([&](const Request&, const Wanted&) -> Result<std::shared_ptr<const Caller>> { return caller; });
  std::shared_ptr<const Caller> seen;
  for (const auto* permission : {"desk", "public"}) {
    auto desk = route(Method::get, std::string("/api/") + permission, permission);
    desk.handler = [&](const Request& asked) -> Result<Response> {
      seen = asked.caller;
      return Response();
    };
    router.add(desk);
  }
  get("/api/desk");
  EXPECT_EQ(seen, caller);
  get("/api/public");  // the gate is not asked
  EXPECT_EQ(seen, nullptr);
}

TEST_F(RouterTest, EveryKindOfErrorHasItsStatus) {
  const std::vector<std::pair<ErrorKind, int>> kinds = {
      {ErrorKind::invalid, 400},        {ErrorKind::unauthenticated, 401},    {ErrorKind::forbidden, 403},
      {ErrorKind::not_found, 404},      {ErrorKind::conflict, 409},           {ErrorKind::gone, 410},
      {ErrorKind::too_large, 413},      {ErrorKind::rate_limited, 429},       {ErrorKind::unavailable, 503},
      {ErrorKind::internal, 500},       {ErrorKind::method_not_allowed, 405}, {ErrorKind::unsupported_type, 415},
      {ErrorKind::refused_by_rule, 422}};
  for (const auto& [kind, status] : kinds) EXPECT_EQ(status_of(kind), status);
  EXPECT_EQ(header(problem(unavailable_error("busy", ""), {}), "Retry-After"), "2");
}

TEST_F(RouterTest, ProblemNamesTheFieldsAndHidesTheInside) {
  const Error error{.kind = ErrorKind::invalid,
                    .code = "invalid_fields",
                    .message = {"不对", "wrong \"x\""},
                    .fields = {{"/name", "required", {"必填", "is required"}}},
                    .internal = {"SELECT secret"}};
  const auto response = problem(error, request(Method::post, "/api/x"));
  EXPECT_EQ(response.content_type, "application/problem+json");
  const auto document = json::parse(response.body);
  ASSERT_TRUE(document) << response.body;
  EXPECT_EQ(*document->find("status")->as_integer(), 400);
  EXPECT_EQ(*document->find("title")->as_text(), "Bad Request");
  EXPECT_EQ(*document->find("code")->as_text(), "invalid_fields");
  EXPECT_EQ(*document->find("message")->find("en")->as_text(), "wrong \"x\"");
  EXPECT_EQ(*document->find("request")->as_text(), "r1");
  const auto& first = document->find("errors")->as_list()->front();
  EXPECT_EQ(*first.find("field")->as_text(), "/name");
  EXPECT_EQ(*first.find("message")->find("zh")->as_text(), "必填");
  EXPECT_EQ(response.body.find("SELECT"), std::string::npos);
}

TEST_F(RouterTest, PagesGetPagesAndTheApiGetsProblems) {
  router.set_error_page(
      [](const Error& error, const Request&) { return html_page("<p>" + error.code + "</p>", status_of(error.kind)); });
  EXPECT_EQ(get("/nowhere"), "<p>not_found</p>");
  EXPECT_EQ(router.answer(request(Method::get, "/api/nowhere")).content_type, "application/problem+json");
}

TEST_F(RouterTest, ExceptionsBecomeInternalErrorsAndAreLogged) {
  std::string logged;
  router.set_failure_log([&](const Error& error, const Request&) { logged = error.internal.value; });
  auto bad = route(Method::get, "/api/bad");
  bad.handler = [](const Request&) -> Result<Response> { throw std::runtime_error("secret"); };
  router.add(bad);
  const auto response = router.answer(request(Method::get, "/api/bad"));
  EXPECT_EQ(response.status, 500);
  EXPECT_EQ(response.body.find("secret"), std::string::npos);
  EXPECT_NE(logged.find("secret"), std::string::npos);
  router.set_error_page([](const Error&, const Request&) -> Response { throw std::runtime_error("page"); });
  EXPECT_EQ(router.answer(request(Method::get, "/nowhere")).status, 404);
}

TEST_F(RouterTest, StreamsAnswerWithTheirState) {
  router.add(Stream{"/live/{unit}", "public", "", 500,
                    [](const Request& r) -> Result<std::string> { return std::string(r.parameter("unit")); }});
  EXPECT_EQ(router.match(Method::get, "/live/52").stream, &router.streams()[0]);
  EXPECT_EQ(get("/live/52"), "52");
}

TEST(Http, ShorthandsAndLookups) {
  EXPECT_EQ(redirect("/x").status, 303);
  EXPECT_EQ(header(redirect("/x"), "Location"), "/x");
  EXPECT_EQ(html_page("a", 201).content_type, "text/html; charset=utf-8");
  Request r;
  r.query = {{"a", "1"}, {"a", "2"}};
  r.headers = {{"host", "x"}};
  EXPECT_EQ(r.query_value("a"), "1");
  EXPECT_EQ(r.query_value("b"), "");
  EXPECT_EQ(r.header("host"), "x");
}

}  // namespace
}  // namespace gulou::net
