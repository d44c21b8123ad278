#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "foundation/aws/credentials.h"
#include "foundation/base/error.h"
#include "foundation/http/message.h"

namespace attune::aws {

/// What a signature is scoped to.
struct SigningScope {
  std::string region;
  std::string service;  // "personalize" for all three Personalize services, "s3" for S3
};

/// Adds x-amz-date, x-amz-content-sha256 (S3 only), x-amz-security-token and Authorization to
/// `request.headers`, which must already hold Host. AWS Signature Version 4.
void sign(http::Request& request, const Credentials& credentials, const SigningScope& scope,
          std::int64_t now_ms);

/// Why a signature was refused: the protocol's error code and a sentence.
struct SignatureFault {
  std::string code;  // "IncompleteSignatureException", "MissingAuthenticationTokenException", ...
  int status = 403;
  std::string message;
};

/// Who signed.
struct VerifiedCaller {
  std::string access_key_id;
  std::string region;
  std::string service;
};

using FindSecret = std::function<std::optional<std::string>(std::string_view access_key_id)>;

/// Checks the Authorization header against the request as received: canonical request from whatever
/// SignedHeaders lists, body hashed unless x-amz-content-sha256 says UNSIGNED-PAYLOAD,
/// constant-time comparison, clock skew up to `skew_ms_max`. reference 1.3. Thread-safe.
[[nodiscard]] std::expected<VerifiedCaller, SignatureFault> verify(
    const http::Request& request, const FindSecret& find_secret, std::int64_t now_ms,
    std::int64_t skew_ms_max = std::int64_t{15} * 60 * 1000);

/// Reads the credential scope without checking it (open mode: the caller's region). Nothing if
/// there is no well-formed Authorization header.
[[nodiscard]] std::optional<VerifiedCaller> claimed_caller(const http::Request& request);

}  // namespace attune::aws
