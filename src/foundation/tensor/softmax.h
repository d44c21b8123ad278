#pragma once

#include <cstdint>
#include <span>

#include "foundation/tensor/matrix.h"

namespace attune::tensor {

/// Cross-entropy of a softmax, and its gradient in place of the logits, row by row:
///   loss = sum_r weight_r (log sum_j exp(x_rj + bias_j) - x_rt - bias_t),   t = target_r
///   x_rj <- weight_r (softmax_j - [j = t])
/// Returns the loss. A logit of -infinity is left out (gradient 0); a target's must be finite.
struct SoftmaxCrossEntropy {
  MatrixView logits;                       // (rows, n)
  std::span<const float> bias;             // (n)
  std::span<const std::uint32_t> targets;  // (rows) < n
  std::span<const float> weights;          // (rows)
};
double softmax_cross_entropy(const SoftmaxCrossEntropy& rows);

/// log sum_j exp(x_j), safe for large values; -infinity for an empty span.
[[nodiscard]] float log_sum_exp(std::span<const float> x);

namespace reference {
double softmax_cross_entropy(const SoftmaxCrossEntropy& rows);
[[nodiscard]] float log_sum_exp(std::span<const float> x);
}  // namespace reference

}  // namespace attune::tensor
