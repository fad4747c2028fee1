// Ids made by the application: UUIDv7 (RFC 9562), so that a client can make one offline and retry safely.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gulou {

class Id {
 public:
  Id() = default;  // the nil id, "00000000-0000-0000-0000-000000000000"
  // A new UUIDv7: 48 bits of milliseconds, then 74 random bits. `now_ms` is the clock's UTC time.
  static Id make(std::int64_t now_ms);
  // Reads the 36-character form, upper or lower case.
  static std::optional<Id> parse(std::string_view text);

  std::string text() const;
  bool is_nil() const { return bytes_ == std::array<std::uint8_t, 16>{}; }
  auto operator<=>(const Id&) const = default;

 private:
  std::array<std::uint8_t, 16> bytes_{};
};

}  // namespace gulou
