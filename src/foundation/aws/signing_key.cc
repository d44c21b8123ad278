#include "foundation/aws/signing_key.h"

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "foundation/aws/sha256.h"

namespace attune::aws {
namespace {

constexpr std::size_t kRememberedKeyCount = 16;

struct RememberedKey {
  std::string secret;
  CredentialScope scope;
  Digest key{};
};

Digest derive(std::string_view secret, const CredentialScope& scope) {
  const Digest of_date = hmac_sha256("AWS4" + std::string(secret), scope.date);
  const Digest of_region = hmac_sha256(view_of(of_date), scope.region);
  const Digest of_service = hmac_sha256(view_of(of_region), scope.service);
  return hmac_sha256(view_of(of_service), "aws4_request");
}

}  // namespace

std::string CredentialScope::text() const {
  return date + '/' + region + '/' + service + "/aws4_request";
}

Digest signing_key(std::string_view secret, const CredentialScope& scope) {
  thread_local std::array<RememberedKey, kRememberedKeyCount> remembered;
  thread_local std::size_t next = 0;
  for (const RememberedKey& known : remembered) {
    if (known.scope == scope && known.secret == secret) return known.key;
  }
  RememberedKey& oldest = remembered[next++ % kRememberedKeyCount];
  oldest = {.secret = std::string(secret), .scope = scope, .key = derive(secret, scope)};
  return oldest.key;
}

std::string signature_of(std::string_view canonical_request, std::string_view amz_time,
                         const CredentialScope& scope, std::string_view secret) {
  std::string to_sign = "AWS4-HMAC-SHA256\n";
  to_sign += amz_time;
  to_sign += '\n' + scope.text() + '\n' + to_hex(sha256(canonical_request));
  const Digest key = signing_key(secret, scope);
  return to_hex(hmac_sha256(view_of(key), to_sign));
}

}  // namespace attune::aws
