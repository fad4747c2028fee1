// Which passwords people may choose, and the passwords that superiors hand out. There are two presets (policy.h):
//
// asvs   length and a list of common ones, as OWASP ASVS 5.0 (V6.2) and NIST SP 800-63B want it: no rules about kinds
// of
//        characters, no forced change. Officials take twelve characters, others ten.
// mlps3  as GB/T 22239-2019 level 3 is assessed: eight characters of three of the four kinds, another one after 90
// days,
//        none of the last five; and the list of common ones.
//
// Residents, who have no post of power, keep to asvs under either.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/embedded.h"
#include "base/error.h"
#include "spine/access/policy.h"
#include "spine/access/role.h"

namespace gulou::access {

inline constexpr std::size_t greatest_password_length = 200;  // code points

// What a password of one account keeps to.
struct PasswordRules {
  PasswordPreset preset = PasswordPreset::asvs;
  std::int64_t least_length = 10;  // code points
  std::int64_t kinds = 0;          // of the four: small and capital letters, digits, everything else
  std::int64_t days = 0;           // after which another is wanted; 0: never
  std::int64_t remembered = 0;     // passwords that may not come again, the present one among them
};
constexpr auto describe(Tag<PasswordRules>) {
  return object("PasswordRules", "What a password of this account keeps to",
                field<&PasswordRules::preset>("preset", "The preset that is set"),
                field<&PasswordRules::least_length>("least_length", "Least number of characters"),
                field<&PasswordRules::kinds>("kinds", "Of the four kinds of characters at least so many; 0: any"),
                field<&PasswordRules::days>("days", "Days after which another is wanted; 0: never"),
                field<&PasswordRules::remembered>("remembered", "So many passwords may not come again; 0: any may"));
}
// `roles`: those that the account holds; none yet is like an official, who may become one.
PasswordRules password_rules(PasswordPreset preset, const std::vector<Role>& roles);

// Every rule that the password breaks: "too_short", "too_long", "kinds", "common" (known to everyone, or of fewer than
// four different characters), "login_name" (the login name with nothing but digits and marks around it).
std::vector<FieldError> password_faults(std::string pointer, std::string_view password, std::string_view login_name,
                                        const PasswordRules& rules = {});

// data/common-passwords.txt: the 10,000 most frequent passwords, one to a line, small letters.
std::span<const EmbeddedFile> common_password_files();

// Good for one sign-in: 16 characters that cannot be mistaken for each other, in four groups; 78 random bits.
std::string make_one_time_password();

}  // namespace gulou::access
