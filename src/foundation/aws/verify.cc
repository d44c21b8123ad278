#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "foundation/aws/amz_time.h"
#include "foundation/aws/authorization_header.h"
#include "foundation/aws/canonical_request.h"
#include "foundation/aws/sha256.h"
#include "foundation/aws/signing_key.h"
#include "foundation/aws/sigv4.h"
#include "foundation/http/message.h"

namespace attune::aws {
namespace {

template <typename T>
using Checked = std::expected<T, SignatureFault>;

std::unexpected<SignatureFault> fault(std::string code, int status, std::string message) {
  return std::unexpected(
      SignatureFault{.code = std::move(code), .status = status, .message = std::move(message)});
}
std::unexpected<SignatureFault> incomplete(std::string message) {
  return fault("IncompleteSignatureException", 400, std::move(message));
}
std::unexpected<SignatureFault> invalid(std::string message) {
  return fault("InvalidSignatureException", 403, std::move(message));
}

/// These decide what a request does: unsigned, they could be changed on the way.
constexpr std::array<std::string_view, 4> kMustBeSigned{"x-amz-content-sha256", "x-amz-date",
                                                        "x-amz-security-token", "x-amz-target"};

Checked<std::string_view> authorization_value(const http::Request& request) {
  const auto is_authorization = [](const auto& field) {
    return http::equal_ignoring_case(field.first, "authorization");
  };
  const auto count = std::ranges::count_if(request.headers.all(), is_authorization);
  if (count > 1) return incomplete("the request holds more than one Authorization header");
  if (count == 1) return request.headers.find("authorization");
  if (request.query().find("X-Amz-Signature=") != std::string_view::npos) {
    return incomplete("signatures in the query are not supported: use the Authorization header");
  }
  return fault("MissingAuthenticationTokenException", 403, "Missing Authentication Token");
}

Checked<void> check_coverage(const http::Request& request, const AuthorizationHeader& header) {
  for (const std::string_view name : kMustBeSigned) {
    if (request.headers.contains(name) && !header.is_signed(name)) {
      return invalid("the header '" + std::string(name) + "' is present but not signed");
    }
  }
  for (const std::string& name : header.signed_headers) {
    if (!request.headers.contains(name)) {
      return invalid("the header '" + name + "' is signed but not present");
    }
  }
  return {};
}

struct SigningTime {
  std::int64_t unix_ms = 0;
  std::string amz_time;
};

Checked<SigningTime> signing_time(const http::Request& request) {
  if (const std::string_view text = request.headers.find("x-amz-date"); !text.empty()) {
    const auto unix_ms = parse_amz_time(text);
    if (!unix_ms) {
      return incomplete("Date must be in ISO-8601 'basic format'. Got '" + std::string(text) + "'");
    }
    return SigningTime{.unix_ms = *unix_ms, .amz_time = std::string(text)};
  }
  const std::string_view date = request.headers.find("date");
  const auto unix_ms = parse_http_time(date);
  if (!unix_ms) {
    return incomplete(
        "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
  }
  return SigningTime{.unix_ms = *unix_ms, .amz_time = format_amz_time(*unix_ms)};
}

struct Window {
  std::int64_t now_ms = 0;
  std::int64_t skew_ms_max = 0;
};

Checked<void> check_time(const SigningTime& time, const CredentialScope& scope,
                         const Window& window) {
  const std::string date = time.amz_time.substr(0, 8);
  if (scope.date != date) {
    return invalid(
        "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date"
        " from HTTP: '" +
        scope.date + "' != '" + date + "', from '" + time.amz_time + "'.");
  }
  const std::string now = format_amz_time(window.now_ms);
  const std::string allowed = std::to_string(window.skew_ms_max / 1000) + " seconds are allowed.";
  if (time.unix_ms + window.skew_ms_max < window.now_ms) {
    return fault(
        "RequestExpired", 400,
        "Signature expired: " + time.amz_time + " is too long before " + now + ": " + allowed);
  }
  if (time.unix_ms - window.skew_ms_max > window.now_ms) {
    return fault("RequestExpired", 400,
                 "Signature not yet current: " + time.amz_time + " is too long after " + now +
                     ": " + allowed);
  }
  return {};
}

Checked<std::string> payload_hash(const http::Request& request) {
  const std::string_view claimed = request.headers.find("x-amz-content-sha256");
  if (claimed == "UNSIGNED-PAYLOAD") return std::string(claimed);
  if (claimed.starts_with("STREAMING-")) {
    return incomplete("the x-amz-content-sha256 '" + std::string(claimed) +
                      "' is not supported: send the body in one piece");
  }
  std::string actual = to_hex(sha256(request.body));
  if (!claimed.empty() && claimed != actual) {
    return invalid("the x-amz-content-sha256 header is not the SHA-256 of the body");
  }
  return actual;
}

}  // namespace

std::expected<VerifiedCaller, SignatureFault> verify(const http::Request& request,
                                                     const FindSecret& find_secret,
                                                     std::int64_t now_ms,
                                                     std::int64_t skew_ms_max) {
  const auto value = authorization_value(request);
  if (!value) return std::unexpected(value.error());
  const auto header = parse_authorization(*value);
  if (!header) return std::unexpected(header.error());
  const auto time = signing_time(request);
  if (!time) return std::unexpected(time.error());
  const Window window{.now_ms = now_ms, .skew_ms_max = skew_ms_max};
  if (auto checked = check_time(*time, header->scope, window); !checked) {
    return std::unexpected(checked.error());
  }
  if (auto checked = check_coverage(request, *header); !checked) {
    return std::unexpected(checked.error());
  }
  const auto secret = find_secret(header->access_key_id);
  if (!secret) {
    return fault("UnrecognizedClientException", 403,
                 "The security token included in the request is invalid.");
  }
  const auto hash = payload_hash(request);
  if (!hash) return std::unexpected(hash.error());

  const std::string canonical =
      canonical_request(request, header->signed_headers, *hash, header->scope.service);
  const std::string expected = signature_of(canonical, time->amz_time, header->scope, *secret);
  if (!equal_in_constant_time(expected, header->signature)) {
    return invalid(
        "The request signature we calculated does not match the signature you provided. Check your "
        "AWS Secret Access Key and signing method. Consult the service documentation for details.");
  }
  return VerifiedCaller{.access_key_id = header->access_key_id,
                        .region = header->scope.region,
                        .service = header->scope.service};
}

std::optional<VerifiedCaller> claimed_caller(const http::Request& request) {
  const auto value = authorization_value(request);
  if (!value) return std::nullopt;
  auto header = parse_authorization(*value);
  if (!header) return std::nullopt;
  return VerifiedCaller{.access_key_id = std::move(header->access_key_id),
                        .region = std::move(header->scope.region),
                        .service = std::move(header->scope.service)};
}

}  // namespace attune::aws
