// What is imported is what the preview said, row by row, and not only as many rows.
#include "import_desk.h"

namespace gulou {
namespace {

using namespace people;

class PeopleImportAgreed : public ImportDesk {
 protected:
  std::string number(int sequence) { return made_up_number(*Date::of(1982, 2, 2), sequence); }
  std::string roll(std::string_view rows) {
    return fmt::format("姓名,民族,身份证号码,电话,政治面貌,户号,与户主关系\n{}", rows);
  }
  // Refused, nothing changed; the preview as it is now may be agreed to.
  void expect_outdated(TestBrowser& by, const ImportAnswer& seen) {
    const auto before = entries().size();
    EXPECT_EQ(code_of(confirm(by, seen)), "preview_outdated");
    EXPECT_EQ(entries().size(), before);
    const auto now = read<ImportAnswer>(by.get(address_of(seen)));
    EXPECT_NE(now.digest, seen.digest);
    EXPECT_EQ(confirm(by, now).status, 200);
  }
};

TEST_F(PeopleImportAgreed, a_value_that_the_preview_did_not_show_stays_as_it_is) {
  auto village = desk(Role::village_committee, village_a);
  auto fields = someone("测试甲", number(1));
  fields.political = Political::masses;
  fields.phone = "13800000001";
  const auto there = added(village, village_a, fields);
  const auto preview = sent(village, village_a, roll(fmt::format("测试甲,苗族,{},13800000002,群众,,\n", number(1))));
  ASSERT_EQ(preview.changes.size(), 1u);
  EXPECT_EQ(preview.changes[0].fields, std::vector<std::string>{"phone"});
  fields.political = Political::member;
  EXPECT_EQ(change(village, there, fields).status, 200);
  EXPECT_EQ(code_of(confirm(village, preview)), "preview_outdated");
  const auto now = read<PersonDetail>(village.get(address(there)));
  EXPECT_EQ(now.person.political, Political::member);
  EXPECT_EQ(now.person.phone, "138****0001");
  expect_outdated(village, preview);
}

TEST_F(PeopleImportAgreed, who_left_meanwhile_does_not_come_back_in_the_place_of_who_came) {
  auto village = desk(Role::village_committee, village_a);
  const auto leaving = added(village, village_a, someone("测试乙", number(2)));
  const auto preview =
      sent(village, village_a, roll(fmt::format("测试乙,苗族,{},,,,\n测试丙,苗族,{},,,,\n", number(2), number(3))));
  EXPECT_EQ(preview.added, 1);
  EXPECT_EQ(preview.unchanged, 1);
  EXPECT_EQ(leave(village, leaving, Departure::moved_out, clock_.today().text()).status, 200);
  added(village, village_a, someone("测试丙", number(3)));
  EXPECT_EQ(code_of(confirm(village, preview)), "preview_outdated");
  EXPECT_EQ(list(village).people.size(), 1u);
  expect_outdated(village, preview);
}

TEST_F(PeopleImportAgreed, another_old_value_another_fault_or_a_household_that_came_meanwhile_is_another_outcome) {
  auto village = desk(Role::village_committee, village_a);
  auto fields = someone("测试甲", number(1));
  fields.phone = "13800000001";
  auto there = added(village, village_a, fields);
  const auto changes = sent(village, village_a, roll(fmt::format("测试甲,苗族,{},13800000002,,,\n", number(1))));
  fields.phone = "13800000003";
  there = read<PersonDetail>(change(village, there, fields));
  expect_outdated(village, changes);

  const auto household = sent(village, village_a, roll(fmt::format("测试丁,苗族,{},,,7,户主\n", number(4))));
  EXPECT_EQ(
      village
          .post("/api/households", fmt::format(R"({{"village":"{}","number":"7","address":"测试路7号"}})", village_a))
          .status,
      201);
  expect_outdated(village, household);

  // A second head: refused for another reason than before.
  const auto faulty = sent(village, village_a, roll(fmt::format("测试戊,苗族,{},,,9,皇帝\n", number(5))));
  const auto other = sent(village, village_a, roll(fmt::format("测试戊,苗族,{},,,9,皇后\n", number(5))));
  EXPECT_NE(faulty.digest, other.digest) << "of one import alone";
}

TEST_F(PeopleImportAgreed, what_does_not_touch_any_row_leaves_the_preview_good) {
  auto village = desk(Role::village_committee, village_a);
  auto fields = someone("测试甲", number(1));
  fields.phone = "13800000001";
  const auto there = added(village, village_a, fields);
  const auto preview = sent(village, village_a,
                            roll(fmt::format("测试甲,苗族,{},13800000002,,,\n测试己,苗族,{},,,3,户主\n测试庚,苗族,{},,,"
                                             "3,配偶\n",
                                             number(1), number(6), number(7))));
  EXPECT_EQ(read<ImportAnswer>(village.get(address_of(preview))).digest, preview.digest);
  added(village, village_a, someone("测试辛", number(8)));
  fields.political = Political::member;  // of which the roll says nothing
  EXPECT_EQ(change(village, there, fields).status, 200);
  const auto done = confirm(village, preview);
  EXPECT_EQ(done.status, 200) << done.body;
  EXPECT_EQ(read<PersonDetail>(village.get(address(there))).person.political, Political::member);
  EXPECT_EQ(read<ImportAnswer>(done).digest, "");
}

TEST_F(PeopleImportAgreed, without_a_digest_nothing_is_agreed_to) {
  auto village = desk(Role::village_committee, village_a);
  const auto preview = sent(village, village_a, roll(fmt::format("测试甲,苗族,{},,,,\n", number(1))));
  EXPECT_EQ(preview.digest.find(number(1)), std::string::npos);
  EXPECT_EQ(village.post(address_of(preview, "/confirm"), R"({"without_faulty":false})").status, 400);
  EXPECT_EQ(code_of(village.post(address_of(preview, "/confirm"), R"({"digest":"","without_faulty":false})")),
            "preview_outdated");
  EXPECT_EQ(count("SELECT count(*) FROM person"), 0);
}

}  // namespace
}  // namespace gulou
