#pragma once

#include <cstdint>
#include <span>

namespace attune::tensor {

/// Value i is set to 0 with probability `rate` (0 <= rate < 1), else divided by 1 - rate. Which
/// ones depends on (seed, i) only: applying it again to the gradients replays the same mask, on
/// every machine. At most 2^32 values.
void dropout(std::span<float> values, double rate, std::uint64_t seed);

/// Whether dropout with that seed keeps value i.
[[nodiscard]] bool dropout_keeps(std::uint32_t index, double rate, std::uint64_t seed);

namespace reference {
void dropout(std::span<float> values, double rate, std::uint64_t seed);
}  // namespace reference

}  // namespace attune::tensor
