// The journal over HTTP: what auditors find, and that nobody else does. On both databases.
#include "spine/access/test_access.h"
#include "spine/journal/names.h"
#include "spine/journal/queries.h"

namespace gulou::journal {
namespace {

using namespace access;

struct Page {
  std::vector<JournalLine> entries;
  std::optional<std::int64_t> next;
  std::vector<NamedId> names;
};
constexpr auto describe(Tag<Page>) {
  return object("Page", "", field<&Page::entries>("entries", ""), field<&Page::next>("next", ""),
                field<&Page::names>("names", ""));
}

struct One {
  JournalLine entry;
  std::vector<NamedId> names;
};
constexpr auto describe(Tag<One>) {
  return object("One", "", field<&One::entry>("entry", ""), field<&One::names>("names", ""));
}

class JournalApi : public testing::Test, protected TestAccess {
 protected:
  // Numbers are counted from the first of these entries.
  JournalApi() : auditor_(sign_in_before_midnight()), first_(count("SELECT max(number) FROM journal_entry")) {
    write("post.grant", "a", kaili, someone_);
    clock.set(Date::of(2016, 7, 2)->start());
    write("post.revoke", "b", jinjing);
    write("poster.print", "c", chejiang);
    write("settings.set", "d", "");
  }
  TestBrowser sign_in_before_midnight() {
    clock.set(Instant(Date::of(2016, 7, 2)->start().ms() - 60'000));
    return desk(Role::auditor, prefecture);
  }
  void write(std::string action, std::string object, std::string_view unit, std::optional<Id> account = {}) {
    Actor actor{.kind = account ? ActorKind::account : ActorKind::system, .account_id = account};
    Entry entry{.action = std::move(action), .object_kind = "thing", .object_id = std::move(object)};
    if (!unit.empty()) entry.unit_id = unit_id(unit);
    must(database->write([&](db::Transaction& tx) { return record(tx, clock, actor, entry); }));
  }
  // The objects of the entries found, of those written above.
  std::string objects(const std::string& query, TestBrowser& browser) {
    std::string found;
    for (const auto& line : read<Page>(browser.get("/api/journal" + query)).entries)
      if (line.object_kind == "thing") found += line.object_id;
    return found;
  }
  std::string objects(const std::string& query) { return objects(query, auditor_); }

  Id someone_ = Id::make(7);
  TestBrowser auditor_;
  std::int64_t first_;
};

TEST_F(JournalApi, ListsNewestFirstAndFilters) {
  EXPECT_EQ(objects(""), "dcba");
  EXPECT_EQ(objects("?action=post"), "ba");  // not "poster"
  EXPECT_EQ(objects("?action=post.revoke"), "b");
  EXPECT_EQ(objects("?action=pos"), "");
  EXPECT_EQ(objects("?from=2016-07-02"), "dcb");
  EXPECT_EQ(objects("?to=2016-07-02"), "a");
  EXPECT_EQ(objects("?from=2016-07-01T23:59:00%2B08:00&to=2016-07-02"), "a");
  EXPECT_EQ(objects("?account=" + someone_.text()), "a");
  EXPECT_EQ(objects("?unit=522601000000"), "ba");
  EXPECT_EQ(objects("?unit=522601001006"), "b");
  EXPECT_EQ(objects("?unit=522600000000"), "cba");
  EXPECT_EQ(objects("?object_kind=thing&object_id=c"), "c");
  EXPECT_EQ(objects("?object_kind=other&object_id=c"), "");
  EXPECT_EQ(objects("?unit=522601000000&action=post&from=2016-07-02"), "b");
}

TEST_F(JournalApi, ShowsWhoInWhichPostDidWhatWhere) {
  const auto line = read<One>(auditor_.get("/api/journal/" + std::to_string(first_))).entry;
  EXPECT_EQ(line.action, "session.open");
  EXPECT_EQ(line.actor, "account");
  EXPECT_EQ(line.account_id, last_account.text());
  EXPECT_EQ(line.account_name, "演示auditor.522600000000.1");
  EXPECT_EQ(line.unit_code, prefecture);
  EXPECT_EQ(line.unit_name, "黔东南州");
  const auto next = read<One>(auditor_.get("/api/journal/" + std::to_string(first_ + 1))).entry;
  EXPECT_EQ(next.previous, line.hash);
}

TEST_F(JournalApi, PagesByNumber) {
  const auto page = read<Page>(auditor_.get("/api/journal?limit=3"));
  ASSERT_EQ(page.entries.size(), 3u);
  EXPECT_EQ(page.entries[0].number, first_ + 4);
  EXPECT_EQ(page.next, first_ + 2);
  const auto rest = read<Page>(auditor_.get("/api/journal?limit=200&before=" + std::to_string(*page.next)));
  EXPECT_EQ(rest.entries.size(), static_cast<std::size_t>(first_ + 1));
  EXPECT_EQ(rest.next, std::nullopt);
  EXPECT_EQ(read<Page>(auditor_.get("/api/journal?limit=1000000000")).entries.size(),
            static_cast<std::size_t>(first_ + 4));
}

TEST_F(JournalApi, NamesEveryFaultyParameter) {
  const auto response =
      auditor_.get("/api/journal?from=yesterday&to=2016-13-01&account=me&before=0&limit=-1&unit=522601000000");
  EXPECT_EQ(response.status, 400);
  for (const auto* field : {"/from", "/to", "/account", "/before", "/limit"})
    EXPECT_NE(response.body.find('"' + std::string(field) + '"'), std::string::npos) << field << response.body;
  EXPECT_EQ(auditor_.get("/api/journal?unit=522699000000").status, 404);
}

TEST_F(JournalApi, AnAuditorOfACountyReadsThatCounty) {
  auto kaili_auditor = desk(Role::auditor, kaili);
  EXPECT_EQ(objects("", kaili_auditor), "ba");  // neither the other county nor what concerns no unit
  EXPECT_EQ(objects("?unit=522601001006", kaili_auditor), "b");
  EXPECT_EQ(code_of(kaili_auditor.get("/api/journal?unit=522632000000")), "outside_subtree");
  const auto entry = [&](std::int64_t number) {
    return kaili_auditor.get("/api/journal/" + std::to_string(number)).status;
  };
  EXPECT_EQ(entry(first_ + 2), 200);
  EXPECT_EQ(entry(first_ + 3), 404);  // another county
  EXPECT_EQ(entry(first_ + 4), 404);  // no unit
  EXPECT_EQ(entry(9999), 404);
  EXPECT_EQ(kaili_auditor.get("/api/journal/x").status, 404);
  EXPECT_EQ(kaili_auditor.get("/api/journal/9223372036854775807").status, 404);
}

TEST_F(JournalApi, NobodyElseReadsIt) {
  for (const auto role : {Role::prefecture_bureau, Role::system_administrator, Role::security_administrator}) {
    auto browser = desk(role, prefecture);
    EXPECT_EQ(code_of(browser.get("/api/journal")), "not_permitted") << name_of(role);
    EXPECT_EQ(code_of(browser.get("/api/journal/1")), "not_permitted") << name_of(role);
  }
  TestBrowser visitor(router);
  EXPECT_EQ(visitor.get("/api/journal").status, 401);
}

}  // namespace
}  // namespace gulou::journal
