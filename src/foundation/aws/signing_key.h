#pragma once

#include <string>
#include <string_view>

#include "foundation/aws/sha256.h"

namespace attune::aws {

/// The middle of a Credential: what one derived key is good for.
struct CredentialScope {
  std::string date;  // yyyymmdd
  std::string region;
  std::string service;

  /// "date/region/service/aws4_request".
  [[nodiscard]] std::string text() const;
  friend bool operator==(const CredentialScope&, const CredentialScope&) = default;
};

/// The key that signs within `scope` (four chained HMACs). The last few are remembered per thread,
/// since a caller uses one for a whole day.
[[nodiscard]] Digest signing_key(std::string_view secret, const CredentialScope& scope);

/// The hexadecimal signature of a canonical request.
[[nodiscard]] std::string signature_of(std::string_view canonical_request,
                                       std::string_view amz_time, const CredentialScope& scope,
                                       std::string_view secret);

}  // namespace attune::aws
