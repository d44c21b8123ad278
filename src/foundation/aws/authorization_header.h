#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/aws/signing_key.h"
#include "foundation/aws/sigv4.h"

namespace attune::aws {

/// The parts of "AWS4-HMAC-SHA256 Credential=..., SignedHeaders=..., Signature=...".
struct AuthorizationHeader {
  std::string access_key_id;
  CredentialScope scope;
  std::vector<std::string> signed_headers;  // lower-case, as ordered in the header
  std::string signature;

  [[nodiscard]] bool is_signed(std::string_view lower_case_name) const;
};

inline constexpr std::size_t kSignedHeaderCountMax = 100;

/// IncompleteSignatureException for anything malformed.
[[nodiscard]] std::expected<AuthorizationHeader, SignatureFault> parse_authorization(
    std::string_view value);

}  // namespace attune::aws
