#pragma once

#include <functional>
#include <optional>
#include <string>

#include "foundation/aws/credentials.h"

namespace attune::aws {

/// The value of an environment variable, empty if unset. `getenv` outside tests.
using ReadVariable = std::function<std::string(const char* name)>;
[[nodiscard]] ReadVariable process_environment();

/// AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN; nothing unless both of the first
/// are set.
[[nodiscard]] std::optional<Credentials> credentials_from_environment(
    const ReadVariable& read = process_environment());

/// AWS_REGION, else AWS_DEFAULT_REGION, else "us-east-1".
[[nodiscard]] std::string region_from_environment(const ReadVariable& read = process_environment());

}  // namespace attune::aws
