#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string>

#include "foundation/base/error.h"
#include "foundation/http/message.h"

namespace attune::http {

struct ClientRequest {
  std::string method = "GET";
  std::string url = {};
  Headers headers = {};
  std::string body = {};
  std::chrono::milliseconds timeout{60'000};
  std::size_t body_bytes_max = std::size_t{64} * 1024 * 1024;  // of the response
};

/// One HTTP exchange over libcurl. Errors are about transport (kUnavailable); any status is an
/// answer. Thread-safe; connections are pooled per thread.
[[nodiscard]] Result<Response> send(const ClientRequest& request);

}  // namespace attune::http
