#include "db/value.h"

#include <limits>

#include "db/test_tables.h"

namespace gulou::db::test {
namespace {

Thing full_thing(std::int64_t number) {
  return {.id = Id::make(1),
          .name = "雷山县西江镇 𠮷𪚥 '; -- $1 \\ \"",
          .number = number,
          .flag = true,
          .at = Instant(-1),
          .day = *Date::of(2026, 2, 28),
          .colour = Colour::dark_green,
          .maybe_name = "",
          .maybe_number = std::numeric_limits<std::int64_t>::min(),
          .maybe_flag = false,
          .maybe_at = Instant(1'795'540'560'123),
          .maybe_day = *Date::of(1, 1, 1),
          .maybe_colour = Colour::red,
          .maybe_id = Id::make(2)};
}

TEST(Value, EveryKindComesBackAsItWasStored) {
  const auto database = open_with_tables();
  const std::vector<Thing> things = {Thing{.id = Id::make(3), .number = -5}, full_thing(1),
                                     full_thing(std::numeric_limits<std::int64_t>::max())};
  ASSERT_OK(database->write([&](Transaction& tx) { return tx.insert_rows<Thing>(thing_table(), things); }));
  const auto read = database->read([](Reader& reader) { return reader.all<Thing>(all_things); });
  ASSERT_OK(read);
  EXPECT_EQ(*read, things);
}

TEST(Value, ParametersOfEveryTypeFindTheRow) {
  const auto database = open_with_tables();
  const auto thing = full_thing(std::numeric_limits<std::int64_t>::max());
  ASSERT_OK(database->write([&](Transaction& tx) { return tx.insert(thing_table(), thing); }));
  const auto found =
      integer(*database,
              "SELECT count(*) FROM thing WHERE id = $1 AND name = $2 AND number = $3 AND flag = $4 "
              "AND at = $5 AND day = $6 AND colour = $7 AND maybe_id = $8 AND maybe_flag = $9",
              thing.id, thing.name, thing.number, thing.flag, thing.at, thing.day, thing.colour, thing.maybe_id, false);
  ASSERT_OK(found);
  EXPECT_EQ(*found, 1);
}

TEST(Value, ParametersAreFoundByNumberWhateverTheirOrder) {
  const auto database = open_with_tables();
  for (std::int64_t i = 1; i <= 3; ++i)
    ASSERT_OK(add_place(*database, {.id = i, .name = std::to_string(i), .position = i}));
  const auto found = integer(*database, "SELECT id FROM place WHERE name = $2 AND id > $1 AND position > $1", 1, "3");
  ASSERT_OK(found);
  EXPECT_EQ(*found, 3);
}

TEST(Value, AColumnThatDoesNotFitItsFieldIsAnError) {
  const auto database = open_with_tables();
  Thing thing = full_thing(1);
  thing.maybe_name.reset();
  thing.name = "blue";
  ASSERT_OK(database->write([&](Transaction& tx) { return tx.insert(thing_table(), thing); }));
  const auto word = [&](const char* sql) {
    return code_of(database->read([&](Reader& reader) { return reader.all<Word>(sql); }));
  };
  EXPECT_EQ(word("SELECT name FROM thing"), "ok");
  EXPECT_EQ(word("SELECT maybe_name FROM thing"), "row_mismatch");    // NULL for a field that is not optional
  EXPECT_EQ(word("SELECT number FROM thing"), "row_mismatch");        // an integer for text
  EXPECT_EQ(word("SELECT name, number FROM thing"), "row_mismatch");  // too many columns
  EXPECT_EQ(code_of(integer(*database, "SELECT name FROM thing")), "row_mismatch");
}

TEST(Value, ReadValueRefusesWhatTheFieldCannotTake) {
  Thing thing;
  const auto refused = [&](const auto& field, const Value& value) {
    using Field = std::remove_cvref_t<decltype(field)>;
    Field copy = field;
    return !read_value(type_of<Field>(), value, &copy);
  };
  EXPECT_TRUE(refused(thing.id, std::string("no id")));
  EXPECT_TRUE(refused(thing.day, std::string("2026-02-30")));
  EXPECT_TRUE(refused(thing.colour, std::string("blue")));
  EXPECT_TRUE(refused(thing.flag, std::int64_t{2}));
  EXPECT_TRUE(refused(thing.flag, Null{}));
  EXPECT_TRUE(refused(thing.number, std::string("1")));
  EXPECT_TRUE(refused(thing.maybe_day, std::string("")));
  EXPECT_FALSE(refused(thing.maybe_day, Null{}));
  EXPECT_FALSE(refused(thing.colour, std::string("red")));
}

TEST(Value, TextThatOneEngineWouldRefuseIsRefusedByBoth) {
  const auto database = open_with_tables();
  const auto insert = [&](const std::string& name) {
    return database->write(
        [&](Transaction& tx) { return tx.execute("INSERT INTO place (id, name, position) VALUES (1, $1, 1)", name); });
  };
  const auto nul = insert(std::string("a\0b", 3));
  EXPECT_EQ(code_of(nul), "text_has_nul");
  EXPECT_EQ(nul.error().kind, ErrorKind::invalid);
  EXPECT_EQ(code_of(insert("\xed\xa0\x80")), "text_not_utf8");  // a surrogate
  EXPECT_EQ(code_of(insert("\xff")), "text_not_utf8");
  EXPECT_EQ(code_of(add_place(*database, {.id = 2, .name = std::string(1, '\0')})), "text_has_nul");
  EXPECT_EQ(count_places(*database), 0);
  EXPECT_OK(insert("𠮷"));
}

TEST(Value, TextSortsByCodePointOnBoth) {
  const auto database = open_with_tables();
  const std::vector<std::string> in_order = {"", "1", "A", "B", "_", "a", "b", "é", "一", "黔", "\xEE\x80\x80", "𠮷"};
  std::int64_t id = static_cast<std::int64_t>(in_order.size());
  for (const auto& name : in_order) {
    ASSERT_OK(database->write([&](Transaction& tx) {
      return tx.execute("INSERT INTO thing (id, name, number, flag, at, day, colour) VALUES ($1, $2, $3, 0, 0, $4, $5)",
                        Id::make(id), name, id, Date(), Colour::red);
    }));
    --id;
  }
  const auto words =
      database->read([](Reader& reader) { return reader.all<Word>("SELECT name FROM thing ORDER BY name"); });
  ASSERT_OK(words);
  std::vector<std::string> sorted;
  for (const auto& word : *words) sorted.push_back(word.value);
  EXPECT_EQ(sorted, in_order);
  const auto greatest =
      database->read([](Reader& reader) { return reader.first<Word>("SELECT max(name) FROM thing"); });
  ASSERT_OK(greatest);
  EXPECT_EQ((*greatest)->value, "𠮷");
}

}  // namespace
}  // namespace gulou::db::test
