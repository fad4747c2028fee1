#include "crypto/cipher.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/kdf.h>
#include <openssl/params.h>

#include <array>
#include <cstdint>
#include <cstdlib>
#include <memory>

#include "crypto/hash.h"

namespace gulou::crypto {
namespace {

constexpr std::size_t nonce_bytes = 12;
constexpr std::size_t tag_bytes = 16;

unsigned char* as_bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }
const unsigned char* as_bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

// OpenSSL fails here only without memory: nothing sensible can follow.
void require(bool holds) {
  if (!holds) std::abort();
}

struct FreeCipher {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, FreeCipher>;

CipherContext new_cipher() {
  CipherContext context(EVP_CIPHER_CTX_new());
  require(context != nullptr);
  return context;
}

struct FreeKdf {
  void operator()(EVP_KDF* kdf) const { EVP_KDF_free(kdf); }
  void operator()(EVP_KDF_CTX* context) const { EVP_KDF_CTX_free(context); }
};

OSSL_PARAM octets(const char* name, std::string& bytes) {
  return OSSL_PARAM_construct_octet_string(name, bytes.data(), bytes.size());
}

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

int value_of(char c) {
  const auto at = alphabet.find(c);
  return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

}  // namespace

void wipe(std::string& bytes) {
  OPENSSL_cleanse(bytes.data(), bytes.size());
  bytes.clear();
}

std::string seal(const Secret& key, std::string_view plain, std::string_view associated) {
  require(key.bytes().size() == cipher_key_bytes);
  std::string out = random_bytes(nonce_bytes);
  out.resize(nonce_bytes + plain.size() + tag_bytes);
  unsigned char* const at = as_bytes(out);
  const auto context = new_cipher();
  int written = 0;
  require(EVP_EncryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, as_bytes(key.bytes()), at) == 1);
  require(EVP_EncryptUpdate(context.get(), nullptr, &written, as_bytes(associated),
                            static_cast<int>(associated.size())) == 1);
  require(EVP_EncryptUpdate(context.get(), at + nonce_bytes, &written, as_bytes(plain),
                            static_cast<int>(plain.size())) == 1);
  require(EVP_EncryptFinal_ex(context.get(), at + nonce_bytes + written, &written) == 1);
  require(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, tag_bytes, at + nonce_bytes + plain.size()) == 1);
  return out;
}

std::optional<std::string> open(const Secret& key, std::string_view sealed, std::string_view associated) {
  if (key.bytes().size() != cipher_key_bytes || sealed.size() < nonce_bytes + tag_bytes) return std::nullopt;
  const auto body = sealed.substr(nonce_bytes, sealed.size() - nonce_bytes - tag_bytes);
  std::string tag(sealed.substr(sealed.size() - tag_bytes));
  std::string plain(body.size(), '\0');
  const auto context = new_cipher();
  int written = 0;
  require(EVP_DecryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, as_bytes(key.bytes()), as_bytes(sealed)) == 1);
  require(EVP_DecryptUpdate(context.get(), nullptr, &written, as_bytes(associated),
                            static_cast<int>(associated.size())) == 1);
  require(EVP_DecryptUpdate(context.get(), as_bytes(plain), &written, as_bytes(body), static_cast<int>(body.size())) ==
          1);
  require(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, tag_bytes, tag.data()) == 1);
  if (EVP_DecryptFinal_ex(context.get(), as_bytes(plain) + written, &written) != 1) {
    wipe(plain);
    return std::nullopt;
  }
  return plain;
}

Secret derive(const Secret& key, std::string_view salt, std::string_view info, std::size_t bytes) {
  const std::unique_ptr<EVP_KDF, FreeKdf> kdf(EVP_KDF_fetch(nullptr, "HKDF", nullptr));
  const std::unique_ptr<EVP_KDF_CTX, FreeKdf> context(EVP_KDF_CTX_new(kdf.get()));
  require(context != nullptr);
  std::string digest = "SHA256";
  std::string secret(key.bytes());
  std::string its_salt(salt);
  std::string its_info(info);
  const std::array<OSSL_PARAM, 5> parameters = {
      OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest.data(), 0), octets(OSSL_KDF_PARAM_KEY, secret),
      octets(OSSL_KDF_PARAM_SALT, its_salt), octets(OSSL_KDF_PARAM_INFO, its_info), OSSL_PARAM_construct_end()};
  std::string out(bytes, '\0');
  require(EVP_KDF_derive(context.get(), as_bytes(out), out.size(), parameters.data()) == 1);
  wipe(secret);
  return Secret(std::move(out));
}

std::string hmac_sha256(const Secret& key, std::string_view bytes) {
  std::string out(32, '\0');
  unsigned int size = 0;
  require(HMAC(EVP_sha256(), key.bytes().data(), static_cast<int>(key.bytes().size()), as_bytes(bytes), bytes.size(),
               as_bytes(out), &size) != nullptr);
  return out;
}

std::string base64url(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size() * 4 / 3 + 3);
  std::uint32_t held = 0;
  int bits = 0;
  for (const char c : bytes) {
    held = held << 8 | static_cast<unsigned char>(c);
    for (bits += 8; bits >= 6; bits -= 6) out += alphabet[held >> (bits - 6) & 63];
  }
  if (bits > 0) out += alphabet[held << (6 - bits) & 63];
  return out;
}

std::optional<std::string> from_base64url(std::string_view text) {
  std::string out;
  out.reserve(text.size() * 3 / 4);
  std::uint32_t held = 0;
  int bits = 0;
  for (const char c : text) {
    const int value = value_of(c);
    if (value < 0) return std::nullopt;
    held = held << 6 | static_cast<std::uint32_t>(value);
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    out += static_cast<char>(held >> bits & 255);
  }
  // What is left over is nothing but the zeros that base64url() put there.
  if (bits >= 6 || (held & ((1u << bits) - 1)) != 0) return std::nullopt;
  return out;
}

}  // namespace gulou::crypto
