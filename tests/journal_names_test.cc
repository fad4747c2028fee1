// The journal's ids have names for the auditor: of accounts and units below, and of people whose looks they read; no
// others. On both databases.
#include "people_desk.h"
#include "spine/journal/journal.h"
#include "spine/journal/names.h"

namespace gulou {
namespace {

using journal::NamedId;
using journal::NamedKind;
using journal::NameState;
using people::LookAt;
using people::Looked;

struct Page {
  std::vector<journal::JournalLine> entries;
  std::optional<std::int64_t> next;
  std::vector<NamedId> names;
};
constexpr auto describe(Tag<Page>) {
  return object("Page", "", field<&Page::entries>("entries", ""), field<&Page::next>("next", ""),
                field<&Page::names>("names", ""));
}
struct One {
  journal::JournalLine entry;
  std::vector<NamedId> names;
};
constexpr auto describe(Tag<One>) {
  return object("One", "", field<&One::entry>("entry", ""), field<&One::names>("names", ""));
}

class JournalNames : public PeopleDesk {
 protected:
  Id account_named(std::string_view shown, Role role, std::string_view unit) {
    desk(role, unit);
    must(database().write([&](db::Transaction& tx) {
      return tx.execute("UPDATE account SET display_name = $2 WHERE id = $1", account_, std::string(shown));
    }));
    return account_;
  }
  // Writes an entry about `object` in Kaili; gives its number.
  std::int64_t entry_about(std::string kind, std::string object, json::Value detail = json::Value::object(),
                           const journal::Actor& actor = journal::gulou_itself()) {
    return must(database().write([&](db::Transaction& tx) -> Result<std::int64_t> {
      const auto unit = TRY(units::by_code(tx, kaili));
      return journal::record(tx, clock_, actor,
                             {.action = "post.grant",
                              .object_kind = std::move(kind),
                              .object_id = std::move(object),
                              .unit_id = unit.id,
                              .county_id = unit.county_id,
                              .detail = std::move(detail)});
    }));
  }
  One entry(TestBrowser& by, std::int64_t number) {
    return read<One>(by.get("/api/journal/" + std::to_string(number)));
  }
  // "kind name state" of an id; "" if it has no name.
  static std::string name_of_id(const std::vector<NamedId>& names, const std::string& id) {
    for (const auto& each : names)
      if (each.id == id) return fmt::format("{} {} {}", name_of(each.kind), each.name, name_of(each.state));
    return "";
  }
  std::string named(TestBrowser& by, const std::string& id) {
    return name_of_id(entry(by, entry_about("thing", id)).names, id);
  }
};

TEST_F(JournalNames, AccountsAndUnitsWithinTheReadersSubtree) {
  auto auditor = desk(Role::auditor, kaili);
  const auto near = account_named("测试甲", Role::township, chengxi).text();
  const auto far = account_named("测试乙", Role::village_committee, far_village).text();
  const auto unit = must(database().read([](db::Reader& reader) { return units::by_code(reader, chengxi); }));
  const auto number = entry_about("account", near,
                                  json::Value::object()
                                      .set("asked_by", far)
                                      .set("to", unit.id.text())
                                      .set("list", json::Value::list().add(json::Value(std::string(village_a))))
                                      .set("from", std::string(far_village))
                                      .set("successor", Id::make(7).text()));
  const auto seen = entry(auditor, number);
  EXPECT_EQ(name_of_id(seen.names, near), "account 测试甲 plain");
  EXPECT_EQ(name_of_id(seen.names, far), "");
  EXPECT_EQ(name_of_id(seen.names, unit.id.text()), "unit " + unit.name + " plain");
  EXPECT_NE(name_of_id(seen.names, std::string(village_a)), "");
  EXPECT_EQ(name_of_id(seen.names, std::string(far_village)), "");
  EXPECT_EQ(seen.names.size(), 3u);
  // The list says the same of all its entries, and of each id once.
  entry_about("account", near);
  const auto page = read<Page>(auditor.get("/api/journal?action=post.grant&object_id=" + near));
  EXPECT_EQ(page.entries.size(), 2u);
  EXPECT_EQ(page.names.size(), 3u);
  auto above = desk(Role::auditor, prefecture);
  EXPECT_EQ(name_of_id(entry(above, number).names, far), "account 测试乙 plain");
}

TEST_F(JournalNames, APersonOnlyWhereTheirLooksAreRead) {
  auto village = desk(Role::village_committee, village_a);
  auto auditor = desk(Role::auditor, kaili);
  const auto seen = added(village, village_a, someone("测试甲", made_up_number(*Date::of(1990, 1, 1), 11)));
  const auto unseen = added(village, village_a, someone("测试丙", made_up_number(*Date::of(1991, 1, 1), 13)));
  const auto id = seen.person.id.text();
  EXPECT_EQ(named(auditor, id), "");
  EXPECT_EQ(village.post(address(seen, "/look"), json::write(LookAt{Looked::id_number, "核对养老保险"})).status, 200);
  EXPECT_EQ(named(auditor, id), "person 测试甲 plain");
  EXPECT_EQ(named(auditor, unseen.person.id.text()), "");
  // Elsewhere the same id has no name.
  const auto names_for = [&](const journal::NameReader& by) {
    std::vector<journal::JournalLine> lines(1);
    lines[0].object_id = id;
    return must(database().read([&](db::Reader& reader) { return journal::names_in(reader, lines, by); }));
  };
  const auto far = must(database().read([](db::Reader& reader) { return units::by_code(reader, far_village); }));
  const auto near = must(database().read([](db::Reader& reader) { return units::by_code(reader, village_a); }));
  EXPECT_TRUE(names_for({.subtree = "", .people = far.path, .looks = far.path}).empty());
  EXPECT_TRUE(names_for({.subtree = ""}).empty());
  EXPECT_EQ(name_of_id(names_for({.subtree = far.path, .people = near.path}), id), "person 测试甲 plain");
  EXPECT_EQ(name_of_id(names_for({.subtree = far.path, .looks = near.path}), id), "person 测试甲 plain");
}

TEST_F(JournalNames, RestrictedAndErasedPeopleShowAsSuch) {
  auto village = desk(Role::village_committee, village_a);
  auto auditor = desk(Role::auditor, kaili);
  const auto made = added(village, village_a, someone("测试甲", made_up_number(*Date::of(1990, 1, 1), 11)));
  const auto id = made.person.id.text();
  EXPECT_EQ(village.post(address(made, "/look"), json::write(LookAt{Looked::id_number, "核对养老保险"})).status, 200);
  const auto set = [&](std::string_view column) {
    must(database().write(
        [&](db::Transaction& tx) { return tx.execute(fmt::format("UPDATE person SET {} = 1", column)); }));
  };
  set("restricted_at");
  EXPECT_EQ(named(auditor, id), "person 测试甲 restricted");
  set("erased_at");
  EXPECT_EQ(named(auditor, id), "person 测试甲 erased");
}

TEST_F(JournalNames, AResidentsAccountTellsNoName) {
  auto auditor = desk(Role::auditor, prefecture);
  const auto resident = account_named("测试丁", Role::resident, village_a);
  EXPECT_EQ(named(auditor, resident.text()), "account  resident");
  const journal::Actor actor{.kind = journal::ActorKind::account, .account_id = resident};
  const auto number = entry_about("thing", "x", json::Value::object(), actor);
  EXPECT_EQ(entry(auditor, number).entry.account_name, "");
  for (const auto& address : {"/api/journal?account=" + resident.text(), "/api/journal/" + std::to_string(number)})
    EXPECT_EQ(auditor.get(address).body.find("测试丁"), std::string::npos);
}

}  // namespace
}  // namespace gulou
