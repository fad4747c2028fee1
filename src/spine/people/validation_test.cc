// ID numbers, credit codes, phones, names and ages: the vectors of the standards, and what must hold for any input.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "spine/people/age.h"
#include "spine/people/credit_code.h"
#include "spine/people/id_number.h"
#include "spine/people/person_name.h"
#include "spine/people/phone.h"

namespace gulou::people {
namespace {

const Date today = *Date::of(2026, 11, 25);

template <class T>
std::string rule_of(const Checked<T>& read) {
  return read ? "" : read.error().rule;
}
std::string id_rule(std::string_view typed) { return rule_of(read_id_number(typed, today)); }

// The standard's own examples, one that is often quoted, and synthetic ones of Qiandongnan.
const std::vector<std::string> good_ids = {"11010519491231002X", "440524188001010014", "34052419800101001X",
                                           "522601199001010010", "522601199001010029", "522631195602290038",
                                           "522632200002290042", "522629200808120052"};

TEST(IdNumber, TheStandardsExamplesAreGood) {
  for (const auto& each : good_ids) EXPECT_EQ(id_rule(each), "") << each;
}

TEST(IdNumber, TellsBirthAndSex) {
  const auto leap = *read_id_number("522631195602290038", today);
  EXPECT_EQ(leap.born, *Date::of(1956, 2, 29));
  EXPECT_EQ(leap.sex, Sex::male);
  EXPECT_EQ(read_id_number("522601199001010029", today)->sex, Sex::female);
  EXPECT_EQ(read_id_number("11010519491231002X", today)->sex, Sex::female);
}

TEST(IdNumber, IsReadAsPeopleTypeIt) {
  EXPECT_EQ(read_id_number(" 11010519491231002x\t", today)->text, "11010519491231002X");
  EXPECT_EQ(read_id_number("　１１０１０５１９４９１２３１００２Ｘ", today)->text, "11010519491231002X");
}

TEST(IdNumber, EveryRefusalNamesItsRule) {
  EXPECT_EQ(id_rule("5.22601E+17"), "id_number.from_spreadsheet");
  EXPECT_EQ(id_rule("5.22601199001010e+17"), "id_number.from_spreadsheet");
  EXPECT_EQ(id_rule("522601900101001"), "id_number.old");
  EXPECT_EQ(id_rule(""), "id_number.length");
  EXPECT_EQ(id_rule("52260119900101001"), "id_number.length");
  EXPECT_EQ(id_rule("5226011990010100100"), "id_number.length");
  EXPECT_EQ(id_rule("52260119900101001A"), "id_number.characters");
  EXPECT_EQ(id_rule("5226011990O1010010"), "id_number.characters");
  EXPECT_EQ(id_rule("X22601199001010010"), "id_number.characters");
  EXPECT_EQ(id_rule("162601199001010010"), "id_number.region");
  EXPECT_EQ(id_rule("992601199013010010"), "id_number.birth_date") << "9 is for foreigners who stay for good";
  EXPECT_EQ(id_rule("522601190002290010"), "id_number.birth_date") << "1900 was no leap year";
  EXPECT_EQ(id_rule("522601202302290010"), "id_number.birth_date");
  EXPECT_EQ(id_rule("522601199013010010"), "id_number.birth_date");
  EXPECT_EQ(id_rule("522601187912310010"), "id_number.birth_year");
  EXPECT_EQ(id_rule("522601202611260010"), "id_number.in_future");
  EXPECT_EQ(id_rule("522601199001010011"), "id_number.check");
}

TEST(IdNumber, ASequenceOfZerosIsOnlyOdd) {
  std::string digits = "52260119900101000";
  digits += id_check_character(digits);
  const auto read = read_id_number(digits, today);
  ASSERT_TRUE(read);
  EXPECT_TRUE(read->odd_sequence);
  EXPECT_FALSE(read_id_number(good_ids[3], today)->odd_sequence);
}

TEST(IdNumber, EveryWrongCharacterIsNoticed) {
  for (const auto& good : good_ids)
    for (std::size_t i = 0; i < good.size(); ++i)
      for (const char c : std::string_view("0123456789X")) {
        auto wrong = good;
        wrong[i] = c;
        EXPECT_EQ(id_rule(wrong).empty(), wrong == good) << good << " as " << wrong;
      }
}

TEST(IdNumber, EverySwapOfNeighboursIsNoticed) {
  for (const auto& good : good_ids)
    for (std::size_t i = 0; i + 1 < good.size(); ++i) {
      auto wrong = good;
      std::swap(wrong[i], wrong[i + 1]);
      EXPECT_EQ(id_rule(wrong).empty(), wrong == good) << good << " as " << wrong;
    }
}

TEST(IdNumber, WhateverIsMadeByTheRuleIsReadBack) {
  std::mt19937 random(11643);
  for (int i = 0; i < 10'000; ++i) {
    const Date born = Date::of(1900, 1, 1)->plus_days(static_cast<int>(random() % 46'000));
    auto text = born.text();
    std::erase(text, '-');
    auto digits = "5226" + std::to_string(10 + random() % 90) + text + std::to_string(100 + random() % 900);
    digits += id_check_character(digits);
    const auto read = read_id_number(digits, today);
    ASSERT_TRUE(read) << digits;
    EXPECT_EQ(read->born, born);
    EXPECT_EQ(read->text, digits);
  }
}

TEST(IdNumber, IsShownMasked) {
  EXPECT_EQ(masked_id_number("522601199001010010"), "522601********0010");
  EXPECT_EQ(masked_id_number("5226011990"), "********");
}

TEST(IdNumber, NoFindingRepeatsTheNumber) {
  for (const auto* wrong : {"522601199001010011", "5.22601E+17", "52260119900101001A", "522601202302290010"}) {
    const auto read = read_id_number(wrong, today);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().message.zh.find(wrong), std::string::npos);
    EXPECT_EQ(read.error().message.en.find(wrong), std::string::npos);
  }
}

// Day by day: another way to the same ages.
TEST(Age, AgreesWithCountingDayByDay) {
  for (const Date born : {*Date::of(1904, 2, 29), *Date::of(1999, 12, 31), *Date::of(2000, 1, 1),
                          *Date::of(2000, 2, 29), *Date::of(2007, 3, 1), *Date::of(2008, 8, 12)}) {
    int age = 0;
    for (Date day = born.plus_days(1); day < *Date::of(2100, 12, 31); day = day.plus_days(1)) {
      const bool leap = Date::of(day.year(), 2, 29).has_value();
      const bool late = born.month() == 2 && born.day() == 29 && !leap;  // then 1 March is the birthday
      const unsigned month = late ? 3 : born.month();
      const unsigned date = late ? 1 : born.day();
      if (day.month() == month && day.day() == date) ++age;
      ASSERT_EQ(age_on(born, day), age) << born.text() << " on " << day.text();
    }
  }
}

TEST(Age, EighteenOnElectionDay) {
  const Date born = *Date::of(2008, 8, 12);
  EXPECT_EQ(age_on(born, *Date::of(2026, 8, 11)), 17);
  EXPECT_EQ(age_on(born, *Date::of(2026, 8, 12)), 18);
  EXPECT_EQ(day_of_age(*Date::of(2008, 2, 29), 18), *Date::of(2026, 3, 1));
  EXPECT_EQ(day_of_age(*Date::of(2008, 2, 29), 20), *Date::of(2028, 2, 29));
  EXPECT_EQ(age_on(born, *Date::of(2008, 8, 11)), -1);
}

const std::vector<std::string> good_codes = {"91350100M000100Y43", "91420000737944946L", "55522631MF1234567Y",
                                             "54522601ME0000001W", "N2522632MF7654327L"};

TEST(CreditCode, TheStandardsExamplesAreGood) {
  for (const auto& each : good_codes) {
    const auto read = read_credit_code(each);
    ASSERT_TRUE(read) << each << read.error().rule;
    EXPECT_EQ(read->text, each);
    EXPECT_TRUE(read->inner_check_fits) << each;
  }
  EXPECT_EQ(organisation_check_character("D2143569"), 'X');
  EXPECT_EQ(organisation_check_character("73794494"), '6');
}

TEST(CreditCode, EveryRefusalNamesItsRule) {
  const auto rule = [](std::string_view typed) { return rule_of(read_credit_code(typed)); };
  EXPECT_EQ(rule("5.45226E+17"), "credit_code.from_spreadsheet");
  EXPECT_EQ(rule("91350100M000100Y4"), "credit_code.length");
  EXPECT_EQ(rule("91350100M000100I43"), "credit_code.characters");
  EXPECT_EQ(rule("B1350100M000100Y43"), "credit_code.department");
  EXPECT_EQ(rule("9135010AM000100Y43"), "credit_code.division");
  EXPECT_EQ(rule("91350100M000100Y44"), "credit_code.check");
  EXPECT_EQ(read_credit_code(" 91350100m000100y43 ")->text, "91350100M000100Y43");
}

TEST(CreditCode, EveryWrongCharacterIsNoticed) {
  constexpr std::string_view alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  for (const auto& good : good_codes)
    for (std::size_t i = 0; i < good.size(); ++i)
      for (const char c : alphabet) {
        auto wrong = good;
        wrong[i] = c;
        EXPECT_EQ(rule_of(read_credit_code(wrong)).empty(), wrong == good) << good << " as " << wrong;
      }
}

TEST(CreditCode, AnInnerCheckThatDoesNotFitIsOnlyOdd) {
  std::string code = "91350100M00010015";
  code += credit_check_character(code);
  const auto read = read_credit_code(code);
  ASSERT_TRUE(read) << read.error().rule;
  EXPECT_FALSE(read->inner_check_fits);
}

TEST(Phone, IsReadAsPeopleTypeIt) {
  for (const auto* typed : {"13812341234", "138 1234 1234", "138-1234-1234", "+86 138 1234 1234", "008613812341234",
                            "8613812341234", "１３８１２３４１２３４"})
    EXPECT_EQ(read_phone(typed).value_or("refused"), "+8613812341234") << typed;
  for (const auto* typed : {"0855-1234567", "(0855)1234567", "（0855）1234567", "+86 855 1234567", "08551234567"})
    EXPECT_EQ(read_phone(typed).value_or("refused"), "+868551234567") << typed;
  EXPECT_EQ(read_phone("010-12345678").value_or("refused"), "+861012345678");
  EXPECT_EQ(read_phone("0755-12345678").value_or("refused"), "+8675512345678");
  for (const auto* typed : {"16212341234", "17012341234", "19912341234"}) EXPECT_TRUE(read_phone(typed)) << typed;
}

TEST(Phone, EveryRefusalNamesItsRule) {
  const auto rule = [](std::string_view typed) { return rule_of(read_phone(typed)); };
  EXPECT_EQ(rule("1.38123E+10"), "phone.from_spreadsheet");
  EXPECT_EQ(rule("1381234123a"), "phone.characters");
  EXPECT_EQ(rule(""), "phone.characters");
  EXPECT_EQ(rule("8221234"), "phone.area_code");
  EXPECT_EQ(rule("12345678901"), "phone.length");
  EXPECT_EQ(rule("138123412345"), "phone.length");
  EXPECT_EQ(rule("12345"), "phone.length");
}

TEST(Phone, IsShownMasked) {
  EXPECT_EQ(masked_phone("+8613812341234"), "138****1234");
  EXPECT_EQ(masked_phone("+868551234567"), "0855****567");
  EXPECT_EQ(masked_phone("13"), "********");
  EXPECT_TRUE(is_mobile("+8613812341234"));
  EXPECT_FALSE(is_mobile("+868551234567"));
}

TEST(PersonName, KeepsEveryCharacterOfTheStandard) {
  for (const auto* name :
       {"杨某某", "吴·阿榜", "䶮某", "㛃某", "𫖯某", "𬭩某", "𮧵某", "\U0002EBF0某", "〇某", "Jean-Luc"})
    EXPECT_EQ(read_person_name(name).value_or("refused"), name);
}

TEST(PersonName, IsTidied) {
  EXPECT_EQ(*read_person_name("　 杨 某　某 "), "杨某某");
  EXPECT_EQ(*read_person_name("Jean   Valjean"), "Jean Valjean");
  for (const auto* dot : {"•", "・", "‧", "．", "･", "."})
    EXPECT_EQ(read_person_name(std::string("吴") + dot + "阿榜").value_or("refused"), "吴·阿榜") << dot;
}

TEST(PersonName, EveryRefusalNamesItsRule) {
  const auto rule = [](std::string_view typed) { return rule_of(read_person_name(typed)); };
  std::string longest;
  for (int i = 0; i < 50; ++i) longest += "𫖯";
  EXPECT_EQ(rule(longest), "");
  EXPECT_EQ(rule(longest + "某"), "name.length");
  EXPECT_EQ(rule(" 　"), "name.empty");
  EXPECT_EQ(rule("杨\uE000"), "name.private_use");
  EXPECT_EQ(rule("杨1"), "name.characters");
  EXPECT_EQ(rule("杨\n某"), "name.characters");
  EXPECT_EQ(rule("=杨某"), "name.characters");
  EXPECT_EQ(rule("·杨某"), "name.interpunct");
  EXPECT_EQ(rule("吴··榜"), "name.interpunct");
  EXPECT_EQ(rule("\xff"), "name.characters");
}

}  // namespace
}  // namespace gulou::people
