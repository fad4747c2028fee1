// What may be said of a person: every rule, on both sides of its border.
#include "spine/people/facts.h"

#include <gtest/gtest.h>

#include <functional>

#include "spine/people/age.h"
#include "spine/people/ethnic.h"
#include "spine/people/words.h"

namespace gulou::people {
namespace {

const Date today = *Date::of(2016, 7, 1);

PersonFields good() {
  PersonFields fields;
  fields.name = "测试甲";
  fields.ethnic_code = "06";
  fields.id_number = "522601199001010010";
  fields.phone = "138 1234 1234";
  return fields;
}

std::vector<std::string> faults_of(const PersonFields& fields) {
  std::vector<FieldError> faults;
  check_facts(fields, today, "/person", faults);
  std::vector<std::string> out;
  for (const auto& each : faults) {
    out.push_back(each.pointer + " " + each.rule);
    EXPECT_FALSE(each.message.zh.empty() || each.message.en.empty());
    // What was typed never stands in a refusal.
    EXPECT_EQ(each.message.zh.find("5226"), std::string::npos);
  }
  return out;
}

TEST(Facts, take_birth_and_sex_from_the_number) {
  std::vector<FieldError> faults;
  const auto facts = check_facts(good(), today, "/person", faults);
  EXPECT_TRUE(faults.empty());
  EXPECT_EQ(facts.born_on, *Date::of(1990, 1, 1));
  EXPECT_EQ(facts.sex, Sex::male);
  EXPECT_EQ(facts.id_number, "522601199001010010");
  EXPECT_EQ(facts.phone, "+8613812341234");
}

TEST(Facts, refuse_each_fault_with_its_field_and_rule) {
  const std::vector<std::pair<std::function<void(PersonFields&)>, std::string>> cases{
      {[](auto& f) { f.name = " "; }, "/person/name name.empty"},
      {[](auto& f) { f.name = "测试1"; }, "/person/name name.characters"},
      {[](auto& f) { f.ethnic_code = "57"; }, "/person/ethnic_code ethnic.unknown"},
      {[](auto& f) { f.ethnic_code = ""; }, "/person/ethnic_code ethnic.unknown"},
      {[](auto& f) { f.ethnic_code = "97"; }, "/person/ethnic_text ethnic.text_wanted"},
      {[](auto& f) { f.ethnic_text = "革家人"; }, "/person/ethnic_text ethnic.text_not_wanted"},
      {[](auto& f) { f.id_number = "5.22601E+17"; }, "/person/id_number id_number.from_spreadsheet"},
      {[](auto& f) { f.id_number = "522601199001010011"; }, "/person/id_number id_number.check"},
      {[](auto& f) { f.sex = Sex::female; }, "/person/sex sex.differs"},
      {[](auto& f) { f.born_on = *Date::of(1990, 1, 2); }, "/person/born_on born_on.differs"},
      {[](auto& f) { f.phone = "12345"; }, "/person/phone phone.length"},
      {[](auto& f) { f.household = Id::make(1); }, "/person/kinship kinship.wanted"},
      {[](auto& f) { f.kinship = Kinship::head; }, "/person/household kinship.household_wanted"},
      {[](auto& f) { f.arrival = Arrival::moved_in; }, "/person/since since.wanted"},
      {[](auto& f) { f.since = today.plus_days(1); }, "/person/since since.out_of_range"},
      {[](auto& f) { f.since = *Date::of(1989, 12, 31); }, "/person/since since.out_of_range"},
      {[](auto& f) { f.arrival = Arrival::birth, f.since = today; }, "/person/since since.out_of_range"}};
  for (const auto& [spoil, expected] : cases) {
    auto fields = good();
    spoil(fields);
    EXPECT_EQ(faults_of(fields), std::vector{expected});
  }
  EXPECT_TRUE(faults_of(good()).empty());
}

TEST(Facts, without_a_number_sex_and_birth_are_asked_for) {
  auto fields = good();
  fields.id_number.reset();
  EXPECT_EQ(faults_of(fields), (std::vector<std::string>{"/person/sex sex.wanted", "/person/born_on born_on.wanted"}));
  fields.sex = Sex::female;
  fields.born_on = today;
  EXPECT_TRUE(faults_of(fields).empty());
  fields.born_on = today.plus_days(1);
  EXPECT_EQ(faults_of(fields), std::vector<std::string>{"/person/born_on born_on.out_of_range"});
  fields.born_on = *Date::of(1879, 12, 31);
  EXPECT_EQ(faults_of(fields), std::vector<std::string>{"/person/born_on born_on.out_of_range"});
  fields.born_on = *Date::of(1970, 1, 1);  // the day from which computers count is a birthday as any other
  fields.since = *Date::of(1969, 12, 31);
  EXPECT_EQ(faults_of(fields), std::vector<std::string>{"/person/since since.out_of_range"});
}

TEST(Facts, all_faults_are_told_at_once) {
  auto fields = good();
  fields.name = "";
  fields.ethnic_code = "00";
  fields.id_number = "1";
  fields.phone = "x";
  EXPECT_EQ(faults_of(fields).size(), 4u);
}

TEST(Facts, groups_beyond_the_56_are_kept_by_their_own_name) {
  auto fields = good();
  fields.ethnic_code = "97";
  for (const auto* name : {"革家人", "穿青人"}) {
    fields.ethnic_text = name;
    EXPECT_TRUE(faults_of(fields).empty());
    EXPECT_EQ(ethnic_label("97", name), name);
  }
}

TEST(Ethnic, the_table_has_56_groups_and_97) {
  EXPECT_EQ(ethnic_groups().size(), 57u);
  EXPECT_EQ(ethnic_group("06")->name.zh, "苗族");
  EXPECT_EQ(ethnic_group("12")->name.zh, "侗族");
  EXPECT_EQ(ethnic_group("46")->name.zh, "德昂族");
  EXPECT_EQ(ethnic_group("56")->name.zh, "基诺族");
  EXPECT_EQ(ethnic_group_named("苗")->code, "06");
  EXPECT_EQ(ethnic_group_named("苗族")->code, "06");
  EXPECT_EQ(ethnic_group_named(""), nullptr);
  EXPECT_EQ(ethnic_group_named("族"), nullptr);
  EXPECT_EQ(ethnic_group("57"), nullptr);
}

TEST(Words, every_label_reads_back_as_what_it_names) {
  for (const auto& each : type_of<Status>().names)
    EXPECT_EQ(status_in_words(label(static_cast<Status>(each.value)).zh), static_cast<Status>(each.value));
  for (const auto& each : type_of<Political>().names)
    EXPECT_EQ(political_in_words(label(static_cast<Political>(each.value)).zh), static_cast<Political>(each.value));
  for (const auto& each : type_of<Kinship>().names)
    EXPECT_EQ(kinship_in_words(label(static_cast<Kinship>(each.value)).zh), static_cast<Kinship>(each.value));
  EXPECT_EQ(kinship_in_words("长子"), Kinship::son);
  EXPECT_EQ(kinship_in_words("皇帝"), std::nullopt);
  EXPECT_EQ(sex_in_words("男"), Sex::male);
}

TEST(Age, born_by_is_the_last_birthday_of_that_age) {
  for (Date day = *Date::of(2015, 12, 1); day <= *Date::of(2020, 3, 5); day = day.plus_days(1)) {
    for (const int years : {0, 1, 16, 18, 60, 80}) {
      const Date last = born_by(day, years);
      EXPECT_GE(age_on(last, day), years) << day.text();
      EXPECT_LT(age_on(last.plus_days(1), day), years) << day.text();
    }
  }
}

}  // namespace
}  // namespace gulou::people
