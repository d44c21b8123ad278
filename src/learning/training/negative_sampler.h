#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "foundation/base/random.h"

namespace attune::training {

/// Draws the negatives of a step from q ~ events^0.5.
class NegativeSampler {
 public:
  explicit NegativeSampler(std::span<const std::uint32_t> row_events);

  /// The different rows among `draws` draws, in the order drawn, and the log of each one's chance
  /// to be among them: log(1 - (1 - q)^draws).
  struct Draw {
    std::vector<std::uint32_t> rows;
    std::vector<float> log_chance;
  };
  [[nodiscard]] Draw draw(std::size_t draws, Random random) const;

 private:
  std::vector<double> cumulative_;  // of q
};

}  // namespace attune::training
