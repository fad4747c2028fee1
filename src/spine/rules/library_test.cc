// The rules that ship are sound; every broken file is refused, each with its message; values hold by date and place.
#include "spine/rules/library.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "base/json.h"
#include "spine/rules/article.h"
#include "spine/rules/report.h"

namespace gulou::rules {
namespace {

const std::string testdata = GULOU_SOURCE_DIR "/src/spine/rules/testdata";

std::string file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  EXPECT_TRUE(in) << path;
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

// The good files, one of them replaced.
std::map<std::string, std::string> files_with(const std::string& path, const std::string& text) {
  std::map<std::string, std::string> files;
  for (const std::string each : {"laws.json", "words.json", "test.json", "520000000000/test.json"})
    files[each] = file(testdata + "/good/" + each);
  files[path] = text;
  return files;
}

Result<Library> read(const std::map<std::string, std::string>& files) {
  std::vector<EmbeddedFile> embedded;
  for (const auto& [path, text] : files) embedded.push_back({path, text});
  return Library::read(embedded);
}

Library good() {
  auto library = Library::read_folder(testdata + "/good");
  EXPECT_TRUE(library) << describe_error(library.error());
  return library.value_or(Library{});
}

Date day(const char* text) { return *Date::parse(text); }
Place guizhou() { return *place_of_code("520000000000"); }

struct Bad {
  std::string file;
  std::string pointer;
  std::string rule;
};

const std::vector<Bad>& bad_files() {
  static const std::vector<Bad> all = {
      {"laws.duplicate-source", "/sources/1/id", "duplicate"},
      {"laws.in-force-too-early", "/laws/1/in_force", "out_of_order"},
      {"laws.missing-row", "/laws/1/row", "required"},
      {"laws.unknown-successor", "/laws/0/superseded_by", "unknown_law"},
      {"place.another-area", "/area", "wrong_area"},
      {"place.another-division", "/division", "wrong_division"},
      {"place.malformed-division", "/division", "format:division_code"},
      {"place.not-varied-here", "/rules/0/id", "not_varied_here"},
      {"place.out-of-bounds", "/rules/1/values/0/value", "out_of_bounds"},
      {"place.twice", "/rules/1/id", "duplicate_rule"},
      {"place.unknown-rule", "/rules/0/id", "unknown_rule"},
      {"test.alternative-of-unknown-word", "/rules/6/values/0/value/1/of", "unknown_word"},
      {"test.before-its-law", "/rules/6/values/0/article", "outside_law"},
      {"test.beyond-its-law", "/rules/6/values/0/article", "outside_law"},
      {"test.bounds-of-a-switch", "/rules/4/bounds", "not_for_kind"},
      {"test.choice-not-an-option", "/rules/2/values/0/value", "not_one_of"},
      {"test.confirmed-by-nobody", "/rules/1/values/0/confirmed_by/person", "required"},
      {"test.count-of-days", "/rules/5/unit", "not_for_kind"},
      {"test.days-out-of-order", "/rules/1/values/1/from", "out_of_order"},
      {"test.duplicate-key", "/rules/0/zh", "duplicate_key"},
      {"test.float-share", "/rules/0/values/0/value/part/0", "not_an_integer"},
      {"test.late-for-the-new-law", "/rules/3/values/0/article", "outside_law"},
      {"test.malformed-article", "/rules/6/values/0/article", "format:article"},
      {"test.malformed-date", "/rules/0/values/1/checked_on", "wrong_type"},
      {"test.missing-en", "/rules/0/en", "too_short"},
      {"test.missing-value", "/rules/4/values/0/value", "required"},
      {"test.missing-zh", "/rules/0/zh", "required"},
      {"test.negative", "/rules/5/values/0/value", "out_of_range"},
      {"test.not-json", "", "json_malformed"},
      {"test.number-as-text", "/rules/1/values/0/value", "wrong_type"},
      {"test.one-alternative", "/rules/6/values/0/value", "too_short"},
      {"test.option-unknown-word", "/rules/2/options/2", "unknown_word"},
      {"test.options-of-a-switch", "/rules/4/options", "not_for_kind"},
      {"test.out-of-bounds", "/rules/1/values/0/value", "out_of_bounds"},
      {"test.roster-not-an-option", "/rules/3/values/0/value/1", "not_one_of"},
      {"test.rule-of-another-area", "/rules/3/id", "wrong_area"},
      {"test.share-above-whole", "/rules/0/values/0/value/part", "out_of_range"},
      {"test.share-of-three", "/rules/0/values/0/value/part", "out_of_range"},
      {"test.share-of-unknown-word", "/rules/0/values/0/value/of", "unknown_word"},
      {"test.share-unknown-key", "/rules/0/values/0/value/x", "unknown_field"},
      {"test.term-of-persons", "/rules/1/unit", "not_for_kind"},
      {"test.term-without-unit", "/rules/1/unit", "required"},
      {"test.text-without-article", "/rules/6/values/0/confidence", "text_without_article"},
      {"test.text-without-source", "/rules/6/values/0/confidence", "text_without_article"},
      {"test.too-many-days", "/rules/1/values/0/value", "out_of_range"},
      {"test.two-values", "/rules/1/values/1/from", "two_values"},
      {"test.unit-of-a-switch", "/rules/4/unit", "not_for_kind"},
      {"test.unknown-comparator", "/rules/0/values/0/value/than", "not_one_of"},
      {"test.unknown-confidence", "/rules/2/values/0/confidence", "not_one_of"},
      {"test.unknown-key", "/rules/0/colour", "unknown_field"},
      {"test.unknown-kind", "/rules/1/kind", "not_one_of"},
      {"test.unknown-law", "/rules/6/values/0/article", "unknown_law"},
      {"test.unknown-source", "/rules/6/values/0/source", "unknown_source"},
      {"words.missing-en", "/words/3/en", "required"},
      {"words.same-chinese", "/words/3", "duplicate"},
      {"words.same-name", "/words/3", "duplicate"},
  };
  return all;
}

TEST(RuleFiles, EveryBadFileIsRefusedAtItsFieldAlone) {
  const std::map<std::string, std::string> replaced = {
      {"laws", "laws.json"}, {"words", "words.json"}, {"test", "test.json"}, {"place", "520000000000/test.json"}};
  for (const Bad& bad : bad_files()) {
    const std::string path = replaced.at(bad.file.substr(0, bad.file.find('.')));
    const auto library = read(files_with(path, file(testdata + "/bad/" + bad.file + ".json")));
    ASSERT_FALSE(library) << bad.file;
    ASSERT_EQ(library.error().fields.size(), 1u) << bad.file << " " << describe_error(library.error());
    EXPECT_EQ(library.error().fields[0].pointer, path + "#" + bad.pointer) << bad.file;
    EXPECT_EQ(library.error().fields[0].rule, bad.rule) << bad.file;
    EXPECT_FALSE(library.error().fields[0].message.zh.empty()) << bad.file;
    EXPECT_FALSE(library.error().fields[0].message.en.empty()) << bad.file;
  }
}

TEST(RuleFiles, EveryBadFileHasItsRow) {
  std::set<std::string> rows, files;
  for (const Bad& each : bad_files()) rows.insert(each.file);
  for (const auto& entry : std::filesystem::directory_iterator(testdata + "/bad")) files.insert(entry.path().stem());
  EXPECT_EQ(rows, files);
}

TEST(RuleFiles, AFileInTheWrongPlaceIsRefused) {
  for (const std::string path : {"520000000000/522600000000/test.json", "test.txt"}) {
    const auto library = read(files_with(path, "{}"));
    ASSERT_FALSE(library);
    EXPECT_EQ(library.error().fields.at(0).rule, "unknown_file") << path;
  }
}

TEST(RuleFiles, AFolderThatIsNotThereIsAnError) {
  const auto library = Library::read_folder(testdata + "/nowhere");
  ASSERT_FALSE(library);
  EXPECT_EQ(library.error().code, "folder_unreadable");
}

TEST(Rules, TheOnesCompiledInAreTheFilesThatShip) {
  const auto built_in = Library::built_in();
  const auto shipped = Library::read_folder(GULOU_SOURCE_DIR "/data/rules");
  ASSERT_TRUE(built_in) << describe_error(built_in.error());
  ASSERT_TRUE(shipped) << describe_error(shipped.error());
  EXPECT_GT(built_in->rules().size(), 100u);
  for (const Area& area : shipped->areas())
    for (const char* on : {"2016-11-20", "2020-12-20", "2026-11-24"})
      EXPECT_EQ(built_in->freeze(area.name, day(on), guizhou())->text(),
                shipped->freeze(area.name, day(on), guizhou())->text());
}

TEST(Rules, AValueHoldsFromItsDayUntilTheNext) {
  const Library library = good();
  EXPECT_EQ(library.resolve("test.half", day("2019-12-31"), {})->confidence, Confidence::text);
  EXPECT_EQ(library.resolve("test.half", day("2020-01-01"), {})->confidence, Confidence::proposal);
  EXPECT_EQ(library.resolve("test.half", day("2000-02-01"), {})->value.threshold, (Share{1, 2, Than::more, "people"}));
}

TEST(Rules, WithoutAValueOnTheDayItIsAnErrorNeverTheNearest) {
  const Library library = good();
  const auto before = library.resolve("test.half", day("2000-01-31"), {});
  ASSERT_FALSE(before);
  EXPECT_EQ(before.error().kind, ErrorKind::refused_by_rule);
  EXPECT_EQ(before.error().code, "rule_unknown_on_date");
  EXPECT_TRUE(library.resolve("test.days", day("2023-12-31"), {}));
  const auto repealed = library.resolve("test.days", day("2024-01-01"), {});
  ASSERT_FALSE(repealed);
  EXPECT_EQ(repealed.error().code, "rule_unknown_on_date");
  const auto unknown = library.resolve("test.nothing", day("2024-01-01"), {});
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().code, "rule_unknown");
}

TEST(Rules, TheMostSpecificPlaceThatHasAValueDecides) {
  const Library library = good();
  const Place village = *place_of_code("522631101201");
  EXPECT_EQ(village.codes,
            (std::vector<std::string>{"520000000000", "522600000000", "522631000000", "522631101000", "522631101201"}));
  EXPECT_EQ(library.resolve("test.most", day("2009-12-31"), village)->value.number, 3);
  EXPECT_EQ(library.resolve("test.most", day("2010-01-01"), village)->value.number, 5);
  EXPECT_EQ(library.resolve("test.most", day("2010-01-01"), village)->division, "520000000000");
  EXPECT_EQ(library.resolve("test.most", day("2010-01-01"), *place_of_code("430000000000"))->value.number, 3);
  // The province no longer has one of its own: the country's holds again.
  EXPECT_EQ(library.resolve("test.most", day("2020-01-01"), village)->value.number, 3);
  // The country's is repealed, the province's is not.
  EXPECT_EQ(library.resolve("test.days", day("2024-01-01"), village)->value.number, 15);
}

TEST(Rules, APlaceIsADivisionCode) {
  EXPECT_TRUE(place_of_code("")->codes.empty());
  EXPECT_EQ(place_of_code("5226")->codes, (std::vector<std::string>{"520000000000", "522600000000"}));
  for (const char* wrong : {"000000000000", "52260x", "5226311012010", "贵州"}) {
    const auto place = place_of_code(wrong);
    ASSERT_FALSE(place) << wrong;
    EXPECT_EQ(place.error().code, "place_malformed");
  }
}

TEST(Rules, OnlyWhatIsReadOrConfirmedBlocks) {
  const Library library = good();
  EXPECT_TRUE(library.resolve("test.half", day("2019-01-01"), {})->binding());   // read
  EXPECT_TRUE(library.resolve("test.days", day("2019-01-01"), {})->binding());   // confirmed in the file
  EXPECT_FALSE(library.resolve("test.half", day("2021-01-01"), {})->binding());  // a proposal
  EXPECT_FALSE(library.resolve("test.colour", day("2021-01-01"), {})->binding());
}

TEST(RuleSets, AFrozenSetHoldsWhatHasAValueAndReadsBackEqual) {
  const Library library = good();
  const auto set = library.freeze("test", day("2019-06-01"), guizhou());
  ASSERT_TRUE(set);
  EXPECT_EQ(set->rules.size(), 6u);  // all but test.either, which begins in 2020
  EXPECT_EQ((*set->find("test.most"))->value.number, 5);
  ASSERT_FALSE(set->find("test.either"));
  EXPECT_EQ(set->find("test.either").error().code, "rule_unknown_on_date");
  const auto again = json::read<RuleSet>(set->text());
  ASSERT_TRUE(again) << describe_error(again.error());
  EXPECT_EQ(*again, *set);
  EXPECT_EQ(again->hash(), set->hash());
  EXPECT_NE(library.freeze("test", day("2020-06-01"), guizhou())->hash(), set->hash());
  EXPECT_EQ(library.freeze("rest", day("2020-06-01"), {}).error().code, "area_unknown");
}

TEST(RuleSets, AConfirmationCountsForTheValueItWasGivenFor) {
  const Library library = good();
  const Rule& rule = *library.find("test.colour");
  const DatedValue& value = rule.places.front().values.front();
  const Overlay right{rule.id, "", value.from, canonical_value(value), {"某局", "某甲", day("2026-11-20"), "某函"}};
  EXPECT_TRUE(library.with(std::vector{right}).resolve(rule.id, day("2021-01-01"), {})->binding());
  Overlay other = right;
  other.value = "what stood there before";
  EXPECT_FALSE(library.with(std::vector{other}).resolve(rule.id, day("2021-01-01"), {})->binding());
  other = right;
  other.division = "520000000000";
  EXPECT_FALSE(library.with(std::vector{other}).resolve(rule.id, day("2021-01-01"), {})->binding());
}

TEST(Articles, AreWrittenAsPeopleWriteThem) {
  const Library library = good();
  EXPECT_EQ(library.article("new-2020#15.2").zh, "《新法》（2020年）第十五条第二款");
  EXPECT_EQ(library.article("new-2020#13.2.3").en, "New Law (2020), Art. 13(2)(3)");
  EXPECT_EQ(library.article("new-2020").zh, "《新法》（2020年）");
  EXPECT_EQ(library.article("gone#1").zh, "gone#1");
  EXPECT_EQ(library.article(std::nullopt).zh, "");
  const std::map<std::int64_t, std::string> numbers = {{1, "一"},
                                                       {10, "十"},
                                                       {15, "十五"},
                                                       {20, "二十"},
                                                       {101, "一百零一"},
                                                       {110, "一百一十"},
                                                       {203, "二百零三"},
                                                       {1045, "一千零四十五"},
                                                       {1259, "一千二百五十九"}};
  for (const auto& [number, text] : numbers) EXPECT_EQ(chinese_number(number), text);
  for (const char* wrong : {"", "#1", "a#", "a#0", "a#1.", "a#1.2.3.4", "a#x", "a#10000", "a#1x"})
    EXPECT_FALSE(Article::parse(wrong)) << wrong;
}

TEST(RuleReport, CountsAndListsWhatIsNotSure) {
  const Health report = health(good(), day("2026-11-24"));
  ASSERT_EQ(report.areas.size(), 1u);
  EXPECT_EQ(report.areas[0].rules, 7);
  EXPECT_EQ(report.areas[0].values, (std::array<std::int64_t, 4>{4, 1, 5, 3}));
  EXPECT_EQ(report.unconfirmed.size(), 8u);  // 13 values: 4 read, 1 confirmed
  EXPECT_TRUE(report.stale.empty());
  EXPECT_TRUE(health(good(), day("2027-11-24")).stale.empty());
  EXPECT_EQ(health(good(), day("2027-11-25")).stale.size(), 13u);
  EXPECT_NE(health_text(report).find("test.colour 2000-02-01 全国 country 转述"), std::string::npos);
}

TEST(RuleReport, ExplainsARule) {
  const Library library = good();
  const auto text = explain(library, "test.either", day("2020-06-01"), guizhou());
  ASSERT_TRUE(text);
  for (const char* part :
       {"全体的过半数，或者各户的三分之二以上", "《新法》（2020年）第二十二条第一款", "新旧两法的文本", "原文", "阻止"})
    EXPECT_NE(text->find(part), std::string::npos) << part << " in " << *text;
  EXPECT_NE(explain(library, "test.either", day("2019-06-01"), {})->find("没有已知的规定"), std::string::npos);
  EXPECT_NE(explain(library, "test.colour", day("2019-06-01"), {})->find("待确认"), std::string::npos);
  EXPECT_EQ(explain(library, "test.nothing", day("2019-06-01"), {}).error().code, "rule_unknown");
}

}  // namespace
}  // namespace gulou::rules
