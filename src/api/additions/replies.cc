#include "api/additions/replies.h"

#include <algorithm>
#include <cstddef>

#include "api/wire/service.h"
#include "foundation/aws/uri_encode.h"

namespace attune::additions {

http::Response response_of(const wire::Answer& answer) {
  http::Response response;
  response.status = answer.status;
  response.headers.add("Content-Type", "application/json");
  if (!answer.error_code.empty()) response.headers.add("x-amzn-ErrorType", answer.error_code);
  response.body = answer.body;
  return response;
}

http::Response refused(const Error& error) {
  return response_of(wire::encode(wire::fault_of(error, wire::Service::kRuntime)));
}

http::Response answered(const json::Value& document) {
  return response_of({.status = 200, .error_code = {}, .body = json::write(document)});
}

std::optional<std::string> parameter(const http::Request& request, std::string_view name) {
  std::string_view rest = request.query();
  while (!rest.empty()) {
    const std::string_view pair = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
    const std::size_t equals = pair.find('=');
    if (equals == std::string_view::npos || pair.substr(0, equals) != name) continue;
    return aws::uri_decode(pair.substr(equals + 1));
  }
  return std::nullopt;
}

std::string region_of(const http::Request& request, const gateway::Identity& caller) {
  return parameter(request, "region").value_or(caller.region);
}

Result<void> check_allowed(const gateway::Identity& caller, std::string_view action,
                           const std::string& arn) {
  if (caller.allows(action, arn)) return {};
  return failure(ErrorCode::kAccessDenied,
                 "not allowed: personalize:" + std::string(action) + " on " + arn);
}

}  // namespace attune::additions
