#pragma once

#include <string_view>

#include "foundation/base/error.h"

namespace attune::cli {

inline constexpr std::string_view kVersion = "0.1.0";

inline constexpr int kExitSuccess = 0;
inline constexpr int kExitFailure = 1;      // something went wrong on our side or the machine's
inline constexpr int kExitUsage = 2;        // arguments, files or data that cannot be used
inline constexpr int kExitCancelled = 130;  // stopped by a signal, as shells count it

[[nodiscard]] int exit_code_of(const Error& error);

/// Prints "attune: message" to stderr and returns the exit code.
int fail(const Error& error);

}  // namespace attune::cli
