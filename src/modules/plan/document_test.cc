// The shipped plan is the bureau's text, character by character; broken files are refused, each with its message.
#include "modules/plan/document.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "base/json.h"
#include "modules/plan/measures.h"

namespace gulou::plan {
namespace {

std::string file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  EXPECT_TRUE(in) << path;
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

const measures::Catalogue& catalogue() {
  static const measures::Catalogue made = [] {
    auto all = declared_measures();
    all.push_back({"test.count", "数", "count", "个", "things", "", ""});
    return *measures::Catalogue::make(std::move(all));
  }();
  return made;
}

PlanDocument plan_2016() {
  auto document = read_document(file(GULOU_SOURCE_DIR "/data/plans/2016.json"), catalogue());
  EXPECT_TRUE(document) << describe_error(document.error());
  return document.value_or(PlanDocument{});
}

std::vector<Clause> clauses_of(const PlanDocument& document) {
  std::vector<Clause> all;
  for (const Section& section : document.sections)
    all.insert(all.end(), section.clauses.begin(), section.clauses.end());
  return all;
}

TEST(PlanDocument2016, JoinsBackIntoTheSourceText) {
  const std::string source = file(GULOU_SOURCE_DIR "/data/plans/2016.zh.txt");
  const std::string comment_counter = "已有0人发表了评论";  // the last line, of the web page and not of the plan
  ASSERT_TRUE(source.ends_with("\n" + comment_counter));
  EXPECT_EQ(full_text(plan_2016()) + comment_counter, source);
}

TEST(PlanDocument2016, HasFourSectionsTwelveClausesAndThirtyOneTasks) {
  const PlanDocument document = plan_2016();
  EXPECT_EQ(document.sections.size(), 4u);
  const auto clauses = clauses_of(document);
  EXPECT_EQ(clauses.size(), 12u);
  std::size_t tasks = 0;
  for (const Clause& each : clauses) tasks += each.tasks.size();
  EXPECT_EQ(tasks, 31u);
}

TEST(PlanDocument2016, QuotesAreVerbatimAndNoTwoAreTheSame) {
  for (const Clause& clause : clauses_of(plan_2016())) {
    std::set<std::string> quotes;
    for (const Task& task : clause.tasks) {
      EXPECT_NE(clause.text.find(task.quote), std::string::npos) << task.code;
      EXPECT_TRUE(quotes.insert(task.quote).second) << task.code;
    }
    for (const NamedUnit& named : clause.named)
      EXPECT_NE(clause.text.find(named.words), std::string::npos) << clause.code << named.words;
    EXPECT_FALSE(clause.targets.empty()) << clause.code;
  }
}

TEST(PlanDocument2016, NamesTheCountiesOfTheText) {
  const auto clauses = clauses_of(plan_2016());
  const auto in_role = [&](std::size_t clause, Role role) {
    std::string codes;
    for (const NamedUnit& each : clauses[clause].named)
      if (each.role == role) codes += each.unit.substr(4, 2) + " ";
    return codes;
  };
  EXPECT_EQ(in_role(1, Role::pilot), "01 22 25 ");
  EXPECT_EQ(in_role(1, Role::experience), "30 36 24 ");
  EXPECT_EQ(in_role(3, Role::basis), "35 ");
  EXPECT_EQ(in_role(7, Role::station_pilot), "01 ");
  EXPECT_EQ(in_role(8, Role::start), "28 27 30 ");
  EXPECT_EQ(in_role(8, Role::finish), "23 25 26 24 33 32 ");
}

TEST(PlanDocument2016, EveryMeasureDeclaredIsNamedByATarget) {
  std::set<std::string> named;
  for (const Clause& clause : clauses_of(plan_2016()))
    for (const Target& target : clause.targets) named.insert(target.measure);
  for (const auto& measure : declared_measures()) EXPECT_TRUE(named.contains(measure.code)) << measure.code;
}

TEST(PlanDocument2016, WritesWhatItRead) {
  const PlanDocument document = plan_2016();
  const auto again = read_document(json::write(document), catalogue());
  ASSERT_TRUE(again) << describe_error(again.error());
  EXPECT_EQ(*again, document);
}

struct Bad {
  std::string file;
  std::string pointer;
  std::string rule;
};

const std::vector<Bad>& bad_files() {
  const static std::string clause = "/sections/0/clauses/0";
  const static std::vector<Bad> all = {
      {"duplicate-key", "/year", "duplicate_key"},
      {"due-outside-period", clause + "/targets/0/due", "outside_period"},
      {"malformed-code", clause + "/named/0/unit", "format:division_code"},
      {"malformed-due", clause + "/targets/0/due", "wrong_type"},
      {"malformed-period", clause + "/targets/0/period", "format:period"},
      {"measure-without-denominator", clause + "/targets/0/measure", "not_a_share"},
      {"missing-key", clause + "/text", "required"},
      {"named-for-unknown-task", clause + "/named/0/task", "unknown_task"},
      {"named-twice", clause + "/named/1/unit", "named_twice"},
      {"no-sections", "/sections", "too_short"},
      {"number-as-text", "/year", "wrong_type"},
      {"of-zero", clause + "/targets/0/of", "out_of_range"},
      {"owed-by-nobody", clause + "/targets/0/owed_by", "nobody_named"},
      {"quote-not-verbatim", clause + "/tasks/0/quote", "not_verbatim"},
      {"target-above-the-whole", clause + "/targets/0/part", "above_whole"},
      {"target-of-unknown-task", clause + "/targets/0/task", "unknown_task"},
      {"unknown-key", clause + "/targets/0/weight", "unknown_field"},
      {"unknown-measure", clause + "/targets/0/measure", "unknown_measure"},
      {"unknown-role", clause + "/named/0/role", "not_one_of"},
      {"words-not-verbatim", clause + "/named/0/words", "not_verbatim"},
      {"wrong-clause-number", clause + "/code", "wrong_number"},
      {"wrong-section-number", "/sections/0/number", "wrong_number"},
      {"wrong-task-number", clause + "/tasks/0/code", "wrong_number"},
  };
  return all;
}

const std::string testdata = GULOU_SOURCE_DIR "/src/modules/plan/testdata";

TEST(PlanDocument, TheFileThatTheBadOnesStrayFromIsGood) {
  const auto document = read_document(file(testdata + "/good/small.json"), catalogue());
  EXPECT_TRUE(document) << describe_error(document.error());
}

TEST(PlanDocument, EveryBadFileIsRefusedAtItsFieldAlone) {
  for (const Bad& bad : bad_files()) {
    const auto document = read_document(file(testdata + "/bad/" + bad.file + ".json"), catalogue());
    ASSERT_FALSE(document) << bad.file;
    ASSERT_EQ(document.error().fields.size(), 1u) << bad.file << " " << describe_error(document.error());
    EXPECT_EQ(document.error().fields[0].pointer, bad.pointer) << bad.file;
    EXPECT_EQ(document.error().fields[0].rule, bad.rule) << bad.file;
  }
}

TEST(PlanDocument, WhatIsNoJsonIsRefusedWithItsLine) {
  const auto document = read_document(file(testdata + "/bad/not-json.json"), catalogue());
  ASSERT_FALSE(document);
  EXPECT_EQ(document.error().code, "json_malformed");
  EXPECT_NE(document.error().message.en.find("2"), std::string::npos) << document.error().message.en;
}

TEST(PlanDocument, EveryBadFileHasItsRow) {
  std::set<std::string> rows = {"not-json"};
  for (const Bad& each : bad_files()) rows.insert(each.file);
  std::set<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(testdata + "/bad")) files.insert(entry.path().stem());
  EXPECT_EQ(rows, files);
}

}  // namespace
}  // namespace gulou::plan
