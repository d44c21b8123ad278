#include "foundation/aws/authorization_header.h"

#include <algorithm>
#include <array>
#include <expected>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "foundation/aws/canonical_request.h"
#include "foundation/aws/sigv4.h"

namespace attune::aws {
namespace {

constexpr std::string_view kAlgorithm = "AWS4-HMAC-SHA256";

std::unexpected<SignatureFault> incomplete(std::string message) {
  return std::unexpected(SignatureFault{
      .code = "IncompleteSignatureException", .status = 400, .message = std::move(message)});
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (std::size_t start = 0; start <= text.size();) {
    const std::size_t end = std::min(text.find(separator, start), text.size());
    parts.push_back(text.substr(start, end - start));
    start = end + 1;
  }
  return parts;
}

std::string_view trim(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

struct Parts {
  std::string_view credential;
  std::string_view signed_headers;
  std::string_view signature;
};

Parts find_parts(std::string_view list) {
  Parts parts;
  for (const std::string_view part : split(list, ',')) {
    const std::string_view trimmed = trim(part);
    const std::size_t equals = std::min(trimmed.find('='), trimmed.size());
    const std::string_view name = trimmed.substr(0, equals);
    const std::string_view value = trimmed.substr(std::min(equals + 1, trimmed.size()));
    if (name == "Credential") parts.credential = value;
    if (name == "SignedHeaders") parts.signed_headers = value;
    if (name == "Signature") parts.signature = value;
  }
  return parts;
}

std::expected<void, SignatureFault> read_credential(std::string_view text,
                                                    AuthorizationHeader& header) {
  const std::vector<std::string_view> parts = split(text, '/');
  if (parts.size() != 5 || std::ranges::any_of(parts, &std::string_view::empty)) {
    return incomplete(
        "Credential must have exactly 5 slash-delimited elements, e.g. "
        "keyid/date/region/service/term, got: '" +
        std::string(text) + "'");
  }
  if (parts[4] != "aws4_request") {
    return incomplete("Credential should be scoped with a valid terminator: 'aws4_request', not '" +
                      std::string(parts[4]) + "'");
  }
  header.access_key_id = parts[0];
  header.scope = {.date = std::string(parts[1]),
                  .region = std::string(parts[2]),
                  .service = std::string(parts[3])};
  return {};
}

std::expected<void, SignatureFault> read_signed_headers(std::string_view text,
                                                        AuthorizationHeader& header) {
  for (const std::string_view name : split(text, ';')) {
    if (name.empty()) return incomplete("SignedHeaders holds an empty name");
    if (header.signed_headers.size() == kSignedHeaderCountMax) {
      return incomplete("SignedHeaders lists more than " + std::to_string(kSignedHeaderCountMax) +
                        " names");
    }
    header.signed_headers.push_back(lower_case(name));
  }
  if (!header.is_signed("host")) {
    return incomplete("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
  }
  return {};
}

}  // namespace

bool AuthorizationHeader::is_signed(std::string_view lower_case_name) const {
  return std::ranges::find(signed_headers, lower_case_name) != signed_headers.end();
}

std::expected<AuthorizationHeader, SignatureFault> parse_authorization(std::string_view value) {
  const std::string_view trimmed = trim(value);
  const std::string_view algorithm = trimmed.substr(0, trimmed.find(' '));
  if (algorithm != kAlgorithm) {
    return incomplete("Unsupported AWS 'algorithm': only AWS4-HMAC-SHA256 is known");
  }
  const Parts parts = find_parts(trimmed.substr(kAlgorithm.size()));
  std::string missing;
  for (const auto& [name, part] : std::array{std::pair{"Credential", parts.credential},
                                             std::pair{"Signature", parts.signature},
                                             std::pair{"SignedHeaders", parts.signed_headers}}) {
    if (!part.empty()) continue;
    if (!missing.empty()) missing += ' ';
    missing += "Authorization header requires '" + std::string(name) + "' parameter.";
  }
  if (!missing.empty()) return incomplete(std::move(missing));

  AuthorizationHeader header;
  if (auto read = read_credential(parts.credential, header); !read) {
    return std::unexpected(std::move(read.error()));
  }
  if (auto read = read_signed_headers(parts.signed_headers, header); !read) {
    return std::unexpected(std::move(read.error()));
  }
  header.signature = parts.signature;
  return header;
}

}  // namespace attune::aws
