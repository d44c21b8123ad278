#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/aws/amz_time.h"
#include "foundation/aws/canonical_request.h"
#include "foundation/aws/credentials.h"
#include "foundation/aws/sha256.h"
#include "foundation/aws/signing_key.h"
#include "foundation/aws/sigv4.h"
#include "foundation/http/message.h"

namespace attune::aws {
namespace {

constexpr std::array<std::string_view, 3> kSigningFields{"authorization", "x-amz-date",
                                                         "x-amz-security-token"};
/// Fields that proxies and libraries change on the way.
constexpr std::array<std::string_view, 6> kUnsignedFields{
    "connection", "content-length", "expect", "transfer-encoding", "user-agent", "x-amzn-trace-id"};

bool is_one_of(std::string_view name, const auto& names) {
  return std::ranges::any_of(
      names, [name](std::string_view known) { return http::equal_ignoring_case(known, name); });
}

void drop_earlier_signature(http::Headers& headers) {
  http::Headers kept;
  for (const auto& [name, value] : headers.all()) {
    if (!is_one_of(name, kSigningFields)) kept.add(name, value);
  }
  headers = std::move(kept);
}

std::vector<std::string> names_to_sign(const http::Headers& headers) {
  std::vector<std::string> names;
  for (const auto& [name, value] : headers.all()) {
    if (!is_one_of(name, kUnsignedFields)) names.push_back(lower_case(name));
  }
  std::ranges::sort(names);
  const auto repeated = std::ranges::unique(names);
  names.erase(repeated.begin(), repeated.end());
  return names;
}

std::string joined(const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "" : ";") + name;
  return list;
}

}  // namespace

void sign(http::Request& request, const Credentials& credentials, const SigningScope& scope,
          std::int64_t now_ms) {
  drop_earlier_signature(request.headers);
  const std::string amz_time = format_amz_time(now_ms);
  request.headers.add("X-Amz-Date", amz_time);
  if (!credentials.session_token.empty()) {
    request.headers.add("X-Amz-Security-Token", credentials.session_token);
  }
  std::string payload_hash(request.headers.find("x-amz-content-sha256"));
  if (payload_hash.empty()) {
    payload_hash = to_hex(sha256(request.body));
    if (scope.service == "s3") request.headers.add("X-Amz-Content-Sha256", payload_hash);
  }
  const std::vector<std::string> names = names_to_sign(request.headers);
  const CredentialScope of_day{
      .date = amz_time.substr(0, 8), .region = scope.region, .service = scope.service};
  const std::string signature =
      signature_of(canonical_request(request, names, payload_hash, scope.service), amz_time, of_day,
                   credentials.secret_access_key);
  request.headers.add("Authorization", "AWS4-HMAC-SHA256 Credential=" + credentials.access_key_id +
                                           '/' + of_day.text() + ", SignedHeaders=" +
                                           joined(names) + ", Signature=" + signature);
}

}  // namespace attune::aws
