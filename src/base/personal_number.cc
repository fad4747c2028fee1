#include "base/personal_number.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "base/fold.h"
#include "base/time.h"
#include "base/utf8.h"

namespace gulou {
namespace {

constexpr std::size_t mobile_length = 11;
constexpr std::size_t id_without_check = 17;
constexpr std::size_t old_id_length = 15;
constexpr std::size_t longest_gap = 3;  // "138 - 0000" is one number, "138    0000" two columns
constexpr int first_birth_year = 1880;
constexpr int last_birth_year = 2099;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// What people write between the digits of one number. The text is folded: full-width signs are ASCII.
bool is_gap(std::string_view sign) {
  constexpr std::array<std::string_view, 18> gaps = {" ", "\t", "\n", "\r", "-", ".", "_", "(", ")",
                                                     "·", "•",  "‐",  "‑",  "–", "—", "−", "―", "\u00a0"};
  return std::ranges::find(gaps, sign) != gaps.end();
}

// Digits with at most gaps between them, as the groups in which they were written.
using Run = std::vector<std::string>;

class Runs {
 public:
  std::vector<Run> of(std::string_view text) {
    while (!text.empty()) {
      const auto sign = text.substr(0, std::max<std::size_t>(utf8::sequence_length(text), 1));
      text.remove_prefix(sign.size());
      if (sign.size() == 1 && is_digit(sign[0]))
        digit(sign[0]);
      else if (is_gap(sign))
        gap();
      else
        end();
    }
    end();
    return std::move(runs_);
  }

 private:
  void digit(char c) {
    if (run_.empty() || gaps_ > 0) run_.emplace_back();
    gaps_ = 0;
    run_.back() += c;
  }
  void gap() {
    if (!run_.empty() && ++gaps_ > longest_gap) end();
  }
  void end() {
    if (!run_.empty()) runs_.push_back(std::exchange(run_, {}));
    gaps_ = 0;
  }

  std::vector<Run> runs_;
  Run run_;
  std::size_t gaps_ = 0;
};

int number(std::string_view digits) {
  int out = 0;
  for (const char c : digits) out = out * 10 + (c - '0');
  return out;
}

// GB/T 2260, and 9 of permits for foreigners.
bool is_province(std::string_view digits) {
  const int region = number(digits.substr(0, 2));
  return (region >= 11 && region <= 65) || region == 71 || (region >= 81 && region <= 83) || region >= 90;
}

bool is_birth(int year, std::string_view month_and_day) {
  return year >= first_birth_year && year <= last_birth_year &&
         Date::of(year, static_cast<unsigned>(number(month_and_day.substr(0, 2))),
                  static_cast<unsigned>(number(month_and_day.substr(2, 2))));
}

// Anywhere in the digits: nothing else has a province and a day at just these places often.
bool has_id_number(std::string_view digits) {
  for (std::size_t at = 0; at + id_without_check <= digits.size(); ++at) {
    const auto id = digits.substr(at, id_without_check);
    if (is_province(id) && is_birth(number(id.substr(6, 4)), id.substr(10, 4))) return true;
  }
  return false;
}

bool is_old_id_number(std::string_view digits) {
  return digits.size() == old_id_length && is_province(digits) &&
         is_birth(1900 + number(digits.substr(6, 2)), digits.substr(8, 4));
}

bool is_mobile(std::string_view digits) {
  for (const std::string_view before : {"", "0", "86", "0086"})
    if (digits.starts_with(before) && digits.size() == before.size() + mobile_length) {
      const auto own = digits.substr(before.size());
      if (own[0] == '1' && own[1] >= '3') return true;
    }
  return false;
}

// Whole groups that follow one another, joined: so a mobile number is found beside another number, and none is made of
// the middle of a longer one.
bool has_number_of_groups(const Run& run) {
  for (std::size_t first = 0; first < run.size(); ++first) {
    std::string digits;
    for (std::size_t last = first; last < run.size() && digits.size() <= old_id_length; ++last) {
      digits += run[last];
      if (is_mobile(digits) || is_old_id_number(digits)) return true;
    }
  }
  return false;
}

bool holds_number(const Run& run) {
  std::string digits;
  for (const auto& group : run) digits += group;
  return has_id_number(digits) || has_number_of_groups(run);
}

}  // namespace

bool holds_personal_number(std::string_view text) {
  return std::ranges::any_of(Runs().of(fold_name(text)), &holds_number);
}

FieldError personal_number_refused(std::string pointer) {
  return {std::move(pointer),
          "personal_number",
          {"这里的文字不加密保存，请不要写身份证号码、手机号码。",
           "This is not kept encrypted: leave out ID numbers and telephone numbers."}};
}

}  // namespace gulou
