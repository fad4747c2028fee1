// The tree as a whole: importing releases, asking, searching, adding below the village. Runs on both databases.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>

#include "db/testing.h"
#include "spine/journal/journal.h"
#include "spine/units/division_code.h"
#include "spine/units/division_import.h"
#include "spine/units/queries.h"
#include "spine/units/search.h"
#include "spine/units/use_cases.h"

namespace gulou::units {
namespace {

DivisionSource source_of(std::vector<Division> divisions) {
  return {.divisions = std::move(divisions), .name = "test.csv", .sha256 = std::string(64, '0')};
}

// One prefecture with two counties; enough villages that withdrawing one stays below 5 %.
std::vector<Division> small_country() {
  std::vector<Division> all = {{"520000000000", "贵州省", "", Level::province},
                               {"522600000000", "黔东南州", "520000000000", Level::prefecture},
                               {"522601000000", "凯里市", "522600000000", Level::county},
                               {"522632000000", "榕江县", "522600000000", Level::county},
                               {"522601001000", "城西街道", "522601000000", Level::township},
                               {"522632001000", "古州镇", "522632000000", Level::township},
                               {"522632108000", "栽麻镇", "522632000000", Level::township}};
  for (int i = 200; i < 230; ++i)
    all.push_back({"522632001" + std::to_string(i), "古州" + std::to_string(i) + "村", "522632001000", Level::village});
  all.push_back({"522632108201", "宰荡村", "522632108000", Level::village});
  all.push_back({"522601001201", "宰荡村", "522601001000", Level::village});
  return all;
}

Division& find(std::vector<Division>& all, std::string_view code) {
  return *std::ranges::find(all, code, &Division::code);
}

class UnitsTest : public testing::Test {
 protected:
  void SetUp() override {
    auto all = journal::migrations();
    for (const auto& more : migrations()) all.push_back(more);
    const auto applied = database_->migrate(all);
    ASSERT_TRUE(applied) << describe_error(applied.error());
  }
  Result<UnitImport> import(std::vector<Division> divisions, std::string_view day, bool confirmed = false) {
    const ImportOptions options{.valid_from = *Date::parse(day), .confirmed = confirmed};
    const auto source = source_of(std::move(divisions));
    return database_->write([&](db::Transaction& tx) { return import_divisions(tx, clock_, source, options); });
  }
  template <class F>
  auto read(F&& f) {
    auto outcome = database_->read(f);
    EXPECT_TRUE(outcome) << describe_error(outcome.error()) << outcome.error().internal.value;
    return std::move(*outcome);
  }
  UnitSummary unit(std::string_view code) {
    return read([&](db::Reader& reader) { return by_code(reader, code); });
  }
  std::vector<std::string> found(std::string_view text, std::size_t limit = 50) {
    const auto result = read([&](db::Reader& reader) { return search(reader, text, limit); });
    std::vector<std::string> codes;
    for (const auto& hit : result.hits) codes.push_back(hit.unit.code);
    return codes;
  }
  // Every unit's path extends its parent's, and its county is the county above it.
  void expect_sound_tree() {
    const auto units = read([](db::Reader& reader) {
      return reader.all<Unit>(
          "SELECT id, parent_id, level, name, path, county_id, withdrawn_on FROM unit ORDER BY path");
    });
    std::map<Id, Unit> by_id;
    for (const auto& each : units) by_id.emplace(each.id, each);
    for (const auto& each : units) {
      if (!each.parent_id) continue;
      const auto& parent = by_id.at(*each.parent_id);
      EXPECT_EQ(each.path.substr(0, each.path.size() - path_segment), parent.path) << each.name;
      const auto county = parent.level == Level::county ? parent.id : parent.county_id;
      if (each.level > Level::county) {
        EXPECT_EQ(each.county_id, county) << each.name;
      }
    }
  }

