// Every way of tampering that the header promises to see, and which entry is named.
#include "spine/journal/verify.h"

#include "spine/journal/chain.h"
#include "spine/journal/test_journal.h"

namespace gulou::journal {
namespace {

class VerifyTest : public testing::Test, protected TestJournal {
 protected:
  void fill(int entries) {
    const Id some = Id::make(1);
    const Actor actor{.kind = ActorKind::account,
                      .account_id = some,
                      .post = "post",
                      .post_id = some,
                      .post_unit_id = some,
                      .request = "r"};
    must(database->write([&](db::Transaction& tx) -> Result<void> {
      for (int i = 1; i <= entries; ++i)
        TRY(record(tx, clock, actor,
                   {.action = "act", .object_kind = "k", .object_id = "o", .unit_id = some, .county_id = some}));
      return {};
    }));
    ASSERT_EQ(fault(), "sound");
  }
  // What someone does who knows the layout: changes an entry and makes its hash fit.
  void rewrite(std::int64_t number) {
    auto entry = entries().at(static_cast<std::size_t>(number - 1));
    entry.action = "another";
    tamper("UPDATE journal_entry SET action = $1, hash = $2 WHERE number = $3", entry.action, hash_of(entry), number);
  }
};

TEST_F(VerifyTest, AnEmptyJournalIsSound) { EXPECT_EQ(fault(), "sound"); }

TEST_F(VerifyTest, SEC41_NamesAnEntryOfWhichAnyFieldWasAltered) {
  fill(4);
  const auto before = entries();
  for (const auto& field : type_of<JournalEntry>().fields) {
    if (field.name == "number") continue;  // below: that is moving it
    const std::string name(field.name);
    const bool chained = field.name == "previous";
    SCOPED_TRACE(name);
    if (field.name == "at") {
      tamper("UPDATE journal_entry SET at = at + 1 WHERE number = 2");
    } else {
      tamper("UPDATE journal_entry SET " + name + " = 'x' WHERE number = 2");
    }
    EXPECT_EQ(fault(), chained ? "2 out of place" : "2 altered");
    if (field.name == "at")
      tamper("UPDATE journal_entry SET at = at - 1 WHERE number = 2");
    else
      tamper("UPDATE journal_entry SET " + name + " = (SELECT o." + name +
             " FROM journal_entry o WHERE o.number = 3) WHERE number = 2");
    if (chained) tamper("UPDATE journal_entry SET previous = $1 WHERE number = 2", before[1].previous);
    if (field.name == "hash") tamper("UPDATE journal_entry SET hash = $1 WHERE number = 2", before[1].hash);
    ASSERT_EQ(fault(), "sound");
  }
  tamper("UPDATE journal_entry SET unit_id = NULL WHERE number = 3");
  EXPECT_EQ(fault(), "3 altered");
}

TEST_F(VerifyTest, NamesTheFirstOfSeveral) {
  fill(5);
  tamper("UPDATE journal_entry SET action = 'x' WHERE number IN (2, 4)");
  tamper("DELETE FROM journal_entry WHERE number = 5");
  EXPECT_EQ(fault(), "2 altered");
}

TEST_F(VerifyTest, SEC41_NamesAnEntryThatWasRemoved) {
  fill(5);
  tamper("DELETE FROM journal_entry WHERE number = 3");
  EXPECT_EQ(fault(), "3 missing");
  tamper("DELETE FROM journal_entry WHERE number = 1");
  EXPECT_EQ(fault(), "1 missing");
}

TEST_F(VerifyTest, ClosingTheGapDoesNotHide) {
  fill(5);
  tamper("DELETE FROM journal_entry WHERE number = 3");
  tamper("UPDATE journal_entry SET number = 3 WHERE number = 4");
  tamper("UPDATE journal_entry SET number = 4 WHERE number = 5");
  EXPECT_EQ(fault(), "3 out of place");
}

TEST_F(VerifyTest, SEC41_SeesThatTheLastEntriesWereRemoved) {
  fill(5);
  tamper("DELETE FROM journal_entry WHERE number >= 4");
  EXPECT_EQ(fault(), "4 missing");
  tamper("DELETE FROM journal_entry");
  EXPECT_EQ(fault(), "1 missing");
}

TEST_F(VerifyTest, SEC41_NamesEntriesThatChangedPlaces) {
  fill(5);
  tamper("UPDATE journal_entry SET number = 99 WHERE number = 2");
  tamper("UPDATE journal_entry SET number = 2 WHERE number = 3");
  tamper("UPDATE journal_entry SET number = 3 WHERE number = 99");
  EXPECT_EQ(fault(), "2 out of place");
}

TEST_F(VerifyTest, NamesAnEntryThatWasRewrittenWithItsHash) {
  fill(5);
  rewrite(5);
  EXPECT_EQ(fault(), "5 rewritten");  // the head tells
  rewrite(3);
  EXPECT_EQ(fault(), "3 rewritten");
  rewrite(1);
  EXPECT_EQ(fault(), "1 rewritten");
}

TEST_F(VerifyTest, SeesEntriesThatWereAdded) {
  fill(3);
  auto forged = entries().back();
  forged.number = 4;
  forged.previous = forged.hash;
  forged.hash = hash_of(forged);
  tamper(
      "INSERT INTO journal_entry (number, at, actor, post, action, object_kind, object_id, detail, request, previous, "
      "hash, account_id, post_id, post_unit_id, unit_id, county_id) "
      "VALUES (4, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
      forged.at, forged.actor, forged.post, forged.action, forged.object_kind, forged.object_id, forged.detail,
      forged.request, forged.previous, forged.hash, forged.account_id, forged.post_id, forged.post_unit_id,
      forged.unit_id, forged.county_id);
  EXPECT_EQ(fault(), "4 no head");
  tamper("UPDATE journal_entry SET number = -1 WHERE number = 4");
  EXPECT_EQ(fault(), "-1 out of place");
}

TEST_F(VerifyTest, SeesThatTheHeadIsGoneOrWasSetBack) {
  fill(3);
  tamper("UPDATE journal_head SET number = 2");
  EXPECT_EQ(fault(), "3 no head");
  tamper("DELETE FROM journal_head");
  EXPECT_EQ(fault(), "3 no head");
}

TEST_F(VerifyTest, ReadsMoreThanOnePage) {
  fill(2500);
  tamper("UPDATE journal_entry SET action = 'x' WHERE number = 2001");
  EXPECT_EQ(fault(), "2001 altered");
}

}  // namespace
}  // namespace gulou::journal
