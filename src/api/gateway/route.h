#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "api/operations/catalogue.h"
#include "api/wire/answer.h"
#include "api/wire/service.h"
#include "foundation/http/message.h"

namespace attune::gateway {

/// Where a request goes: an operation of the catalogue, or an answer that says why not.
struct Route {
  std::string name;  // for logs and metrics; of fixed choice
  wire::Service service = wire::Service::kControl;
  const operations::Operation* operation = nullptr;
  std::optional<wire::Answer> refusal = {};
};

/// X-Amz-Target decides, without it the path; a query string and a trailing slash do not matter.
[[nodiscard]] Route route_of(const http::Request& request);

/// The path without a trailing slash ("/" stays).
[[nodiscard]] std::string_view plain_path(const http::Request& request);

}  // namespace attune::gateway
