// The routes, through the router but without a socket.
#include "modules/plan/api.h"

#include "base/json.h"
#include "modules/plan/api_model.h"
#include "modules/plan/test_plan.h"
#include "spine/access/store.h"
#include "spine/access/testing.h"

namespace gulou::plan {
namespace {

class PlanApi : public testing::Test {
 protected:
  PlanApi() {
    TestPlan::must(test.import(test.document));
    register_routes(router, *test.database, test.catalogue, test.clock);
    router.set_gate([this](const net::Request&, const net::Wanted&) -> Result<std::shared_ptr<const net::Caller>> {
      return caller;
    });
  }

  net::Response get(const std::string& path, std::vector<std::pair<std::string, std::string>> query = {}) {
    net::Request request;
    request.method = net::Method::get;
    request.path = path;
    request.query = std::move(query);
    return router.answer(request);
  }
  net::Response post(const std::string& path, const std::string& body) {
    net::Request request;
    request.method = net::Method::post;
    request.path = path;
    request.body = body;
    request.headers = {{"content-type", "application/json"}};
    return router.answer(request);
  }
  int post_status(const std::string& path, const std::string& body) { return post(path, body).status; }
  // The answer read back by the very description that the API document gives: unknown or missing fields fail.
  template <class T>
  T read(const net::Response& response) {
    EXPECT_EQ(response.status, 200) << response.body;
    return TestPlan::must(json::read<T>(response.body));
  }
  static std::string values(const std::string& unit, const std::string& period, int n, int d) {
    return R"({"source":"月报","values":[{"unit":")" + unit + R"(","period":")" + period + R"(","n":)" +
           std::to_string(n) + R"(,"d":)" + std::to_string(d) + "}]}";
  }

  // Someone who may record figures, with this role at the unit of that code.
  std::shared_ptr<const access::Caller> official(access::Role role, std::string_view code) {
    return access::test_caller(*test.database, test.clock, may, role, code);
  }

  TestPlan test;
  access::PermissionTable may = *access::PermissionTable::make(permissions());
  std::shared_ptr<const access::Caller> caller = official(access::Role::prefecture_bureau, "522600000000");
  net::Router router;
};

TEST_F(PlanApi, RegistersWithoutMistakes) {
  const auto mistakes = router.mistakes();
  EXPECT_TRUE(mistakes.empty()) << (mistakes.empty() ? "" : mistakes.front());
}

TEST_F(PlanApi, GivesThePlanAsItWasImported) {
  EXPECT_EQ(read<PlanYears>(get("/api/plans")).years, std::vector<std::int64_t>{2016});
  const auto answer = read<PlanAnswer>(get("/api/plans/2016"));
  EXPECT_EQ(answer.plan, test.document);
  EXPECT_EQ(answer.named.size(), 14u);  // 17 less Taijiang, Zhenyuan and Sansui, which two clauses name
  EXPECT_EQ(read<PlanAnswer>(get("/api/plans/2016", {{"division", "522600000000"}})).plan, test.document);
}

TEST_F(PlanApi, AnswersNotFoundForWhatIsNotThere) {
  EXPECT_EQ(get("/api/plans/2015").status, 404);
  EXPECT_EQ(get("/api/plans/next").status, 404);
  EXPECT_EQ(get("/api/plans/2016x/scoreboard").status, 404);
  EXPECT_EQ(get("/api/plans/2016/clauses/9.9").status, 404);
  EXPECT_EQ(get("/api/plans/2016/scoreboard", {{"at", "522699000000"}}).status, 404);
  EXPECT_EQ(get("/api/units/522699000000/figures").status, 404);
  EXPECT_EQ(post("/api/measures/no.such/values", values("522601001006", "2016", 1, 1)).status, 404);
}

TEST_F(PlanApi, RecordsAFigureThatTheScoreboardThenShows) {
  EXPECT_EQ(read<Recorded>(post("/api/measures/elections.turnout/values", values("522601001006", "2016", 930, 1000)))
                .recorded,
            1);
  const auto board = read<Scoreboard>(get("/api/plans/2016/scoreboard"));
  ASSERT_EQ(board.children.size(), 16u);
  EXPECT_EQ(board.as_of.text(), "2016-07-01");
  EXPECT_FALSE(board.demo);
  EXPECT_EQ(board.children[0].name, "凯里市");
  EXPECT_EQ(board.clauses[0].cells[0].measured, 1);
  EXPECT_EQ(board.clauses[0].cells[0].reached, 1);
  const auto clause = read<ClauseStanding>(get("/api/plans/2016/clauses/1.1", {{"at", "522601000000"}}));
  EXPECT_EQ(clause.targets[1].own.n, 930);
  EXPECT_EQ(clause.targets[1].own.state, State::done);
  const auto figures = read<UnitFigures>(get("/api/units/522601000000/figures"));
  ASSERT_EQ(figures.figures.size(), 1u);
  EXPECT_EQ(figures.period, "2016");
  EXPECT_EQ(figures.figures[0].d, 1000);
  EXPECT_EQ(get("/api/units/522601000000/figures", {{"period", "16"}}).status, 400);
}

TEST_F(PlanApi, NamesTheFieldOfEveryFaultAndStoresNothing) {
  const auto refused = [&](const std::string& body, const std::string& pointer) {
    const auto response = post("/api/measures/elections.turnout/values", body);
    EXPECT_EQ(response.status, 400) << response.body;
    EXPECT_NE(response.body.find('"' + pointer + '"'), std::string::npos) << response.body;
  };
  refused(values("522601001006", "2016", 3, 2), "/values/0/n");
  refused(values("522601000000", "2016", 1, 2), "/values/0/unit");  // a county: recorded by villages
  refused(values("522601001999", "2016", 1, 2), "/values/0/unit");
  refused(values("5226", "2016", 1, 2), "/values/0/unit");
  refused(values("522601001006", "2016-Q1", 1, 2), "/values/0/period");
  refused(R"({"values":[]})", "/source");
  EXPECT_TRUE(read<UnitFigures>(get("/api/units/522600000000/figures")).figures.empty());
}

TEST_F(PlanApi, RecordsOnlyAtAndBelowOnesOwnUnit) {
  const auto status = [&](access::Role role, std::string_view post, const std::string& unit) {
    caller = official(role, post);
    return post_status("/api/measures/elections.turnout/values", values(unit, "2016", 1, 2));
  };
  using enum access::Role;
  EXPECT_EQ(status(village_committee, "522601001006", "522601001006"), 200);
  EXPECT_EQ(status(village_committee, "522601001001", "522601001006"), 403);  // a neighbour
  EXPECT_EQ(status(township, "522601001000", "522601001006"), 200);
  EXPECT_EQ(status(county_bureau, "522601000000", "522601001006"), 200);
  EXPECT_EQ(status(county_bureau, "522632000000", "522601001006"), 403);  // another county
  EXPECT_EQ(status(village_supervision, "522601001006", "522601001006"), 403);
}

TEST_F(PlanApi, ListsEveryMeasure) {
  EXPECT_EQ(read<MeasureList>(get("/api/measures")).measures.size(), declared_measures().size());
}

TEST_F(PlanApi, FiguresAreOpenToEveryoneAndRecordingIsNot) {
  for (const auto& route : router.routes()) {
    const bool for_colleagues = route.pattern == "/api/measures/{code}/records";
    EXPECT_EQ(route.permission, route.method == net::Method::post ? "measures.record"
                                : for_colleagues                  ? "session"
                                                                  : "public")
        << route.pattern;
  }
}

}  // namespace
}  // namespace gulou::plan
