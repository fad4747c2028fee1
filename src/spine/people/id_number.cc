#include "spine/people/id_number.h"

#include <fmt/format.h>

#include <array>

#include "base/utf8.h"
#include "spine/people/typed.h"

namespace gulou::people {
namespace {

constexpr std::size_t id_length = 18;
constexpr std::size_t old_length = 15;
constexpr int first_birth_year = 1880;
constexpr std::array<int, 17> weights = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
constexpr std::string_view check_characters = "10X98765432";

std::unexpected<Finding> finding(std::string rule, std::string zh, std::string en) {
  return std::unexpected(Finding{"id_number." + std::move(rule), {std::move(zh), std::move(en)}});
}

// GB/T 2260: the first two digits of provinces, and of those whose residents hold permits.
bool is_province(int region) {
  constexpr std::array<std::array<int, 2>, 8> ranges = {
      {{11, 15}, {21, 23}, {31, 37}, {41, 46}, {50, 54}, {61, 65}, {71, 71}, {81, 83}}};
  for (const auto& [first, last] : ranges)
    if (region >= first && region <= last) return true;
  return false;
}

// The counties that today's and former tables of GB/T 2260 know, where we know them: of this province the prefectures,
// of this prefecture the counties (522621 was 凯里县 until 1983). Of other provinces former codes are not known here.
bool is_county(std::string_view six) {
  const int prefecture = number(six.substr(2, 2));
  const int county = number(six.substr(4, 2));
  if (prefecture == 0 || county == 0) return false;
  if (!six.starts_with("52")) return true;
  if (prefecture == 26) return county == 1 || (county >= 21 && county <= 36);
  return prefecture <= 6 || (prefecture >= 21 && prefecture <= 27);
}

std::unexpected<Finding> wrong_characters() {
  return finding("characters", "身份证号码前17位是数字，最后一位是数字或X。",
                 "The first 17 characters are digits, the last is a digit or X.");
}

Checked<void> check_shape(std::string_view text) {
  if (is_from_spreadsheet(text))
    return finding("from_spreadsheet",
                   "表格把号码变成了科学计数，后面的数字已经丢失。请把这一列设为文本格式，重新填写原号码。",
                   "The spreadsheet turned the number into scientific notation and lost its digits. Format the column "
                   "as text and enter the numbers again.");
  if (text.size() == old_length && all_digits(text))
    return finding("old", "这是15位的旧号码，请填写18位的身份证号码。",
                   "This is an old number of 15 digits; enter the one of 18.");
  if (utf8::length(text) != id_length)
    return finding("length", fmt::format("身份证号码是18位，这里有{}位。", utf8::length(text)),
                   fmt::format("An ID number has 18 characters; this has {}.", utf8::length(text)));
  if (text.size() != id_length) return wrong_characters();
  const bool good_end = is_digit(text.back()) || text.back() == 'X';
  if (!all_digits(text.substr(0, id_length - 1)) || !good_end) return wrong_characters();
  return {};
}

Checked<Date> birth_date(std::string_view text, Date today) {
  const auto date = Date::of(number(text.substr(6, 4)), static_cast<unsigned>(number(text.substr(10, 2))),
                             static_cast<unsigned>(number(text.substr(12, 2))));
  if (!date)
    return finding("birth_date", "号码第7至14位是出生日期，这一天不存在。",
                   "Characters 7 to 14 are the date of birth; there is no such day.");
  if (date->year() < first_birth_year)
    return finding("birth_year", "号码中的出生年份早于1880年，请核对。", "The year of birth is before 1880.");
  if (*date > today)
    return finding("in_future", "号码中的出生日期还没有到，请核对。", "The date of birth has not come yet.");
  return *date;
}

// Of a number that is good as such.
std::vector<Finding> warnings_of(std::string_view text) {
  std::vector<Finding> out;
  if (text.substr(14, 3) == "000")
    out.push_back({"id_number.odd_sequence",
                   {"号码第15至17位是000，一般不会编给任何人，请再核对证件。",
                    "Characters 15 to 17 are 000, which is not given to anybody; compare it with the card again."}});
  const int region = number(text.substr(0, 2));
  if (text.front() == '9' || (region >= 81 && region <= 83))
    out.push_back({"id_number.permit",
                   {"这是港澳台居民居住证或外国人永久居留证的号码，请核对证件。",
                    "This is the number of a residence permit (Hong Kong, Macao, Taiwan, or a foreigner's); compare it "
                    "with the card."}});
  else if (!is_county(text.substr(0, 6)))
    out.push_back({"id_number.address",
                   {"号码前6位不是县级区划的代码，请再核对证件。",
                    "The first six digits are of no county; compare them with the card again."}});
  return out;
}

}  // namespace

Text label(Sex sex) {
  switch (sex) {
    case Sex::unknown:
      return {"未知", "unknown"};
    case Sex::male:
      return {"男", "male"};
    case Sex::female:
      return {"女", "female"};
    case Sex::not_stated:
      return {"未说明", "not stated"};
  }
  return {};
}

char id_check_character(std::string_view digits) {
  int sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) sum += weights.at(i) * (digits[i] - '0');
  return check_characters[static_cast<std::size_t>(sum % 11)];
}

Checked<IdNumber> read_id_number(std::string_view typed, Date today) {
  std::string text = normalised(typed);
  std::erase(text, ' ');
  if (auto shape = check_shape(text); !shape) return std::unexpected(shape.error());
  if (text.front() != '9' && !is_province(number(std::string_view(text).substr(0, 2))))
    return finding("region", "号码前两位不是任何省份的代码。", "The first two digits belong to no province.");
  const auto born = birth_date(text, today);
  if (!born) return std::unexpected(born.error());
  if (id_check_character(text) != text.back())
    return finding("check", "最后一位与前面17位对不上，可能有一位写错，或者相邻两位写反。",
                   "The last character does not fit the others: one is wrong, or two neighbours are swapped.");
  const int sequence = number(std::string_view(text).substr(14, 3));
  return IdNumber{
      .text = text, .born = *born, .sex = sequence % 2 == 1 ? Sex::male : Sex::female, .warnings = warnings_of(text)};
}

std::string masked_id_number(std::string_view text) {
  if (text.size() != id_length) return std::string(8, '*');
  return fmt::format("{}********{}", text.substr(0, 6), text.substr(14));
}

}  // namespace gulou::people
