// The rules over HTTP: as they hold on a day at a place, with what the bureau confirmed.
#include <gtest/gtest.h>

#include "app/application.h"
#include "base/json.h"
#include "db/testing.h"
#include "spine/access/testing.h"
#include "spine/journal/model.h"
#include "spine/rules/store.h"
#include "spine/units/division_import.h"

namespace gulou {
namespace {

class RulesApi : public testing::Test {
 protected:
  RulesApi() : clock(*Date::of(2026, 11, 24)) {
    auto made = app::Application::over(db::open_test_database(), clock);
    EXPECT_TRUE(made) << describe_error(made.error()) << made.error().internal.value;
    application = std::move(*made);
  }

  net::Response get(std::string path, std::vector<std::pair<std::string, std::string>> query = {}) {
    net::Request request;
    request.path = path;
    request.target = std::move(path);
    request.query = std::move(query);
    return application->router().answer(request);
  }
  json::Value body(const net::Response& response) {
    EXPECT_EQ(response.status, 200) << response.body;
    return json::parse(response.body).value_or(json::Value());
  }

  FixedClock clock;
  std::unique_ptr<app::Application> application;
};

const json::Value* at(const json::Value& value, std::initializer_list<std::string_view> names) {
  const json::Value* here = &value;
  for (const auto name : names) {
    here = here->find(name);
    if (!here) return nullptr;
  }
  return here;
}

TEST_F(RulesApi, ListsAnAreaAsItHoldsOnADayAtAPlace) {
  const auto list = body(get("/api/rules", {{"area", "elections"}, {"on", "2021-06-01"}, {"at", "330000000000"}}));
  bool seen = false;
  for (const auto& rule : *list.find("rules")->as_list()) {
    EXPECT_EQ(*rule.find("area")->as_text(), "elections");
    if (*rule.find("id")->as_text() != "elections.runoff.window") continue;
    seen = true;
    EXPECT_EQ(*at(rule, {"now", "value", "number"})->as_integer(), 30);
    EXPECT_EQ(*at(rule, {"now", "words", "zh"})->as_text(), "30 日");
    EXPECT_EQ(*at(rule, {"now", "article_words", "zh"})->as_text(), "《浙江省村民委员会选举办法》(2020年)第二十九条");
  }
  EXPECT_TRUE(seen);
  const auto early = body(get("/api/rules", {{"area", "elections"}, {"on", "2012-06-01"}}));
  for (const auto& rule : *early.find("rules")->as_list())
    if (*rule.find("id")->as_text() == "elections.runoff.window") {
      EXPECT_TRUE(rule.find("now")->is_null());
    }
}

TEST_F(RulesApi, GivesOneRuleWithAllItsValues) {
  const auto rule = body(get("/api/rules/elections.term"));
  EXPECT_EQ(rule.find("values")->as_list()->size(), 3u);
  EXPECT_EQ(*at(rule, {"rule", "now", "from"})->as_text(), "2026-01-01");
  EXPECT_FALSE(*at(rule, {"rule", "now", "binding"})->as_bool());
  EXPECT_EQ(get("/api/rules/elections.nothing").status, 404);
  EXPECT_EQ(get("/api/rules", {{"on", "yesterday"}}).status, 400);
  EXPECT_EQ(get("/api/rules", {{"at", "nowhere"}}).status, 400);
}

TEST_F(RulesApi, ShowsTheOfficeThatConfirmedAndNotThePerson) {
  const rules::NewConfirmation wanted{"elections.term",        "",     *Date::of(2026, 1, 1), "州民政局", "某甲",
                                      *Date::of(2026, 11, 20), "函1号"};
  ASSERT_TRUE(application->database().write(
      [&](db::Transaction& tx) { return rules::confirm(tx, application->clock(), application->rules(), wanted); }));
  const auto answer = get("/api/rules/elections.term");
  const auto rule = body(answer);
  EXPECT_EQ(*at(rule, {"rule", "now", "confirmed_by", "office"})->as_text(), "州民政局");
  EXPECT_TRUE(*at(rule, {"rule", "now", "binding"})->as_bool());
  EXPECT_EQ(answer.body.find("某甲"), std::string::npos);
}

class ConfirmingOverHttp : public RulesApi {
 protected:
  ConfirmingOverHttp() {
    const auto source = *units::read_divisions(GULOU_SOURCE_DIR "/data/divisions-qiandongnan.csv");
    EXPECT_TRUE(application->database().write([&](db::Transaction& tx) -> Result<void> {
      TRY(units::import_divisions(tx, clock, source, {.valid_from = *Date::of(2015, 1, 1)}));
      return {};
    }));
  }

  net::Response confirm_as(access::Role role, std::string_view unit, std::string_view rule, std::string_view division,
                           std::string_view from) {
    application->router().set_gate(
        access::gate_of(access::test_caller(application->database(), clock, application->permissions(), role, unit)));
    return access::TestBrowser(application->router())
        .post("/api/rules/confirmations", json::write(json::Value::object()
                                                          .set("rule", rule)
                                                          .set("division", division)
                                                          .set("from", from)
                                                          .set("office", "州民政局")
                                                          .set("person", "某甲")
                                                          .set("confirmed_on", "2026-11-20")
                                                          .set("paper", "函1号")));
  }
  std::vector<std::string> journalled() {
    return *application->database().read([](db::Reader& reader) -> Result<std::vector<std::string>> {
      std::vector<std::string> out;
      for (const auto& entry : TRY(reader.all<journal::JournalEntry>(
               "SELECT number, at, actor, account_id, post, post_id, post_unit_id, action, object_kind, object_id, "
               "unit_id, county_id, detail, request, previous, hash FROM journal_entry WHERE action = 'rule.confirm'")))
        out.push_back(entry.object_id + " " + entry.detail);
      return out;
    });
  }
};

constexpr std::string_view prefecture = "522600000000";

TEST_F(ConfirmingOverHttp, TheBureauConfirmsAndTheValueBinds) {
  EXPECT_FALSE(*at(body(get("/api/rules/elections.term")), {"rule", "now", "binding"})->as_bool());
  const auto answer = confirm_as(access::Role::prefecture_bureau, prefecture, "elections.term", "", "2026-01-01");
  EXPECT_TRUE(*at(body(answer), {"rule", "now", "binding"})->as_bool());
  EXPECT_TRUE(*at(body(get("/api/rules/elections.term")), {"rule", "now", "binding"})->as_bool());
  const auto entries = journalled();
  ASSERT_EQ(entries.size(), 1u);
  EXPECT_TRUE(entries[0].starts_with("elections.term ")) << entries[0];
  EXPECT_NE(entries[0].find("函1号"), std::string::npos);
  EXPECT_EQ(entries[0].find("某甲"), std::string::npos) << "who signed is a personal value";
}

TEST_F(ConfirmingOverHttp, NobodyElseMayAndNotForAnotherProvince) {
  using access::Role;
  EXPECT_EQ(confirm_as(Role::county_bureau, "522601000000", "elections.term", "", "2026-01-01").status, 403);
  EXPECT_EQ(access::code_of(
                confirm_as(Role::prefecture_bureau, prefecture, "elections.proxy.cap", "330000000000", "2020-07-31")),
            "outside_subtree");
  EXPECT_EQ(confirm_as(Role::prefecture_bureau, prefecture, "elections.term", "", "2026-01-02").status, 400);
  EXPECT_TRUE(journalled().empty());
}

}  // namespace
}  // namespace gulou
