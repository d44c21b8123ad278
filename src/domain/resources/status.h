#pragma once

#include <string_view>

namespace attune::resources::status {

/// Exactly as clients compare them (reference 3.1).
inline constexpr std::string_view kCreatePending = "CREATE PENDING";
inline constexpr std::string_view kCreateInProgress = "CREATE IN_PROGRESS";
inline constexpr std::string_view kActive = "ACTIVE";
inline constexpr std::string_view kCreateFailed = "CREATE FAILED";
inline constexpr std::string_view kCreateStopping = "CREATE STOPPING";
inline constexpr std::string_view kCreateStopped = "CREATE STOPPED";
inline constexpr std::string_view kDeletePending = "DELETE PENDING";
inline constexpr std::string_view kDeleteInProgress = "DELETE IN_PROGRESS";

[[nodiscard]] constexpr bool is_creating(std::string_view status) {
  return status == kCreatePending || status == kCreateInProgress || status == kCreateStopping;
}
[[nodiscard]] constexpr bool is_deleting(std::string_view status) {
  return status == kDeletePending || status == kDeleteInProgress;
}

}  // namespace attune::resources::status
