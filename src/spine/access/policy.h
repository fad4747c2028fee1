// What an installation may set about signing in: numbers and choices, each within limits that no setting can leave.
// They are kept as settings named "access.…" (`gulou policy` shows and sets them) and read with each request that asks.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/describe.h"
#include "base/error.h"
#include "base/result.h"
#include "base/time.h"
#include "db/database.h"
#include "spine/journal/model.h"

namespace gulou::access {

// Which passwords may be chosen (password_policy.h). The two cannot be had together: ASVS forbids rules about kinds of
// characters and forced changes, GB/T 22239-2019 level 3 as it is assessed wants both.
enum class PasswordPreset { asvs, mlps3 };
constexpr auto describe(Tag<PasswordPreset>) {
  return enumeration("PasswordPreset", "Which rules passwords keep to", named(PasswordPreset::asvs, "asvs"),
                     named(PasswordPreset::mlps3, "mlps3"));
}

// Who cannot do without a second factor.
enum class SecondFactorRule { officials, optional };
constexpr auto describe(Tag<SecondFactorRule>) {
  return enumeration("SecondFactorRule", "Who cannot do without a second factor",
                     named(SecondFactorRule::officials, "officials"), named(SecondFactorRule::optional, "optional"));
}

// Which files with personal data a second person agrees to (documents/approval.h); there is no setting for none.
enum class ExportApproval { rolls, personal };
constexpr auto describe(Tag<ExportApproval>) {
  return enumeration("ExportApproval", "Which files with personal data a second person agrees to",
                     named(ExportApproval::rolls, "rolls"), named(ExportApproval::personal, "personal"));
}

struct Policy {
  // Wrong tries, counted for an account at one address (or in one known browser), and for an account everywhere.
  std::int64_t tries = 5;
  std::int64_t tries_everywhere = 10;
  std::int64_t pause_minutes = 15;
  // Wrong tries of one address, whatever the names, before it is slowed down; then seconds between two tries.
  std::int64_t address_tries = 20;
  std::int64_t address_seconds = 2;
  // When a session ends: after so long without a request, and in any case.
  std::int64_t idle_minutes_official = 15;
  std::int64_t idle_minutes = 30;
  std::int64_t session_hours = 12;
  // How long a proof of identity is good for what asks for one.
  std::int64_t proof_minutes = 5;
  // Without a sign-in for so long an account is locked.
  std::int64_t stale_days = 90;
  // How long a password is good that somebody else has made, until its owner chooses another (ASVS 5.0 V6.4.1); and how
  // long a request to reset a second factor waits for another person.
  std::int64_t handed_out_hours = 168;
  std::int64_t factor_reset_hours = 24;
  PasswordPreset passwords = PasswordPreset::asvs;
  // For officials (role.h); in a demo data folder `optional` unless it is set.
  SecondFactorRule second_factor = SecondFactorRule::officials;
  ExportApproval export_approval = ExportApproval::rolls;
};

// A number that may be set.
struct PolicyNumber {
  std::string_view name;
  std::int64_t Policy::*field = nullptr;
  std::int64_t least = 0;
  std::int64_t greatest = 0;
  std::string_view zh;
  std::string_view en;
};
std::span<const PolicyNumber> policy_numbers();

// A choice that may be set.
struct PolicyChoice {
  std::string_view name;
  std::string_view (*get)(const Policy&) = nullptr;
  bool (*set)(Policy&, std::string_view) = nullptr;  // false, and nothing set, for a word that is none of them
  std::string_view allowed;                          // "asvs or mlps3"
  std::string_view zh;
  std::string_view en;
};
std::span<const PolicyChoice> policy_choices();

// The policy as it is set; what is not set, or not within its limits, is as above. With `mlps3` an account pauses after
// five wrong tries at the latest, for 15 minutes at least, whatever the numbers say.
Result<Policy> policy(db::Reader& reader);

// A setting and its value, as an operator reads and writes them.
struct PolicyValue {
  std::string name;
  std::string value;
  std::string allowed;  // "3 to 10"
  Text means = {};
};
std::vector<PolicyValue> policy_values(const Policy& policy);

// Journal: "settings.set". Errors: not_found for a name that is none; invalid_fields (/value "out_of_range",
// "not_one_of").
Result<void> set_policy(db::Transaction& tx, const Clock& clock, const journal::Actor& actor, std::string_view name,
                        std::string_view value);

}  // namespace gulou::access
