// Import, loading and standing, over the real tree.

#include "modules/plan/test_plan.h"

namespace gulou::plan {
namespace {

constexpr std::string_view prefecture = "522600000000";
constexpr std::string_view kaili = "522601000000";
constexpr std::string_view jinping = "522628000000";
constexpr std::string_view shibing = "522623000000";
constexpr std::string_view weilaicheng = "522601001006";

TEST(PlanStore, GivesBackExactlyWhatWasImported) {
  TestPlan test;
  const ImportReport report = TestPlan::must(test.import(test.document));
  EXPECT_EQ(report.outcome, ImportOutcome::added);
  EXPECT_EQ(report.clauses, 12);
  EXPECT_EQ(report.tasks, 31);
  const Plan plan = test.load();
  EXPECT_EQ(plan.document, test.document);
  EXPECT_EQ(plan.division.name, "黔东南苗族侗族自治州");
  EXPECT_EQ(plan.named.size(), 17u);
}

TEST(PlanStore, ImportingAgainChangesNothingUnlessTheContentDid) {
  TestPlan test;
  TestPlan::must(test.import(test.document));
  const auto version = test.database->version(db::Topic::plan);
  EXPECT_EQ(TestPlan::must(test.import(test.document)).outcome, ImportOutcome::unchanged);
  EXPECT_EQ(test.database->version(db::Topic::plan), version);
  const Id id = test.load().id;
  test.document.sections[0].clauses[0].targets[1].part = 91;
  EXPECT_EQ(TestPlan::must(test.import(test.document)).outcome, ImportOutcome::changed);
  EXPECT_GT(test.database->version(db::Topic::plan), version);
  EXPECT_EQ(test.load().document, test.document);
  EXPECT_EQ(test.load().id, id);
}

TEST(PlanStore, RefusesUnknownCodesAndForeignUnitsByField) {
  TestPlan test;
  test.document.sections[0].clauses[1].named[0].unit = "522699000000";
  test.document.sections[2].clauses[1].named[0].unit = "520000000000";
  const auto outcome = test.import(test.document);
  ASSERT_FALSE(outcome);
  ASSERT_EQ(outcome.error().fields.size(), 2u) << describe_error(outcome.error());
  EXPECT_EQ(outcome.error().fields[0].pointer, "/sections/0/clauses/1/named/0/unit");
  EXPECT_EQ(outcome.error().fields[0].rule, "unknown_unit");
  EXPECT_EQ(outcome.error().fields[1].pointer, "/sections/2/clauses/1/named/0/unit");
  EXPECT_EQ(outcome.error().fields[1].rule, "outside_division");
  const auto none = test.database->read([](db::Reader& reader) { return load(reader, 2016); });
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().kind, ErrorKind::not_found);
}

TEST(PlanStanding, WithoutFiguresEverythingAskedIsNotMeasured) {
  TestPlan test;
  TestPlan::must(test.import(test.document));
  const Scoreboard board = test.board(prefecture);
  ASSERT_EQ(board.children.size(), 16u);
  ASSERT_EQ(board.clauses.size(), 12u);
  for (const ClauseLine& line : board.clauses)
    for (const ClauseCell& cell : line.cells)
      EXPECT_EQ(cell.state, cell.asked > 0 ? State::not_measured : State::not_asked) << line.code;
  // Clause 3.3 asks the nine counties it names, and only those.
  std::int64_t not_asked = 0;
  for (const StateCount& each : board.counts)
    if (each.state == State::not_asked) not_asked = each.cells;
  EXPECT_EQ(not_asked, 7);
  EXPECT_EQ(state_of(board.clauses[8], board.children, kaili), State::not_asked);
  EXPECT_EQ(state_of(board.clauses[8], board.children, jinping), State::not_measured);
}

TEST(PlanStanding, NamedCountiesOweTheirOwnTargets) {
  TestPlan test;
  TestPlan::must(test.import(test.document));
  test.record("completeness.started", jinping, 4, 4);
  test.record("completeness.finished", shibing, 2, 4);
  test.record("completeness.finished", kaili, 4, 4);  // not asked of Kaili: must not count anywhere
  const ClauseStanding standing = test.standing("3.3", prefecture);
  EXPECT_EQ(state_of(standing.standing, standing.children, jinping), State::done);
  EXPECT_EQ(state_of(standing.standing, standing.children, shibing), State::on_track);  // 4 × 182/366 = 1.99
  EXPECT_EQ(state_of(standing.standing, standing.children, kaili), State::not_asked);
  ASSERT_EQ(standing.targets.size(), 2u);
  EXPECT_EQ(standing.targets[1].own.n, 2);
  EXPECT_EQ(standing.targets[1].own.d, 4);
  EXPECT_EQ(standing.targets[1].own.reported, 1);
  // Below a county the figure does not exist.
  const Scoreboard of_shibing = test.board(shibing);
  ASSERT_FALSE(of_shibing.children.empty());
  for (const ClauseCell& cell : of_shibing.clauses[8].cells) EXPECT_EQ(cell.state, State::not_asked);
}

TEST(PlanStanding, AVillageThatIsNamedIsAskedWithEverythingAboveIt) {
  TestPlan test;
  TestPlan::must(test.import(test.document));
  test.record("stations.open", weilaicheng, 3, 8);
  test.record("stations.open", "522601001001", 8, 8);  // a neighbour that nobody asked
  const auto stations = [&](std::string_view at) { return test.standing("3.2", at).targets[1]; };
  EXPECT_EQ(stations(prefecture).own.n, 3);
  EXPECT_EQ(stations(kaili).own.n, 3);
  EXPECT_EQ(stations(weilaicheng).own.n, 3);
  EXPECT_EQ(stations("522601001001").own.state, State::not_asked);
  EXPECT_EQ(stations(jinping).own.state, State::not_asked);
  const auto villages = test.standing("3.2", "522601001000");
  std::size_t asked = 0;
  for (const FigureCell& cell : villages.targets[1].cells) asked += cell.state != State::not_asked;
  EXPECT_EQ(asked, 1u);
}

TEST(PlanStanding, AClauseShowsItsWorstTargetAndCountsTheOthers) {
  TestPlan test;
  TestPlan::must(test.import(test.document));
  test.record("elections.completed", weilaicheng, 1, 1);
  test.record("elections.turnout", weilaicheng, 100, 1000);
  const ClauseCell cell = test.board(weilaicheng).clauses[0].own;
  EXPECT_EQ(cell.state, State::behind);
  EXPECT_EQ(cell.target, 1);
  EXPECT_EQ(cell.n, 100);
  EXPECT_EQ(cell.d, 1000);
  EXPECT_EQ(cell.asked, 3);
  EXPECT_EQ(cell.measured, 2);
  EXPECT_EQ(cell.reached, 1);
  EXPECT_NE(cell.why_zh.find("100/1000"), std::string::npos);
  test.clock.set(Date::of(2017, 1, 1)->start());
  EXPECT_EQ(test.board(weilaicheng).clauses[0].own.state, State::late);
}

TEST(PlanDemo, ShowsEveryStateOnTheDayItStandsFor) {
  TestPlan test;
  const DemoReport report = test.add_demo();
  test.clock.set(Date::of(2026, 11, 24)->start());
  const Scoreboard board = test.board(prefecture);
  EXPECT_TRUE(board.demo);
  EXPECT_EQ(board.as_of.text(), "2016-10-13");
  for (const StateCount& each : board.counts) EXPECT_GT(each.cells, 0) << name_of(each.state);
  ASSERT_EQ(board.headlines.size(), 3u);
  for (const Headline& each : board.headlines) EXPECT_GT(each.history.size(), 2u) << each.measure;
  const auto real = test.database->read([](db::Reader& reader) { return measures::has_real_values(reader); });
  EXPECT_FALSE(TestPlan::must(real));
  const auto differences =
      test.database->read([&](db::Reader& reader) { return measures::verify(reader, test.catalogue); });
  EXPECT_TRUE(TestPlan::must(differences).empty());

  // The same tree gives the same demo, on any machine and either database.
  EXPECT_EQ(report.values, 93474);
  EXPECT_EQ(board.headlines[0].figure.n, 1564);
  EXPECT_EQ(board.headlines[0].figure.d, 2054);

  const auto twice = test.database->write([&](db::Transaction& tx) -> Result<DemoReport> {
    return load_demo(tx, test.clock, test.catalogue, TRY(load(tx, 2016)));
  });
  ASSERT_FALSE(twice);
  EXPECT_EQ(twice.error().code, "demo_there_already");
}

TEST(PlanDemo, RefusesToMixWithRealFigures) {
  TestPlan test;
  TestPlan::must(test.import(test.document));
  test.record("elections.completed", weilaicheng, 1, 1);
  const auto add = [&] {
    return test.database->write([&](db::Transaction& tx) -> Result<DemoReport> {
      return load_demo(tx, test.clock, test.catalogue, TRY(load(tx, 2016)));
    });
  };
  const auto mixed = add();
  ASSERT_FALSE(mixed);
  EXPECT_EQ(mixed.error().code, "demo_over_real");
}

}  // namespace
}  // namespace gulou::plan
