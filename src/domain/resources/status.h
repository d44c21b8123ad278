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
inline constexpr std::string_view kUpdatePending = "UPDATE PENDING";
inline constexpr std::string_view kUpdateInProgress = "UPDATE IN_PROGRESS";
inline constexpr std::string_view kStopPending = "STOP PENDING";
inline constexpr std::string_view kStopInProgress = "STOP IN_PROGRESS";
inline constexpr std::string_view kStartPending = "START PENDING";
inline constexpr std::string_view kStartInProgress = "START IN_PROGRESS";
inline constexpr std::string_view kInactive = "INACTIVE";

/// Of data deletion jobs, which have words of their own.
inline constexpr std::string_view kPending = "PENDING";
inline constexpr std::string_view kInProgress = "IN_PROGRESS";
inline constexpr std::string_view kCompleted = "COMPLETED";
inline constexpr std::string_view kFailed = "FAILED";

[[nodiscard]] constexpr bool is_creating(std::string_view status) {
  return status == kCreatePending || status == kCreateInProgress || status == kCreateStopping;
}
[[nodiscard]] constexpr bool is_deleting(std::string_view status) {
  return status == kDeletePending || status == kDeleteInProgress;
}
/// Being updated, started or stopped.
[[nodiscard]] constexpr bool is_changing(std::string_view status) {
  return status == kUpdatePending || status == kUpdateInProgress || status == kStopPending ||
         status == kStopInProgress || status == kStartPending || status == kStartInProgress;
}

}  // namespace attune::resources::status
