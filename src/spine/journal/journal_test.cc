// The chain as it is written: numbers without gaps, hashes that fit, and nothing stored without its entry. Runs on both
// databases; verify_test.cc tampers with it.
#include "spine/journal/journal.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "spine/journal/chain.h"
#include "spine/journal/commitments.h"
#include "spine/journal/head.h"
#include "spine/journal/test_journal.h"

namespace gulou::journal {
namespace {

class JournalTest : public testing::Test, protected TestJournal {};

TEST_F(JournalTest, NumbersFromOneAndChainsByHash) {
  const Actor actor{.kind = ActorKind::account,
                    .account_id = Id::make(1),
                    .post = "township 522632001000",
                    .post_id = Id::make(2),
                    .post_unit_id = Id::make(3),
                    .request = "00ff"};
  const Id unit = Id::make(4);
  EXPECT_EQ(write(Entry{.action = "first"}, actor), 1);
  EXPECT_EQ(write(Entry{.action = "second",
                        .object_kind = "unit",
                        .object_id = "x",
                        .unit_id = unit,
                        .county_id = unit,
                        .detail = json::Value::object().set("b", 2).set("a", "甲")}),
            2);
  const auto rows = entries();
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].actor, "account");
  EXPECT_EQ(rows[0].account_id, actor.account_id->text());
  EXPECT_EQ(rows[0].post, actor.post);
  EXPECT_EQ(rows[0].post_id, actor.post_id->text());
  EXPECT_EQ(rows[0].post_unit_id, actor.post_unit_id->text());
  EXPECT_EQ(rows[0].request, "00ff");
  EXPECT_EQ(rows[0].at, clock.now());
  EXPECT_EQ(rows[0].detail, "{}");
  EXPECT_EQ(rows[0].previous, no_hash);
  EXPECT_EQ(rows[1].unit_id, unit.text());
  EXPECT_EQ(rows[1].county_id, unit.text());
  EXPECT_EQ(rows[1].detail, R"({"a":"甲","b":2})");
  EXPECT_EQ(rows[1].previous, rows[0].hash);
  EXPECT_NE(rows[1].hash, rows[0].hash);
  EXPECT_EQ(fault(), "sound");
}

// The layout may never change: an implementation of its own, in another language, gave these.
TEST(JournalChain, HashesTheDocumentedBytes) {
  const JournalEntry full{.number = 7,
                          .at = Instant(1'480'000'000'123),
                          .actor = "account",
                          .account_id = "0158a7a7-0000-7000-8000-000000000001",
                          .post = "township 古州镇",
                          .post_id = "0158a7a7-0000-7000-8000-000000000002",
                          .post_unit_id = "0158a7a7-0000-7000-8000-000000000003",
                          .action = "units.add",
                          .object_kind = "unit",
                          .object_id = "0158a7a7-0000-7000-8000-000000000004",
                          .unit_id = "0158a7a7-0000-7000-8000-000000000005",
                          .county_id = "0158a7a7-0000-7000-8000-000000000006",
                          .detail = R"({"level":"group","name":"一组"})",
                          .request = "0123456789abcdef",
                          .previous = no_hash,
                          .hash = {}};
  EXPECT_EQ(hash_of(full), "b3e25218d4da44aa89e20b4454780376bcd8a4ccb9946a9c8824300961ea03cb");
  const JournalEntry bare{.number = 1,
                          .at = Instant(0),
                          .actor = "system",
                          .account_id = {},
                          .post = {},
                          .post_id = {},
                          .post_unit_id = {},
                          .action = "a",
                          .object_kind = {},
                          .object_id = {},
                          .unit_id = {},
                          .county_id = {},
                          .detail = "{}",
                          .request = {},
                          .previous = no_hash,
                          .hash = "does not count"};
  EXPECT_EQ(hash_of(bare), "247f01fa8c5a36b85870b164b90d693f880d96c3d5bb7495347103ea31f9227d");
}

TEST(JournalChain, CanonicalJsonSortsEveryObject) {
  const auto document = json::parse(R"({ "é": 1, "b": [ {"z": null, "a": true} ], "a": "\u00e9\/\n\u0001" })");
  ASSERT_TRUE(document);
  EXPECT_EQ(canonical(*document), "{\"a\":\"é/\\n\\u0001\",\"b\":[{\"a\":true,\"z\":null}],\"é\":1}");
}

TEST_F(JournalTest, AFailedWriteLeavesNoEntryAndNoGap) {
  write(Entry{.action = "one"});
  const auto refused = database->write([&](db::Transaction& tx) -> Result<void> {
    TRY(record(tx, clock, Actor(), Entry{.action = "two"}));
    return fail(not_found_error({"无", "none"}));
  });
  EXPECT_FALSE(refused);
  EXPECT_EQ(write(Entry{.action = "two again"}), 2);
  EXPECT_EQ(fault(), "sound");
}

