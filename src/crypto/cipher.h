// Authenticated encryption (AES-256-GCM), keys derived from keys (HKDF), and keyed hashes (HMAC), for values that are
// kept sealed. Whose key seals what, spine/vault says.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "crypto/secret.h"

namespace gulou::crypto {

inline constexpr std::size_t cipher_key_bytes = 32;

// AES-256-GCM (NIST SP 800-38D) under a nonce of 96 random bits: nonce, ciphertext and tag (16 bytes), one after the
// other. `associated` is not in it, but opens it only as it was. One key may seal 2^32 values. `key`: 32 bytes.
std::string seal(const Secret& key, std::string_view plain, std::string_view associated);
// Nothing if key, associated data or a single bit of what was sealed is another.
std::optional<std::string> open(const Secret& key, std::string_view sealed, std::string_view associated);

// HKDF with SHA-256 (RFC 5869). Keys derived under different `info` tell nothing of each other.
Secret derive(const Secret& key, std::string_view salt, std::string_view info, std::size_t bytes = cipher_key_bytes);

// HMAC-SHA-256 (RFC 2104), 32 bytes.
std::string hmac_sha256(const Secret& key, std::string_view bytes);

// base64url without padding (RFC 4648, 5). Back: nothing for what it did not make.
std::string base64url(std::string_view bytes);
std::optional<std::string> from_base64url(std::string_view text);

}  // namespace gulou::crypto
