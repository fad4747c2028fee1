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

// Rules of what is warned of, of 17 digits.
std::vector<std::string> warned(std::string digits) {
  digits += id_check_character(digits);
  const auto read = read_id_number(digits, today);
  EXPECT_TRUE(read) << digits;
  std::vector<std::string> out;
  if (!read) return out;
  for (const auto& each : read->warnings) {
    out.push_back(each.rule);
    EXPECT_FALSE(each.message.zh.empty() || each.message.en.empty());
  }
  return out;
}

TEST(IdNumber, WhatIsOddIsWarnedOfAndNotRefused) {
  using Rules = std::vector<std::string>;
  EXPECT_EQ(warned("52260119900101001"), Rules{});
  EXPECT_EQ(warned("52260119900101000"), Rules{"id_number.odd_sequence"});
  for (const auto* region : {"810000", "820000", "830000", "911156"})
    EXPECT_EQ(warned(std::string(region) + "19900101001"), Rules{"id_number.permit"}) << region;
  for (const auto* region : {"520000", "522600", "520001", "523601", "522602", "522620", "522637", "520701"})
    EXPECT_EQ(warned(std::string(region) + "19900101001"), Rules{"id_number.address"}) << region;
  // Dissolved counties and other provinces are no matter.
  for (const auto* region : {"522621", "522636", "520102", "522127", "110105", "429004"})
    EXPECT_EQ(warned(std::string(region) + "19900101001"), Rules{}) << region;
  EXPECT_EQ(warned("52000019900101000"), (Rules{"id_number.odd_sequence", "id_number.address"}));
}

TEST(IdNumber, CharactersAreCountedAndWhatNobodySeesIsLeftOut) {
  const auto said = [](std::string_view typed) {
    const auto read = read_id_number(typed, today);
    return read ? std::string() : read.error().message.zh;
  };
  EXPECT_EQ(said("无"), "身份证号码是18位，这里有1位。");
  EXPECT_EQ(said("5226011990010100"), "身份证号码是18位，这里有16位。");
  EXPECT_EQ(id_rule("一二三四五六七八九十一二三四五六七八"), "id_number.characters") << "18 of them";
  EXPECT_EQ(id_rule("一二三四五六"), "id_number.length") << "18 bytes";
  for (const auto* typed : {"\u00A0522601199001010010\u00A0", "\u200B522601199001010010\uFEFF",
                            "522601\u00A019900101\u00A00010", "522601 19900101 0010", "522601\u200B199001010010",
                            "\u202A522601199001010010\u202C", "522601　19900101　0010", "\u2060 522601199001010010"})
    EXPECT_EQ(read_id_number(typed, today).value_or(IdNumber{}).text, "522601199001010010") << typed;
  EXPECT_EQ(id_rule("5.22601E17"), "id_number.from_spreadsheet");
  EXPECT_EQ(id_rule("5.22601e17"), "id_number.from_spreadsheet");
  EXPECT_EQ(id_rule("52260119900101E010"), "id_number.from_spreadsheet") << "a spreadsheet reads it so";
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
  EXPECT_EQ(rule("56522631MF1234567Y"), "credit_code.category");
  EXPECT_EQ(rule("N4522632MF7654327L"), "credit_code.category");
  EXPECT_EQ(read_credit_code("一二三").error().message.zh, "统一社会信用代码是18位，这里有3位。");
  EXPECT_EQ(rule("一二三四五六七八九十一二三四五六七八"), "credit_code.characters");
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

TEST(Phone, WhatStandsInRealListsIsReadOrToldPlainly) {
  for (const auto* typed : {"013812341234", "0 138 1234 1234", "13812341234.0", "13812341234.00"})
    EXPECT_EQ(read_phone(typed).value_or("refused"), "+8613812341234") << typed;
  EXPECT_EQ(rule_of(read_phone("13812341234.5")), "phone.characters");
  for (const auto* typed : {"13812341234/13912341234", "13812341234、0855-1234567", "13812341234 13912341234",
                            "13812341234，13912341234", "13812341234;13912341234", "0855-1234567 或 13812341234"})
    EXPECT_EQ(rule_of(read_phone(typed)), "phone.several") << typed;
}

TEST(Phone, LandlinesHaveAnAreaCodeThatMayBe) {
  const auto rule = [](std::string_view typed) { return rule_of(read_phone(typed)); };
  for (const auto* typed : {"010-62345678", "021-62345678", "029-82345678", "0310-2345678", "0755-82345678",
                            "0855-8234567", "0999-2345678", "+86 10 62345678", "+86 0855 8234567"})
    EXPECT_EQ(rule(typed), "") << typed;
  for (const auto* typed : {"0200-12345678", "0100-1234567", "0100-12345678", "021-2345678", "010-2345678",
                            "0305-2345678", "0855-0234567", "0855-823456", "0855-823456789", "00-12345678", "0"})
    EXPECT_EQ(rule(typed), "phone.landline") << typed;
}

TEST(Phone, ServiceNumbersAndExtensionsAreRefusedAndToldSo) {
  const auto rule = [](std::string_view typed) { return rule_of(read_phone(typed)); };
  for (const auto* typed : {"400-123-4567", "4001234567", "800 123 4567"}) EXPECT_EQ(rule(typed), "phone.service");
  for (const auto* typed :
       {"0855-8234567-801", "0855-8234567转801", "(0855)8234567 分机 801", "0855-8234567#801", "010-62345678-1"})
    EXPECT_EQ(rule(typed), "phone.extension") << typed;
  // Dashes within a number are no extension.
  EXPECT_EQ(rule("0855-823-4567"), "");
  EXPECT_EQ(rule("138-1234-1234"), "");
}

TEST(Phone, WhatNobodySeesIsLeftOut) {
  EXPECT_EQ(read_phone("\u202A138\u00A01234\u200B1234\u202C").value_or("refused"), "+8613812341234");
  EXPECT_EQ(rule_of(read_phone("1.38123E10")), "phone.from_spreadsheet");
}

TEST(Phone, IsWrittenAsPeopleDial) {
  EXPECT_EQ(dialled("+868558222222"), "0855-8222222");
  EXPECT_EQ(dialled("+8613812341234"), "13812341234");
  EXPECT_EQ(dialled("+861066554433"), "010-66554433");
  EXPECT_EQ(dialled("+862166554433"), "021-66554433");
  EXPECT_EQ(dialled("12345"), "12345");
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
  EXPECT_EQ(rule("测试（曾用名乙）"), "name.brackets");
  EXPECT_EQ(rule("测试(小名)"), "name.brackets");
  EXPECT_EQ(rule("⺮某々"), "");
  EXPECT_EQ(rule("·杨某"), "name.interpunct");
  EXPECT_EQ(rule("吴··榜"), "name.interpunct");
  EXPECT_EQ(rule("\xff"), "name.characters");
}

}  // namespace
}  // namespace gulou::people
