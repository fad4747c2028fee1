// The telephone numbers of units over HTTP, and on the portal's pages.
#include "modules/contacts/queries.h"

#include "plan_desk.h"
#include "spine/access/api_model.h"
#include "spine/people/credit_code.h"

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

class UnitCreditCodes : public Contacts {
 protected:
  static std::string code_at(std::string_view unit) { return fmt::format("/api/units/{}/credit-code", unit); }
  static std::string code(std::string_view typed) { return fmt::format(R"({{"code":"{}"}})", typed); }
};

TEST_F(UnitCreditCodes, AreReadByTheStandardKeptAndShownOnThePage) {
  auto committee = desk(Role::village_committee, village);
  EXPECT_EQ(read<contacts::UnitCreditCode>(visitor().get(code_at(village))).code, "");
  const auto refused = committee.post(code_at(village), code("54522601ME0000001X"));
  EXPECT_EQ(code_of(refused), "invalid_fields");
  EXPECT_NE(refused.body.find("credit_code.check"), std::string::npos) << refused.body;
  const auto kept = read<contacts::UnitCreditCode>(committee.post(code_at(village), code(" 54522601me0000001w ")));
  EXPECT_EQ(kept.code, "54522601ME0000001W");
  EXPECT_TRUE(kept.notes.empty());
  EXPECT_NE(page(village).find("54522601ME0000001W"), std::string::npos);
  EXPECT_EQ(page(neighbour).find("统一社会信用代码"), std::string::npos);

  auto township = desk(Role::township, kaili_township);
  const auto taken = township.post(code_at(neighbour), code("54522601ME0000001W"));
  EXPECT_NE(taken.body.find("credit_code.taken"), std::string::npos) << taken.body;
  EXPECT_EQ(committee.post(code_at(village), code("54522601ME0000001W")).status, 200) << "its own once more";
  EXPECT_EQ(read<contacts::UnitCreditCode>(committee.post(code_at(village), code(""))).code, "");
  EXPECT_EQ(code_of(committee.post(code_at(village), code(""))), "not_found");
  EXPECT_EQ(township.post(code_at(neighbour), code("54522601ME0000001W")).status, 200);
  EXPECT_EQ(code_of(committee.post(code_at(neighbour), code("54522601ME0000001W"))), "outside_subtree");
  EXPECT_EQ(must(database().read([](db::Reader& reader) {
              return reader.integer("SELECT count(*) FROM journal_entry WHERE action LIKE 'contacts.credit_code%'");
            })).value_or(0),
            4);
}

TEST_F(UnitCreditCodes, WhatIsOddIsToldAndKept) {
  auto committee = desk(Role::village_committee, village);
  const auto kept = read<contacts::UnitCreditCode>(committee.post(code_at(village), code("55522631MF1234567Y")));
  EXPECT_EQ(kept.code, "55522631MF1234567Y");
  std::string rules;
  for (const auto& each : kept.notes) rules += each.rule + " ";
  EXPECT_EQ(rules, "credit_code.elsewhere credit_code.other_kind ");
  std::string inner = "54522601ME0000002";
  inner += people::credit_check_character(inner);
  const auto odd = read<contacts::UnitCreditCode>(committee.post(code_at(village), code(inner)));
  ASSERT_EQ(odd.notes.size(), 1U);
  EXPECT_EQ(odd.notes[0].rule, "credit_code.inner_check");
}

// A page of one clerk, left open, in a browser in which another has signed in since.
TEST_F(UnitCreditCodes, WhatOnesPageSendsIsNotWrittenAsAnothers) {
  auto committee = desk(Role::village_committee, village);
  const auto account = read<access::SessionAnswer>(committee.get("/api/session")).account.text();
  committee.headers.emplace_back("gulou-account", account);
  EXPECT_EQ(committee.post(code_at(village), code("54522601ME0000001W")).status, 200);
  auto next = desk(Role::village_committee, village);
  next.headers.emplace_back("gulou-account", account);
  EXPECT_EQ(code_of(next.post(code_at(village), code(""))), "other_account");
  EXPECT_EQ(read<contacts::UnitCreditCode>(visitor().get(code_at(village))).code, "54522601ME0000001W");
  EXPECT_EQ(code_of(next.get("/api/session")), "other_account");
}

}  // namespace
}  // namespace gulou
