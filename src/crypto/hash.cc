#include "crypto/hash.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <sys/random.h>

#include <cstdlib>
#include <fstream>
#include <memory>

namespace gulou::crypto {
namespace {

// OpenSSL's digest calls fail only without memory or without the algorithm; neither leaves anything sensible to do.
void must(int ok) {
  if (ok != 1) std::abort();
}

class Hasher {
 public:
  Hasher() { must(context_ ? EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) : 0); }
  void add(std::string_view bytes) { must(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size())); }
  Sha256 finish() {
    Sha256 hash;
    must(EVP_DigestFinal_ex(context_.get(), hash.data(), nullptr));
    return hash;
  }

 private:
  struct Free {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  };
  std::unique_ptr<EVP_MD_CTX, Free> context_{EVP_MD_CTX_new()};
};

Error unreadable(const std::string& path) {
  return {.kind = ErrorKind::not_found,
          .code = "file_unreadable",
          .message = {"无法读取文件:" + path, "Cannot read the file " + path}};
}

}  // namespace

Sha256 sha256(std::string_view bytes) {
  Hasher hasher;
  hasher.add(bytes);
  return hasher.finish();
}

Result<Sha256> sha256_of_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return fail(unreadable(path));
  Hasher hasher;
  std::vector<char> block(64 * 1024);
  while (file) {
    file.read(block.data(), static_cast<std::streamsize>(block.size()));
    hasher.add({block.data(), static_cast<std::size_t>(file.gcount())});
  }
  if (!file.eof()) return fail(unreadable(path));
  return hasher.finish();
}

std::string hex(std::string_view bytes) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out += digits[byte >> 4];
    out += digits[byte & 15];
  }
  return out;
}

std::string hex(const Sha256& hash) { return hex({reinterpret_cast<const char*>(hash.data()), hash.size()}); }

std::vector<std::uint8_t> random_bytes(std::size_t count) {
  std::vector<std::uint8_t> bytes(count);
  std::size_t got = 0;
  while (got < count) {
    const auto more = getrandom(bytes.data() + got, count - got, 0);
    if (more > 0)
      got += static_cast<std::size_t>(more);
    else if (errno != EINTR)
      std::abort();
  }
  return bytes;
}

bool constant_time_equal(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace gulou::crypto
