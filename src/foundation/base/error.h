#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <utility>

namespace attune {

/// What went wrong, in the caller's terms. Only api/ turns a code into a protocol error and a
/// status.
enum class ErrorCode : std::uint8_t {
  kInvalidInput,
  kNotFound,
  kAlreadyExists,
  kInUse,
  kLimitExceeded,
  kInvalidNextToken,
  kAccessDenied,
  kUnavailable,  // try again: overload, a busy lock, a store that does not answer
  kCancelled,
  kInternal,
  kMalformed,  // not JSON, or a member of another JSON type than its own
  kTooManyTags,
  kTooManyTagKeys
};

/// A code for programs and one sentence for a person: which value broke which rule.
struct Error {
  ErrorCode code = ErrorCode::kInternal;
  std::string message;
};

template <typename T>
using Result = std::expected<T, Error>;

[[nodiscard]] std::string_view name_of(ErrorCode code);

[[nodiscard]] inline std::unexpected<Error> failure(ErrorCode code, std::string message) {
  return std::unexpected(Error{.code = code, .message = std::move(message)});
}
[[nodiscard]] inline std::unexpected<Error> invalid_input(std::string message) {
  return failure(ErrorCode::kInvalidInput, std::move(message));
}
[[nodiscard]] inline std::unexpected<Error> not_found(std::string message) {
  return failure(ErrorCode::kNotFound, std::move(message));
}
[[nodiscard]] inline std::unexpected<Error> internal_error(std::string message) {
  return failure(ErrorCode::kInternal, std::move(message));
}

}  // namespace attune

/// Declares `variable` with the value of `expression`, or returns its error from the function.
#define ATTUNE_TRY(variable, expression)                                        \
  auto variable##_or = (expression);                                            \
  if (!variable##_or) return std::unexpected(std::move(variable##_or.error())); \
  auto& variable = *variable##_or

// Names of their own for each use: an expression may hold a lambda that uses the macro too.
#define ATTUNE_JOIN_(prefix, number) prefix##number
#define ATTUNE_JOIN(prefix, number) ATTUNE_JOIN_(prefix, number)

/// Returns the error of a `Result<void>` expression from the function, if it has one.
#define ATTUNE_TRY_VOID(expression) \
  ATTUNE_TRY_VOID_AS_(ATTUNE_JOIN(outcome_, __COUNTER__), expression)
#define ATTUNE_TRY_VOID_AS_(name, expression)          \
  do {                                                 \
    if (auto name = (expression); !name) {             \
      return std::unexpected(std::move(name.error())); \
    }                                                  \
  } while (false)
