#include "base/personal_number.h"

#include <gtest/gtest.h>

#include <chrono>

namespace gulou {
namespace {

TEST(PersonalNumber, IsFoundHoweverItIsWritten) {
  for (const std::string_view text : {"522601199001010029",
                                      "52260119900101002X",
                                      "52260119900101002x",
                                      "52260119900101002",
                                      "522601900101002",
                                      "５２２６０１１９９００１０１００２９",
                                      "522601-19900101-0029",
                                      "522601 1990 0101 0029",
                                      "5226.0119.9001.0100.29",
                                      "户522601199001010029号",
                                      "身份证号:522601199001010029,电话",
                                      "编号7522601199001010029",
                                      "13812341234",
                                      "138-1234-1234",
                                      "138 1234 1234",
                                      "１３８１２３４１２３４",
                                      "+86 138 1234 1234",
                                      "8613812341234",
                                      "0086-13812341234",
                                      "013812341234",
                                      "(138)12341234",
                                      "138–1234–1234",
                                      "138\u20031234\u20031234",
                                      "138\u200b12341234",
                                      "电话13812341234。",
                                      "7号 13812341234",
                                      "12 13812341234 5",
                                      "810000199408230021",
                                      "138 - 1234 - 1234",
                                      "52260119900101002913812341234"})
    EXPECT_TRUE(holds_personal_number(text)) << text;
}

TEST(PersonalNumber, IsNotFoundInWhatIsNone) {
  for (const std::string_view text : {"",
                                      "老寨1号",
                                      "12",
                                      "0855-1234567",
                                      "08551234567",
                                      "2016-07-01",
                                      "2016-07-01 10:30",
                                      "2016年7月1日至2016年7月31日",
                                      "2016-07-01 2016-07-31",
                                      "522601001001",
                                      "522601001001 0012",
                                      "黔民发〔2016〕12345号",
                                      "12345678901",
                                      "20160701123456",
                                      "第13号至第1234567号",
                                      "13栋5单元1234室",
                                      "9144030071526726XG",
                                      "6222021234567890",
                                      "522601201313010029",
                                      "522601199013010029",
                                      "002601199001010029",
                                      "1381234",
                                      "138x1234x1234",
                                      "138    12341234",
                                      "一三八一二三四一二三四",
                                      "\xff\xfe"})
    EXPECT_FALSE(holds_personal_number(text)) << text;
}

TEST(PersonalNumber, LongTextsAreReadInOneGo) {
  std::string text;
  while (text.size() < 1'000'000) text += "1 2 3-4.";
  const auto before = std::chrono::steady_clock::now();
  EXPECT_FALSE(holds_personal_number(text));
  EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds(3));
}

}  // namespace
}  // namespace gulou
