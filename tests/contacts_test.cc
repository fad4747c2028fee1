// The telephone numbers of units over HTTP, and on the portal's pages.
#include "modules/contacts/queries.h"

#include "plan_desk.h"

namespace gulou {
namespace {

using contacts::Telephone;

constexpr std::string_view village = "522601001006";
constexpr std::string_view neighbour = "522601001001";

class Contacts : public PlanDesk {
 protected:
  static std::string at(std::string_view unit) { return fmt::format("/api/units/{}/telephone", unit); }
  static std::string number(std::string_view typed, std::string_view hours = "") {
    return fmt::format(R"({{"number":"{}","hours":"{}"}})", typed, hours);
  }
  Telephone shown(std::string_view unit) { return read<Telephone>(visitor().get(at(unit))); }
  std::string page(std::string_view unit) { return visitor().get(fmt::format("/u/{}", unit)).body; }
};

TEST_F(Contacts, AUnitWithoutANumberShowsTheOneAboveOrTheHotline) {
  EXPECT_EQ(shown(village).number, "12345");
  EXPECT_EQ(shown(village).unit_code, "");
  auto county = desk(Role::county_bureau, kaili);
  EXPECT_EQ(county.post(at(kaili), number("0855 8222222", "工作日")).status, 200);
  EXPECT_EQ(shown(village).number, "0855-8222222");
  EXPECT_EQ(shown(village).unit_code, kaili);
  auto committee = desk(Role::village_committee, village);
  const auto own = read<Telephone>(committee.post(at(village), number("+86 138 1234 1234")));
  EXPECT_EQ(own.number, "13812341234");
  EXPECT_EQ(own.unit_code, village);
  EXPECT_EQ(shown(neighbour).number, "0855-8222222");
  EXPECT_NE(page(village).find("href=\"tel:13812341234\""), std::string::npos);
  EXPECT_NE(page(neighbour).find("href=\"tel:0855-8222222\""), std::string::npos);
  EXPECT_NE(page(huangping).find("href=\"tel:12345\""), std::string::npos);

  EXPECT_EQ(read<Telephone>(committee.post(at(village), number(""))).number, "0855-8222222") << "removed";
  EXPECT_EQ(code_of(committee.post(at(village), number(" "))), "not_found");
}

TEST_F(Contacts, OnlyWhoRunsTheUnitOrOneAboveSetsIt) {
  auto committee = desk(Role::village_committee, village);
  EXPECT_EQ(code_of(committee.post(at(neighbour), number("0855-8222222"))), "outside_subtree");
  EXPECT_EQ(code_of(committee.post(at(kaili_township), number("0855-8222222"))), "outside_subtree");
  EXPECT_EQ(desk(Role::resident, village).post(at(village), number("0855-8222222")).status, 403);
  EXPECT_EQ(visitor().post(at(village), number("0855-8222222")).status, 401);
  EXPECT_EQ(desk(Role::township, kaili_township).post(at(village), number("0855-8222222")).status, 200);
}

TEST_F(Contacts, ANumberIsReadByTheRuleOfAllNumbersAndJournalled) {
  auto committee = desk(Role::village_committee, village);
  const auto entries = [&] {
    return must(database().read([](db::Reader& reader) {
             return reader.integer("SELECT count(*) FROM journal_entry WHERE action LIKE 'contacts.%'");
           }))
        .value_or(0);
  };
  const auto refused = committee.post(at(village), number("8222222"));
  EXPECT_EQ(code_of(refused), "invalid_fields");
  EXPECT_NE(refused.body.find("phone.area_code"), std::string::npos) << refused.body;
  EXPECT_EQ(entries(), 0);
  EXPECT_EQ(committee.post(at(village), number("0855-8222222")).status, 200);
  EXPECT_EQ(committee.post(at(village), number("0855-8222223")).status, 200);
  EXPECT_EQ(shown(village).number, "0855-8222223");
  EXPECT_EQ(committee.post(at(village), number("")).status, 200);
  EXPECT_EQ(entries(), 3);
}

TEST(ContactsDialled, IsWrittenAsPeopleDial) {
  EXPECT_EQ(contacts::dialled("+868558222222"), "0855-8222222");
  EXPECT_EQ(contacts::dialled("+8613812341234"), "13812341234");
  EXPECT_EQ(contacts::dialled("+861066554433"), "010-66554433");
  EXPECT_EQ(contacts::dialled("+862166554433"), "021-66554433");
  EXPECT_EQ(contacts::dialled("12345"), "12345");
}

}  // namespace
}  // namespace gulou
