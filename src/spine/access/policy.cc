#include "spine/access/policy.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "spine/settings/settings.h"

namespace gulou::access {
namespace {

constexpr std::string_view second_factor_name = "access.second_factor";
constexpr std::string_view demo_mark = "demo.people";  // set by demo.cc
constexpr std::int64_t mlps3_tries = 5;
constexpr std::int64_t mlps3_pause_minutes = 15;

// The limits keep to GB/T 22239-2019 level 3 and to the controls SEC-04, SEC-05 and SEC-12, whatever is set.
constexpr auto numbers = std::to_array<PolicyNumber>({
    {"access.tries", &Policy::tries, 3, 10, "一个账号在同一地址或同一浏览器连续输错几次后暂停登录",
     "Wrong tries of an account from one address or browser until it pauses"},
    {"access.tries_everywhere", &Policy::tries_everywhere, 5, 50, "一个账号在所有地址合计输错几次后暂停登录",
     "Wrong tries of an account from everywhere until it pauses"},
    {"access.pause_minutes", &Policy::pause_minutes, 15, 1440, "暂停登录多少分钟", "Minutes of a pause"},
    {"access.address_tries", &Policy::address_tries, 10, 1000, "同一地址输错几次后放慢该地址的登录",
     "Wrong tries from one address until it is slowed down"},
    {"access.address_seconds", &Policy::address_seconds, 1, 60, "放慢后两次登录之间至少隔几秒",
     "Seconds between two tries from an address that is slowed down"},
    {"access.idle_minutes_official", &Policy::idle_minutes_official, 5, 30, "公职岗位多少分钟不操作后退出登录",
     "Minutes of rest after which an official's session ends"},
    {"access.idle_minutes", &Policy::idle_minutes, 5, 60, "村（居）岗位多少分钟不操作后退出登录",
     "Minutes of rest after which any other session ends"},
    {"access.session_hours", &Policy::session_hours, 1, 12, "登录最长多少小时",
     "Hours after which a session ends in any case"},
    {"access.proof_minutes", &Policy::proof_minutes, 1, 15, "验证身份后多少分钟内不再要求验证",
     "Minutes for which a proof of identity is good"},
    {"access.stale_days", &Policy::stale_days, 30, 90, "账号多少天没有登录后停用",
     "Days without a sign-in after which an account is locked"},
    {"access.handed_out_hours", &Policy::handed_out_hours, 1, 336, "初始密码和重置的密码多少小时内有效",
     "Hours for which a password is good that was handed out"},
    {"access.factor_reset_hours", &Policy::factor_reset_hours, 1, 168, "二次验证重置申请多少小时内有效",
     "Hours for which a request to reset a second factor waits"},
});

template <class E, E Policy::*field>
std::string_view word_of(const Policy& policy) {
  return name_of(policy.*field);
}
template <class E, E Policy::*field>
bool choose(Policy& policy, std::string_view word) {
  const auto value = enum_named<E>(word);
  if (value) policy.*field = *value;
  return value.has_value();
}

constexpr auto choices = std::to_array<PolicyChoice>({
    {"access.passwords", &word_of<PasswordPreset, &Policy::passwords>, &choose<PasswordPreset, &Policy::passwords>,
     "asvs or mlps3", "密码规则：asvs（长度和常见密码）或 mlps3（等保三级：四类字符取三、90 天、不重复最近 5 个）",
     "Rules of passwords: asvs (length, common ones) or mlps3 (3 of 4 kinds, 90 days, not one of the last 5)"},
    {second_factor_name, &word_of<SecondFactorRule, &Policy::second_factor>,
     &choose<SecondFactorRule, &Policy::second_factor>, "officials or optional",
     "二次验证：officials（公职岗位和管理员必须）或 optional（自愿）",
     "Second factor: officials (bureaus, townships and administrators must) or optional"},
    {"access.export_approval", &word_of<ExportApproval, &Policy::export_approval>,
     &choose<ExportApproval, &Policy::export_approval>, "rolls or personal",
     "哪些含个人信息的导出要另一人批准：rolls（完整号码、整村名册）或 personal（全部）",
     "Exports that another person approves: rolls (whole numbers, a village's whole roll) or personal (all)"},
});

std::optional<std::int64_t> number_in(std::string_view text, const PolicyNumber& of) {
  std::int64_t value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc() || end != text.data() + text.size()) return std::nullopt;
  if (value < of.least || value > of.greatest) return std::nullopt;
  return value;
}

Error no_such_setting(std::string_view name) {
  std::string names;
  for (const auto& each : numbers) names += fmt::format(" {}", each.name);
  for (const auto& each : choices) names += fmt::format(" {}", each.name);
  return not_found_error({fmt::format("没有“{}”这项设置。可设置的有：{}。", name, names.substr(1)),
                          fmt::format("There is no setting \"{}\". There are: {}.", name, names.substr(1))});
}

Error out_of_range(const PolicyNumber& of) {
  return invalid_fields({{"/value",
                          "out_of_range",
                          {fmt::format("“{}”应为 {} 至 {} 的整数。", of.name, of.least, of.greatest),
                           fmt::format("\"{}\" is a whole number from {} to {}.", of.name, of.least, of.greatest)}}});
}

Error not_one_of(const PolicyChoice& of) {
  return invalid_fields(
      {{"/value",
        "not_one_of",
        {fmt::format("“{}”应为 {}。", of.name, of.allowed), fmt::format("\"{}\" is {}.", of.name, of.allowed)}}});
}

void take(Policy& policy, const settings::Setting& row) {
  if (const auto* known = std::ranges::find(numbers, row.name, &PolicyNumber::name); known != numbers.end()) {
    if (const auto value = number_in(row.value, *known)) policy.*(known->field) = *value;
  } else if (const auto* choice = std::ranges::find(choices, row.name, &PolicyChoice::name); choice != choices.end()) {
    choice->set(policy, row.value);
  }
}

}  // namespace

