#include "modules/plan/difference.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

namespace gulou::plan {
namespace {

PlanDocument small_plan() {
  const auto clause = [](std::string code, std::string text) {
    return Clause{.code = code,
                  .text = text,
                  .short_zh = text + "简",
                  .short_en = "Short",
                  .gloss_en = "Gloss",
                  .tasks = {{code + "-1", text + "甲", "First"}, {code + "-2", text + "乙", "Second"}}};
  };
  PlanDocument plan{.year = 2016,
                    .division = "522600000000",
                    .title_zh = "工作要点",
                    .title_en = "Plan",
                    .heading = "一、标题",
                    .heading_en = "One",
                    .pace = {1, 1}};
  plan.sections = {{1, "第一部分", "One", {clause("1.1", "换届"), clause("1.2", "协商")}},
                   {2, "第二部分", "Two", {clause("2.1", "减负")}}};
  Clause& first = plan.sections[0].clauses[0];
  first.named = {{.unit = "522601000000", .role = Role::pilot, .words = "凯里", .task = "1.1-1"}};
  first.targets = {{.task = "1.1-1",
                    .measure = "elections.completed",
                    .part = 9,
                    .of = 10,
                    .period = "2016",
                    .due = {},
                    .owed_by = {},
                    .note_zh = "说明",
                    .note_en = "Note"}};
  return plan;
}

// "task 1.2-3 moved: before -> after" for each change.
std::vector<std::string> lines(const PlanDocument& before, const PlanDocument& after) {
  std::vector<std::string> out;
  for (const PlanChange& each : compare(before, after))
    out.push_back(std::string(name_of(each.part)) + " " + each.at + (each.subject.empty() ? "" : " " + each.subject) +
                  " " + std::string(name_of(each.kind)) + (each.field.empty() ? "" : " " + each.field) + ": " +
                  each.before + " -> " + each.after);
  return out;
}

std::vector<std::string> after(const std::function<void(PlanDocument&)>& change) {
  PlanDocument changed = small_plan();
  change(changed);
  return lines(small_plan(), changed);
}

using Lines = std::vector<std::string>;

TEST(PlanDifference, NothingWhereNothingChanged) { EXPECT_EQ(lines(small_plan(), small_plan()), Lines{}); }

TEST(PlanDifference, TextsOfEveryPart) {
  EXPECT_EQ(after([](PlanDocument& plan) {
              plan.title_zh = "新要点";
              plan.pace = {9, 10};
              plan.sections[1].heading_en = "The second";
              plan.sections[0].clauses[1].text = "协商办法";
              plan.sections[0].clauses[1].tasks[1].quote = "协商丙";
            }),
            (Lines{R"(plan  changed pace: {"part":1,"of":1} -> {"part":9,"of":10})",
                   "plan  changed title_zh: 工作要点 -> 新要点", "section 2 changed heading_en: Two -> The second",
                   "clause 1.2 changed text: 协商 -> 协商办法", "task 1.2-2 changed quote: 协商乙 -> 协商丙"}));
}

TEST(PlanDifference, TargetsAndNamedUnits) {
  EXPECT_EQ(after([](PlanDocument& plan) {
              Clause& clause = plan.sections[0].clauses[0];
              clause.targets[0].part = 8;
              clause.targets[0].due = *Date::of(2016, 11, 30);
              clause.targets.push_back(clause.targets[0]);
              clause.targets[1].measure = "elections.turnout";
              clause.named[0].unit = "522622000000";
            }),
            (Lines{"named 1.1 522622000000 added:  -> 凯里", "named 1.1 522601000000 removed: 凯里 -> ",
                   "target 1.1-1 elections.completed changed due:  -> 2016-11-30",
                   "target 1.1-1 elections.completed changed part: 9 -> 8",
                   "target 1.1-1 elections.turnout added:  -> 8/10"}));
}

TEST(PlanDifference, WhatOnlyFollowsHasNotMoved) {
  EXPECT_EQ(after([](PlanDocument& plan) {
              std::swap(plan.sections[0], plan.sections[1]);
              plan.sections[0].number = 1;
              plan.sections[0].clauses[0].code = "1.1";
              for (Task& each : plan.sections[0].clauses[0].tasks) each.code.replace(0, 3, "1.1");
              plan.sections[1].number = 2;
              for (Clause& clause : plan.sections[1].clauses) {
                clause.code[0] = '2';
                for (Task& each : clause.tasks) each.code[0] = '2';
                for (Target& each : clause.targets) each.task[0] = '2';
                for (NamedUnit& each : clause.named) (*each.task)[0] = '2';
              }
            }),
            (Lines{"section 1 moved: 2 -> 1", "section 2 moved: 1 -> 2"}));
}

TEST(PlanDifference, AddedRemovedAndMovedTasksAndClauses) {
  EXPECT_EQ(
      after([](PlanDocument& plan) {
        Clause& clause = plan.sections[0].clauses[1];
        clause.tasks = {{"1.2-1", "协商乙", "Second"}, {"1.2-2", "全新的任务", "New"}};
        plan.sections[1].clauses[0] = {
            .code = "2.1", .text = "另一条", .short_zh = "另", .short_en = "O", .gloss_en = "G"};
      }),
      (Lines{"task 1.2-1 moved: 1.2-2 -> 1.2-1", "task 1.2-2 added:  -> 全新的任务", "task 1.2-1 removed: 协商甲 -> ",
             "clause 2.1 changed gloss_en: Gloss -> G", "clause 2.1 changed short_en: Short -> O",
             "clause 2.1 changed short_zh: 减负简 -> 另", "clause 2.1 changed text: 减负 -> 另一条",
             "task 2.1-1 removed: 减负甲 -> ", "task 2.1-2 removed: 减负乙 -> "}));
  EXPECT_EQ(after([](PlanDocument& plan) { plan.sections.pop_back(); }),
            (Lines{"section 2 removed: 第二部分 -> ", "clause 2.1 removed: 减负 -> "}));
}

TEST(PlanDifference, CodesThatHaveRecordsStay) {
  PlanDocument changed = small_plan();
  auto& tasks = changed.sections[0].clauses[1].tasks;
  std::swap(tasks[0].quote, tasks[1].quote);
  changed.sections.pop_back();
  const auto errors = [&](const std::set<std::string>& tasks_of, const std::set<std::string>& clauses_of) {
    Lines out;
    for (const auto& each : renumbered(small_plan(), changed, tasks_of, clauses_of))
      out.push_back(each.pointer + " " + each.rule);
    return out;
  };
  EXPECT_EQ(errors({"1.1-1"}, {"1.1", "1.2"}), Lines{});
  EXPECT_EQ(errors({"1.2-1", "2.1-2"}, {"2.1"}), (Lines{"/sections/0/clauses/1/tasks/1/code has_records",
                                                        "/sections has_records", "/sections has_records"}));
}

}  // namespace
}  // namespace gulou::plan
