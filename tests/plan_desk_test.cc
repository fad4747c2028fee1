// The plan's desks over the whole application: asking for reports, pressing, comments, by people who are signed in.
#include "plan_desk.h"

namespace gulou {
namespace {

using Names = std::vector<std::string>;

TEST_F(PlanDesk, a_report_is_asked_written_returned_and_accepted) {
  auto bureau = desk(Role::prefecture_bureau, prefecture);
  auto county = desk(Role::county_bureau, kaili);
  auto report = asked(bureau, kaili);
  EXPECT_EQ(report.state, "asked");
  EXPECT_EQ(report.by.code, prefecture);
  EXPECT_FALSE(report.quote.empty());
  EXPECT_EQ(names(report.actions), (Names{"withdraw"}));

  auto seen = read<plan::ReportDetail>(county.get(address(report))).report;
  EXPECT_EQ(names(seen.actions), (Names{"write", "submit"}));
  seen = read<plan::ReportDetail>(county.post(address(report, "write"), written(1, ""))).report;
  EXPECT_EQ(seen.state, "asked");
  EXPECT_EQ(seen.version, 2);
  const auto empty = county.post(address(report, "submit"), written(2, "  "));
  EXPECT_EQ(empty.status, 400);
  EXPECT_NE(empty.body.find("/text"), std::string::npos);
  seen = read<plan::ReportDetail>(county.post(address(report, "submit"), written(2))).report;
  EXPECT_EQ(seen.state, "submitted");
  EXPECT_TRUE(seen.actions.empty());

  EXPECT_EQ(bureau.post(address(report, "return"), act(3)).status, 400);  // a reason is wanted
  seen = read<plan::ReportDetail>(bureau.post(address(report, "return"), act(3, "请补充数字"))).report;
  EXPECT_EQ(seen.state, "returned");
  seen = read<plan::ReportDetail>(county.post(address(report, "submit"), written(4, "共 12 个村开展。"))).report;
  const auto done = read<plan::ReportDetail>(bureau.post(address(report, "accept"), act(5)));
  EXPECT_EQ(done.report.state, "accepted");
  EXPECT_EQ(done.report.text, "共 12 个村开展。");
  EXPECT_TRUE(done.report.actions.empty());

  Names history;
  for (const auto& line : done.history) history.push_back(line.done_zh);
  EXPECT_EQ(history, (Names{"建立了进展报告", "写了草稿", "提交了报告", "退回了报告", "提交了报告", "认可了报告"}));
  EXPECT_EQ(done.history[3].reason, "请补充数字");
  EXPECT_EQ(code_of(county.post(address(report, "write"), written(6))), "wrong_state")
      << "an accepted report is locked";
}

TEST_F(PlanDesk, who_may_do_what_depends_on_where_they_stand) {
  auto bureau = desk(Role::prefecture_bureau, prefecture);
  auto county = desk(Role::county_bureau, kaili);
  auto other = desk(Role::county_bureau, huangping);
  auto township = desk(Role::township, kaili_township);
  auto village = desk(Role::village_committee, "522601001006");
  const auto report = asked(bureau, kaili);

  EXPECT_EQ(visitor().get(address(report)).status, 401);
  EXPECT_EQ(visitor().post("/api/plans/2016/reports", "not even JSON").status, 401);
  EXPECT_EQ(code_of(other.get(address(report))), "outside_subtree");
  EXPECT_EQ(code_of(township.get(address(report))), "outside_subtree");
  EXPECT_EQ(code_of(village.get(address(report))), "not_permitted");
  EXPECT_EQ(code_of(other.post(address(report, "submit"), written(1))), "outside_subtree");
  EXPECT_EQ(code_of(bureau.post(address(report, "submit"), written(1))), "not_permitted");
  read<plan::ReportDetail>(county.post(address(report, "submit"), written(1)));
  EXPECT_EQ(code_of(county.post(address(report, "accept"), act(2))), "above_wanted")
      << "nobody accepts their own report";

  EXPECT_EQ(read<plan::ReportList>(bureau.get("/api/reports")).reports.size(), 1u);
  EXPECT_EQ(read<plan::ReportList>(county.get("/api/reports")).reports.size(), 1u);
  EXPECT_EQ(read<plan::ReportList>(other.get("/api/reports")).reports.size(), 0u);
  EXPECT_EQ(code_of(other.get(fmt::format("/api/reports?at={}", kaili))), "outside_subtree");

  // Counties ask their townships the same way, and only theirs.
  const auto below = asked(county, kaili_township);
  EXPECT_EQ(below.by.code, kaili);
  EXPECT_EQ(read<plan::ReportDetail>(township.post(address(below, "submit"), written(1))).report.state, "submitted");
  EXPECT_EQ(read<plan::ReportDetail>(county.post(address(below, "accept"), act(2))).report.state, "accepted");
}

TEST_F(PlanDesk, a_faulty_question_names_every_field_and_asks_nobody) {
  auto bureau = desk(Role::prefecture_bureau, prefecture);
  auto county = desk(Role::county_bureau, kaili);
  asked(bureau, kaili);
  const auto refused = bureau.post(
      "/api/plans/2016/reports",
      R"({"task":"9.9-9","units":["522622000000","999999999999","522600000000"],"due_on":"2016-06-30","note":""})");
  EXPECT_EQ(refused.status, 400);
  for (const auto* part :
       {"/task", "unknown_task", "/due_on", "due_in_the_past", "/units/1", "unknown_unit", "/units/2", "not_below"})
    EXPECT_NE(refused.body.find(part), std::string::npos) << part << refused.body;
  EXPECT_NE(bureau.post("/api/plans/2016/reports", ask_body(kaili)).body.find("asked_already"), std::string::npos);
  EXPECT_NE(county.post("/api/plans/2016/reports", ask_body(huangping)).body.find("not_below"), std::string::npos);
  EXPECT_EQ(bureau.post("/api/plans/2015/reports", ask_body(kaili)).status, 404);
  EXPECT_EQ(read<plan::ReportList>(bureau.get("/api/reports")).reports.size(), 1u);
}

TEST_F(PlanDesk, what_someone_else_changed_meanwhile_is_not_overwritten) {
  auto bureau = desk(Role::prefecture_bureau, prefecture);
  auto first = desk(Role::county_bureau, kaili);
  auto second = desk(Role::county_bureau, kaili);
  const auto report = asked(bureau, kaili);
  read<plan::ReportDetail>(first.post(address(report, "write"), written(1, "甲写的")));
  const auto late = second.post(address(report, "write"), written(1, "乙写的"));
  EXPECT_EQ(late.status, 409);
  EXPECT_EQ(code_of(late), "version_changed");
  EXPECT_EQ(read<plan::ReportDetail>(first.get(address(report))).report.text, "甲写的");
}

TEST_F(PlanDesk, a_repeated_request_is_done_once) {
  auto bureau = desk(Role::prefecture_bureau, prefecture);
  bureau.headers.emplace_back("idempotency-key", "0192f3c4-key-1");
  const auto first = bureau.post("/api/plans/2016/reports", ask_body(kaili));
  const auto again = bureau.post("/api/plans/2016/reports", ask_body(kaili));
  EXPECT_EQ(first.status, 201);
  EXPECT_EQ(again.status, 201);
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(code_of(bureau.post("/api/plans/2016/reports", ask_body(huangping))), "idempotency_key_reused");
  bureau.headers.back().second = "short";
  EXPECT_EQ(code_of(bureau.post("/api/plans/2016/reports", ask_body(huangping))), "idempotency_key");
  bureau.headers.pop_back();
  EXPECT_EQ(read<plan::ReportList>(bureau.get("/api/reports")).reports.size(), 1u);
}

TEST_F(PlanDesk, late_is_what_is_still_owed_after_the_last_day) {
  auto bureau = desk(Role::prefecture_bureau, prefecture);
  auto county = desk(Role::county_bureau, kaili);
  const auto report = asked(bureau, kaili);
  const auto id = report.id;
  const auto late_on = [&](const char* instant) {
    clock_.set(*Instant::parse(instant));
    auto fresh = desk(Role::prefecture_bureau, prefecture);
    return read<plan::ReportDetail>(fresh.get("/api/reports/" + id.text())).report.late;
  };
  EXPECT_FALSE(late_on("2016-09-30T15:59:00Z"));  // the last minute of the last day in China
  EXPECT_TRUE(late_on("2016-09-30T16:00:00Z"));
}

TEST_F(PlanDesk, what_is_owed_stands_on_the_desk_and_rises_when_it_is_late) {
  auto bureau = desk(Role::prefecture_bureau, prefecture);
  auto county = desk(Role::county_bureau, kaili);
  const auto owed = [](TestBrowser& who, std::string_view query = "") {
    const auto response = who.get(fmt::format("/api/obligations{}", query));
    EXPECT_EQ(response.status, 200) << response.body;
    const auto document = must(json::parse(response.body));
    Names titles;
    for (const auto& line : *document.find("lines")->as_list()) titles.push_back(*line.find("title_zh")->as_text());
    return titles;
  };
  const auto report = asked(bureau, kaili);
  EXPECT_EQ(owed(county), (Names{"报送任务 1.2-1 的进展"}));
  read<plan::ReportDetail>(county.post(address(report, "submit"), written(1)));
  EXPECT_EQ(owed(county), Names());
  EXPECT_EQ(owed(bureau), (Names{"审核任务 1.2-1 的进展报告"}));
  const auto back = read<plan::ReportDetail>(bureau.post(address(report, "return"), act(2, "请补充"))).report;
  EXPECT_EQ(owed(bureau), Names());
  EXPECT_EQ(owed(county), (Names{"重新报送任务 1.2-1 的进展"}));
  EXPECT_GT(back.due_on, clock_.today());

  clock_.set(*Instant::parse("2016-12-01T02:00:00Z"));
  must(application_->run_due());
  auto later = desk(Role::prefecture_bureau, prefecture);
  EXPECT_EQ(owed(later, "?which=escalated"), (Names{"重新报送任务 1.2-1 的进展"}));
  EXPECT_EQ(owed(later, "?which=late&below=1"), (Names{"重新报送任务 1.2-1 的进展"}));
  must(application_->run_due());
  EXPECT_EQ(owed(later, "?which=escalated").size(), 1u) << "each step once";
}

TEST_F(PlanDesk, a_press_is_closed_by_its_reply) {
  auto bureau = desk(Role::prefecture_bureau, prefecture);
  auto county = desk(Role::county_bureau, kaili);
  const auto body =
      fmt::format(R"({{"task":"1.2-1","unit":"{}","due_on":"2016-07-15","text":"请说明为何没有开始"}})", kaili);
  const auto made = read<plan::PressDetail>(bureau.post("/api/plans/2016/presses", body));
  EXPECT_EQ(made.press.state, "open");
  const auto at = "/api/presses/" + made.press.id.text();
  EXPECT_EQ(code_of(bureau.post(at + "/reply", R"({"version":1,"text":"自己回复"})")), "not_permitted");
  const auto replied = read<plan::PressDetail>(county.post(at + "/reply", R"({"version":1,"text":"七月底前启动"})"));
  EXPECT_EQ(replied.press.state, "replied");
  EXPECT_EQ(replied.press.reply, "七月底前启动");
  EXPECT_EQ(code_of(bureau.post(at + "/withdraw", act(2, "不用了"))), "wrong_state");
  EXPECT_EQ(read<plan::PressList>(county.get("/api/presses?state=open")).presses.size(), 0u);
  EXPECT_EQ(read<plan::PressList>(county.get("/api/presses")).presses.size(), 1u);
}

TEST_F(PlanDesk, anyone_comments_and_the_bureau_decides) {
  auto bureau = desk(Role::prefecture_bureau, prefecture);
  auto county = desk(Role::county_bureau, kaili);
  auto resident = visitor();
  const auto page = [&] { return visitor().get("/plan/2016/comments").body; };
  EXPECT_EQ(resident.post("/api/plans/2016/comments", R"({"clause":"1.2","name":"","text":"<b>协商</b>要让寨老参加"})")
                .status,
            202);
  EXPECT_NE(page().find("已有 0 人发表了评论"), std::string::npos);
  EXPECT_EQ(code_of(county.get("/api/comments")), "not_permitted");
  const auto list = read<plan::CommentList>(bureau.get("/api/comments"));
  ASSERT_EQ(list.comments.size(), 1u);
  EXPECT_EQ(names(list.comments[0].actions), (Names{"publish", "refuse"}));
  const auto at = "/api/comments/" + list.comments[0].id.text();
  read<plan::Comment>(bureau.post(at + "/publish", act(1)));
  EXPECT_NE(page().find("已有 1 人发表了评论"), std::string::npos);
  EXPECT_NE(page().find("&lt;b&gt;协商&lt;/b&gt;要让寨老参加"), std::string::npos);
  EXPECT_NE(page().find("匿名"), std::string::npos);
  EXPECT_EQ(bureau.post(at + "/refuse", act(2)).status, 400) << "a refusal has a reason";
  const auto refused = read<plan::Comment>(bureau.post(at + "/refuse", act(2, "含有他人隐私")));
  EXPECT_EQ(refused.history.back().reason, "含有他人隐私");
  EXPECT_NE(page().find("已有 0 人发表了评论"), std::string::npos);
}

TEST_F(PlanDesk, the_form_without_script_keeps_what_was_typed) {
  const auto send = [&](std::string body) {
    net::Request request;
    request.method = net::Method::post;
    request.target = request.path = "/plan/2016/comments";
    request.headers = {{"content-type", "application/x-www-form-urlencoded"}};
    request.body = std::move(body);
    request.client = "192.0.2.7";
    return application_->router().answer(request);
  };
  const auto taken = send("clause=1.2&name=%E5%AF%A8%E8%80%81&text=%E8%AF%B4%E5%BE%97%E5%AF%B9");
  EXPECT_EQ(taken.status, 303);
  const auto refused = send("clause=9.9&name=%E5%AF%A8%E8%80%81&text=+");
  EXPECT_EQ(refused.status, 400);
  EXPECT_NE(refused.body.find("value=\"寨老\""), std::string::npos);
  EXPECT_NE(refused.body.find("还没有发出去"), std::string::npos);
  EXPECT_NE(refused.body.find("href=\"#text\""), std::string::npos);
  int admitted = 0;
  for (int i = 0; i < 40; ++i) admitted += send("text=%E8%AF%B4%E5%BE%97%E5%AF%B9").status == 303;
  EXPECT_LT(admitted, 40) << "an address that floods is slowed down";
  EXPECT_EQ(send("text=%E8%AF%B4%E5%BE%97%E5%AF%B9").status, 429);
  EXPECT_EQ(
      must(database().read([](db::Reader& reader) {
        return reader.integer("SELECT count(*) FROM plan_comment WHERE text LIKE '%192.0.2%' OR name LIKE '%192.0.2%'");
      })),
      0);
}

TEST_F(PlanDesk, a_plan_is_copied_edited_and_published_and_every_version_stays) {
  auto bureau = desk(Role::prefecture_bureau, prefecture);
  auto county = desk(Role::county_bureau, kaili);
  EXPECT_EQ(code_of(county.post("/api/plans/2016/copy", R"({"to_year":2017})")), "not_permitted");
  auto draft = read<plan::DraftDetail>(bureau.post("/api/plans/2016/copy", R"({"to_year":2017})"));
  EXPECT_EQ(draft.document.year, 2017);
  EXPECT_EQ(draft.document.title_zh, "黔东南州民政局2017年工作要点");
  EXPECT_EQ(draft.document.sections[0].clauses[0].targets[0].period, "2017");
  EXPECT_TRUE(draft.problems.empty());
  EXPECT_NE(bureau.post("/api/plans/2016/copy", R"({"to_year":2017})").body.find("draft_exists"), std::string::npos);

  const auto at = "/api/drafts/" + draft.draft.id.text();
  const auto save = [&](std::int64_t version) {
    return bureau.post(at + "/save",
                       fmt::format(R"({{"version":{},"document":{}}})", version, json::write(draft.document)));
  };
  draft.document.sections[0].clauses[0].tasks[0].quote = "条文里没有的话";
  const auto faulty = read<plan::DraftDetail>(save(1));
  ASSERT_EQ(faulty.problems.size(), 1u);
  EXPECT_EQ(faulty.problems[0].rule, "not_verbatim");
  EXPECT_EQ(bureau.post(at + "/publish", act(2)).status, 400);
  EXPECT_EQ(visitor().get("/api/plans/2017").status, 404) << "a refused plan is not there";
  auto& clause = draft.document.sections[0].clauses[0];
  clause.tasks[0].quote = "组织开展好全州第十届村(居)民委员会换届选举工作";
  clause.short_zh = "村(居)委会换届";
  EXPECT_EQ(code_of(save(1)), "version_changed");
  read<plan::DraftDetail>(save(2));
  draft.document.year = 2018;
  EXPECT_NE(save(3).body.find("/document/year"), std::string::npos);
  draft.document.year = 2017;
  EXPECT_EQ(read<plan::DraftDetail>(bureau.post(at + "/publish", act(3))).draft.state, "published");
  EXPECT_EQ(code_of(save(4)), "wrong_state");
  EXPECT_NE(visitor().get("/api/plans/2017").body.find("村(居)委会换届"), std::string::npos);

  // A revision of the same year is the next version; the first stays word for word.
  auto revision = read<plan::DraftDetail>(bureau.post("/api/plans/2017/copy", R"({"to_year":2017})"));
  draft.document.sections[0].clauses[0].short_zh = "换届选举工作";
  const auto again = "/api/drafts/" + revision.draft.id.text();
  read<plan::DraftDetail>(
      bureau.post(again + "/save", fmt::format(R"({{"version":1,"document":{}}})", json::write(draft.document))));
  read<plan::DraftDetail>(bureau.post(again + "/publish", act(2)));
  const auto versions = read<plan::PlanVersions>(visitor().get("/api/plans/2017/versions"));
  ASSERT_EQ(versions.versions.size(), 2u);
  EXPECT_EQ(versions.versions[0].number, 2);
  const auto first = read<plan::PlanDocument>(visitor().get("/api/plans/2017/versions/1"));
  EXPECT_EQ(first.sections[0].clauses[0].short_zh, "村(居)委会换届");
  EXPECT_EQ(visitor().get("/api/plans/2017/versions/9").status, 404);
}

}  // namespace
}  // namespace gulou
