#include "spine/people/phone.h"

#include <fmt/format.h>

#include <algorithm>

#include "spine/people/typed.h"

namespace gulou::people {
namespace {

constexpr std::string_view country = "+86";
constexpr std::size_t mobile_length = 11;
// Area code without its 0 (two digits for the largest cities, else three) and seven or eight digits.
constexpr std::size_t least_landline = 10;
constexpr std::size_t greatest_landline = 11;

std::unexpected<Finding> finding(std::string rule, std::string zh, std::string en) {
  return std::unexpected(Finding{"phone." + std::move(rule), {std::move(zh), std::move(en)}});
}

bool is_mobile_digits(std::string_view digits) {
  return digits.size() == mobile_length && digits[0] == '1' && digits[1] >= '3';
}

// Area codes begin with 2 to 9, but for Peking's 10.
bool is_landline(std::string_view digits) {
  if (digits.size() < least_landline || digits.size() > greatest_landline) return false;
  return digits.front() >= '2' || (digits.starts_with("10") && digits.size() == least_landline);
}

std::string without_country(std::string text) {
  for (const std::string_view prefix : {"+86", "0086"})
    if (text.starts_with(prefix)) return text.substr(prefix.size());
  // 86 and a mobile number, as some programs write it.
  if (text.starts_with("86") && is_mobile_digits(std::string_view(text).substr(2))) return text.substr(2);
  return text;
}

}  // namespace

Checked<std::string> read_phone(std::string_view typed) {
  std::string text = normalised(typed);
  if (is_from_spreadsheet(text))
    return finding("from_spreadsheet", "表格把号码变成了科学计数，请把这一列设为文本格式，重新填写原号码。",
                   "The spreadsheet turned the number into scientific notation. Format the column as text and enter "
                   "the numbers again.");
  std::erase_if(text, [](char c) { return c == ' ' || c == '-' || c == '(' || c == ')'; });
  const std::string digits = without_country(text);
  if (!all_digits(digits))
    return finding("characters", "电话号码只能有数字、空格、括号和短横线。",
                   "A telephone number has only digits, blanks, brackets and dashes.");
  if (is_mobile_digits(digits)) return fmt::format("{}{}", country, digits);
  // Behind +86 the area code has lost its 0.
  const bool has_country = digits.size() != text.size();
  const std::string landline = digits.front() == '0' ? digits.substr(1) : has_country ? digits : "";
  if (landline.empty() && (digits.size() == 7 || digits.size() == 8))
    return finding("area_code", "固定电话请写区号，如 0855-1234567。", "Give a landline with its area code.");
  if (is_landline(landline)) return fmt::format("{}{}", country, landline);
  return finding("length", "不是有效的号码：手机号码是11位，固定电话是区号加7或8位。",
                 "No valid number: mobiles have 11 digits, landlines an area code and 7 or 8 digits.");
}

bool is_mobile(std::string_view e164) { return e164.starts_with(country) && is_mobile_digits(e164.substr(3)); }

std::string masked_phone(std::string_view e164) {
  if (is_mobile(e164)) return fmt::format("{}****{}", e164.substr(3, 3), e164.substr(10));
  if (!e164.starts_with(country) || e164.size() < 3 + least_landline) return std::string(8, '*');
  return fmt::format("0{}****{}", e164.substr(3, 3), e164.substr(e164.size() - 3));
}

}  // namespace gulou::people
