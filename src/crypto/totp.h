// One-time codes of authenticator apps: HOTP (RFC 4226) and TOTP (RFC 6238) with SHA-1, six digits and steps of 30
// seconds, which is what every app can do; and base32 (RFC 4648), in which their keys are written.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"

namespace gulou::crypto {

inline constexpr std::int64_t totp_step_ms = 30'000;
inline constexpr int totp_digits = 6;
inline constexpr std::size_t totp_key_bytes = 20;  // as long as the hash, as RFC 4226 advises

// A to Z and 2 to 7, without padding.
std::string base32(std::string_view bytes);
// The bytes again; small letters, blanks and padding are taken as they are meant. Nothing for any other character.
std::optional<std::string> from_base32(std::string_view text);

// The code of a counter, with leading zeros.
std::string hotp(std::string_view key, std::uint64_t counter, int digits = totp_digits);

// The step that an instant lies in.
std::int64_t totp_step_at(Instant now);
// Was this step used while the clock was ahead, as a phone's never is? Then it says nothing of codes since.
bool is_ahead(std::int64_t used, Instant now);
// The step whose code this is: that of now, the one before or the one after (a phone's clock may be off). Steps up to
// `used` are spent and match nothing, unless `used` is ahead. All three are compared, each in constant time.
std::optional<std::int64_t> totp_step_of(std::string_view key, std::string_view code, Instant now, std::int64_t used);

// otpauth://totp/…, as authenticator apps read it from a QR code.
std::string totp_address(std::string_view key, std::string_view issuer, std::string_view account);

}  // namespace gulou::crypto
