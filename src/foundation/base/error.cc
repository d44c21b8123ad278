#include "foundation/base/error.h"

#include <string_view>

namespace attune {

std::string_view name_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::kInvalidInput:
      return "InvalidInput";
    case ErrorCode::kNotFound:
      return "NotFound";
    case ErrorCode::kAlreadyExists:
      return "AlreadyExists";
    case ErrorCode::kInUse:
      return "InUse";
    case ErrorCode::kLimitExceeded:
      return "LimitExceeded";
    case ErrorCode::kInvalidNextToken:
      return "InvalidNextToken";
    case ErrorCode::kAccessDenied:
      return "AccessDenied";
    case ErrorCode::kUnavailable:
      return "Unavailable";
    case ErrorCode::kCancelled:
      return "Cancelled";
    case ErrorCode::kInternal:
      return "Internal";
    case ErrorCode::kMalformed:
      return "Malformed";
    case ErrorCode::kTooManyTags:
      return "TooManyTags";
    case ErrorCode::kTooManyTagKeys:
      return "TooManyTagKeys";
  }
  return "Unknown";
}

}  // namespace attune
