#include "base/json.h"

#include <gtest/gtest.h>

#include "base/id.h"
#include "base/time.h"

namespace gulou {
namespace {

enum class Colour { indigo, silver };
constexpr auto describe(Tag<Colour>) {
  return enumeration("Colour", "A colour of the cloth", named(Colour::indigo, "indigo"),
                     named(Colour::silver, "silver"));
}

struct Thread {
  Colour colour = Colour::indigo;
  std::int64_t strands = 0;
};
constexpr auto describe(Tag<Thread>) {
  return object("Thread", "A thread", field<&Thread::colour>("colour", "Its colour"),
                field<&Thread::strands>("strands", "How many").range(1, 9));
}

bool is_upper(std::string_view text) { return !text.empty() && text[0] >= 'A' && text[0] <= 'Z'; }

struct Cloth {
  std::string name;
  std::optional<std::string> note;
  std::vector<Thread> threads;
  Id id;
  Instant woven_at;
  Date sold_on;
  bool dyed = false;
  std::int64_t big = 0;
};
constexpr auto describe(Tag<Cloth>) {
  return object("Cloth", "A cloth",
                field<&Cloth::name>("name", "Its name").min_length(1).max_length(4).format("upper", &is_upper),
                field<&Cloth::note>("note", "Remark"), field<&Cloth::threads>("threads", "Warp").max_length(2),
                field<&Cloth::id>("id", "Id"), field<&Cloth::woven_at>("woven_at", "When"),
                field<&Cloth::sold_on>("sold_on", "Day"), field<&Cloth::dyed>("dyed", "Dyed?"),
                field<&Cloth::big>("big", "Any number"));
}

const std::string good =
    R"({"name":"A蜡染","note":null,"threads":[{"colour":"silver","strands":9}],)"
    R"("id":"01890a5d-ac96-774b-bcce-b302099a8057","woven_at":"2026-11-24T17:36:00+08:00","sold_on":"2024-02-29",)"
    R"("dyed":true,"big":9223372036854775807})";

std::vector<std::string> faults(const Result<Cloth>& result) {
  std::vector<std::string> out;
  if (!result)
    for (const auto& each : result.error().fields) out.push_back(each.pointer + " " + each.rule);
  return out;
}

TEST(Json, RoundTripsEveryKindOfField) {
  const auto cloth = json::read<Cloth>(good);
  ASSERT_TRUE(cloth) << describe_error(cloth.error());
  EXPECT_EQ(cloth->threads.at(0).colour, Colour::silver);
  EXPECT_EQ(cloth->big, std::numeric_limits<std::int64_t>::max());
  EXPECT_EQ(json::write(*cloth), good);
}

TEST(Json, ReportsEveryFaultyFieldAtOnceWithItsPointer) {
  const auto cloth = json::read<Cloth>(
      R"({"name":"abcde","threads":[{"colour":"red","strands":10},{"strands":1}],"id":"x","woven_at":"yesterday",)"
      R"("sold_on":"2023-02-29","dyed":1,"extra/field":0})");
  const std::vector<std::string> expected = {"/name too_long",
                                             "/threads/0/colour not_one_of",
                                             "/threads/0/strands out_of_range",
                                             "/threads/1/colour required",
                                             "/id wrong_type",
                                             "/woven_at wrong_type",
                                             "/sold_on wrong_type",
                                             "/dyed wrong_type",
                                             "/big required",
                                             "/extra~1field unknown_field"};
  EXPECT_EQ(faults(cloth), expected);
}

TEST(Json, SEC28_RefusesDuplicateKeysFractionsAndHugeNumbers) {
  auto with = [](std::string_view member) { return json::read<Cloth>(std::string(good).replace(1, 0, member)); };
  EXPECT_EQ(faults(with(R"("note":"a",)")), std::vector<std::string>{"/note duplicate_key"});
  EXPECT_EQ(faults(json::read<Cloth>(R"({"big":1.0})")), std::vector<std::string>{"/big not_an_integer"});
  EXPECT_EQ(faults(json::read<Cloth>(R"({"big":1e400})")), std::vector<std::string>{"/big not_an_integer"});
  EXPECT_EQ(faults(json::read<Cloth>(R"({"big":9223372036854775808})")),
            std::vector<std::string>{"/big not_an_integer"});
}

TEST(Json, SEC28_RefusesDeepNestingBadUtf8AndTrailingData) {
  EXPECT_TRUE(json::parse(std::string(32, '[') + std::string(32, ']')));
  const auto deep = json::parse(std::string(33, '[') + std::string(33, ']'));
  ASSERT_FALSE(deep);
  EXPECT_EQ(deep.error().fields.at(0).rule, "too_deep");
  EXPECT_FALSE(json::parse("\"\xC0\xAF\""));
  EXPECT_FALSE(json::parse("\"\\ud800\""));
  const auto trailing = json::parse("{}\n{}");
  ASSERT_FALSE(trailing);
  EXPECT_NE(trailing.error().message.en.find("line 2, column 1"), std::string::npos) << trailing.error().message.en;
  EXPECT_FALSE(json::parse(""));
  EXPECT_FALSE(json::parse("{\"a\":"));
}

TEST(Json, ChecksFormatAndEmptiness) {
  EXPECT_EQ(faults(json::read<Cloth>(std::string(good).replace(9, 1, "a"))),
            std::vector<std::string>{"/name format:upper"});
  EXPECT_EQ(faults(json::read<Cloth>(std::string(good).replace(9, 7, ""))),
            std::vector<std::string>{"/name too_short"});
}

TEST(Json, WritesStringsThatReadBack) {
  const std::string nasty = "quote\" slash\\ newline\n tab\t bell\x07 𫖯 \xE2\x80\xA8";
  std::string quoted;
  json::append_quoted(quoted, nasty);
  const auto back = json::parse(quoted);
  ASSERT_TRUE(back);
  EXPECT_EQ(*back->as_text(), nasty);
}

TEST(Json, SchemaNamesTypesAndLimits) {
  json::Value definitions = json::Value::object();
  EXPECT_EQ(json::write(json::schema(type_of<Cloth>(), definitions)), R"({"$ref":"#/components/schemas/Cloth"})");
  const auto* name = definitions.find("Cloth")->find("properties")->find("name");
  EXPECT_EQ(json::write(*name),
            R"({"type":"string","minLength":1,"maxLength":4,"format":"upper","description":"Its name"})");
  EXPECT_EQ(definitions.find("Cloth")->find("required")->as_list()->size(), 7u);  // all but note
  EXPECT_TRUE(definitions.find("Thread"));
  EXPECT_TRUE(definitions.find("Colour"));
}

}  // namespace
}  // namespace gulou
