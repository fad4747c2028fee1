// Signing in and out, and the gate, through the router; on both databases.
#include "spine/access/sessions.h"

#include <chrono>
#include <ctime>
#include <limits>

#include "base/fold.h"
#include "crypto/hash.h"
#include "spine/access/browsers.h"
#include "spine/access/operator_token.h"
#include "spine/access/test_access.h"

namespace gulou::access {
namespace {

class Sessions : public testing::Test, protected TestAccess {
 protected:
  Sessions() {
    router.add(net::Route{.method = net::Method::post,
                          .pattern = "/api/desk/{code}",
                          .permission = "desk.write",
                          .handler = [this](const net::Request& request) { return write_at_desk(request); }});
    router.add(net::Route{.pattern = "/api/desk", .permission = "desk.write", .handler = [](const net::Request&) {
                            return Result<net::Response>(net::json_reply("{}"));
                          }});
  }
  Result<net::Response> write_at_desk(const net::Request& request) {
    return database->read([&](db::Reader& reader) -> Result<net::Response> {
      const auto unit = TRY(units::by_code(reader, request.parameter("code")));
      TRY(require(reader, caller_of(request), "desk.write", unit));
      return net::json_reply("{}");
    });
  }
  void pass(std::chrono::milliseconds span) { clock.set(Instant(clock.now().ms() + span.count())); }
  // Every write fails from now on as on a full disk.
  void fill_disk() {
    must(database->write([&](db::Transaction& tx) -> Result<void> {
      if (database->engine() == db::Engine::sqlite) {
        TRY(tx.execute("CREATE TABLE filler (bytes BLOB)"));
        TRY(tx.execute(
            "CREATE TRIGGER full BEFORE UPDATE ON session BEGIN INSERT INTO filler VALUES (zeroblob(10000000)); END"));
        TRY(tx.execute("PRAGMA max_page_count = 1"));  // none but those there are
        return {};
      }
      TRY(
          tx.execute("CREATE FUNCTION disk_is_full() RETURNS trigger LANGUAGE plpgsql AS "
                     "$$ BEGIN RAISE EXCEPTION 'full' USING ERRCODE = '53100'; END $$"));
      TRY(tx.execute("CREATE TRIGGER full_disk BEFORE UPDATE ON session EXECUTE FUNCTION disk_is_full()"));
      return {};
    }));
  }
  static std::string cookie_of(const net::Response& response) {
    for (const auto& [name, value] : response.headers)
      if (name == "Set-Cookie") return value;
    return "";
  }
};

using namespace std::chrono_literals;
using enum Role;

TEST_F(Sessions, TheFirstSignInAllowsNothingButANewPassword) {
  const auto made = must(database->write([&](db::Transaction& tx) {
    return create_account(tx, clock, operator_on_shell(clock), {"yang.demo", "杨演示", std::string(kaili)},
                          must(crypto::hash_password("handed-out")));
  }));
  must(database->write([&](db::Transaction& tx) {
    return grant_post(tx, clock, operator_on_shell(clock), made.id,
                      {.role = county_bureau, .unit = std::string(kaili)});
  }));
  TestBrowser browser(router);
  const auto session = read<SessionAnswer>(browser.sign_in("yang.demo", "handed-out"));
  EXPECT_TRUE(session.must_change_password);
  EXPECT_EQ(session.display_name, "杨演示");
  EXPECT_EQ(code_of(browser.get("/api/desk")), "password_must_change");
  EXPECT_EQ(browser.get("/api/session").status, 200);

  EXPECT_EQ(code_of(browser.post("/api/session/password", R"({"current":"handed-out","new":"password123"})")),
            "invalid_fields");
  EXPECT_EQ(code_of(browser.post("/api/session/password", R"({"current":"another one","new":"an owned secret"})")),
            "invalid_fields");
  EXPECT_EQ(code_of(browser.get("/api/desk")), "password_must_change");
  const auto before = browser.cookie;
  const auto after =
      read<SessionAnswer>(browser.post("/api/session/password", R"({"current":"handed-out","new":"an owned secret"})"));
  EXPECT_FALSE(after.must_change_password);
  EXPECT_EQ(last_entry().action, "account.password");
  EXPECT_EQ(browser.get("/api/desk").status, 200);
  EXPECT_NE(browser.cookie, before);
  browser.cookie = before;
  EXPECT_EQ(browser.get("/api/session").status, 401);  // the old session is over
  EXPECT_EQ(code_of(browser.sign_in("yang.demo", "handed-out")), "sign_in_refused");
  EXPECT_EQ(browser.sign_in("yang.demo", "an owned secret").status, 200);
}

TEST_F(Sessions, SaysWhoIsSignedInAndWhatTheyMayDo) {
  auto browser = desk(county_bureau, kaili);
  EXPECT_EQ(last_entry().action, "session.open");
  EXPECT_EQ(last_entry().account_id, last_account.text());
  EXPECT_EQ(last_entry().detail.find("127.0.0.1"), std::string::npos);
  const auto session = read<SessionAnswer>(browser.get("/api/session"));
  EXPECT_EQ(session.account, last_account);
  ASSERT_EQ(session.posts.size(), 1u);
  EXPECT_EQ(session.posts[0].role, county_bureau);
  EXPECT_EQ(session.posts[0].unit.name, "凯里市");
  EXPECT_TRUE(session.posts[0].in_force);
  EXPECT_EQ(session.post, session.posts[0].id);  // the only one is chosen
  EXPECT_EQ(session.permissions, (std::vector<std::string>{"accounts.manage", "accounts.read", "desk.write",
                                                           "factors.reset", "posts.grant"}));
  EXPECT_EQ(session.ends_at.ms() - clock.now().ms(), 12 * 3'600'000);
  EXPECT_EQ(session.opened_by, "password");
}

TEST_F(Sessions, SEC04_UnknownNamesAndWrongPasswordsCannotBeToldApart) {
  person("yang", kaili, {{county_bureau, kaili}});
  TestBrowser browser(router);
  // Processor time: how busy the machine is besides does not matter.
  const auto timed = [&](std::string_view name, std::string_view password, std::string& body) {
    pass(15min);  // so that none comes too soon (SEC-04)
    const auto start = std::clock();
    const auto response = browser.sign_in(name, password);
    EXPECT_EQ(response.status, 401);
    EXPECT_EQ(cookie_of(response), "");
    body = response.body;
    return std::clock() - start;
  };
  std::string unknown;
  std::string wrong;
  browser.sign_in("warm", "up");
  auto fastest_unknown = std::numeric_limits<std::clock_t>::max();
  auto fastest_wrong = fastest_unknown;
  for (int i = 0; i < 5; ++i) {
    fastest_unknown = std::min(fastest_unknown, timed("nobody", "yang-password", unknown));
    fastest_wrong = std::min(fastest_wrong, timed("yang", "nobody-password", wrong));
  }
  EXPECT_EQ(unknown, wrong);
  EXPECT_EQ(last_entry().action, "session.refused");
  EXPECT_EQ(last_entry().actor, "visitor");
  // Without the hash of nobody an unknown name would answer 30 ms sooner, ten times as fast.
  EXPECT_LT(fastest_wrong, 2 * fastest_unknown);
  EXPECT_LT(fastest_unknown, 2 * fastest_wrong);
}

TEST_F(Sessions, NamesAreFoldedAtSignIn) {
  person("yang", kaili, {{county_bureau, kaili}});
  TestBrowser browser(router);
  EXPECT_EQ(browser.sign_in("ＹＡＮＧ ", "yang-password").status, 200);
}

TEST_F(Sessions, ALockedAccountLearnsSoOnlyWithItsPassword) {
  const auto id = person("yang", kaili, {{county_bureau, kaili}});
  TestBrowser browser(router);
  browser.sign_in("yang", "yang-password");
  must(database->write([&](db::Transaction& tx) { return lock_account(tx, clock, operator_on_shell(clock), id); }));
  EXPECT_EQ(browser.get("/api/session").status, 401);
  EXPECT_EQ(code_of(browser.sign_in("yang", "wrong")), "sign_in_refused");
  EXPECT_EQ(code_of(browser.sign_in("yang", "yang-password")), "account_locked");
  EXPECT_EQ(last_entry().action, "session.refused");
  EXPECT_EQ(last_entry().object_id, id.text());
  EXPECT_EQ(count("SELECT count(*) FROM session"), 0);
}

TEST_F(Sessions, ListeningToAStreamIsRest) {
  auto browser = desk(county_bureau, kaili);
  pass(10min);
  browser.headers.emplace_back("accept", "text/event-stream");
  EXPECT_EQ(browser.get("/api/session").status, 200);
  pass(10min);
  EXPECT_EQ(browser.get("/api/session").status, 401);
}

TEST_F(Sessions, AClockSetBackLengthensNone) {
  auto browser = desk(village_committee, jinjing);
  for (int i = 0; i < 24; ++i) {
    pass(29min);
    EXPECT_EQ(browser.get("/api/session").status, 200);
  }
  const auto late = clock.now();
  pass(-11h);
  EXPECT_EQ(browser.get("/api/session").status, 200);
  clock.set(Instant(late.ms() + 26 * 60'000));  // 12 h 2 min after it began
  EXPECT_EQ(browser.get("/api/session").status, 401);
}

TEST_F(Sessions, SEC09_TheDatabaseKnowsNoTokenAndEverySignInMakesANewOne) {
  auto browser = desk(county_bureau, kaili);
  const auto token = browser.cookie.substr(browser.cookie.find('=') + 1);
  EXPECT_EQ(token.size(), 64u);
  const auto stored = must(database->read([](db::Reader& reader) {
    return reader.first<Session>("SELECT " + std::string(session_columns) + " FROM session");
  }));
  EXPECT_EQ(stored->token_sha256, crypto::sha256_hex(token));
  // A session someone else has planted in the browser is not the one that is signed in.
  person("yang", kaili, {});
  TestBrowser planted(router);
  planted.cookie = "gulou=" + std::string(64, 'a');
  planted.sign_in("yang", "yang-password");
  EXPECT_NE(planted.cookie, "gulou=" + std::string(64, 'a'));
}

TEST_F(Sessions, SEC10_TheCookieIsForThisSiteAlone) {
  person("yang", kaili, {});
  TestBrowser browser(router);
  const auto signed_in = browser.sign_in("yang", "yang-password");
  const auto cookie = cookie_of(signed_in);
  EXPECT_TRUE(cookie.starts_with("gulou=")) << cookie;
  EXPECT_TRUE(cookie.ends_with("; Path=/; HttpOnly; SameSite=Strict")) << cookie;
  int cookies = 0;
  for (const auto& [name, value] : signed_in.headers) {
    if (name != "Set-Cookie") continue;
    ++cookies;
    EXPECT_NE(value.find("; Path=/; HttpOnly; SameSite=Strict"), std::string::npos) << value;
    EXPECT_EQ(value.find("Domain"), std::string::npos) << value;
  }
  EXPECT_EQ(cookies, 2);  // of the session and of the browser
  net::Request secure;
  secure.secure = true;
  EXPECT_EQ(browser_cookie(secure, "t"),
            "__Host-gulou-browser=t; Path=/; HttpOnly; SameSite=Strict; Max-Age=7776000; Secure");
  EXPECT_EQ(session_cookie(secure, "t"), "__Host-gulou=t; Path=/; HttpOnly; SameSite=Strict; Secure");
  EXPECT_EQ(ended_session_cookie(secure), "__Host-gulou=; Path=/; HttpOnly; SameSite=Strict; Secure; Max-Age=0");
  // Over TLS only the prefixed cookie counts, which plain HTTP cannot have set.
  secure.headers = {{"cookie", "a=b; gulou=x; __Host-gulou=y"}};
  EXPECT_EQ(session_token(secure), "y");
  secure.secure = false;
  EXPECT_EQ(session_token(secure), "x");
  secure.headers = {{"cookie", "xgulou=1; gulou2=2"}};
  EXPECT_EQ(session_token(secure), "");
}

TEST_F(Sessions, SigningOutEndsTheSession) {
  auto browser = desk(county_bureau, kaili);
  const auto cookie = browser.cookie;
  const auto response = browser.del("/api/session");
  EXPECT_EQ(response.status, 204);
  EXPECT_TRUE(cookie_of(response).ends_with("Max-Age=0"));
  EXPECT_EQ(last_entry().action, "session.close");
  browser.cookie = cookie;
  EXPECT_EQ(code_of(browser.get("/api/session")), "session_wanted");
  EXPECT_EQ(browser.del("/api/session").status, 401);
}

TEST_F(Sessions, AFullDiskEndsWritingAndNotReading) {
  auto browser = desk(county_bureau, kaili);
  fill_disk();
  pass(5min);  // the session would note that it is used
  EXPECT_EQ(browser.get("/api/desk").status, 200);
  EXPECT_EQ(browser.get("/api/session").status, 200);
}

TEST_F(Sessions, WhoeverHasSeveralPostsChoosesOne) {
  person("yang", kaili, {{county_bureau, kaili}, {volunteer, jinjing}});
  TestBrowser browser(router);
  auto session = read<SessionAnswer>(browser.sign_in("yang", "yang-password"));
  EXPECT_EQ(session.posts.size(), 2u);
  EXPECT_EQ(session.post, std::nullopt);
  EXPECT_TRUE(session.permissions.empty());
  EXPECT_EQ(code_of(browser.get("/api/desk")), "post_wanted");
  const auto choose = [&](const Id& post) { return browser.post("/api/session/post", json::write(PostChoice{post})); };
  const bool bureau_first = session.posts[0].role == county_bureau;
  const auto bureau = session.posts[bureau_first ? 0 : 1].id;
  const auto helper = session.posts[bureau_first ? 1 : 0].id;
  const auto before = browser.cookie;
  session = read<SessionAnswer>(choose(bureau));
  EXPECT_EQ(session.post, bureau);
  EXPECT_EQ(last_entry().action, "session.post");
  EXPECT_NE(browser.cookie, before);  // what the token may do has changed
  EXPECT_EQ(browser.get("/api/desk").status, 200);
  session = read<SessionAnswer>(choose(helper));
  EXPECT_EQ(code_of(browser.get("/api/desk")), "not_permitted");
  browser.cookie = before;
  EXPECT_EQ(browser.get("/api/session").status, 401);

  auto other = desk(county_bureau, rongjiang);
  const auto foreign = read<SessionAnswer>(other.get("/api/session")).posts[0].id;
  browser.sign_in("yang", "yang-password");
  EXPECT_EQ(choose(foreign).status, 404);
  EXPECT_EQ(choose(Id()).status, 404);
}

TEST_F(Sessions, APostCountsOnlyOnItsDays) {
  person("yang", kaili, {{county_bureau, kaili}});
  execute("UPDATE post SET valid_from = '2016-07-02', valid_to = '2016-07-03'");
  const auto codes = [&] {
    TestBrowser browser(router);
    EXPECT_EQ(browser.sign_in("yang", "yang-password").status, 200);
    return code_of(browser.get("/api/desk"));
  };
  EXPECT_EQ(codes(), "post_wanted");
  clock.set(Date::of(2016, 7, 2)->start());
  TestBrowser browser(router);
  browser.sign_in("yang", "yang-password");
  EXPECT_EQ(browser.get("/api/desk").status, 200);
  clock.set(Instant(Date::of(2016, 7, 3)->start().ms() - 1));
  EXPECT_EQ(codes(), "");
  clock.set(Date::of(2016, 7, 3)->start());
  EXPECT_EQ(codes(), "post_wanted");
}

TEST_F(Sessions, APostAtAWithdrawnUnitDoesNotCount) {
  auto browser = desk(county_bureau, kaili);
  EXPECT_EQ(browser.get("/api/desk").status, 200);
  execute("UPDATE unit SET withdrawn_on = '2016-07-01' WHERE id = $1", unit_id(kaili));
  EXPECT_EQ(code_of(browser.get("/api/desk")), "post_wanted");
}

TEST_F(Sessions, APermissionReachesTheOwnUnitAndBelow) {
  auto county = desk(county_bureau, kaili);
  const auto at = [](TestBrowser& browser, std::string_view code) {
    return code_of(browser.post("/api/desk/" + std::string(code)));
  };
  EXPECT_EQ(at(county, kaili), "");
  EXPECT_EQ(at(county, chengxi), "");
  EXPECT_EQ(at(county, jinjing), "");
  EXPECT_EQ(at(county, prefecture), "outside_subtree");
  EXPECT_EQ(at(county, rongjiang), "outside_subtree");
  EXPECT_EQ(at(county, chejiang), "outside_subtree");
  EXPECT_EQ(at(county, "522699000000"), "not_found");
  auto village = desk(village_committee, jinjing);
  EXPECT_EQ(at(village, jinjing), "");
  EXPECT_EQ(at(village, ximen), "outside_subtree");
  EXPECT_EQ(at(village, chengxi), "outside_subtree");
  auto town = desk(township, chengxi);
  EXPECT_EQ(at(town, chengxi), "not_permitted");
  EXPECT_EQ(at(town, jinjing), "not_permitted");
  auto nobody = TestBrowser(router);
  EXPECT_EQ(at(nobody, jinjing), "session_wanted");
}

TEST_F(Sessions, RequireSeesAPostThatEndedWithinTheRequest) {
  const auto caller = test_caller(*database, clock, permissions, county_bureau, kaili);
  const auto ask = [&] {
    return database->read([&](db::Reader& reader) -> Result<void> {
      return require(reader, *caller, "desk.write", TRY(units::by_code(reader, kaili)));
    });
  };
  EXPECT_TRUE(ask());
  execute("UPDATE post SET valid_to = valid_from");
  EXPECT_EQ(ask().error().code, "post_wanted");
}

TEST_F(Sessions, SEC20_WritesMustComeFromOurOwnPages) {
  auto browser = desk(county_bureau, kaili);
  const auto try_with = [&](std::vector<std::pair<std::string, std::string>> headers) {
    browser.headers = std::move(headers);
    return code_of(browser.post("/api/desk/522601000000"));
  };
  EXPECT_EQ(try_with({{"host", "localhost:8080"}, {"origin", "http://localhost:8080"}}), "");
  EXPECT_EQ(try_with({{"host", "gulou.example"}, {"origin", "https://gulou.example"}}), "");
  EXPECT_EQ(try_with({{"host", "localhost:8080"}, {"sec-fetch-site", "same-origin"}}), "");
  EXPECT_EQ(try_with({{"host", "localhost:8080"}}), "cross_site");
  EXPECT_EQ(try_with({{"host", "localhost:8080"}, {"origin", "http://localhost:8081"}}), "cross_site");
  EXPECT_EQ(try_with({{"host", "localhost:8080"}, {"origin", "null"}}), "cross_site");
  EXPECT_EQ(try_with({{"host", "a.example"}, {"origin", "https://b.example"}}), "cross_site");
  EXPECT_EQ(try_with({{"host", "a.example"}, {"origin", "https://a.example"}, {"sec-fetch-site", "cross-site"}}),
            "cross_site");
  EXPECT_EQ(try_with({{"host", "a.example"}, {"sec-fetch-site", "same-site"}}), "cross_site");
  EXPECT_EQ(try_with({{"host", "a.example"}, {"sec-fetch-site", "none"}}), "cross_site");
  // A form of another page can send these content types.
  for (const auto* type : {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""})
    EXPECT_EQ(try_with({{"host", "localhost"}, {"origin", "http://localhost"}, {"content-type", type}}), "cross_site")
        << type;
  browser.headers = {{"host", "localhost:8080"}, {"origin", "http://evil.example"}};
  EXPECT_EQ(browser.get("/api/desk").status, 200);  // reading changes nothing, and the cookie is SameSite=Strict
  EXPECT_EQ(code_of(browser.sign_in("a", "b")), "cross_site");
  EXPECT_EQ(code_of(browser.del("/api/session")), "cross_site");
}

TEST_F(Sessions, WithoutASessionNothingIsParsed) {
  TestBrowser browser(router);
  for (const auto* cookie : {"", "gulou=", "gulou=abc", "gulou=../../x; gulou=y"}) {
    browser.cookie = cookie;
    for (const auto& route : router.routes()) {
      if (route.permission == net::public_route) continue;
      std::string path = route.pattern;  // "/api/x/{id}/y" becomes "/api/x/id/y"
      std::erase_if(path, [](char c) { return c == '{' || c == '}'; });
      EXPECT_EQ(browser.send(route.method, path, "{ not json").status, 401) << path;
    }
  }
}

TEST_F(Sessions, ProgramsMayDoOnlyWhatIsDeclaredForThem) {
  const auto token = must(make_operator_token(*database, clock, "probe"));
  TestBrowser program(router);
  program.headers = {{"authorization", "Bearer " + token}};
  EXPECT_EQ(program.post("/api/desk/522601000000").status, 200);
  for (const auto* path : {"/api/session", "/api/accounts", "/api/journal", "/api/roles"})
    EXPECT_EQ(code_of(program.get(path)), "not_permitted") << path;
  program.headers = {{"authorization", "Bearer gulou_wrong"}};
  EXPECT_EQ(code_of(program.get("/api/desk")), "token_required");
  program.headers = {{"authorization", "Basic eDp5"}};
  EXPECT_EQ(code_of(program.get("/api/desk")), "token_required");
}

TEST_F(Sessions, SEC03_AHashOfLowerCostIsRaisedAtSignIn) {
  person("yang", kaili, {});
  execute("UPDATE account SET password_hash = $1",
          "$argon2id$v=19$m=1024,t=1,p=1$MDEyMzQ1Njc4OWFiY2RlZg$+I4zegghzHqIATCkLgEawjqFPxE0oTkkxdr8ARw+mnY");
  TestBrowser browser(router);
  EXPECT_EQ(code_of(browser.sign_in("yang", "wrong")), "sign_in_refused");
  EXPECT_EQ(count("SELECT count(*) FROM account WHERE password_hash LIKE '%m=1024%'"), 1);
  EXPECT_EQ(browser.sign_in("yang", "password of old").status, 200);
  EXPECT_EQ(count("SELECT count(*) FROM account WHERE password_hash LIKE '$argon2id$v=19$m=19456,t=2,p=1$%'"), 1);
  EXPECT_EQ(browser.sign_in("yang", "password of old").status, 200);
}

TEST_F(Sessions, SEC08_ThereIsNoAccountAndNoPasswordAfterInstallation) {
  EXPECT_EQ(count("SELECT count(*) FROM account"), 0);
  EXPECT_EQ(count("SELECT count(*) FROM operator_token"), 0);
  TestBrowser browser(router);
  for (const auto* name :
       {"admin", "root", "gulou", "administrator", "system", "security", "audit", "test", "demo.bureau"})
    for (const auto* password : {"", "admin", "123456", "password", "gulou123456", "changeme123"}) {
      pass(16min);
      EXPECT_EQ(browser.sign_in(name, password).status, 401) << name << password;
    }
}

TEST_F(Sessions, ListsEveryRoleWithWhatItMayDo) {
  auto browser = desk(auditor, prefecture);
  const auto list = read<RoleList>(browser.get("/api/roles")).roles;
  ASSERT_EQ(list.size(), all_roles().size());
  EXPECT_EQ(list[0].role, prefecture_bureau);
  EXPECT_EQ(list[0].grants.size(), 11u);
  EXPECT_EQ(list.back().role, auditor);
  EXPECT_TRUE(list.back().administrator);
  ASSERT_EQ(list.back().permissions.size(), 1u);
  EXPECT_EQ(list.back().permissions[0].name, "journal.read");
}

}  // namespace
}  // namespace gulou::access
