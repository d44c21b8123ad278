#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace attune::models {

/// The order of items about which a counting model has no evidence: popular ones first.
/// A score in [-1, 0), so that any evidence (a positive score) comes before it.
[[nodiscard]] std::vector<float> popular_order(std::span<const std::int32_t> user_counts);

/// Adds evidence to a score that may still be a popular order's.
inline void add_evidence(float& score, float amount) {
  score = score < 0.0F ? amount : score + amount;
}

}  // namespace attune::models
