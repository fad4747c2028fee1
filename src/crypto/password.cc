#include "crypto/password.h"

#include <argon2.h>

#include <semaphore>

#include "crypto/hash.h"

namespace gulou::crypto {
namespace {

constexpr std::uint32_t memory_kib = 19456;
constexpr std::uint32_t passes = 2;
constexpr std::uint32_t lanes = 1;
constexpr std::size_t salt_bytes = 16;
constexpr std::size_t hash_bytes = 32;
constexpr std::string_view parameters = "$argon2id$v=19$m=19456,t=2,p=1$";

// At most two hashes at a time; others wait here.
class Turn {
 public:
  Turn() { free_.acquire(); }
  ~Turn() { free_.release(); }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

 private:
  static inline std::counting_semaphore<2> free_{2};
};

}  // namespace

Result<std::string> hash_password(std::string_view password) {
  const auto salt = random_bytes(salt_bytes);
  std::string encoded(argon2_encodedlen(passes, memory_kib, lanes, salt_bytes, hash_bytes, Argon2_id), '\0');
  const Turn turn;
  const int failure = argon2id_hash_encoded(passes, memory_kib, lanes, password.data(), password.size(), salt.data(),
                                            salt.size(), hash_bytes, encoded.data(), encoded.size());
  if (failure != ARGON2_OK) return fail(unavailable_error("overloaded", argon2_error_message(failure)));
  encoded.resize(encoded.find('\0'));  // argon2 counts the terminating NUL
  return encoded;
}

bool verify_password(const std::string& phc, std::string_view password) {
  const Turn turn;
  return argon2id_verify(phc.c_str(), password.data(), password.size()) == ARGON2_OK;
}

bool is_outdated(std::string_view phc) { return !phc.starts_with(parameters); }

const std::string& hash_of_nobody() {
  // 32 random bytes that are forgotten at once; should there be no memory, a malformed hash refuses as well.
  static const std::string hash = hash_password(random_bytes(32)).value_or("");
  return hash;
}

}  // namespace gulou::crypto
