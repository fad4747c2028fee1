// SHA-256, random bytes and comparison in constant time. The only folder that knows OpenSSL.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace gulou::crypto {

// SHA-256 over pieces.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;
  void update(std::string_view bytes);
  // The digest, 32 bytes; or 64 hexadecimal digits. Ends the hash: call one of them, once.
  std::string bytes();
  std::string hex();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

std::string sha256_hex(std::string_view bytes);
std::string hex(std::string_view bytes);
// From the operating system's generator, by way of OpenSSL.
std::string random_bytes(std::size_t count);
// Compares secrets without telling by its duration where they differ.
bool equal_in_constant_time(std::string_view a, std::string_view b);

}  // namespace gulou::crypto
