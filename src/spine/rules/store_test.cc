// Frozen sets and confirmations in the database.
#include "spine/rules/store.h"

#include <gtest/gtest.h>

#include "db/testing.h"

namespace gulou::rules {
namespace {

Date day(const char* text) { return *Date::parse(text); }

class RuleStore : public testing::Test {
 protected:
  RuleStore() : library(*Library::built_in()), database(db::open_test_database()), clock(day("2026-11-24")) {
    const auto applied = database->migrate(migrations());
    EXPECT_TRUE(applied) << describe_error(applied.error()) << applied.error().internal.value;
  }

  Result<Confirmation> confirm_it(const NewConfirmation& wanted) {
    return database->write([&](db::Transaction& tx) { return confirm(tx, clock, library, wanted); });
  }
  Library now() {
    auto laid = database->read([&](db::Reader& reader) { return confirmed(reader, library); });
    EXPECT_TRUE(laid) << describe_error(laid.error());
    return laid.value_or(Library{});
  }

  NewConfirmation cap{"elections.proxy.cap", "", day("2013-05-02"), "州民政局", "某甲", day("2026-11-20"), "函1号"};
  Library library;
  std::unique_ptr<db::Database> database;
  FixedClock clock;
};

TEST_F(RuleStore, KeepsASetOnceAndGivesItBackEqual) {
  const auto set = library.freeze("elections", day("2020-12-20"), *place_of_code("522631101201"));
  ASSERT_TRUE(set);
  for (int round = 0; round < 2; ++round) {
    const auto hash = database->write([&](db::Transaction& tx) { return keep(tx, clock, *set); });
    ASSERT_TRUE(hash) << describe_error(hash.error()) << hash.error().internal.value;
    EXPECT_EQ(*hash, set->hash());
  }
  const auto loaded = database->read([&](db::Reader& reader) { return load(reader, set->hash()); });
  ASSERT_TRUE(loaded) << describe_error(loaded.error());
  EXPECT_EQ(*loaded, *set);
  const auto rows = database->read([](db::Reader& reader) { return reader.integer("SELECT count(*) FROM rule_set"); });
  EXPECT_EQ(rows->value_or(0), 1);
}

TEST_F(RuleStore, AnAlteredSetIsNoticed) {
  const auto set = *library.freeze("plan", day("2020-12-20"), {});
  const auto altered = database->write([&](db::Transaction& tx) -> Result<void> {
    TRY(keep(tx, clock, set));
    TRY(tx.execute("UPDATE rule_set SET text = text || ' '"));
    return {};
  });
  ASSERT_TRUE(altered);
  const auto loaded = database->read([&](db::Reader& reader) { return load(reader, set.hash()); });
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().kind, ErrorKind::internal);
  const auto none = database->read([&](db::Reader& reader) { return load(reader, "00"); });
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().kind, ErrorKind::not_found);
}

TEST_F(RuleStore, AConfirmationMakesAValueBind) {
  EXPECT_FALSE(now().resolve(cap.rule, day("2020-12-20"), {})->binding());
  const auto before = database->version(db::Topic::rules);
  const auto row = confirm_it(cap);
  ASSERT_TRUE(row) << describe_error(row.error()) << row.error().internal.value;
  EXPECT_EQ(row->office, "州民政局");
  EXPECT_GT(database->version(db::Topic::rules), before);
  const auto value = now().resolve(cap.rule, day("2020-12-20"), {});
  ASSERT_TRUE(value);
  EXPECT_TRUE(value->binding());
  EXPECT_EQ(value->confirmed_by->paper, "函1号");
  EXPECT_FALSE(library.resolve(cap.rule, day("2020-12-20"), {})->binding());  // the files stay as they are
}

TEST_F(RuleStore, AConfirmationOfWhatStandsThereNoLongerDoesNotCount) {
  ASSERT_TRUE(confirm_it(cap));
  ASSERT_TRUE(database->write(
      [](db::Transaction& tx) { return tx.execute("UPDATE rule_confirmation SET value = 'another'"); }));
  EXPECT_FALSE(now().resolve(cap.rule, day("2020-12-20"), {})->binding());
}

TEST_F(RuleStore, RefusesWhatCannotBeConfirmed) {
  const auto code_of = [&](const auto& change) {
    NewConfirmation wanted = cap;
    change(wanted);
    const auto row = confirm_it(wanted);
    EXPECT_FALSE(row);
    return row ? "" : row.error().fields.empty() ? row.error().code : row.error().fields[0].rule;
  };
  EXPECT_EQ(code_of([](NewConfirmation& it) { it.rule = "elections.nothing"; }), "unknown_rule");
  EXPECT_EQ(code_of([](NewConfirmation& it) { it.from = day("2013-05-03"); }), "no_such_value");
  EXPECT_EQ(code_of([](NewConfirmation& it) { it.division = "520000000000"; }), "no_such_value");
  EXPECT_EQ(code_of([](NewConfirmation& it) { it.confirmed_on = day("2026-11-25"); }), "in_future");
  ASSERT_TRUE(confirm_it(cap));
  EXPECT_EQ(code_of([](NewConfirmation&) {}), "already_confirmed");
  library = *Library::read_folder(GULOU_SOURCE_DIR "/src/spine/rules/testdata/good");
  EXPECT_EQ(code_of([](NewConfirmation& it) {
              it.rule = "test.days";
              it.from = day("2024-01-01");
            }),
            "nothing_to_confirm");
}

}  // namespace
}  // namespace gulou::rules
