#pragma once

#include <span>

namespace attune::tensor {

/// x_i <- log(1 + x_i), each 0 <= x_i < 1e30, to 1e-6 of the larger of 1 and the result.
void log_one_plus(std::span<float> x);

namespace reference {
void log_one_plus(std::span<float> x);
}  // namespace reference

}  // namespace attune::tensor
