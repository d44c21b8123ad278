#pragma once

#include <string>
#include <string_view>

#include "api/wire/service.h"
#include "foundation/base/error.h"
#include "foundation/json/value.h"

namespace attune::wire {

/// A response before transport: what the gateway puts into HTTP.
struct Answer {
  int status = 200;
  std::string error_code;  // empty: success
  std::string body;
};

/// An error code of the protocol with its status and a sentence.
struct Fault {
  std::string_view code;
  int status = 400;
  std::string message;
};

/// How that service spells the error (reference 1.5).
[[nodiscard]] Fault fault_of(const Error& error, Service service);
[[nodiscard]] Answer encode(const Fault& fault);
/// A null value is an answer without a body.
[[nodiscard]] Answer encode(const json::Value& value);

[[nodiscard]] Fault unknown_operation(Service service, std::string_view name);

}  // namespace attune::wire
