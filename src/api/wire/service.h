#pragma once

#include <cstdint>
#include <string_view>

namespace attune::wire {

/// The three APIs that share one port.
enum class Service : std::uint8_t { kControl, kRuntime, kEvents };

[[nodiscard]] constexpr std::string_view content_type_of(Service service) {
  return service == Service::kControl ? "application/x-amz-json-1.1" : "application/json";
}

}  // namespace attune::wire
