#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "api/gateway/authenticator.h"
#include "api/wire/answer.h"
#include "foundation/base/error.h"
#include "foundation/http/message.h"
#include "foundation/json/value.h"

namespace attune::additions {

[[nodiscard]] http::Response response_of(const wire::Answer& answer);
[[nodiscard]] http::Response refused(const Error& error);
[[nodiscard]] http::Response answered(const json::Value& document);

/// The first query parameter of that name, decoded; nothing if there is none or it is malformed.
[[nodiscard]] std::optional<std::string> parameter(const http::Request& request,
                                                   std::string_view name);
/// `?region=` of a caller that does not sign, else that of the signature.
[[nodiscard]] std::string region_of(const http::Request& request, const gateway::Identity& caller);

/// kAccessDenied unless the caller's key allows personalize:`action` on the resource.
[[nodiscard]] Result<void> check_allowed(const gateway::Identity& caller, std::string_view action,
                                         const std::string& arn);

}  // namespace attune::additions
