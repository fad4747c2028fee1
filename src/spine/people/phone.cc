#include "spine/people/phone.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "spine/people/typed.h"

namespace gulou::people {
namespace {

constexpr std::string_view country = "+86";
constexpr std::size_t mobile_length = 11;
constexpr std::size_t least_landline = 10;  // with its area code, without the 0
constexpr std::size_t longest_subscriber = 8;
constexpr std::size_t longest_extension = 6;

std::unexpected<Finding> finding(std::string rule, std::string zh, std::string en) {
  return std::unexpected(Finding{"phone." + std::move(rule), {std::move(zh), std::move(en)}});
}

bool is_mobile_digits(std::string_view digits) {
  return digits.size() == mobile_length && digits[0] == '1' && digits[1] >= '3';
}

// Without the 0 before the area code. By the numbering plan area codes are 10, 2x (the largest cities: eight digits
// follow) and three digits from 31x to 99x (seven or eight follow); what follows does not begin with 0.
bool is_landline(std::string_view digits) {
  std::size_t area = 3;
  std::size_t shortest = 7;
  if (digits.starts_with("10") || digits.starts_with('2')) {
    area = 2;
    shortest = 8;
  } else if (digits.size() < area || digits[0] < '3' || digits[1] == '0') {
    return false;
  }
  if (digits.size() < area + shortest || digits.size() > area + longest_subscriber) return false;
  return digits[area] != '0';
}

// 400 and 800 numbers are given to companies, and ring wherever these want.
bool is_service(std::string_view digits) {
  return digits.size() == 10 && (digits.starts_with("400") || digits.starts_with("800"));
}

// 0855-1234567转801, 0855-1234567-801: a landline, and a few digits that a switchboard asks for. Gives what is before
// them.
std::optional<std::string> before_extension(std::string_view text) {
  for (const std::string_view mark : {"转", "分机", "EXT", "#"})
    if (const auto found = text.find(mark); found != std::string_view::npos) return std::string(text.substr(0, found));
  const auto dash = text.rfind('-');
  if (dash == std::string_view::npos) return std::nullopt;
  const auto last = text.substr(dash + 1);
  const bool few = !last.empty() && last.size() <= longest_extension && all_digits(last);
  return few ? std::optional(std::string(text.substr(0, dash))) : std::nullopt;
}

std::string without_country(std::string text) {
  for (const std::string_view prefix : {"+86", "0086"})
    if (text.starts_with(prefix)) return text.substr(prefix.size());
  // 86 and a mobile number, as some programs write it.
  if (text.starts_with("86") && is_mobile_digits(std::string_view(text).substr(2))) return text.substr(2);
  return text;
}

// A spreadsheet keeps numbers with a fraction: 13812341234.0 has lost nothing.
void erase_fraction(std::string& text) {
  const auto dot = text.find('.');
  if (dot != std::string::npos && text.find_first_not_of('0', dot + 1) == std::string::npos) text.resize(dot);
}

// Two numbers in one cell, each good by itself.
bool is_several(std::string_view text) {
  for (const std::string_view mark : {"/", "、", ",", ";", "或", "和", "\n", " "})
    if (const auto found = text.find(mark); found != std::string_view::npos)
      if (read_phone(text.substr(0, found)) && read_phone(text.substr(found + mark.size()))) return true;
  return false;
}

void erase_signs(std::string& text) {
  std::erase_if(text, [](char c) { return c == ' ' || c == '-' || c == '(' || c == ')'; });
}

bool has_extension(std::string_view text) {
  auto before = before_extension(text);
  if (!before) return false;
  erase_signs(*before);
  const auto digits = without_country(*before);
  return all_digits(digits) && is_landline(digits.front() == '0' ? std::string_view(digits).substr(1) : digits);
}

}  // namespace

Checked<std::string> read_phone(std::string_view typed) {
  std::string text = normalised(typed);
  if (is_from_spreadsheet(text))
    return finding("from_spreadsheet", "表格把号码变成了科学计数，请把这一列设为文本格式，重新填写原号码。",
                   "The spreadsheet turned the number into scientific notation. Format the column as text and enter "
                   "the numbers again.");
  if (has_extension(text))
    return finding("extension", "请只填总机号码，不带分机；最好填本人的手机号码。",
                   "Give the number without its extension, or better the person's mobile.");
  if (is_several(text))
    return finding("several", "这里有两个号码，请只填一个，最好是本人的手机号码。",
                   "These are two numbers; give one, best the person's mobile.");
  erase_signs(text);
  erase_fraction(text);
  std::string digits = without_country(text);
  const bool has_country = digits.size() != text.size();
  if (!all_digits(digits))
    return finding("characters", "电话号码只能有数字、空格、括号和短横线。",
                   "A telephone number has only digits, blanks, brackets and dashes.");
  // 013812341234, as it was dialled from another city.
  if (digits.front() == '0' && is_mobile_digits(std::string_view(digits).substr(1))) digits.erase(0, 1);
  if (is_mobile_digits(digits)) return fmt::format("{}{}", country, digits);
  if (is_service(digits))
    return finding("service", "400、800是企业的服务号码，不能登记；请填手机号码，或带区号的固定电话。",
                   "400 and 800 are service numbers of companies; give a mobile, or a landline with its area code.");
  // Behind +86 the area code has lost its 0.
  const std::string landline = digits.front() == '0' ? digits.substr(1) : has_country ? digits : "";
  if (landline.empty() && (digits.size() == 7 || digits.size() == 8))
    return finding("area_code", "固定电话请写区号，如 0855-1234567。", "Give a landline with its area code.");
  if (is_landline(landline)) return fmt::format("{}{}", country, landline);
  if (digits.front() == '0')
    return finding(
        "landline", "没有这样的固定电话：010、02开头的区号后面是8位，03至09开头的4位区号后面是7或8位，都不以0开头。",
        "There is no such landline: behind 010 and 02x come 8 digits, behind area codes from 03xx to 09xx 7 or "
        "8, and these do not begin with 0.");
  return finding("length", "不是有效的号码：手机号码是11位，固定电话是区号加7或8位。",
                 "No valid number: mobiles have 11 digits, landlines an area code and 7 or 8 digits.");
}

bool is_mobile(std::string_view e164) { return e164.starts_with(country) && is_mobile_digits(e164.substr(3)); }

std::string dialled(std::string_view e164) {
  if (!e164.starts_with(country) || is_mobile(e164)) {
    return std::string(e164.starts_with(country) ? e164.substr(country.size()) : e164);
  }
  const auto digits = e164.substr(country.size());
  // The largest cities have area codes of two digits: 10 and those that begin with 2.
  const std::size_t area = digits.starts_with("10") || digits.starts_with('2') ? 2 : 3;
  return fmt::format("0{}-{}", digits.substr(0, area), digits.substr(area));
}

std::string masked_phone(std::string_view e164) {
  if (is_mobile(e164)) return fmt::format("{}****{}", e164.substr(3, 3), e164.substr(10));
  if (!e164.starts_with(country) || e164.size() < 3 + least_landline) return std::string(8, '*');
  return fmt::format("0{}****{}", e164.substr(3, 3), e164.substr(e164.size() - 3));
}

}  // namespace gulou::people