  std::unique_ptr<db::Database> database_ = db::open_test_database();
  FixedClock clock_{*Date::of(2024, 1, 2)};
};

TEST(DivisionCode, LevelFollowsFromTheTrailingZeros) {
  EXPECT_EQ(level_of_code("520000000000"), Level::province);
  EXPECT_EQ(level_of_code("522600000000"), Level::prefecture);
  EXPECT_EQ(level_of_code("522630000000"), Level::county);
  EXPECT_EQ(level_of_code("522630100000"), Level::township);
  EXPECT_EQ(level_of_code("522630100200"), Level::village);
  EXPECT_EQ(level_of_code("000000000000"), std::nullopt);
  EXPECT_EQ(level_of_code("52263010020"), std::nullopt);
  EXPECT_EQ(level_of_code("52263010020x"), std::nullopt);
}

TEST_F(UnitsTest, TheShippedFileHoldsTheWholePrefecture) {
  const auto source = read_divisions(GULOU_SOURCE_DIR "/data/divisions-qiandongnan.csv");
  ASSERT_TRUE(source) << describe_error(source.error());
  const auto outcome = import(source->divisions, "2023-06-30");
  ASSERT_TRUE(outcome) << describe_error(outcome.error());
  EXPECT_EQ(outcome->added, 2673);
  const auto prefecture = unit("522600000000");
  const auto count_of = [&](Level level) {
    return read([&](db::Reader& reader) { return count(reader, prefecture, level); });
  };
  EXPECT_EQ(count_of(Level::county), 16);
  EXPECT_EQ(count_of(Level::township), 217);
  EXPECT_EQ(count_of(Level::village), 2438);
  expect_sound_tree();
}

TEST_F(UnitsTest, ImportingTheSameAgainChangesNothing) {
  ASSERT_TRUE(import(small_country(), "2023-06-30"));
  const auto again = import(small_country(), "2023-06-30");
  ASSERT_TRUE(again);
  EXPECT_EQ(summary_of(*again).en,
            "added 0, renamed 0, moved 0, recoded 0, withdrawn 0, restored 0, reclassified 0, unchanged 39");
  EXPECT_EQ(read([](db::Reader& r) { return r.integer("SELECT count(*) FROM unit_import"); }), 1);
}

TEST_F(UnitsTest, TheClassOfTownOrCountryIsKeptUntilAReleaseTellsAnother) {
  const auto class_of = [&](std::string_view code) {
    return read([&](db::Reader& r) {
             return r.all<UnitCode>(
                 "SELECT code, unit_id, valid_from, valid_to, successor_id, urban_rural_class "
                 "FROM unit_code WHERE code = $1 AND valid_to IS NULL",
                 code);
           })
        .at(0)
        .urban_rural_class;
  };
  auto first = small_country();
  find(first, "522632001201").urban_rural_class = "220";
  ASSERT_TRUE(import(first, "2023-06-30"));
  EXPECT_EQ(class_of("522632001201"), "220");
  EXPECT_EQ(class_of("522632001202"), "");
  EXPECT_EQ(import(small_country(), "2024-06-30")->reclassified, 0) << "a release that tells none changes none";
  EXPECT_EQ(class_of("522632001201"), "220");
  auto next = small_country();
  find(next, "522632001201").urban_rural_class = "122";
  find(next, "522632001202").urban_rural_class = "220";
  find(next, "522632001202").code = "522632001302";
  const auto outcome = import(next, "2025-06-30");
  ASSERT_TRUE(outcome) << describe_error(outcome.error());
  EXPECT_EQ(summary_of(*outcome).en,
            "added 0, renamed 0, moved 0, recoded 1, withdrawn 0, restored 0, reclassified 2, unchanged 37");
  EXPECT_EQ(class_of("522632001201"), "122");
  EXPECT_EQ(class_of("522632001302"), "220");
}

TEST_F(UnitsTest, ANewReleaseReportsAddedRenamedMovedRecodedAndWithdrawn) {
  ASSERT_TRUE(import(small_country(), "2023-06-30"));
  const auto moved_id = unit("522632108201").id;
  auto next = small_country();
  find(next, "522632001201").name = "古州新名村";
  find(next, "522632001202").code = "522632001402";  // the same parent, another code
  find(next, "522632108201") = {"522632001500", "宰荡村", "522632001000", Level::village};  // another township
  std::erase_if(next, [](const Division& d) { return d.code == "522632001203"; });
  next.push_back({"522632001600", "古州社区", "522632001000", Level::village});
  // "宰荡村" stands twice in the prefecture, but its namesake of 凯里 kept its code, so the match is unique.
  const auto outcome = import(next, "2024-06-30");
  ASSERT_TRUE(outcome) << describe_error(outcome.error());
  EXPECT_EQ(summary_of(*outcome).en,
            "added 1, renamed 1, moved 1, recoded 1, withdrawn 1, restored 0, reclassified 0, unchanged 35");
  EXPECT_EQ(unit("522632001500").id, moved_id);
  EXPECT_EQ(unit("522632108201").id, moved_id) << "the old code still leads to the place";
  EXPECT_EQ(unit("522632001201").name, "古州新名村");
  EXPECT_EQ(unit("522632001203").withdrawn_on, Date::parse("2024-06-30"));
  const auto moved = unit("522632001500");
  const auto above = read([&](db::Reader& r) { return ancestors(r, moved); });
  EXPECT_EQ(above.back().name, "古州镇");
  EXPECT_EQ(read([](db::Reader& r) { return r.integer("SELECT count(*) FROM unit_change"); }), 4);
  expect_sound_tree();
}

TEST_F(UnitsTest, ATownshipThatMovesToAnotherCountyTakesItsVillagesAlong) {
  ASSERT_TRUE(import(small_country(), "2023-06-30"));
  auto next = small_country();
  find(next, "522632108000") = {"522601108000", "栽麻镇", "522601000000", Level::township};
  find(next, "522632108201") = {"522601108201", "宰荡二村", "522601108000", Level::village};
  auto village = find(next, "522601108201");
  village.name = "宰荡村";
  find(next, "522601108201") = village;
  std::ranges::stable_sort(next, {}, [](const Division& d) { return std::pair(d.level, d.code); });
  find(next, "522601001201").name = "宰荡社区";
  const auto outcome = import(next, "2024-06-30");
  ASSERT_TRUE(outcome) << describe_error(outcome.error());
  EXPECT_EQ(summary_of(*outcome).en,
            "added 0, renamed 1, moved 1, recoded 1, withdrawn 0, restored 0, reclassified 0, unchanged 36");
  EXPECT_EQ(unit("522601108201").county_id, unit("522601000000").id);
  expect_sound_tree();
}

TEST_F(UnitsTest, AWithdrawnPlaceThatIsListedAgainIsTheSamePlace) {
  ASSERT_TRUE(import(small_country(), "2023-06-30"));
  const auto id = unit("522632001203").id;
  auto without = small_country();
  std::erase_if(without, [](const Division& d) { return d.code == "522632001203"; });
  ASSERT_TRUE(import(without, "2024-06-30"));
  const auto back = import(small_country(), "2024-06-30");
  ASSERT_TRUE(back) << describe_error(back.error());
  EXPECT_EQ(back->restored, 1);
  EXPECT_EQ(unit("522632001203").id, id);
  EXPECT_FALSE(unit("522632001203").withdrawn_on);
}

TEST_F(UnitsTest, AFileSpeaksOnlyForThePrefecturesItLists) {
  ASSERT_TRUE(import(small_country(), "2023-06-30"));
  const auto other = import({{"520000000000", "贵州省", "", Level::province},
                             {"520100000000", "贵阳市", "520000000000", Level::prefecture},
                             {"520102000000", "南明区", "520100000000", Level::county}},
                            "2020-01-01");
  ASSERT_TRUE(other) << describe_error(other.error());
  EXPECT_EQ(summary_of(*other).en,
            "added 2, renamed 0, moved 0, recoded 0, withdrawn 0, restored 0, reclassified 0, unchanged 1");
  EXPECT_FALSE(unit("522632108201").withdrawn_on);
}

TEST_F(UnitsTest, WithdrawingMoreThanOneInTwentyNeedsConfirmation) {
  ASSERT_TRUE(import(small_country(), "2023-06-30"));  // 38 units at or below the prefecture: 1 may go, 2 may not
  auto next = small_country();
  std::erase_if(next, [](const Division& d) { return d.code == "522632001203"; });
  ASSERT_TRUE(import(next, "2024-06-30"));
  next = small_country();
  std::erase_if(next, [](const Division& d) { return d.code >= "522632001203" && d.code <= "522632001205"; });
  const auto refused = import(next, "2024-06-30");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "withdrawal_needs_confirmation");
  EXPECT_FALSE(unit("522632001204").withdrawn_on) << "a refused import changes nothing";
  EXPECT_EQ(import(next, "2024-06-30", true)->withdrawn, 2);
}

TEST_F(UnitsTest, AnOlderReleaseCannotEndCodesThatBeganLater) {
  ASSERT_TRUE(import(small_country(), "2023-06-30"));
  auto next = small_country();
  std::erase_if(next, [](const Division& d) { return d.code == "522632001203"; });
  const auto refused = import(next, "2022-06-30");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "release_older_than_codes");
}

