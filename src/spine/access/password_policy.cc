#include "spine/access/password_policy.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <unordered_set>

#include "base/fold.h"
#include "base/utf8.h"
#include "crypto/hash.h"

namespace gulou::access {
namespace {

// What people here would try first, and what stands in no list because rules about kinds of characters brought it
// about; small letters, for what is compared is folded.
constexpr auto tried_here = std::to_array<std::string_view>(
    {"1234abcd@",     "1qaz@wsx",     "1qaz2wsx",     "1qaz!qaz",     "2wsx#edc",     "a1234567.",     "a123456.",
     "aa123456",      "aa123456!",    "aa123456.",    "aa123456@",    "aa@123456",    "abc@1234",      "abc@12345",
     "abc@123456",    "abc12345",     "abc12345!",    "abcd@1234",    "abcd1234",     "abcd1234!",     "admin@123",
     "admin@1234",    "admin@2016",   "admin123!",    "admin123",     "asdf1234",     "changeme1",     "changeme!1",
     "guizhou@123",   "guizhou1!",    "gulou@123",    "gulou@1234",   "gulou@2016",   "huawei@123",    "kaili@123",
     "minzheng@123",  "p@ssw0rd",     "p@ssw0rd1",    "p@ssw0rd123",  "p@ssword1",    "pass@123",      "pass@1234",
     "pass@word1",    "passw0rd",     "passw0rd!",    "password@1",   "password@123", "password1",     "password1!",
     "qaz@123456",    "qiandong@123", "qwe@1234",     "qwer@1234",    "qwer1234",     "qwer1234!",     "root@1234",
     "test@1234",     "test1234!",    "welcome1!",    "welcome@1",    "welcome@123",  "woaini@520",    "zaq1@wsx",
     "zaq12wsx",      "zxcv@1234",    "zxcv1234",     "0123456789",   "0987654321",   "1122334455",    "1234512345",
     "123123123123",  "1234554321",   "123456123456", "1234567890",   "12345678900",  "1234567890a",   "12345678910",
     "1234567891",    "1234567899",   "123456789a",   "123456789q",   "1314520520",   "1357924680",    "1472583690",
     "147258369a",    "1q2w3e4r5t",   "1q2w3e4r5t6y", "1qaz2wsx3edc", "5201314520",   "5201314521",    "789456123a",
     "9876543210",    "987654321a",   "a123456789",   "a1b2c3d4e5",   "aa12345678",   "aa123456789",   "abc1234567",
     "abc123456789",  "abcd123456",   "abcd12345678", "admin12345",   "admin123456",  "administrator", "asd123456789",
     "asdfghjkl123",  "changeme123",  "guizhou2016",  "gulou12345",   "gulou123456",  "iloveyou123",   "kaili123456",
     "letmein1234",   "passw0rd123",  "password12",   "password123",  "password1234", "q123456789",    "qiandongnan",
     "qiandongnan1",  "qq123456789",  "qwe123456789", "qwer123456",   "qwertyuiop",   "woaini1314",    "woaini1314520",
     "woaini5201314", "zxcvbnm123"});

const std::unordered_set<std::string_view>& common_passwords() {
  static const auto all = [] {
    std::unordered_set<std::string_view> out(tried_here.begin(), tried_here.end());
    std::string_view rest = common_password_files().front().text;
    for (auto end = rest.find('\n'); end != std::string_view::npos; end = rest.find('\n')) {
      out.insert(rest.substr(0, end));
      rest.remove_prefix(end + 1);
    }
    return out;
  }();
  return all;
}

bool is_common(std::string_view folded) {
  if (common_passwords().contains(folded)) return true;
  std::set<std::string_view> different;
  for (std::size_t at = 0; at < folded.size();) {
    const auto size = std::max<std::size_t>(utf8::sequence_length(folded.substr(at)), 1);
    different.insert(folded.substr(at, size));
    at += size;
  }
  return different.size() < 4;
}

bool is_digit_or_mark(char c) {
  const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  return static_cast<unsigned char>(c) < 0x80 && !letter;
}

std::int64_t kinds_in(std::string_view password) {
  bool small = false, capital = false, digit = false, other = false;
  for (const char c : password) {
    if (c >= 'a' && c <= 'z')
      small = true;
    else if (c >= 'A' && c <= 'Z')
      capital = true;
    else if (c >= '0' && c <= '9')
      digit = true;
    else
      other = true;
  }
  return std::int64_t{small} + capital + digit + other;
}

bool is_made_of(std::string_view folded, std::string_view folded_name) {
  if (folded_name.empty()) return false;
  const auto at = folded.find(folded_name);
  if (at == std::string_view::npos) return false;
  return std::ranges::all_of(folded.substr(0, at), is_digit_or_mark) &&
         std::ranges::all_of(folded.substr(at + folded_name.size()), is_digit_or_mark);
}

}  // namespace

PasswordRules password_rules(PasswordPreset preset, const std::vector<Role>& roles) {
  const auto only = [&](auto&& is) { return !roles.empty() && std::ranges::all_of(roles, is); };
  if (only([](Role role) { return role == Role::resident; })) return {};
  if (preset == PasswordPreset::mlps3)
    return {.preset = preset, .least_length = 8, .kinds = 3, .days = 90, .remembered = 5};
  return {.least_length = only([](Role role) { return !is_official(role); }) ? 10 : 12};
}

std::vector<FieldError> password_faults(std::string pointer, std::string_view password, std::string_view login_name,
                                        const PasswordRules& rules) {
  std::vector<FieldError> faults;
  const auto refuse = [&](std::string rule, Text message) {
    faults.push_back({pointer, std::move(rule), std::move(message)});
  };
  const auto length = utf8::length(password);
  if (length < static_cast<std::size_t>(rules.least_length))
    refuse("too_short", {fmt::format("密码至少 {} 个字符。", rules.least_length),
                         fmt::format("A password has at least {} characters.", rules.least_length)});
  if (length > greatest_password_length)
    refuse("too_long", {"密码最多 200 个字符。", "A password has at most 200 characters."});
  if (kinds_in(password) < rules.kinds)
    refuse("kinds",
           {fmt::format("小写字母、大写字母、数字、其他字符这四类中至少用 {} 类。", rules.kinds),
            fmt::format("Use at least {} of the four kinds: small letters, capitals, digits, other characters.",
                        rules.kinds)});
  const auto folded = fold_name(password);
  if (is_common(folded))
    refuse("common", {"这个密码太常见，请换一个。", "This password is known to everyone; please choose another."});
  if (is_made_of(folded, fold_name(login_name)))
    refuse("login_name", {"密码不能由登录名构成。", "The password must not be made of the login name."});
  return faults;
}

std::string make_one_time_password() {
  // Without 0, 1, i, l, o: 31 characters. A byte above 247 is thrown away, so that each is as likely as the others.
  constexpr std::string_view alphabet = "23456789abcdefghjkmnpqrstuvwxyz";
  static_assert(alphabet.size() == 31);
  constexpr unsigned fair = 256 / alphabet.size() * alphabet.size();
  std::string password;
  for (std::size_t characters = 0; characters < 16;) {
    const auto byte = static_cast<unsigned char>(crypto::random_bytes(1).front());
    if (byte >= fair) continue;
    if (characters != 0 && characters % 4 == 0) password += '-';
    password += alphabet[byte % alphabet.size()];
    ++characters;
  }
  return password;
}

}  // namespace gulou::access
