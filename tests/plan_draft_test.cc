// Editing a plan over the whole application: what a draft would change, what stands against it, and versions.
#include "plan_desk.h"

namespace gulou {
namespace {

class PlanDraft : public PlanDesk {
 protected:
  PlanDraft() : bureau_(desk(Role::prefecture_bureau, prefecture)) {}

  plan::DraftDetail copied(int to_year) {
    return read<plan::DraftDetail>(bureau_.post("/api/plans/2016/copy", fmt::format(R"({{"to_year":{}}})", to_year)));
  }
  static std::string address_of(const plan::DraftDetail& draft, std::string_view rest = {}) {
    return fmt::format("/api/drafts/{}{}", draft.draft.id.text(), rest);
  }
  net::Response save(const plan::DraftDetail& draft) {
    return bureau_.post(address_of(draft, "/save"), fmt::format(R"({{"version":{},"document":{}}})",
                                                                draft.draft.version, json::write(draft.document)));
  }
  plan::PlanChanges changes(const plan::DraftDetail& draft) {
    return read<plan::PlanChanges>(bureau_.get(address_of(draft, "/changes")));
  }

  TestBrowser bureau_;
};

TEST_F(PlanDraft, says_what_it_changes_of_the_plan_before) {
  auto draft = copied(2017);
  auto seen = changes(draft);
  EXPECT_EQ(seen.against_year, 2016);
  EXPECT_EQ(seen.against_version, 1);
  EXPECT_TRUE(seen.changes.empty()) << "years and dates only moved along";
  draft.document.sections[0].clauses[1].named.pop_back();
  draft = read<plan::DraftDetail>(save(draft));
  seen = changes(draft);
  ASSERT_EQ(seen.changes.size(), 1u);
  EXPECT_EQ(seen.changes[0].part, plan::PlanPart::named);
  EXPECT_EQ(seen.changes[0].kind, plan::ChangeKind::removed);
  EXPECT_EQ(seen.changes[0].at, "1.2");

  auto county = desk(Role::county_bureau, kaili);
  EXPECT_EQ(code_of(county.get(address_of(draft, "/changes"))), "not_permitted");
}

TEST_F(PlanDraft, takes_new_sections_clauses_tasks_targets_and_units) {
  auto draft = copied(2017);
  plan::Clause clause{.code = "5.1",
                      .text = "1、开展公益创投。全州实施公益项目。",
                      .short_zh = "公益创投",
                      .short_en = "Projects",
                      .gloss_en = "Projects for the public good."};
  clause.tasks = {{"5.1-1", "全州实施公益项目", "Projects everywhere"}};
  clause.named = {{.unit = std::string(kaili), .role = plan::Role::pilot, .words = "全州", .task = "5.1-1"}};
  clause.targets = {{.task = "5.1-1",
                     .measure = "projects.delivered",
                     .part = 8,
                     .of = 10,
                     .period = "2017",
                     .due = *Date::of(2017, 11, 30),
                     .owed_by = plan::Role::pilot,
                     .note_zh = "建议值",
                     .note_en = "A proposal"}};
  draft.document.sections.push_back({5, "（五）开展公益创投。", "Projects", {clause}});
  draft = read<plan::DraftDetail>(save(draft));
  EXPECT_TRUE(draft.problems.empty());
  EXPECT_EQ(changes(draft).changes.size(), 5u) << "section, clause, task, unit, target";
  read<plan::DraftDetail>(bureau_.post(address_of(draft, "/publish"), act(draft.draft.version)));
  const auto standing = visitor().get("/api/plans/2017/clauses/5.1?at=522601000000");
  EXPECT_NE(standing.body.find("projects.delivered"), std::string::npos) << standing.body;
}

TEST_F(PlanDraft, every_refusal_names_its_field) {
  auto draft = copied(2017);
  auto& clause = draft.document.sections[0].clauses[0];
  clause.tasks.push_back({"1.1-4", "", ""});
  const auto refused = save(draft);
  EXPECT_EQ(refused.status, 400);
  EXPECT_NE(refused.body.find("/document/sections/0/clauses/0/tasks/3/quote"), std::string::npos) << refused.body;
  EXPECT_NE(refused.body.find("/document/sections/0/clauses/0/tasks/3/en"), std::string::npos) << refused.body;
  clause.tasks.pop_back();

  clause.targets[0].task = "1.1-9";
  clause.targets[1].part = 11;
  clause.targets[1].of = 10;
  clause.targets[2].due = *Date::of(2018, 1, 1);
  clause.named.push_back({.unit = "999999999999", .role = plan::Role::pilot, .words = "全州", .task = {}});
  draft = read<plan::DraftDetail>(save(draft));
  std::vector<std::string> problems;
  for (const auto& each : draft.problems) problems.push_back(each.field + " " + each.rule);
  const std::string at = "/sections/0/clauses/0/";
  EXPECT_EQ(problems,
            (std::vector<std::string>{at + "targets/0/task unknown_task", at + "targets/1/part above_whole",
                                      at + "targets/2/due outside_period", at + "named/0/unit unknown_unit"}));
  const auto publishing = bureau_.post(address_of(draft, "/publish"), act(draft.draft.version));
  EXPECT_EQ(publishing.status, 400);
  for (const auto& each : draft.problems) EXPECT_NE(publishing.body.find(each.field), std::string::npos) << each.field;
}

TEST_F(PlanDraft, a_task_with_reports_and_a_clause_with_comments_keep_their_numbers) {
  asked(bureau_, kaili, "1.2-1");
  EXPECT_EQ(visitor().post("/api/plans/2016/comments", R"({"clause":"4.2","name":"","text":"很好的办法"})").status,
            202);
  auto draft = copied(2016);
  EXPECT_TRUE(draft.problems.empty());
  auto& tasks = draft.document.sections[0].clauses[1].tasks;
  std::swap(tasks[0].quote, tasks[1].quote);
  draft.document.sections[3].clauses.pop_back();
  draft = read<plan::DraftDetail>(save(draft));
  ASSERT_EQ(draft.problems.size(), 2u);
  EXPECT_EQ(draft.problems[0].field, "/sections/0/clauses/1/tasks/1/code");
  EXPECT_EQ(draft.problems[0].rule, "has_records");
  EXPECT_EQ(draft.problems[1].rule, "has_records");
  EXPECT_EQ(bureau_.post(address_of(draft, "/publish"), act(draft.draft.version)).status, 400);
  // In a year of its own nothing is known by these numbers yet.
  auto next = copied(2017);
  next.document.sections = draft.document.sections;
  for (auto& section : next.document.sections)
    for (auto& clause : section.clauses)
      for (auto& target : clause.targets) target.period.replace(0, 4, "2017"), target.due.reset();
  EXPECT_TRUE(read<plan::DraftDetail>(save(next)).problems.empty());
}

TEST_F(PlanDraft, versions_say_what_they_changed_of_the_one_before) {
  auto draft = copied(2016);
  draft.document.sections[0].clauses[0].short_zh = "村居换届";
  draft = read<plan::DraftDetail>(save(draft));
  read<plan::DraftDetail>(bureau_.post(address_of(draft, "/publish"), act(draft.draft.version)));
  const auto of = [&](int number) {
    return read<plan::PlanChanges>(visitor().get(fmt::format("/api/plans/2016/versions/{}/changes", number)));
  };
  EXPECT_FALSE(of(1).against_version);
  const auto second = of(2);
  EXPECT_EQ(second.against_version, 1);
  ASSERT_EQ(second.changes.size(), 1u);
  EXPECT_EQ(second.changes[0].field, "short_zh");
  EXPECT_EQ(second.changes[0].after, "村居换届");
  EXPECT_EQ(visitor().get("/api/plans/2016/versions/3/changes").status, 404);
  EXPECT_EQ(visitor().get("/api/plans/2016/versions/x/changes").status, 404);
}

}  // namespace
}  // namespace gulou
