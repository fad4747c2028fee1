// For tests of the journal: a database that holds one, and ways to read it and to tamper with it.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "db/testing.h"
#include "spine/journal/journal.h"
#include "spine/journal/verify.h"

namespace gulou::journal {

class TestJournal {
 public:
  TestJournal() : database(db::open_test_database()) { must(database->migrate(migrations())); }

  template <class T>
  static T must(Result<T> result) {
    EXPECT_TRUE(result) << describe_error(result.error()) << result.error().internal.value;
    if (!result) std::abort();  // nothing after this could mean anything
    if constexpr (!std::is_void_v<T>) return std::move(*result);
  }

  std::int64_t write(const Entry& entry, const Actor& actor = {}) {
    return must(database->write([&](db::Transaction& tx) { return record(tx, clock, actor, entry); }));
  }
  std::vector<JournalEntry> entries() {
    return must(database->read([](db::Reader& reader) {
      return reader.all<JournalEntry>(
          "SELECT number, at, actor, account_id, post, post_id, post_unit_id, action, object_kind, object_id, unit_id, "
          "county_id, detail, request, previous, hash FROM journal_entry ORDER BY number");
    }));
  }
  template <class... Args>
  void tamper(std::string_view sql, const Args&... args) {
    must(database->write([&](db::Transaction& tx) { return tx.execute(sql, args...); }));
  }
  std::int64_t count(std::string_view sql) {
    return must(database->read([&](db::Reader& reader) { return reader.integer(sql); })).value_or(0);
  }
  // "sound", or "<number> <what>" of the first fault.
  std::string fault() {
    const auto found = must(database->read([](db::Reader& reader) { return verify(reader); }));
    if (!found) return "sound";
    switch (found->kind) {
      case FaultKind::missing:
        return std::to_string(found->number) + " missing";
      case FaultKind::altered:
        return std::to_string(found->number) + " altered";
      case FaultKind::out_of_place:
        return std::to_string(found->number) + " out of place";
      case FaultKind::rewritten:
        return std::to_string(found->number) + " rewritten";
      case FaultKind::no_head:
        return std::to_string(found->number) + " no head";
    }
    return "";
  }

  FixedClock clock{*Date::of(2016, 7, 1)};
  std::unique_ptr<db::Database> database;
};

}  // namespace gulou::journal