TEST_F(UnitsTest, SearchesByNameByPlaceAndNameAndByCode) {
  ASSERT_TRUE(import(small_country(), "2023-06-30"));
  EXPECT_EQ(found("宰荡村"), (std::vector<std::string>{"522601001201", "522632108201"}));
  EXPECT_EQ(found("栽麻 宰荡"), (std::vector<std::string>{"522632108201"}));
  EXPECT_EQ(found("栽麻镇宰荡村"), (std::vector<std::string>{"522632108201"}));
  EXPECT_EQ(found("榕江　古州201村"), (std::vector<std::string>{"522632001201"}));
  EXPECT_EQ(found("522632108"), (std::vector<std::string>{"522632108000", "522632108201"}));
  EXPECT_EQ(found("522632108201"), (std::vector<std::string>{"522632108201"}));
  EXPECT_TRUE(found("北京").empty());
  EXPECT_TRUE(found("%").empty()) << "a wildcard stands for itself";
  EXPECT_TRUE(found("' OR 1=1 --").empty());
  EXPECT_TRUE(read([](db::Reader& r) { return search(r, "古州", 5); }).more);
  EXPECT_FALSE(database_->read([](db::Reader& r) { return search(r, " \xE3\x80\x80", 5); }));
}

TEST_F(UnitsTest, UnitsBelowTheVillageAreRealUnits) {
  ASSERT_TRUE(import(small_country(), "2023-06-30"));
  const auto add = [&](Level level, std::string name, std::optional<Id> below = std::nullopt) {
    const NewUnit wanted{below ? "" : "522632108201", below, level, std::move(name)};
    return database_->write([&](db::Transaction& tx) { return add_unit(tx, clock_, journal::Actor(), wanted); });
  };
  const auto group = add(Level::group, " 第一村民小组 ");
  ASSERT_TRUE(group) << describe_error(group.error());
  EXPECT_EQ(group->name, "第一村民小组");
  EXPECT_EQ(group->code, "");
  ASSERT_TRUE(add(Level::ten_households, "第一个十户", group->id));
  ASSERT_TRUE(add(Level::hamlet, "加所寨"));
  EXPECT_EQ(add(Level::group, "第一村民小组").error().code, "name_taken");
  EXPECT_EQ(add(Level::village, "新村").error().fields.at(0).pointer, "/level");
  EXPECT_EQ(add(Level::group, "组中组", group->id).error().fields.at(0).rule, "not_below_parent");
  const auto village = unit("522632108201");
  const auto below = read([&](db::Reader& r) { return children(r, village.id); });
  ASSERT_EQ(below.size(), 2u);
  EXPECT_EQ(below[0].county_id, unit("522632000000").id);
  expect_sound_tree();
  // The tree below a village survives its move to another township.
  auto next = small_country();
  find(next, "522632108201") = {"522632001500", "宰荡村", "522632001000", Level::village};
  ASSERT_TRUE(import(next, "2024-06-30"));
  expect_sound_tree();
}

