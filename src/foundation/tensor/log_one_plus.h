#pragma once

#include <span>

namespace attune::tensor {

/// x_i <- log(1 + x_i), each 0 <= x_i < 1e30, to 1e-6 of the larger of 1 and the result.
void log_one_plus(std::span<float> x);

/// y_i += factor * log(1 + scale x_i), to the same error times the factor; 0 <= scale x_i < 1e30.
void add_log_one_plus(float factor, float scale, std::span<const float> x, std::span<float> y);

namespace reference {
void log_one_plus(std::span<float> x);
}  // namespace reference

}  // namespace attune::tensor
