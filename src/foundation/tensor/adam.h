#pragma once

#include <cstdint>
#include <span>

namespace attune::tensor {

/// One Adam step (Kingma & Ba 2015) over values that share a step number.
struct AdamStep {
  std::uint64_t step = 1;  // 1-based, for the bias correction
  double learning_rate = 1e-3;
  double beta1 = 0.9;
  double beta2 = 0.999;
  double epsilon = 1e-8;
};
/// All spans have the same size; `mean` and `square` are Adam's moments, 0 before the first step.
void adam(const AdamStep& step, std::span<const float> gradients, std::span<float> values,
          std::span<float> mean, std::span<float> square);

namespace reference {
void adam(const AdamStep& step, std::span<const float> gradients, std::span<float> values,
          std::span<float> mean, std::span<float> square);
}  // namespace reference

}  // namespace attune::tensor
