#pragma once

#include <span>
#include <string_view>

#include "api/operations/operation.h"

namespace attune::operations {

/// Every operation that is answered, sorted by name.
[[nodiscard]] std::span<const Operation> catalogue();
/// Null if there is none.
[[nodiscard]] const Operation* find_operation(std::string_view name);
/// By path without a query or trailing slash; null if there is none.
[[nodiscard]] const Operation* find_operation_by_path(std::string_view path);

/// An operation of the protocol that is not answered yet.
struct PlannedOperation {
  std::string_view name;
  wire::Service service = wire::Service::kControl;
  std::string_view path = {};
};
/// Together with the catalogue: the protocol's 79 operations. Sorted by name.
[[nodiscard]] std::span<const PlannedOperation> planned_operations();

}  // namespace attune::operations