TEST_F(UnitsTest, ASuccessorIsNamedForAWithdrawnUnitOnly) {
  ASSERT_TRUE(import(small_country(), "2023-06-30"));
  auto next = small_country();
  std::erase_if(next, [](const Division& d) { return d.code == "522632001203"; });
  ASSERT_TRUE(import(next, "2024-06-30"));
  const auto name = [&](std::string_view code, std::string by) {
    return database_->write(
        [&](db::Transaction& tx) { return name_successor(tx, clock_, journal::Actor(), code, {std::move(by)}); });
  };
  EXPECT_EQ(name("522632001204", "522632001205").error().code, "not_withdrawn");
  EXPECT_EQ(name("522632001203", "522632001000").error().fields.at(0).rule, "not_a_successor");
  ASSERT_TRUE(name("522632001203", "522632001204"));
  const auto withdrawn = unit("522632001203");
  const auto heir = read([&](db::Reader& r) { return successor(r, withdrawn); });
  ASSERT_TRUE(heir);
  EXPECT_EQ(heir->code, "522632001204");
}

// Files that must be refused, each with the place of its fault.
class BadDivisionFile : public testing::TestWithParam<std::pair<std::string, std::string>> {};

TEST_P(BadDivisionFile, IsRefusedWithFileLineAndField) {
  const auto& [content, expected] = GetParam();
  const auto path = std::filesystem::temp_directory_path() / ("gulou-bad-" + Id::make(0).text() + ".csv");
  std::ofstream(path) << content;
  const auto source = read_divisions(path.string());
  std::filesystem::remove(path);
  ASSERT_FALSE(source);
  const auto& error = source.error();
  const auto first = error.fields.empty() ? error.code
                                          : error.fields[0].pointer.substr(error.fields[0].pointer.find(':')) + " " +
                                                error.fields[0].rule;
  EXPECT_EQ(first, expected);
}

