// What stands behind the scoreboard: accepted reports in its cells, the values behind its figures, and what is new.
#include "modules/plan/api_model.h"
#include "modules/plan/news.h"
#include "plan_desk.h"

namespace gulou {
namespace {

class PlanBoard : public PlanDesk {
 protected:
  plan::ClauseStanding clause(std::string_view code, std::string_view at) {
    return read<plan::ClauseStanding>(visitor().get(fmt::format("/api/plans/2016/clauses/{}?at={}", code, at)));
  }
  // The cell of clause 1.2 at Kaili, as the prefecture's board shows it.
  plan::ClauseCell cell() {
    const auto board = read<plan::Scoreboard>(visitor().get("/api/plans/2016/scoreboard"));
    for (std::size_t i = 0; i < board.children.size(); ++i)
      if (board.children[i].code == kaili) return board.clauses.at(1).cells.at(i);
    ADD_FAILURE() << "Kaili is not on the board";
    return {};
  }
  void submit(TestBrowser& county, const plan::Report& report, std::string_view progress) {
    read<plan::ReportDetail>(county.post(address(report, "submit"),
                                         fmt::format(R"({{"version":1,"progress":"{}","text":"写明"}})", progress)));
  }
};

TEST_F(PlanBoard, an_accepted_report_gives_its_state_to_a_task_that_nothing_measures) {
  auto bureau = desk(Role::prefecture_bureau, prefecture);
  auto county = desk(Role::county_bureau, kaili);
  const auto before = cell();
  EXPECT_EQ(before.state, plan::State::not_measured);
  // Nothing measures 1.2-3.
  const auto report = asked(bureau, kaili, "1.2-3");
  EXPECT_EQ(cell().asked, before.asked + 1);
  submit(county, report, "not_started");
  EXPECT_EQ(cell().state, plan::State::not_measured) << "what is only submitted says nothing";
  read<plan::ReportDetail>(bureau.post(address(report, "accept"), act(2)));
  auto now = cell();
  EXPECT_EQ(now.state, plan::State::not_started);
  EXPECT_EQ(now.task, "1.2-3");
  EXPECT_FALSE(now.target);
  EXPECT_EQ(now.measured, before.measured + 1);
  EXPECT_EQ(now.why_zh, "已认可的进展报告：未开始。");

  // The next accepted report takes its place; until then the last one counts.
  const auto next = asked(bureau, kaili, "1.2-3");
  EXPECT_EQ(cell().state, plan::State::not_started);
  submit(county, next, "under_way");
  clock_.set(Instant(clock_.now().ms() + 60'000));
  read<plan::ReportDetail>(bureau.post(address(next, "accept"), act(2)));
  EXPECT_EQ(cell().state, plan::State::on_track);
  const auto behind = clause("1.2", kaili);
  ASSERT_EQ(behind.tasks.size(), 1u);
  EXPECT_EQ(behind.tasks[0].task.code, "1.2-3");
  EXPECT_EQ(behind.tasks[0].own.state, plan::State::on_track);
  EXPECT_EQ(clause("1.2", prefecture).tasks[0].own.state, plan::State::not_asked) << "a word is not added up";
}

TEST_F(PlanBoard, a_measured_task_goes_by_its_figure) {
  auto bureau = desk(Role::prefecture_bureau, prefecture);
  auto county = desk(Role::county_bureau, kaili);
  const auto before = cell();
  const auto report = asked(bureau, kaili, "1.2-1");
  submit(county, report, "done");
  read<plan::ReportDetail>(bureau.post(address(report, "accept"), act(2)));
  EXPECT_EQ(json::write(cell()), json::write(before));
}

TEST_F(PlanBoard, a_question_that_was_withdrawn_was_never_asked) {
  auto bureau = desk(Role::prefecture_bureau, prefecture);
  const auto before = cell();
  const auto report = asked(bureau, kaili, "1.2-3");
  read<plan::ReportDetail>(bureau.post(address(report, "withdraw"), act(1, "问错了")));
  EXPECT_EQ(json::write(cell()), json::write(before));
}

TEST_F(PlanBoard, a_figure_opens_the_values_that_make_it) {
  auto county = desk(Role::county_bureau, kaili);
  const auto record = [&](const std::string& body) {
    const auto answer = county.post("/api/measures/elections.completed/values", body);
    EXPECT_EQ(answer.status, 200) << answer.body;
  };
  record(R"({"source":"换届统计表","values":[{"unit":"522601001006","period":"2016","n":1,"d":1},)"
         R"({"unit":"522601001001","period":"2016","n":0,"d":1}]})");
  const auto records = [&](std::string_view query) {
    return read<plan::MeasureRecords>(county.get(fmt::format("/api/measures/elections.completed/records?{}", query)));
  };
  const auto all = records("at=522601000000&period=2016");
  ASSERT_EQ(all.records.size(), 2u);
  EXPECT_FALSE(all.more);
  EXPECT_EQ(all.records[0].unit_code, "522601001001");
  EXPECT_EQ(all.records[0].n, 0);
  EXPECT_EQ(all.records[1].source, "换届统计表");
  EXPECT_EQ(records("at=522601001006&period=2016").records.size(), 1u);
  EXPECT_EQ(records("at=522622000000&period=2016").records.size(), 0u);
  EXPECT_EQ(records("at=522601000000&period=2015").records.size(), 0u);
  EXPECT_EQ(visitor().get("/api/measures/elections.completed/records?at=522601000000").status, 401);
  EXPECT_EQ(county.get("/api/measures/no.such/records?at=522601000000").status, 404);
  EXPECT_EQ(county.get("/api/measures/elections.completed/records?at=9").status, 404);
  EXPECT_EQ(county.get("/api/measures/elections.completed/records?at=522601000000&period=x").status, 400);
}

TEST_F(PlanBoard, the_values_of_shorter_periods_stand_behind_a_longer_one) {
  auto county = desk(Role::county_bureau, kaili);
  EXPECT_EQ(county
                .post("/api/measures/disclosure.on_time/values",
                      R"({"source":"公开栏","values":[{"unit":"522601001006","period":"2016-Q1","n":3,"d":4},)"
                      R"({"unit":"522601001006","period":"2016-Q2","n":4,"d":4}]})")
                .status,
            200);
  const auto found =
      read<plan::MeasureRecords>(county.get("/api/measures/disclosure.on_time/records?at=522601001006&period=2016"));
  ASSERT_EQ(found.records.size(), 2u);
  EXPECT_EQ(found.records[0].period, "2016-Q1");
}

TEST_F(PlanBoard, news_are_the_deeds_and_figures_of_seven_days) {
  auto bureau = desk(Role::prefecture_bureau, prefecture);
  auto county = desk(Role::county_bureau, kaili);
  auto other = desk(Role::county_bureau, huangping);
  const auto report = asked(bureau, kaili);
  read<plan::ReportDetail>(county.post(address(report, "write"), written(1)));
  read<plan::ReportDetail>(county.post(address(report, "submit"), written(2)));
  EXPECT_EQ(county
                .post("/api/measures/elections.completed/values",
                      R"({"source":"表","values":[{"unit":"522601001006","period":"2016","n":1,"d":1}]})")
                .status,
            200);
  const auto news = [&](TestBrowser& who, std::string_view at = kaili) {
    return read<plan::PlanNews>(who.get(fmt::format("/api/plans/2016/news?at={}", at)));
  };
  const auto now = news(bureau);
  ASSERT_EQ(now.deeds.size(), 2u) << "a draft is nobody else's business";
  EXPECT_EQ(now.deeds[0].done_zh, "提交了报告");
  EXPECT_EQ(now.deeds[1].done_zh, "布置了进展报告");
  EXPECT_EQ(now.deeds[0].unit.code, kaili);
  EXPECT_EQ(now.deeds[0].task, "1.2-1");
  ASSERT_EQ(now.figures.size(), 1u);
  EXPECT_EQ(now.figures[0].measure, "elections.completed");
  EXPECT_EQ(now.figures[0].n, 1);
  EXPECT_EQ(now.figures[0].d_before, 0);
  EXPECT_TRUE(news(bureau, huangping).deeds.empty());
  EXPECT_EQ(code_of(other.get(fmt::format("/api/plans/2016/news?at={}", kaili))), "outside_subtree");
  EXPECT_EQ(visitor().get("/api/plans/2016/news").status, 401);

  clock_.set(Instant(clock_.now().ms() + 8 * 86'400'000LL));
  auto later = desk(Role::prefecture_bureau, prefecture);
  EXPECT_TRUE(news(later).deeds.empty());
  EXPECT_TRUE(news(later).figures.empty());
}

}  // namespace
}  // namespace gulou
