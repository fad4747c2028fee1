#include "crypto/totp.h"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <cstdlib>

#include "crypto/hash.h"

namespace gulou::crypto {
namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr std::size_t sha1_bytes = 20;
using Sha1 = std::array<unsigned char, sha1_bytes>;

Sha1 hmac_sha1(std::string_view key, std::string_view message) {
  Sha1 out{};
  unsigned size = 0;
  const auto* made = HMAC(EVP_sha1(), key.data(), static_cast<int>(key.size()),
                          reinterpret_cast<const unsigned char*>(message.data()), message.size(), out.data(), &size);
  // Only without memory; a made-up code would let someone in.
  if (made == nullptr || size != sha1_bytes) std::abort();
  return out;
}

std::string percent_encoded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                       c == '_' || c == '.' || c == '~';
    out += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

}  // namespace

std::string base32(std::string_view bytes) {
  std::string out;
  unsigned held = 0;  // bits that are not written yet, at most 12
  unsigned count = 0;
  for (const char c : bytes) {
    held = ((held << 8) | static_cast<unsigned char>(c)) & 0xfff;
    count += 8;
    while (count >= 5) {
      count -= 5;
      out += alphabet[(held >> count) & 31];
    }
  }
  if (count > 0) out += alphabet[(held << (5 - count)) & 31];
  return out;
}

std::optional<std::string> from_base32(std::string_view text) {
  std::string out;
  unsigned held = 0;
  unsigned count = 0;
  for (char c : text) {
    if (c == ' ' || c == '=' || c == '-') continue;
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    const auto value = alphabet.find(c);
    if (value == std::string_view::npos) return std::nullopt;
    held = ((held << 5) | static_cast<unsigned>(value)) & 0xfff;
    count += 5;
    if (count < 8) continue;
    count -= 8;
    out += static_cast<char>((held >> count) & 0xff);
  }
  return out;
}

std::string hotp(std::string_view key, std::uint64_t counter, int digits) {
  std::string message(8, '\0');
  for (std::size_t i = 0; i < 8; ++i) message[7 - i] = static_cast<char>((counter >> (8 * i)) & 0xff);
  const auto hash = hmac_sha1(key, message);
  const std::size_t offset = hash.back() & 0xfu;  // RFC 4226, 5.3: dynamic truncation
  const std::uint32_t number = (std::uint32_t{hash[offset] & 0x7fu} << 24) | (std::uint32_t{hash[offset + 1]} << 16) |
                               (std::uint32_t{hash[offset + 2]} << 8) | std::uint32_t{hash[offset + 3]};
  std::uint32_t modulus = 1;
  for (int i = 0; i < digits; ++i) modulus *= 10;
  return fmt::format("{:0{}}", number % modulus, digits);
}

std::int64_t totp_step_at(Instant now) { return now.ms() / totp_step_ms; }

bool is_ahead(std::int64_t used, Instant now) { return used > totp_step_at(now) + 1; }

std::optional<std::int64_t> totp_step_of(std::string_view key, std::string_view code, Instant now, std::int64_t used) {
  const auto present = totp_step_at(now);
  if (is_ahead(used, now)) used = -1;
  std::optional<std::int64_t> found;
  for (auto step = present - 1; step <= present + 1; ++step) {
    if (step < 0) continue;
    const bool same = equal_in_constant_time(hotp(key, static_cast<std::uint64_t>(step)), code);
    if (same && step > used) found = step;
  }
  return found;
}

std::string totp_address(std::string_view key, std::string_view issuer, std::string_view account) {
  return fmt::format("otpauth://totp/{}:{}?secret={}&issuer={}&algorithm=SHA1&digits={}&period={}",
                     percent_encoded(issuer), percent_encoded(account), base32(key), percent_encoded(issuer),
                     totp_digits, totp_step_ms / 1000);
}

}  // namespace gulou::crypto