// A direct-run city is listed as its own county, 金门县 as its own township and village.
TEST(ChinaDivision, PlacesThatStandForThemselvesAreOnePlace) {
  const auto folder = std::filesystem::temp_directory_path() / ("gulou-china-" + Id::make(0).text());
  std::filesystem::create_directories(folder);
  const auto write = [&](const char* file, const char* text) { std::ofstream(folder / file) << text; };
  write("provinces.csv", "code,name\n44,\"广东省\"\n35,\"福建省\"\n");
  write("cities.csv", "code,name,provinceCode\n4419,\"东莞市\",44\n3505,\"泉州市\",35\n");
  write("areas.csv", "code,name,cityCode,provinceCode\n441900,\"东莞市\",4419,44\n350527,\"金门县\",3505,35\n");
  write("streets.csv",
        "code,name,areaCode,provinceCode,cityCode\n441900003,\"东城街道\",441900,44,4419\n"
        "350527000,\"金门县\",350527,35,3505\n");
  write("villages.csv",
        "code,name,streetCode,provinceCode,cityCode,areaCode\n441900003001,\"岗贝社区居民委员会\",441900003,44,4419,"
        "441900\n"
        "350527000000,\"金门县\",350527000,35,3505,350527\n");
  const auto source = read_divisions(folder.string());
  std::filesystem::remove_all(folder);
  ASSERT_TRUE(source) << describe_error(source.error());
  std::vector<std::string> lines;
  for (const auto& each : source->divisions) lines.push_back(each.code + " below " + each.parent_code);
  EXPECT_EQ(lines,
            (std::vector<std::string>{"350000000000 below ", "440000000000 below ", "350500000000 below 350000000000",
                                      "441900000000 below 440000000000", "350527000000 below 350500000000",
                                      "441900003000 below 441900000000", "441900003001 below 441900003000"}));
}

const std::string head = "code,name,parent_code,level\n520000000000,贵州省,,province\n";
INSTANTIATE_TEST_SUITE_P(
    All, BadDivisionFile,
    testing::Values(
        std::pair(std::string("code;name\n"), std::string("csv_header")),
        std::pair(head + "5226,黔东南州,520000000000,prefecture\n", std::string(":3/code format:division_code")),
        std::pair(head + "522600000000,黔东南州,520000000000,city\n", std::string(":3/level not_one_of")),
        std::pair(head + "522600000000,,520000000000,prefecture\n", std::string(":3/name required")),
        std::pair(head + "522600000000,黔东南州,530000000000,prefecture\n", std::string(":3/parent_code unknown")),
        std::pair(head + "532600000000,文山州,520000000000,prefecture\n", std::string(":3/parent_code not_above")),
        std::pair(head + "520000000000,贵州省,,province\n", std::string(":3/code duplicate")),
        std::pair(head + "522600000000,黔东南州,520000000000,county\n", std::string(":3/code level_of_code")),
        std::pair(head + "527100000000,某州,520000000000,prefecture\n", std::string(":3/code division_kind")),
        std::pair(std::string("code,name,parent_code,level,urban_rural_class\n520000000000,贵州省,,province,310\n"),
                  std::string(":2/urban_rural_class not_one_of")),
        std::pair(std::string("code,name,parent_code,level,urban_rural_class\n520000000000,贵州省,,province\n"),
                  std::string(":2/ columns")),
        std::pair(head + "522600000000,黔东南州,520000000000\n", std::string(":3/ columns")),
        std::pair(head + "522600000000,\"黔东南州\n", std::string("csv_malformed"))));

}  // namespace
}  // namespace gulou::units
