// The demo's chooser: only in a demo folder, only from this machine. On both databases.
#include "spine/access/demo.h"

#include "spine/access/test_access.h"
#include "spine/settings/settings.h"

namespace gulou::access {
namespace {

struct Roles {
  struct Person {
    std::string account;
    std::string display_name;
    Role role = Role::resident;
    std::string zh;
    std::string en;
    PostUnit unit = {};
  };
  std::vector<Person> roles;
};
constexpr auto describe(Tag<Roles::Person>) {
  return object("P", "", field<&Roles::Person::account>("account", ""),
                field<&Roles::Person::display_name>("display_name", ""), field<&Roles::Person::role>("role", ""),
                field<&Roles::Person::zh>("zh", ""), field<&Roles::Person::en>("en", ""),
                field<&Roles::Person::unit>("unit", ""));
}
constexpr auto describe(Tag<Roles>) { return object("R", "", field<&Roles::roles>("roles", "")); }

class Demo : public testing::Test, protected TestAccess {
 protected:
  Demo() { register_demo_routes(router, context); }
  void load() {
    EXPECT_EQ(must(database->write([&](db::Transaction& tx) { return load_demo_people(tx, clock, "hash"); })), 8);
  }
  static std::string choice(std::string_view account) { return R"({"account":")" + std::string(account) + "\"}"; }
};

TEST_F(Demo, EveryDeskHasAMadeUpPerson) {
  EXPECT_FALSE(must(database->read([](db::Reader& reader) { return is_demo(reader); })));
  load();
  EXPECT_TRUE(must(database->read([](db::Reader& reader) { return is_demo(reader); })));
  TestBrowser browser(router);
  const auto list = read<Roles>(browser.get("/api/demo/roles")).roles;
  ASSERT_EQ(list.size(), 8u);  // Huangping is not in this tree
  for (const auto& each : list) {
    EXPECT_TRUE(each.display_name.starts_with("演示")) << each.display_name;
    const auto session = read<SessionAnswer>(browser.post("/api/demo/session", choice(each.account)));
    EXPECT_FALSE(session.must_change_password);
    ASSERT_TRUE(session.post);
    EXPECT_EQ(session.posts.at(0).role, each.role);
    EXPECT_EQ(browser.get("/api/session").status, 200);
    EXPECT_EQ(last_entry().action, "session.open");
    EXPECT_NE(last_entry().detail.find(R"("how":"demo")"), std::string::npos);
  }
  EXPECT_EQ(list[3].unit.code, jinjing);
  EXPECT_EQ(list[4].role, Role::community_supervision);  // a residents' committee: 006
  const auto fault = must(database->read([](db::Reader& reader) { return journal::verify(reader); }));
  EXPECT_FALSE(fault);
}

TEST_F(Demo, NobodyElseIsSignedInWithoutAPassword) {
  load();
  person("yang", kaili, {{Role::county_bureau, kaili}});
  TestBrowser browser(router);
  for (const auto* name : {"yang", "nobody", "", "demo.huangping"})
    EXPECT_EQ(code_of(browser.post("/api/demo/session", choice(name))), "not_found") << name;
  execute("UPDATE account SET state = 'locked' WHERE name = 'demo.kaili'");
  EXPECT_EQ(code_of(browser.post("/api/demo/session", choice("demo.kaili"))), "not_found");
  EXPECT_TRUE(browser.cookie.empty());
}

TEST_F(Demo, OnlyFromThisMachine) {
  load();
  TestBrowser browser(router);
  const auto with = [&](std::vector<std::pair<std::string, std::string>> headers, std::string client = "127.0.0.1") {
    browser.headers = std::move(headers);
    browser.client = std::move(client);
    const auto code = code_of(browser.get("/api/demo/roles"));
    EXPECT_EQ(code_of(browser.post("/api/demo/session", choice("demo.kaili"))), code);
    return code;
  };
  for (const auto* host : {"localhost", "localhost:8080", "127.0.0.1", "127.0.0.1:8080", "[::1]", "[::1]:8080"})
    EXPECT_EQ(with({{"host", host}}), "") << host;
  EXPECT_EQ(with({{"host", "localhost"}}, "::1"), "");
  for (const auto* host : {"", "gulou.example", "localhost.example", "127.0.0.1.example", "localhost:", "localhost:80x",
                           "evil@localhost", "192.168.1.2:8080"})
    EXPECT_EQ(with({{"host", host}}), "demo_local_only") << host;
  EXPECT_EQ(with({}), "demo_local_only");
  EXPECT_EQ(with({{"host", "localhost"}}, "192.168.1.2"), "demo_local_only");
  for (const auto* header : {"forwarded", "x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "x-forwarded-x"})
    EXPECT_EQ(with({{"host", "localhost"}, {header, ""}}), "demo_local_only") << header;
  browser.headers = {{"host", "localhost"}, {"origin", "http://evil.example"}};
  browser.client = "127.0.0.1";
  EXPECT_EQ(code_of(browser.post("/api/demo/session", choice("demo.kaili"))), "cross_site");
}

TEST_F(Demo, IsNotMixedWithRealAccounts) {
  person("yang", kaili, {});
  const auto refused = database->write([&](db::Transaction& tx) { return load_demo_people(tx, clock, "hash"); });
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "demo_over_real");
  EXPECT_FALSE(must(database->read([](db::Reader& reader) { return is_demo(reader); })));
}

}  // namespace
}  // namespace gulou::access
