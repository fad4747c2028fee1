// Head and spouse of a household: entered, changed, imported, verified.
#include "import_desk.h"

namespace gulou {
namespace {

using namespace people;

class PeopleCouple : public ImportDesk {
 protected:
  PeopleCouple() : village_(desk(Role::village_committee, village_a)) {
    household_ =
        read<HouseholdLine>(
            village_.post("/api/households", json::write(NewHousehold{std::string(village_a), {}, "1", "测试路1号"})))
            .id;
  }
  PersonFields in_it(std::string name, int sequence, Kinship kinship) {
    auto fields = someone(std::move(name), made_up_number(*Date::of(1960, 1, 1), sequence));
    fields.household = household_;
    fields.kinship = kinship;
    return fields;
  }
  static std::vector<std::string> at_kinship(std::string_view rule) {
    return {fmt::format("/person/kinship {}", rule)};
  }
  PersonDetail now(const PersonDetail& person) { return read<PersonDetail>(village_.get(address(person))); }

  TestBrowser village_;
  Id household_;
};

TEST_F(PeopleCouple, a_second_spouse_and_one_of_the_heads_own_sex_are_refused) {
  const auto head = added(village_, village_a, in_it("测试甲", 1, Kinship::head));
  EXPECT_EQ(faults(add(village_, village_a, in_it("测试丙", 3, Kinship::spouse))), at_kinship("spouse_same_sex"));
  const auto wife = added(village_, village_a, in_it("测试乙", 2, Kinship::spouse));
  EXPECT_EQ(faults(add(village_, village_a, in_it("测试丁", 4, Kinship::spouse))), at_kinship("spouse_taken"));
  const auto other = added(village_, village_a, in_it("测试丁", 4, Kinship::other_relative));
  EXPECT_EQ(faults(change(village_, other, in_it("测试丁", 4, Kinship::spouse))), at_kinship("spouse_taken"));
  EXPECT_EQ(count("SELECT count(*) FROM person"), 3) << "what is refused changes nothing";
  // Head and spouse change places, one after the other.
  EXPECT_EQ(change(village_, head, in_it("测试甲", 1, Kinship::spouse)).status, 200);
  EXPECT_EQ(change(village_, wife, in_it("测试乙", 2, Kinship::head)).status, 200);
  // Who died makes room, and does not come back beside another.
  EXPECT_EQ(leave(village_, now(head), Departure::death, "2016-06-01").status, 200);
  added(village_, village_a, in_it("测试戊", 5, Kinship::spouse));
  EXPECT_EQ(code_of(village_.post(address(head, "/reinstate"), json::write(Reinstating{now(head).person.version}))),
            "spouse_taken");
  EXPECT_TRUE(must(application_->verify()).empty());
}

TEST_F(PeopleCouple, a_divorced_spouse_does_not_count) {
  const auto head = added(village_, village_a, in_it("测试甲", 1, Kinship::head));
  const auto wife = added(village_, village_a, in_it("测试乙", 2, Kinship::spouse));
  EXPECT_EQ(village_.post(address(head, "/ties"), json::write(NewTie{NewTieKind::spouse, wife.person.id})).status, 201);
  EXPECT_EQ(faults(add(village_, village_a, in_it("测试丁", 4, Kinship::spouse))), at_kinship("spouse_taken"));
  must(database().write(
      [](db::Transaction& tx) { return tx.execute("UPDATE person_tie SET ended_on = '2016-05-01'"); }));
  added(village_, village_a, in_it("测试丁", 4, Kinship::spouse));
  EXPECT_TRUE(must(application_->verify()).empty());
}

TEST_F(PeopleCouple, what_was_wrong_before_is_found_and_stays_editable) {
  added(village_, village_a, in_it("测试甲", 1, Kinship::head));
  const auto one = added(village_, village_a, in_it("测试乙", 2, Kinship::spouse));
  const auto two = added(village_, village_a, in_it("测试丙", 3, Kinship::other_relative));
  must(database().write([](db::Transaction& tx) {
    return tx.execute("UPDATE person_record SET kinship = 'spouse' WHERE kinship = 'other_relative'");
  }));
  const auto found = [&] {
    auto faults = must(application_->verify());
    for (auto& each : faults) {
      EXPECT_NE(each.find(household_.text()), std::string::npos) << each;
      each = each.substr(each.find(" has ") + 5);
    }
    return faults;
  };
  using Faults = std::vector<std::string>;
  EXPECT_EQ(found(), (Faults{"more spouses of its head than the law knows", "a head and a spouse of one sex"}));
  auto fields = in_it("测试丙", 3, Kinship::spouse);
  fields.phone = "13812341234";
  EXPECT_EQ(change(village_, now(two), fields).status, 200) << "another field";
  EXPECT_EQ(change(village_, now(one), in_it("测试乙", 2, Kinship::sibling)).status, 200);
  EXPECT_EQ(found(), (Faults{"a head and a spouse of one sex"}));
  EXPECT_EQ(change(village_, now(two), in_it("测试丙", 3, Kinship::sibling)).status, 200) << "mended";
  EXPECT_TRUE(must(application_->verify()).empty());
}

TEST_F(PeopleCouple, an_import_is_held_to_the_same) {
  const std::string titles = "姓名,民族,身份证号码,户号,与户主关系\n";
  const auto line = [](std::string_view name, int sequence, std::string_view household, std::string_view kinship) {
    return fmt::format("{},苗族,{},{},{}\n", name, made_up_number(*Date::of(1960, 1, 1), sequence), household, kinship);
  };
  added(village_, village_a, in_it("测试甲", 1, Kinship::head));
  added(village_, village_a, in_it("测试乙", 2, Kinship::spouse));
  const auto preview =
      sent(village_, village_a,
           titles + line("测试丙", 4, "1", "配偶") + line("测试丁", 6, "2", "配偶") + line("测试戊", 5, "2", "户主") +
               line("测试己", 8, "2", "妻") + line("测试庚", 7, "3", "户主") + line("测试辛", 9, "3", "配偶"));
  std::vector<std::string> told;
  for (const auto& fault : preview.faults)
    told.push_back(fmt::format("{} {} {}", fault.line, fault.column, fault.rule));
  EXPECT_EQ(told, (std::vector<std::string>{"2 与户主关系 spouse_taken", "5 与户主关系 spouse_taken",
                                            "7 与户主关系 spouse_same_sex"}));
  EXPECT_EQ(preview.faulty, 3);
  EXPECT_EQ(preview.added, 3);
  EXPECT_EQ(confirm(village_, preview, true).status, 200);
  EXPECT_TRUE(must(application_->verify()).empty());
}

}  // namespace
}  // namespace gulou
