#include "foundation/aws/sha256.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "foundation/base/check.h"

namespace attune::aws {
namespace {

struct Free {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  void operator()(EVP_MAC_CTX* context) const { EVP_MAC_CTX_free(context); }
};

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

/// Contexts are kept per thread: making one costs more than hashing a request.
EVP_MAC_CTX* thread_mac() {
  static EVP_MAC* const algorithm = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
  thread_local const std::unique_ptr<EVP_MAC_CTX, Free> context(EVP_MAC_CTX_new(algorithm));
  return context.get();
}

EVP_MD_CTX* thread_digest() {
  thread_local const std::unique_ptr<EVP_MD_CTX, Free> context(EVP_MD_CTX_new());
  return context.get();
}

}  // namespace

Digest sha256(std::string_view bytes) {
  static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  EVP_MD_CTX* const context = thread_digest();
  Digest digest{};
  ATTUNE_CHECK(
      EVP_DigestInit_ex(context, algorithm, nullptr) == 1 &&
      EVP_DigestUpdate(context, bytes.data(), bytes.size()) == 1 &&
      EVP_DigestFinal_ex(context, reinterpret_cast<unsigned char*>(digest.data()), nullptr) == 1);
  return digest;
}

Digest hmac_sha256(std::string_view key, std::string_view bytes) {
  std::array<char, 7> name{"SHA256"};
  const std::array parameters{
      OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name.data(), 0),
      OSSL_PARAM_construct_end()};
  EVP_MAC_CTX* const context = thread_mac();
  Digest digest{};
  std::size_t length = 0;
  // OpenSSL takes a null key for "the previous one".
  const unsigned char* const key_bytes = bytes_of(key.empty() ? std::string_view("") : key);
  ATTUNE_CHECK(EVP_MAC_init(context, key_bytes, key.size(), parameters.data()) == 1 &&
               EVP_MAC_update(context, bytes_of(bytes), bytes.size()) == 1 &&
               EVP_MAC_final(context, reinterpret_cast<unsigned char*>(digest.data()), &length,
                             digest.size()) == 1);
  return digest;
}

std::string to_hex(const Digest& digest) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  hex.reserve(2 * digest.size());
  for (const char byte : digest) {
    const auto value = static_cast<unsigned char>(byte);
    hex += kDigits[value >> 4U];
    hex += kDigits[value & 0x0FU];
  }
  return hex;
}

bool equal_in_constant_time(std::string_view left, std::string_view right) {
  return left.size() == right.size() && CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

}  // namespace attune::aws