TEST_F(JournalTest, SEC42_WithoutAnEntryNothingIsWritten) {
  write(Entry{.action = "one"});
  tamper("DELETE FROM journal_head");
  const auto refused = database->write([&](db::Transaction& tx) -> Result<void> {
    TRY(tx.execute("INSERT INTO journal_salt (number, name, salt) VALUES (1, 'x', 'y')"));
    TRY(record(tx, clock, Actor(), Entry{.action = "two"}));
    return {};
  });
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::internal);
  EXPECT_EQ(count("SELECT count(*) FROM journal_salt"), 0);
}

TEST_F(JournalTest, SeveralEntriesInOneTransaction) {
  must(database->write([&](db::Transaction& tx) -> Result<void> {
    for (int i = 0; i < 5; ++i) TRY(record(tx, clock, Actor(), Entry{.action = "each"}));
    return {};
  }));
  EXPECT_EQ(entries().size(), 5u);
  EXPECT_EQ(fault(), "sound");
}

// `threads` write `writes` entries each, through the databases in turn; every fifth write fails after its entry.
void write_at_once(const std::vector<db::Database*>& databases, const Clock& clock, int threads, int writes) {
  std::vector<std::jthread> workers;
  for (int t = 0; t < threads; ++t)
    workers.emplace_back([&, t] {
      auto& database = *databases[static_cast<std::size_t>(t) % databases.size()];
      for (int i = 0; i < writes; ++i) {
        const bool fails = i % 5 == 4;
        const auto outcome = database.write([&](db::Transaction& tx) -> Result<void> {
          TRY(record(tx, clock, Actor(), Entry{.action = "w", .object_id = std::to_string(t * writes + i)}));
          if (fails) return fail(not_found_error({"无", "none"}));
          return {};
        });
        EXPECT_EQ(outcome.has_value(), !fails) << (outcome ? "" : outcome.error().internal.value);
      }
    });
}

TEST_F(JournalTest, GroupsOfWritesOfWhichSomeFailKeepOneChain) {
  write_at_once({database.get()}, clock, 8, 50);
  EXPECT_EQ(entries().size(), 8u * 40u);
  EXPECT_EQ(fault(), "sound");
}

// Four, as from four processes: each write moves the one head, so on PostgreSQL most attempts lose and run again.
TEST_F(JournalTest, ProcessesThatShareADatabaseKeepOneChain) {
  const auto location = db::location_of(*database);
  const auto second = must(db::Database::open(location));
  const auto third = must(db::Database::open(location));
  const auto fourth = must(db::Database::open(location));
  write_at_once({database.get(), second.get(), third.get(), fourth.get()}, clock, 8, 40);
  EXPECT_EQ(entries().size(), 8u * 32u);
  EXPECT_EQ(fault(), "sound");
  EXPECT_EQ(count("SELECT count(DISTINCT object_id) FROM journal_entry"), 8 * 32);
}

TEST_F(JournalTest, PersonalValuesAreCommittedToAndCanBeForgotten) {
  const std::string name = "石演示";
  const auto number = write(Entry{.action = "account.create",
                                  .detail = json::Value::object().set("role", "township"),
                                  .personal = {{"name", name}, {"phone", "000"}}});
  const auto again = write(Entry{.action = "account.create", .personal = {{"name", name}}});
  for (const auto& row : entries()) EXPECT_EQ(row.detail.find(name), std::string::npos) << row.detail;
  EXPECT_NE(entries()[0].detail.find(R"("role":"township")"), std::string::npos);
  // Two entries about one person cannot be told to be so.
  const auto hash = [&](std::size_t i) {
    return *must(json::parse(entries()[i].detail)).find("committed")->find("name")->as_text();
  };
  EXPECT_EQ(hash(0).size(), 64u);
  EXPECT_NE(hash(0), hash(1));

  const auto ask = [&](std::int64_t entry, std::string_view what, std::string_view value) {
    return database->read([&](db::Reader& reader) { return confirm(reader, entry, what, value); });
  };
  EXPECT_EQ(ask(number, "name", name), Confirmation::confirmed);
  EXPECT_EQ(ask(number, "phone", "000"), Confirmation::confirmed);
  EXPECT_EQ(ask(number, "phone", name), Confirmation::another_value);
  EXPECT_EQ(ask(number, "name", "杨演示"), Confirmation::another_value);
  EXPECT_EQ(ask(number, "birthday", name).error().kind, ErrorKind::not_found);
  EXPECT_EQ(ask(99, "name", name).error().kind, ErrorKind::not_found);

  EXPECT_EQ(must(database->write([&](db::Transaction& tx) { return delete_salts(tx, number); })), 2);
  EXPECT_EQ(ask(number, "name", name), Confirmation::salt_deleted);
  EXPECT_EQ(ask(again, "name", name), Confirmation::confirmed);
  EXPECT_EQ(fault(), "sound");
}

}  // namespace
}  // namespace gulou::journal
