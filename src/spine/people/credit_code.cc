#include "spine/people/credit_code.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/utf8.h"
#include "spine/people/typed.h"

namespace gulou::people {
namespace {

constexpr std::size_t code_length = 18;
constexpr std::string_view alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
constexpr std::array<int, 17> weights = {1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28};
constexpr std::array<int, 8> organisation_weights = {3, 7, 9, 10, 5, 8, 4, 2};
// 1 机构编制 2 外交 3 司法行政 4 文化 5 民政 6 旅游 7 宗教 8 工会 9 市场监管 A 军委 N 农业农村 Y 其他
constexpr std::string_view departments = "123456789ANY";
// The second character says what is registered. Of 民政 1 社会团体, 2 民办非企业单位, 3 基金会, 4 居民委员会, 5
// 村民委员会, 9 其他 (4 and 5 from memory); of 农业农村 collectives of 1 组级, 2 村级, 3 乡镇级. Of the others no table
// is kept.
constexpr std::string_view of_civil_affairs = "123459";
constexpr std::string_view of_agriculture = "123";

bool is_category(char department, char category) {
  if (department == '5') return of_civil_affairs.contains(category);
  if (department == 'N') return of_agriculture.contains(category);
  return true;
}

std::unexpected<Finding> finding(std::string rule, std::string zh, std::string en) {
  return std::unexpected(Finding{"credit_code." + std::move(rule), {std::move(zh), std::move(en)}});
}

int organisation_value(char c) { return is_digit(c) ? c - '0' : c - 'A' + 10; }

}  // namespace

char credit_check_character(std::string_view code) {
  int sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) sum += weights.at(i) * static_cast<int>(alphabet.find(code[i]));
  return alphabet[static_cast<std::size_t>((31 - sum % 31) % 31)];
}

char organisation_check_character(std::string_view code) {
  int sum = 0;
  for (std::size_t i = 0; i < organisation_weights.size(); ++i)
    sum += organisation_weights.at(i) * organisation_value(code[i]);
  const int check = 11 - sum % 11;
  if (check == 10) return 'X';
  return check == 11 ? '0' : static_cast<char>('0' + check);
}

Checked<CreditCode> read_credit_code(std::string_view typed) {
  const std::string text = normalised(typed);
  if (is_from_spreadsheet(text))
    return finding("from_spreadsheet", "表格把代码变成了科学计数，请把这一列设为文本格式，重新填写。",
                   "The spreadsheet turned the code into scientific notation. Format the column as text.");
  if (utf8::length(text) != code_length)
    return finding("length", fmt::format("统一社会信用代码是18位，这里有{}位。", utf8::length(text)),
                   fmt::format("A unified social credit code has 18 characters; this has {}.", utf8::length(text)));
  if (text.find_first_not_of(alphabet) != std::string::npos)
    return finding("characters", "统一社会信用代码只有数字和大写字母，不用 I、O、S、V、Z。",
                   "Only digits and capital letters, without I, O, S, V and Z.");
  if (departments.find(text.front()) == std::string_view::npos)
    return finding("department", "代码第1位不是已知的登记管理部门。",
                   "The first character is no known registering department.");
  if (!is_category(text[0], text[1]))
    return finding("category", "代码第2位不是这个登记管理部门的机构类别。",
                   "The second character is no category of this department.");
  if (!all_digits(std::string_view(text).substr(2, 6)))
    return finding("division", "代码第3至8位是登记机关的区划代码，应当是数字。",
                   "Characters 3 to 8 are the division of the registrar, six digits.");
  if (credit_check_character(text) != text.back())
    return finding("check", "最后一位与前面17位对不上，请核对。", "The last character does not fit the others.");
  const auto inner = std::string_view(text).substr(8, 9);
  return CreditCode{.text = text, .inner_check_fits = organisation_check_character(inner) == inner.back()};
}

}  // namespace gulou::people