std::span<const PolicyNumber> policy_numbers() { return numbers; }
std::span<const PolicyChoice> policy_choices() { return choices; }

Result<Policy> policy(db::Reader& reader) {
  Policy out;
  const auto rows = TRY(reader.all<settings::Setting>(
      "SELECT name, value FROM setting WHERE (name >= 'access.' AND name < 'access/') OR name = $1", demo_mark));
  // The people of a demo have no password either; who wants to see the second factor there turns it on.
  if (std::ranges::find(rows, demo_mark, &settings::Setting::name) != rows.end())
    out.second_factor = SecondFactorRule::optional;
  for (const auto& row : rows) take(out, row);
  if (out.passwords == PasswordPreset::mlps3) {
    out.tries = std::min(out.tries, mlps3_tries);
    out.pause_minutes = std::max(out.pause_minutes, mlps3_pause_minutes);
  }
  return out;
}

std::vector<PolicyValue> policy_values(const Policy& policy) {
  std::vector<PolicyValue> out;
  for (const auto& each : numbers)
    out.push_back({.name = std::string(each.name),
                   .value = std::to_string(policy.*(each.field)),
                   .allowed = fmt::format("{} to {}", each.least, each.greatest),
                   .means = {std::string(each.zh), std::string(each.en)}});
  for (const auto& each : choices)
    out.push_back({.name = std::string(each.name),
                   .value = std::string(each.get(policy)),
                   .allowed = std::string(each.allowed),
                   .means = {std::string(each.zh), std::string(each.en)}});
  return out;
}

Result<void> set_policy(db::Transaction& tx, const Clock& clock, const journal::Actor& actor, std::string_view name,
                        std::string_view value) {
  const auto* known = std::ranges::find(numbers, name, &PolicyNumber::name);
  const auto* choice = std::ranges::find(choices, name, &PolicyChoice::name);
  if (known == numbers.end() && choice == choices.end()) return fail(no_such_setting(name));
  if (known != numbers.end() && !number_in(value, *known)) return fail(out_of_range(*known));
  Policy probe;
  if (choice != choices.end() && !choice->set(probe, value)) return fail(not_one_of(*choice));
  return settings::set(tx, clock, actor, name, value);
}

}  // namespace gulou::access
