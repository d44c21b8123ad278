#pragma once

#include <span>
#include <string_view>

#include "api/operations/operation.h"

namespace attune::operations {

/// Every operation of the protocol, sorted by name.
[[nodiscard]] std::span<const Operation> catalogue();
/// Null if there is none.
[[nodiscard]] const Operation* find_operation(std::string_view name);
/// By path without a query or trailing slash; null if there is none.
[[nodiscard]] const Operation* find_operation_by_path(std::string_view path);

}  // namespace attune::operations
