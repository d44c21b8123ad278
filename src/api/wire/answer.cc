#include "api/wire/answer.h"

#include <string>
#include <string_view>

#include "foundation/base/error.h"

namespace attune::wire {
namespace {

constexpr int kBadRequest = 400;
constexpr int kNotFoundStatus = 404;
constexpr int kConflict = 409;
constexpr int kInternalStatus = 500;
constexpr int kUnavailableStatus = 503;

}  // namespace

Fault fault_of(const Error& error, Service service) {
  const bool is_control = service == Service::kControl;
  const auto fault = [&](std::string_view code, int status) {
    return Fault{.code = code, .status = status, .message = error.message};
  };
  switch (error.code) {
    case ErrorCode::kInvalidInput:
      return fault("InvalidInputException", kBadRequest);
    case ErrorCode::kNotFound:
      return fault("ResourceNotFoundException", is_control ? kBadRequest : kNotFoundStatus);
    case ErrorCode::kAlreadyExists:
      return fault("ResourceAlreadyExistsException", kBadRequest);
    case ErrorCode::kInUse:
      return fault("ResourceInUseException", is_control ? kBadRequest : kConflict);
    case ErrorCode::kLimitExceeded:
      return fault("LimitExceededException", kBadRequest);
    case ErrorCode::kInvalidNextToken:
      return fault("InvalidNextTokenException", kBadRequest);
    case ErrorCode::kAccessDenied:
      return fault("AccessDeniedException", kBadRequest);
    case ErrorCode::kTooManyTags:
      return fault("TooManyTagsException", kBadRequest);
    case ErrorCode::kTooManyTagKeys:
      return fault("TooManyTagKeysException", kBadRequest);
    case ErrorCode::kMalformed:
      return fault("SerializationException", kBadRequest);
    case ErrorCode::kUnavailable:
    case ErrorCode::kCancelled:
      return fault("ServiceUnavailable", kUnavailableStatus);
    case ErrorCode::kInternal:
      break;
  }
  // What went wrong inside is for the log, not for the caller.
  return {.code = "InternalServerError",
          .status = kInternalStatus,
          .message = "an internal error; the server's log has it under this request id"};
}

Answer encode(const Fault& fault) {
  json::Value body;
  body.add("__type", fault.code);
  body.add("message", fault.message);
  return {.status = fault.status, .error_code = std::string(fault.code), .body = json::write(body)};
}

Answer encode(const json::Value& value) {
  return {.error_code = {}, .body = value.is_null() ? std::string() : json::write(value)};
}

Fault unknown_operation(Service service, std::string_view name) {
  return {.code = "UnknownOperationException",
          .status = service == Service::kControl ? kBadRequest : kNotFoundStatus,
          .message = "no operation is called " + std::string(name)};
}

}  // namespace attune::wire
