#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include "api/wire/answer.h"
#include "foundation/aws/key_store.h"
#include "foundation/base/clock.h"
#include "foundation/http/message.h"

namespace attune::gateway {

struct OpenMode {
  std::string account_id = "000000000000";
  std::string region_default = "us-east-1";  // of callers that do not sign
};

/// Who asks, and what the key allows; null key: everything.
struct Identity {
  std::string account_id;
  std::string region;
  std::shared_ptr<const aws::CallerKey> key;

  [[nodiscard]] bool allows(std::string_view operation, std::string_view resource) const;
};

/// Tells who signed a request. Without a key store it is open: everybody is the one account and
/// the region is what the caller claims. Thread-safe.
class Authenticator {
 public:
  Authenticator(const aws::KeyStore& keys, const Clock& clock) : keys_(&keys), clock_(clock) {}
  Authenticator(OpenMode mode, const Clock& clock) : mode_(std::move(mode)), clock_(clock) {}

  [[nodiscard]] std::variant<Identity, wire::Answer> identify(const http::Request& request) const;

 private:
  const aws::KeyStore* keys_ = nullptr;
  OpenMode mode_;
  const Clock& clock_;
};

}  // namespace attune::gateway
