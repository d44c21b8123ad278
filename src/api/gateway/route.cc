#include "api/gateway/route.h"

#include <string>
#include <string_view>

namespace attune::gateway {
namespace {

Route to_operation(const operations::Operation& operation) {
  return {
      .name = std::string(operation.name), .service = operation.service, .operation = &operation};
}

Route to_unknown(wire::Service service, std::string_view name) {
  return {.name = "unknown",
          .service = service,
          .refusal = wire::encode(wire::unknown_operation(service, name))};
}

Route by_target(std::string_view target) {
  const std::size_t dot = target.rfind('.');
  const std::string_view name = dot == std::string_view::npos ? target : target.substr(dot + 1);
  const operations::Operation* operation = operations::find_operation(name);
  if (operation != nullptr && operation->service == wire::Service::kControl) {
    return to_operation(*operation);
  }
  return to_unknown(wire::Service::kControl, name);
}

}  // namespace

std::string_view plain_path(const http::Request& request) {
  std::string_view path = request.path();
  while (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
  return path;
}

Route route_of(const http::Request& request) {
  const std::string_view target = request.headers.find("X-Amz-Target");
  const std::string_view path = plain_path(request);
  if (!target.empty()) return by_target(target);
  if (request.method == "POST") {
    if (const auto* operation = operations::find_operation_by_path(path)) {
      return to_operation(*operation);
    }
  }
  return to_unknown(wire::Service::kRuntime, request.method + ' ' + std::string(path));
}

}  // namespace attune::gateway
