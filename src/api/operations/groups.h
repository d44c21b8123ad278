#pragma once

#include <span>

#include "api/operations/operation.h"

namespace attune::operations {

/// The catalogue's parts, one source file each, so that none compiles for long. Sorted by name.
[[nodiscard]] std::span<const Operation> attribution_operations();
[[nodiscard]] std::span<const Operation> batch_operations();
[[nodiscard]] std::span<const Operation> data_operations();
[[nodiscard]] std::span<const Operation> training_operations();
[[nodiscard]] std::span<const Operation> serving_operations();
[[nodiscard]] std::span<const Operation> recommender_operations();
[[nodiscard]] std::span<const Operation> runtime_operations();

}  // namespace attune::operations
