#include "api/gateway/authenticator.h"

#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "foundation/aws/sigv4.h"

namespace attune::gateway {
namespace {

constexpr std::string_view kService = "personalize";

wire::Answer refused(std::string_view code, int status, std::string message) {
  return wire::encode(wire::Fault{.code = code, .status = status, .message = std::move(message)});
}

}  // namespace

bool Identity::allows(std::string_view operation, std::string_view resource) const {
  return !key || key->policy.allows("personalize:" + std::string(operation),
                                    resource.empty() ? "*" : resource);
}

std::variant<Identity, wire::Answer> Authenticator::identify(const http::Request& request) const {
  if (keys_ == nullptr) {
    const auto claimed = aws::claimed_caller(request);
    return Identity{
        .account_id = mode_.account_id,
        .region = claimed && !claimed->region.empty() ? claimed->region : mode_.region_default,
        .key = nullptr};
  }
  const auto verified = aws::verify(request, keys_->find_secret(), clock_.now_ms());
  if (!verified) {
    const aws::SignatureFault& fault = verified.error();
    return refused(fault.code, fault.status, fault.message);
  }
  constexpr int kForbidden = 403;
  if (verified->service != kService) {
    return refused("InvalidSignatureException", kForbidden,
                   "signed for the service " + verified->service + ", not personalize");
  }
  auto key = keys_->find(verified->access_key_id);
  if (!key) return refused("UnrecognizedClientException", kForbidden, "unknown access key");
  std::string account_id = key->account_id;
  return Identity{
      .account_id = std::move(account_id), .region = verified->region, .key = std::move(key)};
}

}  // namespace attune::gateway
