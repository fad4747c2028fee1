// 通报 over the whole application: counted, previewed, issued, read by those below, and unchanged from then on.
#include "modules/plan/circular.h"

#include "plan_desk.h"
#include "spine/documents/exports.h"

namespace gulou {
namespace {

class Circulars : public PlanDesk {
 protected:
  // What a preview of the third quarter counts.
  plan::Circular counted(int quarter = 3) {
    return must(database().read([&](db::Reader& reader) -> Result<plan::Circular> {
      return plan::make_circular(reader, application_->context(), TRY(plan::load(reader, 2016)), quarter);
    }));
  }
  static const plan::CircularCounty& county(const plan::Circular& circular, std::string_view code) {
    for (const auto& each : circular.counties)
      if (each.unit.code == code) return each;
    ADD_FAILURE() << "no county " << code;
    return circular.counties.front();
  }
  static std::string id_of(const net::Response& issued) {
    EXPECT_EQ(issued.status, 201) << issued.body;
    return *must(json::parse(issued.body)).find("id")->as_text();
  }
  static constexpr std::string_view for_a_meeting = R"({"purpose":"meeting","note":"季度例会"})";
  // The page, after its purpose was stated; or the refusal.
  static net::Response paper(TestBrowser& by, std::string_view id, std::string_view query = "") {
    const auto stated = by.post(fmt::format("/api/circulars/{}/paper{}", id, query), std::string(for_a_meeting));
    if (stated.status != 201) return stated;
    return by.get(*must(json::parse(stated.body)).find("address")->as_text());
  }
  static net::Response workbook(TestBrowser& by, std::string_view id, std::string_view query = "") {
    return by.post(fmt::format("/api/circulars/{}/xlsx{}", id, query), std::string(for_a_meeting));
  }
  // Without the export's mark, which is another each time.
  static std::string without_mark(std::string text) {
    for (const auto* number : {"导出编号"})
      for (auto at = text.find(number); at != std::string::npos; at = text.find(number, at + 1)) {
        const auto end = text.find_first_not_of("0123456789", at + std::string_view(number).size());
        text.erase(at + std::string_view(number).size(), end - at - std::string_view(number).size());
      }
    return text;
  }
  void record(std::string_view village, int n, int d) {
    auto bureau = desk(Role::prefecture_bureau, prefecture);
    EXPECT_EQ(bureau
                  .post("/api/measures/elections.turnout/values",
                        fmt::format(R"({{"source":"测试","values":[{{"unit":"{}","period":"2016","n":{},"d":{}}}]}})",
                                    village, n, d))
                  .status,
              200);
  }
};

constexpr std::string_view issue_third = R"({"quarter":3,"number":"州民通〔2016〕12号"})";

TEST_F(Circulars, CountWhatWasOwedInTheQuarter) {
  auto bureau = desk(Role::prefecture_bureau, prefecture);
  auto below = desk(Role::county_bureau, kaili);
  const auto first = asked(bureau, kaili);
  asked(bureau, kaili, "1.1-1");
  read<plan::ReportList>(bureau.post("/api/plans/2016/reports", ask_body(kaili, "1.3-1", "2016-10-08")));
  read<plan::ReportDetail>(below.post(address(first, "submit"), written(1)));
  read<plan::ReportDetail>(bureau.post(address(first, "accept"), act(2)));
  read<plan::PressDetail>(
      bureau.post("/api/plans/2016/presses",
                  fmt::format(R"({{"task":"1.1-1","unit":"{}","due_on":"2016-08-31","text":"请说明"}})", huangping)));
  clock_.set(Date::of(2016, 10, 20)->start());

  const auto third = counted();
  EXPECT_EQ(third.judged_on, *Date::of(2016, 9, 30));
  EXPECT_EQ(third.made_on, *Date::of(2016, 10, 20));
  EXPECT_EQ(third.counties.size(), 16u);
  EXPECT_EQ(third.clauses.size(), 12u);
  const auto& in_kaili = county(third, kaili).reports;
  EXPECT_EQ(in_kaili.asked, 2);
  EXPECT_EQ(in_kaili.closed, 1);
  EXPECT_EQ(in_kaili.overdue, 0) << "on its last day it is not late yet";
  EXPECT_EQ(county(third, huangping).presses.overdue, 1);
  EXPECT_EQ(county(counted(4), kaili).reports.overdue, 1);
}

TEST_F(Circulars, TheTalliesOfCountiesAndClausesAgree) {
  record("522601001006", 90, 100);
  const auto circular = counted();
  plan::StateTally by_clause{}, by_county{};
  for (const auto& clause : circular.clauses) {
    ASSERT_EQ(clause.states.size(), circular.counties.size());
    const auto counts = plan::tally(clause.states);
    for (std::size_t i = 0; i < counts.size(); ++i) by_clause.at(i) += counts.at(i);
  }
  for (std::size_t i = 0; i < circular.counties.size(); ++i) {
    const auto counts = plan::tally_of_county(circular, i);
    for (std::size_t j = 0; j < counts.size(); ++j) by_county.at(j) += counts.at(j);
  }
  EXPECT_EQ(by_clause, by_county);
  const auto board = must(database().read([&](db::Reader& reader) -> Result<plan::Scoreboard> {
    const auto plan = TRY(plan::load(reader, 2016));
    return plan::scoreboard(reader, application_->catalogue(), plan, plan.division, {clock_.today(), false});
  }));
  for (const auto& count : board.counts) EXPECT_EQ(by_clause.at(static_cast<std::size_t>(count.state)), count.cells);
}

TEST_F(Circulars, AreIssuedOnceUnderANumberAndStayAsTheyWere) {
  auto bureau = desk(Role::prefecture_bureau, prefecture);
  auto below = desk(Role::county_bureau, huangping);
  const auto preview = paper(bureau, "preview", "?year=2016&quarter=3");
  EXPECT_EQ(preview.status, 200) << preview.body;
  EXPECT_NE(preview.body.find("预览稿，未印发"), std::string::npos);

  const auto id = id_of(bureau.post("/api/plans/2016/circulars", std::string(issue_third)));
  EXPECT_EQ(code_of(bureau.post("/api/plans/2016/circulars", std::string(issue_third))), "number_used");
  const auto issued = paper(below, id).body;
  EXPECT_NE(issued.find("州民通〔2016〕12号"), std::string::npos);
  EXPECT_NE(issued.find("关于2016年第三季度"), std::string::npos);
  EXPECT_EQ(issued.find("预览稿"), std::string::npos);

  record("522601001006", 90, 100);
  EXPECT_EQ(without_mark(paper(below, id).body), without_mark(issued));
  const auto table = workbook(below, id);
  EXPECT_EQ(table.status, 200);
  EXPECT_TRUE(table.body.starts_with("PK"));
  EXPECT_NE(below.get("/api/circulars").body.find(id), std::string::npos);
  const auto entries = must(database().read([&](db::Reader& reader) {
    return reader.integer("SELECT count(*) FROM journal_entry WHERE action = 'plan.circular.issue' AND object_id = $1",
                          id);
  }));
  EXPECT_EQ(entries.value_or(0), 1);
}

TEST_F(Circulars, AreIssuedByTheBureauAloneAndReadFromTheTownshipUp) {
  auto bureau = desk(Role::prefecture_bureau, prefecture);
  auto below = desk(Role::county_bureau, kaili);
  auto township = desk(Role::township, kaili_township);
  auto village = desk(Role::village_committee, "522601001006");
  const auto id = id_of(bureau.post("/api/plans/2016/circulars", std::string(issue_third)));
  EXPECT_EQ(code_of(below.post("/api/plans/2016/circulars", std::string(issue_third))), "not_permitted");
  EXPECT_EQ(paper(below, "preview", "?year=2016&quarter=3").status, 403);
  EXPECT_EQ(below.get("/circulars/preview?year=2016&quarter=3&export=1").status, 403);
  EXPECT_EQ(paper(township, id).status, 200);
  EXPECT_EQ(code_of(paper(village, id)), "not_permitted");
  auto nobody = visitor();
  EXPECT_EQ(paper(nobody, id).status, 401);
  EXPECT_EQ(visitor().get("/circulars/" + id).status, 401);
  EXPECT_EQ(visitor().get("/api/circulars").status, 401);
}

TEST_F(Circulars, SEC58_a_paper_is_opened_for_a_stated_purpose_by_whoever_stated_it_and_soon) {
  auto bureau = desk(Role::prefecture_bureau, prefecture);
  auto below = desk(Role::county_bureau, kaili);
  const auto id = id_of(bureau.post("/api/plans/2016/circulars", std::string(issue_third)));
  const auto page = "/circulars/" + id;
  EXPECT_EQ(bureau.get(page).status, 403);
  EXPECT_EQ(bureau.get(page + "?export=0").status, 403);
  EXPECT_EQ(bureau.get(page + "?export=x").status, 403);
  EXPECT_EQ(bureau.post("/api" + page + "/paper", R"({"note":"季度例会"})").status, 400);
  EXPECT_EQ(bureau.post("/api" + page + "/xlsx", R"({"purpose":"meeting","note":"会"})").status, 400);

  const auto count = [&](std::string_view where) {
    return must(database().read([&](db::Reader& reader) {
             return reader.integer(fmt::format("SELECT count(*) FROM journal_entry WHERE {}", where));
           }))
        .value_or(0);
  };
  EXPECT_EQ(count("action = 'documents.export'"), 0);
  const auto stated = bureau.post("/api" + page + "/paper", std::string(for_a_meeting));
  ASSERT_EQ(stated.status, 201) << stated.body;
  const auto exported = must(json::read<documents::ExportedPaper>(stated.body));
  EXPECT_EQ(exported.address, fmt::format("{}?export={}", page, exported.number));
  EXPECT_EQ(count(fmt::format("action = 'documents.export' AND number = {}", exported.number)), 1);

  const auto printed = bureau.get(exported.address);
  EXPECT_EQ(printed.status, 200);
  const auto mark = fmt::format("内部资料 导出编号{} 2016年7月1日10:30 演示人员 州民政局", exported.number);
  EXPECT_NE(printed.body.find(mark), std::string::npos);
  EXPECT_NE(printed.body.find("用途：会议讨论（季度例会）"), std::string::npos);
  EXPECT_NE(printed.body.find("class=\"mark-across\""), std::string::npos);
  EXPECT_EQ(bureau.get(exported.address).status, 200) << "it may be opened again meanwhile";
  EXPECT_EQ(count("action = 'documents.export'"), 1) << "which is no other export";

  EXPECT_EQ(below.get(exported.address).status, 403) << "another account's";
  EXPECT_EQ(bureau.get(fmt::format("/circulars/preview?year=2016&quarter=3&export={}", exported.number)).status, 403)
      << "another paper's";
  clock_.set(Instant(clock_.now().ms() + documents::export_page_minutes * 60'000));
  EXPECT_EQ(bureau.get(exported.address).status, 403) << "too old";
}

TEST_F(Circulars, RefuseWhatIsNoQuarterOrHasNotBegun) {
  auto bureau = desk(Role::prefecture_bureau, prefecture);
  for (const auto* query : {"year=2016&quarter=5", "year=2016&quarter=", "quarter=3", "year=2016&quarter=3a"})
    EXPECT_EQ(workbook(bureau, "preview", fmt::format("?{}", query)).status, 400) << query;
  const auto future = bureau.post("/api/plans/2016/circulars", R"({"quarter":4,"number":"州民通〔2016〕13号"})");
  EXPECT_EQ(future.status, 400);
  EXPECT_NE(future.body.find("in_future"), std::string::npos) << future.body;
  EXPECT_EQ(workbook(bureau, "preview", "?year=2015&quarter=1").status, 404);
  EXPECT_EQ(bureau.get("/circulars/" + Id::make(1).text()).status, 404);
}

TEST_F(Circulars, TheWorkbookSaysTheSameAsThePaper) {
  const auto circular = counted();
  const auto workbook = plan::circular_workbook(circular);
  ASSERT_EQ(workbook.sheets.size(), 3u);
  EXPECT_EQ(workbook.sheets[0].rows.size(), 16u);
  EXPECT_EQ(workbook.sheets[1].rows.size(), 12u);
  EXPECT_EQ(workbook.sheets[1].columns.size(), 18u);
  const auto paper = plan::circular_paper(circular, "州民通〔2016〕12号");
  ASSERT_EQ(paper.annexes.size(), 3u);
  const auto& table = *paper.annexes[0].blocks.front().table;
  for (std::size_t row = 0; row < 16; ++row)
    for (std::size_t i = 0; i < plan::state_count; ++i)
      EXPECT_EQ(table.rows[row].cells[1 + i],
                std::to_string(std::get<std::int64_t>(workbook.sheets[0].rows[row][2 + i])));
}

}  // namespace
}  // namespace gulou
