// Upgrading an installation whose kept answers stood in clear.
#include <gtest/gtest.h>

#include "db/testing.h"
#include "spine/workflow/store.h"

namespace gulou::workflow {
namespace {

TEST(KeptAnswers, SEC46_those_that_stood_in_clear_are_gone_after_the_upgrade) {
  const auto database = db::open_test_database();
  const auto all = migrations();
  ASSERT_TRUE(database->migrate(std::span(all).first(1)));
  // As it was: the body a column of its own.
  const auto stored = database->write([](db::Transaction& tx) -> Result<void> {
    TRY(tx.execute("ALTER TABLE kept_answer ADD COLUMN body TEXT"));
    TRY(tx.execute(
        "INSERT INTO kept_answer (caller, key, request_sha256, status, at, body) VALUES ('', '12345678', '', "
        "200, 1, '在意的一句话')"));
    return {};
  });
  ASSERT_TRUE(stored) << describe_error(stored.error());
  const auto upgraded = database->migrate(all);
  ASSERT_TRUE(upgraded) << describe_error(upgraded.error());
  EXPECT_EQ(*upgraded, static_cast<std::int64_t>(all.size()) - 1);
  const auto left = database->read(
      [](db::Reader& reader) { return reader.integer("SELECT count(*) + count(body_sealed) FROM kept_answer"); });
  ASSERT_TRUE(left) << describe_error(left.error());
  EXPECT_EQ(*left, 0);
  EXPECT_FALSE(
      database->read([](db::Reader& reader) { return reader.integer("SELECT count(body) FROM kept_answer"); }));
}

}  // namespace
}  // namespace gulou::workflow
