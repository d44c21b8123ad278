#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace attune::tensor {

/// The indices of the k highest scores, best first; equal scores by lower index. `allowed`: one bit
/// an index, bit i % 64 of word i / 64, at least as many bits as scores; empty: all are allowed.
/// -infinity and NaN are never chosen; fewer than k come back when fewer qualify.
[[nodiscard]] std::vector<std::uint32_t> top_k(std::span<const float> scores, std::size_t k,
                                               std::span<const std::uint64_t> allowed = {});

namespace reference {
[[nodiscard]] std::vector<std::uint32_t> top_k(std::span<const float> scores, std::size_t k,
                                               std::span<const std::uint64_t> allowed = {});
}  // namespace reference

}  // namespace attune::tensor
