// Which passwords people may choose, and the passwords that superiors hand out.
//
// Length and a list of common ones, as OWASP ASVS 5.0 (V6.2) and NIST SP 800-63B want it: no rules about kinds of
// characters, no forced change.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace gulou::access {

inline constexpr std::size_t least_password_length = 10;      // code points
inline constexpr std::size_t greatest_password_length = 200;  // code points

// Every rule that the password breaks: "too_short", "too_long", "common" (known to everyone, or of fewer than four
// different characters), "login_name" (the login name with nothing but digits and marks around it).
std::vector<FieldError> password_faults(std::string pointer, std::string_view password, std::string_view login_name);

// Good for one sign-in: 16 characters that cannot be mistaken for each other, in four groups; 78 random bits.
std::string make_one_time_password();

}  // namespace gulou::access
