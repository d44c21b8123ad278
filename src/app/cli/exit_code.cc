#include "app/cli/exit_code.h"

#include <iostream>

#include "foundation/base/error.h"

namespace attune::cli {

int exit_code_of(const Error& error) {
  switch (error.code) {
    case ErrorCode::kInvalidInput:
    case ErrorCode::kNotFound:
    case ErrorCode::kAlreadyExists:
    case ErrorCode::kInUse:
    case ErrorCode::kLimitExceeded:
    case ErrorCode::kInvalidNextToken:
    case ErrorCode::kMalformed:
    case ErrorCode::kTooManyTags:
    case ErrorCode::kTooManyTagKeys:
      return kExitUsage;
    case ErrorCode::kCancelled:
      return kExitCancelled;
    case ErrorCode::kAccessDenied:
    case ErrorCode::kUnavailable:
    case ErrorCode::kInternal:
      return kExitFailure;
  }
  return kExitFailure;
}

int fail(const Error& error) {
  std::cerr << "attune: " << error.message << "\n";
  return exit_code_of(error);
}

}  // namespace attune::cli
