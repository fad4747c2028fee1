// Hashes and randomness. src/crypto is the only folder that knows OpenSSL.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace gulou::crypto {

using Sha256 = std::array<std::uint8_t, 32>;

Sha256 sha256(std::string_view bytes);
// Reads the file in blocks. Fails with code "file_unreadable" (kind not_found).
Result<Sha256> sha256_of_file(const std::string& path);
// Lower case, two digits per byte.
std::string hex(std::string_view bytes);
std::string hex(const Sha256& hash);

// From the operating system's generator; stops the program if there is none.
std::vector<std::uint8_t> random_bytes(std::size_t count);
// Takes equally long wherever the difference is; the lengths are no secret.
bool constant_time_equal(std::string_view a, std::string_view b);

}  // namespace gulou::crypto
