#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <span>
#include <string>

#include "foundation/base/random.h"

namespace attune::nn {

/// What a gradient check moves: some parameters and the gradient that the layer computed for them.
struct Checked {
  std::string name;
  std::span<float> values;
  std::span<const float> gradient;
};

/// Compares the gradient with central differences of `loss` at up to `probes` places of every
/// group. Float32: the step is large and the loss must be summed in double.
inline void expect_gradients(std::span<const Checked> groups, const std::function<double()>& loss,
                             std::size_t probes = 24, double tolerance = 2e-2) {
  constexpr float kStep = 1e-2F;
  Random random(11);
  for (const Checked& group : groups) {
    ASSERT_EQ(group.values.size(), group.gradient.size()) << group.name;
    for (std::size_t probe = 0; probe < probes; ++probe) {
      const std::size_t i = group.values.size() <= probes ? probe % group.values.size()
                                                          : random.below(group.values.size());
      const float kept = group.values[i];
      group.values[i] = kept + kStep;
      const double above = loss();
      group.values[i] = kept - kStep;
      const double below = loss();
      group.values[i] = kept;
      const double numeric = (above - below) / (2.0 * static_cast<double>(kStep));
      const auto analytic = static_cast<double>(group.gradient[i]);
      EXPECT_NEAR(analytic, numeric, tolerance * std::abs(numeric) + 5e-4)
          << group.name << "[" << i << "]";
    }
  }
}

}  // namespace attune::nn
